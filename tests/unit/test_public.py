"""The public names, and the page that shows how they are used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sayso

PAGE = Path(__file__).parents[2] / "docs/how-to/library.md"


@pytest.mark.parametrize("name", sayso.__all__)
def test_public_name_is_there(name: str) -> None:
    """Each public name can be had from the package."""
    assert getattr(sayso, name).__name__ == name


def test_public_name_that_is_none_is_an_attribute_error() -> None:
    """A name that is not public is refused as Python does it."""
    with pytest.raises(AttributeError, match="no attribute 'magic'"):
        sayso.magic  # noqa: B018 -- the access is what is tested


def test_public_names_work_as_the_page_shows(tmp_path: Path) -> None:
    """Each block of the page, run as a script, prints what the page says."""
    blocks = re.findall(r"```(python)?\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    one_text, a_case = (code for language, code in blocks if language)
    (tmp_path / "news").mkdir()
    text = "The ministry denied that the bridge had been closed. Two officials told the Ledger that it was."
    (tmp_path / "news" / "bridge.txt").write_text(text, encoding="utf-8")
    assert _run(tmp_path, one_text) == next(printed for language, printed in blocks if not language)
    header = f"from pathlib import Path\nimport sayso\nfolder = Path({str(tmp_path)!r})\n"
    assert _run(tmp_path, header + a_case) == "attribution 1\nThe ministry | ('The ministry',)\n"


def _run(folder: Path, code: str) -> str:
    script = folder / "script.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, env=os.environ, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
