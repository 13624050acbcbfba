"""Read the table of the coordination-network-toolkit: eight columns, known by name or, without a header, by order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.times import TimeLostError, epoch_of
from sayso.read.posts.values import first_text, id_of, listed, text_at
from sayso.read.posts.words import hashtags_in, mentions_in

COLUMNS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
"""The columns in the order in which the toolkit reads them."""

_NAMES = frozenset(COLUMNS)
_KEY = re.compile(r"\S{1,128}")


def is_headerless(cells: Sequence[str]) -> bool:
    """Tell whether ``cells`` are a row of the toolkit's table, not the names of columns."""
    if len(cells) != len(COLUMNS) or not (_KEY.fullmatch(cells[0]) and _KEY.fullmatch(cells[1])):
        return False
    if any(cell and not _KEY.fullmatch(cell) for cell in cells[3:5]):
        return False
    try:
        epoch_of(cells[6], utc=True)
    except TimeLostError:
        return False
    return all(part.startswith(("http://", "https://")) for part in cells[7].split())


def _matches(row: Row) -> bool:
    return row.keys() >= _NAMES


def _read(row: Row) -> list[Found]:
    created = row.get("timestamp")
    text = text_at(row, "message")
    found = Found(
        platform=first_text(row, "platform") or "unknown",
        id=id_of(row.get("message_id")),
        account_id=id_of(row.get("user_id")),
        account_name=first_text(row, "username") or None,
        created=created if isinstance(created, str | int | float) else None,
        text=text,
        # The toolkit shares what its column lists, and looks for no links in the text.
        links=listed(row.get("urls"), " "),
        repost_of=id_of(row.get("repost_id")),
        reply_to=id_of(row.get("reply_id")),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
    )
    return [found]


SHAPES = (
    Shape(
        name="toolkit",
        title="coordination-network-toolkit table",
        matches=_matches,
        read=_read,
        utc=True,
        seconds=True,
    ),
)
