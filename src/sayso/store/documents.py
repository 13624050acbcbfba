"""Documents, custody and issues: written a batch at a time, read as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, exists, func, insert, select

from sayso.records import Document, Issue, digest
from sayso.store import log, search
from sayso.store.clock import now
from sayso.store.database import Database, insert_rows
from sayso.store.posts import Written
from sayso.store.rows import (
    Custody,
    StoredDocument,
    custody_row,
    document_issue,
    document_row,
    issue_row,
    printable,
    stored_document,
)
from sayso.store.schema import blobs_read, custody, documents, done, issues

# SQLite takes 32,766 values in a statement, PostgreSQL 65,535.
MAX_IN = 10_000
# Read at a time: 64 documents of the largest size allowed (2 million characters) are still under 512 MB.
PAGE_DOCUMENTS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a batch changed: documents that are new, known already, or were left out with an issue.

    ``n_new_posts`` counts for each batch of posts those that are new.
    """

    n_new: int
    n_known: int
    n_left_out: int
    n_new_posts: tuple[int, ...] = ()


def add(
    connection: Connection,
    batch: Sequence[Document],
    *,
    custody_of: Sequence[Custody],
    found_issues: Sequence[Issue],
    finished: Sequence[str],
    read_again: Sequence[str],
    reader: str,
    written: Written,
) -> Added:
    """Store one batch (see `Store.add_documents`)."""
    kept, refused = _storable(batch)
    unique = {document.id: document for document in reversed(kept)}  # reversed: of two, the first stays
    known = present(connection, documents.c.id, unique)
    fresh = [document for document in unique.values() if document.id not in known][::-1]
    at = now()
    first = _next_number(connection, documents)
    rows = [document_row(document, number=first + i, added_at=at) for i, document in enumerate(fresh)]
    insert_rows(connection, documents, rows)
    search.index(connection, rows)
    taken = _add_custody(connection, custody_of, at)
    n_forgotten = _forget_issues(connection, read_again)
    n_issues = add_issues(connection, [*found_issues, *refused], run_id=None)
    mark_read(connection, finished, reader)
    if rows or taken or n_issues or n_forgotten or written.rows:
        counts = {"n_issues": n_issues, "n_issues_forgotten": n_forgotten}
        tables = {"documents": rows, "custody": taken, "posts_parts": list(written.rows)}
        detail = {name: rows_digest(some) for name, some in tables.items()}
        log.append(connection, "add", "batch", {**detail, **counts})
    return Added(
        n_new=len(fresh), n_known=len(kept) - len(fresh), n_left_out=len(refused), n_new_posts=written.n_new
    )


def rows_digest(rows: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Return how the log names rows with consecutive numbers: the first, how many, and a hash over their hashes."""
    first = rows[0]["number"] if rows else 0
    return {"first": first, "n": len(rows), "sha256": digest(*(row["row_sha256"] for row in rows))}


def add_issues(connection: Connection, found: Iterable[Issue], *, run_id: str | None) -> int:
    """Insert the issues that are not there yet; return how many those are."""
    rows = {row["id"]: row for row in (issue_row(issue, run_id) for issue in found)}
    known = present(connection, issues.c.id, [str(key) for key in rows])
    fresh = [row for key, row in rows.items() if key not in known]
    insert_rows(connection, issues, fresh)
    return len(fresh)


def mark_read(connection: Connection, blobs: Sequence[str], reader: str) -> None:
    """Note that ``reader`` has read these bytes to their end."""
    for some in chunked(sorted(set(blobs)), MAX_IN):
        connection.execute(delete(blobs_read).where(blobs_read.c.blob.in_(some)))
        connection.execute(insert(blobs_read), [{"blob": blob, "reader": reader} for blob in some])


def read_by(connection: Connection, reader: str) -> frozenset[str]:
    """Return the bytes that ``reader`` has read to their end."""
    return frozenset(
        connection.execute(select(blobs_read.c.blob).where(blobs_read.c.reader == reader)).scalars()
    )


def present(connection: Connection, column: Column[Any], values: Iterable[str]) -> set[str]:
    """Return those of ``values`` that ``column`` holds."""
    found: set[str] = set()
    for some in chunked(values, MAX_IN):
        found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return found


def chunked(values: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield ``values`` in lists of at most ``size``."""
    iterator = iter(values)
    while some := list(islice(iterator, size)):
        yield some


def in_order(database: Database) -> Iterator[StoredDocument]:
    """Yield all documents by path, those of one path in the order they came; memory is that of one page."""
    query = select(documents).order_by(documents.c.path, documents.c.number)
    with database.read() as connection:
        for row in connection.execution_options(yield_per=PAGE_DOCUMENTS).execute(query):
            yield stored_document(row)


def pending(database: Database, stage: str, fingerprint: str) -> Iterator[StoredDocument]:
    """Yield the documents that ``stage`` has not done with ``fingerprint``, in the order they came.

    Each page is read for itself, so results may be written between two of them without holding anything open.
    """
    is_done = and_(
        done.c.document_id == documents.c.id, done.c.stage == stage, done.c.fingerprint == fingerprint
    )
    last = 0
    while True:
        query = select(documents).where(documents.c.number > last, ~exists().where(is_done))
        with database.read() as connection:
            page = connection.execute(query.order_by(documents.c.number).limit(PAGE_DOCUMENTS)).all()
        if not page:
            return
        yield from map(stored_document, page)
        last = page[-1].number


def count_pending(connection: Connection, stage: str, fingerprint: str) -> int:
    """Return how many documents `pending` would yield."""
    is_done = and_(
        done.c.document_id == documents.c.id, done.c.stage == stage, done.c.fingerprint == fingerprint
    )
    return connection.execute(
        select(func.count()).select_from(documents).where(~exists().where(is_done))
    ).scalar_one()


def get(connection: Connection, document_id: str) -> StoredDocument | None:
    """Return one document."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    return None if row is None else stored_document(row)


def _forget_issues(connection: Connection, paths: Sequence[str]) -> int:
    """Delete what was wrong with files that are now read again; return how many. What still is, is found again."""
    n_forgotten = 0
    for some in chunked(map(printable, paths), MAX_IN):
        old = delete(issues).where(issues.c.path.in_(some), issues.c.run_id.is_(None))
        n_forgotten += connection.execute(old).rowcount
    return n_forgotten


def _storable(batch: Sequence[Document]) -> tuple[list[Document], list[Issue]]:
    kept, refused = [], []
    for document in batch:
        issue = document_issue(document)
        if issue is None:
            kept.append(document)
        else:
            refused.append(issue)
    return kept, refused


def _add_custody(connection: Connection, found: Sequence[Custody], at: str) -> list[dict[str, object]]:
    first = _next_number(connection, custody)
    rows: dict[tuple[object, object], dict[str, object]] = {}
    for one in found:
        row = custody_row(one, number=first + len(rows), added_at=at)
        key = (row["blob"], row["origin"])
        if key not in rows and not _has_custody(connection, *key):
            rows[key] = row
    insert_rows(connection, custody, list(rows.values()))
    return list(rows.values())


def _has_custody(connection: Connection, blob: object, origin: object) -> bool:
    query = select(custody.c.number).where(custody.c.blob == blob, custody.c.origin == origin)
    return connection.execute(query).first() is not None


def _next_number(connection: Connection, table: Table) -> int:
    return (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1
