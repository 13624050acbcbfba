"""From posts to acts, on both engines."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.coordination.posting import ActTables, make_acts
from sayso.stages import ACTS, POSTS, SHARES, SetEngine
from sayso.tables import read_table

BASE = "they closed the harbour at noon and told nobody before the evening news began".split()


def posts(n: int, folder: Path) -> Path:
    """Write ``n`` posts of some accounts that share links and tags and copy a text with a word changed."""
    dice = random.Random(11)
    rows = []
    for number in range(n):
        platform = dice.choice(["x", "bluesky"])
        words = BASE.copy()
        words[dice.randrange(len(words))] = f"w{number}"
        own = [f"v{dice.randrange(500)}" for _ in range(14)]
        rows.append(
            {
                "platform": platform,
                "id": str(number),
                "account_id": f"a{dice.randrange(12)}",
                "created_epoch": 1_700_000_000 + dice.randrange(10_000) if number % 10 else None,
                "text": " ".join(words if number % 3 == 0 else own),
                "links": [f"https://www.example.org/{dice.randrange(8)}?utm_source={platform}"],
                "hashtags": dice.sample(["a", "b", "c"], dice.randrange(3)),
                "mentions": [],
                "media": [],
                "objects": [],
                "repost_of": str(dice.randrange(number)) if number % 7 == 6 else None,
            }
        )
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(rows, schema=POSTS), folder / "posts.parquet")
    return folder


def named(tables: ActTables) -> list[tuple[object, ...]]:
    """Return the acts with names for numbers, in their order."""
    accounts = {row["account"]: row["key"] for row in read_table(tables.accounts).to_pylist()}
    objects = {row["object"]: row for row in read_table(tables.objects).to_pylist()}
    acts = read_table(tables.acts).to_pylist()
    assert all(objects[act["object"]]["trace"] == act["trace"] for act in acts)
    return sorted(
        (act["trace"], objects[act["object"]]["value"], accounts[act["account"]], act["t"]) for act in acts
    )


def shared(tables: ActTables) -> list[tuple[object, ...]]:
    """Return the shares, near copies among them, in the same shape."""
    rows = [*read_table(tables.shares).to_pylist(), *read_table(tables.near_text).to_pylist()]
    return sorted((row["trace"], row["value"], row["account"], row["t"]) for row in rows)


def test_acts_are_the_shares_with_numbers_for_names(duckdb_engine: SetEngine, tmp_path: Path) -> None:
    """Every share is one act; numbers are dense, in the order of the names, and lead back to them."""
    tables = make_acts(duckdb_engine, posts(300, tmp_path / "posts"), tmp_path / "made")
    assert named(tables) == shared(tables)
    assert read_table(tables.acts).schema.names == ACTS.names
    assert read_table(tables.shares).schema.names == SHARES.names
    accounts = sorted(read_table(tables.accounts).to_pylist(), key=lambda row: row["key"])
    assert [row["account"] for row in accounts] == list(range(len(accounts)))
    objects = sorted(read_table(tables.objects).to_pylist(), key=lambda row: (row["trace"], row["value"]))
    assert [row["object"] for row in objects] == list(range(len(objects)))
    numbers = set(read_table(tables.acts)["post"].to_pylist())
    assert numbers == set(range(len(numbers)))


def test_objects_and_accounts_count_what_is_shared(duckdb_engine: SetEngine, tmp_path: Path) -> None:
    """Shares, accounts and times are those of the shares; only texts that several post say what they repeat."""
    tables = make_acts(duckdb_engine, posts(200, tmp_path / "posts"), tmp_path / "made")
    rows = shared(tables)
    for thing in read_table(tables.objects).to_pylist():
        mine = [row for row in rows if row[:2] == (thing["trace"], thing["value"])]
        assert thing["n_shares"] == len(mine)
        assert thing["n_accounts"] == len({row[2] for row in mine})
        assert (thing["first_t"], thing["last_t"]) == (
            min(row[3] for row in mine),
            max(row[3] for row in mine),
        )
        if thing["trace"] == "near-text":
            assert 0 <= thing["repeats"] <= 1
        elif thing["trace"] != "text":
            assert thing["repeats"] is None
    for account in read_table(tables.accounts).to_pylist():
        mine = [row for row in rows if row[2] == account["key"]]
        assert account["n_shares"] == len(mine)
        assert account["key"].startswith(account["platform"])


def test_near_copies_are_one_object(duckdb_engine: SetEngine, tmp_path: Path) -> None:
    """The planted text is one cluster of all its posts that have a time, reposts among them."""
    tables = make_acts(duckdb_engine, posts(300, tmp_path / "posts"), tmp_path / "made")
    (planted,) = {row["value"] for row in read_table(tables.near_text).to_pylist()}
    written = [n for n in range(300) if n % 3 == 0 and n % 10]
    assert read_table(tables.near_text).num_rows == len(written)
    assert len(set(planted.split()) & set(BASE)) >= len(set(BASE)) - 1


@pytest.mark.spark
def test_both_engines_make_the_same_acts(
    duckdb_engine: SetEngine, spark_engine: SetEngine, tmp_path: Path
) -> None:
    """The same posts give the same acts under the same numbers."""
    source = posts(250, tmp_path / "posts")
    here = make_acts(duckdb_engine, source, tmp_path / "here")
    there = make_acts(spark_engine, source, tmp_path / "there")
    for name in ("acts", "objects", "accounts"):
        one, two = (
            sorted(map(repr, read_table(getattr(tables, name)).to_pylist())) for tables in (here, there)
        )
        assert one == two


def test_no_posts_make_no_acts(duckdb_engine: SetEngine, tmp_path: Path) -> None:
    """An empty table of posts gives empty tables."""
    tables = make_acts(duckdb_engine, posts(0, tmp_path / "posts"), tmp_path / "made")
    assert read_table(tables.acts).num_rows == 0
