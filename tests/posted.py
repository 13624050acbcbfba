"""Posts of a made crowd as the file of an export, with handles: what the command line takes in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.crowds import circle, crowd

MEMBERS = 8
LINKS = 12
PAGE = 100


def handle(account_id: str) -> str:
    """Return the name that an account goes by."""
    return f"name_of_{account_id}"


def crowd_with_a_circle(seed: int = 1, *, n_posts: int = 2_500) -> pa.Table:
    """Return a crowd in which ``MEMBERS`` accounts pass on ``LINKS`` links of their own within half a minute."""
    chosen = circle(seed, n_accounts=MEMBERS, n_links=LINKS)
    return pa.concat_tables([crowd(seed, n_posts=n_posts, n_accounts=250, n_links=250), chosen])


def write_tweets(posts: pa.Table, path: Path) -> Path:
    """Write ``posts`` as answers of X's interface (version 2), one a line: tweets, and the users who wrote them."""
    rows = posts.to_pylist()
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, len(rows), PAGE):
            page = rows[start : start + PAGE]
            accounts = sorted({row["account_id"] for row in page})
            users = [
                {"id": f"id{one}", "username": handle(one), "name": f"Account {one}"} for one in accounts
            ]
            tweets = [_tweet(row, 10**18 + start + number) for number, row in enumerate(page)]
            file.write(json.dumps({"data": tweets, "includes": {"users": users}}) + "\n")
    return path


def _tweet(row: dict[str, Any], id_: int) -> dict[str, object]:
    at = datetime.fromtimestamp(row["created_epoch"], UTC)
    link = row["links"][0]
    return {
        "id": str(id_),
        "author_id": f"id{row['account_id']}",
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "text": f"Look at this {link}, says @{handle(row['account_id'])}",
        "lang": "en",
        "edit_history_tweet_ids": [str(id_)],
        "entities": {"urls": [{"start": 13, "end": 30, "url": "https://t.co/x", "expanded_url": link}]},
    }
