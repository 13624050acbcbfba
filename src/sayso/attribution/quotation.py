"""How much of a content stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.language.quotes import Quote, outermost
from sayso.records import Quotation, Spans

WORD = re.compile(r"\w+")
DIRECT = 0.8
"""Share of quoted words from which a content is direct: the scorer of PolNeAR draws the line there too."""


def quotation_of(text: str, content: Spans, quotes: Sequence[Quote]) -> Quotation:
    """Return ``direct``, ``mixed`` or ``indirect`` by the share of the words of ``content`` inside ``quotes``."""
    words = [match.start() for span in content for match in WORD.finditer(text, span.start, span.end)]
    spans = [quote.span for quote in outermost(quotes)]
    quoted = sum(any(span.start <= word < span.end for span in spans) for word in words)
    if not words or not quoted:
        return "indirect"
    return "direct" if quoted >= DIRECT * len(words) else "mixed"
