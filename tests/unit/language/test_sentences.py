"""Where sentences end."""

from __future__ import annotations

import pytest

from sayso.language.paragraphs import split_paragraphs
from sayso.language.sentences import find_sentence, split_sentences
from sayso.records import Span


def sentences(text: str) -> list[str]:
    """Return the texts of the sentences."""
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks failed. The army left.", ["The talks failed.", "The army left."]),
        ("Mr. Kaya met Gen. Orlov. They spoke.", ["Mr. Kaya met Gen. Orlov.", "They spoke."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("He lives in the U.S. The house is red.", ["He lives in the U.S.", "The house is red."]),
        ("“Why?” Kaya asked. No one knew.", ["“Why?” Kaya asked.", "No one knew."]),
        ("“We won.” The crowd cheered.", ["“We won.”", "The crowd cheered."]),
        ("It ended in cooperation.The army left.", ["It ended in cooperation.", "The army left."]),
        ("It rose 3.5 percent. Then it fell.", ["It rose 3.5 percent.", "Then it fell."]),
        ("J. K. Marlow wrote it. He won.", ["J. K. Marlow wrote it.", "He won."]),
        ("He waited... and left.", ["He waited... and left."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    """Stops end sentences; abbreviations, initials, figures and questions before a speaker do not."""
    assert sentences(text) == expected


def test_line_is_a_border_between_sentences() -> None:
    """Headlines and list items without a stop are sentences of their own, and bullets belong to none."""
    text = "Talks collapse\n\n  • The first point\n  - the second point\n* a third\n12. a fourth"
    assert sentences(text) == ["Talks collapse", "The first point", "the second point", "a third", "a fourth"]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines of one length that break off in mid-sentence are joined."""
    text = (
        "The ministry said on Monday that the crossing would stay closed until\n"
        "the neighbouring state gave guarantees for the safety of the lorry\n"
        "drivers who had waited there for a week. It gave no date.\n"
    )
    assert len(split_paragraphs(text)) == 1
    assert len(sentences(text)) == 2


def test_unread_stretch_holds_no_sentence() -> None:
    """Nothing is read where the reader said not to, and its edges are borders."""
    text = "The army left. Leave a reply. The talks go on."
    found = split_sentences(text, unread=(Span(15, 29),))
    assert [text[span.start : span.end] for span in found] == ["The army left.", "The talks go on."]


def test_offsets_are_code_points() -> None:
    """Emoji, joined emoji, right-to-left text and combining marks count as Python counts them."""
    text = "👩‍👩‍👧 Cafe\u0301 burned. سقطت المدينة. It fell."
    assert sentences(text) == ["👩‍👩‍👧 Cafe\u0301 burned.", "سقطت المدينة.", "It fell."]


def test_long_line_is_cut_at_spaces() -> None:
    """A line without a stop is cut, and no word is lost."""
    text = "word " * 2000
    found = sentences(text)
    assert len(found) > 1
    assert sum(len(piece.split()) for piece in found) == 2000


def test_find_sentence_returns_the_one_around() -> None:
    """A position belongs to the last sentence that begins at or before it."""
    spans = (Span(0, 5), Span(6, 10))
    assert [find_sentence(spans, position) for position in (0, 4, 5, 6, 99)] == [0, 0, 0, 1, 1]
