"""The whole job, on each store, with any number of workers, killed or not: the same export, byte for byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.engine.adding import add_paths
from sayso.engine.running import run_stages
from sayso.export.jsonl import export_jsonl
from sayso.settings import Settings
from sayso.store.case import Case, create_case, open_case
from sayso.store.verify import verify

N_ARTICLES = 24
MOMENT = "1772500000"
KILLED_AT_ITS_END = """
import os, signal, sys
from pathlib import Path
from sayso.engine.running import run_stages
from sayso.settings import Settings
from sayso.store.case import open_case
from sayso.store.store import Store

Store.end_run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    with open_case(Path(sys.argv[1]), settings=Settings()) as case:
        list(run_stages(case, settings=Settings()))
"""


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make recorded times the same in every run."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of articles, two of them the same, one in French, one that is none."""
    folder = tmp_path_factory.mktemp("news")
    for number in range(N_ARTICLES):
        paragraphs = [
            f"Harbour strike enters day {number}",
            f"The dockers' union said on Tuesday that {number + 3} ships were waiting outside the port.",
            f"“Nobody called us,” its chairman told reporter number {number}. Critics say he never asked.",
            "According to two officials, who asked not to be named, the ministry may order the port to open.",
        ]
        (folder / f"article-{number:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    (folder / "copy.txt").write_bytes((folder / "article-05.txt").read_bytes())
    (folder / "french.txt").write_text(
        "Le ministre a déclaré que la grève serait bientôt finie.", encoding="utf-8"
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    return folder


def _do_all(case: Case, folder: Path, settings: Settings) -> None:
    add_paths(case, [os.fspath(folder)], settings=settings)
    assert sum(done.n_documents for done in run_stages(case, settings=settings)) == N_ARTICLES + 1


def _export(case: Case, folder: Path) -> dict[str, bytes]:
    export_jsonl(case.store, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="session")
def expected(news: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the export of a case made in one go by one worker on SQLite."""
    folder = tmp_path_factory.mktemp("expected")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        settings = Settings(workers=1)
        with create_case(folder / "case", settings=settings) as case:
            _do_all(case, news, settings)
            return _export(case, folder / "out")


def test_job_finds_what_the_articles_say(expected: dict[str, bytes]) -> None:
    """The export that the others are compared with holds the documents, claims and issues of the folder."""
    lines = {name: content.decode().splitlines() for name, content in expected.items()}
    assert len(lines["documents.jsonl"]) == N_ARTICLES + 1
    assert sum('"source_text":"Critics"' in line for line in lines["attributions.jsonl"]) == N_ARTICLES
    assert {"language-not-read" in line for line in lines["issues.jsonl"]} == {True, False}


def test_job_is_the_same_on_each_store(
    case: Case, settings: Settings, news: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """SQLite and PostgreSQL, two workers and small batches: the same bytes, and the case verifies."""
    _do_all(case, news, Settings(store=settings.store, workers=2, batch_documents=5))
    assert _export(case, tmp_path / "out") == expected
    assert list(verify(case)) == []


def test_job_goes_on_where_it_was_killed(news: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    """`add` and `run`, killed at random moments and run again, give what a run gives that was never killed."""
    moments = random.Random(20260306)
    place = tmp_path / "case"
    create_case(place, settings=Settings()).close()
    for arguments in (["add", place, news, "--quiet"], ["run", place, "--quiet"]):
        for _ in range(4):
            _run_and_kill([str(argument) for argument in arguments], moments.uniform(0.3, 4.0))
        assert _start([str(argument) for argument in arguments]).wait() == 0
    with open_case(place, settings=Settings()) as case:
        assert _export(case, tmp_path / "out") == expected
        assert [finding for finding in verify(case) if finding.severity == "error"] == []


def test_run_killed_after_its_last_batch_is_ended_by_the_next(
    news: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Killed when all documents are read and only the end of the run is to be noted, the next run notes it."""
    place = tmp_path / "case"
    with create_case(place, settings=Settings()) as case:
        add_paths(case, [os.fspath(news)], settings=Settings(workers=1))
    with subprocess.Popen([sys.executable, "-c", KILLED_AT_ITS_END, place]) as process:
        assert process.wait() == -signal.SIGKILL
    assert _start(["run", str(place), "--quiet"]).wait() == 0
    with open_case(place, settings=Settings()) as case:
        assert _export(case, tmp_path / "out") == expected


def _wait_for_findings(place: Path, process: subprocess.Popen[str]) -> None:
    with open_case(place, settings=Settings()) as case:
        while case.store.count_claims() == 0 and process.poll() is None:
            time.sleep(0.01)


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SAYSO_BATCH_DOCUMENTS": "2", "SAYSO_WORKERS": "2"}
    return subprocess.Popen(
        [sys.executable, "-m", "sayso", *arguments], env=environment, stderr=subprocess.DEVNULL
    )


def _run_and_kill(arguments: list[str], seconds: float) -> None:
    with _start(arguments) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def test_interrupt_stops_cleanly_and_says_how_to_go_on(news: Path, tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and one line; no child is left, and the next run goes on."""
    place = tmp_path / "case"
    with create_case(place, settings=Settings()) as case:
        add_paths(case, [os.fspath(news)], settings=Settings(workers=1))
    command = [sys.executable, "-m", "sayso", "run", str(place)]
    one_by_one = {**os.environ, "SAYSO_BATCH_DOCUMENTS": "1"}
    with subprocess.Popen(
        command, env=one_by_one, stderr=subprocess.PIPE, start_new_session=True, text=True
    ) as process:
        _wait_for_findings(place, process)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    # A shell says 130 of both; a quick machine is done by then.
    assert (process.returncode, said.count("\n")) in ((130, 1), (-signal.SIGINT, 1), (0, 0))
    assert "Traceback" not in said
    with open_case(place, settings=Settings()) as case:
        for _ in run_stages(case, settings=Settings(workers=1)):
            pass
        assert case.store.count_claims() > N_ARTICLES
