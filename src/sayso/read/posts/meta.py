"""Read what the Meta Content Library lets one download: posts of Facebook and Instagram, and comments on them."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.read.posts.fields import Fields
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import loaded
from sayso.read.posts.words import fill

# Names of columns: the library's data dictionary (developers.facebook.com/docs/content-library-and-api/appendix/
# data-dictionary); in its CSV the inner fields are columns with a dot, in answers of its API objects. Ids are the
# library's own and no ids of Facebook. Times are in UTC.
_ACCOUNT_TYPES = ("creator", "business", "personal")
"""``post_owner.type`` on Instagram; on Facebook it is page, group, event or profile."""


def matches_post(row: Row) -> bool:
    """Tell whether ``row`` is a post of the library."""
    fields = Fields(row)
    return _has_time(row) and any(
        fields.value(f"post_owner.{name}") is not None for name in ("id", "name", "username")
    )


def matches_comment(row: Row) -> bool:
    """Tell whether ``row`` is a comment of the library."""
    fields = Fields(row)
    owned = any(fields.value(f"owner.{name}") is not None for name in ("id", "name", "username"))
    return _has_time(row) and owned and ("post_id" in row or "parent_comment_id" in row)


def _has_time(row: Row) -> bool:
    return "id" in row and "creation_time" in row


def read_post(row: Row) -> list[Found]:
    """Return the post; its account is who posted it, also where that was on the page or in the group of another."""
    fields = Fields(row)
    found = _found(fields, "post_owner")
    found.url = fields.text("url", "mcl_url")
    found.repost_of = fields.key("repost_of", "shared_post_id")
    found.hashtags = fields.texts("hashtags", "hashtags")
    found.media = _media(fields)
    return [fill(found)]


def read_comment(row: Row) -> list[Found]:
    """Return the comment as a reply to the comment or the post that it is under."""
    fields = Fields(row)
    found = _found(fields, "owner")
    found.thread = fields.key("thread", "post_id")
    found.reply_to = fields.key("reply_to", "parent_comment_id", "parent_id") or found.thread
    return [fill(found)]


def _found(fields: Fields, owner: str) -> Found:
    """Return what posts and comments have in common."""
    link = fields.text("links", "link_attachment.link")
    return Found(
        platform=_platform(fields, owner),
        id=fields.key("id", "id"),
        account_id=fields.key("account_id", f"{owner}.id"),
        account_name=fields.text("account_name", f"{owner}.username", f"{owner}.name"),
        created=fields.time("creation_time"),
        text=fields.text("text", "text") or "",
        language=fields.text("language", "lang"),
        links=[link] if link else [],
        lost=fields.lost,
    )


def _platform(fields: Fields, owner: str) -> str:
    """Return ``facebook`` or ``instagram``, which no column says; only Facebook has surfaces to post on."""
    address = fields.value("mcl_url")
    if isinstance(address, str) and ("/instagram" in address or "/facebook/" in address):
        return "instagram" if "/instagram" in address else "facebook"
    if fields.value("surface.id") is not None or fields.value("statistics.share_count") is not None:
        return "facebook"
    of_instagram = fields.value(f"{owner}.type") in _ACCOUNT_TYPES or "hashtags" in fields.row
    return "instagram" if of_instagram else "facebook"


def _media(fields: Fields) -> list[str]:
    """Return the ids of pictures and videos, where they are given; their addresses expire within days."""
    found = fields.value("multimedia")
    items = loaded(found) if isinstance(found, str) else found
    if not isinstance(items, list):
        return []
    inner = (Fields(item) for item in items if isinstance(item, Mapping))
    return [media for item in inner if (media := item.key("", "id"))]


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="meta-content-library",
        title="Meta Content Library, posts",
        matches=matches_post,
        read=read_post,
        utc=True,
    ),
    Shape(
        name="meta-content-library-comments",
        title="Meta Content Library, comments",
        matches=matches_comment,
        read=read_comment,
        utc=True,
    ),
)
