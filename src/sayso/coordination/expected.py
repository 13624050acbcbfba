"""How many objects a pair of accounts is expected to share within a window, were each to choose for itself.

A degree null that knows time and taste: account a shares the object o with the chance d_a * n_o / M (d_a things shared
by a, n_o of M shares in the trace and platform going to o), times how much a prefers the stratum of o; two shares of o
are within the window with the chance at which pairs of its sharers are, drawn towards that of objects of like reach
where few share it. The sum over all objects of a stratum is one number, so that a pair costs one product a stratum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from sayso.coordination.arrays import Floats, Ints
from sayso.coordination.counting import Counted
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.strata import Strata

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
        [
            np.bincount(counted.platforms, weights=row, minlength=n_platforms).astype(float)
            for row in counted.degrees
        ]
    )
    model = NullModel(
        counted=counted,
        strata=strata,
        options=options,
        chances=burst_chances(counted, options),
        n_platforms=n_platforms,
    )
    shape = (len(counted.traces), len(options.windows), len(options.reaches), n_platforms, n_platforms)
    rates = np.zeros((*shape, strata.n_strata))
    n_objects = len(model.chances)
    borders = np.searchsorted(counted.sharer_object, np.arange(0, n_objects + CHUNK, CHUNK))
    for number, first in enumerate(range(0, n_objects, CHUNK)):
        _add(rates, model, first, slice(int(borders[number]), int(borders[number + 1])))
    _normalise(rates, volumes)
    return Expectation(
        rates=rates,
        chances=model.chances,
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
    classes = options.reach_of(objects.n_accounts)
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


def leanings(place: Ints, account: Ints, *, n_objects: int, strata: Strata) -> Floats:
    """Return for each object the chance that it belongs to each stratum, judged by who shares it.

    ``place[i]`` is the object, from 0 to ``n_objects`` - 1, that ``account[i]`` shares.
    """
    shared = csr_matrix((np.ones(len(place)), (place, account)), shape=(n_objects, len(strata.preference)))
    weight = np.asarray(shared @ np.log(strata.preference)) + np.log(strata.base)
    weight -= weight.max(1, keepdims=True)
    likelihood = np.exp(weight)
    result: Floats = likelihood / likelihood.sum(1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class NullModel:
    """What the rates are made of."""

    counted: Counted
    strata: Strata
    options: NullOptions
    chances: Floats
    n_platforms: int


def _add(rates: Floats, model: NullModel, first: int, rows: slice) -> None:
    """Add to ``rates`` what the objects from ``first`` on give, whose sharers stand in ``rows``."""
    counted, options = model.counted, model.options
    sharer = counted.sharer_account[rows]
    if not len(sharer):
        return
    n_objects = min(CHUNK, len(model.chances) - first)
    here = slice(first, first + n_objects)
    place = counted.sharer_object[rows] - first
    leaning = leanings(place, sharer, n_objects=n_objects, strata=model.strata)
    n = _per_platform(place, counted.platforms[sharer], n_objects, model.n_platforms)
    trace, n_accounts = counted.objects.trace[here], counted.objects.n_accounts[here]
    for x, y in np.ndindex(model.n_platforms, model.n_platforms):
        meetings = n[:, x] * (n[:, y] - (x == y))
        used = np.flatnonzero((meetings > 0) & (trace >= 0))
        weighed = meetings[used, None] * model.chances[first + used, : len(options.windows)]
        for reach, most in enumerate(options.reaches):
            for number in range(len(counted.traces)):
                counts = (trace[used] == number) & (n_accounts[used] <= most)
                rates[number, :, reach, x, y] += weighed[counts].T @ leaning[used[counts]]


def _per_platform(place: Ints, platform: Ints, n_objects: int, n_platforms: int) -> Floats:
    """Return how many accounts of each platform share each object."""
    n = np.bincount(place * n_platforms + platform, minlength=n_objects * n_platforms)
    return n.reshape(n_objects, n_platforms).astype(float)


def _normalise(rates: Floats, volumes: Floats) -> None:
    """Divide by how many shares there are on each side."""
    for trace, volume in enumerate(volumes):
        sides = np.maximum(np.outer(volume, volume), 1.0)
        rates[trace] /= sides[None, None, :, :, None]
