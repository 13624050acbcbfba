"""Check that a case is as it was written: every byte, every row, the log, and the ground under each finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select
from sqlalchemy.exc import DBAPIError

from sayso.records import Span
from sayso.store import log
from sayso.store.case import Case
from sayso.store.documents import PAGE_DOCUMENTS, rows_digest
from sayso.store.evidence import Evidence
from sayso.store.finding import Finding, error, warning
from sayso.store.postgresql import reason
from sayso.store.posts import every_part
from sayso.store.rows import row_sha256, source_shown, text_at, text_sha256
from sayso.store.schema import attributions, custody, documents, issues, posts_parts, sentences
from sayso.store.verify_posts import blobs_of, check_parts
from sayso.store.verify_ties import check_ties

# The columns of spans and those of the text that stands there.
_SPAN_COLUMNS = {
    "source": "source_as_written",
    "cue": "cue_text",
    "content": "content_text",
    "hedges": "hedge_text",
}
# The tables whose every row an entry of the log accounts for.
_LOGGED = (documents, custody, posts_parts)


def verify(case: Case) -> Iterator[Finding]:
    """Yield all that does not match, in flat memory; nothing means that the case is as it was written.

    The rows are those of one moment: a writer at work does not disturb the check.
    """
    folder = case.store.post_folder
    with case.store.database.read() as connection:
        parts = every_part(connection)
        checks = {
            "database": _check_file(connection),
            "log": _check_log(connection),
            "documents": _check_rows(connection, documents),
            "custody": _check_rows(connection, custody),
            "posts_parts": _check_rows(connection, posts_parts),
            "posts": check_parts(folder, parts),
            "findings": _check_findings(connection),
            "ties": check_ties(connection),
            "evidence": _check_evidence(connection, case.evidence, blobs_of(folder, parts)),
        }
        for subject, found in checks.items():
            try:
                yield from found
            except DBAPIError as failure:
                yield error("unreadable", subject, reason(failure.orig)[0])
            except (
                ValueError,
                TypeError,
                OSError,
            ) as failure:  # JSON changed by hand, a file without permission
                yield error("unreadable", subject, f"the rest was not checked: {failure}")


def _check_file(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return  # a server checks its own pages
    for row in connection.exec_driver_sql("PRAGMA quick_check(20)").all():
        if row[0] != "ok":
            yield error("database-damaged", "database", str(row[0]))


def _check_log(connection: Connection) -> Iterator[Finding]:
    previous, last, totals = (
        log.FIRST_HASH,
        0,
        dict.fromkeys((*(table.name for table in _LOGGED), "n_issues"), 0),
    )
    for entry in log.entries(connection):
        name = f"log {entry.seq}"
        if entry.seq != last + 1:
            yield error("log-gap", name, f"entry {last + 1} is missing")
        elif entry.previous_hash != previous:
            yield error("log-broken", name, "it does not follow from the entry before it")
        if entry.hash != entry.expected_hash():
            yield error("log-changed", name, "its content is not what it was")
        if entry.action == "add":
            yield from _check_batch(connection, entry, totals)
        previous, last = entry.hash, entry.seq
    if log.head(connection) != f"{last}:{previous}":
        yield error("log-end", "log", "the last entry is not the one that was written last")
    yield from _check_totals(connection, totals)


def _check_batch(connection: Connection, entry: log.Entry, totals: dict[str, int]) -> Iterator[Finding]:
    for table in _LOGGED:
        noted = entry.detail.get(table.name)
        if not isinstance(noted, dict) or not isinstance(noted.get("n"), int):
            continue  # changed by hand, which its hash has told already
        first, n_rows = noted.get("first"), noted["n"]
        query = select(table.c.number, table.c.row_sha256).order_by(table.c.number)
        rows = connection.execute(query.where(table.c.number.between(first, first + n_rows - 1))).all()
        if rows_digest([row._asdict() for row in rows]) != noted:
            what = f"log {entry.seq} notes {n_rows} rows from number {first}"
            yield error("rows-not-as-logged", table.name, f"{what}; {len(rows)} are there, or they differ")
        totals[table.name] += n_rows
    totals["n_issues"] += int(entry.detail.get("n_issues", 0))
    totals["n_issues"] -= int(entry.detail.get("n_issues_forgotten", 0))


def _check_totals(connection: Connection, totals: dict[str, int]) -> Iterator[Finding]:
    n_issues = select(func.count()).select_from(issues).where(issues.c.run_id.is_(None))
    counted = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _LOGGED
    }
    counted["n_issues"] = connection.execute(n_issues).scalar_one()
    for name, n_rows in counted.items():
        if n_rows != totals[name]:
            table = "issues" if name == "n_issues" else name
            yield error(
                "count-not-as-logged", table, f"it has {n_rows} rows; the log accounts for {totals[name]}"
            )


def _check_rows(connection: Connection, table: Table) -> Iterator[Finding]:
    query = select(table).order_by(table.c.number)
    for row in connection.execution_options(yield_per=PAGE_DOCUMENTS).execute(query):
        values = row._asdict()
        named = next(values[column] for column in ("id", "blob", "name") if column in values)
        name = f"{table.name} {values['number']} ({named[:12]})"
        if row_sha256(values) != values["row_sha256"]:
            yield error("row-changed", name, "a column is not what it was when the row was written")
        if "text" in values and text_sha256(values["text"]) != values["text_sha256"]:
            yield error("text-changed", name, "the text is not what was read")


def _check_findings(connection: Connection) -> Iterator[Finding]:
    last = 0
    while True:
        query = select(documents.c.number, documents.c.id, documents.c.text).where(documents.c.number > last)
        page = connection.execute(query.order_by(documents.c.number).limit(PAGE_DOCUMENTS)).all()
        if not page:
            return
        texts = {row.id: row.text for row in page}
        for row in _rows_of(connection, attributions, list(texts)):
            yield from _check_attribution(row, texts[row.document_id])
        for row in _rows_of(connection, sentences, list(texts)):
            if not 0 <= row.start <= row.end <= len(texts[row.document_id]):
                name = f"sentence {row.start}-{row.end} of {row.document_id[:12]}"
                yield error("span-outside-document", name, "it does not lie inside the document")
        last = page[-1].number


def _rows_of(connection: Connection, table: Table, ids: list[str]) -> Iterator[Row[Any]]:
    query = select(table).where(table.c.document_id.in_(ids))
    yield from connection.execution_options(yield_per=1_000).execute(query)


def _check_attribution(row: Row[Any], text: str) -> Iterator[Finding]:
    values = row._asdict()
    name = f"attribution {row.id} of {row.document_id[:12]}"
    for column, text_column in _SPAN_COLUMNS.items():
        spans = tuple(Span(start, end) for start, end in values[column])
        if not all(0 <= start <= end <= len(text) for start, end in spans):
            yield error("span-outside-document", name, f"its {column} does not lie inside the document")
        elif text_at(text, spans) != values[text_column]:
            yield error("text-not-at-span", name, f"its {text_column} is not what the document has there")
    yield from _check_mention(values, text, name)


def _check_mention(values: Mapping[str, Any], text: str, name: str) -> Iterator[Finding]:
    """Check that the source is shown by what stands at its fullest mention, or at its own spans."""
    mention = None if values["source_mention"] is None else Span(*values["source_mention"])
    if mention is not None and not 0 <= mention.start <= mention.end <= len(text):
        yield error("span-outside-document", name, "its source_mention does not lie inside the document")
        return
    source = tuple(Span(start, end) for start, end in values["source"])
    if text_at(text, source_shown(source, mention)) != values["source_text"]:
        yield error("text-not-at-span", name, "its source_text is not what the document has there")


def _check_evidence(connection: Connection, evidence: Evidence, of_posts: set[str]) -> Iterator[Finding]:
    custodial = set(connection.execute(select(custody.c.blob)).scalars())
    named = custodial | of_posts | set(connection.execute(select(documents.c.blob).distinct()).scalars())
    present = set()
    for blob in evidence.blobs():
        present.add(blob)
        if evidence.digest(blob) != blob:
            yield error("blob-changed", str(evidence.path(blob)), "its bytes are not those it is named after")
        if blob not in named:
            message = (
                "no row names it: it was being added when a program was stopped, or it was put there by hand"
            )
            yield warning("blob-unnamed", str(evidence.path(blob)), message)
    for path in evidence.strangers():
        yield warning("file-strange", str(path), "it is not a stored source")
    for blob in sorted(named - present):
        yield error(
            "blob-missing", f"{evidence.root / blob[:2] / blob}", "a row names it, but it is not there"
        )
    for blob in sorted(named - custodial):
        yield error(
            "custody-missing", blob, "something was read from it, but nothing says where it came from"
        )
