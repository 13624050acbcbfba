"""YouTube: tables of YouTube Data Tools and resources of the Data API."""

from __future__ import annotations

from sayso.read.posts.shape import Found
from sayso.read.posts.youtube import SHAPES
from tests.exports import export_rows

VIDEO, COMMENT, RESOURCE = SHAPES
URL = "https://www.youtube.com/watch?v="


def test_table_of_videos_is_read():
    """Title and description are the text; the place of the recording is left."""
    rows = export_rows("youtube-data-tools.csv")
    assert all(map(VIDEO.matches, rows))
    assert [found for row in rows for found in VIDEO.read(row)] == [
        Found(
            platform="youtube",
            id="dQw4w9WgXcQ",
            account_id="UCharbour0000000000000000",
            account_name="Harbour Watch",
            created="2024-03-01T10:00:00Z",
            text="Port closed\n\nMore: https://news.example/port #port",
            url=f"{URL}dQw4w9WgXcQ",
            language="en",
            links=["https://news.example/port"],
            hashtags=["port"],
        ),
    ]


def test_table_of_comments_is_read():
    """A comment replies to its comment, else to the video; a row that says why there are none has no id."""
    rows = export_rows("youtube-data-tools-comments.csv")
    assert all(map(COMMENT.matches, rows))
    assert COMMENT.utc
    first, second, third = (found for row in rows for found in COMMENT.read(row))
    assert first == Found(
        platform="youtube",
        id="UgxTop",
        account_id="UCann",
        account_name="@ann-k",
        created="2024-03-01 11:00:00",
        text="It's closed",
        reply_to="dQw4w9WgXcQ",
        thread="dQw4w9WgXcQ",
    )
    assert second == Found(
        platform="youtube",
        id="UgxTop.9ab",
        account_id="UCbob",
        account_name="@bob",
        created="2024-03-01 11:05:00",
        text="@ann-k is it?",
        mentions=["ann-k"],
        reply_to="UgxTop",
        thread="dQw4w9WgXcQ",
    )
    assert third.id is None


def test_first_version_of_the_table_has_names_for_accounts():
    """It names no video, and hashes names instead of channels where it was asked to."""
    row = {
        "id": "a",
        "authorName": "5baa61e4",
        "text": "x",
        "publishedAt": "2020-01-01 00:00:00",
        "isReply": "1",
        "isReplyTo": "b",
    }
    assert COMMENT.matches(row)
    (found,) = COMMENT.read(row)
    assert (found.account_id, found.reply_to, found.thread) == ("5baa61e4", "b", None)


def test_resources_of_the_api_are_read():
    """A search, a video, a thread with its replies, a page of replies; a channel is no post."""
    rows = export_rows("youtube-api.jsonl")
    assert all(map(RESOURCE.matches, rows))
    assert [found for row in rows for found in RESOURCE.read(row)] == [
        Found(
            platform="youtube",
            id="dQw4w9WgXcQ",
            account_id="UCharbour0000000000000000",
            account_name="Harbour Watch",
            created="2024-03-01T10:00:00Z",
            text="Port isn't open\n\nSee https://news.example/port",
            url=f"{URL}dQw4w9WgXcQ",
            links=["https://news.example/port"],
        ),
        Found(
            platform="youtube",
            id="abcdefghijk",
            account_id="UCann",
            account_name="Ann",
            created="2024-03-02T10:00:00Z",
            text="Quay #quay",
            url=f"{URL}abcdefghijk",
            language="en-GB",
            hashtags=["quay"],
        ),
        Found(
            platform="youtube",
            id="UgxTop",
            account_id="UCann",
            account_name="@ann",
            created="2024-03-01T11:00:00Z",
            text="Closed?\nSee https://quay.example/a",
            links=["https://quay.example/a"],
            reply_to="dQw4w9WgXcQ",
            thread="dQw4w9WgXcQ",
        ),
        Found(
            platform="youtube",
            id="UgxTop.9ab",
            account_id="UCbob",
            account_name="@bob",
            created="2024-03-01T11:00:00Z",
            text="yes",
            reply_to="UgxTop",
            thread="dQw4w9WgXcQ",
        ),
        Found(
            platform="youtube",
            id="UgxTop.9ac",
            account_id="UCcarl",
            account_name="@carl",
            created="2024-03-01T11:00:00Z",
            text="no",
            reply_to="UgxTop",
            thread="dQw4w9WgXcQ",
        ),
    ]
