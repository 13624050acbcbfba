"""Tables of shares: which rows are one post, and what becomes of a post that comes again."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from sayso.read.posts.seen import Seen
from sayso.records import Post
from tests.unit.read.conftest import ReadBytes

HEADER = ("object_id", "account_id", "content_id", "timestamp_share")


def table(*rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """Return the CSV file of ``rows``."""
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode()


def shown(posts: list[Post]) -> list[tuple[str, list[str]]]:
    """Return id and objects of each post."""
    return [(post.id, [thing.value for thing in post.objects]) for post in posts]


def test_row_that_is_repeated_is_a_post_of_its_own(read_bytes: ReadBytes) -> None:
    """CooRTweet counts rows: one that is there twice gives two posts, and what follows joins the later one."""
    rows = [
        ("o", "a", "c", 5),
        ("p", "a", "c", 5),
        ("o", "a", "c", 5),
        ("q", "a", "c", 5),
        ("o", "a", "c", 5),
    ]
    posts = read_bytes(table(*rows), "t.csv").posts
    assert shown(posts) == [("c", ["o", "p"]), ("c#4", ["o", "q"]), ("c#6", ["o"])]


def test_post_that_comes_again_with_something_else_has_an_id_of_its_own(read_bytes: ReadBytes) -> None:
    """Far apart, by another account or at another time: no row is lost when the store keeps one post of each id."""
    rows = [
        ("o", "a", "c", 5),
        ("o", "b", "d", 6),
        ("p", "a", "c", 5),
        ("o", "b", "c", 5),
        ("o", "a", "c", 7),
    ]
    outcome = read_bytes(table(*rows), "t.csv")
    assert [post.id for post in outcome.posts] == ["c", "d", "c#4", "c#5", "c#6"]
    assert outcome.recognised.n_posts == 5
    assert outcome.posts == read_bytes(table(*rows), "t.csv").posts


def test_id_that_looks_like_one_with_a_row_gets_the_row_too(read_bytes: ReadBytes) -> None:
    """An id ``c#4`` of the table never meets the ``c#4`` made of a ``c`` in line 4."""
    rows = [("o", "a", "c", 5), ("o", "b", "d", 6), ("p", "a", "c", 5), ("q", "a", "c#4", 5)]
    assert [post.id for post in read_bytes(table(*rows), "t.csv").posts] == ["c", "d", "c#4", "c#4#5"]


def test_post_that_is_collected_twice_is_the_same_post(read_bytes: ReadBytes) -> None:
    """In a table of posts that names no objects a row repeated whole is no share more."""
    header = ("post_id", "account_id", "created_at", "text", "links")
    at = "2024-01-01T00:00:00Z"
    rows = [
        ("1", "a", at, "x", "u"),
        ("2", "b", at, "x", "u"),
        ("1", "a", at, "x", "u"),
        ("1", "a", at, "x", "v"),
    ]
    posts = read_bytes(table(*rows, header=header), "t.csv").posts
    # The last row follows the third, which it belongs to, and shares something new.
    assert [(post.id, post.links) for post in posts] == [("1", ("u",)), ("2", ("u",)), ("1#4", ("u", "v"))]
    posts = read_bytes(table(*rows[:3], header=header), "t.csv").posts
    assert [post.id for post in posts] == ["1", "2", "1"]


def test_toolkit_shares_the_links_of_its_column_alone(read_bytes: ReadBytes) -> None:
    """A link in the text is none of a message, or co_link would have edges that the toolkit has not."""
    header = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
    row = ("1", "u", "", "", "", "see https://e.org/a #port @b", "1700000000", "")
    post = read_bytes(table(row, header=header), "t.csv").post
    assert (post.links, post.hashtags, post.mentions) == ((), ("port",), ("b",))


def test_tools_count_seconds_from_anywhere(read_bytes: ReadBytes) -> None:
    """A table whose times begin at 0 keeps them; before 0 a time is lost, and told."""
    outcome = read_bytes(table(("o", "a", "c", 0), ("o", "b", "d", "60"), ("o", "b", "e", -1)), "t.csv")
    assert [post.created_epoch for post in outcome.posts] == [0, 60, None]
    assert outcome.codes == ["field-lost"]


@given(st.lists(st.text(max_size=3), max_size=3_000))
def test_seen_is_a_set(keys: list[str]) -> None:
    """A key is new once, however many there are."""
    seen, expected = Seen(), set[str]()
    for key in keys:
        assert seen.add("x", key) == (key not in expected)
        expected.add(key)
    assert len(seen) == len(expected)


def test_seen_grows() -> None:
    """Keys stay in the set when its table is made anew."""
    seen = Seen()
    assert all(seen.add(str(number)) for number in range(5_000))
    assert not any(seen.add(str(number)) for number in range(5_000))
