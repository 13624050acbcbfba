"""Read bytes as a file of a given name, and take the outcome apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from sayso.read import Source, read_source
from sayso.read.posts.shape import Recognised
from sayso.read.source import Item
from sayso.records import Document, Issue, Post
from sayso.settings import Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source gave."""

    items: tuple[Item, ...]

    @property
    def documents(self) -> list[Document]:
        """The documents, in their order."""
        return [item for item in self.items if isinstance(item, Document)]

    @property
    def issues(self) -> list[Issue]:
        """The issues, in their order."""
        return [item for item in self.items if isinstance(item, Issue)]

    @property
    def document(self) -> Document:
        """The one document."""
        assert len(self.documents) == 1, self.items
        return self.documents[0]

    @property
    def posts(self) -> list[Post]:
        """The posts, in their order."""
        return [item for item in self.items if isinstance(item, Post)]

    @property
    def post(self) -> Post:
        """The one post."""
        assert len(self.posts) == 1, self.items
        return self.posts[0]

    @property
    def recognised(self) -> Recognised:
        """What a file of posts was recognised as."""
        found = [item for item in self.items if isinstance(item, Recognised)]
        assert len(found) == 1, self.items
        assert self.items[-1] is found[0] or isinstance(self.items[-1], Issue)
        return found[0]

    @property
    def codes(self) -> list[str]:
        """The codes of the issues, in their order."""
        return [issue.code for issue in self.issues]


ReadBytes = Callable[..., Outcome]


@pytest.fixture
def make_source() -> Callable[..., Source]:
    """Return a function that makes a source of bytes; limits are given as ``limits={...}``."""

    def make(
        data: bytes, name: str = "file.txt", *, limits: dict[str, int] | None = None, **fields: object
    ) -> Source:
        settings = replace(Settings(), **(limits or {}))  # type: ignore[arg-type]
        blob = hashlib.sha256(data).hexdigest()
        return Source(path=f"in/{name}", name=name, blob=blob, settings=settings, data=data, **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def read_bytes(make_source: Callable[..., Source]) -> ReadBytes:
    """Return a function that reads bytes as ``read_source`` does."""

    def read(data: bytes, name: str = "file.txt", **fields: object) -> Outcome:
        return Outcome(tuple(read_source(make_source(data, name, **fields))))

    return read
