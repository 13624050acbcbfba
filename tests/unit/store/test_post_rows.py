"""Posts come back from Arrow and Parquet as they went in."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Post, SharedObject
from sayso.stages import POSTS
from sayso.store.post_rows import post_batch, posts_of, storable_batch

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAYBE = st.none() | TEXTS
MANY = st.lists(TEXTS, max_size=3).map(tuple)
REQUIRED = ("platform", "id", "account_id", "blob", "path", "record", "format")
OPTIONAL = ("account_name", "created_at", "url", "language", "repost_of", "reply_to", "quote_of", "thread")
POST = st.builds(
    Post,
    **dict.fromkeys(REQUIRED, TEXTS),
    **dict.fromkeys(OPTIONAL, MAYBE),
    text=TEXTS,
    created_epoch=st.none() | st.integers(-(2**63), 2**63 - 1),
    **dict.fromkeys(("links", "hashtags", "mentions", "media"), MANY),
    objects=st.lists(st.builds(SharedObject, TEXTS, TEXTS), max_size=3).map(tuple),
)


@given(st.lists(POST, max_size=5))
def test_post_comes_back_from_parquet(posts):
    """Every field of every post is the same after Arrow and Parquet, in the same order."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_batches([post_batch(posts)]), sink)
    table = pq.read_table(pa.BufferReader(sink.getvalue()))
    assert table.schema == POSTS
    assert [post for batch in table.to_batches() for post in posts_of(batch)] == posts


def test_post_that_no_store_holds_is_left_out(make_post):
    """A lone surrogate or a number over 64 bits costs its post, with an issue, and no other."""
    posts = [
        make_post(0),
        make_post(1, text="\ud800"),
        make_post(2, created_epoch=2**70),
        make_post(3, path="\udcff"),
    ]
    batch, issues = storable_batch(posts)
    assert list(posts_of(batch)) == posts[:1]
    assert [issue.code for issue in issues] == ["post-not-storable"] * 3
    assert all(issue.message.isprintable() and issue.remedy for issue in issues)
