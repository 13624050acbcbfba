"""Read videos and comments of YouTube, from YouTube Data Tools and from the Data API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.read.posts.fields import Fields, without_markup
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

# Names of columns: YouTube Data Tools, mod_videos_list.php and mod_video_comments.php; its second version, ytdt
# models.py (Video.to_row, Comment.to_row), which adds videoId and threadId to comments. In both the times without a
# zone are UTC. Names of keys: developers.google.com/youtube/v3/docs. locationDescription, latitude and longitude are
# left where they are.
_VIDEO = ("videoId", "channelId", "publishedAt")
_COMMENT = ("id", "authorName", "text", "publishedAt")
_REPLIES = ("isReply", "isReplyTo", "isReplyToId")
_KIND = "youtube#"
_ANSWER = "ListResponse"


def matches_video_row(row: Row) -> bool:
    """Tell whether ``row`` is a video in a table of YouTube Data Tools."""
    return all(name in row for name in _VIDEO) and ("videoTitle" in row or "videoDescription" in row)


def matches_comment_row(row: Row) -> bool:
    """Tell whether ``row`` is a comment in a table of YouTube Data Tools."""
    return all(name in row for name in _COMMENT) and any(name in row for name in _REPLIES)


def matches_resource(row: Row) -> bool:
    """Tell whether ``row`` is a resource of the Data API, or a page of them."""
    kind = row.get("kind")
    return isinstance(kind, str) and kind.startswith(_KIND)


def read_video_row(row: Row) -> list[Found]:
    """Return the video with title and description as text."""
    fields = Fields(row)
    found = Found(platform="youtube", id=fields.key("id", "videoId"), lost=fields.lost)
    found.account_id = fields.key("account_id", "channelId")
    found.account_name = fields.text("account_name", "channelTitle")
    found.created = fields.time("publishedAt", "publishedAtSQL")
    found.text = _joined(fields.text("text", "videoTitle"), fields.text("text", "videoDescription"))
    found.language = fields.text("language", "defaultLanguage")
    return [_with_address(found)]


def read_comment_row(row: Row) -> list[Found]:
    """Return the comment as a reply to a comment, or to the video where the table names it."""
    fields = Fields(row)
    found = Found(platform="youtube", id=fields.key("id", "id"), lost=fields.lost)
    # A pseudonymous table of the first version has hashed names and no channels.
    found.account_id = fields.key("account_id", "authorChannelId", "authorName")
    found.account_name = fields.text("account_name", "authorName")
    found.created = fields.time("publishedAt")
    found.text = without_markup(fields.text("text", "text") or "")
    video = fields.key("thread", "videoId")
    found.reply_to = fields.key("reply_to", "isReplyToId", "isReplyTo") or video
    found.thread = video or fields.key("thread", "threadId")
    return [fill(found)]


def read_resource(row: Row) -> list[Found]:
    """Return the videos or comments of a resource; none for a channel or a playlist."""
    return list(_resources(Fields(row)))


def _resources(fields: Fields) -> Iterator[Found]:
    kind = (fields.text("", "kind") or "").removeprefix(_KIND)
    if kind.endswith(_ANSWER):
        for item in fields.each("id", "items"):
            yield from _resource((item.text("", "kind") or "").removeprefix(_KIND), Fields(item.row))
    else:
        yield from _resource(kind, fields)


def _resource(kind: str, fields: Fields) -> Iterator[Found]:
    if kind == "video":
        yield _video(fields, fields.key("id", "id"))
    elif kind == "searchResult" and fields.value("id.videoId") is not None:
        yield _video(fields, fields.key("id", "id.videoId"))
    elif kind == "playlistItem":
        yield _video(fields, fields.key("id", "contentDetails.videoId", "snippet.resourceId.videoId"))
    elif kind == "commentThread":
        snippet = fields.inside("snippet", "text")
        yield _comment(snippet.inside("topLevelComment", "text"), snippet.key("thread", "videoId"))
        for reply in fields.inside("replies").each("reply_to", "comments"):
            yield _comment(Fields(reply.row), snippet.key("", "videoId"))
    elif kind == "comment":
        yield _comment(fields, None)


def _video(fields: Fields, key: str | None) -> Found:
    """Return a video; an item of a playlist says beside the playlist's owner whose video it is."""
    snippet = fields.inside("snippet", "text")
    found = Found(platform="youtube", id=key, lost=fields.lost)
    found.account_id = snippet.key("account_id", "videoOwnerChannelId", "channelId")
    found.account_name = snippet.text("account_name", "videoOwnerChannelTitle", "channelTitle")
    found.created = fields.time("contentDetails.videoPublishedAt", "snippet.publishedAt")
    text = _joined(snippet.text("text", "title"), snippet.text("text", "description"))
    # Searches answer with titles in which ' is &#39;.
    found.text = without_markup(text)
    found.language = snippet.text("language", "defaultLanguage")
    return _with_address(found)


def _comment(fields: Fields, video: str | None) -> Found:
    snippet = fields.inside("snippet", "text")
    found = Found(platform="youtube", id=fields.key("id", "id"), lost=fields.lost)
    found.account_id = _channel(snippet)
    found.account_name = snippet.text("account_name", "authorDisplayName")
    found.created = snippet.time("publishedAt")
    # textDisplay is HTML unless plain text was asked for; textOriginal is there for one's own comments only.
    found.text = snippet.text("text", "textOriginal") or without_markup(
        snippet.text("text", "textDisplay") or ""
    )
    found.thread = video or snippet.key("thread", "videoId")
    found.reply_to = snippet.key("reply_to", "parentId") or found.thread
    return fill(found)


def _channel(snippet: Fields) -> str | None:
    name = "authorChannelId"
    inner = isinstance(snippet.value(name), Mapping)
    return snippet.key("account_id", f"{name}.value" if inner else name)


def _joined(title: str | None, description: str | None) -> str:
    return "\n\n".join(text.strip() for text in (title, description) if text)


def _with_address(found: Found) -> Found:
    found.url = f"https://www.youtube.com/watch?v={found.id}" if found.id else None
    return fill(found)


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="youtube-data-tools",
        title="YouTube Data Tools, videos",
        matches=matches_video_row,
        read=read_video_row,
        utc=True,
    ),
    Shape(
        name="youtube-data-tools-comments",
        title="YouTube Data Tools, comments",
        matches=matches_comment_row,
        read=read_comment_row,
        utc=True,
    ),
    Shape(
        name="youtube-api",
        title="YouTube Data API",
        matches=matches_resource,
        read=read_resource,
        skipped="a channel or a playlist",
    ),
)
