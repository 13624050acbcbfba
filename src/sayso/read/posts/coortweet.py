"""Read CooRTweet's four columns: which object, by which account, in which post, when."""

from __future__ import annotations

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import first_text, id_of
from sayso.records import SharedObject

_COLUMNS = frozenset({"object_id", "account_id", "content_id", "timestamp_share"})


def _matches(row: Row) -> bool:
    return row.keys() >= _COLUMNS


def _read(row: Row) -> list[Found]:
    shared = id_of(row.get("object_id"))
    created = row.get("timestamp_share")
    return [
        Found(
            platform=first_text(row, "platform") or "unknown",
            id=id_of(row.get("content_id")),
            account_id=id_of(row.get("account_id")),
            account_name=first_text(row, "account_name", "username") or None,
            created=created if isinstance(created, str | int | float) else None,
            objects=[] if shared is None else [SharedObject("object", shared)],
        )
    ]


SHAPES = (
    Shape(
        name="coortweet",
        title="CooRTweet table",
        matches=_matches,
        read=_read,
        utc=True,
        shares=True,
        seconds=True,
    ),
)
