"""Export as JSON lines: the interface that other programs rely on; the same case gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from sayso.errors import UsageError
from sayso.export.accounts import PostNames, RealNames, pseudonyms_of
from sayso.export.ties import network_rows, shown, tie_rows
from sayso.records import Document, Issue
from sayso.store import ClaimRow, Run, Store, StoredDocument

Row = Mapping[str, object]
OBJECT_COLUMNS = {"url": "links", "hashtag": "hashtags", "mention": "mentions", "media": "media"}
"""Kind of a shared object -> the column of `POSTS` that holds them."""


def export_jsonl(store: Store, folder: Path, *, real_names: bool = False) -> dict[str, int]:
    """Write one file a record type into ``folder`` and return how many rows each has.

    Accounts have pseudonyms, also inside the texts and addresses of their posts, unless ``real_names`` asks otherwise;
    documents are published works and stay as they are. A file is written under another name and renamed when it is
    whole. Raise `UsageError` when the folder cannot be written to.
    """
    names: PostNames = RealNames() if real_names else pseudonyms_of(store)
    how = shown(store, names)
    files: dict[str, Iterator[Row]] = {
        "documents.jsonl": (_document(stored) for stored in store.documents()),
        "sentences.jsonl": (
            {"document_id": document_id, "start": span.start, "end": span.end}
            for document_id, span in store.sentences()
        ),
        "attributions.jsonl": (_attribution(row) for row in store.claims()),
        "posts.jsonl": _posts(store, names),
        "ties.jsonl": tie_rows(store, how),
        "networks.jsonl": network_rows(store, how),
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


def _posts(store: Store, names: PostNames) -> Iterator[Row]:
    for batch in store.posts():
        for row in batch.to_pylist():
            yield _post(row, names)


def _post(row: Mapping[str, Any], names: PostNames) -> Row:
    platform = row["platform"]
    name, post = row["account_name"], partial(_post_id, platform, names)
    return {
        "id": post(row["id"]),
        "platform": platform,
        "account_id": f"{platform}:{names.account(platform, row['account_id'])}",
        "account_name": None if name is None else names.account_name(platform, row["account_id"], name),
        "created_at": row["created_at"],
        "text": names.text(platform, row["text"] or ""),
        "url": None if row["url"] is None else names.address(platform, row["url"]),
        "language": row["language"],
        "objects": [{"kind": kind, "value": value} for kind, value in _objects(row, names)],
        "repost_of": post(row["repost_of"]),
        "reply_to": post(row["reply_to"]),
        "quote_of": post(row["quote_of"]),
        "thread": post(row["thread"]),
        "path": names.words(platform, row["path"]),
        "record": names.words(platform, row["record"]),
        "format": row["format"],
        "blob": row["blob"],
    }


def _post_id(platform: str, names: PostNames, id_: str | None) -> str | None:
    return None if id_ is None else f"{platform}:{names.post(platform, id_)}"


def _objects(row: Mapping[str, Any], names: PostNames) -> Iterator[tuple[str, str]]:
    """Yield what a post shares: links, hashtags, mentions, media, then what its table names."""
    platform = row["platform"]
    for kind, column in OBJECT_COLUMNS.items():
        for value in row[column] or ():
            yield kind, names.value(platform, kind, value)
    for found in row["objects"] or ():
        yield found["kind"], names.value(platform, found["kind"], found["value"])


def _attribution(row: ClaimRow) -> Row:
    return asdict(row.attribution)


def _issue(issue: Issue) -> Row:
    return asdict(issue)


def _run(run: Run) -> Row:
    return asdict(run)
