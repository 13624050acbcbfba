"""Properties of sentences, paragraphs and quotations on any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import find_quotes, outermost
from sayso.language.sentences import split_sentences
from sayso.records import Span

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abcK .!?,:;\n\r\t“”‘’\"'«»„()-•*1é\u0301\u200d👩🏽עم\u2028"),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)


def assert_in_order(spans: tuple[Span, ...], text: str) -> None:
    """Check that spans lie inside the text, are not empty, and neither overlap nor go back."""
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end


@given(TEXTS)
def test_sentences_lie_in_order_inside_the_text(text: str) -> None:
    """Sentences are sorted, apart, inside the text, and have no space at their edges."""
    found = split_sentences(text)
    assert_in_order(found, text)
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in found)


@given(TEXTS)
def test_sentences_keep_every_word(text: str) -> None:
    """Nothing but space and bullets is left out between the sentences of a paragraph."""
    for paragraph in split_paragraphs(text):
        inside = [span for span in split_sentences(text) if paragraph.start <= span.start < paragraph.end]
        joined = "".join("".join(text[span.start : span.end].split()) for span in inside)
        assert joined == "".join(text[paragraph.start : paragraph.end].split())


@given(TEXTS, st.integers(0, 200), st.integers(0, 50))
def test_sentences_stay_out_of_what_is_unread(text: str, start: int, length: int) -> None:
    """No sentence touches an unread stretch."""
    gap = Span(min(start, len(text)), min(start + length, len(text)))
    for span in split_sentences(text, unread=(gap,)):
        assert span.end <= gap.start or span.start >= gap.end or gap.start == gap.end


@given(TEXTS)
def test_quotes_lie_in_order_inside_their_paragraph(text: str) -> None:
    """Outer quotations do not overlap, and none reaches over the end of its paragraph."""
    paragraphs = split_paragraphs(text)
    found = find_quotes(text, paragraphs)
    assert_in_order(tuple(quote.span for quote in outermost(found)), text)
    for quote in found:
        assert quote.span.start <= quote.inner.start <= quote.inner.end <= quote.span.end
        assert any(p.start <= quote.span.start and quote.span.end <= p.end for p in paragraphs)
