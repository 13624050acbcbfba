"""Take the rows out of JSON that nests them: articles or posts in a list, the list in an object, and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from sayso.read.posts.telegram import CONTEXT

Object = dict[str, object]
Looks = Callable[[Object], bool]
"""Tells whether an object could be a row."""

MOST_LEVELS = 6
"""Telegram's messages are four levels down (``chats.list.messages``); nothing nests its rows deeper."""

FIRST_FEW = 10
"""Objects of a list that are looked at: where none of them is a row, the list holds something else (contacts, tags)."""


def unfold(value: Object, *, article: Looks, post: Looks) -> list[object]:
    """Return ``value`` itself if it is a row, else the posts inside it, else its longest list of articles."""
    if post(value) or article(value):
        return [value]
    return cast("list[object]", list(posts_in(value, post))) or _articles(value, article)


def posts_in(value: Object, post: Looks, levels: int = MOST_LEVELS) -> Iterator[Object]:
    """Yield the posts in the lists inside ``value``, however deep up to ``levels``, with the keys of their chat."""
    if not levels:
        return
    for inner in value.values():
        if isinstance(inner, dict):
            yield from posts_in(inner, post, levels - 1)
        elif isinstance(inner, list):
            items = [item for item in inner if isinstance(item, dict)]
            if any(post(with_chat(item, value)) for item in items[:FIRST_FEW]):
                yield from (with_chat(item, value) for item in items)
            else:
                for item in items:
                    yield from posts_in(item, post, levels - 1)


def with_chat(item: Object, around: Mapping[str, object]) -> Object:
    """Return ``item`` with what a Telegram export says of its chat only once, around the list of messages."""
    if "id" not in around or "type" not in around:
        return item
    return item | {name: around[key] for key, name in CONTEXT.items() if key in around}


def _articles(value: Object, looks: Looks) -> list[object]:
    lists = [item for item in value.values() if isinstance(item, list)]
    for inner in value.values():
        if isinstance(inner, dict):
            lists.extend(item for item in inner.values() if isinstance(item, list))
    fitting = [
        items for items in lists if any(isinstance(item, dict) and looks(item) for item in items[:FIRST_FEW])
    ]
    if not fitting:
        fitting = [items for items in lists if items and isinstance(items[0], dict)]
    return cast("list[object]", max(fitting, key=len)) if fitting else [value]
