"""Bluesky: feeds, 4CAT's copies of them, the firehose and records."""

from __future__ import annotations

from dataclasses import replace

from sayso.read.posts.bluesky import SHAPES
from sayso.read.posts.shape import Found
from tests.exports import export_rows

VIEW, EVENT, RECORD = SHAPES
ANN = Found(
    platform="bluesky",
    id="at://did:plc:ann/app.bsky.feed.post/3kone",
    account_id="did:plc:ann",
    account_name="ann.example",
    created="2024-03-01T10:00:00.000Z",
    text="Порт 🚢 закрыт #порт @bob.example news.example/port",
    url="https://bsky.app/profile/ann.example/post/3kone",
    language="ru",
    links=["https://news.example/port"],
    hashtags=["порт", "hidden"],
    mentions=["bob.example"],
    media=["bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"],
    quote_of="at://did:plc:carl/app.bsky.feed.post/3kquoted",
)
BOB = Found(
    platform="bluesky",
    id="at://did:plc:bob/app.bsky.feed.post/3ktwo",
    account_id="did:plc:bob",
    account_name="bob.example",
    created="2024-03-01T10:10:00.000Z",
    text="so it is",
    url="https://bsky.app/profile/bob.example/post/3ktwo",
    links=["https://quay.example/a"],
    reply_to="at://did:plc:ann/app.bsky.feed.post/3kone",
    thread="at://did:plc:ann/app.bsky.feed.post/3kzero",
)
REPOST = replace(
    ANN,
    id="at://did:plc:ann/app.bsky.feed.post/3kone/repost/did:plc:bob",
    account_id="did:plc:bob",
    account_name="bob.example",
    created="2024-03-01T11:00:00.000Z",
    repost_of="at://did:plc:ann/app.bsky.feed.post/3kone",
    quote_of=None,
)


def test_feed_gives_posts_and_reposts():
    """Facets count bytes; a repost is of who passed on, when, with the text of the post."""
    rows = export_rows("bluesky-feed.jsonl")
    assert all(map(VIEW.matches, rows))
    assert [found for row in rows for found in VIEW.read(row)] == [ANN, REPOST, BOB, BOB]


def test_repost_with_an_address_has_it_as_id():
    """Newer answers say where the repost itself stands."""
    row = export_rows("bluesky-feed.jsonl")[1]
    reason = row["reason"]
    assert isinstance(reason, dict)
    uri = "at://did:plc:bob/app.bsky.feed.repost/3krep"
    (found,) = VIEW.read(row | {"reason": reason | {"uri": uri}})
    assert found.id == uri


def test_thread_gives_every_post_in_it():
    """The post asked for, the one before it, and replies to replies; what is blocked or gone is none."""
    views = [item.get("post", item) for item in export_rows("bluesky-feed.jsonl")]
    ann, bob = views[0], views[3]
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x", "notFound": True}
    reply = {"post": bob, "replies": [{"post": ann, "replies": []}, gone]}
    row: dict[str, object] = {"thread": {"post": ann, "parent": {"post": bob}, "replies": [reply, gone]}}
    assert VIEW.matches(row)
    assert VIEW.read(row) == [ANN, BOB, ANN, BOB]


def test_copies_of_4cat_are_read_like_the_api():
    """The same post with ``created_at`` and ``py_type`` gives the same."""
    rows = export_rows("bluesky-4cat.jsonl")
    assert all(map(VIEW.matches, rows))
    assert [found for row in rows for found in VIEW.read(row)] == [ANN]


def test_firehose_gives_posts_and_reposts_only():
    """Likes, deletions and changes of accounts are no posts; events do not know the handle."""
    rows = export_rows("bluesky-jetstream.jsonl")
    assert all(map(EVENT.matches, rows))
    assert [found for row in rows for found in EVENT.read(row)] == [
        replace(ANN, account_name=None, url="https://bsky.app/profile/did:plc:ann/post/3kone"),
        Found(
            platform="bluesky",
            id="at://did:plc:ann/app.bsky.feed.repost/3krep",
            account_id="did:plc:ann",
            created="2024-03-01T10:20:00.000Z",
            repost_of="at://did:plc:bob/app.bsky.feed.post/3ktwo",
        ),
    ]


def test_records_of_an_account_are_posts_by_their_address():
    """``listRecords`` gives address and value; whose it is stands in the address."""
    value = {"text": "hi", "createdAt": "2024-03-01T10:20:00.000Z", "langs": ["en"]}
    row = {"uri": "at://did:plc:ann/app.bsky.feed.post/3k", "cid": "bafy", "value": value}
    assert RECORD.matches(row)
    (found,) = RECORD.read(row)
    assert (found.account_id, found.text, found.language) == ("did:plc:ann", "hi", "en")
    assert RECORD.read(row | {"uri": "at://did:plc:ann/app.bsky.feed.like/3k"}) == []


def test_facet_that_cuts_a_letter_keeps_the_account_it_names():
    """Broken offsets cost the handle: the account's number is known all the same."""
    facet = {"index": {"byteStart": 1, "byteEnd": 5}, "features": [{"did": "did:plc:bob"}]}
    record = {"text": "Порт", "createdAt": "2024-03-01T10:20:00.000Z", "facets": [facet]}
    row = export_rows("bluesky-feed.jsonl")[3] | {"record": record}
    (found,) = VIEW.read(row)
    assert found.mentions == ["did:plc:bob"]
