from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
PAGES = sorted(
    path
    for path in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/how-to/*.md")]
    if "```console" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_shows_what_is_printed(page: Path, tmp_path: Path, template: Path, sessions: ModuleType) -> None:
    """Each command of a page prints what the page says; `python docs/sessions.py --write` renews it."""
    folder = sessions.scratch(page, template, tmp_path / "scratch")
    wrong = [
        f"$ {step.command}\n" + "\n".join(printed)
        for step, printed in sessions.session(page, folder)
        if not sessions.fits(sessions.comparable(step.output), sessions.comparable(printed))
    ]
    assert wrong == [], "\n".join(wrong)


def test_pages_show_the_session_of_the_readme(sessions: ModuleType) -> None:
    """The README and the tutorial hold sessions, so they are among the pages tested."""
    assert {"README.md", "tutorial.md"} <= {page.name for page in sessions.pages()}
    assert sessions.pages() == PAGES


@pytest.mark.parametrize(
    ("expected", "fitting"),
    [
        (["a", "b"], True),
        (["a", "..."], True),
        (["...", "b"], True),
        (["a", "...", "b"], True),
        (["a"], False),
        (["...", "a"], False),
        ([], False),
    ],
)
def test_gap_stands_for_any_lines(sessions: ModuleType, expected: list[str], *, fitting: bool) -> None:
    """Three dots stand for any number of lines, none included; everything else must be there."""
    assert sessions.fits(expected, ["a", "b"]) is fitting


def test_times_do_not_matter(sessions: ModuleType) -> None:
    """When a thing was added differs from run to run, so it is not compared."""
    (line,) = sessions.comparable(["added 2026-03-04T05:06:07+00:00  "])
    assert line == "added <time>"


def test_ids_follow_their_rows(sessions: ModuleType) -> None:
    """An id that changed is found again by the rest of its row, or by its place."""
    step = sessions.Step("sayso claims x", ("01234567  he  said so", "89abcdef  she  said no"))
    printed = ["aaaaaaaa  she  said no", "bbbbbbbb  he  said so"]
    assert sessions.renamed(step, printed) == {"01234567": "bbbbbbbb", "89abcdef": "aaaaaaaa"}
