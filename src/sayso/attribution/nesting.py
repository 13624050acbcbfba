"""Which frames stand beside each other, which inside another, and which cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.frames import Frame

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
    for frame in ranked:
        if all(_fits(frame, other) for other in chosen):
            chosen.append(frame)
    chosen = [
        frame
        for frame in chosen
        if frame.score >= (LEAST_QUOTED if frame.construction == "quote-after" else least_nested)
        or not any(frame.trigger in other.content for other in chosen)
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
    for number, frame in enumerate(frames):
        holders = [
            other
            for other in range(len(frames))
            if other != number
            and frame.trigger in contents[other]
            and len(contents[number] & contents[other]) >= INSIDE * len(contents[number])
        ]
        parents.append(min(holders, key=lambda other: (len(contents[other]), other), default=None))
    return parents
