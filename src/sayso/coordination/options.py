"""What the search for ties is run with: windows, traces, the level, and what the null model allows for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.coordination.arrays import Ints

TRACES = ("url", "repost", "quote", "reply", "media", "hashtags", "near-text", "object")
"""Kinds of things whose sharing can tie two accounts. Single hashtags, mentions and domains are left to those who name
them: they are topics, and thousands share each within the hour. A text is looked at as its cluster of near copies."""

WINDOWS = (10, 60, 600, 3600)
"""Seconds: what a program does, a person who waits for a message, one who looks now and then, one who looks hourly."""

MOST_WINDOWS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NullOptions:
    """What a search for ties depends on; the same options give the same ties for the same posts.

    ``windows``: seconds, ascending, at most four. ``q``: the share of false ties among those called ties, at most.
    ``few`` and ``some``: an object that at most so many accounts share counts in a class of its own too, since meeting
    over what few know says more. ``dispersion``: how much more than its strata explain two accounts of like taste may
    share: the null is a gamma mixture of Poisson laws with this squared coefficient of variation. On synthetic posts
    without any coordination, Poisson (0) gave 1 to 16 false ties a run, 3 gave 0 to 2, 6 none in 24 runs.
    ``repeats``: a text is left out where at least this part of its posts share one link or other thing as well.
    ``pairs_per_act``: pairs of shares looked at in one window for each act at most; the most shared objects are left
    out of a window first, since they tell least. ``pairs_at_least``: so many in any case.
    """

    windows: tuple[int, ...] = WINDOWS
    traces: tuple[str, ...] = TRACES
    q: float = 0.05
    few: int = 16
    some: int = 64
    dispersion: float = 4.0
    repeats: float = 0.5
    pairs_per_act: int = 8
    pairs_at_least: int = 5_000_000

    @property
    def reaches(self) -> tuple[int, ...]:
        """The classes of objects that are tested apart: all, shared by some, shared by few."""
        return (NO_LIMIT, self.some, self.few)

    def reach_of(self, n_accounts: Ints) -> Ints:
        """Return how far each object reaches, by how many accounts share it: 0 few, 1 some, 2 more."""
        return np.digitize(n_accounts, [self.few + 1, self.some + 1]).astype(np.int64)


NO_LIMIT = 2**40
"""More accounts than any object has."""
