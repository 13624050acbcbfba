"""X: pages of API v2, one post a row, the table of twarc-csv, version 1.1 and the web pages."""

from __future__ import annotations

import json

import pytest

from sayso.read.posts.shapes import recognise
from tests.unit.read.posts.test_reading import ReadFile

POST = {"id": "15", "text": "see https://news.example/a #sarn", "author_id": "1", "conversation_id": "14"}


def test_page_gives_its_posts_with_what_it_includes(read_file: ReadFile) -> None:
    """Handles come from the users, and a cut repost has the text, links and tags of the original."""
    outcome = read_file("x-v2-page.json")
    repost, reply = outcome.posts
    assert (repost.platform, repost.id, repost.account_id, repost.account_name) == (
        "x",
        "1500000000000000001",
        "11",
        "anna",
    )
    assert repost.created_at == "2022-03-05T10:00:00+00:00"
    assert repost.text.startswith("RT @origin: The port")
    assert repost.text.endswith("#port")
    assert (repost.repost_of, repost.links, repost.hashtags, repost.mentions, repost.media) == (
        "1499999999999999999",
        ("https://news.example/port",),
        ("port",),
        ("origin",),
        ("3_76",),
    )
    assert (reply.reply_to, reply.quote_of, reply.thread) == (
        "1500000000000000000",
        "1499999999999999998",
        "1500000000000000000",
    )
    assert reply.links == (
        "https://news.example/port",
    )  # as X followed it, without the picture's own address
    assert (reply.language, reply.media) == (None, ("3_77",))
    assert [post.record for post in outcome.posts] == ["0.1", "0.2"]
    assert (outcome.recognised.name, outcome.recognised.n_rows, outcome.recognised.n_posts) == (
        "x-v2-page",
        1,
        2,
    )


def test_no_personal_field_is_kept(read_file: ReadFile) -> None:
    """Places, names and pictures of people stay in the export."""
    for name in ("x-v2-page.json", "x-v1.jsonl", "twarc.csv", "zeeschuimer.ndjson"):
        kept = repr(read_file(name).posts)
        assert "secret place" not in kept
        assert "somewhere" not in kept
        assert "51.5" not in kept
        assert "pbs.example/anna" not in kept


def test_first_version_gives_posts_and_no_deletions(read_file: ReadFile) -> None:
    """A repost names the original and has its text; a notice of deletion is counted as no post."""
    outcome = read_file("x-v1.jsonl")
    post, repost = outcome.posts
    assert (post.id, post.account_id, post.created_epoch) == ("1050118621198921728", "6253282", 1539202764)
    assert (post.links, post.hashtags, post.mentions, post.media) == (
        ("https://bit.example/2",),
        ("Room",),
        ("fwd",),
        ("88",),
    )
    assert post.reply_to == "1050118621198921000"
    assert (repost.repost_of, repost.text) == (
        post.id,
        "RT @TwitterAPI: To make room #Room https://t.co/MkGjXf9aXm",
    )
    assert repost.links == post.links
    assert outcome.recognised.n_skipped == 1
    assert outcome.recognised.skipped == "a notice of deletion"


def test_table_of_twarc_sets_aside_a_rounded_id(read_file: ReadFile) -> None:
    """Lists are read from their cells; an id that a spreadsheet rounded is another post's, so the row is set aside."""
    outcome = read_file("twarc.csv")
    assert outcome.post.text == "RT @origin: one\ntwo"
    assert outcome.post.links == ("https://news.example/port",)
    assert (outcome.post.hashtags, outcome.post.mentions, outcome.post.media) == (
        ("Sarn",),
        ("origin",),
        ("3_77",),
    )
    assert outcome.post.repost_of == "1499999999999999999"
    (issue,) = outcome.issues
    assert issue.code == "no-post-id"
    assert "twarc.csv, line 3" in issue.message
    assert "1.5E+18" in issue.message
    assert (outcome.recognised.name, outcome.recognised.n_set_aside) == ("x-table", 1)


def test_flat_post_without_entities_has_those_of_its_text() -> None:
    """Where the export was made without entities, links and tags are found in the text."""
    shape = recognise(POST)
    assert shape is not None
    (found,) = shape.read(POST)
    assert (shape.name, found.links, found.hashtags) == ("x-v2", ["https://news.example/a"], ["sarn"])


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1", "title": "T", "text": "an article", "url": "https://a.example"},
        {"data": {"children": []}, "kind": "Listing"},
    ],
)
def test_other_objects_are_no_posts_of_x(row: dict[str, object]) -> None:
    """Articles and other interfaces' pages are not taken for posts."""
    shape = recognise(row)
    assert shape is None or not shape.name.startswith("x-") or not shape.read(row)[0].text


def test_page_of_a_line_is_read_line_by_line(read_bytes) -> None:  # type: ignore[no-untyped-def]
    """Twarc writes one page a line; an empty page is no damage."""
    page = {"data": [POST, POST | {"id": "16"}], "meta": {"result_count": 2}}
    empty = {"meta": {"result_count": 0}}
    lines = "".join(json.dumps(item) + "\n" for item in (page, empty, page))
    outcome = read_bytes(lines.encode(), "p.jsonl")
    assert [post.record for post in outcome.posts] == ["1.1", "1.2", "3.1", "3.2"]
    assert (outcome.recognised.n_rows, outcome.recognised.n_skipped, outcome.codes) == (3, 1, [])


def test_page_of_users_has_no_posts(read_bytes) -> None:  # type: ignore[no-untyped-def]
    """Twarc writes users in the same pages; the posts they pinned are not what was collected."""
    users = {"data": [{"id": "1", "name": "A", "username": "a"}], "includes": {"tweets": [POST]}, "meta": {}}
    page = {"data": [POST], "meta": {"result_count": 1}}
    outcome = read_bytes("".join(json.dumps(item) + "\n" for item in (users, page)).encode(), "p.jsonl")
    assert [post.record for post in outcome.posts] == ["2"]
    assert (outcome.recognised.n_rows, outcome.recognised.n_skipped) == (2, 1)


def test_place_in_a_post_makes_no_map_of_the_file(read_bytes) -> None:  # type: ignore[no-untyped-def]
    """X writes places as GeoJSON inside a post."""
    place = {"geo": {"geo": {"type": "Feature", "bbox": [1, 2, 3, 4]}}}
    assert read_bytes(json.dumps({"data": [POST | place], "meta": {}}).encode(), "p.json").post.id == "15"
