"""The tables of CooRTweet and the coordination-network-toolkit as the store of posts would hold them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from sayso.stages import POSTS
from sayso.tables import write_batches

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "coordination"
_EMPTY: dict[str, Any] = {
    "platform": "unknown",
    "text": "",
    "links": [],
    "hashtags": [],
    "mentions": [],
    "media": [],
    "objects": [],
    "blob": "0",
    "path": "table.csv",
}
_FIRST_LINE = 2


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table, each by its column names."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def coortweet_posts(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Return CooRTweet's rows as posts; an id that comes again is `id#line`."""
    posts: list[dict[str, Any]] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, start=_FIRST_LINE):
        content = row["content_id"]
        posts.append(
            _EMPTY
            | {
                "id": f"{content}#{line}" if content in seen else content,
                "account_id": row["account_id"],
                "created_epoch": int(row["timestamp_share"]),
                "objects": [{"kind": "object", "value": row["object_id"]}],
                "record": str(line),
                "format": "coortweet",
            }
        )
        seen.add(content)
    return pa.Table.from_pylist(posts, schema=POSTS)


def toolkit_posts(rows: Iterable[dict[str, str]]) -> pa.Table:
    """Return the toolkit's messages as posts."""
    posts = [
        _EMPTY
        | {
            "id": row["message_id"],
            "account_id": row["user_id"],
            "created_epoch": int(row["timestamp"]),
            "text": row["message"],
            "links": row["urls"].split(),
            "repost_of": row["repost_id"] or None,
            "reply_to": row["reply_id"] or None,
            "record": str(line),
            "format": "toolkit",
        }
        for line, row in enumerate(rows, start=_FIRST_LINE)
    ]
    return pa.Table.from_pylist(posts, schema=POSTS)


def save(posts: pa.Table, folder: Path) -> Path:
    """Write ``posts`` into ``folder`` and return it."""
    write_batches(folder, posts.to_batches(), schema=POSTS)
    return folder
