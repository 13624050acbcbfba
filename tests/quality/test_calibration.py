"""Calibration on made-up scores, where the answers are known."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import calibration
import pytest
from calibration import Judged
from plot import draw_reliability


def made(score: float, *, n: int, n_right: int) -> list[Judged]:
    """Return ``n`` findings with the same score, of which ``n_right`` are right."""
    return [Judged(score, place < n_right) for place in range(n)]


def test_error_is_zero_where_score_and_share_agree() -> None:
    """Eight of ten right at a score of 0.8 is as it should be, whichever way the bins are cut."""
    judged = made(0.8, n=10, n_right=8) + made(0.4, n=10, n_right=4)
    assert calibration.expected_error(calibration.bins_of_equal_width(judged)) == pytest.approx(0)
    assert calibration.expected_error(calibration.bins_of_equal_count(judged, 2)) == pytest.approx(0)


def test_error_weighs_each_bin_by_what_it_holds() -> None:
    """Thirty findings off by 0.1 and ten off by 0.5 make 0.2."""
    judged = made(0.9, n=30, n_right=24) + made(0.5, n=10, n_right=0)
    assert calibration.expected_error(calibration.bins_of_equal_width(judged)) == pytest.approx(0.2)


def test_error_of_nothing_is_zero() -> None:
    """Where nothing was found, nothing is wrong."""
    assert calibration.bins_of_equal_width([]) == []
    assert calibration.expected_error([]) == 0
    assert calibration.brier([]) == 0


def test_score_of_one_is_in_the_last_bin() -> None:
    """The scale ends with 1, which has no bin of its own."""
    (last,) = calibration.bins_of_equal_width(made(1.0, n=3, n_right=3))
    assert (last.low, last.high, last.n) == (0.9, 1.0, 3)


def test_bins_of_equal_count_hold_all_and_as_many() -> None:
    """Of 23 findings in 5 bins each holds four or five, in the order of the scores."""
    chance = random.Random(1)
    bins = calibration.bins_of_equal_count([Judged(chance.random(), right=True) for _ in range(23)], 5)
    assert sum(one.n for one in bins) == 23
    assert {one.n for one in bins} <= {4, 5}
    assert [one.mean for one in bins] == sorted(one.mean for one in bins)


def test_brier_score_is_the_mean_squared_distance() -> None:
    """Sure and right costs nothing, sure and wrong one, a half a quarter."""
    judged = made(1.0, n=2, n_right=1) + made(0.5, n=2, n_right=1)
    assert calibration.brier(judged) == pytest.approx((0 + 1 + 0.25 + 0.25) / 4)


def test_interval_of_a_share_is_that_of_wilson() -> None:
    """Eight of ten: 0.49 to 0.94; it stays inside the scale where all or none are right."""
    assert calibration.wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert calibration.wilson(5, 5)[1] == pytest.approx(1)
    assert calibration.wilson(0, 5)[0] == pytest.approx(0)


def test_chance_is_what_exact_scores_would_show() -> None:
    """Findings drawn by their own scores err by about as much as chance says."""
    chance = random.Random(2)
    scores = [chance.uniform(0.4, 1) for _ in range(1000)]
    documents = [
        [Judged(score, chance.random() < score) for score in scores[at : at + 20]]
        for at in range(0, 1000, 20)
    ]
    found = calibration.calibrate(documents, n_draws=50)
    assert found.n == 1000
    assert 0 < found.chance < 0.05
    assert abs(found.error - found.chance) < 0.03
    assert found.interval[0] <= found.interval[1]


def test_plot_is_one_picture_with_a_point_for_each_bin() -> None:
    """The plot is well-formed, says in words what it shows, has a dark dress and escapes names."""
    found = calibration.calibrate([made(0.85, n=10, n_right=8), made(0.45, n=10, n_right=5)], n_draws=5)
    drawn = draw_reliability(found, name="a<b", texts="2 articles")
    space = "{http://www.w3.org/2000/svg}"
    picture = ET.fromstring(drawn)
    described = picture.find(f"{space}desc")
    assert described is not None
    assert "mean score 0.85: 0.80 of 10 right" in (described.text or "")
    assert picture.find(f"{space}title") is not None
    assert "prefers-color-scheme: dark" in drawn
    points = picture.findall(f"{space}circle")
    assert len(points) == len(found.bins) + 1  # and one in the legend
