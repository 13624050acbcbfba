"""Posts as Arrow rows, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from sayso.records import Issue, Post, SharedObject
from sayso.stages import POSTS

STAGE = "store"
_TUPLES = ("links", "hashtags", "mentions", "media")
# What Arrow has no form for: lone surrogates, numbers over 64 bits, another type than the record promises.
_REFUSALS = (UnicodeEncodeError, OverflowError, TypeError, ValueError, pa.ArrowException)


def post_batch(posts: Sequence[Post]) -> pa.RecordBatch:
    """Return ``posts`` as one batch of the schema `POSTS`, in their order.

    Raise `UnicodeEncodeError`, `OverflowError` or `pyarrow.ArrowException` for a post that Arrow cannot hold; see
    `storable_batch`.
    """
    columns = [pa.array(_column(posts, field.name), field.type) for field in POSTS]
    return pa.RecordBatch.from_arrays(columns, schema=POSTS)


def storable_batch(posts: Sequence[Post]) -> tuple[pa.RecordBatch, list[Issue]]:
    """Return a batch of the posts that Arrow can hold, and an issue for each other one."""
    try:
        return post_batch(posts), []
    except _REFUSALS:
        kept, issues = [], []
        for post in posts:
            try:
                post_batch([post])
            except _REFUSALS as error:
                issues.append(_refusal(post, error))
            else:
                kept.append(post)
        return post_batch(kept), issues


def posts_of(batch: pa.RecordBatch) -> Iterator[Post]:
    """Yield the posts that ``batch`` holds, in its order."""
    for row in batch.to_pylist():
        objects = tuple(SharedObject(**found) for found in row["objects"] or ())
        tuples = {name: tuple(row[name] or ()) for name in _TUPLES}
        yield Post(**{**row, **tuples, "objects": objects, "text": row["text"] or ""})


def _column(posts: Sequence[Post], name: str) -> list[object]:
    if name == "objects":
        return [[found._asdict() for found in post.objects] for post in posts]
    return [getattr(post, name) for post in posts]


def _refusal(post: Post, error: Exception) -> Issue:
    """Say which post was left out; of its own text nothing is repeated, since that may be what no store holds."""
    bare = replace(post, path=_printable(post.path), record=_printable(str(post.record)))
    return Issue(
        stage=STAGE,
        code="post-not-storable",
        message=f"{bare.path}, record {bare.record}: a post was left out, no store holds it ({type(error).__name__})",
        remedy="report this: a reader should have handled it",
        path=bare.path,
    )


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
