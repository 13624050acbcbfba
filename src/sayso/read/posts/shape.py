"""What the export of a platform or tool looks like, and how one of its rows is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sayso.records import SharedObject

Row = Mapping[str, object]
"""One row as it stands in the file: the cells of a CSV by column name, or one JSON object.

A list inside an object is taken apart: each of its objects is a row of its own; only an object that a shape knows as
a whole, such as a page of the X API, stays one row, up to the size that is held in memory. A message of a Telegram
export has three keys of its chat added (`sayso.read.posts.telegram.CONTEXT`).
"""


@dataclass(slots=True, kw_only=True)
class Found:
    """The fields found in one row, as they stand in it; what is not there stays None or empty.

    ``created`` is the time as written: text, or a number of seconds or milliseconds. ``lost`` names each field that
    was there and could not be used, with the reason: it costs that field, never the row. Ids, handles, hashtags and
    times are put into one form afterwards, for all shapes alike, by `sayso.read.posts.build`.
    """

    platform: str
    id: str | None = None
    account_id: str | None = None
    account_name: str | None = None
    created: str | int | float | None = None
    text: str = ""
    url: str | None = None
    language: str | None = None
    links: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    objects: list[SharedObject] = field(default_factory=list)
    repost_of: str | None = None
    reply_to: str | None = None
    quote_of: str | None = None
    thread: str | None = None
    lost: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of export: ``name`` for programs (``x-v2``), ``title`` for people (``X API v2``).

    ``matches`` tells, by the keys and values of one row, whether it is of this kind; it must be sure, since the first
    shape that matches reads the file. ``read`` returns the posts of one row, mostly one; none for a row that is
    no post (a deleted one, a service message), in which case ``skipped`` says what such a row is. Neither raises for
    any row that JSON or CSV can hold. ``utc`` says that a time without a zone is in UTC, because the format says so;
    elsewhere such a time is lost. ``seconds`` says that its times may count from anywhere, as made-up tables of the
    tools of coordination research do. ``shares`` says that a row is one thing that a post shares: rows that follow each
    other with the same id, account and time are then one post, and one that comes again is a post of its own.
    """

    name: str
    title: str
    matches: Callable[[Row], bool]
    read: Callable[[Row], list[Found]]
    skipped: str = "no post"
    utc: bool = False
    shares: bool = False
    seconds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file of posts was read as; yielded once, after its posts.

    ``n_rows`` = rows that gave a post + ``n_set_aside`` (cannot be used: each an issue) + ``n_skipped`` (no posts,
    such as service messages; ``skipped`` says what they are). ``n_posts`` may be larger than ``n_rows``: a page of
    the X API is one row; and smaller: in a table of shares several rows are one post. ``lost`` counts for each field
    the posts that had it in a form that cannot be used.
    """

    path: str
    blob: str
    name: str
    title: str
    n_rows: int
    n_posts: int
    n_set_aside: int
    n_skipped: int = 0
    skipped: str = "no post"
    record: str | None = None
    lost: dict[str, int] = field(default_factory=dict, hash=False)
