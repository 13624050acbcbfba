"""Floors rise and do not fall, and the page on quality says what was measured."""

from __future__ import annotations

from typing import Any

import pin
import quality_page

POLNEAR: dict[str, Any] = {
    "sha256": "a",
    "measures": {name: {"f1": 0.74} for name in pin.PINNED},
    "recall": {"direct": 0.9},
    "calibration": {"error": 0.031},
}


def test_floor_is_a_little_below_what_was_reached() -> None:
    """A hundredth is taken off, and nothing to rounding; a ceiling lies as much above."""
    floors = pin.floors_of("polnear-dev", POLNEAR)
    assert floors["f1"]["A.who_what"] == 0.73
    assert floors["recall"] == {"direct": 0.89}
    assert floors["ece"] == 0.041


def test_floors_rise_and_do_not_fall() -> None:
    """What was reached before binds; what is new or better is taken over, and what was not measured stays."""
    old = {"sha256": "a", "f1": {"x": 0.5, "y": 0.8}, "ece": 0.03, "other": 1.0}
    new = {"sha256": "a", "f1": {"x": 0.6, "y": 0.7, "z": 0.1}, "ece": 0.05}
    merged = pin.merge(old, new, lower=False)
    assert merged == {"sha256": "a", "f1": {"x": 0.6, "y": 0.8, "z": 0.1}, "ece": 0.03, "other": 1.0}
    assert pin.merge(merged, {**new, "ece": 0.02}, lower=False)["ece"] == 0.02


def test_floors_fall_where_asked_or_where_the_texts_changed() -> None:
    """With --lower, and on other texts, the floors are those of now."""
    old, new = {"sha256": "a", "f1": {"x": 0.5}}, {"sha256": "a", "f1": {"x": 0.4}}
    assert pin.merge(old, new, lower=True) == new
    assert pin.merge(old, {**new, "sha256": "b"}, lower=False) == {**new, "sha256": "b"}


def test_floor_not_reached_is_named() -> None:
    """Floors are least values, ceilings greatest; the line names the one that is not kept."""
    floors = {"f1": {"x": 0.5, "y": 0.5}, "ece": 0.05, "sha256": "a"}
    reached = {"f1": {"x": 0.5, "y": 0.4}, "ece": 0.06}
    assert list(pin.misses(floors, reached)) == ["f1 y: 0.400, pinned 0.500", "ece: 0.060, pinned 0.050"]


def test_page_says_what_was_measured() -> None:
    """The tables and the plot are those of scores.json; `python tests/quality/pin.py --docs` renews them."""
    scores = pin.read(pin.SCORES)
    page = quality_page.PAGE.read_text(encoding="utf-8")
    assert quality_page.renew(page, scores) == page
    assert quality_page.PLOT.read_text(encoding="utf-8") == quality_page.plot(scores)


def test_floors_lie_below_what_was_measured() -> None:
    """The scores written down keep the floors pinned beside them."""
    scores, floors = pin.read(pin.SCORES), pin.read(pin.FLOORS)
    for name, parts in scores.items():
        for part, reached in parts.items():
            assert list(pin.misses(floors[name][part], pin.values_of(part, reached))) == []
