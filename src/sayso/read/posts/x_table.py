"""Read the CSV that twarc-csv makes of posts of X: API v2 with the path of each field as its column."""

from __future__ import annotations

from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.values import first_id, first_text, id_of, listed, loaded, text_at
from sayso.read.posts.words import fill
from sayso.read.posts.x import post_url

# Of the default columns (twarc-csv 0.7, DEFAULT_TWEET_COLUMNS), those that only a table of posts has.
_OWN = (
    "referenced_tweets.retweeted.id",
    "public_metrics.retweet_count",
    "author.username",
    "edit_history_tweet_ids",
)


def _matches(row: Row) -> bool:
    return (
        "id" in row
        and "text" in row
        and ("author_id" in row or "author.id" in row)
        and any(n in row for n in _OWN)
    )


def _read(row: Row) -> list[Found]:
    post_id, name = id_of(row.get("id")), first_text(row, "author.username") or None
    created = row.get("created_at")
    found = Found(
        platform="x",
        id=post_id,
        account_id=first_id(row, "author_id", "author.id"),
        account_name=name,
        created=created if isinstance(created, str | int | float) else None,
        text=text_at(row, "text").replace("\\n", "\n"),  # twarc-csv keeps every post on one line
        url=post_url(post_id, name),
        language=first_text(row, "lang") or None,
        links=_values(row, "entities.urls", "unwound_url", "expanded_url", "url"),
        hashtags=_values(row, "entities.hashtags", "tag"),
        mentions=_values(row, "entities.mentions", "username"),
        media=_values(row, "attachments.media_keys", "media_key")
        or _values(row, "attachments.media", "media_key"),
        repost_of=id_of(row.get("referenced_tweets.retweeted.id")),
        reply_to=id_of(row.get("referenced_tweets.replied_to.id")),
        quote_of=id_of(row.get("referenced_tweets.quoted.id")),
        thread=id_of(row.get("conversation_id")),
    )
    return [fill(found)]


def _values(row: Row, column: str, *keys: str) -> list[str]:
    """Return what a cell lists: texts, or of each object the first of ``keys`` that it has."""
    cell = row.get(column)
    items = loaded(cell.strip()) if isinstance(cell, str) else cell
    if not isinstance(items, list):
        return listed(cell)
    texts = (first_text(item, *keys) if isinstance(item, dict) else text_at(item) for item in items)
    return [text for text in texts if text]


SHAPES = (Shape(name="x-table", title="table of twarc-csv", matches=_matches, read=_read, utc=True),)
