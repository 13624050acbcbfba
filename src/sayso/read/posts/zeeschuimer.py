"""Read what Zeeschuimer collects in the browser: an envelope that never changes around items that do."""

from __future__ import annotations

from sayso.read.posts.platforms import read_item
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import id_of, text_at

# Zeeschuimer, js/zs-background.js: the envelope also has timestamp_collected, source_url, user_agent, nav_index.
_KEYS = frozenset({"item_id", "source_platform", "data"})


def _matches(row: Row) -> bool:
    return row.keys() >= _KEYS


def _read(row: Row) -> list[Found]:
    data = row.get("data")
    if not isinstance(data, dict):
        return []
    return read_item(text_at(row, "source_platform"), data, item_id=id_of(row.get("item_id")))


SHAPES = (
    Shape(
        name="zeeschuimer",
        title="Zeeschuimer",
        matches=_matches,
        read=_read,
        skipped="an item that is no post",
        utc=True,
    ),
)
