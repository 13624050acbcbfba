"""The append-only log: each entry holds the hash of the one before it.

Who changes, adds or deletes an entry must rewrite all later ones. Nothing inside a database can stop who rewrites all
of it: to prove that a case is as it was, keep the hash of the last entry (`head`) somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from sayso.records import digest
from sayso.store.clock import now
from sayso.store.schema import log, meta

HEAD_KEY = "log_head"
FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log."""

    seq: int
    at: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """Return the hash that the content of this entry calls for."""
        return digest("log", self.seq, self.at, self.action, self.subject, self.detail, self.previous_hash)


def append(connection: Connection, action: str, subject: str, detail: Mapping[str, object]) -> None:
    """Add an entry in the caller's write transaction."""
    previous = connection.execute(select(log.c.seq, log.c.hash).order_by(log.c.seq.desc()).limit(1)).first()
    seq, previous_hash = (previous.seq + 1, previous.hash) if previous is not None else (1, FIRST_HASH)
    entry = Entry(
        seq=seq, at=now(), action=action, subject=subject, detail=detail, previous_hash=previous_hash, hash=""
    )
    row = {name: getattr(entry, name) for name in log.columns.keys()}  # noqa: SIM118 -- a collection, not a dict
    row["hash"] = entry.expected_hash()
    connection.execute(insert(log), [row])
    connection.execute(delete(meta).where(meta.c.key == HEAD_KEY))
    connection.execute(insert(meta), [{"key": HEAD_KEY, "value": f"{seq}:{row['hash']}"}])


def entries(connection: Connection) -> Iterator[Entry]:
    """Yield the log from its beginning."""
    rows = connection.execution_options(yield_per=500).execute(select(log).order_by(log.c.seq))
    for row in rows:
        yield Entry(**row._asdict())


def head(connection: Connection) -> str:
    """Return ``seq:hash`` of the last entry as it was noted when that was written."""
    return connection.execute(select(meta.c.value).where(meta.c.key == HEAD_KEY)).scalar() or ""


def count(connection: Connection) -> int:
    """Return the number of entries."""
    return connection.execute(select(func.count()).select_from(log)).scalar_one()
