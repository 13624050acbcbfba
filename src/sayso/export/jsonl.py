"""Export as JSON lines: the interface that other programs rely on; the same case gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from sayso.errors import UsageError
from sayso.records import Document, Issue
from sayso.store import ClaimRow, Run, Store, StoredDocument

Row = Mapping[str, object]


def export_jsonl(store: Store, folder: Path) -> dict[str, int]:
    """Write one file a record type into ``folder`` and return how many rows each has.

    A file is written under another name and renamed when it is whole. Raise `UsageError` when the folder cannot be
    written to.
    """
    files: dict[str, Iterator[Row]] = {
        "documents.jsonl": (_document(stored) for stored in store.documents()),
        "sentences.jsonl": (
            {"document_id": document_id, "start": span.start, "end": span.end}
            for document_id, span in store.sentences()
        ),
        "attributions.jsonl": (_attribution(row) for row in store.claims()),
        "issues.jsonl": (_issue(issue) for issue in store.issues()),
        "runs.jsonl": (_run(run) for run in store.runs()),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {name: _write(folder / name, rows) for name, rows in files.items()}
    except OSError as error:
        raise UsageError(
            f"cannot write to {folder}: {error.strerror or error}", remedy="give another folder with --out"
        ) from error


def _write(path: Path, rows: Iterable[Row]) -> int:
    temporary = path.with_name(path.name + ".part")
    n_rows = 0
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            n_rows += 1
    temporary.replace(path)
    return n_rows


def _document(stored: StoredDocument) -> Row:
    document: Document = stored.document
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "outlet": document.outlet,
        "author": document.author,
        "published_at": document.published_at,
        "published_precision": document.published_precision,
        "added_at": stored.added_at,
        "language": document.language,
        "kind": document.kind,
        "text": document.text,
        "path": document.path,
        "record": document.record,
        "copy_group_id": stored.copy_group_id,
        "format": document.format,
        "blob": document.blob,
        "unread": [
            {"start": unread.span.start, "end": unread.span.end, "reason": unread.reason}
            for unread in document.unread
        ],
        "evidence": dict(sorted(document.evidence.items())),
    }


def _attribution(row: ClaimRow) -> Row:
    return asdict(row.attribution)


def _issue(issue: Issue) -> Row:
    return asdict(issue)


def _run(run: Run) -> Row:
    return asdict(run)
