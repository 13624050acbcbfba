"""The facts of a network that its description rests on: members, ties, what they share, how often and when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.coordination.arrays import Ints, ints
from sayso.coordination.evidence import Evidence
from sayso.coordination.options import NullOptions
from sayso.coordination.posting import ActTables
from sayso.stages import SetEngine
from sayso.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search for ties that is over: what it ran on, what it found, and where tables about it go (``folder``)."""

    engine: SetEngine
    tables: ActTables
    posts: Path
    evidence: Evidence
    folder: Path
    options: NullOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """What at least two members share, the most shared first: arrays of equal length.

    ``trace`` is the place of the trace in the counts' list, ``n_members`` how many members share it, ``n_shares`` how
    often, ``n_accounts`` how many accounts of the case do.
    """

    object: Ints
    trace: Ints
    n_members: Ints
    n_shares: Ints
    n_accounts: Ints
    first_t: Ints
    last_t: Ints

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Things:
        """Return some of the things."""
        return Things(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    @property
    def own_part(self) -> float:
        """Return which part of those who share these things members are."""
        return float(self.n_members.sum() / max(self.n_accounts.sum(), 1))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.object)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A network: ``members`` (numbers of accounts), ``keys`` (their names, ``platform:id``), rows of its ``ties``."""

    number: int
    members: Ints
    keys: tuple[str, ...]
    ties: Ints
    things: Things


def gather(search: Search, keys: dict[int, str]) -> list[Circle]:
    """Return the networks that were found with what they share; ``keys`` are the names of their accounts."""
    evidence, folder = search.evidence, search.folder
    if not evidence.networks:
        return []
    members = _write_members(evidence.networks, folder)
    reads = {"acts": evidence.counted.acts, "members": members}
    search.engine.write("describe_things", reads=reads, to=folder / "things")
    table = read_table(folder / "things")
    network, things = ints(table, "network"), _things(table, evidence)
    order = np.lexsort((things.object, -things.n_shares, -things.n_members, network))
    network, things = network[order], things.take(order)
    borders = np.searchsorted(network, np.arange(len(evidence.networks) + 1))
    return [
        Circle(
            number=number,
            members=of,
            keys=tuple(sorted(keys[account] for account in of.tolist())),
            ties=np.flatnonzero(evidence.ties.network == number),
            things=things.take(np.arange(borders[number], borders[number + 1])),
        )
        for number, of in enumerate(evidence.networks)
    ]


def _write_members(networks: tuple[Ints, ...], folder: Path) -> Path:
    """Write which account is in which network; return where."""
    account = np.concatenate(networks)
    network = np.repeat(np.arange(len(networks)), [len(of) for of in networks])
    path = folder / "members.parquet"
    pq.write_table(pa.table({"account": account, "network": network}), path)
    return path


def values_of(search: Search, wanted: Ints, folder: Path) -> dict[int, tuple[str, str]]:
    """Return the trace and the value of each of the objects ``wanted``; ``folder`` is a new one."""
    folder.mkdir()
    chosen = folder / "chosen.parquet"
    pq.write_table(pa.table({"object": np.unique(wanted).astype(np.int64)}), chosen)
    reads = {"objects": search.tables.objects, "chosen": chosen}
    search.engine.write("describe_values", reads=reads, to=folder / "values")
    table = read_table(folder / "values")
    columns = (table.column(name).to_pylist() for name in ("object", "trace", "value"))
    return {object_: (trace, value) for object_, trace, value in zip(*columns, strict=True)}


def texts_of(search: Search, things: dict[int, tuple[str, str]], folder: Path) -> dict[tuple[str, str], str]:
    """Return the wording behind texts and posts among ``things``, by trace and value; ``folder`` is a new one."""
    folder.mkdir()
    pairs = sorted(set(things.values()))
    chosen = folder / "chosen.parquet"
    schema = pa.schema([("trace", pa.string()), ("value", pa.string())])
    columns = {"trace": [trace for trace, _ in pairs], "value": [value for _, value in pairs]}
    pq.write_table(pa.table(columns, schema=schema), chosen)
    tables = search.tables
    reads = {
        "shares": tables.shares,
        "near_text": tables.near_text,
        "posts": search.posts,
        "chosen": chosen,
    }
    search.engine.write("describe_texts", reads=reads, to=folder / "texts")
    rows = read_table(folder / "texts").to_pylist()
    return {(row["trace"], row["value"]): row["text"] for row in rows if row["text"]}


def _things(table: pa.Table, evidence: Evidence) -> Things:
    place = {name: number for number, name in enumerate(evidence.counted.traces)}
    object_ = ints(table, "object")
    return Things(
        object=object_,
        trace=np.asarray([place[name] for name in table.column("trace").to_pylist()], dtype=np.int64),
        n_members=ints(table, "n_members"),
        n_shares=ints(table, "n_shares"),
        n_accounts=evidence.counted.objects.n_accounts[object_],
        first_t=ints(table, "first_t"),
        last_t=ints(table, "last_t"),
    )
