"""Deal accounts out anew among acts, and find which acts are near each other in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sayso.coordination.arrays import Ints, all_ints
from sayso.coordination.counting import Counted
from sayso.tables import iter_batches

BATCH_ROWS = 200_000
_ACTS = pa.schema([("object", pa.int64()), ("account", pa.int64()), ("t", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Pairs of acts by their places, with the object and the seconds between them."""

    first: Ints
    second: Ints
    object: Ints
    delay: Ints


def acts_of(counted: Counted, chosen: NDArray[np.bool_]) -> dict[str, Ints]:
    """Return the acts over the chosen objects, in an order that no engine decides."""
    kept = [
        batch.filter(pa.array(chosen[batch.column("object").to_numpy()]))
        for batch in iter_batches(counted.acts, schema=_ACTS, batch_rows=BATCH_ROWS)
    ]
    table = pa.Table.from_batches(kept, schema=_ACTS)
    columns = all_ints(table)
    order = np.lexsort((columns["account"], columns["t"], columns["object"]))
    return {name: column[order] for name, column in columns.items()}


def deal(acts: dict[str, Ints], within: Ints, dice: np.random.Generator) -> Ints:
    """Return the accounts of the acts, dealt out anew among those that are alike in ``within``."""
    before = np.argsort(within, kind="stable")
    after = np.argsort(within + dice.random(len(within)))
    account = np.empty_like(acts["account"])
    account[before] = acts["account"][after]
    return account


def near_acts(acts: dict[str, Ints], counted: Counted) -> Near:
    """Return the pairs of acts, which are in the order of object and time, that are near enough to be looked at.

    Who acts does not matter here: the pairs are the same in every deal.
    """
    object_, t = acts["object"], acts["t"] - acts["t"].min(initial=0)
    widest = counted.objects.widest[object_]
    span = int(t.max(initial=0) + widest.max(initial=0)) + 1
    place = object_ * span + t
    n_after = np.searchsorted(place, place + widest, side="right") - np.arange(len(place)) - 1
    first = np.repeat(np.arange(len(place)), n_after)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(n_after) - n_after, n_after)
    return Near(first=first, second=second, object=object_[first], delay=t[second] - t[first])
