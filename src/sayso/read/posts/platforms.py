"""Read the items that web pages of platforms are made of, as Zeeschuimer and 4CAT hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import at, html_text, id_of, text_at
from sayso.read.posts.words import fill

Paths = tuple[str, ...]
"""Where a value may stand, best first: keys joined by points, ``*`` for every item of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Where the items of one platform hold the fields of a post. ``url`` has ``{id}`` and ``{name}`` filled in."""

    platform: str
    id: Paths
    account_id: Paths
    account_name: Paths = ()
    created: Paths = ()
    text: Paths = ()
    title: Paths = ()
    url: str = ""
    url_at: Paths = ()
    language: Paths = ()
    links: Paths = ()
    hashtags: Paths = ()
    mentions: Paths = ()
    media: Paths = ()
    repost_of: Paths = ()
    reply_to: Paths = ()
    quote_of: Paths = ()
    thread: Paths = ()


# Keys as 4CAT maps them (datasources/*/search_*.py) and as Zeeschuimer's modules collect them. They are the platforms'
# own and change without notice, so each field has its older places after the newer one.
ITEMS: Mapping[str, Item] = {
    "instagram": Item(
        platform="instagram",
        id=("code", "shortcode", "id", "pk"),
        account_id=("user.pk", "user.id", "owner.id", "user.username", "owner.username"),
        account_name=("user.username", "owner.username"),
        created=("taken_at", "taken_at_timestamp"),
        text=("caption.text", "edge_media_to_caption.edges.*.node.text", "caption"),
        url="https://www.instagram.com/p/{id}",
        mentions=("usertags.in.*.user.username",),
    ),
    "threads": Item(
        platform="threads",
        id=("code", "pk", "id"),
        account_id=("user.pk", "user.id", "user.username"),
        account_name=("user.username",),
        created=("taken_at",),
        text=("caption.text",),
        url="https://www.threads.com/@{name}/post/{id}",
        links=("text_post_app_info.link_preview_attachment.url",),
        repost_of=("text_post_app_info.share_info.reposted_post.code",),
        quote_of=("text_post_app_info.share_info.quoted_post.code",),
    ),
    "gab": Item(
        platform="gab",
        id=("i", "id"),
        account_id=("author_info.i", "account.id", "ai"),
        account_name=("author_info.un", "author_info.ac", "account.username"),
        created=("ca", "created_at"),
        text=("c", "content"),
        url_at=("ul", "url"),
        language=("l", "language"),
        links=("link_info.url", "card.url"),
        media=("image_info.*.i", "media_attachments.*.id"),
        repost_of=("rb.i", "reblog.id"),
        reply_to=("iri", "in_reply_to_id"),
        quote_of=("qi", "quote_of_id"),
    ),
    "pinterest": Item(
        platform="pinterest",
        id=("entityId", "id"),
        account_id=("pinner.entityId", "pinner.id", "pinner.username"),
        account_name=("pinner.username",),
        created=("created_at", "createdAt"),
        text=("description", "body"),
        title=("title",),
        url="https://www.pinterest.com/pin/{id}",
        links=("link",),
        hashtags=("pinJoin.visualAnnotation.*", "tags.*"),
        media=("image_signature", "imageSignature"),
    ),
    "9gag": Item(
        platform="9gag",
        id=("id",),
        account_id=("creator.userId", "creator.accountId", "creator.username"),
        account_name=("creator.username",),
        created=("creationTs",),
        text=("description",),
        title=("title",),
        url_at=("url",),
        links=("sourceUrl",),
        hashtags=("tags.*.key",),
    ),
    "imgur": Item(
        platform="imgur",
        id=("id",),
        account_id=("account_id", "account.id"),
        account_name=("account.username",),
        created=("created_at",),
        text=("description",),
        title=("title",),
        url_at=("url",),
        media=("cover.id", "cover.hash"),
    ),
    "douyin": Item(
        platform="douyin",
        id=("aweme_id", "awemeId"),
        account_id=("author_user_id", "authorUserId", "author.uid", "author.id", "authorInfo.uid"),
        account_name=("author.nickname", "authorInfo.nickname"),
        created=("create_time", "createTime"),
        text=("desc",),
        url="https://www.douyin.com/video/{id}",
        hashtags=("text_extra.*.hashtag_name", "textExtra.*.hashtagName"),
        media=("music.id",),
    ),
    "rednote": Item(
        platform="rednote",
        id=("id", "note_id", "note.noteId"),
        account_id=(
            "note_card.user.user_id",
            "note.user.userId",
            "user.user_id",
            "user.userid",
            "author_name",
        ),
        account_name=("note_card.user.nickname", "note.user.nickname", "user.nickname", "author_name"),
        created=("note_card.time", "note.time", "time", "timestamp"),
        text=("note_card.desc", "note.desc", "desc"),
        title=("note_card.display_title", "note_card.title", "note.title", "display_title", "title"),
        url="https://www.xiaohongshu.com/explore/{id}",
        hashtags=("note_card.tag_list.*.name", "note.tagList.*.name"),
    ),
    "rednote-comments": Item(
        platform="rednote",
        id=("id",),
        account_id=("user_info.user_id",),
        account_name=("user_info.nickname",),
        created=("create_time",),
        text=("content",),
        reply_to=("target_comment.id", "note_id"),
        thread=("note_id",),
    ),
    "linkedin": Item(
        platform="linkedin",
        id=("updateMetadata.urn", "preDashEntityUrn", "id"),
        account_id=("actor.urn", "actor.backendUrn", "actor.navigationContext.actionTarget"),
        account_name=("actor.name.text",),
        text=("commentary.text.text",),
        links=(
            "content.navigationContext.actionTarget",
            "content.articleComponent.navigationContext.actionTarget",
        ),
    ),
    "facebook": Item(
        platform="facebook",
        id=("post_id", "id"),
        account_id=("author.id", "actors.*.id", "author.url", "feedback.owning_profile.id"),
        account_name=("author.name", "actors.*.name"),
        created=("creation_time", "created_time", "timestamp"),
        text=("message.text", "message", "text"),
        url_at=("url", "wwwURL"),
    ),
}
"""Items by the name of their platform."""

# The registered name of a host, as Zeeschuimer's ``source_platform`` gives it -> how it is called here.
_NAMES: Mapping[str, str] = {
    "twitter": "x",
    "truthsocial": "truth",
    "xiaohongshu": "rednote",
    "ninegag": "9gag",
    "bsky": "bluesky",
    "xiaohongshu-comments": "rednote-comments",
}

# What platforms that are not in ITEMS mostly call the fields of a post.
_ID = ("id_str", "id", "post_id", "item_id", "uri", "code", "pk", "guid")
_PEOPLE = ("account", "user", "author", "creator", "owner", "from")
_PERSON_ID = ("id", "pk", "uid", "user_id", "did", "username", "handle", "screen_name", "name")
_PERSON_NAME = ("username", "acct", "handle", "screen_name", "uniqueId", "unique_id", "name", "nickname")
_CREATED = (
    "created_at",
    "createdAt",
    "created_time",
    "create_time",
    "createTime",
    "taken_at",
    "published",
    "timestamp",
)
_TEXT = ("full_text", "text", "content", "body", "message", "caption.text", "caption", "desc", "description")
_COMMON = Item(
    platform="",
    id=_ID,
    account_id=(
        *("author_id", "account_id", "user_id"),
        *(f"{person}.{key}" for person in _PEOPLE for key in _PERSON_ID),
        *_PEOPLE,
    ),
    account_name=tuple(f"{person}.{key}" for person in _PEOPLE for key in _PERSON_NAME),
    created=_CREATED,
    text=_TEXT,
    title=("title",),
    url_at=("url", "permalink", "link"),
    language=("language", "lang"),
)


def platform_name(source: str) -> str:
    """Return the name of a platform, given its name or its host: ``www.tiktok.com`` is ``tiktok``."""
    name = source.strip().lower().removeprefix("www.")
    name = name.rpartition(".")[0].rpartition(".")[2] if "." in name else name
    return _NAMES.get(name, name)


def read_item(source: str, data: Row, *, item_id: str | None) -> list[Found]:
    """Return the post that an item of a platform is; ``source`` is the platform's name or host.

    Items that a shape of the platform's own knows are read by it. ``item_id`` stands in for an id that is not found.
    """
    name = platform_name(source)
    if name not in ITEMS and (found := _by_shape(data)) is not None:
        return found
    return [_read(data, ITEMS.get(name, _COMMON), name, item_id)]


def _by_shape(data: Row) -> list[Found] | None:
    shape = next((shape for shape in _own_shapes() if shape.matches(data)), None)
    return None if shape is None else shape.read(data)


@cache
def _own_shapes() -> tuple[Shape, ...]:
    from sayso.read.posts.shapes import PLATFORM_MODULES, module_shapes

    return tuple(shape for module in PLATFORM_MODULES for shape in module_shapes(module))


def _read(data: Row, item: Item, platform: str, item_id: str | None) -> Found:
    texts = (_one(data, item.title), _one(data, item.text))
    found = Found(
        platform=item.platform or platform or "unknown",
        id=_key(data, item.id) or item_id,
        account_id=_key(data, item.account_id),
        account_name=_one(data, item.account_name) or None,
        created=_created(data, item.created),
        text="\n".join(html_text(text) for text in texts if text),
        language=_one(data, item.language) or None,
        links=_many(data, item.links),
        hashtags=_many(data, item.hashtags),
        mentions=_many(data, item.mentions),
        media=_many(data, item.media),
        repost_of=_key(data, item.repost_of),
        reply_to=_key(data, item.reply_to),
        quote_of=_key(data, item.quote_of),
        thread=_key(data, item.thread),
    )
    found.url = _one(data, item.url_at) or _url(item, found)
    return fill(found)


def _url(item: Item, found: Found) -> str | None:
    if not item.url or not found.id or ("{name}" in item.url and not found.account_name):
        return None
    return item.url.format(id=found.id, name=found.account_name)


def _values(data: object, path: str) -> list[object]:
    before, star, after = path.partition(".*")
    value = at(data, *before.split("."))
    if not star:
        return [] if value is None else [value]
    items = value if isinstance(value, list) else []
    return [inner for item in items for inner in (_values(item, after[1:]) if after else [item])]


def _many(data: Row, paths: Paths) -> list[str]:
    for path in paths:
        if texts := [text for value in _values(data, path) if (text := text_at(value))]:
            return texts
    return []


def _one(data: Row, paths: Paths) -> str:
    return next(iter(_many(data, paths)), "")


def _key(data: Row, paths: Paths) -> str | None:
    return next((key for path in paths for value in _values(data, path) if (key := id_of(value))), None)


def _created(data: Row, paths: Paths) -> str | int | float | None:
    values = (value for path in paths for value in _values(data, path))
    return next((value for value in values if isinstance(value, str | int | float) and value), None)
