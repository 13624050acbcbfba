"""Finding the quotations that touch a stretch, against looking at all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import QuoteIndex, find_quotes

TEXTS = st.lists(st.sampled_from(["“", "”", '"', "‘", "’", "a word", ". ", "\n\n", "said", " "]), max_size=60)


@given(pieces=TEXTS, start=st.integers(0, 200), length=st.integers(1, 80))
def test_quote_index_misses_none(pieces: list[str], start: int, length: int) -> None:
    """Every quotation that overlaps the stretch is found, in order; what comes beside it is a run of the others."""
    text = "".join(pieces)
    quotes = find_quotes(text, split_paragraphs(text))
    near = list(QuoteIndex(quotes).near(start, start + length))
    touching = [q for q in quotes if q.span.start < start + length and start < q.span.end]
    assert [q for q in near if q in touching] == touching
    assert near == [q for q in quotes if q in near]
