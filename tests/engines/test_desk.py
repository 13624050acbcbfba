"""A case on a server, from the command line: what a desk of several people does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgresql


def _sayso(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)


def test_case_on_a_server_is_used_like_any_other(postgresql_address: str, tmp_path: Path) -> None:
    """The address given once is kept without its password; every verb finds the server by the case folder."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "talks.txt").write_text("Critics say the minister never wanted an agreement.", encoding="utf-8")
    case = tmp_path / "case"
    done = _sayso(news, "--case", case, "--store", postgresql_address)
    assert done.returncode == 0, done.stderr
    assert os.environ["PGPASSWORD"] not in (case / "sayso.toml").read_text(encoding="utf-8")
    assert not (case / "case.sqlite").exists()
    assert '"source_text": "Critics"' in _sayso("claims", case, "--jsonl").stdout
    assert _sayso("verify", case).returncode == 0
    assert _sayso("search", case, "minister", "--jsonl").stdout.count("\n") == 1


def test_case_on_a_server_that_is_gone_is_told_in_one_line(
    postgresql_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password, and a server that nobody runs, each give one line with the next step and no password."""
    case = tmp_path / "case"
    assert _sayso("init", case, "--store", postgresql_address).returncode == 0
    monkeypatch.setenv("PGPASSWORD", "guessed-wrong")
    refused = _sayso("claims", case)
    nobody = _sayso("init", tmp_path / "other", "--store", "postgresql://sayso@127.0.0.1:9/none")
    for done in (refused, nobody):
        assert done.returncode != 0
        assert done.stderr.startswith("sayso: ")
        assert done.stderr.count("\n") == 1
        assert "guessed-wrong" not in done.stderr
