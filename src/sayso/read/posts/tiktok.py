"""Read videos of TikTok, from its Research API and from its web site, and comments on them."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.read.posts.fields import Fields
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

# Names of columns: developers.tiktok.com/doc/research-api-specs-query-videos (id, username) and its tables as
# researchers share them (video_id, author_name); of the web site: Zeeschuimer and 4CAT, datasources/tiktok and
# tiktok_comments. Every one of them has the handle, and only the web site an account's number: the handle is the id.
_HANDLES = ("author_name", "username")
_NOBODY = ("0", "")
"""How the web site writes that a video is no duet and a comment no reply."""


def matches_research(row: Row) -> bool:
    """Tell whether ``row`` is a video of the Research API."""
    described = "video_description" in row and ("video_id" in row or "id" in row)
    return "create_time" in row and (described or ("video_id" in row and "author_name" in row))


def matches_web(row: Row) -> bool:
    """Tell whether ``row`` is a video as the web site has it."""
    return all(name in row for name in ("id", "createTime", "desc", "author"))


def matches_comment(row: Row) -> bool:
    """Tell whether ``row`` is a comment as the web site has it."""
    return all(name in row for name in ("cid", "aweme_id", "create_time", "text"))


def matches_research_comment(row: Row) -> bool:
    """Tell whether ``row`` is a comment of the Research API, which says of nobody who wrote it."""
    return all(name in row for name in ("id", "video_id", "parent_comment_id", "text"))


def read_research(row: Row) -> list[Found]:
    """Return the video with its description as text."""
    fields = Fields(row)
    found = Found(platform="tiktok", id=fields.key("id", "video_id", "id"), lost=fields.lost)
    found.account_id = fields.key("account_id", *_HANDLES)
    found.account_name = fields.text("account_name", *_HANDLES)
    found.created = fields.time("create_time")
    found.text = fields.text("text", "video_description") or ""
    found.hashtags = fields.texts("hashtags", "hashtag_names", ",|")
    found.mentions = fields.texts("mentions", "video_mention_list", ",|")
    found.media = _sound(fields.key("media", "music_id"))
    found.url = fields.text("url", "video_url") or _address(found)
    return [fill(found)]


def read_web(row: Row) -> list[Found]:
    """Return the video; a duet quotes the video that it is made with."""
    fields = Fields(row)
    found = Found(platform="tiktok", id=fields.key("id", "id"), lost=fields.lost)
    author = fields.value("author")
    if isinstance(author, Mapping):
        found.account_id = fields.key("account_id", "author.uniqueId", "author.unique_id")
    else:
        found.account_id = fields.text("account_id", "author")
    found.account_name = found.account_id
    found.created = fields.time("createTime")
    found.text = fields.text("text", "desc") or ""
    found.language = fields.text("language", "textLanguage")
    _take_extras(found, fields, "textExtra", ("hashtagName", "userUniqueId"))
    if not found.hashtags:
        challenges = fields.each("hashtags", "challenges")
        found.hashtags = [title for item in challenges if (title := item.text("hashtags", "title"))]
    found.media = _sound(fields.key("media", "music.id"))
    found.quote_of = _somebody(fields.key("quote_of", "duetInfo.duetFromId"))
    found.url = _address(found)
    return [fill(found)]


def read_comment(row: Row) -> list[Found]:
    """Return the comment as a reply to a comment or to the video."""
    fields = Fields(row)
    found = Found(platform="tiktok", id=fields.key("id", "cid"), lost=fields.lost)
    user = fields.inside("user", "account_id")
    found.account_id = user.key("account_id", "unique_id", "uid")
    found.account_name = user.text("account_name", "unique_id")
    found.created = fields.time("create_time")
    found.text = fields.text("text", "text") or ""
    found.language = fields.text("language", "comment_language")
    _take_extras(found, fields, "text_extra", ("hashtag_name", "user_unique_id"))
    found.thread = fields.key("thread", "aweme_id")
    found.reply_to = _somebody(fields.key("reply_to", "reply_id")) or found.thread
    return [fill(found)]


def read_research_comment(row: Row) -> list[Found]:
    """Return the comment without an account, which the Research API does not give."""
    fields = Fields(row)
    thread = fields.key("thread", "video_id")
    return [
        Found(
            platform="tiktok",
            id=fields.key("id", "id"),
            created=fields.time("create_time"),
            text=fields.text("text", "text") or "",
            thread=thread,
            reply_to=fields.key("reply_to", "parent_comment_id") or thread,
            lost={**fields.lost},
        )
    ]


def _take_extras(found: Found, fields: Fields, name: str, keys: tuple[str, str]) -> None:
    """Fill hashtags and mentions from the marked pieces of a text; their offsets are not needed."""
    for extra in fields.each("hashtags", name):
        if tag := extra.text("hashtags", keys[0]):
            found.hashtags.append(tag)
        if person := extra.text("mentions", keys[1]):
            found.mentions.append(person)


def _somebody(key: str | None) -> str | None:
    return None if key in _NOBODY else key


def _sound(key: str | None) -> list[str]:
    """Return the sound of a video as its one medium with an id; addresses of pictures and videos expire."""
    return [key] if key and key not in _NOBODY else []


def _address(found: Found) -> str | None:
    if not found.id or not found.account_id:
        return None
    return f"https://www.tiktok.com/@{found.account_id}/video/{found.id}"


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="tiktok-research",
        title="TikTok Research API",
        matches=matches_research,
        read=read_research,
        utc=True,
    ),
    Shape(name="tiktok-web", title="TikTok web site", matches=matches_web, read=read_web),
    Shape(name="tiktok-comments", title="TikTok comments", matches=matches_comment, read=read_comment),
    Shape(
        name="tiktok-research-comments",
        title="TikTok Research API, comments",
        matches=matches_research_comment,
        read=read_research_comment,
        utc=True,
    ),
)
