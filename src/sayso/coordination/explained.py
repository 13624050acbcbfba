"""What explains how often accounts meet: how active and popular they and their links are, who shares what, or timing.

The posts are dealt out anew twice. First the accounts among the times of each object: who shares what stays, when is
chance. Then the accounts among all shares of a trace: only how active each is and how popular each object stays. What
remains of the pairs that met twice or more is explained without timing, or without any link between the two accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.coordination.counting import Counted, window_parameters
from sayso.coordination.options import NullOptions
from sayso.stages import SetEngine
from sayso.tables import iter_batches, read_table

Ints = NDArray[np.int64]

DEALS = 2
SEED = 0
BATCH_ROWS = 200_000
_ACTS = pa.schema([("object", pa.int64()), ("account", pa.int64()), ("t", pa.int64())])
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


def explain(engine: SetEngine, counted: Counted, folder: Path, options: NullOptions) -> tuple[Explained, ...]:
    """Return for each trace and window what explains the meetings, where there are any."""
    folder.mkdir()
    dice = np.random.default_rng(SEED)
    chosen, part = _choose(counted, dice)
    acts = _acts(counted, chosen)
    met = _count(engine, counted, acts, folder / "as-it-was", options)
    timing = np.zeros(met.shape)
    popularity = np.zeros(met.shape)
    for deal in range(DEALS):
        by_object = _deal(acts, acts["object"], dice)
        timing += _count(engine, counted, by_object, folder / f"objects-{deal}", options) / DEALS
        by_trace = _deal(acts, counted.objects.trace[acts["object"]], dice)
        popularity += _count(engine, counted, by_trace, folder / f"traces-{deal}", options) / DEALS
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


def _acts(counted: Counted, chosen: NDArray[np.bool_]) -> dict[str, Ints]:
    """Return the acts over the chosen objects, in an order that no engine decides."""
    kept = [
        batch.filter(pa.array(chosen[batch.column("object").to_numpy()]))
        for batch in iter_batches(counted.acts, schema=_ACTS, batch_rows=BATCH_ROWS)
    ]
    table = pa.Table.from_batches(kept, schema=_ACTS)
    columns = {name: np.asarray(table.column(name).to_numpy(), dtype=np.int64) for name in _ACTS.names}
    order = np.lexsort((columns["account"], columns["t"], columns["object"]))
    return {name: column[order] for name, column in columns.items()}


def _deal(acts: dict[str, Ints], within: Ints, dice: np.random.Generator) -> dict[str, Ints]:
    """Return the acts with their accounts dealt out anew among those that are alike in ``within``."""
    before = np.argsort(within, kind="stable")
    after = np.lexsort((dice.random(len(within)), within))
    account = np.empty_like(acts["account"])
    account[before] = acts["account"][after]
    return acts | {"account": account}


def _count(
    engine: SetEngine, counted: Counted, acts: dict[str, Ints], folder: Path, options: NullOptions
) -> NDArray[np.float64]:
    """Return how many pairs met twice or more, by (trace, window)."""
    folder.mkdir()
    named = np.asarray(counted.traces, dtype=object)[counted.objects.trace[acts["object"]]]
    trace = pa.array(named, type=pa.string())
    pq.write_table(pa.table({"trace": trace, **acts}), folder / "acts.parquet")
    reads = {"acts": folder / "acts.parquet", "limits": counted.limits}
    engine.write("null_co_shares", reads=reads, to=folder / "co_shares", parameters={"part": 0, "parts": 1})
    engine.write(
        "null_meetings",
        reads={"co_shares": folder / "co_shares", "limits": counted.limits},
        to=folder / "meetings",
        parameters=window_parameters(options.windows),
    )
    table = read_table(folder / "meetings")
    result = np.zeros((len(counted.traces), len(options.windows)))
    for row in table.to_pylist():
        place = counted.traces.index(row["trace"])
        result[place] = [row[f"n_{window + 1}"] for window in range(len(options.windows))]
    return result
