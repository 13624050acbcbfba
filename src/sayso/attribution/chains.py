"""On whose word: the sources an attribution has gone through, from the outlet inwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.language.datelines import find_dateline
from sayso.language.paragraphs import split_paragraphs
from sayso.records import Attribution, Span, Spans

PIECE = r"[^,;:.()\"“”\n]"
NAME = r"[A-Z](?:[\w’'&-]|\.(?=\w))*"
"""A word with a capital; a dot only inside it, never the one that ends a sentence."""
BODY = r"(?:state|news|media|television|radio|agency|broadcaster|newspaper|daily|channel|website|wire)"
DAY = (
    r"(?:\s+(?:late\s+|early\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:morning|afternoon|evening|night))?)"
)
"""``on Monday evening``, which may stand between a source and its ``citing``."""
CITING = re.compile(rf"{DAY}?,?\s*\b(?:citing|quoting|relying on|crediting)\s+(?P<source>{PIECE}+)")
FOLLOWING = re.compile(rf",?\s*\b(?:according to|citing|quoting)\s+(?P<source>{PIECE}+)")
CARRIED = re.compile(
    r"\b(?:carried|published|broadcast|aired|quoted|cited|released|reported|distributed|posted)\s+(?:\w+\s+)?by\s+"
    rf"(?P<source>(?:the\s+)?(?:{NAME}|{BODY})(?:\s+(?:{NAME}|of|{BODY}))*)"
)
TOLD = re.compile(
    rf"\b(?:told|tells|informed)\s+(?P<source>(?:the\s+|an?\s+)?(?:{NAME})(?:\s+(?:{NAME}|news|agency|newspaper))*)"
)
PASSED_ON = re.compile(
    rf"\b(?:told|informed)\s+(?P<source>(?:(?:the|an?|one|his|her|their|this)\s+)?{PIECE}{{3,60}}?),\s+(?:who|which)\s+"
    r"(?:has\s+|had\s+|then\s+|later\s+)?(?:told|informed|passed)\b"
)
"""``told the village teacher, who told our researchers``: the teacher is a link."""
BEFORE = re.compile(
    r"\b[Ii]n an? (?:\w+ )?(?:statement|interview|letter|speech|article|report)\s+"
    r"(?:carried|published|broadcast|aired|released|distributed) by "
    rf"(?P<source>(?:the\s+)?(?:{NAME}|{BODY})(?:\s+(?:{NAME}|of|{BODY}))*),\s+$"
)
"""``In a statement carried by the agency, she said``: what stands right before the source."""
FRIEND = re.compile(
    r"\b(?:told|informed)\s+(?P<source>(?:an?|one)\s+(?:\w+\s+){1,3}of\s+(?:this|our|my|the)\s+(?:\w+\s+)?(?:newspaper|paper"
    r"|site|station|reporters|readers|journalists|magazine|agency|broadcaster))\b"
)
OWN = frozenset("reporters reporter journalists journalist us me readers newspaper station site".split())
WEEKDAY = re.compile(
    r"\s+(?:(?:on|last|this)\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*|\s+(?:yesterday|today)\b.*",
    re.DOTALL,
)
CUT = re.compile(r"\s+(?:that|as|who|which|when|on|after|during|saying|said|because|while|in)\b.*", re.DOTALL)
REMARK = re.compile(r",\s+(?:who|whose|whom|which|an?\s|\d).*", re.DOTALL)
"""What is told of a source behind a comma is no part of its name: ``Benedek, 52, who sells salt``."""
HEAD = 600
FIRST_LINES = 4
"""A place of writing stands within the first lines: headline, line below it, author."""
REACH = 160
"""Characters after a cue or source in which ``citing`` still belongs to it."""


def chain_of(
    text: str, attributions: Sequence[Attribution], *, outlet: str | None = None
) -> list[Attribution]:
    """Return ``attributions`` with their chains: the outlet (where known), the sources around, the own source.

    ``X said, citing Y`` and ``Y told X`` both give X, then Y. An agency in the place of writing follows the outlet.
    """
    opening = _opening(text, outlet)
    chains: dict[int, tuple[str, ...]] = {}

    def build(number: int) -> tuple[str, ...]:
        if number not in chains:
            attribution = attributions[number]
            chains[number] = ()  # a ring of parents would end here
            before = build(attribution.parent) if attribution.parent is not None else opening
            own = _own_links(text, attribution)
            chains[number] = before + tuple(name for name in own if not _is_same(name, before[-1:], opening))
        return chains[number]

    return [replace(attribution, chain=build(number)) for number, attribution in enumerate(attributions)]


def text_of(text: str, spans: Spans) -> str:
    """Return the text of ``spans``, stretches joined by a space, white space made single."""
    return " ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def _opening(text: str, outlet: str | None) -> tuple[str, ...]:
    """Return the outlet, and behind it the agency whose report it carries, where the place of writing names one."""
    found = (find_dateline(text, paragraph) for paragraph in split_paragraphs(text[:HEAD])[:FIRST_LINES])
    agency = next((one.agency for one in found if one is not None and one.agency), None)
    opening = (outlet,) if outlet else ()
    return opening if agency is None or _is_same(agency, opening, ()) else (*opening, agency)


def _is_same(name: str, before: Sequence[str], opening: Sequence[str]) -> bool:
    """Tell whether ``name`` is the link before it, or a short form of who publishes: ``the Ledger``."""
    if name in before:
        return True
    words = _bare(name)
    return any(words and words == _bare(other)[-len(words) :] for other in opening)


def _bare(name: str) -> list[str]:
    return [word for word in name.lower().split() if word != "the"]


def _own_links(text: str, attribution: Attribution) -> list[str]:
    source = REMARK.sub("", text_of(text, attribution.source))
    if not source:
        return []
    links = [source]
    anchors = [*attribution.cue, *attribution.source]
    told = _told(text, attribution)
    if told:
        links.insert(0, told)
    end = max(span.end for span in anchors)
    carried = CARRIED.search(text, min(span.start for span in anchors), end + REACH)
    near = carried is not None and carried.start() <= end + REACH // 4
    if carried is not None and near and not told and _is_outside(carried, attribution):
        links.insert(0, _plain(carried["source"]))
    before = BEFORE.search(text, max(0, anchors[-1].start - REACH), anchors[-1].start)
    if before is not None and not told and _is_outside(before, attribution):
        links.insert(0, _plain(before["source"]))
    cited = next((m for span in anchors for m in [CITING.match(text, span.end)] if m), None)
    if cited is None and attribution.content:
        cited = FOLLOWING.match(text, attribution.content[-1].end)
    if cited is not None and _is_outside(cited, attribution):
        links.append(_plain(cited["source"]))
    return [link for link in links if link]


def _told(text: str, attribution: Attribution) -> str | None:
    """Return whom the source told, where that is a medium or somebody who passed it on."""
    for span in attribution.cue:
        for pattern in (PASSED_ON, FRIEND, TOLD):
            match = pattern.match(text, span.start) or pattern.search(text, span.start, span.end + REACH // 2)
            if match is None or match.start() >= span.end or not _is_outside(match, attribution):
                continue
            name = _plain(match["source"])
            if pattern is not TOLD or OWN.isdisjoint(name.lower().split()[-1:]):
                return name
    return None


def _is_outside(match: re.Match[str], attribution: Attribution) -> bool:
    start = match.start("source")
    own: Sequence[Span] = [*attribution.content, *attribution.source]
    return not any(span.start <= start < span.end for span in own)


def _plain(name: str) -> str:
    return " ".join(WEEKDAY.sub("", CUT.sub("", name)).split()).rstrip(".,;:")
