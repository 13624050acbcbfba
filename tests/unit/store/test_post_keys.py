"""The set of keys against Python's own set."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sayso.store.post_keys import Keys, KeySet, first_of_each, keys_of

FEW = st.integers(0, 3)
"""So few that halves collide all the time, which hashes never do."""


def pairs_of(pairs):
    """Return keys with these halves."""
    high, low = ([pair[i] for pair in pairs] for i in (0, 1))
    return Keys(np.array(high, dtype=np.uint64), np.array(low, dtype=np.uint64))


@given(st.lists(st.lists(st.tuples(FEW, FEW), max_size=6), max_size=12))
def test_key_set_is_a_set(batches):
    """Batch after batch, it tells what it holds and which key of a batch is the first, as a set would."""
    keys, known = KeySet(), set()
    for batch in batches:
        halves = pairs_of(batch)
        fresh = first_of_each(halves) & ~keys.holds(halves)
        expected = [pair not in known and pair not in batch[:i] for i, pair in enumerate(batch)]
        assert fresh.tolist() == expected
        keys.add(halves.take(fresh))
        known.update(batch)
        assert len(keys) == len(known)


def test_key_tells_platform_and_id_apart():
    """The border between platform and id counts, and an id with a lone surrogate has a key too."""
    keys = keys_of(["a", "ab", "a", "a"], ["bc", "c", "bc", "\ud800"])
    assert first_of_each(keys).tolist() == [True, True, False, True]
