"""Places of writing at the start of a paragraph."""

from __future__ import annotations

import pytest

from sayso.language.datelines import find_dateline
from sayso.language.sentences import split_sentences
from sayso.records import Span


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("MARREN —", None),
        ("PORT ESSEL, March 9 (Continental Wire) –", "Continental Wire"),
        ("SELMORA/MARREN, 6 March 2026 (ONA) -", "ONA"),
        ("Marren (ONA) --", "ONA"),
        ("PORT ESSEL, Veridia (ONA) —", "ONA"),
        ("(ONA) -", "ONA"),
    ],
)
def test_find_dateline_knows_place_date_and_agency(opening: str, agency: str | None) -> None:
    """The span ends with the dash; the agency is what stands in brackets."""
    text = f"{opening} The talks have ended."
    found = find_dateline(text, Span(0, len(text)))
    assert found is not None
    assert (text[found.span.start : found.span.end], found.agency) == (opening, agency)


@pytest.mark.parametrize(
    "text",
    [
        "The talks – all three of them – have ended.",
        "Veridia - Ostland: the talks have ended.",
        "Orlov (who leads the team) – unlike Kaya – stayed.",
        "MARREN —",
        "COVID-19 cases rise again.",
    ],
)
def test_find_dateline_leaves_other_dashes_alone(text: str) -> None:
    """A name and a dash alone, or nothing behind the dash, is no place of writing."""
    assert find_dateline(text, Span(0, len(text))) is None


def test_split_sentences_sets_a_dateline_apart() -> None:
    """The place of writing counts as a sentence of its own."""
    text = "MARREN (ONA) - The talks have ended. Nobody signed."
    assert [text[s.start : s.end] for s in split_sentences(text)] == [
        "MARREN (ONA) -",
        "The talks have ended.",
        "Nobody signed.",
    ]
