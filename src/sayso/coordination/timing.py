"""How close in time the members of a network share its things, beside how close others share things of like reach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.coordination.arrays import Ints, ints
from sayso.coordination.circles import Circle, Search
from sayso.tables import read_table

SAMPLE = 300
"""Other objects looked at for each trace and reach: the median of 300 lies within a tenth of its rank."""

MOST_SHARERS = 40
"""Sharers of an object that are paired, evenly chosen in the order of time: 780 pairs."""

LEAST_OBJECTS = 10
"""With fewer other objects of like reach no median is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Median seconds between two accounts that share a thing: of members, and of others over things of like reach."""

    members: float
    others: float
    n_things: int
    n_others: int


def paces(search: Search, circles: list[Circle], shares: dict[str, Ints], folder: Path) -> list[Pace | None]:
    """Return the pace of each network, None where there is nothing to compare with; ``folder`` is a new one.

    ``shares`` are those of members: columns network, object, account, t.
    """
    others = _others(search, circles, folder)
    return [_pace(search, circle, shares, others) for circle in circles]


def _class_of(search: Search, objects: Ints) -> Ints:
    """Return for each object the number of its trace and reach."""
    counted, options = search.evidence.counted, search.options
    reach = options.reach_of(counted.objects.n_accounts[objects])
    return np.asarray(counted.objects.trace[objects] * 3 + reach, dtype=np.int64)


def _others(search: Search, circles: list[Circle], folder: Path) -> dict[int, Ints]:
    """Return, by trace and reach, the median delays of a sample of objects that no network shares."""
    folder.mkdir()
    counted = search.evidence.counted
    taken = np.zeros(len(counted.objects.trace), dtype=bool)
    for circle in circles:
        taken[circle.things.object] = True
    free = np.flatnonzero((counted.objects.n_accounts > 1) & (counted.objects.trace >= 0) & ~taken)
    class_of = _class_of(search, free)
    chosen = [_evenly(free[class_of == number], SAMPLE) for number in np.unique(class_of)]
    path = folder / "chosen.parquet"
    pq.write_table(pa.table({"object": np.concatenate([np.zeros(0, dtype=np.int64), *chosen])}), path)
    search.engine.write(
        "describe_sharers", reads={"acts": counted.acts, "chosen": path}, to=folder / "sharers"
    )
    table = read_table(folder / "sharers")
    names, delays = _delays(ints(table, "object"), ints(table, "t"))
    class_of = _class_of(search, names)
    return {int(number): delays[class_of == number] for number in np.unique(class_of)}


def _evenly(values: Ints, most: int) -> Ints:
    """Return at most ``most`` of ``values``, evenly spread."""
    if len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).astype(np.int64)]


def _delays(object_: Ints, t: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """Return the objects, ascending, and for each the median seconds between two of its shares."""
    order = np.lexsort((t, object_))
    object_, t = object_[order], t[order]
    names, first = np.unique(object_, return_index=True)
    borders = np.append(first, len(t))
    delays = np.empty(len(names))
    for place in range(len(names)):
        times = _evenly(t[borders[place] : borders[place + 1]], MOST_SHARERS)
        rows, columns = np.triu_indices(len(times), 1)
        delays[place] = np.median(times[columns] - times[rows]) if len(rows) else np.nan
    known = ~np.isnan(delays)
    return names[known], delays[known]


def _pace(search: Search, circle: Circle, shares: dict[str, Ints], others: dict[int, Ints]) -> Pace | None:
    own = shares["network"] == circle.number
    key = np.stack([shares["object"][own], shares["account"][own]], axis=1)
    t = shares["t"][own]
    order = np.lexsort((t, key[:, 1], key[:, 0]))
    _, first = np.unique(key[order], axis=0, return_index=True)
    names, delays = _delays(key[order][first, 0], t[order][first])
    usual = {
        number: float(np.median(of_class))
        for number, of_class in others.items()
        if len(of_class) >= LEAST_OBJECTS
    }
    classes = _class_of(search, names).tolist()
    compared = [usual[number] for number in classes if number in usual]
    if not compared:
        return None
    return Pace(
        members=float(np.median(delays[[number in usual for number in classes]])),
        others=float(np.median(compared)),
        n_things=len(compared),
        n_others=sum(len(others[number]) for number in sorted(set(classes)) if number in usual),
    )
