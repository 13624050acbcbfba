"""How many objects a pair of accounts is expected to share within a window, were each to choose for itself.

A degree null that knows time and taste: account a shares the object o with the chance d_a * n_o / M (d_a things shared
by a, n_o of M shares in the trace and platform going to o), times how much a prefers the stratum of o; two shares of o
are within the window with the chance at which pairs of its sharers are, drawn towards that of objects of like reach
where few share it. The sum over all objects of a stratum is one number, so that a pair costs one product a stratum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sayso.coordination.counting import Counted
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.strata import Strata

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CHUNK = 50_000
"""Objects, and pairs, handled at a time: 16 MB for 40 strata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Expected co-shares, ready to be asked for.

    ``rates[trace, window, reach, platform a, platform b, stratum]`` is what one thing shared by each of two accounts
    without preferences adds; ``chances[object, window]`` how often two shares of an object are within the window;
    ``leaning[object, stratum]`` where an object belongs, by who shares it.
    """

    rates: Floats
    chances: Floats
    degrees: Floats
    preference: Floats
    platforms: Ints
    volumes: Floats
    """For each trace and platform, how many (account, thing) there are."""

    def of_pairs(self, trace: int, a: Ints, b: Ints) -> Floats:
        """Return the expected co-shares of each pair, an array of (pair, window, reach)."""
        rates = self.rates[trace]
        result = np.empty((len(a), rates.shape[0], rates.shape[1]))
        for start in range(0, len(a), CHUNK):
            part = slice(start, start + CHUNK)
            liked = self.preference[a[part]] * self.preference[b[part]]
            both = self.degrees[trace, a[part]] * self.degrees[trace, b[part]]
            of_platforms = rates[:, :, self.platforms[a[part]], self.platforms[b[part]], :]
            result[part] = np.einsum("ps,wrps,p->pwr", liked, of_platforms, both, optimize=True)
        return result


def expect(counted: Counted, strata: Strata, options: NullOptions) -> Expectation:
    """Return what is expected of any pair of accounts."""
    n_platforms = int(counted.platforms.max(initial=0)) + 1
    volumes = np.stack(
        [np.bincount(counted.platforms, weights=row, minlength=n_platforms) for row in counted.degrees]
    )
    chances = burst_chances(counted, options)
    shape = (len(counted.traces), len(options.windows), len(options.reaches), n_platforms, n_platforms)
    rates = np.zeros((*shape, strata.n_strata))
    borders = np.searchsorted(counted.sharer_object, np.arange(0, len(chances) + CHUNK, CHUNK))
    for number, start in enumerate(range(0, len(chances), CHUNK)):
        part = slice(int(borders[number]), int(borders[number + 1]))
        _add(rates, start, part, counted, strata, chances, options)
    _normalise(rates, volumes)
    return Expectation(
        rates=rates,
        chances=chances,
        degrees=counted.degrees,
        preference=strata.preference,
        platforms=counted.platforms,
        volumes=volumes,
    )


def burst_chances(counted: Counted, options: NullOptions) -> Floats:
    """Return for each object and window the chance that two of its sharers are within the window.

    An object's own rate counts as much as its pairs do beside those of an object that ``some`` accounts share; the
    rest is the rate of all objects of its trace and reach.
    """
    objects = counted.objects
    n_pairs = objects.n_accounts * (objects.n_accounts - 1) / 2.0
    prior = options.some * (options.some - 1) / 2.0
    chances = np.zeros((len(objects.trace), MOST_WINDOWS))
    classes = np.digitize(objects.n_accounts, [options.few + 1, options.some + 1])
    for window, seconds in enumerate(options.windows):
        looked_at = objects.widest >= seconds
        for trace in range(len(counted.traces)):
            for reach in range(3):
                of_class = looked_at & (objects.trace == trace) & (classes == reach)
                total = n_pairs[of_class].sum()
                rate = counted.bursts[of_class, window].sum() / total if total else 0.0
                own = counted.bursts[of_class, window] + prior * rate
                chances[of_class, window] = own / (n_pairs[of_class] + prior)
    return np.minimum(chances, 1.0)


def leanings(sharer_object: Ints, sharer_account: Ints, first: int, n_objects: int, strata: Strata) -> Floats:
    """Return where each of ``n_objects`` objects from ``first`` on belongs: the chance of each stratum, by its sharers."""
    ones = np.ones(len(sharer_object))
    shared = csr_matrix(
        (ones, (sharer_object - first, sharer_account)), shape=(n_objects, len(strata.preference))
    )
    weight = np.asarray(shared @ np.log(strata.preference)) + np.log(strata.base)
    weight -= weight.max(1, keepdims=True)
    likelihood = np.exp(weight)
    result: Floats = likelihood / likelihood.sum(1, keepdims=True)
    return result


def _add(
    rates: Floats,
    first: int,
    part: slice,
    counted: Counted,
    strata: Strata,
    chances: Floats,
    options: NullOptions,
) -> None:
    """Add what the objects from ``first`` on give to ``rates``."""
    sharer_object, sharer_account = counted.sharer_object[part], counted.sharer_account[part]
    if not len(sharer_object):
        return
    n_objects = min(CHUNK, len(chances) - first)
    leaning = leanings(sharer_object, sharer_account, first, n_objects, strata)
    n_platforms = rates.shape[3]
    place = (sharer_object - first) * n_platforms + counted.platforms[sharer_account]
    n = np.bincount(place, minlength=n_objects * n_platforms).reshape(n_objects, n_platforms).astype(float)
    objects = counted.objects
    trace = objects.trace[first : first + n_objects]
    n_accounts = objects.n_accounts[first : first + n_objects]
    for x in range(n_platforms):
        for y in range(n_platforms):
            meetings = n[:, x] * (n[:, y] - (x == y))
            used = np.flatnonzero((meetings > 0) & (trace >= 0))
            for reach, most in enumerate(options.reaches):
                near = used[n_accounts[used] <= most]
                for window in range(len(options.windows)):
                    weighed = meetings[near] * chances[first + near, window]
                    for number in range(len(counted.traces)):
                        of_trace = trace[near] == number
                        rates[number, window, reach, x, y] += weighed[of_trace] @ leaning[near[of_trace]]


def _normalise(rates: Floats, volumes: Floats) -> None:
    """Divide by how many shares there are on each side."""
    for trace, volume in enumerate(volumes):
        sides = np.maximum(np.outer(volume, volume), 1.0)
        rates[trace] /= sides[None, None, :, :, None]
