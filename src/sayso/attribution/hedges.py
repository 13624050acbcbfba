"""How the outlet or the source keeps its distance: ``reportedly``, ``may``, ``so-called``, scare quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.language.quotes import Quote, outermost
from sayso.records import Span, Spans

HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|ostensibly|apparently|seemingly|presumably|arguably|possibly"
    r"|perhaps|probably|likely|maybe|rumou?red|unconfirmed|unverified|so-called|self-styled|self-proclaimed"
    r"|alleged|supposed|purported|presumed|suspected|ostensible|may|might|could"
    r"|(?:appear|seem)(?:s|ed)?\s+(?:to|as\s+(?:if|though)|that)"
    r"|(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:seen|viewed|regarded|perceived|believed|thought|said|rumou?red"
    r"|reported|alleged|understood|dismissed)\s+(?:as|to)\b"
    r"|it\s+(?:appears|seems|is\s+(?:believed|thought|alleged|said|understood))\b)",
    re.IGNORECASE,
)
MONTH = re.compile(
    r"(?:\d{1,2}\s+May|May\s+\d|(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ll]ast|[Tt]his|[Ll]ate|[Ee]arly|[Mm]id-?)\s+May)\b"
)
SCARE_WORDS = 3
"""A quotation of at most so many words inside indirect speech is a scare quote or a borrowed term."""
REACH = 40
"""Characters before a cue in which an adverb still hedges it (``has reportedly instructed``)."""


def find_hedges(text: str, *, cue: Spans, content: Spans, quotes: Sequence[Quote]) -> Spans:
    """Return the hedges in the cue and the content of one attribution, in order, without overlaps."""
    found: list[Span] = []
    for span in sorted({*cue, *content}):
        matches = HEDGE.finditer(text, span.start, span.end)
        found += [Span(*match.span()) for match in matches if not _is_month(text, match)]
    found += [quote.span for quote in outermost(quotes) if _is_scare(text, quote, content)]
    return _without_overlaps(found)


def _is_month(text: str, match: re.Match[str]) -> bool:
    if match.group() != "May":
        return False
    return any(
        month.start() <= match.start() < month.end()
        for month in MONTH.finditer(text, max(0, match.start() - 8), match.end() + 3)
    )


def _is_scare(text: str, quote: Quote, content: Spans) -> bool:
    words = text[quote.inner.start : quote.inner.end].split()
    if not 0 < len(words) <= SCARE_WORDS or text[quote.inner.end - 1] in ",.?!":
        return False
    if any(word[:1].isupper() for word in words):
        return False  # titles of works and nicknames
    return any(
        span.start <= quote.span.start and quote.span.end <= span.end and span != quote.span
        for span in content
    )


def _without_overlaps(spans: Sequence[Span]) -> Spans:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
