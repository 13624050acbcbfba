"""Columns as arrays of whole numbers, and the few steps that every count over sorted rows needs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def ints(table: pa.Table | pa.RecordBatch, name: str) -> Ints:
    """Return a column of whole numbers."""
    return np.asarray(table.column(name).to_numpy(), dtype=np.int64)


def all_ints(table: pa.Table) -> dict[str, Ints]:
    """Return every column of a table of whole numbers."""
    return {name: ints(table, name) for name in table.column_names}


def starts(*columns: Ints) -> NDArray[np.bool_]:
    """Tell for each row of sorted columns whether any of them differs from the row before; the first row does."""
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = np.any([np.diff(column) != 0 for column in columns], axis=0)
    return new


def ranges(ordered: NDArray[np.generic], wanted: NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Return the places in ``ordered`` where each of ``wanted`` stands, one after the other, and how many each has."""
    first = np.searchsorted(ordered, wanted)
    n = np.searchsorted(ordered, wanted, side="right") - first
    places: Ints = np.arange(n.sum()) + np.repeat(first - (np.cumsum(n) - n), n)
    return places, n


def places_of(ordered: Ints, wanted: Ints) -> Ints:
    """Return where each of ``wanted`` stands in ``ordered``, which has each value once; -1 where it does not."""
    place = np.searchsorted(ordered, wanted)
    known = place < len(ordered)
    known[known] = ordered[place[known]] == wanted[known]
    return np.where(known, place, -1)
