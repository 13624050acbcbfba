"""``sayso accounts``: who wrote the posts, what they share, and with whom they act."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.options import AsCsv, AsJson, AsJsonl, CasePath, Engine, Limit
from sayso.cli.output import Column, Form, emit
from sayso.errors import UsageError
from sayso.settings import load_settings

if TYPE_CHECKING:
    import pyarrow as pa

    from sayso.store import Case, TiedAccount

ID_SHOWN = 8
# Rows turned into objects of Python at a time.
PAGE_ROWS = 10_000
SORTS = {
    "posts": [("n_posts", "descending")],
    "shares": [("n_shares", "descending"), ("n_posts", "descending")],
    "ties": [("n_ties", "descending"), ("n_posts", "descending")],
    "name": [("account_name", "ascending")],
}
ACCOUNT_COLUMNS = (
    Column(name="name", title="account", ratio=4, style="bold"),
    Column(name="platform", title="platform"),
    Column(name="n_posts", title="posts", right=True),
    Column(name="first", title="first"),
    Column(name="last", title="last"),
    Column(name="shares", title="shares", ratio=6),
    Column(name="n_ties", title="ties", right=True),
    Column(name="network", title="network", style="dim"),
)


def accounts(
    case: CasePath,
    *,
    network: Annotated[
        str | None, typer.Option("--network", metavar="ID", help="Only this network: the start of its id.")
    ] = None,
    sort: Annotated[str, typer.Option(help=f"{', '.join(SORTS)}.")] = "posts",
    engine: Engine = None,
    limit: Limit = 200,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> None:
    """List the accounts that wrote the posts, under their real names: posts, times, what they share, ties, network."""
    if sort not in SORTS:
        raise UsageError(f"cannot sort by {sort!r}", remedy=f"choose from {', '.join(SORTS)}")
    from sayso.engine.coordinating import engine_at_work
    from sayso.store import open_case

    form = Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_)
    settings = load_settings(case, flags={"engine": engine})
    with open_case(case, settings=settings) as opened:
        wanted = None if network is None else opened.store.network(network).id
        with engine_at_work(opened, settings=settings) as (at_work, folder):
            from sayso.coordination.posters import write_posters

            posters = write_posters(at_work, opened.store.link_posts(folder / "posts"), folder / "posters")
            most = limit or None if form.kind == "table" else None
            table, total = _table(opened, posters, wanted, sort, limit=most)
        if form.kind == "table":
            emit(_view(_rows(table)), ACCOUNT_COLUMNS, form, limit=limit, total=total)
        else:
            emit(_rows(table), ACCOUNT_COLUMNS, form)


def _table(
    case: Case, posters: Path, network: str | None, sort: str, *, limit: int | None
) -> tuple[pa.Table, int]:
    """Return the first accounts in order, with their ties and networks, and how many there are in all."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from sayso.coordination.posters import COUNTED, posters_named
    from sayso.tables import read_table

    tied = {account.id: account for account in case.store.tied_accounts(network=network)}
    table = read_table(posters) if network is None else posters_named(posters, pa.array(list(tied)))
    n_shares = functools.reduce(pc.add, [table[name] for name in COUNTED])
    table = _with_ties(table.append_column("n_shares", n_shares), tied)
    order = [*SORTS[sort], ("key", "ascending")]
    places = pc.sort_indices(table, sort_keys=order)
    return table.take(places if limit is None else places[:limit]), table.num_rows


def _with_ties(table: pa.Table, tied: dict[str, TiedAccount]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    places = pc.index_in(table["key"], value_set=pa.array(list(tied), pa.string()))
    n_ties = pa.array([account.n_ties for account in tied.values()], pa.int64())
    home = pa.array([account.network_id for account in tied.values()], pa.string())
    table = table.append_column("n_ties", pc.fill_null(n_ties.take(places.combine_chunks()), 0))
    return table.append_column("network_id", home.take(places.combine_chunks()))


def _rows(table: pa.Table) -> Iterator[dict[str, object]]:
    """Yield rows for programs."""
    from sayso.coordination.posters import COUNTED, time_of

    for batch in table.to_batches(max_chunksize=PAGE_ROWS):
        for row in batch.to_pylist():
            yield {
                "id": row["key"],
                "platform": row["platform"],
                "account_id": row["account_id"],
                "account_name": row["account_name"],
                "n_posts": row["n_posts"],
                "first_at": time_of(row["first_epoch"]),
                "last_at": time_of(row["last_epoch"]),
                **{name: row[name] for name in COUNTED},
                "n_ties": row["n_ties"],
                "network_id": row["network_id"],
            }


def _view(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, object]]:
    """Yield rows for people."""
    from sayso.coordination.posters import COUNTED

    for row in rows:
        yield {
            **row,
            "name": row["account_name"] or row["account_id"],
            "first": (row["first_at"] or "")[:10],
            "last": (row["last_at"] or "")[:10],
            "shares": ", ".join(
                f"{row[name]:,} {what[row[name] != 1]}" for name, what in COUNTED.items() if row[name]
            ),
            "network": (row["network_id"] or "")[:ID_SHOWN],
        }
