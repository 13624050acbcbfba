"""What was found is said in words that a person can put into a report."""

from __future__ import annotations

import pytest

from sayso.coordination.wording import (
    days,
    did,
    duration,
    evidence_in_words,
    percent,
    rounded,
    tie_in_words,
    timing_in_words,
    window_name,
)
from tests.unit.coordination.made import tie


def test_tie_says_what_was_shared_and_what_chance_would_give() -> None:
    """The sentence names the thing, the window, the number and the expectation."""
    words = tie_in_words(trace="url", weight=14, window=60, expected=0.31, most_accounts=None, timing="")
    assert words == (
        "shared 14 of the same links within 60 s; "
        "0.3 expected by how active both are and how popular the links are"
    )


def test_tie_over_rare_things_says_so() -> None:
    """Where only things that few share were counted, the sentence says how few; timing follows it."""
    timing = timing_in_words(n_common=31, n_near=12, window=10, expected=1.42)
    words = tie_in_words(
        trace="reply", weight=5, window=3600, expected=0.0004, most_accounts=16, timing=timing
    )
    assert words == (
        "answered 5 of the same posts that at most 16 accounts share within 1 hour; less than 0.01 expected by how "
        "active both are and how popular the answered posts are; "
        "of 31 things both shared, 12 within 10 s of each other where 1.4 expected"
    )


@pytest.mark.parametrize(
    ("trace", "n", "words"),
    [
        ("url", 1, "shared the same link"),
        ("repost", 1_204, "reposted 1,204 of the same posts"),
        ("near-text", 3, "posted 3 of nearly the same texts"),
        ("media", 1, "posted the same picture or video"),
        ("hashtags", 2, "used 2 of the same lists of hashtags"),
        ("object", 2, "shared 2 of the same things"),
        ("a-new-trace", 2, "shared 2 of the same things"),
    ],
)
def test_noun_fits_the_trace_and_the_number(trace: str, n: int, words: str) -> None:
    """One thing is singular, and each trace has its own noun."""
    assert did(trace, n) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.0004, "less than 0.01"),
        (0.05, "0.05"),
        (0.31, "0.3"),
        (1.04, "1"),
        (4.24, "4.2"),
        (9.96, "10"),
        (1234.5, "1,234"),
    ],
)
def test_numbers_are_rounded_for_people(value: float, words: str) -> None:
    """Two figures at most, and none that nobody can picture."""
    assert rounded(value) == words


def test_times_are_said_in_the_unit_a_person_would_choose() -> None:
    """Seconds, minutes, hours and days; a window as it was asked for."""
    assert [duration(seconds) for seconds in (8.7, 119, 600, 4740, 7200, 86_400, 200_000)] == [
        "8.7 s",
        "119 s",
        "10 min",
        "79 min",
        "2 hours",
        "1 day",
        "2.3 days",
    ]
    assert [window_name(seconds) for seconds in (10, 60, 600, 3600)] == ["10 s", "60 s", "10 min", "1 hour"]


def test_days_say_month_and_year_once() -> None:
    """What start and end have in common is said at the end."""
    march = 1_772_582_400  # 4 March 2026
    assert days(march, march + 3_600) == "4 March 2026"
    assert days(march, march + 5 * 86_400) == "4 to 9 March 2026"
    assert days(march, march + 30 * 86_400) == "4 March to 3 April 2026"
    assert days(march - 100 * 86_400, march) == "24 November 2025 to 4 March 2026"


def test_parts_are_never_all_or_nothing_by_rounding() -> None:
    """A part below one percent, or above 99, is not said to be none or all."""
    assert [percent(part) for part in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %",
        "less than 1 %",
        "50 %",
        "more than 99 %",
        "100 %",
    ]


def test_timing_is_the_evidence_where_who_shares_what_explains_little() -> None:
    """Few of the meetings in time are expected of anybody who shares the same things."""
    ties = [tie(n_near=6, expected_near=0.6), tie(n_near=4, expected_near=0.4)]
    assert evidence_in_words(ties, 0.1) == (
        "timing is the evidence (10 meetings in time where 1 are expected of anybody who shares these things)"
    )


def test_timing_is_not_the_evidence_where_all_who_share_it_are_as_close() -> None:
    """Most of the meetings in time are expected of anybody who shares the same things."""
    words = evidence_in_words([tie(n_near=10, expected_near=9.0)], 0.1)
    assert words.startswith("what they share is the evidence more than when (10 meetings")


def test_timing_is_not_tested_among_members_alone() -> None:
    """Where hardly anybody else shares the things, the sentence says that timing can hardly be tested."""
    words = evidence_in_words([tie(n_near=10, expected_near=9.0)], 0.92)
    assert words.endswith("the timing can hardly be tested, since members make up 92 % of those who share it")
