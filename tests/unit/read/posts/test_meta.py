"""Meta Content Library: posts of Facebook and Instagram, and comments."""

from __future__ import annotations

from sayso.read.posts.meta import SHAPES
from sayso.read.posts.shape import Found
from tests.exports import export_rows

POSTS, COMMENTS = SHAPES


def test_facebook_csv_is_read_as_posts_of_their_owners():
    """A post in a group is its writer's; a share points to the shared post; ids stay digit by digit."""
    rows = export_rows("meta-facebook.csv")
    assert all(map(POSTS.matches, rows))
    assert [found for row in rows for found in POSTS.read(row)] == [
        Found(
            platform="facebook",
            id="963780411234567890",
            account_id="700100200300400500",
            account_name="harbourwatch",
            created="2024-03-01T10:00:00+00:00",
            text="The port is closed #port @[1:2:Quay]",
            url="https://www.facebook.com/transparency-tools/content-library/dataset/111/facebook/entity/963780411234567890",
            language="en",
            links=["https://news.example/port"],
            hashtags=["port"],
            media=["6660001"],
        ),
        Found(
            platform="facebook",
            id="963780411234567891",
            account_id="700100200300400501",
            account_name="Ann",
            created="2024-03-01 10:05:00",
            language="und",
            repost_of="963780411234567890",
        ),
        Found(
            platform="facebook",
            id="963780411234567892",
            account_id="700100200300400502",
            account_name="Quay",
            created="2024-03-01T10:06:00+00:00",
            text="no link, no language",
        ),
    ]
    assert POSTS.utc


def test_instagram_csv_is_told_from_facebook():
    """By the address, else by the kind of account; hashtags have a column, pictures have ids."""
    rows = export_rows("meta-instagram.csv")
    assert all(map(POSTS.matches, rows))
    assert [found for row in rows for found in POSTS.read(row)] == [
        Found(
            platform="instagram",
            id="1784140000000000001",
            account_id="1784140000000000900",
            account_name="harbour.pics",
            created="2024-03-01T10:00:00+00:00",
            text="Look #Hafen #порт",
            url="https://www.facebook.com/transparency-tools/content-library/dataset/111/instagram/entity/1784140000000000001",
            language="de",
            hashtags=["Hafen", "порт"],
            media=["555", "556"],
        ),
        Found(
            platform="instagram",
            id="1784140000000000002",
            account_id="1784140000000000901",
            account_name="ann_k",
            created="2024-03-01T11:00:00+00:00",
            text="with @harbour.pics",
            mentions=["harbour.pics"],
        ),
    ]


def test_answers_of_the_api_are_read_like_the_table():
    """What is a column with a dot in CSV is an object in JSON."""
    row = {
        "id": 963780411234567890,
        "creation_time": "2024-03-01T10:00:00+00:00",
        "text": "x",
        "post_owner": {"id": "7", "name": "Quay"},
        "surface": {"id": "8"},
        "link_attachment": {"link": "https://a.example/"},
        "multimedia": [{"type": "photo", "id": "5"}, {"type": "photo"}],
    }
    assert POSTS.matches(row)
    (found,) = POSTS.read(row)
    assert (found.id, found.account_id, found.platform) == ("963780411234567890", "7", "facebook")
    assert (found.links, found.media) == (["https://a.example/"], ["5"])


def test_comment_replies_to_its_comment_or_post():
    """Beneath a comment it replies to that one, else to the post."""
    row = {
        "id": "1",
        "post_id": "2",
        "owner.id": "3",
        "owner.username": "ann",
        "creation_time": "2024-03-01T10:00:00+00:00",
        "text": "no",
        "statistics.share_count": "",
    }
    assert COMMENTS.matches(row)
    assert not POSTS.matches(row)
    (found,) = COMMENTS.read(row)
    assert (found.account_id, found.reply_to, found.thread) == ("3", "2", "2")
    (found,) = COMMENTS.read(row | {"parent_comment_id": "9"})
    assert (found.reply_to, found.thread) == ("9", "2")
