"""A connection to SQLite or PostgreSQL with the same promises: one writer at a time, readers see a snapshot.

Errors of either database leave here as `StoreError` with one line; no password is ever in one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from sayso.errors import StoreError
from sayso.store import postgresql

# A batch is written in well under a second; who waits this long waits for a writer that hangs.
LOCK_SECONDS = 30.0
# 2 ** 20 is an arbitrary key, the same in every version: all writers of a database take this one lock.
_WRITER_LOCK = 2**20
_WRITE = "sayso_write"
# Made once: json.dumps with these separators makes an encoder at each call, five for an attribution.
_JSON = json.JSONEncoder(separators=(",", ":"))


class Database:
    """An engine and the two ways to use it: `read` and `write`.

    ``name`` is what messages call it: the file, or the address without its password.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.dialect = engine.dialect.name
        self._writer = engine.execution_options(**{_WRITE: True})
        # A listing that takes minutes must not see half of what is written meanwhile. SQLite's WAL gives this anyway.
        snapshot = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
        self._reader = engine.execution_options(**snapshot)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees the store as it is now, whatever is written meanwhile."""
        with self._translated(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the one connection that may write; all it did is stored at the end, or nothing of it.

        Raise `StoreError` when another process keeps writing for longer than `LOCK_SECONDS`.
        """
        with self._translated(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _store_error(error, self.name) from error


def open_sqlite(path: Path, *, lock_seconds: float = LOCK_SECONDS) -> Database:
    """Return the SQLite database at ``path``, which is made when first written to."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": lock_seconds},
        json_serializer=to_json,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, str(path))


def open_postgresql(address: str, *, lock_seconds: float = LOCK_SECONDS) -> Database:
    """Return the PostgreSQL database at ``postgresql://user@host:port/name``; the password may be in PGPASSWORD.

    Raise `UsageError` for an address that cannot be used or a missing driver, `StoreError` when nobody answers.
    """
    target = postgresql.target(address)
    engine = create_engine(target.url, connect_args=target.arguments, json_serializer=to_json)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {int(lock_seconds * 1000)}")
        connection.commit()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_postgresql)
    database = Database(engine, target.name)
    with database.read() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"{target.name} stores {encoding}, which cannot hold every text",
            remedy="make it with `createdb --encoding=UTF8 --template=template0 NAME`",
        )
    return database


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert ``rows``, which all have the same keys."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        insert_json(connection, table.name, rows)
    else:
        connection.execute(table.insert(), list(rows))


def insert_json(connection: Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert ``rows`` into a PostgreSQL table in one round trip.

    pg8000 sends executemany row by row: 20,000 rows of 400 bytes took 27.0 s that way, 8.7 s as one long VALUES for
    each 500 rows, and 0.9 s this way.
    """
    columns = ", ".join(f'"{name}"' for name in rows[0])
    connection.execute(
        text(
            f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608 -- names of our own tables
            f" FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
        ),
        {"rows": to_json(rows)},
    )


def to_json(value: object) -> str:
    """Return compact JSON in ASCII, so that any database encoding and any tool can hold it."""
    return _JSON.encode(value)


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = (
        None  # we say BEGIN ourselves: Python's driver would do so too late for a snapshot
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: what was reported as taken into custody must outlive a power cut. It costs one flush a batch.
    connection.execute("PRAGMA synchronous = FULL")
    connection.create_function("sayso_lower", 1, _lower, deterministic=True)


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a writer waits for its turn at the start; a read that turns into a write cannot wait and fails.
    write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITE):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def _store_error(error: DBAPIError, name: str) -> StoreError:
    reason, code = postgresql.reason(error.orig)
    if code == postgresql.LOCK_TIMEOUT or "database is locked" in reason:
        return StoreError(
            f"{name} is being written by another process", remedy="wait for it to end, then run again"
        )
    if "malformed" in reason or "not a database" in reason:
        return StoreError(f"{name} is damaged: {reason}", remedy="restore it from a copy of the case")
    if "is full" in reason:
        return StoreError(f"{name}: {reason}", remedy="free some disk space, then run again")
    if code in postgresql.REMEDIES:
        return StoreError(f"{name}: {reason}", remedy=postgresql.REMEDIES[code])
    if "unable to open" in reason or "readonly" in reason:
        return StoreError(f"{name}: {reason}", remedy="check that the folder exists and may be written to")
    return StoreError(f"{name}: {reason}")
