"""What explains how often accounts meet: how active and popular they and their links are, who shares what, or timing.

The posts are dealt out anew twice. First the accounts among the times of each object: who shares what stays, when is
chance. Then the accounts among all shares of a trace: only how active each is and how popular each object stays. What
remains of the pairs that met twice or more is explained without timing, or without any link between the two accounts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.coordination.arrays import Ints, starts
from sayso.coordination.counting import Counted
from sayso.coordination.dealing import Near, acts_of, deal, near_acts
from sayso.coordination.options import NullOptions

DEALS = 2
SEED = 0
MOST_PAIRS = 1_000_000
"""Pairs of shares made in one deal: of larger data a random part of the objects is taken, the same for every deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Of one trace and window: ``n_met`` pairs of accounts met over two objects or more.

    ``n_without_timing`` do so on average when the accounts of each object are dealt out anew, ``n_by_popularity`` when
    those of all shares are. ``part`` says which part of the objects was looked at, in (0, 1].
    """

    trace: str
    window_seconds: int
    n_met: int
    n_without_timing: float
    n_by_popularity: float
    part: float


def explain(counted: Counted, options: NullOptions) -> tuple[Explained, ...]:
    """Return for each trace and window what explains the meetings, where there are any."""
    dice = np.random.default_rng(SEED)
    chosen, part = _choose(counted, dice)
    acts = acts_of(counted, chosen)
    near = near_acts(acts, counted)
    met = _count(near, acts["account"], counted, options)
    timing = np.zeros(met.shape)
    popularity = np.zeros(met.shape)
    for _ in range(DEALS):
        by_object = deal(acts, acts["object"], dice)
        timing += _count(near, by_object, counted, options) / DEALS
        by_trace = deal(acts, counted.objects.trace[acts["object"]], dice)
        popularity += _count(near, by_trace, counted, options) / DEALS
    return tuple(
        Explained(
            trace=trace,
            window_seconds=seconds,
            n_met=int(met[place, window]),
            n_without_timing=float(timing[place, window]),
            n_by_popularity=float(popularity[place, window]),
            part=part,
        )
        for place, trace in enumerate(counted.traces)
        for window, seconds in enumerate(options.windows)
        if met[place, window]
    )


def _choose(counted: Counted, dice: np.random.Generator) -> tuple[NDArray[np.bool_], float]:
    """Return which objects are looked at: all, or so many at random that not too many pairs are made of them."""
    shared = np.flatnonzero(counted.objects.widest > 0)
    order = dice.permutation(shared)
    taken = order[np.cumsum(counted.bursts[order].max(1, initial=0)) <= MOST_PAIRS]
    chosen = np.zeros(len(counted.objects.trace), dtype=bool)
    chosen[taken] = True
    return chosen, len(taken) / max(len(shared), 1)


def _count(near: Near, account: Ints, counted: Counted, options: NullOptions) -> NDArray[np.float64]:
    """Return how many pairs of accounts met over two objects or more, by (trace, window)."""
    a, b = account[near.first], account[near.second]
    trace = counted.objects.trace[near.object]
    pair = (trace * counted.n_accounts + np.minimum(a, b)) * counted.n_accounts + np.maximum(a, b)
    often = _often(pair, np.flatnonzero(a != b))
    order = often[np.lexsort((near.object[often], pair[often]))]
    pair, object_, delay = pair[order], near.object[order], near.delay[order]
    widest = counted.objects.widest[object_]
    result = np.zeros((len(counted.traces), len(options.windows)))
    for window, seconds in enumerate(options.windows):
        seen = np.flatnonzero((delay <= seconds) & (widest >= seconds))
        new = starts(pair[seen], object_[seen])
        met, n_objects = np.unique(pair[seen[new]], return_counts=True)
        of_trace = met[n_objects > 1] // counted.n_accounts**2
        result[:, window] = np.bincount(of_trace, minlength=len(counted.traces))
    return result


def _often(pair: Ints, places: Ints) -> Ints:
    """Return those of ``places`` whose pair is there twice or more: the tenth, usually, that can have met twice."""
    order = places[np.argsort(pair[places])]
    first_of_two = np.flatnonzero(np.diff(pair[order]) == 0)
    kept: Ints = order[np.union1d(first_of_two, first_of_two + 1)]
    return kept
