"""TikTok: Research API, web site, comments."""

from __future__ import annotations

from sayso.read.posts.shape import Found
from sayso.read.posts.tiktok import SHAPES
from tests.exports import export_rows

RESEARCH, WEB, COMMENT, RESEARCH_COMMENT = SHAPES


def test_research_csv_is_read():
    """Lists stand in cells in several forms; the sound is the one medium with an id."""
    rows = export_rows("tiktok-research.csv")
    assert all(map(RESEARCH.matches, rows))
    assert RESEARCH.utc
    assert [found for row in rows for found in RESEARCH.read(row)] == [
        Found(
            platform="tiktok",
            id="7341000000000000001",
            account_id="harbour.watch",
            account_name="harbour.watch",
            created="2024-03-01 10:00:00",
            text="Port closed #port #news @ann_k",
            url="https://www.tiktok.com/@harbour.watch/video/7341000000000000001",
            hashtags=["port", "news"],
            mentions=["ann_k"],
            media=["7000000000000000007"],
        ),
        Found(
            platform="tiktok",
            id="7341000000000000002",
            account_id="ann_k",
            account_name="ann_k",
            created="1709287500",
            url="https://www.tiktok.com/@ann_k/video/7341000000000000002",
            hashtags=["port", "quay"],
        ),
    ]


def test_research_json_is_read_like_the_table():
    """The API's own names are ``id`` and ``username``; lists are lists."""
    row = {
        "id": 7341000000000000001,
        "username": "ann_k",
        "create_time": 1709287200,
        "video_description": "a #b",
        "hashtag_names": ["b"],
        "music_id": 7000000000000000007,
    }
    assert RESEARCH.matches(row)
    (found,) = RESEARCH.read(row)
    assert (found.id, found.account_id, found.created) == ("7341000000000000001", "ann_k", 1709287200)
    assert (found.hashtags, found.media) == (["b"], ["7000000000000000007"])


def test_items_of_the_web_site_are_read():
    """The author is an object or a name; a duet quotes; without marked pieces the challenges are the hashtags."""
    rows = export_rows("tiktok-web.jsonl")
    assert all(map(WEB.matches, rows))
    assert [found for row in rows for found in WEB.read(row)] == [
        Found(
            platform="tiktok",
            id="7341000000000000003",
            account_id="ann_k",
            account_name="ann_k",
            created="1709287200",
            text="Порт 🚢 #порт mit @bob",
            url="https://www.tiktok.com/@ann_k/video/7341000000000000003",
            language="ru",
            hashtags=["порт"],
            mentions=["bob"],
            media=["7000000000000000007"],
            quote_of="7340000000000000009",
        ),
        Found(
            platform="tiktok",
            id="7341000000000000004",
            account_id="bob",
            account_name="bob",
            created=1709287300,
            text="no extras",
            url="https://www.tiktok.com/@bob/video/7341000000000000004",
            hashtags=["quay"],
        ),
    ]


def test_comments_reply_to_a_comment_or_to_the_video():
    """``reply_id`` 0 means the video; an account without a handle keeps its number."""
    rows = export_rows("tiktok-comments.jsonl")
    assert all(map(COMMENT.matches, rows))
    assert [found for row in rows for found in COMMENT.read(row)] == [
        Found(
            platform="tiktok",
            id="7342000000000000001",
            account_id="carl",
            account_name="carl",
            created=1709287400,
            text="lies #fake",
            language="en",
            hashtags=["fake"],
            reply_to="7341000000000000003",
            thread="7341000000000000003",
        ),
        Found(
            platform="tiktok",
            id="7342000000000000002",
            account_id="6800000000000000004",
            created=1709287400,
            text="no",
            language="en",
            reply_to="7342000000000000001",
            thread="7341000000000000003",
        ),
    ]


def test_comments_of_the_research_api_have_no_account():
    """They are recognised, so that the reason they are set aside is the right one."""
    row = {"id": 1, "video_id": 2, "parent_comment_id": 2, "text": "no", "create_time": 1709287400}
    assert RESEARCH_COMMENT.matches(row)
    (found,) = RESEARCH_COMMENT.read(row)
    assert (found.id, found.account_id, found.thread) == ("1", None, "2")
