"""Read what 4CAT exports: its CSV, the same columns for every platform, and its NDJSON, each platform's own items."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.read.posts.build import UNKNOWN
from sayso.read.posts.platforms import read_item
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import at, first_id, first_text, html_text, id_of, listed, text_at
from sayso.read.posts.words import fill

_COLUMNS = frozenset({"id", "thread_id", "body", "timestamp"})
_SEPARATORS = ", \n"
# Elsewhere a thread is a chat, a board or a subreddit.
_WITH_RT = ("x", UNKNOWN)

# A CSV of 4CAT does not say which platform it is of; these columns, each of one of its mappers, do.
_PLATFORMS: Mapping[str, str] = {
    "is_retweet": "x",
    "retweet_count": "x",
    "tiktok_url": "tiktok",
    "subreddit": "reddit",
    "author_forwarded_from_name": "telegram",
    "image_4chan": "4chan",
    "author_flag": "4chan",
    "usertags": "instagram",
    "author_did": "bluesky",
    "douyin_url": "douyin",
    "pinner_original": "pinterest",
    "tags_annotated": "9gag",
    "timestamp_ago": "linkedin",
}


def _matches_table(row: Row) -> bool:
    return row.keys() >= _COLUMNS and ("author" in row or "author_id" in row or "author_username" in row)


def _read_table(row: Row) -> list[Found]:
    found = Found(
        platform=next((name for column, name in _PLATFORMS.items() if column in row), UNKNOWN),
        id=id_of(row.get("id")),
        account_id=first_id(row, "author_id", "author_did", "author_user_id", "author_username", "author"),
        account_name=first_text(row, "author_username", "author") or None,
        created=first_text(row, "unix_timestamp", "timestamp") or None,
        text=html_text("\n".join(part for part in (text_at(row, "subject"), text_at(row, "body")) if part)),
        # Of X and a few others `link` is the post itself; what it links to is then in `urls`.
        url=first_text(row, "url", "post_url", *(("link",) if "urls" in row else ())) or None,
        language=first_text(row, "language", "lang", "language_guess") or None,
        links=_many(row, "urls", "link_attached", "link_url", "links", *(() if "urls" in row else ("link",))),
        hashtags=_many(row, "hashtags", "tags"),
        mentions=_many(row, "mentions", "mentioned", "usertags"),
        media=_many(
            row, "image_md5", "image_hash", "images", "image_urls", "image_url", "videos", "video_url"
        ),
        repost_of=first_id(row, "repost_of", "retweeted_id", "reposted_id"),
        reply_to=first_id(row, "reply_to", "in_reply_to", "reply_to_id", "parent_id"),
        quote_of=first_id(row, "quoted_id", "quote_of"),
        thread=id_of(row.get("thread_id")),
    )
    if found.reply_to == found.id:  # the first post of a thread is its own parent there
        found.reply_to = None
    found.repost_of = found.repost_of or _reposted(found, row)
    return [fill(found)]


def _reposted(found: Found, row: Row) -> str | None:
    """Return the post that ``RT @name: ...`` repeats: the thread that it is put into, where it replies to none."""
    if found.platform not in _WITH_RT or found.reply_to is not None or found.thread == found.id:
        return None
    marked = found.text.startswith("RT @") and text_at(row, "is_retweet").strip().lower() != "no"
    return found.thread if marked else None


def _many(row: Row, *columns: str) -> list[str]:
    return next((items for column in columns if (items := listed(row.get(column), _SEPARATORS))), [])


def _matches_items(row: Row) -> bool:
    return isinstance(row.get("__import_meta"), dict) or ("_chat" in row and "_sender" in row)


def _read_items(row: Row) -> list[Found]:
    if "_chat" in row and "_sender" in row:
        return _read_telegram(row)
    return read_item(
        text_at(row, "__import_meta", "source_platform"),
        {name: value for name, value in row.items() if name != "__import_meta"},
        item_id=id_of(at(row, "__import_meta", "item_id")),
    )


def _read_telegram(row: Row) -> list[Found]:
    """Read a message as 4CAT fetches it: the object of Telegram's own interface, which says more than an export."""
    if text_at(row, "_type") == "MessageService":
        return []
    chat = id_of(at(row, "_chat", "id")) or text_at(row, "_chat", "username")
    sender = next(
        (key for name in ("user_id", "channel_id", "chat_id") if (key := id_of(at(row, "from_id", name)))),
        None,
    )
    message, created = id_of(row.get("id")), row.get("date")
    reply = id_of(at(row, "reply_to", "reply_to_msg_id"))
    forwarded = id_of(at(row, "fwd_from", "channel_post"))
    origin = id_of(at(row, "fwd_from", "from_id", "channel_id"))
    found = Found(
        platform="telegram",
        id=f"{chat}/{message}" if chat and message else None,
        account_id=sender or id_of(at(row, "_sender", "id")) or chat or None,
        account_name=text_at(row, "_sender", "username") or text_at(row, "_chat", "username") or None,
        created=created if isinstance(created, str | int | float) else None,
        text=text_at(row, "message"),
        repost_of=f"{origin}/{forwarded}" if origin and forwarded else None,
        reply_to=f"{chat}/{reply}" if chat and reply else None,
    )
    if link := text_at(row, "media", "webpage", "url"):
        found.links.append(link)
    return [fill(found)]


SHAPES = (
    Shape(
        name="4cat-items",
        title="4CAT NDJSON",
        matches=_matches_items,
        read=_read_items,
        skipped="an item that is no post",
        utc=True,
    ),
    Shape(name="4cat", title="4CAT CSV", matches=_matches_table, read=_read_table, utc=True),
)
