"""Quotations in a text: which stretches stand between quotation marks.

Straight, curly, angled and low marks, doubled single marks (``''``), single marks told from apostrophes, quotations
inside quotations, and quotations over several paragraphs of which each opens and only the last closes. A mark that has
no partner in its paragraph opens nothing: it never swallows the rest of a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sayso.records import Span

MARK = re.compile(r"``|''|’’|‘‘|[\"“”„‟«»‹›‘’‚‛']")
PARTNERS = {
    "“": "”“",  # American closing mark, and the German one after a low opening mark
    "„": '“”‟"',
    "«": "»",
    "»": "«",  # the Danish and German way round
    "‹": "›",
    "‘": "’'",
    "‚": "‘’",
    "‛": "’",
    "``": "''",
    "‘‘": "’’",
}
SYMMETRIC = frozenset(('"', "'", "''", "’’", "”", "’"))
SINGLE = frozenset("'‘’‚‛")
ELISION = re.compile(
    r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|round|bout|n|neath|ere|ya|im|er)\b)", re.IGNORECASE
)
BEFORE_OPENING = frozenset("([{<—–-/:;,…=")
AFTER_CLOSING = frozenset(".,;:!?)]}>—–-/…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: ``span`` with its marks, ``inner`` without them, ``depth`` 0 unless inside another one.

    ``continues`` is True when the mark is not closed because the next paragraph goes on with the same speaker.
    """

    span: Span
    inner: Span
    depth: int = 0
    continues: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    end: int


def find_quotes(text: str, paragraphs: Sequence[Span]) -> tuple[Quote, ...]:
    """Return the quotations of ``text``, in order; those of depth 0 do not overlap."""
    found: list[Quote] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        found += _find_in_paragraph(text, paragraph, following)
    return tuple(sorted(found, key=lambda quote: (quote.span.start, -quote.span.end)))


def _find_in_paragraph(text: str, paragraph: Span, following: Span | None) -> list[Quote]:
    found: list[Quote] = []
    stack: list[_Open] = []
    for match in MARK.finditer(text, paragraph.start, paragraph.end):
        mark = match.group()
        at = _closes(text, match, stack, paragraph)
        if at is not None:
            opened = stack[at]
            del stack[at:]
            found.append(_quote(opened.start, match.end(), opened.end, match.start(), depth=len(stack)))
        elif _opens(text, match, paragraph):
            # A second opening of the same kind means the first was never closed.
            if mark in SYMMETRIC and any(opened.mark == mark for opened in stack):
                del stack[[opened.mark for opened in stack].index(mark) :]
            stack.append(_Open(mark, match.start(), match.end()))
    if stack and following is not None and text.startswith(stack[0].mark, following.start):
        opened = stack[0]
        if opened.mark not in SINGLE and opened.end < paragraph.end:
            found = [quote for quote in found if quote.span.start < opened.start or quote.depth > 0]
            found.append(_quote(opened.start, paragraph.end, opened.end, paragraph.end, continues=True))
    return _with_depths(found)


def _quote(
    start: int, end: int, inner_start: int, inner_end: int, *, depth: int = 0, continues: bool = False
) -> Quote:
    return Quote(span=Span(start, end), inner=Span(inner_start, inner_end), depth=depth, continues=continues)


def _closes(text: str, match: re.Match[str], stack: list[_Open], paragraph: Span) -> int | None:
    """Return which open mark ``match`` closes, if any."""
    mark = match.group()
    for at in range(len(stack) - 1, -1, -1):
        opened = stack[at].mark
        fits = mark in PARTNERS.get(opened, "") if len(opened) == 1 else mark == PARTNERS.get(opened, opened)
        if opened == mark and mark in SYMMETRIC:
            fits = True
        if fits and _may_close(text, match, paragraph) and match.start() > stack[at].end:
            return at
    return None


def _may_close(text: str, match: re.Match[str], paragraph: Span) -> bool:
    mark = match.group()
    before, after = _around(text, match, paragraph)
    if mark in "”»›" and mark not in SINGLE:
        return True
    if before.isspace() and not after.isspace():
        return False
    if mark in SINGLE:
        return (
            not after.isalnum() and not before.isspace() and not _is_plural_possessive(text, match, paragraph)
        )
    return not after.isalnum() or before in AFTER_CLOSING


def _opens(text: str, match: re.Match[str], paragraph: Span) -> bool:
    mark = match.group()
    before, after = _around(text, match, paragraph)
    if after.isspace() or (mark not in PARTNERS and mark not in ('"', "'", "''")):
        return False
    if mark in SINGLE:
        free = before.isspace() or before in '"“„«([{—–'
        return free and after.isalnum() and not ELISION.match(text, match.start())
    if mark in ('"', "''"):
        return before.isspace() or before in BEFORE_OPENING or before in SINGLE or not before.isalnum()
    return mark != "»" or before.isspace()


def _around(text: str, match: re.Match[str], paragraph: Span) -> tuple[str, str]:
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    return before, after


def _is_plural_possessive(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Tell ``the rebels' demands`` from the end of a quotation: a lower-case word and a better end follow."""
    if text[match.start() - 1 : match.start()] != "s" or not re.match(
        r"\s[a-z]", text[match.end() : match.end() + 2]
    ):
        return False
    return (
        re.search(r"[^\s\ws]['’]|\w['’](?!\w)", text[match.end() : min(paragraph.end, match.end() + 200)])
        is not None
    )


def _with_depths(quotes: list[Quote]) -> list[Quote]:
    """Recompute depths: the mark around a quotation may have turned out to open nothing."""
    ordered = sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end))
    result: list[Quote] = []
    around: list[Quote] = []
    for quote in ordered:
        while around and around[-1].span.end <= quote.span.start:
            around.pop()
        result.append(Quote(span=quote.span, inner=quote.inner, depth=len(around), continues=quote.continues))
        around.append(quote)
    return result


class QuoteIndex:
    """Find the quotations of a document that touch a stretch of it, without looking at all of them."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        """Take the quotations as `find_quotes` gives them: in the order of their beginnings."""
        self._quotes = quotes
        self._starts = [quote.span.start for quote in quotes]
        self._reach = list(accumulate((quote.span.end for quote in quotes), max))

    def near(self, start: int, end: int) -> Sequence[Quote]:
        """Return, in their order, all quotations that overlap ``[start, end)``, and perhaps a few more."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._reach, start, hi=last)
        return self._quotes[first:last]


def outermost(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotations that lie in no other."""
    return tuple(quote for quote in quotes if quote.depth == 0)
