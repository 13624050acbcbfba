"""Tails of the null distributions, and what remains of them after many tests."""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrc, betainc

from sayso.coordination.arrays import Floats, Ints


def excess_tail(counts: Ints, expected: Floats, *, dispersion: float) -> Floats:
    """Return the chance of at least ``counts`` where ``expected`` are expected, under the negative binomial law.

    ``dispersion`` is the squared coefficient of variation of the rate (the variance of a count with mean m is
    m + dispersion * m²); it must be above 0. Counts of 0 have chance 1.
    """
    shape = 1.0 / dispersion
    rate = np.maximum(expected, np.finfo(float).tiny)
    tail = betainc(np.maximum(counts, 1), shape, rate / (rate + shape))
    return np.where(counts > 0, tail, 1.0)


def timing_tail(counts: Ints, trials: Ints, expected: Floats) -> Floats:
    """Return the chance of at least ``counts`` of ``trials`` where ``expected`` of them are expected.

    The trials have chances of their own; the binomial law with their mean has the heavier tail beyond it (Hoeffding
    1956, On the distribution of the number of successes in independent trials), so this errs towards no finding.
    """
    mean = np.clip(expected / np.maximum(trials, 1), 0.0, 1.0)
    tail = bdtrc(np.maximum(counts - 1, 0), np.maximum(trials, 1), mean)
    return np.where((counts > 0) & (counts > expected), tail, 1.0)


def adjust(p_values: Floats, n_tests: float) -> Floats:
    """Return q-values (Benjamini and Hochberg 1995) of ``p_values``, the smallest of ``n_tests`` in all."""
    order = np.argsort(p_values, kind="stable")
    ranked = p_values[order] * n_tests / np.arange(1, len(p_values) + 1)
    adjusted = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    result = np.empty_like(adjusted)
    result[order] = adjusted
    return result


def n_pairs(n: float) -> float:
    """Return how many pairs there are among ``n``."""
    return n * (n - 1) / 2


def simes(p_values: Floats, n_tests: float) -> float:
    """Return one p-value for ``n_tests`` of which ``p_values`` are the smallest (Simes 1986)."""
    return float(adjust(p_values, n_tests).min()) if len(p_values) else 1.0
