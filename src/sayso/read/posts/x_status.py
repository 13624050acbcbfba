"""Read posts of X as version 1.1 of its API gives them, and as its web pages do: the same object, called ``legacy``."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import at, dicts_at, first_id, id_of, text_at
from sayso.read.posts.x import post_url

_EMPTY: Mapping[str, object] = {}
_WRAPPED = "TweetWithVisibilityResults"


def _matches_first(row: Row) -> bool:
    if "id_str" in row and ("text" in row or "full_text" in row):
        return "subreddit" not in row
    deleted = row.get("delete")
    return isinstance(deleted, dict) and "status" in deleted


def _matches_web(row: Row) -> bool:
    if row.get("__typename") in (_WRAPPED, "TweetTombstone"):
        return True
    legacy = row.get("legacy")
    return isinstance(legacy, dict) and ("full_text" in legacy or "user_id_str" in legacy)


def _read_first(row: Row) -> list[Found]:
    if "delete" in row and "id_str" not in row:
        return []
    user = at(row, "user")
    found = _status(row, user if isinstance(user, dict) else _EMPTY)
    _take_original(found, at(row, "retweeted_status"))
    quoted = id_of(at(row, "quoted_status", "id_str"))
    # The quote inside a repost is the original's, not the reposter's.
    found.quote_of = None if found.repost_of else found.quote_of or quoted
    return [found]


def _read_web(row: Row) -> list[Found]:
    row = _unwrapped(row)
    legacy = row.get("legacy")
    if not isinstance(legacy, dict):
        return []
    found = _status(legacy, _web_user(row))
    found.id = id_of(row.get("rest_id")) or found.id
    found.url = post_url(found.id, found.account_name)
    _take_note(found, row)
    original = at(legacy, "retweeted_status_result", "result")
    _take_original(found, _unwrapped(original) if isinstance(original, dict) else None)
    quoted = at(row, "quoted_status_result", "result")
    if isinstance(quoted, dict):
        found.quote_of = found.quote_of or id_of(_unwrapped(quoted).get("rest_id"))
    if found.repost_of:
        found.quote_of = None
    return [found]


def _unwrapped(row: Row) -> Row:
    inner = row.get("tweet")
    return inner if isinstance(inner, dict) and "legacy" not in row else row


def _web_user(row: Row) -> Mapping[str, object]:
    """Return who posted: since 2025 the handle is in ``core``, before in ``legacy``; in search pages in ``user``."""
    user = at(row, "core", "user_results", "result")
    if not isinstance(user, dict):
        user = row.get("user")
        return user if isinstance(user, dict) else _EMPTY
    names = [part for part in (user.get("legacy"), user.get("core")) if isinstance(part, dict)]
    handle = next((name for part in names if (name := text_at(part, "screen_name"))), "")
    return {"id_str": user.get("rest_id"), "screen_name": handle}


def _status(status: Row, user: Mapping[str, object]) -> Found:
    post_id, name = first_id(status, "id_str", "id"), text_at(user, "screen_name") or None
    created = status.get("created_at")
    found = Found(
        platform="x",
        id=post_id,
        account_id=first_id(user, "id_str", "id") or id_of(status.get("user_id_str")),
        account_name=name,
        created=created if isinstance(created, str | int | float) else None,
        text=text_at(status, "extended_tweet", "full_text")
        or text_at(status, "full_text")
        or text_at(status, "text"),
        url=post_url(post_id, name),
        language=text_at(status, "lang") or None,
        reply_to=first_id(status, "in_reply_to_status_id_str", "in_reply_to_status_id"),
        quote_of=first_id(status, "quoted_status_id_str", "quoted_status_id"),
        thread=id_of(status.get("conversation_id_str")),
    )
    _take_entities(found, status)
    return found


def _take_entities(found: Found, status: Row) -> None:
    long = at(status, "extended_tweet")
    status = long if isinstance(long, dict) else status
    entities = status.get("entities")
    _add(found, entities)
    media = dicts_at(status, "extended_entities", "media") or dicts_at(entities, "media")
    found.media += [key for item in media if (key := first_id(item, "id_str", "id"))]


def _add(found: Found, entities: object) -> None:
    for item in dicts_at(entities, "urls"):
        found.links.append(
            text_at(item, "unwound", "url") or text_at(item, "expanded_url") or text_at(item, "url")
        )
    found.hashtags += [text_at(item, "text") for item in dicts_at(entities, "hashtags")]
    found.mentions += [text_at(item, "screen_name") for item in dicts_at(entities, "user_mentions")]


def _take_note(found: Found, row: Row) -> None:
    """Take the whole text of a long post, which ``legacy`` cuts at 280 characters."""
    note = at(row, "note_tweet", "note_tweet_results", "result")
    if isinstance(note, dict) and (text := text_at(note, "text")):
        found.text = text
        _add(found, note.get("entity_set"))


def _take_original(found: Found, original: object) -> None:
    """Take what a repost repeats from the original: the repost's own text is cut, with its links and tags."""
    if not isinstance(original, dict):
        return
    found.repost_of = first_id(original, "rest_id", "id_str", "id")
    status = original.get("legacy") if isinstance(original.get("legacy"), dict) else original
    whole = _status(status, _EMPTY) if isinstance(status, dict) else Found(platform="x")
    _take_note(whole, original)
    if whole.text and found.text.startswith("RT @"):
        found.text = f"{found.text.partition(': ')[0]}: {whole.text}"
    found.links += whole.links
    found.hashtags += whole.hashtags
    found.mentions += whole.mentions
    found.media = found.media or whole.media


SHAPES = (
    Shape(
        name="x-web",
        title="X web pages",
        matches=_matches_web,
        read=_read_web,
        skipped="a post that is not shown",
    ),
    Shape(
        name="x-v1",
        title="X API v1.1",
        matches=_matches_first,
        read=_read_first,
        skipped="a notice of deletion",
    ),
)
