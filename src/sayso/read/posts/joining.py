"""Make posts of a table of shares, whose rows are each one thing that a post shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from sayso.read.posts.seen import Seen
from sayso.records import Post

Value = TypeVar("Value")

_LIKE_A_RECORD = re.compile(r"#[0-9.]+$")


class SharedPosts:
    """Join the rows of one post that follow each other; give a post that comes again an id of its own.

    Such tables count their rows: CooRTweet's Russian sample has a row twice, its German one lists a content again far
    below with another object, and each of these is a share. A store of posts keeps one of each id, so the later ones
    are ``id#record``; a table without named objects that repeats a post as it was repeats nothing.
    """

    def __init__(self) -> None:
        self._held: Post | None = None
        self._ids = Seen()
        self._whole = Seen()

    def add(self, post: Post) -> Iterator[Post]:
        """Hold ``post`` until its last row, and yield the one before it."""
        held = self._held
        if held is not None and _key(held) == _key(post) and not set(held.objects) & set(post.objects):
            self._held = _merged(held, post)
            return
        yield from self.rest()
        self._held = post

    def rest(self) -> Iterator[Post]:
        """Yield the post that is held."""
        if self._held is not None:
            yield self._named(self._held)
        self._held = None

    def _named(self, post: Post) -> Post:
        """Return ``post``, as ``id#record`` where its id came before with something else."""
        new = self._ids.add(post.platform, post.id)
        if post.objects:
            # An id that looks so by itself always gets the suffix: no two are the same then.
            own = new and _LIKE_A_RECORD.search(post.id) is None
        else:
            own = not self._whole.add(post.platform, post.id, repr(_shared(post))) or new
        return post if own else replace(post, id=f"{post.id}#{post.record}")


def _key(post: Post) -> tuple[object, ...]:
    return post.id, post.account_id, post.created_epoch, post.platform


def _shared(post: Post) -> tuple[object, ...]:
    """Return what makes a row with the same id another share."""
    return (
        post.account_id,
        post.created_epoch,
        post.links,
        post.hashtags,
        post.mentions,
        post.media,
        post.repost_of,
    )


def _merged(first: Post, second: Post) -> Post:
    """Return ``first`` with what ``second``, another row of the same post, shares beside it."""
    return replace(
        first,
        links=_joined(first.links, second.links),
        hashtags=_joined(first.hashtags, second.hashtags),
        mentions=_joined(first.mentions, second.mentions),
        media=_joined(first.media, second.media),
        objects=_joined(first.objects, second.objects),
    )


def _joined(first: tuple[Value, ...], second: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*first, *second)))
