"""Read posts of X as version 2 of its API gives them: pages with ``includes``, or one post a row, as twarc does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import at, dicts_at, id_of, text_at, texts_at
from sayso.read.posts.words import fill

_EMPTY: Mapping[str, object] = {}

# Fields of a Tweet object of API v2 that no other platform's post has under these names.
_OWN = ("edit_history_tweet_ids", "public_metrics", "referenced_tweets", "conversation_id", "reply_settings")
_PICTURE = ("pic.twitter.com/", "pic.x.com/")
_CUT = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class _Includes:
    """The users and posts that a page of the API lists once for all posts that refer to them."""

    users: Mapping[str, Mapping[str, object]]
    posts: Mapping[str, Mapping[str, object]]


_NO_INCLUDES = _Includes({}, {})


def post_url(post_id: str | None, handle: str | None) -> str | None:
    """Return the address of a post of X; None for an id that was replaced by a hash."""
    return f"https://x.com/{handle or 'i'}/status/{post_id}" if post_id and post_id.isdigit() else None


def _matches_page(row: Row) -> bool:
    meta = row.get("meta")
    if "data" not in row:
        return isinstance(meta, dict) and "result_count" in meta
    posts = dicts_at(row, "data")[:1]
    around = (
        "meta" in row or "includes" in row or "__twarc" in row or "matching_rules" in row or len(row) == 1
    )
    if not around or not posts or "id" not in posts[0]:
        return False
    return isinstance(posts[0].get("text"), str) or (
        "username" in posts[0] and len(row) > 1
    )  # a page of users


def _matches_flat(row: Row) -> bool:
    if "text" not in row or "id" not in row or "id_str" in row or "subreddit" in row:
        return False
    return any(isinstance(row.get(name), dict | list) for name in _OWN) or (
        isinstance(row.get("conversation_id"), str) and ("author_id" in row or "author" in row)
    )


def _read_page(row: Row) -> list[Found]:
    includes = _Includes(
        users=_by_id(dicts_at(row, "includes", "users")), posts=_by_id(dicts_at(row, "includes", "tweets"))
    )
    return [_found(post, includes) for post in dicts_at(row, "data") if "text" in post]


def _by_id(objects: Iterable[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    return {key: item for item in objects if (key := id_of(item.get("id")))}


def _read_flat(row: Row) -> list[Found]:
    return [_found(row, _NO_INCLUDES)]


def _found(post: Row, includes: _Includes) -> Found:
    author = post.get("author")
    author = author if isinstance(author, dict) else _EMPTY
    account_id = id_of(post.get("author_id")) or id_of(author.get("id"))
    if not author and account_id:
        author = includes.users.get(account_id, _EMPTY)
    post_id, name = id_of(post.get("id")), text_at(author, "username") or None
    created = post.get("created_at")
    found = Found(
        platform="x",
        id=post_id,
        account_id=account_id,
        account_name=name,
        created=created if isinstance(created, str | int | float) else None,
        text=text_at(post, "note_tweet", "text") or text_at(post, "text"),
        url=post_url(post_id, name),
        language=text_at(post, "lang") or None,
        media=_media(post),
        thread=id_of(post.get("conversation_id")),
    )
    _take_entities(found, post)
    _take_references(found, post, includes)
    return found if isinstance(post.get("entities"), dict) else fill(found)


def _media(post: Row) -> list[str]:
    keys = texts_at(post, "attachments", "media_keys")
    return keys or [text_at(media, "media_key") for media in dicts_at(post, "attachments", "media")]


def _take_entities(found: Found, post: Row) -> None:
    for entities in (at(post, "entities"), at(post, "note_tweet", "entities")):
        if not isinstance(entities, dict):
            continue
        found.links += [link for item in dicts_at(entities, "urls") if (link := _link(item))]
        found.hashtags += [text_at(item, "tag") for item in dicts_at(entities, "hashtags")]
        found.mentions += [text_at(item, "username") for item in dicts_at(entities, "mentions")]


def _link(item: Mapping[str, object]) -> str:
    if "media_key" in item or text_at(item, "display_url").startswith(_PICTURE):
        return ""
    return text_at(item, "unwound_url") or text_at(item, "expanded_url") or text_at(item, "url")


def _take_references(found: Found, post: Row, includes: _Includes) -> None:
    for reference in dicts_at(post, "referenced_tweets"):
        kind, other = reference.get("type"), id_of(reference.get("id"))
        if kind == "replied_to":
            found.reply_to = other
        elif kind == "quoted":
            found.quote_of = other
        elif kind == "retweeted":
            found.repost_of = other
            # The API cuts a repost at 140 characters, and its links and tags with it: the original has them all.
            original = reference if "text" in reference else includes.posts.get(other or "", _EMPTY)
            _take_original(found, original)


def _take_original(found: Found, original: Row) -> None:
    text = text_at(original, "note_tweet", "text") or text_at(original, "text")
    if not text:
        return
    if found.text.startswith("RT @") and found.text.endswith(_CUT):
        found.text = f"{found.text.partition(': ')[0]}: {text}"
    _take_entities(found, original)
    found.media = found.media or _media(original)


SHAPES = (
    Shape(
        name="x-v2-page",
        title="X API v2",
        matches=_matches_page,
        read=_read_page,
        skipped="a page without posts",
    ),
    Shape(name="x-v2", title="X API v2, one post a row", matches=_matches_flat, read=_read_flat),
)
