"""What the search for ties found: ties, networks and their accounts, of the latest run alone.

A run replaces all that is there, in one transaction: who reads sees one run's result whole, and a run that was killed
leaves the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, or_, select

from sayso.errors import UsageError
from sayso.records import Network, Note, Push, SharedThing, Tie
from sayso.store.database import Database, insert_rows
from sayso.store.rows import printable
from sayso.store.schema import coordination, networks, runs, tied_accounts, ties

STAGE = "coordination"
# Written by one statement, and read at a time: a tie is about 600 bytes.
BATCH_ROWS = 10_000
PAGE_ROWS = 1_000
MAX_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedAccount:
    """An account with a tie. ``id`` is ``platform:account_id``, ``name`` its handle; times are those of its posts."""

    id: str
    platform: str
    account_id: str
    name: str | None
    n_posts: int
    n_ties: int
    first_at: str | None
    last_at: str | None
    network_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was searched: posts, accounts that share anything, and how many things were left out of each window.

    ``notes`` say of the whole case which evidence speaks in it.
    """

    n_posts: int
    n_accounts: int
    left_out: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The search whose result the store holds: what was searched, with which options, and what came of it."""

    run_id: str
    parameters: Mapping[str, Any]
    searched: Searched
    ended_at: str | None
    n_networks: int
    n_ties: int
    found: Mapping[str, int]
    """How many ties were found by ``excess``, ``synchrony``, ``both`` and ``inside``."""


def replace_all(
    connection: Connection,
    *,
    run_id: str,
    searched: Searched,
    found_ties: Iterable[Tie],
    found_networks: Sequence[Network],
    accounts: Iterable[TiedAccount],
) -> None:
    """Put the result of a run in the place of what is there, in the caller's write transaction."""
    forget(connection)
    row = {name: _storable(value) for name, value in asdict(searched).items()}
    insert_rows(connection, coordination, [row | {"run_id": run_id}])
    _insert(connection, networks, (_network_row(network, run_id) for network in found_networks))
    _insert(connection, ties, (_plain(tie) | {"run_id": run_id} for tie in found_ties))
    _insert(connection, tied_accounts, (_plain(account) | {"run_id": run_id} for account in accounts))


def forget(connection: Connection) -> None:
    """Delete what a run found."""
    for table in (tied_accounts, ties, networks, coordination):
        connection.execute(delete(table))


def latest(connection: Connection) -> Search | None:
    """Return the search whose result is there, or None."""
    query = select(coordination, runs.c.parameters, runs.c.ended_at).join_from(coordination, runs)
    row = connection.execute(query).first()
    if row is None:
        return None
    by_evidence = connection.execute(select(ties.c.found, func.count()).group_by(ties.c.found))
    found: dict[str, int] = dict(sorted((name, n) for name, n in by_evidence))
    return Search(
        run_id=row.run_id,
        parameters=row.parameters,
        searched=Searched(
            n_posts=row.n_posts,
            n_accounts=row.n_accounts,
            left_out=tuple(row.left_out),
            notes=tuple(Note(**one) for one in row.notes),
        ),
        ended_at=row.ended_at,
        n_networks=connection.execute(select(func.count()).select_from(networks)).scalar_one(),
        n_ties=sum(found.values()),
        found=found,
    )


def every_network(connection: Connection) -> Iterator[Network]:
    """Yield the networks, the largest first."""
    order = (networks.c.n_accounts.desc(), networks.c.n_ties.desc(), networks.c.id)
    for row in connection.execution_options(yield_per=PAGE_ROWS).execute(select(networks).order_by(*order)):
        yield _network(row)


def find_network(connection: Connection, prefix: str) -> Network:
    """Return the one network whose id begins with ``prefix``; raise `UsageError` if there is none or several."""
    begins = networks.c.id.startswith(printable(prefix), autoescape=True)
    rows = connection.execute(
        select(networks).where(begins).order_by(networks.c.id).limit(MAX_CANDIDATES + 1)
    ).all()
    if len(rows) == 1 and prefix:
        return _network(rows[0])
    if not rows:
        raise UsageError(
            f"no network has an id that begins with {prefix!r}", remedy="`sayso coordination CASE` lists them"
        )
    names = ", ".join(row.id for row in rows[:MAX_CANDIDATES])
    raise UsageError(f"several networks begin with {prefix!r}: {names}", remedy="give more of the id")


def listing(
    database: Database, *, network: str | None = None, account: str | None = None, strongest: bool = False
) -> Iterator[Tie]:
    """Yield ties as a stream, by their accounts, or ``strongest`` first: the smallest p-value, then the most shared."""
    wanted: list[ColumnElement[bool]] = []
    if network is not None:
        wanted.append(ties.c.network_id == network)
    if account is not None:
        wanted.append(or_(ties.c.a == account, ties.c.b == account))
    order: tuple[ColumnElement[Any], ...] = (ties.c.a, ties.c.b)
    if strongest:
        order = (ties.c.p_value, ties.c.weight.desc(), *order)
    columns = [ties.c[f.name] for f in fields(Tie)]
    with database.read() as connection:
        query = select(*columns).where(*wanted).order_by(*order)
        for row in connection.execution_options(yield_per=PAGE_ROWS).execute(query):
            yield Tie(**row._asdict())


def every_account(database: Database, *, network: str | None = None) -> Iterator[TiedAccount]:
    """Yield the accounts with ties by their ids, those of one network alone where it is given."""
    columns = [tied_accounts.c[f.name] for f in fields(TiedAccount)]
    query = select(*columns).order_by(tied_accounts.c.id)
    if network is not None:
        query = query.where(tied_accounts.c.network_id == network)
    with database.read() as connection:
        for row in connection.execution_options(yield_per=PAGE_ROWS).execute(query):
            yield TiedAccount(**row._asdict())


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    batch: list[dict[str, object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            insert_rows(connection, table, batch)
            batch = []
    insert_rows(connection, table, batch)


def _plain(record: Tie | TiedAccount) -> dict[str, object]:
    values = ((f.name, getattr(record, f.name)) for f in fields(record))
    return {name: printable(value) if isinstance(value, str) else value for name, value in values}


def _network_row(network: Network, run_id: str) -> dict[str, object]:
    row = {name: _storable(value) for name, value in asdict(network).items()}
    return row | {"n_accounts": len(network.accounts), "run_id": run_id}


def _storable(value: object) -> object:
    """Return plain JSON whose every text any database holds."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def _network(row: Row[Any]) -> Network:
    values = row._asdict()
    known = {f.name: values[f.name] for f in fields(Network)}
    known["accounts"] = tuple(known["accounts"])
    known["objects"] = tuple(SharedThing(**one) for one in known["objects"])
    known["narratives"] = tuple(Push(**one) for one in known["narratives"])
    for name in ("explanations", "hints"):
        known[name] = tuple(Note(**one) for one in known[name])
    return Network(**known)
