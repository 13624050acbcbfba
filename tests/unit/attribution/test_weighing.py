"""How frames are weighed, chosen and nested."""

from __future__ import annotations

from sayso.attribution.frames import Frame
from sayso.attribution.nesting import choose, find_parents
from sayso.attribution.weighing import load_weights


def frame(trigger: int, content: range, score: float, source: int | None = None) -> Frame:
    """Return a frame with one cue token."""
    return Frame(
        trigger=trigger,
        construction="ccomp",
        subject="nsubj",
        cue=[trigger],
        source=[] if source is None else [source],
        content=list(content),
        score=score,
    )


def test_choose_keeps_the_better_of_two_readings_of_one_trigger() -> None:
    """One verb gives one attribution."""
    worse, better = frame(1, range(2, 5), 0.6), frame(1, range(2, 9), 0.9)
    assert choose([worse, better]) == [better]


def test_choose_keeps_what_is_inside_another() -> None:
    """A content inside another is hearsay, not a conflict; one that crosses it is."""
    outer, inner, crossing = (
        frame(1, range(2, 10), 0.9, 0),
        frame(4, range(5, 10), 0.8, 3),
        frame(12, range(8, 14), 0.7),
    )
    assert choose([outer, inner, crossing]) == [outer, inner]
    assert find_parents([outer, inner]) == [None, 0]


def test_choose_asks_more_of_what_is_nested() -> None:
    """The least score of a nested frame holds for nested frames alone."""
    outer, inner, beside = (
        frame(1, range(2, 10), 0.9, 0),
        frame(4, range(5, 10), 0.4, 3),
        frame(20, range(21, 25), 0.4),
    )
    assert choose([outer, inner, beside], least_nested=0.5) == [outer, beside]


def test_weights_name_each_part_once() -> None:
    """The table is not empty, and every weight is a sensible number of log odds."""
    weights = load_weights()
    assert len(weights) > 1000
    assert all(abs(weight) < 10 for weight in weights.values())
