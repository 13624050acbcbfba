"""Bad inputs at the command line: each costs one line, none costs the files beside it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sayso.engine.adding import add_paths
from sayso.engine.progress import Silent
from sayso.settings import Settings
from sayso.store.case import Case, create_case
from tests.hostile.folder import GOOD, INPUTS, Done, add, environment, write
from tests.hostile.places import OUT_OF_TIME, PLACES, Place, pdf_of_a_gigabyte

from .conftest import sayso

TOGETHER = [bad for bad in INPUTS if not environment(bad)]
ALONE = [bad for bad in PLACES if environment(bad)]
PAGE = Path(__file__).parents[3] / "docs" / "bad-inputs.md"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Add all bad inputs at once, a good file beside each."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "inputs", TOGETHER, good=True)
    return add(folder / "inputs", folder / "case", {})


def test_add_reads_every_file_beside_a_bad_one(done: Done) -> None:
    """A folder of bad inputs is read to its end: exit code 0, every good file a document, the case undamaged."""
    assert done.code == 0
    assert [bad.slug for bad in TOGETHER if f"{bad.slug}/good.txt" not in done.paths] == []
    assert done.verified == 0


@pytest.mark.parametrize("bad", TOGETHER, ids=lambda bad: bad.slug)
def test_add_tells_of_each_bad_input(done: Done, bad: Place) -> None:
    """Each bad input has its issues, each in one line that names the place and what to do."""
    issues = [issue for issue in done.issues if Path(issue["path"]).parts[0] == bad.slug]
    assert sorted(issue["code"] for issue in issues) == sorted(bad.codes)
    for issue in issues:
        assert bad.slug in issue["message"]
        assert issue["remedy"]
        assert (issue["message"] + issue["remedy"] + issue["path"]).isprintable()


def test_add_prints_lines_that_drive_no_terminal(done: Done) -> None:
    """Standard error holds lines of sayso's own and nothing that a file or a library put there."""
    lines = done.err.splitlines()
    assert all(line.startswith("sayso: ") and line.isprintable() for line in lines)
    assert len(lines) == 11
    assert re.search(r"^sayso: \d+ more issues \(.*\d+ empty", lines[-1])


def test_bad_inputs_page_is_up_to_date(done: Done) -> None:
    """`docs/bad-inputs.md` lists all bad inputs with what is said of them today (else: python docs/bad_inputs.py)."""
    sys.path.insert(0, str(PAGE.parent))
    from bad_inputs import line_of

    sys.path.pop(0)
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line.split(" |")[0].split("<br>")[0] for line in lines if line.startswith("| ")][2:] == [
        f"| {bad.label}" for bad in INPUTS
    ]
    assert [line_of(bad, done) for bad in TOGETHER if line_of(bad, done) not in lines] == []


@pytest.mark.parametrize("bad", ALONE, ids=lambda bad: bad.slug)
def test_add_outlives_what_a_reader_does_not(tmp_path: Path, bad: Place) -> None:
    """A parser that hangs or takes all memory costs its file; what comes after it is read by a new child."""
    write(tmp_path / "inputs", [bad], good=True)
    done = add(tmp_path / "inputs", tmp_path / "case", environment(bad))
    assert [issue["code"] for issue in done.issues] == list(bad.codes)
    assert done.paths == [f"{bad.slug}/good.txt"]
    assert done.err.splitlines() == [f"sayso: {line}" for line in done.told(bad)]
    assert (done.code, done.verified) == (0, 0)


def test_add_killed_in_a_parser_goes_on(tmp_path: Path) -> None:
    """After kill -9 while a parser hangs no process is left; the next call reads the rest; nothing is damaged."""
    inputs, case = tmp_path / "inputs", tmp_path / "case"
    inputs.mkdir()
    (inputs / "a.txt").write_text(GOOD.format(1), encoding="utf-8")
    pdf_of_a_gigabyte(inputs)
    (inputs / "b.txt").write_text(GOOD.format(2), encoding="utf-8")
    sayso("init", case)
    command = [sys.executable, "-m", "sayso", "add", str(case), str(inputs), "--quiet", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as parent:
        children = _wait_for_work(psutil.Process(parent.pid), inputs / "a.pdf", case)
        parent.send_signal(signal.SIGKILL)
    psutil.wait_procs(children, timeout=60)
    assert [
        child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    ] == []
    again = sayso("add", case, inputs, "--quiet", "--workers", "1", **OUT_OF_TIME)
    assert "no answer within" in again.err
    paths = [row.rsplit("/", 1)[-1] for row in _paths(case)]
    assert sorted(paths) == ["a.txt", "b.txt"]
    assert sayso("verify", case).code == 0


def _wait_for_work(parent: psutil.Process, file: Path, case: Path) -> list[psutil.Process]:
    """Return the children once ``file`` has been taken in, so that its parser is at work."""
    import hashlib

    blob = hashlib.sha256(file.read_bytes()).hexdigest()
    while not (case / "evidence" / blob[:2] / blob).exists():
        time.sleep(0.05)
    return parent.children(recursive=True)


def _paths(case: Path) -> Iterator[str]:
    import json

    for line in sayso("documents", case, "--jsonl").out.splitlines():
        yield str(json.loads(line)["path"])


class _Meanwhile(Silent):
    """Do something to the files between the moment they are found and the moment they are read."""

    def __init__(self, file: Path, text: str | None) -> None:
        self.file, self.text = file, text

    def begin(self, label: str, total: int | None) -> None:
        if self.text is None:
            self.file.unlink()
        else:
            self.file.write_text(self.text, encoding="utf-8")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Make an empty case."""
    with create_case(tmp_path / "case", settings=Settings()) as made:
        yield made


@pytest.mark.parametrize(
    ("text", "n_documents"), [(None, 1), (GOOD.format("three") * 50, 2)], ids=["gone", "grown"]
)
def test_add_meets_files_that_change(case: Case, tmp_path: Path, text: str | None, n_documents: int) -> None:
    """A file that is gone when its turn comes is told; one that has grown is read as it is then; others are read."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for name in ("a", "b"):
        (inputs / f"{name}.txt").write_text(GOOD.format(name), encoding="utf-8")
    progress = _Meanwhile(inputs / "a.txt", text)
    added = add_paths(case, [os.fspath(inputs)], settings=Settings(workers=1), progress=progress)
    assert added.n_documents == n_documents
    assert [issue.code for issue in added.issues] == (["file-missing"] if text is None else [])
    assert sayso("verify", case.path).code == 0
