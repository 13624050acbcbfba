"""On whose word: the sources an attribution has gone through, from the outlet inwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.attribution import links
from sayso.attribution.sourcing import SourceReader
from sayso.language.datelines import find_dateline
from sayso.language.paragraphs import split_paragraphs
from sayso.records import Attribution, Span, Spans

DAY = links.DAY
AGE = re.compile(r",\s+(?:aged\s+)?\d{1,3}\b.*", re.DOTALL)
"""An age is no part of a name: ``Benedek, 52, who sells salt``."""
HEAD = 600
FIRST_LINES = 4
"""A place of writing stands within the first lines: headline, line below it, author."""
PAPER = re.compile(
    r"\s+in\s+(?:an?|the|its|his|her|their)\s+(?:\w+\s+){0,2}(?:report|statement|interview|letter|post|speech|article)$"
)
"""Where something was said is no part of who said it."""
Fullest = Callable[[Spans], Span | None]


def chain_of(
    text: str,
    attributions: Sequence[Attribution],
    *,
    outlet: str | None = None,
    reader: SourceReader | None = None,
    fullest: Fullest | None = None,
) -> list[Attribution]:
    """Return ``attributions`` with their chains: the outlet (where known), the sources around, the own source.

    ``X said, citing Y`` and ``Y told X`` both give X, then Y. An agency in the place of writing follows the outlet.
    Each link is given by its fullest mention: that of the attribution, or what ``fullest`` finds for a link.
    """
    opening = _opening(text, outlet)
    finder = links.LinkFinder(text, reader or SourceReader(text))
    chains: dict[int, tuple[str, ...]] = {}

    def build(number: int) -> tuple[str, ...]:
        if number not in chains:
            attribution = attributions[number]
            chains[number] = ()  # a ring of parents would end here
            before = build(attribution.parent) if attribution.parent is not None else opening
            chain = list(before)
            for name in _names(text, finder, attribution, fullest):
                if not _is_same(name, before, opening) and name not in chain[len(before) :]:
                    chain.append(name)
            chains[number] = tuple(chain)
        return chains[number]

    return [replace(attribution, chain=build(number)) for number, attribution in enumerate(attributions)]


def text_of(text: str, spans: Spans) -> str:
    """Return the text of ``spans``, stretches joined by a space, white space made single."""
    return " ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def _names(
    text: str, finder: links.LinkFinder, attribution: Attribution, fullest: Fullest | None
) -> list[str]:
    """Return the names of the links outside the source, of the source, and of those behind it."""
    if not attribution.source:
        return []
    found = finder.find(attribution)
    name = PAPER.sub("", text_of(text, _fullest_own(text, finder, attribution)))
    outer, inner = (
        [text_of(text, ((fullest((span,)) if fullest else None) or span,)) for span in part]
        for part in (found.outer, found.inner)
    )
    names = (link.strip(" ,;:").removeprefix("RT ") for link in (*outer, AGE.sub("", name), *inner))
    return [link for link in names if link]


def _fullest_own(text: str, finder: links.LinkFinder, attribution: Attribution) -> Spans:
    """Return the mention of the source, or the source where that is no mention of it.

    The mention may be a part of it, as in ``one of the delegates``, or a paper named after it.
    """
    own, source = attribution.mention, attribution.source
    if own is None or source[0].start < own.start < source[-1].end:
        return source
    paper = attribution.sourcing == "named-organisation" and finder.is_paper(text_of(text, (own,)))
    return source if paper else (own,)


def _opening(text: str, outlet: str | None) -> tuple[str, ...]:
    """Return the outlet, and behind it the agency whose report it carries, where the place of writing names one."""
    found = (find_dateline(text, paragraph) for paragraph in split_paragraphs(text[:HEAD])[:FIRST_LINES])
    agency = next((one.agency for one in found if one is not None and one.agency), None)
    opening = (outlet,) if outlet else ()
    return opening if agency is None or _is_same(agency, opening, opening) else (*opening, agency)


def _is_same(name: str, before: Sequence[str], opening: Sequence[str]) -> bool:
    """Tell whether ``name`` is a link before it, or a short form of who publishes: ``the Ledger``."""
    words = _bare(name)
    if any(words == _bare(other) for other in before):
        return True
    return any(words and words == _bare(other)[-len(words) :] for other in opening)


def _bare(name: str) -> list[str]:
    return [word for word in name.lower().split() if word != "the"]
