"""The queries that both engines must answer alike: one entry each, with tables made for it.

To add one: a function that returns its calls, in `QUERIES` under the query's name. Tables come from the seed given, so
that several of each kind are tried; an empty one is always among them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from sayso.stages import ACTS, SHARES, Parameter
from tests.engines.posting_queries import POSTING_QUERIES, Reading

SEEDS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a query: its tables by name, and its parameters."""

    tables: Mapping[str, pa.Table]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def shares(n_rows: int, seed: int) -> pa.Table:
    """Return ``n_rows`` shares: few accounts, heavy-tailed objects, bursts, several platforms, odd characters."""
    dice = random.Random(seed)
    rows = []
    for number in range(n_rows):
        platform = dice.choice(["x", "telegram"])
        value = f"https://news.example/{int(dice.paretovariate(0.8)) % 40}/é'%_"
        rows.append(
            {
                "trace": dice.choice(["url", "domain", "hashtag"]),
                "value": value,
                "account": f"{platform}:{int(dice.paretovariate(1.0)) % 30}",
                "post": f"{platform}:{number}",
                "platform": platform,
                "t": 1_700_000_000 + int(dice.expovariate(1 / 900)) + 3600 * dice.randrange(3),
            }
        )
    return pa.Table.from_pylist(rows, schema=SHARES)


def acts(n_rows: int, seed: int) -> pa.Table:
    """Return `shares` with dense numbers for names, as the joins read them."""
    rows = shares(n_rows, seed).to_pylist()
    objects = {key: n for n, key in enumerate(sorted({(row["trace"], row["value"]) for row in rows}))}
    accounts = {key: n for n, key in enumerate(sorted({row["account"] for row in rows}))}
    numbered = [
        {
            "trace": row["trace"],
            "object": objects[row["trace"], row["value"]],
            "account": accounts[row["account"]],
            "post": n,
            "t": row["t"],
        }
        for n, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(numbered, schema=ACTS)


def null_distinct(seed: int) -> list[Call]:
    """Return acts of some accounts, and none at all."""
    return [Call(tables={"acts": acts(400, seed)}), Call(tables={"acts": acts(0, seed)})]


def ties(seed: int) -> list[Call]:
    """Return acts in bursts, with windows of a minute and of no time at all, and none."""
    windows: list[dict[str, Parameter]] = [{"window": 60}, {"window": 0}]
    some = [Call(tables={"acts": acts(400, seed)}, parameters=window) for window in windows]
    return [*some, Call(tables={"acts": acts(0, seed)}, parameters=windows[0])]


def calls(made: Callable[[int], list[Reading]]) -> Callable[[int], list[Call]]:
    """Return what makes the calls of a query of `tests.engines.posting_queries`."""
    return lambda seed: [Call(tables=one.tables, parameters=one.parameters) for one in made(seed)]


QUERIES: dict[str, Callable[[int], list[Call]]] = {
    "null_distinct": null_distinct,
    "ties": ties,
    **{name: calls(made) for name, made in POSTING_QUERIES.items()},
}
