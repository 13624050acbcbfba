"""What the network is told of a parsed text besides its words: numbers for each token, and for each pair of tokens.

A token is described by its tag, its label, its case and what stands around it; a pair (anchor, token) by the way
between them in the parse, by what the rules make of the token when the anchor is a cue, by distance and by quotation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.attribution.direct import QuoteMap
from sayso.attribution.frames import Frame
from sayso.language.parse import Parse

Ids = NDArray[np.int64]

TAGS = (
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR"
    " RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
).split()
LABELS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative"
    " dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj"
    " predet prep prt punct quantmod relcl xcomp"
).split()
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS, 1)}
LABEL_NUMBER = {label: number for number, label in enumerate(LABELS, 1)}
SHAPES = 4
"""Lower case or no letters, a capital first, capitals only, digits."""
CONTEXTS = 16
"""Four bits: in a quotation; cue, source, content of some frame of the rules."""
TOKEN_SIZES = (len(TAGS) + 1, len(LABELS) + 1, SHAPES, CONTEXTS)

SUBJECTS = ("nsubj", "nsubjpass", "agent")
ELSEWHERE = (
    "self",
    "head",
    "before",
    "after",
    "sentence-before",
    "sentence-after",
    "bare-after",
    "subject-above",
)
BELOW = len(ELSEWHERE)
BESIDE = BELOW + len(LABELS) + 1
WAYS = BESIDE + len(LABELS) + 1
RULES = 6
"""No frame has this anchor; a frame has, and the token is nothing, source, cue, content, content of another frame."""
STEPS = np.array([-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 3, 5, 9, 17, 33, 65])
DISTANCES = len(STEPS) + 1
QUOTES = 6
"""Outside; in the quotation of the anchor; in the last before it; in the first after it; in another; in both."""
PAIR_SIZES = (WAYS, RULES, DISTANCES, QUOTES)
LEVELS = 4
"""Heads above that of the anchor whose subjects are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """A text made ready: its parse, quotations and frames by trigger, the best first, and numbers for each token."""

    parse: Parse
    marks: QuoteMap
    frames: Mapping[int, Sequence[Frame]]
    tokens: Ids


def describe_tokens(parse: Parse, marks: QuoteMap, frames: Sequence[Frame]) -> Features:
    """Return the features of a text; ``frames`` carry their scores."""
    by_trigger: dict[int, list[Frame]] = {}
    for frame in sorted(frames, key=lambda frame: (-frame.score, frame.construction)):
        by_trigger.setdefault(frame.trigger, []).append(frame)
    context = np.array([number >= 0 for number in marks.of_token], dtype=np.int64)
    for bit, role in enumerate(("cue", "source", "content"), 1):
        chosen = [token for found in by_trigger.values() for token in getattr(found[0], role)]
        flags = np.zeros(len(parse), dtype=np.int64)
        flags[chosen] = 1
        context |= flags << bit
    columns = (
        [TAG_NUMBER.get(tag, 0) for tag in parse.tags],
        [LABEL_NUMBER.get(label, 0) for label in parse.labels],
        [_shape(parse.text[start:end]) for start, end in zip(parse.starts, parse.ends, strict=True)],
        context,
    )
    tokens = np.stack([np.asarray(column, dtype=np.int64) for column in columns], axis=1)
    return Features(parse=parse, marks=marks, frames=by_trigger, tokens=tokens.reshape(-1, len(TOKEN_SIZES)))


def _shape(word: str) -> int:
    if any(character.isdigit() for character in word):
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[:1].isupper() else 0


def describe_pairs(features: Features, anchor: int, tokens: range) -> Ids:
    """Return one row a token of ``tokens`` (a stretch around ``anchor``): way, rules, distance, quotation."""
    low, high = tokens.start, tokens.stop
    answer = np.zeros((high - low, len(PAIR_SIZES)), dtype=np.int64)
    answer[:, 0] = _ways(features, anchor, low, high)
    answer[:, 1] = _roles(features.frames.get(anchor, ()), low, high)
    answer[:, 2] = np.searchsorted(STEPS, np.arange(low, high) - anchor, side="right")
    answer[:, 3] = _quotes(features, anchor, low, high)
    return answer


def _ways(features: Features, anchor: int, low: int, high: int) -> Ids:
    parse, marks = features.parse, features.marks
    ways = np.zeros(high - low, dtype=np.int64)
    number = parse.sentence_of[anchor]
    first, stop = parse.bounds[number]

    def fill(start: int, end: int, value: int) -> None:
        ways[max(start, low) - low : max(min(end, high) - low, 0)] = value

    fill(low, first, ELSEWHERE.index("sentence-before"))
    fill(stop, high, ELSEWHERE.index("sentence-after"))
    at = number + 1
    while at < len(parse.bounds) and parse.bounds[at][0] < high and marks.bare[at]:
        fill(*parse.bounds[at], ELSEWHERE.index("bare-after"))
        at += 1
    fill(first, anchor, ELSEWHERE.index("before"))
    fill(anchor, stop, ELSEWHERE.index("after"))
    _fill_above(parse, anchor, fill)
    head = parse.heads[anchor]
    if head != anchor:
        for child in parse.children[head]:
            fill(parse.lefts[child], parse.rights[child], BESIDE + LABEL_NUMBER.get(parse.labels[child], 0))
        fill(head, head + 1, ELSEWHERE.index("head"))
        fill(parse.lefts[anchor], parse.rights[anchor], ELSEWHERE.index("after"))
    for child in parse.children[anchor]:
        fill(parse.lefts[child], parse.rights[child], BELOW + LABEL_NUMBER.get(parse.labels[child], 0))
    fill(anchor, anchor + 1, ELSEWHERE.index("self"))
    return ways


def _fill_above(parse: Parse, anchor: int, fill: Callable[[int, int, int], None]) -> None:
    at = parse.heads[anchor]
    for _ in range(LEVELS):
        above = parse.heads[at]
        if above == at:
            return
        at = above
        for child in parse.children[at]:
            if parse.labels[child] in SUBJECTS:
                fill(parse.lefts[child], parse.rights[child], ELSEWHERE.index("subject-above"))


def _roles(frames: Sequence[Frame], low: int, high: int) -> Ids:
    roles = np.zeros(high - low, dtype=np.int64)
    if not frames:
        return roles
    roles[:] = 1
    for frame in frames[1:]:
        _mark(roles, frame.content, low, 5)
    best = frames[0]
    for value, tokens in ((4, best.content), (2, best.source), (3, best.cue)):
        _mark(roles, tokens, low, value)
    return roles


def _mark(roles: Ids, tokens: Sequence[int], low: int, value: int) -> None:
    places = np.asarray(tokens, dtype=np.int64) - low
    roles[places[(places >= 0) & (places < len(roles))]] = value


def _quotes(features: Features, anchor: int, low: int, high: int) -> Ids:
    """Return which quotation each token stands in, as seen from ``anchor``."""
    groups = np.asarray(features.marks.of_token[low:high], dtype=np.int64)
    answer = np.where(groups >= 0, 4, 0)
    own = features.marks.of_token[anchor]
    before = groups[: max(anchor - low, 0)]
    after = groups[max(anchor - low, 0) :]
    last = before[(before >= 0) & (before != own)]
    following = after[(after >= 0) & (after != own)]
    if len(last):
        answer[groups == last[-1]] = 2
    if len(following):
        answer[groups == following[0]] = np.where(len(last) and following[0] == last[-1], 5, 3)
    if own >= 0:
        answer[groups == own] = 1
    return answer
