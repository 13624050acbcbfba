"""What each bad input gives: an issue with a code, a place and a remedy, never an error, never a hang."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.hostile import files, formats
from tests.hostile.row import Row

ROWS = [*files.ROWS, *formats.ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_bad_input_gives_its_issue(row: Row, read_bytes: Callable[..., Any]) -> None:
    """Each bad input gives its codes, each with one line that names the file, and a remedy; the rest is read."""
    outcome = read_bytes(row.content(), row.name, limits=row.limits)
    assert (tuple(outcome.codes), len(outcome.documents)) == (row.codes, row.n_documents), outcome.issues
    for issue in outcome.issues:
        assert issue.remedy
        assert f"in/{row.name}" in issue.message
        assert "\n" not in issue.message
        assert issue.message.isprintable()
        assert issue.stage == "read"


def test_bad_input_rows_are_told_apart() -> None:
    """No two rows have the same label."""
    assert len({row.slug for row in ROWS}) == len(ROWS)
