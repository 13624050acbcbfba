"""CrowdTangle's tables of Facebook and Instagram."""

from __future__ import annotations

import pytest

from sayso.read.posts.build import Where, to_post
from sayso.read.posts.crowdtangle import SHAPES
from sayso.read.posts.shape import Found
from sayso.records import Post
from tests.exports import export_rows

FACEBOOK, INSTAGRAM = SHAPES


def test_facebook_csv_is_read():
    """A link to another's post is a share of it, a link to an own picture is nothing, others are links."""
    rows = export_rows("crowdtangle-facebook.csv")
    assert all(map(FACEBOOK.matches, rows))
    assert [found for row in rows for found in FACEBOOK.read(row)] == [
        Found(
            platform="facebook",
            id="10159000000000001",
            account_id="100100200300",
            account_name="harbourwatch",
            created="2021-07-06 16:45:20 EDT",
            text="The port is closed #port",
            url="https://www.facebook.com/100100200300/posts/10159000000000001",
            links=["https://news.example/port"],
            hashtags=["port"],
        ),
        Found(
            platform="facebook",
            id="10159000000000002",
            account_id="100100200300",
            account_name="harbourwatch",
            created="2021-12-06 16:45:20 EST",
            url="https://www.facebook.com/100100200300/posts/10159000000000002",
        ),
        Found(
            platform="facebook",
            id="10159000000000003",
            account_id="100100200301",
            account_name="Quay",
            created="2021-12-06 16:46:20 EST",
            text="Shared https://other.example/x",
            url="https://www.facebook.com/permalink.php?story_fbid=10159000000000003&id=100100200301",
            links=["https://other.example/x"],
            repost_of="10159000000000001",
        ),
    ]


def test_instagram_csv_is_read():
    """The code in the address is the id, the caption the text; addresses of pictures expire and are left."""
    rows = export_rows("crowdtangle-instagram.csv")
    assert all(map(INSTAGRAM.matches, rows))
    assert not any(map(FACEBOOK.matches, rows))
    assert [found for row in rows for found in INSTAGRAM.read(row)] == [
        Found(
            platform="instagram",
            id="CQ_abc-123",
            account_id="harbour.pics",
            account_name="harbour.pics",
            created="2021-07-06 16:45:20 EDT",
            text="At the quay #Hafen with @ann_k",
            url="https://www.instagram.com/p/CQ_abc-123/",
            hashtags=["Hafen"],
            mentions=["ann_k"],
        ),
        Found(
            platform="instagram",
            id="CQ_abc-124",
            account_id="ann_k",
            account_name="ann_k",
            created="2021-07-06 16:46:20 EDT",
            text="A film",
            url="https://www.instagram.com/tv/CQ_abc-124/",
        ),
    ]


def test_times_are_of_new_york_in_summer_and_winter():
    """``EDT`` is four hours behind UTC, ``EST`` five."""
    where = Where(blob="", path="a.csv", format="x", most_characters=1000)
    posts = [
        to_post(found, "1", where)
        for row in export_rows("crowdtangle-facebook.csv")
        for found in FACEBOOK.read(row)
    ]
    assert [post.created_at for post in posts if isinstance(post, Post)] == [
        "2021-07-06T20:45:20+00:00",
        "2021-12-06T21:45:20+00:00",
        "2021-12-06T21:46:20+00:00",
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.facebook.com/groups/123456/permalink/7890123/", "7890123"),
        ("https://www.facebook.com/harbour/videos/a-long-name/1234567890", "1234567890"),
        ("https://www.facebook.com/watch/?v=1234567890", "1234567890"),
        ("https://www.facebook.com/reel/1234567890", "1234567890"),
        ("https://www.facebook.com/harbour/posts/pfbid02abcDEF", "pfbid02abcDEF"),
        ("https://www.facebook.com/harbour", None),
        ("https://www.facebook.com/groups/1234567", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_id_is_the_number_in_the_address(address: str, expected: str | None):
    """Groups, videos, reels and the new scrambled ids; none for the address of an account."""
    row = export_rows("crowdtangle-facebook.csv")[0]
    (found,) = FACEBOOK.read(row | {"URL": address})
    assert found.id == expected


def test_group_export_has_the_group_as_account():
    """The export of groups says ``Group Name`` where that of pages says ``Page Name``."""
    row = export_rows("crowdtangle-facebook.csv")[0]
    del row["Page Name"]
    row |= {"Group Name": "Dockers", "User Name": ""}
    assert FACEBOOK.matches(row)
    (found,) = FACEBOOK.read(row)
    assert (found.account_id, found.account_name) == ("100100200300", "Dockers")
