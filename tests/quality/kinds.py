"""Name what went wrong with an attribution that was missed, or found where none is marked, by rules that can be read.

Two attributions are *partners* when they share a word of their cue or half of the words of their contents (intersection
over union). The first kind of `MISSES` or `ALARMS` whose rule holds is the name. Words are known by where they start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelled import words_of

from sayso.attribution.cues import load_cues
from sayso.attribution.force import force_of
from sayso.language.parse import Parse
from sayso.records import Span, Spans

HALF = 0.5
MOST = 0.9
"""Of what lies inside something else: a last word may stand outside."""

DIFFERENCES = {
    "source missing": "partner: the content fits, a source is marked, none was found",
    "source where none is marked": "partner: the content fits, a source was found, none is marked",
    "another source": "partner: the content fits, the sources share no word",
    "content too short": "partner: nine tenths of the content found lie in the one marked",
    "content too long": "partner: nine tenths of the content marked lie in the one found",
    "content shifted": "partner: the contents share some words, each holds others",
    "another clause": "partner: same cue, the contents share no word",
}
MISSES = {
    "found as nested": "it was found, but inside the content of another, where PolNeAR marks none",
    "one found for two": "partner: content and source fit, but it was matched to another marked one",
    **DIFFERENCES,
    "inside one found": "no partner; cue and content lie in the content of one found",
    "around one found": "no partner; its content holds the cue of one found",
    "beside one found": "no partner; its content shares words with that of one found",
    "nothing found there": "no partner, and no content found shares a word with its own",
}
ALARMS = {
    "found twice": "partner: content and source fit, but another one found was matched to it",
    **DIFFERENCES,
    "inside one marked and found": "no partner; cue and content lie in the content of one marked, which was found",
    "inside one marked, missed": "the same, but that one was missed",
    "around one marked": "no partner; its content holds the cue of one marked",
    "beside one marked": "no partner; its content shares words with that of one marked",
    "not marked, plausible": "nothing marked there; it has a source, and a word of its cue is in cues.tsv",
    "not marked": "nothing marked there",
}
CLASSES = ("speech", "attitude", "noun", "adjective", "preposition", "other", "none")
"""Of cues: verbs of speech, verbs of belief and intention, nouns, adjectives and adverbs, prepositions."""
ATTITUDES = frozenset(("believe", "other"))
LIGHT = frozenset(("be", "have", "do", "get"))
"""Verbs that make no cue by themselves: `is clear`, `has doubts`."""
TAGS = (("NN", "noun"), ("JJ", "adjective"), ("RB", "adjective"), ("VBN", "adjective"), ("IN", "preposition"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An attribution, marked or found, as the words of its roles, which are known by their starts."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    spans: dict[str, Spans]
    score: float = 0.0

    @property
    def said(self) -> frozenset[int]:
        """The words of cue and content."""
        return self.cue | self.content


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of mistake it is, and the place of the other attribution that it is about, if any."""

    kind: str
    other: int | None


def relation(text: str, spans: dict[str, Spans], *, score: float = 0.0) -> Relation:
    """Return an attribution of ``text``."""
    words = {role: words_of(text, spans[role]) for role in ("source", "cue", "content")}
    return Relation(**words, spans=spans, score=score)


def kind_of_miss(marked: Relation, found: Sequence[Relation], nested: Sequence[Relation] = ()) -> Verdict:
    """Return why ``marked`` was not matched; ``nested`` were found, but do not count."""
    if any(overlap(marked.content, one.content) >= HALF and _same_source(marked, one) for one in nested):
        return Verdict("found as nested", None)
    other = partner(marked, found)
    if other is not None:
        return Verdict(difference(marked, found[other]) or "one found for two", other)
    return _without_partner(marked, found, "found") or Verdict("nothing found there", None)


def kind_of_alarm(
    text: str, found: Relation, marked: Sequence[Relation], *, matched: frozenset[int]
) -> Verdict:
    """Return what is wrong with ``found``, matched to none of ``marked``, those of ``matched`` being found."""
    other = partner(found, marked)
    if other is not None:
        return Verdict(difference(marked[other], found) or "found twice", other)
    around = _without_partner(found, marked, "marked")
    if around is not None:
        inside = around.kind == "inside one marked"
        ending = " and found" if around.other in matched else ", missed"
        return Verdict(around.kind + (ending if inside else ""), around.other)
    words = {word.lower() for span in found.spans["cue"] for word in text[span.start : span.end].split()}
    plausible = bool(found.source) and not words.isdisjoint(load_cues())
    return Verdict("not marked, plausible" if plausible else "not marked", None)


def partner(one: Relation, others: Sequence[Relation]) -> int | None:
    """Return the place of the partner of ``one``, the closest where there are several."""
    ranked = [
        (bool(one.cue & other.cue) + overlap(one.content, other.content), -place)
        for place, other in enumerate(others)
        if one.cue & other.cue or overlap(one.content, other.content) >= HALF
    ]
    return -max(ranked)[1] if ranked else None


def difference(marked: Relation, found: Relation) -> str | None:
    """Return in what partners differ; None when content and source fit."""
    shared = len(marked.content & found.content)
    if overlap(marked.content, found.content) >= HALF:
        if _same_source(marked, found):
            return None
        if not found.source:
            return "source missing"
        return "another source" if marked.source else "source where none is marked"
    if not shared:
        return "another clause"
    if shared >= MOST * len(found.content):
        return "content too short"
    return "content too long" if shared >= MOST * len(marked.content) else "content shifted"


def _without_partner(one: Relation, others: Sequence[Relation], which: str) -> Verdict | None:
    for place, other in enumerate(others):
        if len(one.said & other.content) >= MOST * len(one.said):
            return Verdict(f"inside one {which}", place)
    for place, other in enumerate(others):
        if other.cue and other.cue <= one.content:
            return Verdict(f"around one {which}", place)
    for place, other in enumerate(others):
        if one.content & other.content:
            return Verdict(f"beside one {which}", place)
    return None


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the words both share over those of either."""
    return len(one & other) / max(1, len(one | other))


def _same_source(one: Relation, other: Relation) -> bool:
    return bool(one.source & other.source) or not (one.source or other.source)


def class_of_cue(parse: Parse, cue: Spans, content: Spans) -> str:
    """Return which of `CLASSES` a cue is, by its first verb that is not light, else by what else it has."""
    tokens = [token for span in cue for token in parse.tokens_in(span.start, span.end)]
    if any(parse.words[token] == "according" for token in tokens):
        return "preposition"
    verbs = [token for token in tokens if parse.tags[token].startswith("VB")]
    if any(parse.lemmas[token] not in LIGHT for token in verbs):
        return "attitude" if force_of(parse.text, cue, content) in ATTITUDES else "speech"
    for tag, name in TAGS:
        if any(parse.tags[token].startswith(tag) for token in tokens):
            return name
    return "other" if tokens else "none"


def as_spans(pairs: Sequence[Sequence[int]]) -> Spans:
    """Return spans from pairs of numbers."""
    return tuple(Span(start, end) for start, end in pairs)
