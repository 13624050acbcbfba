"""What is read from a plain text file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sayso.read.text import read_top

BODY = "The ministry denied on Tuesday that it had held talks.\n\nThe union said it had lied.\n"


def test_text_keeps_every_character(read_bytes: Callable[..., Any]) -> None:
    """The text is the file's, with one kind of line end."""
    text = "  Zoë “said”…\r\n\r\n\tTabs, e\u0301 and 👩‍👩‍👧 stay.\u00a0\rEnd  "
    assert read_bytes(text.encode()).document.text == text.replace("\r\n", "\n").replace("\r", "\n")


def test_text_takes_its_id_from_the_bytes(read_bytes: Callable[..., Any]) -> None:
    """A file's one document has the hash of the file as its id."""
    document = read_bytes(BODY.encode()).document
    assert document.id == document.blob
    assert len(document.id) == 64


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Ministry denies talks with union", "Ministry denies talks with union"),
        ("Who left the room?", "Who left the room?"),
        ("The ministry denied it on Tuesday.", None),
        (
            "ISTANBUL: " + "the talks reached a deadlock over the rigid stance of the delegation and " * 3,
            None,
        ),
        ("By Jane Doe", None),
        ("Headline", None),
        ("1234 5678", None),
    ],
)
def test_text_takes_a_title_only_from_a_headline(first: str, title: str | None) -> None:
    """The first line is the title if it is short, no sentence, and stands apart."""
    top = read_top(f"{first}\n\n{BODY}")
    assert top.title == title
    assert top.evidence.get("title") == ("first line" if title else None)


def test_text_takes_no_title_from_a_line_that_goes_on() -> None:
    """Without an empty line after it the first line is text."""
    assert read_top(f"Ministry denies talks\n{BODY}").title is None


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By Jane Doe, Reuters", "Jane Doe", "Reuters"),
        (
            "By Ann van der Berg and J. K. O’Neil | The Courier",
            "Ann van der Berg and J. K. O’Neil",
            "The Courier",
        ),
        ("BY JOHN SMITH", "JOHN SMITH", None),
        ("By the time they came, all was over.", None, None),
        ("By Monday evening the town had fallen.", None, None),
        ("Jane Doe", None, None),
    ],
)
def test_text_takes_author_and_outlet_only_from_a_byline(
    line: str, author: str | None, outlet: str | None
) -> None:
    """A byline gives the author, and the outlet where it names one; nothing else does."""
    top = read_top(f"Ministry denies talks\n\n{line}\n\n{BODY}")
    assert (top.author, top.outlet) == (author, outlet)
    assert top.evidence.get("author") == (f"byline: {line}" if author else None)


def test_text_takes_a_date_only_from_a_whole_dateline() -> None:
    """A dateline with a year gives the day; the agency in it is no outlet."""
    top = read_top(f"VELLAND, March 4, 2025 (AP) — {BODY}")
    assert (top.published_at, top.published_precision, top.outlet) == (
        "2025-03-04T00:00:00+00:00",
        "day",
        None,
    )
    assert read_top(f"VELLAND, March 4 (AP) — {BODY}").published_at is None


def test_text_fetched_from_an_address_has_it(read_bytes: Callable[..., Any]) -> None:
    """The address a text was read from is its address, and the evidence says so."""
    document = read_bytes(BODY.encode(), url="https://courier.example/a.txt").document
    assert document.url == "https://courier.example/a.txt"
    assert document.evidence["url"] == "address it was read from"


def test_text_below_three_words_has_no_language(read_bytes: Callable[..., Any]) -> None:
    """Too little text is in no language."""
    assert read_bytes(b"Yes, no").document.language is None
