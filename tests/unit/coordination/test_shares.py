"""What a post shares."""

from __future__ import annotations

import pickle
from typing import Any

import pyarrow as pa
import pytest

from sayso.coordination.shares import TRACES, ShareStage, links_in
from sayso.stages import POSTS, SHARES


def run(*posts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the shares of posts on X at second 100, of which only what differs is given."""
    rows = [
        {
            "platform": "x",
            "id": str(n),
            "account_id": "a",
            "created_epoch": 100,
            "text": "",
            "links": [],
            "hashtags": [],
            "mentions": [],
            "media": [],
            "objects": [],
        }
        | post
        for n, post in enumerate(posts)
    ]
    stage = pickle.loads(pickle.dumps(ShareStage()))
    stage.open()
    found = stage.run(pa.RecordBatch.from_pylist(rows, schema=POSTS))
    assert found.schema == SHARES
    found.validate(full=True)
    return found.to_pylist()


def shared(**post: Any) -> list[tuple[str, str]]:
    """Return trace and value of what one post shares."""
    return [(row["trace"], row["value"]) for row in run(post)]


def test_share_says_who_when_and_in_which_post() -> None:
    """Account and post carry their platform: ids of two platforms never meet."""
    assert run({"hashtags": ["War"]}) == [
        {"trace": "hashtag", "value": "war", "account": "x:a", "post": "x:0", "platform": "x", "t": 100}
    ]


def test_link_is_one_object_in_all_its_forms() -> None:
    """Two forms of one address in one post are one share; its publisher is shared too."""
    links = ["https://www.example.org/a?utm_source=x", "http://example.org/a/"]
    assert shared(links=links) == [("url", "https://example.org/a"), ("domain", "example.org")]


def test_link_in_the_text_counts() -> None:
    """What the export did not expand is read from the text, without the sentence's own signs."""
    assert shared(text="See (https://example.org/a_(b)), now.")[0] == ("url", "https://example.org/a_(b)")


def test_shortened_link_in_the_text_is_left_where_links_are_given() -> None:
    """`t.co` in the text is the link that the export expanded; without one it is the best there is."""
    text = "so it is https://t.co/abc"
    assert shared(text=text, links=["https://example.org/a"])[0] == ("url", "https://example.org/a")
    assert shared(text=text) == [("url", "https://t.co/abc")]


def test_link_cut_off_in_the_text_is_none() -> None:
    """An ellipsis at its end says that the rest is missing."""
    assert links_in("https://example.org/long… www.example.org/b") == ["www.example.org/b"]


def test_platforms_are_no_publishers() -> None:
    """A link to another platform is shared as a link only."""
    assert shared(links=["https://youtu.be/dQw4w9WgXcQ"]) == [
        ("url", "https://youtube.com/watch?v=dQw4w9WgXcQ")
    ]


def test_own_address_is_no_share() -> None:
    """A post that carries its own address shares nothing by it, however it is written."""
    own = "https://x.com/anna/status/17"
    assert shared(id="17", links=[own]) == []
    assert shared(url="https://example.org/notes/5", links=["http://www.example.org/notes/5"]) == []


def test_link_to_a_post_of_the_platform_is_a_quote() -> None:
    """Such a link is the quoted post, named once with the one the export names."""
    link = "https://twitter.com/boris/status/5?s=20"
    assert shared(links=[link]) == [("quote", "x:5")]
    assert shared(links=[link], quote_of="5") == [("quote", "x:5")]
    assert shared(links=[link], platform="bluesky") == [("url", "https://x.com/i/status/5")]


def test_link_of_a_repost_to_what_it_reposts_is_no_quote() -> None:
    """Old exports carry the reposted post's address as a link."""
    assert shared(links=["https://x.com/boris/status/5"], repost_of="5") == [("repost", "x:5")]


def test_hashtags_are_shared_singly_and_as_a_sequence() -> None:
    """The same tags in the same order are more than the tags: two or more make a sequence."""
    found = shared(hashtags=["#Ｎews", "STRASSE", " ", "news"])
    assert found == [("hashtag", "news"), ("hashtag", "strasse"), ("hashtags", "news strasse news")]


def test_repost_shares_the_thing_and_not_the_choice_of_words() -> None:
    """Its link, tags, pictures and text are passed on; the order of tags and mentions are another account's."""
    post = {
        "repost_of": "5",
        "text": "four words of another https://example.org/a",
        "hashtags": ["a", "b"],
        "mentions": ["boris"],
        "media": ["hash"],
    }
    traces = [trace for trace, _ in shared(**post)]
    assert traces == ["url", "domain", "hashtag", "hashtag", "repost", "media", "text"]


def test_every_trace_has_its_value() -> None:
    """Ids and handles carry the platform, hashes do not: one picture may be on two platforms."""
    found = shared(
        reply_to="6",
        quote_of="7",
        mentions=["@Anna", "anna"],
        media=[" hash ", ""],
        text="Four words are enough!",
        objects=[{"kind": "object", "value": "o1"}, {"kind": "sound", "value": "s1"}],
    )
    assert found == [
        ("quote", "x:7"),
        ("reply", "x:6"),
        ("mention", "x:anna"),
        ("media", "hash"),
        ("text", "four words are enough"),
        ("object", "o1"),
        ("object", "sound:s1"),
    ]
    assert {trace for trace, _ in found} <= set(TRACES)


def test_post_without_time_shares_nothing() -> None:
    """No window can hold it; the others keep their rows."""
    rows = run({"hashtags": ["a"], "created_epoch": None}, {"hashtags": ["b"], "id": "8"})
    assert [(row["value"], row["post"]) for row in rows] == [("b", "x:8")]


@pytest.mark.parametrize("missing", [None, ""])
def test_missing_values_share_nothing(missing: str | None) -> None:
    """Nothing is shared where nothing stands."""
    post = dict.fromkeys(("url", "quote_of", "repost_of", "reply_to", "text"), missing)
    assert shared(**post, links=None, hashtags=None, objects=None) == []


def test_no_posts_share_nothing() -> None:
    """A batch without rows gives one without rows."""
    assert run() == []


def test_part_of_a_batch_is_read_as_a_whole_one() -> None:
    """A slice of a batch, whose lists begin inside others, gives the shares of its own posts."""
    base = {"platform": "x", "account_id": "a", "created_epoch": 1, "text": "", "mentions": [], "media": []}
    rows = [base | {"id": str(n), "links": [], "hashtags": [f"t{n}"], "objects": []} for n in range(4)]
    batch = pa.RecordBatch.from_pylist(rows, schema=POSTS).slice(2, 2)
    assert [row["value"] for row in ShareStage().run(batch).to_pylist()] == ["t2", "t3"]
