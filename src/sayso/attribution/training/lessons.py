"""Annotated texts as the network learns from them: one lesson a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.attribution.decoding import CONTENT, CUE, NOTHING, SOURCE
from sayso.attribution.features import Features, describe_pairs, describe_tokens
from sayso.attribution.frames import Frame
from sayso.attribution.preparing import prepare
from sayso.attribution.training.corpora import Annotated, Gold
from sayso.attribution.windows import Pieces, Window, split_windows
from sayso.language.parse import Parse
from sayso.records import Spans

PLAIN = frozenset(
    ("ccomp", "ccomp-pre", "parenthetical", "according-to", "quote-after", "quote-before", "quote-colon")
)
"""Constructions of the rules in which a content is a clause or a quotation."""
LONGEST_CUE = 4
"""Tokens before and after its head that may belong to a cue."""
OPEN = -100
"""In place of a role where the annotation does not say."""
UNSAID = -1.0
"""In place of 0 or 1 where the annotation says nothing of a token as an anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One window: ``pieces`` of its tokens end to end, ``owners`` the token of each.

    ``firsts`` is the first piece of each token; ``tokens`` are their features, ``anchors`` is 1 where a token of the
    core heads a cue, 0 where none does, `UNSAID` elsewhere; ``rows`` are the places of the anchors, ``pairs`` their
    features, ``roles`` what a token is to them.
    """

    pieces: NDArray[np.int64]
    owners: NDArray[np.int64]
    firsts: NDArray[np.int64]
    tokens: NDArray[np.int64]
    anchors: NDArray[np.float32]
    rows: NDArray[np.int64]
    pairs: NDArray[np.int64]
    roles: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """A gold relation as token numbers; ``anchor`` is the head of its cue."""

    anchor: int
    source: list[int]
    cue: list[int]
    content: list[int]


def tokens_of(parse: Parse, spans: Spans) -> list[int]:
    """Return the tokens that ``spans`` touch, without white space."""
    found: set[int] = set()
    for span in spans:
        tokens = parse.tokens_in(span.start, span.end)
        first = tokens.start - 1
        if first >= 0 and parse.ends[first] > span.start:
            found.add(first)
        found.update(tokens)
    return sorted(token for token in found if not parse.tags[token].startswith("_"))


def head_of(parse: Parse, cue: Sequence[int], triggers: Iterable[int]) -> int:
    """Return the token of ``cue`` that it hangs by: a trigger of the rules if one is there, else the highest verb."""
    inside, known = set(cue), set(triggers)
    tops = [token for token in cue if parse.heads[token] == token or parse.heads[token] not in inside]
    ranked = sorted(
        tops or cue,
        key=lambda token: (token not in known, not parse.tags[token].startswith("VB"), token),
    )
    if ranked[0] in known:
        return ranked[0]
    others = [token for token in cue if token in known]
    return others[0] if others else ranked[0]


def mark(features: Features, relation: Gold) -> Marked | None:
    """Return ``relation`` by tokens, or None when its cue or content holds none."""
    parse = features.parse
    cue, content = tokens_of(parse, relation.cue), tokens_of(parse, relation.content)
    if not cue or not content:
        return None
    return Marked(head_of(parse, cue, features.frames), tokens_of(parse, relation.source), cue, content)


def make_lessons(document: Annotated, pieces: Pieces) -> Iterator[Lesson]:
    """Yield the lessons of one annotated text."""
    prepared = prepare(document.text)
    features = describe_tokens(prepared.parse, prepared.marks, prepared.frames)
    cut = pieces.of_text(prepared.parse)
    marked = [found for gold in document.relations if (found := mark(features, gold)) is not None]
    anchors = np.zeros(len(prepared.parse), dtype=np.float32)
    if not document.nested:
        for one in marked:
            anchors[one.content] = UNSAID
    if not document.exhaustive:
        anchors[[trigger for trigger, frames in features.frames.items() if not _is_plain(frames)]] = UNSAID
    for one in marked:
        anchors[one.anchor] = 1.0
    for window in split_windows(prepared.parse, cut):
        lesson = _make_lesson(features, cut, window, anchors, marked)
        if lesson is not None:
            if not document.cues:
                _forget_cues(lesson)
            yield lesson


def _forget_cues(lesson: Lesson) -> None:
    """Leave open, around each anchor, what belongs to its cue and what does not."""
    for anchor, row in zip(lesson.rows.tolist(), lesson.roles, strict=True):
        near = np.abs(np.arange(len(row)) - anchor) <= LONGEST_CUE
        row[((row == CUE) | ((row == NOTHING) & near)) & (np.arange(len(row)) != anchor)] = OPEN


def _is_plain(frames: Sequence[Frame]) -> bool:
    """Tell whether a trigger carries a clause or a quotation, which every annotator marks."""
    return any(frame.construction in PLAIN for frame in frames)


def _make_lesson(
    features: Features,
    cut: Sequence[tuple[int, ...]],
    window: Window,
    anchors: NDArray[np.float32],
    marked: Sequence[Marked],
) -> Lesson | None:
    tokens, core = window.tokens, window.core
    low, high = tokens.start, tokens.stop
    flat = [piece for token in tokens for piece in cut[token]]
    if not flat:
        return None
    lengths = np.array([len(cut[token]) for token in tokens], dtype=np.int64)
    wanted = np.full(high - low, UNSAID, dtype=np.float32)
    wanted[core.start - low : core.stop - low] = anchors[core.start : core.stop]
    wanted[lengths == 0] = UNSAID
    inside = [one for one in marked if core.start <= one.anchor < core.stop]
    roles = np.zeros((len(inside), high - low), dtype=np.int64)
    for row, one in zip(roles, inside, strict=True):
        for role, found in ((CONTENT, one.content), (SOURCE, one.source), (CUE, one.cue)):
            row[[token - low for token in found if low <= token < high]] = role
    pairs = [describe_pairs(features, one.anchor, tokens) for one in inside]
    return Lesson(
        pieces=np.array(flat, dtype=np.int64),
        owners=np.repeat(np.arange(high - low), lengths),
        firsts=np.minimum(np.cumsum(lengths) - lengths, len(flat) - 1),
        tokens=features.tokens[low:high],
        anchors=wanted,
        rows=np.array([one.anchor - low for one in inside], dtype=np.int64),
        pairs=np.stack(pairs) if pairs else np.zeros((0, high - low, 4), dtype=np.int64),
        roles=roles,
    )
