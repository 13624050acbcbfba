"""Which frames stand beside each other, which inside another, and which cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.attribution.frames import Frame

BLOCK = 32
"""Frames that cannot both hold share a token: only those in the same blocks of so many tokens are compared."""
INSIDE = 0.9
"""Share of an inner content that must lie in the outer one; the parser often attaches a last phrase elsewhere."""

LEAST_QUOTED = 0.35
"""Of a quotation with its verb inside another's words (``“Go,” the caller barked, according to the Wire``)."""


def choose(frames: Sequence[Frame], *, least_nested: float = 0.0) -> list[Frame]:
    """Return the best of ``frames`` that can all hold, in the order of the text.

    One whose trigger stands in the content of another is kept only when it scores at least ``least_nested``.
    """
    ranked = sorted(frames, key=lambda frame: (-frame.score, frame.trigger, frame.construction))
    chosen: list[Frame] = []
    nearby: defaultdict[int, list[Frame]] = defaultdict(list)
    for frame in ranked:
        blocks = {token // BLOCK for token in (frame.trigger, *frame.source, *frame.cue, *frame.content)}
        if all(_fits(frame, other) for block in blocks for other in nearby[block]):
            chosen.append(frame)
            for block in blocks:
                nearby[block].append(frame)
    held = {token for frame in chosen for token in frame.content}
    chosen = [
        frame
        for frame in chosen
        if frame.score >= (LEAST_QUOTED if frame.construction == "quote-after" else least_nested)
        or frame.trigger not in held
    ]
    return sorted(chosen, key=lambda frame: (min(frame.content[0], *frame.cue), frame.trigger))


def _fits(frame: Frame, other: Frame) -> bool:
    if frame.trigger == other.trigger or not set(frame.cue).isdisjoint(other.cue):
        return False
    if frame.trigger in other.source or other.trigger in frame.source:
        return False
    a, b = set(frame.content), set(other.content)
    shared = len(a & b)
    if not shared:
        return True
    return _is_inside(frame, a, other, b, shared) or _is_inside(other, b, frame, a, shared)


def _is_inside(
    inner: Frame, inner_content: set[int], outer: Frame, outer_content: set[int], shared: int
) -> bool:
    return (
        inner.trigger in outer_content
        and (not inner.source or inner.source != outer.source)
        and outer.trigger not in inner_content
        and shared >= INSIDE * len(inner_content)
        and len(inner_content) < len(outer_content)
    )


def find_parents(frames: Sequence[Frame]) -> list[int | None]:
    """Return for each frame the index of the smallest other one whose content holds its trigger and content."""
    parents: list[int | None] = []
    contents = [set(frame.content) for frame in frames]
    holding: defaultdict[int, list[int]] = defaultdict(list)
    for number, content in enumerate(contents):
        for token in content:
            holding[token].append(number)
    for number, frame in enumerate(frames):
        holders = [
            other
            for other in holding[frame.trigger]
            if other != number and len(contents[number] & contents[other]) >= INSIDE * len(contents[number])
        ]
        parents.append(min(holders, key=lambda other: (len(contents[other]), other), default=None))
    return parents
