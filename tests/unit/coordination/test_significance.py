"""Tails and q-values, held against sums worked out term by term."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, nbinom

from sayso.coordination.significance import adjust, excess_tail, n_pairs, simes, timing_tail


@pytest.mark.parametrize("dispersion", [0.5, 4.0])
def test_excess_tail_is_that_of_the_negative_binomial(dispersion: float) -> None:
    """The tail is the sum of the law whose mean is the expectation and whose variance grows with its square."""
    counts, expected = np.array([1, 2, 5, 9]), np.array([0.5, 0.01, 1e-4, 12.0])
    shape = 1 / dispersion
    wanted = nbinom.sf(counts - 1, shape, shape / (shape + expected))
    assert excess_tail(counts, expected, dispersion=dispersion) == pytest.approx(wanted, rel=1e-9)


def test_excess_tail_of_small_rates_keeps_its_digits() -> None:
    """Where the rate is tiny the chance of two is half the square of it, times one more than the dispersion."""
    rate = 1e-12
    tail = excess_tail(np.array([2]), np.array([rate]), dispersion=4.0)[0]
    assert tail == pytest.approx((1 + 4.0) * rate**2 / 2, rel=1e-6)


def test_excess_tail_of_nothing_is_certain() -> None:
    """No meeting is no evidence, even where none was expected."""
    assert excess_tail(np.array([0]), np.array([0.0]), dispersion=4.0)[0] == 1.0


def test_excess_tail_of_the_impossible_is_zero() -> None:
    """Meetings where none could be expected are beyond chance."""
    assert excess_tail(np.array([3]), np.array([0.0]), dispersion=4.0)[0] < 1e-300


@given(st.integers(1, 60), st.floats(0, 50), st.floats(0.01, 20))
def test_excess_tail_grows_with_what_is_expected(count: int, expected: float, dispersion: float) -> None:
    """The more is expected, the less a count says; it always is a chance."""
    less, more = excess_tail(
        np.array([count, count]), np.array([expected, expected + 1]), dispersion=dispersion
    )
    assert 0 <= less <= more <= 1


def test_timing_tail_is_that_of_the_binomial() -> None:
    """So many of the trials within the window, each with the mean chance."""
    tail = timing_tail(np.array([7]), np.array([9]), np.array([1.8]))[0]
    assert tail == pytest.approx(binom.sf(6, 9, 0.2))


def test_timing_tail_says_nothing_where_no_more_than_expected_are_near() -> None:
    """Fewer meetings than expected, or no trial at all, are no evidence."""
    assert timing_tail(np.array([2, 0]), np.array([9, 0]), np.array([2.5, 0.0])).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6), st.data())
def test_timing_tail_is_no_lighter_than_that_of_unequal_chances(
    chances: list[float], data: st.DataObject
) -> None:
    """The binomial with the mean chance never calls a count rarer than the trials' own law does."""
    law = np.array([1.0])
    for chance in chances:
        law = np.convolve(law, [1 - chance, chance])
    count = data.draw(st.integers(1, len(chances)))
    tail = timing_tail(np.array([count]), np.array([len(chances)]), np.array([sum(chances)]))[0]
    assert tail >= law[count:].sum() - 1e-9 or count < sum(chances) + 1


def test_adjust_gives_q_values_among_all_tests() -> None:
    """The smallest p-value is multiplied by the tests, the second by half of them; q-values never cross."""
    q = adjust(np.array([0.03, 0.001, 0.02]), 10)
    assert q == pytest.approx([0.1, 0.01, 0.1])


def test_adjust_never_exceeds_one() -> None:
    """A q-value is a share."""
    assert adjust(np.array([0.9, 0.5]), 1_000).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_adjust_does_not_depend_on_order(values: list[float], dice: object) -> None:
    """Each p-value keeps its q-value wherever it stands."""
    order = list(range(len(values)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    p = np.array(values)
    assert adjust(p[order], 50) == pytest.approx(adjust(p, 50)[order])


def test_simes_joins_many_middling_values() -> None:
    """Three tests that are each a little unlikely are together as unlikely as the best of p * n / rank."""
    assert simes(np.array([0.02, 0.03, 0.04]), 3) == pytest.approx(0.04)
    assert simes(np.array([]), 3) == 1.0


def test_n_pairs_of_large_numbers_is_no_overflow() -> None:
    """Ten million accounts have fifty million million pairs."""
    assert n_pairs(1e7) == pytest.approx(math.comb(10**7, 2))
