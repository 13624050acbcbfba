"""Count, by queries over all acts, what the null model needs: who shares what, how often, how close in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.coordination.arrays import Floats, Ints, ints
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.posting import ActTables
from sayso.stages import Parameter, SetEngine
from sayso.tables import count_rows, join_tables, read_table

NO_WINDOW = -1
"""Where fewer than four windows are asked for, the rest is so narrow that nothing falls into it."""

ACTS_PER_PART = 1_000_000
"""Objects are counted in parts of about so many acts: a query that joins and groups holds both in memory at once, and
five million acts in one took 2 GB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """The objects that can tie accounts, by number: arrays as long as there are objects of any kind.

    ``trace`` is the place of the object's trace in ``Counted.traces``, -1 for an object that is not looked at;
    ``n_accounts`` how many share it; ``widest`` the widest window (seconds) in which it is looked at, 0 for none.
    """

    trace: Ints
    n_accounts: Ints
    widest: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Where the counts lie, and those of them that are small enough for memory.

    ``sharers``: distinct (object, account), by object. ``degrees``: for each trace, how many different things each
    account shares. ``bursts``: for each object and window, how many pairs of accounts share it that close in time.
    """

    traces: tuple[str, ...]
    acts: Path
    co_shares: Path
    pairs: Path
    limits: Path
    objects: Objects
    sharer_object: Ints
    sharer_account: Ints
    degrees: Floats
    bursts: Ints
    platforms: Ints
    n_accounts: int
    n_left_out: tuple[int, ...]
    """For each window, how many objects are left out of it because too many share them."""


def count(engine: SetEngine, tables: ActTables, folder: Path, options: NullOptions) -> Counted:
    """Run the queries; every table is a new folder below ``folder``."""
    named = "," + ",".join(options.traces) + ","
    acts = folder / "null_acts"
    engine.write(
        "null_acts",
        reads={"acts": tables.acts, "objects": tables.objects},
        to=acts,
        parameters={"traces": named, "repeats": options.repeats},
    )
    engine.write(
        "null_degrees", reads={"acts": tables.acts}, to=folder / "degrees", parameters={"traces": named}
    )
    engine.write("null_distinct", reads={"acts": acts}, to=folder / "distinct")
    platforms = _platforms(tables.accounts)
    object_, account = _sharers(folder / "distinct")
    all_objects = read_table(tables.objects, columns=["object", "trace"])
    n_sharers = np.bincount(object_, minlength=all_objects.num_rows)
    traces, trace = _traces(all_objects, n_sharers)
    widest, left_out = _widest(engine, acts, folder, options, n_objects=len(trace))
    objects = Objects(trace=trace, n_accounts=n_sharers, widest=widest)
    limits = _write_limits(objects, folder)
    co_shares, pairs = folder / "co_shares", folder / "pairs"
    _write_in_parts(engine, "null_co_shares", {"acts": acts, "limits": limits}, co_shares, {})
    windows = window_parameters(options.windows)
    engine.write("null_bursts", reads={"co_shares": co_shares}, to=folder / "bursts", parameters=windows)
    engine.write(
        "null_pairs",
        reads={"co_shares": co_shares, "limits": limits},
        to=pairs,
        parameters=windows | {"some": options.some, "few": options.few},
    )
    return Counted(
        traces=traces,
        acts=acts,
        co_shares=co_shares,
        pairs=pairs,
        limits=limits,
        objects=objects,
        sharer_object=object_,
        sharer_account=account,
        degrees=_degrees(folder / "degrees", traces, n_accounts=len(platforms)),
        bursts=_bursts(folder / "bursts", n_objects=len(objects.trace)),
        platforms=platforms,
        n_accounts=len(platforms),
        n_left_out=left_out,
    )


def window_parameters(windows: tuple[int, ...]) -> dict[str, int | float | str]:
    """Return the four parameters that queries take for ``windows``, which are at most four."""
    padded = (*windows, *([NO_WINDOW] * (MOST_WINDOWS - len(windows))))
    return {f"window_{n}": seconds for n, seconds in enumerate(padded, start=1)}


def _sharers(path: Path) -> tuple[Ints, Ints]:
    """Return objects and their accounts, by object."""
    table = read_table(path)
    object_, account = ints(table, "object"), ints(table, "account")
    order = np.argsort(object_, kind="stable")
    return object_[order], account[order]


def _platforms(accounts: Path) -> Ints:
    """Return a number for the platform of each account."""
    table = read_table(accounts, columns=["account", "platform"])
    names = table.column("platform").combine_chunks().dictionary_encode()
    result = np.zeros(table.num_rows, dtype=np.int64)
    result[ints(table, "account")] = np.asarray(names.indices.to_numpy(), dtype=np.int64)
    return result


def _traces(table: pa.Table, n_sharers: Ints) -> tuple[tuple[str, ...], Ints]:
    """Return the traces of objects that somebody shares, by name, and the place of each object's, -1 for the others."""
    n_objects = table.num_rows
    number = ints(table, "object")
    names = table.column("trace").combine_chunks().dictionary_encode()
    of_name = np.asarray(names.indices.to_numpy(), dtype=np.int64)
    named = np.full(n_objects, -1, dtype=np.int64)
    named[number] = of_name
    named[n_sharers == 0] = -1
    present = [place for place in range(len(names.dictionary)) if (named == place).any()]
    traces = sorted((str(names.dictionary[place].as_py()), place) for place in present)
    trace = np.full(n_objects, -1, dtype=np.int64)
    for position, (_, place) in enumerate(traces):
        trace[named == place] = position
    return tuple(name for name, _ in traces), trace


def _widest(
    engine: SetEngine, acts: Path, folder: Path, options: NullOptions, *, n_objects: int
) -> tuple[Ints, tuple[int, ...]]:
    """Return the widest window of each object: where it would make too many pairs it is left out of wider ones.

    Those that make the fewest pairs come first, as long as all of them together stay within what is allowed. Where
    nothing is left out of a window, nothing is of one at most half as wide: its buckets, two by two, lie within.
    """
    allowed = max(options.pairs_per_act * count_rows(acts), options.pairs_at_least)
    widest = np.zeros(n_objects, dtype=np.int64)
    left_out: list[int] = []
    all_fit_in = 0
    for window in reversed(options.windows):
        if 2 * window <= all_fit_in:
            left_out.append(0)
            continue
        loads = folder / f"loads_{window}"
        _write_in_parts(engine, "null_loads", {"acts": acts}, loads, {"window": window})
        table = read_table(loads)
        object_, n_pairs = ints(table, "object"), ints(table, "n_pairs")
        order = np.lexsort((object_, n_pairs))
        kept = object_[order][np.cumsum(n_pairs[order]) <= allowed]
        widest[kept] = np.maximum(widest[kept], window)
        left_out.append(len(object_) - len(kept))
        all_fit_in = 0 if left_out[-1] else window
    return widest, tuple(reversed(left_out))


def _write_in_parts(
    engine: SetEngine, query: str, reads: Mapping[str, Path], to: Path, parameters: Mapping[str, Parameter]
) -> None:
    """Run ``query`` over some of the objects at a time, as many as make `ACTS_PER_PART` acts."""
    n_parts = -(-count_rows(reads["acts"]) // ACTS_PER_PART) or 1
    parts = [to.with_name(f"{to.name}-{part}") for part in range(n_parts)] if n_parts > 1 else [to]
    for part, folder in enumerate(parts):
        engine.write(query, reads=reads, to=folder, parameters={**parameters, "part": part, "parts": n_parts})
    if n_parts > 1:
        join_tables(parts, to)


def _write_limits(objects: Objects, folder: Path) -> Path:
    kept = np.flatnonzero(objects.widest > 0)
    table = pa.table(
        {"object": kept, "widest": objects.widest[kept], "n_accounts": objects.n_accounts[kept]},
        schema=pa.schema([("object", pa.int64()), ("widest", pa.int64()), ("n_accounts", pa.int64())]),
    )
    path = folder / "limits.parquet"
    pq.write_table(table, path)
    return path


def _degrees(path: Path, traces: tuple[str, ...], *, n_accounts: int) -> Floats:
    table = read_table(path)
    degrees = np.zeros((len(traces), n_accounts))
    account, n_objects = ints(table, "account"), ints(table, "n_objects")
    named = pc.index_in(table.column("trace"), value_set=pa.array(traces, pa.string())).to_numpy()
    for place in range(len(traces)):
        of_trace = named == place
        degrees[place, account[of_trace]] = n_objects[of_trace]
    return degrees


def _bursts(path: Path, *, n_objects: int) -> Ints:
    table = read_table(path)
    bursts = np.zeros((n_objects, MOST_WINDOWS), dtype=np.int64)
    for place in range(MOST_WINDOWS):
        bursts[ints(table, "object"), place] = ints(table, f"n_{place + 1}")
    return bursts
