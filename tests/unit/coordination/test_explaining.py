"""Plain reasons stand beside a network where the data show them, with their numbers, and nowhere else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sayso.coordination.circles import Circle
from sayso.coordination.explaining import explain
from sayso.coordination.facts import Part
from sayso.coordination.hints import hint
from sayso.coordination.timing import Pace
from tests.unit.coordination.made import circle, facts, tie

SITE = Part(name="harbour-news.example", n=19, n_all=20, at_large=0.02)
FEED = {"participation": 0.9, "devotion": 0.95, "after_first": 20.0, "n_days": 9}
MORNINGS = np.bincount(np.repeat([6, 7, 8, 9, 10], 40), minlength=24)

CASES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "one-site": ({"site": SITE}, "19 of 20 shared links", {"site": Part(name="a.example", n=10, n_all=20)}),
    "one-account": (
        {"author": Part(name="@mayor", n=18, n_all=20)},
        "18 of 20 reposts, quotes and replies that members have in common are of posts by @mayor",
        {"author": Part(name="@mayor", n=4, n_all=4)},
    ),
    "name-matches-site": (
        {"site": SITE, "names": ("HarbourNews", "Harbour News Sport", "anna", "bert")},
        "2 of 5 accounts bear the name of harbour-news.example",
        {"site": SITE, "names": ("HarbourNews", "anna", "bert")},
    ),
    "feed-like": (
        FEED,
        "a member shares 90 % of the network's 20 things (median)",
        FEED | {"devotion": 0.85},
    ),
    "timing-as-usual": (
        {"pace": Pace(members=3_600, others=4_000, n_things=20, n_others=300)},
        "1 hour apart (median), other accounts 67 min",
        {"pace": Pace(members=20, others=4_000, n_things=20, n_others=300)},
    ),
    "same-hours": ({"hours": MORNINGS}, "100 % of their shares fall between", {"hours": np.full(24, 10)}),
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_reason_stands_where_the_numbers_show_it(code: str) -> None:
    """Each reason is given with the numbers that it rests on."""
    shown, words, _ = CASES[code]
    notes = {note.code: note.text for note in explain(circle(), facts(**shown))}
    assert words in notes[code]


@pytest.mark.parametrize("code", sorted(CASES))
def test_reason_is_left_out_where_the_numbers_do_not_show_it(code: str) -> None:
    """A reason needs its threshold; nothing is said that does not hold."""
    _, _, absent = CASES[code]
    assert code not in {note.code for note in explain(circle(), facts(**absent))}


def test_site_of_most_of_the_case_is_no_reason() -> None:
    """Where everybody links to one site, linking to it says nothing about a network."""
    common = Part(name="news.example", n=20, n_all=20, at_large=0.7)
    assert explain(circle(), facts(site=common)) == ()


def test_things_nobody_else_shares_cannot_be_timed() -> None:
    """The note stands where members are nearly all who share the things, and only there."""
    (note,) = explain(circle(n_members=5, n_accounts=5), facts())
    assert note.code == "few-accounts-share-it"
    assert "members make up 100 % of those who share the network's 20 things" in note.text
    assert explain(circle(n_members=5, n_accounts=8), facts()) == ()


@pytest.mark.parametrize(
    ("ties", "of", "code"),
    [
        ([tie(kind="near-text")] * 3 + [tie()], circle(), "T0084.001"),
        ([tie(kind="hashtags")] * 3, circle(), "T0049.002"),
        ([tie(kind="repost", window_seconds=10)] * 3, circle(), "T0049.003"),
        ([tie(kind="reply")] * 3, circle(), "T0116"),
        ([tie()] * 3, circle(n_things=100, n_accounts=8, n_shares=6), "T0049"),
    ],
)
def test_hint_names_a_technique_and_where_else_the_pattern_comes_from(
    ties: list[Any], of: Circle, code: str
) -> None:
    """A hint says what the pattern is consistent with, and that it has other causes too."""
    (note,) = hint(of, ties, facts())
    assert note.code == code
    assert note.text.startswith(f"consistent with DISARM {code} (")
    assert "; the same pattern also comes from " in note.text


def test_replies_to_one_account_are_another_technique() -> None:
    """Replies mostly to one account hint at swarming, beside its angry or devoted public."""
    (note,) = hint(circle(), [tie(kind="reply")] * 3, facts(author=Part(name="@mayor", n=9, n_all=10)))
    assert note.code == "T0049.005"


def test_no_hint_without_a_pattern() -> None:
    """A network of slow reposts and some links hints at nothing."""
    ties = [tie(kind="repost", window_seconds=3600)] * 2 + [tie()]
    assert hint(circle(), ties, facts()) == ()
