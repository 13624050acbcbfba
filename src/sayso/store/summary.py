"""What a case holds, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select

from sayso.store import posts
from sayso.store.schema import attributions, custody, documents, issues, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of the whole case; each mapping is from the most frequent value to the least.

    An unknown language or outlet counts under the empty text.
    """

    n_documents: int
    n_blobs: int
    n_sentences: int
    n_attributions: int
    n_issues: int
    n_posts: int
    languages: Mapping[str, int]
    outlets: Mapping[str, int]
    formats: Mapping[str, int]
    sourcings: Mapping[str, int]
    forces: Mapping[str, int]
    issue_codes: Mapping[str, int]


def summarise(connection: Connection) -> Summary:
    """Count what the case holds."""
    return Summary(
        n_documents=_count(connection, documents),
        n_blobs=connection.execute(select(func.count(custody.c.blob.distinct()))).scalar_one(),
        n_sentences=_count(connection, sentences),
        n_attributions=_count(connection, attributions),
        n_issues=_count(connection, issues),
        n_posts=posts.count(connection),
        languages=_by(connection, documents.c.language),
        outlets=_by(connection, documents.c.outlet),
        formats=_by(connection, documents.c.format),
        sourcings=_by(connection, attributions.c.sourcing),
        forces=_by(connection, attributions.c.force),
        issue_codes=_by(connection, issues.c.code),
    )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _by(connection: Connection, column: ColumnElement[str]) -> dict[str, int]:
    n_rows = func.count()
    rows = connection.execute(select(column, n_rows).group_by(column).order_by(n_rows.desc(), column))
    return {value or "": n for value, n in rows}
