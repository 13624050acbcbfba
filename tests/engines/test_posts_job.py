"""Posts from the command line: killed while they are added, and added by two at once."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.settings import Settings
from sayso.store import Case, count_posts, create_case, iter_posts, open_case, verify

N_POSTS = 60_000
N_TWICE = 500
HEADER = ("object_id", "account_id", "content_id", "timestamp_share")


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a large table of posts, and one whose posts are partly in the first."""
    folder = tmp_path_factory.mktemp("posts")
    _write(folder / "a.csv", range(N_POSTS))
    _write(folder / "b.csv", range(N_POSTS - N_TWICE, N_POSTS + N_TWICE))
    return folder


def _write(path: Path, numbers: range) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        rows.writerows(
            (f"https://news.example/{i % 97}", f"account_{i % 1009}", f"c{i}", 1_714_521_600 + i)
            for i in numbers
        )


def _start(*arguments: str | Path, workers: int = 2) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SAYSO_WORKERS": str(workers)}
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _wait_for_a_part(process: subprocess.Popen[bytes], folder: Path) -> None:
    before = set(folder.glob("*.parquet"))
    while process.poll() is None and set(folder.glob("*.parquet")) <= before:
        time.sleep(0.001)


def _ids(case: Case) -> list[str]:
    return [id_ for batch in iter_posts(case) for id_ in batch.column("id").to_pylist()]


def _errors(case: Case) -> list[str]:
    return [found.message for found in verify(case) if found.severity == "error"]


EXPECTED = [f"c{i}" for i in range(N_POSTS + N_TWICE)]


def test_add_that_was_killed_goes_on_where_it_was(table: Path, settings: Settings, tmp_path: Path) -> None:
    """Killed at random moments and run again, `add` gives every post once, in the order of the files."""
    moments = random.Random(20260311)
    place = tmp_path / "case"
    create_case(place, settings=settings).close()
    n_before = 0
    for i in range(6):
        with _start("add", place, table, "--quiet") as process:
            if i % 2:  # between writing a part and naming it, or just after
                _wait_for_a_part(process, place / "posts")
            else:
                time.sleep(moments.uniform(1.0, 4.0))
            process.send_signal(signal.SIGKILL)
        with open_case(place, settings=settings) as case:
            if case.store.database.dialect == "postgresql":
                case.store.note("test", "waits for the server to notice", {})
            n_posts = count_posts(case)
            assert n_posts >= n_before
            assert _ids(case) == EXPECTED[:n_posts]
            assert _errors(case) == []
            n_before = n_posts
    with _start("add", place, table, "--quiet") as process:
        told = process.communicate()
        assert process.returncode == 0, told
    with open_case(place, settings=settings) as case:
        assert _ids(case) == EXPECTED
        assert [found.code for found in verify(case) if found.code != "blob-unnamed"] == []


def test_two_that_add_at_once_store_each_post_once(table: Path, settings: Settings, tmp_path: Path) -> None:
    """Two processes that add the same files to one case leave every post once and a case that verifies."""
    place = tmp_path / "case"
    create_case(place, settings=settings).close()
    running = [_start("add", place, table, "--quiet", workers=1) for _ in range(2)]
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    with open_case(place, settings=settings) as case:
        assert sorted(_ids(case)) == sorted(EXPECTED)
        assert list(verify(case)) == []


def test_add_says_what_a_file_was_recognised_as(table: Path, tmp_path: Path) -> None:
    """Each file of posts has a line with what it was read as and how many of its posts are new."""
    place = tmp_path / "case"
    create_case(place, settings=Settings()).close()
    with _start("add", place, table / "b.csv", table / "a.csv") as process:
        lines = process.communicate()[0].decode().splitlines()
    first, second, total = lines
    assert first.startswith("recognised as CooRTweet")
    assert first.endswith(f": 1,000 posts, 0 rows set aside, 0 known before ({table}/b.csv)")
    assert second.endswith(f": 59,500 posts, 0 rows set aside, 500 known before ({table}/a.csv)")
    assert total == "2 files: 60,500 new posts"
    with _start("add", place, table) as process:
        assert process.communicate()[0].decode() == "2 files: 0 new documents, 2 known already\n"
    with _start(table, "--case", place) as process:
        said = process.communicate()[0].decode().splitlines()
    assert said[0].startswith("60,500 posts by 1,009 accounts; ties: ")
    assert said[1].startswith(f"sayso coordination {place} ")
