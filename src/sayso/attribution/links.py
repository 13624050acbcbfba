"""Who stands around a source: whom it told, who carried it, whom it cites, and according to whom it spoke."""

from __future__ import annotations

import re
from typing import NamedTuple

from sayso.attribution.sourcing import SourceReader
from sayso.records import Attribution, Span

PIECE = r"(?:[^,;:.()\"“”\n]|\.(?=\w)|(?<=\b[A-Z])\.|(?<=\b(?:Mr|Dr|St))\.)"
"""What a noun phrase is made of; a dot only inside it, never the one that ends a sentence."""
SOURCE = rf"[\"“]?(?P<source>{PIECE}+)"
DAY = (
    r"(?:\s+(?:late\s+|early\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:morning|afternoon|evening|night))?)"
)
"""``on Monday evening``, which may stand between a source and its ``citing``."""
CITE = (
    r"(?:citing|quoting|relying on|crediting|based on|drawing on"
    r"|(?:attributing|crediting)\s+(?:it|this|that|the\s+\w+)\s+to)"
)
CITING = re.compile(rf"{DAY}?,?\s*\b{CITE}\s+{SOURCE}")
CITING_BEFORE = re.compile(rf"\b[CcQq](?:it|uot)ing\s+{SOURCE},\s+$")
FOLLOWING = re.compile(rf"[”\"]?,?\s*\b{CITE}\s+{SOURCE}")
AROUND = re.compile(rf"[”\"’]?,?\s+according to\s+{SOURCE}")
AROUND_BEFORE = re.compile(rf"(?:^|[.!?”\"\n]\s*)According to\s+{SOURCE},\s+$")
TOLD_BY = re.compile(
    rf",?\s+who\s+(?:was|were|had been|has been|have been)\s+told(?:\s+\w+)?\s+by\s+{SOURCE}"
)
CARRIED = re.compile(
    r"\b(?:carried|published|broadcast|aired|quoted|cited|released|reported|distributed|posted|shown"
    r"|run)\s+(?:\w+\s+)?(?:by|on)\s+"
    rf"{SOURCE}"
)
SPEAKING = re.compile(
    r"\b(?:in\s+an?\s+(?:[\w-]+\s+){0,3}(?:interview|conversation|talk|call|comments?)\s+(?:with|to|on|for)"
    r"|[Ss]peaking\s+(?:to|on|with)"
    rf"|[Ww]riting\s+(?:in|for)|in\s+comments\s+to|in\s+remarks\s+to)\s+{SOURCE}",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"(?:\b[Ii]n an? (?:[\w-]+ ){0,2}(?:statement|interview|letter|speech|article|report|message|video|address)\s+"
    r"(?:carried|published|broadcast|aired|released|distributed|posted|shown) (?:by|on)"
    r"|\b[Ii]n an? (?:[\w-]+ ){0,3}(?:interview|conversation) (?:with|to|on|for)|\b[Ss]peaking (?:to|on|with)"
    r"|\b[Ww]riting in)\s+"
    rf"{SOURCE},\s+$"
)
"""``In a statement carried by the agency, she said``: what stands right before the source."""
TOLD = re.compile(
    rf"\b(?:told|tells|tell|telling|informed)\s+(?!that\b|me\b|us\b|him\b|her\b|them\b){SOURCE}"
)
PASSED_ON = re.compile(
    rf",\s+(?:who|which)\s+(?:has\s+|had\s+|then\s+|later\s+|in\s+turn\s+){{0,2}}(?:told|informed"
    rf"|passed\s+it\s+(?:on\s+)?to)\s+{SOURCE}"
)
"""``told the village teacher, who told our researchers``: the teacher is a link."""
FRIEND = re.compile(
    r"(?:an?|one)\s+(?:\w+\s+){1,3}of\s+(?:this|our|my|the)\s+(?:\w+\s+)?(?:newspaper|paper|site|station"
    r"|reporters|readers"
    r"|journalists|magazine|agency|broadcaster|staff)\b|one\s+of\s+(?:its|our|my|their)\s+\w+"
)
OWN = frozenset("reporters reporter journalists journalist us me readers newspaper station site".split())
END_OF_HEARER = re.compile(
    r"\s+(?:that|who|which|in|on|by|from|at|during|after|before|via|through|over|about|as|last|late|early|this"
    r"|when|while|and|to|it|he|she|they"
    r"|there|his|her|its|their|under|not|how|why|what|whether|if|two|three|earlier|yesterday|today|because|with)\b.*",
    re.DOTALL,
)
END_OF_CITED = re.compile(
    r"\s+(?:that|as|when|after|during|saying|said|says|because|while|before|reported|reports|yesterday|today)\b.*"
    r"|\s+(?:(?:on|last|this|late|early)\s+)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*",
    re.DOTALL,
)
RELAYS = re.compile(
    r"(?:Watch|International|Institute|institute|Observatory|Cent(?:re|er)|Forum|Amnesty|Foundation|watchdog"
    r"|monitors?|researchers"
    r"|investigators|rapporteur|think tank|U\.?N\.?|Nations)\b"
)
"""Bodies that pass on what they are told, as courts, parliaments and meetings do not."""
OWN_PAPER = re.compile(
    r"(?:an?|the|his|her|its|their)\s+(?:\w+\s+){0,2}(?:statement|letter|tweet|post|message|video"
    r"|press release|email|e-mail|spokes\w+)\b"
)
"""In what a source spoke for itself: ``the Front denied it, according to a statement``."""
REACH = 160
"""Characters after a cue or source in which ``citing`` still belongs to it."""
NEAR = 40


class Links(NamedTuple):
    """The links before the source and behind it, each as it stands in the text, from the outlet inwards."""

    outer: list[Span]
    inner: list[Span]


class LinkFinder:
    """Find the links of the attributions of one document."""

    def __init__(self, text: str, reader: SourceReader) -> None:
        self._text = text
        self._reader = reader

    def find(self, attribution: Attribution) -> Links:
        """Return the links around the source of ``attribution``."""
        if not attribution.source:
            return Links([], [])
        outer = self._told(attribution)
        outer = outer or self._carried(attribution)
        around = self._around(attribution)
        return Links([*around, *outer], self._cited(attribution))

    def is_paper(self, name: str) -> bool:
        """Tell whether ``name`` is that of a paper."""
        return self._reader.classify(name).sourcing == "document"

    def _told(self, attribution: Attribution) -> list[Span]:
        """Return whom the source told, where that is a medium or somebody who passed it on, outermost first."""
        for span in attribution.cue:
            match = TOLD.search(self._text, span.start, min(len(self._text), span.end + REACH))
            if match is None or match.start() >= span.end or not _is_outside(match, attribution):
                continue
            hearer = _trimmed(match, END_OF_HEARER)
            further = PASSED_ON.match(self._text, match.end())
            if further is not None:
                last = _trimmed(further, END_OF_HEARER)
                return [*([last] if self._is_medium(last) else []), _trimmed(match, re.compile(r"$^"))]
            if self._is_link(hearer):
                return [hearer]
            friend = FRIEND.match(self._text, match.start("source"))
            return [Span(*friend.span())] if friend is not None else []
        return []

    def _is_medium(self, span: Span) -> bool:
        name = self._text[span.start : span.end]
        if not OWN.isdisjoint(name.lower().split()[-1:]):
            return False
        return self._reader.classify(name).sourcing == "outlet"

    def _is_link(self, span: Span) -> bool:
        name = self._text[span.start : span.end]
        return self._is_medium(span) or RELAYS.search(name) is not None

    def _carried(self, attribution: Attribution) -> list[Span]:
        """Return who carried what the source said, or interviewed it."""
        anchors = [*attribution.cue, *attribution.source]
        start, end = min(span.start for span in anchors), max(span.end for span in anchors)
        for pattern in (CARRIED, SPEAKING):
            match = pattern.search(self._text, start, end + REACH)
            if match is not None and match.start() <= end + NEAR and _is_outside(match, attribution):
                span = _trimmed(match, END_OF_CITED)
                by = pattern is CARRIED and match.group().split()[1:3].count("by")
                span = span if by else _trimmed(match, END_OF_HEARER)
                if by or self._is_link(span):
                    return [span]
        first = attribution.source[0].start
        before = BEFORE.search(self._text, max(0, first - REACH), first)
        if before is not None and _is_outside(before, attribution):
            span = _trimmed(before, END_OF_CITED)
            return [span] if "by" in before.group().split() or self._is_link(span) else []
        return []

    def _around(self, attribution: Attribution) -> list[Span]:
        """Return according to whom the source spoke: ``The mayor accused the army, according to two residents``."""
        if not attribution.content or attribution.parent is not None or attribution.sourcing == "outlet":
            return []
        spans = [*attribution.content, *attribution.cue, *attribution.source]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        if any("according" in self._text[span.start : span.end].lower() for span in attribution.cue):
            return []
        match = AROUND.match(self._text, end) or AROUND_BEFORE.search(
            self._text, max(0, start - REACH), start
        )
        if match is None or OWN_PAPER.match(match["source"]):
            return []
        return [_trimmed(match, END_OF_CITED)]

    def _cited(self, attribution: Attribution) -> list[Span]:
        """Return whom the source goes by: ``citing analysts``, ``who was told by a guard``."""
        text = self._text
        anchors = [*attribution.cue, *attribution.source]
        found = [match for span in anchors for match in [CITING.match(text, span.end)] if match]
        found += [
            match
            for span in attribution.source
            for match in [TOLD_BY.search(text, span.start, span.end + REACH)]
            if match and match.start() <= span.end
        ]
        found += [
            match for span in attribution.content[-1:] for match in [FOLLOWING.match(text, span.end)] if match
        ]
        first = attribution.source[0].start
        before = CITING_BEFORE.search(text, max(0, first - REACH), first)
        found += [before] if before else []
        spans = [_trimmed(match, END_OF_CITED) for match in found if not _is_in_content(match, attribution)]
        return spans[:1]


def _is_outside(match: re.Match[str], attribution: Attribution) -> bool:
    start = match.start("source")
    own = [*attribution.content, *attribution.source]
    return not any(span.start <= start < span.end for span in own)


def _is_in_content(match: re.Match[str], attribution: Attribution) -> bool:
    """Tell whether a match is said by the source; a piece of content that begins with it is none."""
    start = match.start("source")
    return any(span.start <= start < span.end and span.start < match.start() for span in attribution.content)


def _trimmed(match: re.Match[str], end: re.Pattern[str]) -> Span:
    """Return where the noun phrase ``source`` of a match stands, without what follows it."""
    start = match.start("source")
    name = end.sub("", match["source"]).rstrip(" .,;:\t\r\n")
    return Span(start, start + len(name))
