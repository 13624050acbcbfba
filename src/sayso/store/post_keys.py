"""Which posts a case holds already: a set of 128-bit keys in flat arrays, 16 bytes a post.

A Python set of ten million keys takes 1.1 GB, this 160 MB. Keys lie in sorted runs, each at least twice as long as the
next: adding n keys a batch at a time costs n log n, and a look-up searches about as many runs as n has doublings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """Some keys, as their two halves side by side."""

    high: Words
    low: Words

    def __len__(self) -> int:
        return len(self.high)

    def take(self, wanted: npt.NDArray[np.int64] | Flags) -> Keys:
        """Return those at the places, or with the flags, ``wanted``."""
        return Keys(self.high[wanted], self.low[wanted])


def keys_of(platforms: Iterable[str], ids: Iterable[str]) -> Keys:
    """Return the key of each (platform, id): 128 bits of BLAKE2b, so that no two of 10^15 posts share one."""
    digests = b"".join(
        hashlib.blake2b(f"{platform}\0{id_}".encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
        for platform, id_ in zip(platforms, ids, strict=True)
    )
    words = np.frombuffer(digests, dtype="<u8").reshape(-1, 2)
    return Keys(np.ascontiguousarray(words[:, 0]), np.ascontiguousarray(words[:, 1]))


def first_of_each(keys: Keys) -> Flags:
    """Tell for each key whether it is the first of its value."""
    order = np.lexsort((keys.low, keys.high))  # stable: of equal keys the earlier one comes first
    ordered = keys.take(order)
    again = np.zeros(len(keys), dtype=bool)
    again[1:] = (ordered.high[1:] == ordered.high[:-1]) & (ordered.low[1:] == ordered.low[:-1])
    first = np.empty(len(keys), dtype=bool)
    first[order] = ~again
    return first


class KeySet:
    """A set of keys that grows by batches."""

    def __init__(self) -> None:
        self._runs: list[Keys] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, keys: Keys) -> None:
        """Add keys that are not in the set."""
        if not len(keys):
            return
        self._runs.append(keys.take(np.argsort(keys.high, kind="stable")))
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) > len(self._runs[-2]):
            last, before = self._runs.pop(), self._runs.pop()
            self._runs.append(_merged(before, last))

    def holds(self, keys: Keys) -> Flags:
        """Tell for each key whether it is in the set."""
        found = np.zeros(len(keys), dtype=bool)
        order = np.argsort(keys.high)  # neighbours look at neighbouring memory: three times as fast
        wanted = keys.take(order)
        for run in self._runs:
            found[order] |= _in_run(run, wanted)
        return found


def _merged(a: Keys, b: Keys) -> Keys:
    high = np.concatenate((a.high, b.high))
    order = np.argsort(high, kind="stable")  # of two sorted runs it makes one in linear time
    high = high[order]
    return Keys(high, np.concatenate((a.low, b.low))[order])


def _in_run(run: Keys, wanted: Keys) -> Flags:
    places = np.searchsorted(run.high, wanted.high)
    inside = np.minimum(places, len(run) - 1)
    half = run.high[inside] == wanted.high
    found: Flags = half & (run.low[inside] == wanted.low)
    # Keys that share their first half alone: one pair among some billions, unless somebody made them on purpose.
    for i in np.flatnonzero(half & ~found):
        end = np.searchsorted(run.high, wanted.high[i], side="right")
        found[i] = bool((run.low[places[i] : end] == wanted.low[i]).any())
    return found
