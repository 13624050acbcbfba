"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ARTICLE = """\
Talks at the ford end without a deal

MARREN — The talks ended without a deal, Foreign Minister Ilse Brandt said on Tuesday.

“We will not come back to this table,” she told reporters. Critics say the minister never wanted an agreement.

According to a security official, who spoke on condition of anonymity, the delegation allegedly left early.

Leave a Reply

Your email address will not be published.
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and returned."""

    code: int
    out: str
    err: str


def sayso(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    """Run the command line and return what it did."""
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "500", **environment},
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case that holds one article, read; tests must not change it."""
    folder = tmp_path_factory.mktemp("read") / "news"
    folder.mkdir()
    (folder / "talks.txt").write_text(ARTICLE, encoding="utf-8")
    done = sayso(folder)
    assert done.code == 0, done.err
    return folder.with_name("news.sayso")
