"""What stands between quotation marks."""

from __future__ import annotations

import pytest

from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import Quote, find_quotes, outermost


def quotes(text: str) -> tuple[Quote, ...]:
    """Return the quotations of ``text``."""
    return find_quotes(text, split_paragraphs(text))


def outer(text: str) -> list[str]:
    """Return the texts of the outermost quotations."""
    return [text[quote.span.start : quote.span.end] for quote in outermost(quotes(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” he said. “Yes.”", ["“No,”", "“Yes.”"]),
        ('"No," he said. "Yes."', ['"No,"', '"Yes."']),
        ("He said ''no way'' and it's the rebels' fault.", ["''no way''"]),
        ("„Nein“, sagte er. «Non», dit-il. »Ja«, so", ["„Nein“", "«Non»", "»Ja«"]),
        (
            "‘The rebels’ demands are mad,’ he said. Rock ’n’ roll in the ’90s",
            ["‘The rebels’ demands are mad,’"],
        ),
        ("It's the army's 'so-called' victory", ["'so-called'"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("A wall 6' tall and 5\" wide", []),
    ],
)
def test_quotes_are_found_whatever_their_marks(text: str, expected: list[str]) -> None:
    """Straight, curly, angled, low, doubled and single marks; apostrophes, elisions and inches are none."""
    assert outer(text) == expected


def test_quote_in_quote_has_depth() -> None:
    """The inner quotation is found too, one deeper."""
    assert [quote.depth for quote in quotes("“He said ‘no’ to me,” she said.")] == [0, 1]


def test_unclosed_mark_opens_nothing() -> None:
    """A mark without a partner in its paragraph never swallows what follows."""
    assert outer('He said "never and left.\n\nThen "yes" was heard.') == ['"yes"']


def test_quote_goes_on_over_paragraphs_that_open() -> None:
    """Every paragraph opens, only the last closes: all but the last say that the next goes on."""
    found = quotes("“First.\n\n“Second.\n\n“Third,” he said.")
    assert [quote.continues for quote in found] == [True, True, False]


def test_inner_is_without_marks() -> None:
    """``inner`` leaves out both marks, doubled ones too."""
    text = "He said ''no way'' today"
    inner = quotes(text)[0].inner
    assert text[inner.start : inner.end] == "no way"
