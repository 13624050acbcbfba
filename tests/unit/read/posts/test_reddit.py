"""Dumps of Reddit: submissions and comments."""

from __future__ import annotations

from sayso.read.posts.reddit import SHAPES
from sayso.read.posts.shape import Found
from tests.exports import export_rows

SUBMISSION, COMMENT, THING = SHAPES
REDDIT = "https://www.reddit.com/r/"


def test_submissions_are_read():
    """A link, a text, a crosspost, one whose account is deleted, a gallery and a film."""
    rows = export_rows("reddit-submissions.jsonl")
    assert all(map(SUBMISSION.matches, rows))
    assert [found for row in rows for found in SUBMISSION.read(row)] == [
        Found(
            platform="reddit",
            id="t3_1b3abc",
            account_id="ann-k",
            account_name="ann-k",
            created=1709287200,
            text="Port closed",
            url=f"{REDDIT}harbour/comments/1b3abc/port_closed/",
            links=["https://news.example/port"],
        ),
        Found(
            platform="reddit",
            id="t3_1b3abd",
            account_id="bob",
            account_name="bob",
            created="1709287500",
            text="Why?\n\nAsk u/ann-k, see [this](https://quay.example/a).",
            url=f"{REDDIT}harbour/comments/1b3abd/why/",
            links=["https://quay.example/a"],
            mentions=["ann-k"],
        ),
        Found(
            platform="reddit",
            id="t3_1b3abe",
            account_id="carl",
            account_name="carl",
            created=1709287200,
            text="Port closed",
            url=f"{REDDIT}news/comments/1b3abe/port_closed/",
            repost_of="t3_1b3abc",
        ),
        Found(
            platform="reddit",
            id="t3_1b3abf",
            created=1709287200,
            text="gone",
            url=f"{REDDIT}harbour/comments/1b3abc/port_closed/",
        ),
        Found(
            platform="reddit",
            id="t3_1b3abg",
            account_id="dora",
            account_name="dora",
            created=1709287200,
            text="Pictures",
            url=f"{REDDIT}harbour/comments/1b3abg/pictures/",
            media=["p1xyz", "p2xyz"],
        ),
        Found(
            platform="reddit",
            id="t3_1b3abh",
            account_id="dora",
            account_name="dora",
            created=1709287200,
            text="Film",
            url=f"{REDDIT}harbour/comments/1b3abh/film/",
            media=["k3xyz"],
        ),
    ]


def test_comments_are_read():
    """A reply to the submission, one to a comment, removed, and one whose account is deleted."""
    rows = export_rows("reddit-comments.jsonl")
    assert all(map(COMMENT.matches, rows))
    assert [found for row in rows for found in COMMENT.read(row)] == [
        Found(
            platform="reddit",
            id="t1_kt1",
            account_id="bob",
            account_name="bob",
            created=1709287600,
            text="No, see https://quay.example/b",
            url=f"{REDDIT}harbour/comments/1b3abc/port_closed/kt1/",
            links=["https://quay.example/b"],
            reply_to="t3_1b3abc",
            thread="t3_1b3abc",
        ),
        Found(
            platform="reddit",
            id="t1_kt2",
            account_id="ann-k",
            account_name="ann-k",
            created=1709287600,
            reply_to="t1_kt1",
            thread="t3_1b3abc",
        ),
        Found(
            platform="reddit",
            id="t1_c1",
            created="1134365188",
            reply_to="t3_1b3abc",
            thread="t3_1b3abc",
        ),
    ]


def test_answers_of_reddit_wrap_the_same():
    """``kind`` says which of the two the ``data`` is."""
    for name, shape in (("reddit-submissions.jsonl", SUBMISSION), ("reddit-comments.jsonl", COMMENT)):
        inner = export_rows(name)[0]
        row = {"kind": "t3" if shape is SUBMISSION else "t1", "data": inner}
        assert THING.matches(row)
        assert THING.read(row) == shape.read(inner)


def test_parent_without_its_kind_is_lost_and_named():
    """Old answers of Pushshift's API give a number: of a comment or of a submission, nobody can tell."""
    row = export_rows("reddit-comments.jsonl")[0] | {"parent_id": 39151023}
    (found,) = COMMENT.read(row)
    assert found.reply_to is None
    assert "reply_to" in found.lost
