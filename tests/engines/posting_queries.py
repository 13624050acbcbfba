"""Tables for the queries that lead from shares to acts: copied texts, some with a link of their own, and numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from sayso.coordination.near_text import CLUSTERS, SHINGLES
from sayso.stages import SHARES, Parameter

TEXTS = pa.schema(
    [("text", pa.int64()), ("value", pa.string()), ("n_posts", pa.int64()), ("first_t", pa.int64())]
)
PAIRS = pa.schema([("later", pa.int64()), ("earlier", pa.int64()), ("n_shared", pa.int64())])
REPEATS = pa.schema(
    [
        ("trace", pa.string()),
        ("value", pa.string()),
        ("n_posts", pa.int64()),
        ("with_trace", pa.string()),
        ("with_value", pa.string()),
        ("repeats", pa.float64()),
    ]
)
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The tables one query reads, and its parameters."""

    tables: Tables
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def _shares(dice: random.Random, n_posts: int, traces: tuple[str, ...]) -> list[dict[str, object]]:
    """Return what ``n_posts`` posts share: texts and links from a few, so that many meet, in several alphabets."""
    rows = []
    for number in range(n_posts):
        platform = dice.choice(["x", "bluesky"])
        text = int(dice.paretovariate(0.9)) % 25
        for trace in traces:
            shown = text if dice.random() < 0.6 else dice.randrange(9)
            if trace == "text" or dice.random() < 0.7:
                rows.append(
                    {
                        "trace": trace,
                        "value": f"{trace} {text if trace == 'text' else shown} é я 漢 🙂 '",
                        "account": f"{platform}:{int(dice.paretovariate(1.0)) % 20}",
                        "post": f"{platform}:{number}",
                        "platform": platform,
                        "t": 1_700_000_000 + dice.randrange(5000),
                    }
                )
    return rows


def _all(seed: int, n_posts: int = 150) -> Tables:
    """Return every table, each made to fit the others."""
    dice = random.Random(seed)
    shares = _shares(dice, n_posts, ("text", "url", "object", "media", "hashtag"))
    values = sorted({str(row["value"]) for row in shares if row["trace"] == "text"})
    texts = [
        {"text": n, "value": value, "n_posts": sum(row["value"] == value for row in shares), "first_t": n}
        for n, value in enumerate(values)
    ]
    later = [n for n in range(1, len(values)) if dice.random() < 0.5]
    heads = {n: 0 if n % 3 else n - 1 for n in later}
    near_text = [
        row | {"trace": "near-text"} for row in shares if row["trace"] == "text" and dice.random() < 0.5
    ]
    everything = [*shares, *near_text]
    keys = sorted({str(row["account"]) for row in everything})
    things = sorted({(str(row["trace"]), str(row["value"])) for row in everything})
    shingles = sorted({(n, dice.randrange(40) - 20) for n in range(len(values)) for _ in range(12)})
    repeats = [
        {"trace": trace, "value": value, "n_posts": 2, "repeats": dice.random()}
        for trace, value in things
        if trace in ("text", "near-text")
    ]
    return {
        "shares": pa.Table.from_pylist(shares, schema=SHARES),
        "near_text": pa.Table.from_pylist(near_text, schema=SHARES),
        "texts": pa.Table.from_pylist(texts, schema=TEXTS),
        "shingles": pa.Table.from_pylist([{"text": n, "shingle": s} for n, s in shingles], schema=SHINGLES),
        "pairs": pa.Table.from_pylist(
            [{"later": n, "earlier": h, "n_shared": 2} for n, h in heads.items()], schema=PAIRS
        ),
        "clusters": pa.Table.from_pylist([{"text": n, "head": h} for n, h in heads.items()], schema=CLUSTERS),
        "repeats": pa.Table.from_pylist(repeats, schema=REPEATS),
        "accounts": pa.table(
            {"account": pa.array(range(len(keys)), pa.int64()), "key": pa.array(keys, pa.string())}
        ),
        "objects": pa.table(
            {
                "object": pa.array(range(len(things)), pa.int64()),
                "trace": pa.array([trace for trace, _ in things], pa.string()),
                "value": pa.array([value for _, value in things], pa.string()),
            }
        ),
    }


def reading(*names: str, **parameters: Parameter) -> Callable[[int], list[Reading]]:
    """Return what makes the tables ``names``: full ones, and empty ones."""

    def made(seed: int) -> list[Reading]:
        every = [_all(seed), _all(seed, 0)]
        return [Reading(tables={name: some[name] for name in names}, parameters=parameters) for some in every]

    return made


POSTING_QUERIES: dict[str, Callable[[int], list[Reading]]] = {
    "encode_accounts": reading("shares", "near_text"),
    "encode_acts": reading("shares", "near_text", "accounts", "objects"),
    "encode_objects": reading("shares", "near_text", "repeats"),
    "near_text_members": reading("pairs", "texts"),
    "near_text_pairs": reading("shingles", min_shared=2),
    "near_text_repeats": reading("shares", "near_text"),
    "near_text_shares": reading("shares", "texts", "clusters"),
    "near_text_texts": reading("shares"),
}
