"""Read submissions and comments of Reddit as Pushshift and Arctic Shift dump them, one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from sayso.read.posts.fields import Fields
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import hashtags_in, links_in

# Names of keys: github.com/ArthurHeitmann/arctic_shift, schemas/RS and schemas/RC, 2005 to 2026. Ids there are bare
# ("abc"), and a comment may have the id of a submission: ids here are full names ("t3_abc", "t1_abc"), as in
# parent_id, link_id and crosspost_parent.
_NO_ACCOUNT = ("[deleted]", "[removed]")
_GONE = ("[deleted]", "[removed]", "[removed by reddit]", "[deleted by user]")
_COMMENT, _SUBMISSION = "t1_", "t3_"
_KINDS = ("t1", "t3")
_HOSTED = ("i.redd.it", "v.redd.it", "preview.redd.it")
_REDDIT = ("reddit.com", "redd.it")
_PERSON = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_-]{3,20})\b")


def matches_submission(row: Row) -> bool:
    """Tell whether ``row`` is a submission."""
    return (
        _is_ours(row) and "title" in row and ("selftext" in row or "is_self" in row or "num_comments" in row)
    )


def matches_comment(row: Row) -> bool:
    """Tell whether ``row`` is a comment."""
    return _is_ours(row) and "body" in row and "link_id" in row


def matches_thing(row: Row) -> bool:
    """Tell whether ``row`` is either of them in the wrapping of Reddit's own API."""
    inner = row.get("data")
    if row.get("kind") not in _KINDS or not isinstance(inner, Mapping):
        return False
    return matches_submission(inner) or matches_comment(inner)


def _is_ours(row: Row) -> bool:
    return all(name in row for name in ("id", "author", "created_utc")) and (
        "subreddit" in row or "subreddit_id" in row
    )


def read_submission(row: Row) -> list[Found]:
    """Return the submission, title and text below one another; what was deleted before the dump has no text."""
    fields = Fields(row)
    found = _found(fields, _SUBMISSION)
    texts = (fields.text("text", "title"), _kept(fields.text("text", "selftext")))
    found.text = "\n\n".join(text for text in texts if text)
    found.repost_of = _full_name(fields, "repost_of", "crosspost_parent")
    target = fields.text("links", "url")
    _take_words(found)
    if target and not fields.row.get("is_self"):
        _take_target(found, target)
    gallery = fields.inside("gallery_data").each("media", "items")
    found.media += [key for item in gallery if (key := item.key("media", "media_id"))]
    return [found]


def read_comment(row: Row) -> list[Found]:
    """Return the comment as a reply to a comment or to the submission."""
    fields = Fields(row)
    found = _found(fields, _COMMENT)
    found.text = _kept(fields.text("text", "body")) or ""
    found.thread = _full_name(fields, "thread", "link_id")
    found.reply_to = _full_name(fields, "reply_to", "parent_id")
    _take_words(found)
    return [found]


def read_thing(row: Row) -> list[Found]:
    """Return the submission or comment inside the wrapping."""
    inner = row.get("data")
    if not isinstance(inner, Mapping):
        return []
    return read_comment(inner) if matches_comment(inner) else read_submission(inner)


def _found(fields: Fields, prefix: str) -> Found:
    """Return what submissions and comments have in common; a name is given once on Reddit, so it is the id."""
    key = fields.key("id", "id")
    author = fields.text("account_id", "author")
    author = None if author in _NO_ACCOUNT else author
    path = fields.text("url", "permalink")
    return Found(
        platform="reddit",
        id=None if key is None else prefix + key.removeprefix(prefix),
        account_id=author,
        account_name=author,
        created=fields.time("created_utc", "created"),
        url=f"https://www.reddit.com{path}" if path and path.startswith("/") else path,
        lost=fields.lost,
    )


def _kept(text: str | None) -> str | None:
    """Return ``text`` unless it is what Reddit leaves in place of a deleted one."""
    gone = text is None or text.strip() in _GONE or text.startswith("[ Removed by Reddit")
    return None if gone else text


def _full_name(fields: Fields, target: str, name: str) -> str | None:
    key = fields.key(target, name)
    if key is None or key.startswith((_COMMENT, _SUBMISSION)):
        return key
    fields.lost[target] = f"says not whether it is a comment or a submission ({name})"
    return None


def _take_words(found: Found) -> None:
    found.links = links_in(found.text)
    found.hashtags = hashtags_in(found.text)
    found.mentions = _PERSON.findall(found.text)


def _take_target(found: Found, target: str) -> None:
    """Fill what a submission is about: a link, or a picture or video that Reddit hosts under an id of its own."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # a bracket that opens no IPv6 address
        return
    if host in _HOSTED:
        found.media += [name for name in [parts.path.strip("/").partition("/")[0].partition(".")[0]] if name]
    elif host and not _leads_back(host, parts.path, found):
        found.links.insert(0, target)


def _leads_back(host: str, path: str, found: Found) -> bool:
    """Tell whether the link of a submission is its own gallery, or the submission it passes on."""
    at_home = any(host == name or host.endswith(f".{name}") for name in _REDDIT)
    return at_home and (found.repost_of is not None or path.startswith("/gallery/"))


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="reddit-submissions",
        title="Reddit dump, submissions",
        matches=matches_submission,
        read=read_submission,
    ),
    Shape(name="reddit-comments", title="Reddit dump, comments", matches=matches_comment, read=read_comment),
    Shape(name="reddit-api", title="Reddit API", matches=matches_thing, read=read_thing),
)
