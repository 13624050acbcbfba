"""One search for ties, of sayso or of a peer: ``python -m bench.coordination_peers NAME FOLDER`` prints what it found.

Each runs in a process of its own, over the same synthetic posts: a table of names for the peers, as their users have
it, acts (names numbered already) for sayso and for the bare join that is its measure.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sayso.coordination.near_text import NearText
from sayso.coordination.plain import count_ties
from sayso.coordination.posting import ActTables, make_acts, number_shares
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.stages import SHARES
from sayso.tables import read_table, write_batches

REPEATS = pa.schema([("trace", pa.string()), ("value", pa.string()), ("repeats", pa.float64())])


@dataclass(frozen=True, slots=True)
class Result:
    """Edges between two accounts, the sum of their weights and the largest; -1 where a system gives none."""

    n_edges: int
    weight: int = -1
    largest: int = -1


def bare_join(folder: Path, window: int) -> Result:
    """Join acts by bucket in bare DuckDB and write the pairs: what nothing that counts pairs can do without."""
    import duckdb

    connection = duckdb.connect(config={"preserve_insertion_order": False})
    acts = f"select object, account, t from read_parquet('{folder}/acts/*.parquet')"
    return _joined(connection, acts, folder, window)


def bare_join_of_names(folder: Path, window: int) -> Result:
    """Join the table of names by bucket in bare DuckDB, numbering the names on the way."""
    import duckdb

    connection = duckdb.connect(config={"preserve_insertion_order": False})
    connection.execute(
        f"create temp table s as select value, account, t from read_parquet('{folder}/shares/*.parquet')"
    )
    for kind in ("value", "account"):
        connection.execute(
            f"create temp table of_{kind} as select {kind}, row_number() over () as n"
            f" from (select distinct {kind} from s)"
        )
    acts = (
        "select of_value.n as object, of_account.n as account, t from s"
        " join of_value using (value) join of_account using (account)"
    )
    return _joined(connection, acts, folder, window)


def polars(folder: Path, window: int) -> Result:
    """Join the table of names by bucket in Polars."""
    pl = importlib.import_module("polars")
    shares = pl.read_parquet(folder / "shares" / "*.parquet", columns=["value", "account", "t"])
    acts = shares.select(
        pl.col("value").cast(pl.Categorical).to_physical().alias("object"),
        pl.col("account").cast(pl.Categorical).to_physical(),
        "t",
        (pl.col("t") // window).alias("bucket"),
    )
    spread = pl.concat([acts, acts.with_columns(bucket=pl.col("bucket") + 1)])
    delay, x, y = pl.col("t") - pl.col("t_right"), pl.col("account"), pl.col("account_right")
    edges = (
        acts.lazy()
        .join(spread.lazy(), on=["object", "bucket"])
        .filter((x != y) & (delay <= window) & ((delay > 0) | ((delay == 0) & (x < y))))
        .group_by(pl.min_horizontal(x, y).alias("a"), pl.max_horizontal(x, y).alias("b"))
        .agg(pl.len().alias("weight"))
        .collect()
    )
    edges.write_parquet(folder / "polars.parquet")
    return Result(edges.height, int(edges["weight"].sum()), int(edges["weight"].max()))


def coortweet_table(folder: Path, _: int) -> Result:
    """Write the table that CooRTweet reads; not measured."""
    return _write_table(
        folder / "coortweet.csv", folder, "object_id,account_id,content_id,timestamp_share", []
    )


def toolkit_table(folder: Path, _: int) -> Result:
    """Write the table that the coordination-network-toolkit reads; not measured."""
    header = "repost_id,user_id,message_id,timestamp,username,reply_id,message,urls"
    return _write_table(folder / "toolkit.csv", folder, header, ["", "", "", ""])


def toolkit(folder: Path, window: int) -> Result:
    """Make the toolkit's co_retweet network of its table, every edge of it."""
    package = "coordination_network_toolkit"
    preprocess = importlib.import_module(f"{package}.preprocess")
    networks = importlib.import_module(f"{package}.compute_networks")
    import sqlite3

    database = folder / "toolkit.db"
    database.unlink(missing_ok=True)
    with contextlib.redirect_stdout(sys.stderr):
        preprocess.preprocess_csv_files(str(database), [str(folder / "toolkit.csv")])
        networks.compute_co_retweet_parallel(str(database), window, n_threads=2, min_edge_weight=1)
    query = "select count(*) from co_retweet_network where user_1 < user_2"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return Result(connection.execute(query).fetchone()[0])


def encode(folder: Path, _: int) -> Result:
    """Make sayso's accounts, objects and acts of the names."""
    near = NearText(folder / "near", folder / "repeats")
    write_batches(near.shares, [], schema=SHARES)
    write_batches(near.repeats, [], schema=REPEATS)
    with DuckDbEngine(folder / "scratch") as engine:
        number_shares(engine, folder / "shares", near, folder)
    return Result(0)


def ties(folder: Path, window: int) -> Result:
    """Count ties alone: weight, things and delay of each pair."""
    table = _fresh(folder / "ties")
    with DuckDbEngine(folder / "scratch") as engine:
        count_ties(engine, folder / "acts", window=window, to=table)
    weight = read_table(table, columns=["weight"]).column("weight")
    return Result(len(weight), pc.sum(weight).as_py() or 0, pc.max(weight).as_py() or 0)


def evidence(folder: Path, window: int) -> Result:
    """Find ties by both evidences, over one trace and window."""
    return _find(_tables(folder), _fresh(folder / "evidence"), traces=("object",), windows=(window,))


def posts(folder: Path, _: int) -> Result:
    """Do all that is done by default, from posts: shares, near texts, acts, both evidences, four windows."""
    whole = _fresh(folder / "whole")
    whole.mkdir()
    with DuckDbEngine(whole / "scratch") as engine:
        tables = make_acts(engine, folder / "posts", whole)
    return _find(tables, whole / "evidence")


SYSTEMS: dict[str, Callable[[Path, int], Result]] = {
    "bare": bare_join,
    "bare-names": bare_join_of_names,
    "polars": polars,
    "coortweet-table": coortweet_table,
    "toolkit-table": toolkit_table,
    "toolkit": toolkit,
    "encode": encode,
    "ties": ties,
    "evidence": evidence,
    "posts": posts,
}


def main() -> None:
    """Run one system and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=list(SYSTEMS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--window", type=int, default=60)
    arguments = parser.parse_args()
    found = SYSTEMS[arguments.name](arguments.folder, arguments.window)
    print(json.dumps({"n_edges": found.n_edges, "weight": found.weight, "largest": found.largest}))


def _joined(connection: object, acts: str, folder: Path, window: int) -> Result:
    edges = folder / "bare.parquet"
    execute = connection.execute  # type: ignore[attr-defined]
    execute(f"""
        copy (
          with x as (select object, account, t, t // {window} as bucket from ({acts})),
          y as (select object, account, t, bucket + unnest([0, 1]) as bucket from x)
          select least(x.account, y.account) as a, greatest(x.account, y.account) as b, count(*) as weight
          from x join y on x.object = y.object and x.bucket = y.bucket
          where x.account <> y.account and x.t - y.t <= {window}
            and (x.t > y.t or (x.t = y.t and x.account < y.account))
          group by all
        ) to '{edges}' (format parquet, compression zstd)""")
    row = execute(f"select count(*), sum(weight), max(weight) from '{edges}'").fetchone()
    return Result(*(int(value or 0) for value in row))


def _find(tables: ActTables, folder: Path, **options: tuple[int, ...] | tuple[str, ...]) -> Result:
    from sayso.coordination.evidence import find_ties
    from sayso.coordination.options import NullOptions

    folder.mkdir()
    with DuckDbEngine(folder / "scratch") as engine:
        found = find_ties(engine, tables, folder, NullOptions(**options))  # type: ignore[arg-type]
    return Result(len(found.ties.network))


def _tables(folder: Path) -> ActTables:
    return ActTables(
        shares=folder / "shares",
        near_text=folder / "near",
        repeats=folder / "repeats",
        accounts=folder / "accounts",
        objects=folder / "objects",
        acts=folder / "acts",
    )


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _write_table(to: Path, folder: Path, header: str, rest: list[str]) -> Result:
    """Write thing, account, post and time of each share, and empty cells, in the order of ``header``."""
    names = header.split(",")
    order = ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"]
    order = order if rest else names
    table = read_table(folder / "shares", columns=["value", "account", "post", "t"])
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(order)
        place = [names.index(name) for name in order]
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            cells = (*row, *rest)
            writer.writerow([cells[n] for n in place])
    return Result(0)


if __name__ == "__main__":
    main()
