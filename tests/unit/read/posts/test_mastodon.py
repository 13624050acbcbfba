"""Mastodon and Truth Social."""

from __future__ import annotations

import pytest

from sayso.read.posts.mastodon import SHAPES
from sayso.read.posts.shape import Found
from tests.exports import export_rows

(SHAPE,) = SHAPES
TEXT = "Port & quay closed\nsince 6. https://news.example/port?a=1&b=2\n\n#Port @ann"
LINK = "https://news.example/port?a=1&b=2"


def test_statuses_are_read_with_accounts_of_their_servers():
    """HTML becomes text; a boost has the boosted text; an account is its name and server, known on all servers."""
    rows = export_rows("mastodon.jsonl")
    assert all(map(SHAPE.matches, rows))
    assert [found for row in rows for found in SHAPE.read(row)] == [
        Found(
            platform="mastodon",
            id="112000000000000001",
            account_id="bob@other.example",
            account_name="Bob@other.example",
            created="2024-03-01T10:00:00.123Z",
            text=TEXT,
            url="https://other.example/@bob/112000000000000001",
            language="en",
            links=[LINK, LINK],
            hashtags=["port"],
            mentions=["ann@social.example"],
            media=["111222"],
        ),
        Found(
            platform="mastodon",
            id="112000000000000005",
            account_id="ann@social.example",
            account_name="ann@social.example",
            created="2024-03-01T10:05:00.000Z",
            text=TEXT,
            url="https://social.example/users/ann/statuses/112000000000000005/activity",
            language="en",
            links=[LINK, LINK],
            hashtags=["port"],
            mentions=["ann@social.example"],
            media=["111222"],
            repost_of="112000000000000001",
        ),
        Found(
            platform="mastodon",
            id="112000000000000006",
            account_id="ann@social.example",
            account_name="ann@social.example",
            created="2024-03-01T10:06:00.000Z",
            text="Really?",
            url="https://social.example/@ann/112000000000000006",
            reply_to="112000000000000001",
            quote_of="112000000000000003",
        ),
    ]


def test_truth_social_is_one_server():
    """There the account's number is its id, and names have no server; its text may come without HTML."""
    rows = export_rows("truth-social.jsonl")
    assert all(map(SHAPE.matches, rows))
    assert [found for row in rows for found in SHAPE.read(row)] == [
        Found(
            platform="truth",
            id="113000000000000001",
            account_id="107000000000000001",
            account_name="harbour",
            created="2024-03-01T10:00:00.000Z",
            text="Port closed #Port https://news.example/port",
            url="https://truthsocial.com/@harbour/113000000000000001",
            language="en",
            links=["https://news.example/port"],
            hashtags=["Port"],
            mentions=["ann"],
            media=["998"],
            quote_of="113000000000000000",
        ),
    ]


def test_same_number_on_two_servers_is_two_accounts():
    """Account 1 is somebody else on every server."""
    row = export_rows("mastodon.jsonl")[2]
    ids = set()
    for server in ("a.example", "b.example"):
        account = {"id": "1", "acct": "admin", "username": "admin", "url": f"https://{server}/@admin"}
        (found,) = SHAPE.read(row | {"account": account})
        ids.add(found.account_id)
    assert ids == {"admin@a.example", "admin@b.example"}


@pytest.mark.parametrize("content", [5, None, ["<p>a</p>"], {"a": 1}])
def test_content_that_is_no_text_costs_the_text(content: object):
    """The status stays, with what else is in it."""
    row = export_rows("mastodon.jsonl")[2] | {"content": content}
    (found,) = SHAPE.read(row)
    assert (found.id, found.text) == ("112000000000000006", "")
    assert ("text" in found.lost) == (content is not None)


def test_private_message_is_no_post():
    """``direct`` statuses are for those they name."""
    row = export_rows("mastodon.jsonl")[2] | {"visibility": "direct"}
    assert SHAPE.matches(row)
    assert SHAPE.read(row) == []
