"""Read posts from any table: by ``--map``, or where its own columns have the plain names of a post's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sayso.errors import UsageError
from sayso.read.columns import CONSTANT, normalise, without_constants
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import at, first_id, first_text, html_text, listed, row_id
from sayso.read.posts.words import fill
from sayso.records import SharedObject

Names = Mapping[str, tuple[str, ...]]

POST_FIELDS: Names = {
    "id": ("post_id", "status_id", "tweet_id", "message_id", "id", "content_id"),
    "account": ("account_id", "user_id", "author_id", "account", "userid", "from_id"),
    "account_name": ("account_name", "username", "screen_name", "user_name", "handle", "author"),
    "time": (
        "created_epoch",
        "ts",
        "created_at",
        "timestamp",
        "created",
        "time",
        "datetime",
        "timestamp_share",
        "date",
    ),
    "text": ("text", "full_text", "body", "message", "content"),
    "url": ("post_url", "permalink"),
    "language": ("language", "lang"),
    "platform": ("platform",),
    "link": ("links", "urls", "url", "link"),
    "hashtag": ("hashtags", "hashtag"),
    "mention": ("mentions", "mention"),
    "media": ("media", "media_hash", "image_hash", "phash"),
    "object": ("object_id", "object"),
    "repost": ("repost_of", "repost_id", "retweet_id", "retweeted_id"),
    "reply": ("reply_to", "reply_id", "in_reply_to_id"),
    "quote": ("quote_of", "quote_id", "quoted_id"),
    "thread": ("thread", "thread_id", "conversation_id"),
}
"""The fields of ``--map FIELD=COLUMN`` for posts, and the column names that say the same without it, best first.

A map that names ``account`` makes the table one of posts. ``url`` is the address of the post itself, ``link`` what it
links to; in a table without ``--map`` a column ``url`` is what is shared, as coordination studies name it.
``hashtag``, ``link``, ``mention`` and ``media`` may hold lists: JSON, or parts between commas, spaces or bars. In JSON
``author.id`` is the key ``id`` of the object ``author``. A second ``=`` gives the value itself, the same for every row:
``platform==telegram``; given alone it names the platform of any table that does not say which it is from.
"""

_ACCOUNTS = ("account_id", "user_id", "author_id", "userid", "from_id")
_IDS = ("post_id", "status_id", "tweet_id", "message_id", "id", "content_id")
# `id`, `author_id`, `body` and `created_at` are in the database of any newsroom too.
_OF_ARTICLES = frozenset({"title", "headline", "authors", "byline", "outlet", "publisher"})
_OF_POSTS = frozenset({"post_id", "status_id", "tweet_id", "message_id", "platform", "object_id"})
_SHARED = (
    "text",
    "full_text",
    "body",
    "message",
    "content",
    "url",
    "object_id",
    "hashtags",
    "hashtag",
    "links",
    "urls",
)
_SEPARATORS = ", |;\n"
_KNOWN = 64
_MOST_NAMES = 500


def maps_posts(column_map: Mapping[str, str]) -> bool:
    """Tell whether the user's map is one of posts: it says where the account stands."""
    return "account" in column_map


def shape_for(column_map: Mapping[str, str], path: str) -> Shape:
    """Return the shape of a table of posts with the columns of ``column_map``.

    Raise `UsageError` for a field that posts do not have.
    """
    for field, column in column_map.items():
        if field not in POST_FIELDS:
            raise UsageError(
                f"--map {field}={column}: posts have no field {field!r} ({path})",
                remedy=f"with account= the table is one of posts; choose from {', '.join(POST_FIELDS)}",
            )
    given = tuple(column_map.items())
    return Shape(
        name="mapped",
        title="table with the columns of --map",
        matches=lambda _: True,
        read=lambda row: _read_mapped(row, given),
        shares=True,
    )


def _read_mapped(row: Row, column_map: tuple[tuple[str, str], ...]) -> list[Found]:
    inner: dict[str, object] = {
        column: at(row, *column.split("."))
        for _, column in column_map
        if "." in column and column not in row  # `author.id`: the key of an object in JSON
    }
    inner |= {
        column: column.removeprefix(CONSTANT) for _, column in column_map if column.startswith(CONSTANT)
    }
    row = {**row, **inner} if inner else row
    return _read(row, _given(tuple(row), column_map))


@lru_cache(maxsize=_KNOWN)
def _given(names: tuple[str, ...], column_map: tuple[tuple[str, str], ...]) -> Names:
    """Return which columns hold which field, by the user's map alone; a number counts columns from 1."""
    columns: dict[str, tuple[str, ...]] = {}
    for field, column in column_map:
        by_name = [name for name in names if name == column] or [
            n for n in names if normalise(n) == normalise(column)
        ]
        if not by_name and column.isdigit() and 1 <= int(column) <= len(names):
            by_name = [names[int(column) - 1]]
        columns[field] = tuple(by_name[:1])
    return columns


def check_columns(names: Sequence[str], column_map: Mapping[str, str], path: str) -> None:
    """Raise `UsageError` where ``column_map`` names a column that the table does not have."""
    columns = _given(tuple(names), tuple(column_map.items()))
    for field, column in without_constants(column_map).items():
        if not columns[field]:
            shown = ", ".join(repr(name[:40]) for name in names[:12])
            raise UsageError(
                f"--map {field}={column}: {path} has no column {column!r}",
                remedy=f"its columns are {shown}; a number counts from 1",
            )


@lru_cache(maxsize=_KNOWN)
def _by_name(names: tuple[str, ...]) -> Names | None:
    """Return which columns hold which field, by their names; None where they are not plainly those of posts."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(normalise(name), name)
    times = POST_FIELDS["time"]
    if _OF_ARTICLES & known.keys() and not _OF_POSTS & known.keys():
        return None
    if not all(any(name in known for name in group) for group in (_ACCOUNTS, _IDS, times, _SHARED)):
        return None
    return {
        field: tuple(known[name] for name in wanted if name in known) for field, wanted in POST_FIELDS.items()
    }


def _matches(row: Row) -> bool:
    return len(row) < _MOST_NAMES and _by_name(tuple(row)) is not None


def _read_named(row: Row) -> list[Found]:
    columns = _by_name(tuple(row))
    return _read(row, columns) if columns is not None else []


def _read(row: Row, columns: Names) -> list[Found]:
    def text(field: str) -> str:
        return first_text(row, *columns.get(field, ()))

    def key(field: str) -> str | None:
        return first_id(row, *columns.get(field, ()))

    def many(field: str) -> list[str]:
        names = columns.get(field)
        return listed(_first(row, names), _SEPARATORS) if names else []

    found = Found(
        platform=text("platform") or "unknown",
        # A table without ids is one of shares: the row is the post.
        id=key("id") if columns.get("id") else row_id(row),
        account_id=key("account"),
        account_name=text("account_name") or None,
        created=_created(row, columns.get("time", ())),
        text=html_text(text("text")),
        url=text("url") or None,
        language=text("language") or None,
        links=many("link"),
        hashtags=many("hashtag"),
        mentions=many("mention"),
        media=many("media"),
        repost_of=key("repost"),
        reply_to=key("reply"),
        quote_of=key("quote"),
        thread=key("thread"),
    )
    if (shared := key("object")) is not None:
        found.objects.append(SharedObject("object", shared))
    return [fill(found)]


def _first(row: Row, names: Iterable[str]) -> object:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)


def _created(row: Row, names: Iterable[str]) -> str | int | float | None:
    value = _first(row, names)
    return value if isinstance(value, str | int | float) else None


SHAPES = (Shape(name="posts-table", title="table of posts", matches=_matches, read=_read_named, shares=True),)
