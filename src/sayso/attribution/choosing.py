"""From weighed frames to a reading: which are kept, what they mean, in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution.base import Reading
from sayso.attribution.chains import DAY
from sayso.attribution.contents import spans_of
from sayso.attribution.cues import load_cues
from sayso.attribution.describing import Relation, describe
from sayso.attribution.direct import QuoteMap
from sayso.attribution.frames import Frame
from sayso.attribution.nesting import choose, find_parents
from sayso.attribution.preparing import Prepared
from sayso.attribution.verbs import CITING
from sayso.attribution.weighing import is_hearsay
from sayso.language.parse import Parse

LEAST_LOOSE = 0.97
"""Of hearsay inside a quotation that nobody is said to have spoken: the parse of such fragments misleads."""
WRAPPED = 0.9
"""Share of a content that another attribution must make up to be all of it; a comma or a date may stand outside."""
REPORTING = frozenset(("report", "write", "publish"))
DAY_AT_END = re.compile(DAY + "$")
DAY_CHARACTERS = 200
"""Room enough for ``on Wednesday evening`` and the white space around it."""
ANSWERS = frozenset(("comment", "answer", "respond", "reply", "elaborate", "explain", "clarify"))


def settle(parse: Parse, marks: QuoteMap, frames: Sequence[Frame], *, least_nested: float) -> list[Frame]:
    """Return those of ``frames`` that claim something and can all hold, in the order of the text."""
    chosen = choose(
        [frame for frame in frames if not _claims_nothing(parse, frame)], least_nested=least_nested
    )
    held = {token for frame in chosen for token in frame.content}
    return _without_citations(parse, [f for f in chosen if not _is_loose(parse, marks, f, held)])


def make_reading(prepared: Prepared, chosen: Sequence[Frame], *, outlet: str | None) -> Reading:
    """Return what ``chosen`` mean."""
    parse = prepared.parse
    relations = [
        Relation(
            source=spans_of(parse, frame.source),
            cue=spans_of(parse, frame.cue),
            content=spans_of(parse, frame.content),
            parent=parent,
            score=frame.score,
        )
        for frame, parent in zip(chosen, find_parents(chosen), strict=True)
    ]
    return Reading(
        sentences=parse.sentences, attributions=describe(parse, prepared.quotes, relations, outlet=outlet)
    )


def _is_loose(parse: Parse, marks: QuoteMap, frame: Frame, held: set[int]) -> bool:
    """Tell whether ``frame`` is hearsay inside a quotation of nobody, or a nested ``is right about``."""
    if frame.trigger in held:
        return frame.construction.startswith("adj-prep") and parse.words[frame.trigger] not in load_cues()
    inside = marks.of_token[frame.trigger] >= 0 and is_hearsay(parse, frame)
    return inside and frame.score < LEAST_LOOSE


def _claims_nothing(parse: Parse, frame: Frame) -> bool:
    """Tell whether ``frame`` claims nothing: ``asked to comment``, ``nor denied``, ``Who says so?``."""
    if parse.lemmas[frame.trigger] == "deny" and frame.trigger and parse.words[frame.trigger - 1] == "nor":
        return True
    if _is_question(parse, frame):
        return True
    if frame.source or parse.lemmas[frame.trigger] != "ask":
        return False
    verb = parse.child(frame.trigger, ("xcomp",))
    return verb is not None and parse.lemmas[verb] in ANSWERS


def _is_question(parse: Parse, frame: Frame) -> bool:
    """Tell whether the source is the ``who`` of ``Who believes that?``."""
    first, stop = parse.bounds[parse.sentence_of[frame.trigger]]
    asked = len(frame.source) == 1 and frame.source[0] == first and parse.tags[first] in ("WP", "WDT")
    return asked and parse.words[stop - 1] == "?"


def _without_citations(parse: Parse, frames: list[Frame]) -> list[Frame]:
    """Leave out what is a link in the chain of another attribution.

    ``citing analysts`` right after a source or cue, and the ``according to dockers`` of ``the Post reported that the
    cable was cut, according to dockers``: a medium reports what it was told. In ``the mayor accused the guards,
    according to dockers`` they tell of the mayor.
    """
    ends = {parse.ends[max(tokens)] for frame in frames for tokens in (frame.source, frame.cue) if tokens}
    kept = []
    for frame in frames:
        word, start = parse.words[frame.trigger], parse.starts[frame.trigger]
        first = max(0, start - DAY_CHARACTERS)
        before = parse.text[first:start]
        undated = DAY_AT_END.sub("", before.rstrip(" ,"))
        near = {first + len(part) for part in (before.rstrip(" ,"), before.rstrip(), undated)}
        cited = word in CITING and not near.isdisjoint(ends)
        if not cited and not (word == "according" and _wraps_report(parse, frame, frames)):
            kept.append(frame)
    return kept


def _wraps_report(parse: Parse, frame: Frame, frames: list[Frame]) -> bool:
    """Tell whether the content of ``frame``, standing at its end, is source, cue and content of a report."""
    if frame.trigger < frame.content[-1]:
        return False
    content = set(frame.content)
    for other in frames:
        whole = {*other.source, *other.cue, *other.content}
        if (
            other is not frame
            and other.source
            and parse.lemmas[other.trigger] in REPORTING
            and other.trigger in content
            and other.content[-1] >= frame.trigger - len(",.")
            and len(whole & content) > WRAPPED * len(content)
        ):
            return True
    return False
