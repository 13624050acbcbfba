"""The first attributor: frames of the dependency parse, weighed by what labelled news taught."""

from __future__ import annotations

import re

from sayso.attribution.base import Passage, Reading
from sayso.attribution.candidates import find_frames
from sayso.attribution.chains import DAY
from sayso.attribution.contents import spans_of
from sayso.attribution.cues import load_cues
from sayso.attribution.describing import Relation, describe
from sayso.attribution.direct import QuoteMap, map_quotes
from sayso.attribution.frames import Frame
from sayso.attribution.mending import mend
from sayso.attribution.nesting import choose, find_parents
from sayso.attribution.verbs import CITING, SPEECH
from sayso.attribution.weighing import is_hearsay, weigh, weights_sha256
from sayso.language.paragraphs import split_paragraphs
from sayso.language.parse import Parse
from sayso.language.pipeline import pipeline_sha256
from sayso.language.quotes import find_quotes
from sayso.records import digest

LEAST = 0.35
"""Frames that score less are left out. On a held-out fifth of PolNeAR train, who_what F1 is .675 at .3 and at .4,
.664 at .5; precision .742, .783 and .812."""
LEAST_SPEECH = 0.2
"""The same for a clause or quotation with a verb of saying and a source: short clauses are rare in PolNeAR and score
low. At .2 as at .35 who_what F1 is .680, precision .765 and .769."""
LEAST_STRANGE = 0.5
"""The same for a noun that is no word of saying (``struck the market of``): below, 8 of 22 are right."""
ACTS = frozenset(("deny", "condemn", "denounce", "reject", "demand", "accuse"))
BLAMED = frozenset(("dobj+of", "dobj>pcomp:of", "dobj>prep:of"))
LEAST_ACT = 0.15
"""The same for these with a plain object (``denied responsibility``), which contested news is made of and PolNeAR,
where they score low, is not."""
CLAUSAL = frozenset(
    (
        "ccomp",
        "ccomp-pre",
        "parenthetical",
        "segment",
        "according-to",
        "as-clause",
        "quote-after",
        "quote-before",
    )
)
LEAST_NESTED = 0.5
"""PolNeAR marks no attribution inside another, so nothing tells how good the low scores are there."""


LEAST_LOOSE = 0.97
"""Of hearsay inside a quotation that nobody is said to have spoken: the parse of such fragments misleads."""
WRAPPED = 0.9
"""Share of a content that another attribution must make up to be all of it; a comma or a date may stand outside."""
DAY_AT_END = re.compile(DAY + "$")
DAY_CHARACTERS = 200
"""Room enough for ``on Wednesday evening`` and the white space around it."""
ANSWERS = frozenset(("comment", "answer", "respond", "reply", "elaborate", "explain", "clarify"))


class RuleAttributor:
    """Find attributions by rules over the parse; see `sayso.attribution.base.Attributor`."""

    name = "rules"
    version = "1"

    @property
    def model_sha256(self) -> str:
        """The SHA-256 over the English pipeline and the learnt weights."""
        return digest("rules", pipeline_sha256(), weights_sha256())

    def read(self, passage: Passage) -> Reading:
        """Return the sentences and attributions of ``passage``."""
        from sayso.language.english import parse_english  # spaCy loads only here

        parse = parse_english(passage.text, unread=passage.unread)
        mend(parse)
        paragraphs = split_paragraphs(passage.text, unread=passage.unread)
        quotes = find_quotes(passage.text, paragraphs)
        marks = map_quotes(parse, quotes, paragraphs)
        frames = find_frames(parse, marks)
        for frame in frames:
            frame.score = weigh(parse, marks, frame)
        frames = [frame for frame in frames if frame.score >= _least(parse, frame)]
        frames = [frame for frame in frames if not _claims_nothing(parse, frame)]
        chosen = choose(frames, least_nested=LEAST_NESTED)
        held = {token for frame in chosen for token in frame.content}
        chosen = _without_citations(parse, [f for f in chosen if not _is_loose(parse, marks, f, held)])
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
            sentences=parse.sentences,
            attributions=describe(parse, quotes, relations, outlet=passage.outlet),
        )


def _least(parse: Parse, frame: Frame) -> float:
    act = load_cues().get(parse.words[frame.trigger])
    if act is None and "noun-prep" in frame.construction:
        return LEAST_STRANGE
    if not frame.source:
        return LEAST
    lemma, tag = parse.lemmas[frame.trigger], parse.tags[frame.trigger]
    plain = (frame.construction == "dobj" and lemma in ACTS) or (
        frame.construction in BLAMED and lemma == "accuse"
    )
    if plain and (frame.subject == "nsubj" or tag == "VBD"):
        return LEAST_ACT
    spoken = act in SPEECH - {"believe"}
    return LEAST_SPEECH if spoken and frame.construction in CLAUSAL else LEAST


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
    cable was cut, according to dockers``.
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
        if not cited and not (word == "according" and _wraps_one(frame, frames)):
            kept.append(frame)
    return kept


def _wraps_one(frame: Frame, frames: list[Frame]) -> bool:
    """Tell whether the content of ``frame``, standing at its end, is source, cue and content of one other frame."""
    if frame.trigger < frame.content[-1]:
        return False
    content = set(frame.content)
    for other in frames:
        whole = {*other.source, *other.cue, *other.content}
        if (
            other is not frame
            and other.source
            and other.trigger in content
            and other.content[-1] >= frame.trigger - len(",.")
            and len(whole & content) > WRAPPED * len(content)
        ):
            return True
    return False
