"""The first evidence: a pair of accounts shares more of the same things within a window than expected."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sayso.coordination.arrays import Floats, Ints, ints
from sayso.coordination.counting import Counted
from sayso.coordination.expected import Expectation
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.significance import excess_tail
from sayso.tables import iter_batches

REACHES = ("all", "some", "few")
BATCH_ROWS = 200_000
KEPT = 1e-3
"""Pairs with a larger p-value are let go: among a hundred accounts already they are beyond any level."""

LEAST_MEETINGS = 3
"""Pairs that meet over fewer things have no say in the second evidence: two close meetings are too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of accounts, a < b, with the strongest of their tests: arrays of equal length.

    ``p`` is corrected for the number of tests; ``count`` objects were shared within ``window`` (its place among the
    options') in the trace ``trace``, ``expected`` by chance; ``reach`` says among which objects (0 all, 1 those some
    share, 2 those few share). ``near`` are the counts of all objects for each window.
    """

    a: Ints
    b: Ints
    trace: Ints
    p: Floats
    count: Ints
    expected: Floats
    window: Ints
    reach: Ints
    near: Ints

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def test_excess(counted: Counted, expectation: Expectation, options: NullOptions) -> Pairs:
    """Return for each trace the pairs that share too much, and those that meet often enough to time them."""
    n_tests = len(counted.traces) * len(options.windows) * len(options.reaches)
    found = [
        _test(batch, counted, expectation, options, n_tests)
        for batch in iter_batches(counted.pairs, batch_rows=BATCH_ROWS)
    ]
    return join(found) if found else no_pairs()


def join(parts: list[Pairs]) -> Pairs:
    """Return all pairs of ``parts``, which are at least one."""
    return Pairs(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Pairs)
        }
    )


def no_pairs() -> Pairs:
    """Return no pairs."""
    none = np.zeros(0, dtype=np.int64)
    empty = np.zeros(0)
    return Pairs(
        a=none,
        b=none,
        trace=none,
        p=empty,
        count=none,
        expected=empty,
        window=none,
        reach=none,
        near=np.zeros((0, MOST_WINDOWS), dtype=np.int64),
    )


def _test(
    batch: pa.RecordBatch, counted: Counted, expectation: Expectation, options: NullOptions, n_tests: int
) -> Pairs:
    columns = {name: batch.column(name) for name in batch.schema.names}
    a, b = ints(batch, "a"), ints(batch, "b")
    counts = np.stack(
        [
            np.stack([columns[f"{reach}_{place + 1}"].to_numpy() for reach in REACHES], axis=1)
            for place in range(len(options.windows))
        ],
        axis=1,
    ).astype(np.int64)  # (pair, window, reach)
    near = np.stack([columns[f"all_{place + 1}"].to_numpy() for place in range(MOST_WINDOWS)], axis=1)
    number = {name: place for place, name in enumerate(counted.traces)}
    named = columns["trace"].dictionary_encode()
    trace = np.asarray([number[name.as_py()] for name in named.dictionary], dtype=np.int64)[
        np.asarray(named.indices.to_numpy(), dtype=np.int64)
    ]
    expected = np.zeros(counts.shape)
    for place in range(len(counted.traces)):
        of_trace = np.flatnonzero(trace == place)
        expected[of_trace] = expectation.of_pairs(place, a[of_trace], b[of_trace])
    return strongest(
        a=a, b=b, trace=trace, counts=counts, expected=expected, near=near, options=options, n_tests=n_tests
    )


def strongest(
    *,
    a: Ints,
    b: Ints,
    trace: Ints,
    counts: Ints,
    expected: Floats,
    near: Ints,
    options: NullOptions,
    n_tests: int,
    least: int = LEAST_MEETINGS,
    kept: float = KEPT,
) -> Pairs:
    """Return the pairs worth keeping, each with the smallest of its p-values times ``n_tests``.

    ``counts`` and ``expected`` are arrays of (pair, window, reach).
    """
    p = excess_tail(counts, expected, dispersion=options.dispersion).reshape(len(a), -1)
    best = p.argmin(1)
    rows = np.arange(len(a))
    smallest = np.minimum(p[rows, best] * n_tests, 1.0)
    n_reaches = counts.shape[2]
    chosen = np.flatnonzero((smallest <= kept) | (near.max(1) >= least))
    window, reach = best // n_reaches, best % n_reaches
    return Pairs(
        a=a[chosen],
        b=b[chosen],
        trace=trace[chosen],
        p=smallest[chosen],
        count=counts[rows, window, reach][chosen],
        expected=expected[rows, window, reach][chosen],
        window=window[chosen],
        reach=reach[chosen],
        near=np.asarray(near[chosen], dtype=np.int64),
    )
