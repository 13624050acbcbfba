"""The second evidence: given who shared what, a pair of accounts is closer in time than chance.

The accounts of each object are dealt out anew among its times: two sharers of an object are within the window as often
as any two of them are. Accounts that are awake at the same hours meet more often than that, so the chance is scaled by
how far the daily rhythms of the two agree. Where only one circle shares an object this evidence can say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.coordination.arrays import Floats, Ints, ints
from sayso.coordination.counting import Counted
from sayso.coordination.excess import LEAST_MEETINGS, Pairs
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.significance import timing_tail
from sayso.stages import SetEngine
from sayso.tables import read_table

PRIOR_ACTS = 24.0
"""An account's hours are those of everybody until it has acted about so often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """How close in time each of the pairs is: of ``m`` objects both share, ``count`` within ``window`` of each other.

    ``expected`` would be, by chance; ``p`` is the chance of so many, times the number of tests, 1 where nothing can be
    said. Arrays of equal length; ``window`` is a place among the options' windows.
    """

    p: Floats
    count: Ints
    m: Ints
    expected: Floats
    window: Ints


def test_synchrony(
    engine: SetEngine,
    counted: Counted,
    pairs: Pairs,
    folder: Path,
    options: NullOptions,
) -> Timed:
    """Test each of ``pairs`` that met often enough."""
    tried = np.flatnonzero(pairs.near.max(1, initial=0) >= LEAST_MEETINGS)
    n = len(pairs.a)
    timed = Timed(
        p=np.ones(n),
        count=np.zeros(n, dtype=np.int64),
        m=np.zeros(n, dtype=np.int64),
        expected=np.zeros(n),
        window=np.zeros(n, dtype=np.int64),
    )
    if not len(tried):
        return timed
    table = _write_pairs(pairs.take(tried), folder)
    chances = _write_chances(counted, folder)
    reads = {"acts": counted.acts, "pairs": table, "chances": chances}
    engine.write("null_shared", reads=reads, to=folder / "shared")
    engine.write("null_hours", reads={"acts": counted.acts, "pairs": table}, to=folder / "hours")
    rhythm = _rhythm(folder / "hours", counted.n_accounts)
    m, expected = _look_up(folder / "shared", counted.traces, pairs.take(tried))
    agreement = (rhythm[pairs.a[tried]] * rhythm[pairs.b[tried]]).sum(1) / (rhythm[-1] ** 2).sum()
    windows = len(options.windows)
    expected = np.minimum(expected[:, :windows] * agreement[:, None], m[:, None])
    near = np.minimum(pairs.near[tried, :windows], m[:, None])
    p = timing_tail(near, np.broadcast_to(m[:, None], near.shape), expected)
    best = p.argmin(1)
    rows = np.arange(len(tried))
    timed.p[tried] = np.minimum(p[rows, best] * windows * len(counted.traces), 1.0)
    timed.count[tried] = near[rows, best]
    timed.m[tried] = m
    timed.expected[tried] = expected[rows, best]
    timed.window[tried] = best
    return timed


def _write_pairs(pairs: Pairs, folder: Path) -> Path:
    path = folder / "timed_pairs.parquet"
    key = np.unique(np.stack([pairs.a, pairs.b], axis=1), axis=0)
    pq.write_table(pa.table({"a": key[:, 0], "b": key[:, 1]}), path)
    return path


def _write_chances(counted: Counted, folder: Path) -> Path:
    """Write how often two sharers of an object are within each window: by the object alone, as it was."""
    objects = counted.objects
    shared = np.flatnonzero(objects.n_accounts > 1)
    n_pairs = objects.n_accounts[shared] * (objects.n_accounts[shared] - 1) / 2.0
    own = np.minimum(counted.bursts[shared] / n_pairs[:, None], 1.0)
    # Where an object is left out of a window nothing was counted: nobody is close there, nor expected to be.
    columns = {f"p_{place + 1}": own[:, place] for place in range(MOST_WINDOWS)}
    path = folder / "chances.parquet"
    pq.write_table(pa.table({"object": shared, **columns}), path)
    return path


def _rhythm(path: Path, n_accounts: int) -> Floats:
    """Return the share of each account's acts in each hour of the day; the last row is everybody's."""
    table = read_table(path)
    counts = np.zeros((n_accounts + 1, 24))
    counts[ints(table, "account"), ints(table, "hour")] = ints(table, "n")
    everybody = (counts.sum(0) + 1.0) / (counts.sum() + 24.0)
    counts += PRIOR_ACTS * everybody
    result: Floats = counts / counts.sum(1, keepdims=True)
    return result


def _look_up(path: Path, traces: tuple[str, ...], pairs: Pairs) -> tuple[Ints, Floats]:
    """Return m and the expected meetings of each pair and trace."""
    table = read_table(path)
    named = pc.index_in(table.column("trace"), value_set=pa.array(traces)).to_numpy()
    a, b = ints(table, "a"), ints(table, "b")
    n_accounts = int(b.max(initial=0)) + 1
    known = (named * n_accounts + a) * n_accounts + b
    order = np.argsort(known, kind="stable")
    wanted = (pairs.trace * n_accounts + pairs.a) * n_accounts + pairs.b
    rows = order[np.searchsorted(known[order], wanted)]
    m = ints(table, "m")[rows]
    expected = np.stack([table.column(f"expected_{n + 1}").to_numpy() for n in range(MOST_WINDOWS)], axis=1)[
        rows
    ]
    return m, expected
