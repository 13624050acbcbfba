"""How well scores tell the share that is right: bins, expected calibration error, Brier score.

The expected calibration error is the mean distance between score and share right, each bin weighted by what it holds
(Naeini, Cooper and Hauskrecht, 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning"). Some of it is
chance, so what perfect scores would show is told beside it. The Brier score is the mean squared distance of each score
from 0 or 1 (Brier, 1950, "Verification of Forecasts Expressed in Terms of Probability").
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

Interval = tuple[float, float]

N_BINS = 10
N_DRAWS = 500
SEED = 0
Z = 1.96
"""Of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The score of something found, and whether it is right."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """What was found with scores from ``low`` to ``high``: how many, their mean score, the share right.

    ``least`` and ``most`` bound the share right with 95 % confidence, as if each were drawn by itself (Wilson, 1927).
    """

    low: float
    high: float
    n: int
    mean: float
    share: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How well scores tell the share right; ``chance`` is the error that perfect scores would show on as many."""

    n: int
    share: float
    mean: float
    error: float
    interval: Interval
    chance: float
    error_equal_counts: float
    brier: float
    bins: list[Bin]


def bins_of_equal_width(judged: Sequence[Judged], n_bins: int = N_BINS) -> list[Bin]:
    """Return the bins that hold anything, each of the same width on the scale of scores."""
    parts: list[list[Judged]] = [[] for _ in range(n_bins)]
    for one in judged:
        parts[min(n_bins - 1, int(one.score * n_bins))].append(one)
    return [_bin(part, number / n_bins, (number + 1) / n_bins) for number, part in enumerate(parts) if part]


def bins_of_equal_count(judged: Sequence[Judged], n_bins: int = N_BINS) -> list[Bin]:
    """Return bins that hold the same number of things found, to one."""
    ranked = sorted(judged, key=lambda one: one.score)
    edges = [round(len(ranked) * number / n_bins) for number in range(n_bins + 1)]
    parts = [ranked[first:stop] for first, stop in pairwise(edges) if first < stop]
    return [_bin(part, part[0].score, part[-1].score) for part in parts]


def _bin(judged: Sequence[Judged], low: float, high: float) -> Bin:
    n, n_right = len(judged), sum(one.right for one in judged)
    least, most = wilson(n_right, n)
    mean = sum(one.score for one in judged) / n
    return Bin(low=low, high=high, n=n, mean=mean, share=n_right / n, least=least, most=most)


def wilson(n_right: int, n: int) -> Interval:
    """Return the 95 % interval of a share (Wilson, 1927)."""
    share, spread = n_right / n, Z * Z / n
    middle = share + spread / 2
    half = Z * sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def middle(values: Sequence[float]) -> Interval:
    """Return the interval that holds 95 % of ``values``."""
    ranked = sorted(values)
    return ranked[int(0.025 * len(ranked))], ranked[int(0.975 * len(ranked))]


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between score and share right, weighted by what each bin holds."""
    n = sum(one.n for one in bins)
    return sum(one.n * abs(one.mean - one.share) for one in bins) / n if n else 0.0


def brier(judged: Sequence[Judged]) -> float:
    """Return the mean squared distance of the scores from what is so."""
    return sum((one.score - one.right) ** 2 for one in judged) / max(1, len(judged))


def calibrate(documents: Sequence[Sequence[Judged]], *, n_draws: int = N_DRAWS) -> Calibration:
    """Return how well the scores are calibrated, with an interval from ``n_draws`` draws of the documents."""
    judged = [one for found in documents for one in found]
    bins, n = bins_of_equal_width(judged), max(1, len(judged))
    chance = random.Random(SEED)
    errors = _draws(
        n_draws, lambda: [one for found in chance.choices(documents, k=len(documents)) for one in found]
    )
    perfect = _draws(n_draws, lambda: [Judged(one.score, chance.random() < one.score) for one in judged])
    return Calibration(
        n=len(judged),
        share=sum(one.right for one in judged) / n,
        mean=sum(one.score for one in judged) / n,
        error=expected_error(bins),
        interval=middle(errors),
        chance=sum(perfect) / len(perfect),
        error_equal_counts=expected_error(bins_of_equal_count(judged)),
        brier=brier(judged),
        bins=bins,
    )


def _draws(n_draws: int, draw: Callable[[], list[Judged]]) -> list[float]:
    return [expected_error(bins_of_equal_width(draw())) for _ in range(n_draws)]


def report(found: Calibration) -> Iterator[str]:
    """Yield the lines of the answer."""
    low, high = found.interval
    yield f"found {found.n}, share right {found.share:.3f}, mean score {found.mean:.3f}"
    yield (
        f"expected calibration error {found.error:.3f} [{low:.3f}, {high:.3f}]"
        f" in {N_BINS} bins of equal width; {found.chance:.3f} would be chance"
    )
    yield f"expected calibration error {found.error_equal_counts:.3f} in {N_BINS} bins of equal count"
    yield f"Brier score {found.brier:.3f}"
    yield from table(found.bins)


def table(bins: Sequence[Bin]) -> Iterator[str]:
    """Yield a line for each bin."""
    yield f"{'scores':>12}{'n':>7}{'mean':>8}{'right':>8}  95 % interval"
    for one in bins:
        yield (
            f"{one.low:6.2f}-{one.high:.2f} {one.n:6} {one.mean:7.3f} {one.share:7.3f}"
            f"  {one.least:.3f}-{one.most:.3f}"
        )
