"""Records and the rows they are stored as."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Row

from sayso.records import Document, Issue, Span, Spans, Unread, digest
from sayso.store.clock import epoch

STAGE = "store"
# What may change later, or is not of the row itself, is not under its hash.
_UNHASHED = frozenset({"number", "row_sha256", "copy_group_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """How bytes came into the case: from which path or address, with which headers, by which version and whom."""

    blob: str
    n_bytes: int
    origin: str
    tool_version: str
    headers: Mapping[str, str] = field(default_factory=dict)
    operator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document and what the store knows beside it. ``number`` counts documents in the order they came."""

    document: Document
    number: int
    added_at: str
    published_epoch: int | None
    text_sha256: str
    copy_group_id: str | None

    @property
    def id(self) -> str:
        """The id of the document."""
        return self.document.id


def document_row(document: Document, *, number: int, added_at: str) -> dict[str, object]:
    """Return the row of ``document``; the times inside must have passed `document_issue`."""
    row: dict[str, object] = {
        f.name: getattr(document, f.name) for f in fields(document) if f.name not in ("unread", "evidence")
    }
    row |= {
        "path": printable(document.path),
        "unread": [[u.span.start, u.span.end, printable(u.reason)] for u in document.unread],
        "evidence": {printable(name): printable(value) for name, value in document.evidence.items()},
        "published_epoch": None if document.published_at is None else epoch(document.published_at),
        "text_sha256": text_sha256(document.text),
        "added_at": added_at,
        "number": number,
        "copy_group_id": None,
    }
    return row | {"row_sha256": row_sha256(row)}


def stored_document(row: Row[Any]) -> StoredDocument:
    """Return the document of a row of ``documents``."""
    values = row._asdict()
    known = {f.name: values[f.name] for f in fields(Document)}
    known["unread"] = tuple(
        Unread(span=Span(start, end), reason=reason) for start, end, reason in values["unread"]
    )
    return StoredDocument(
        document=Document(**known),
        number=values["number"],
        added_at=values["added_at"],
        published_epoch=values["published_epoch"],
        text_sha256=values["text_sha256"],
        copy_group_id=values["copy_group_id"],
    )


def custody_row(custody: Custody, *, number: int, added_at: str) -> dict[str, object]:
    """Return the row of ``custody``."""
    row: dict[str, object] = {
        "number": number,
        "blob": custody.blob,
        "n_bytes": custody.n_bytes,
        "origin": printable(custody.origin),
        "added_at": added_at,
        "headers": {printable(name): printable(value) for name, value in custody.headers.items()},
        "tool_version": custody.tool_version,
        "operator": printable(custody.operator) if custody.operator else None,
    }
    return row | {"row_sha256": row_sha256(row)}


def issue_row(issue: Issue, run_id: str | None) -> dict[str, object]:
    """Return the row of ``issue``; the same issue twice has the same id."""
    row: dict[str, object] = {
        "document_id": issue.document_id,
        "path": None if issue.path is None else printable(issue.path),
        "stage": issue.stage,
        "code": issue.code,
        "message": printable(issue.message),
        "remedy": printable(issue.remedy),
    }
    key = digest("issue", row["stage"], row["code"], row["message"], row["document_id"], row["path"])
    return row | {"id": key[:20], "run_id": run_id}


def document_issue(document: Document) -> Issue | None:
    """Return why ``document`` cannot be stored, or None.

    Neither database's tools cope with NUL, UTF-8 knows no lone surrogates, and what a reader passes on is never
    altered here in silence. A path is no text of the source: in it such characters are written as escapes.
    """
    for name in (
        "id",
        "blob",
        "text",
        "title",
        "outlet",
        "author",
        "url",
        "record",
        "language",
        "published_at",
    ):
        value = getattr(document, name)
        if value is not None and printable(value) != value:
            return _issue(document, "text-not-storable", f"its {name} holds a NUL or a lone surrogate")
    try:
        if document.published_at is not None:
            epoch(document.published_at)
    except (ValueError, OverflowError):
        return _issue(document, "date-not-iso", f"its date {document.published_at!r} is not ISO 8601")
    return None


def printable(text: str) -> str:
    """Return ``text`` with NULs and lone surrogates written as escapes, so that any database holds it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def row_sha256(row: Mapping[str, object]) -> str:
    """Return the SHA-256 over the columns of a row that never change."""
    return digest("row", {name: value for name, value in row.items() if name not in _UNHASHED})


def text_sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def text_at(text: str, spans: Spans) -> str:
    """Return what ``text`` holds at ``spans``; separate stretches are joined by one space."""
    return " ".join(text[start:end] for start, end in spans)


def source_shown(source: Spans, mention: Span | None) -> Spans:
    """Return where the text stands that a source is shown by: its fullest mention, else the source itself."""
    return source if mention is None else (mention,)


def _issue(document: Document, code: str, what: str) -> Issue:
    return Issue(
        stage=STAGE,
        code=code,
        message=f"a document was left out: {what}",
        remedy="report this: a reader should have handled it",
        path=document.path if document.record is None else f"{document.path}#{document.record}",
    )
