"""What a reading child does: take one file or address in as evidence, then read documents or posts from that copy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from sayso.errors import NetworkError, ReadError
from sayso.read import READER_VERSION, read_source
from sayso.read.fetch import Fetcher
from sayso.read.posts.shape import Recognised
from sayso.read.source import Item, Source
from sayso.records import Document, Issue, Post
from sayso.settings import Settings
from sayso.store.evidence import Evidence
from sayso.store.post_rows import storable_batch

# Documents sent to the parent at a time: few enough that a bulk file of any size is read in flat memory.
CHUNK_DOCUMENTS = 64
CHUNK_CHARACTERS = 1_000_000
# Posts sent at a time: 20,000 of 300 characters are 10 MB with what else a post has. Up to 8 such chunks of each file
# that is read ahead wait in the parent.
CHUNK_POSTS = 20_000
CHUNK_POST_CHARACTERS = 4_000_000
FETCH = "fetch"
"""The stage of an issue about an address."""

Told = Document | Issue | Recognised
"""What is sent as it is: few and far between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file (``file``), spooled standard input (``file``, path ``-``) or address (``url``) to be added."""

    path: str
    file: Path | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The bytes are in the evidence folder; ``known`` says that they were read before and are not read again."""

    blob: str
    n_bytes: int
    origin: str
    known: bool
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some of the documents and issues that the bytes gave, in their order.

    What a file of posts was recognised as follows all its posts.
    """

    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChunk:
    """Some of the posts that the bytes gave, in their order, as a batch of the schema `POSTS`."""

    batch: pa.RecordBatch


Read = Taken | Chunk | PostChunk


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReading:
    """Make the work of one reading child; picklable, called once in each."""

    evidence: Path
    settings: Settings
    column_map: dict[str, str]
    read_before: frozenset[str]

    def __call__(self) -> Callable[[Job], Iterator[Read]]:
        """Return the function that reads one job."""
        # Libraries write what they think of a file, its own bytes included: no file may drive the user's terminal.
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- lives as long as the child
        return partial(self.read, Fetcher(settings=self.settings))

    def read(self, fetcher: Fetcher, job: Job) -> Iterator[Read]:
        """Yield one `Taken`, then chunk after chunk; on a refusal a single `Chunk` with its issue."""
        try:
            source, taken = self._take(fetcher, job)
        except (ReadError, NetworkError) as error:
            yield Chunk(items=(_issue(job, error),))
            return
        yield taken
        if not taken.known:
            yield from _chunks(read_source(source))

    def _take(self, fetcher: Fetcher, job: Job) -> tuple[Source, Taken]:
        evidence = Evidence(self.evidence)
        headers: dict[str, str] = {}
        url = content_type = None
        if job.url is not None:
            fetched = fetcher.fetch(job.url)
            blob = evidence.put_bytes(fetched.body)
            headers, url, content_type = dict(fetched.headers), fetched.url_final, fetched.content_type
            name = Path(unquote(urlsplit(url).path)).name or "index.html"
        else:
            assert job.file is not None  # noqa: S101 -- a job has a file or an address
            blob = evidence.put_file(job.file, max_bytes=self.settings.max_file_bytes)
            name = job.file.name if job.path != "-" else ""
        file = evidence.path(blob)
        source = Source(
            path=job.path,
            name=name,
            blob=blob,
            settings=self.settings,
            file=file,
            url=url,
            content_type=content_type,
            column_map=self.column_map,
        )
        known = blob in self.read_before
        return source, Taken(
            blob=blob, n_bytes=file.stat().st_size, origin=job.url or job.path, known=known, headers=headers
        )


def _chunks(items: Iterable[Item]) -> Iterator[Chunk | PostChunk]:
    told: list[Told] = []
    posts: list[Post] = []
    n_characters = n_post_characters = 0
    for item in items:
        if isinstance(item, Post):
            posts.append(item)
            n_post_characters += len(item.text)
            if len(posts) >= CHUNK_POSTS or n_post_characters >= CHUNK_POST_CHARACTERS:
                yield from _post_chunks(posts)
                posts, n_post_characters = [], 0
            continue
        if isinstance(item, Recognised):
            yield from _post_chunks(posts)
            posts, n_post_characters = [], 0
        told.append(item)
        n_characters += len(item.text) if isinstance(item, Document) else 0
        if len(told) >= CHUNK_DOCUMENTS or n_characters >= CHUNK_CHARACTERS:
            yield Chunk(items=tuple(told))
            told, n_characters = [], 0
    yield from _post_chunks(posts)
    if told:
        yield Chunk(items=tuple(told))


def _post_chunks(posts: list[Post]) -> Iterator[Chunk | PostChunk]:
    batch, issues = storable_batch(posts)
    if issues:
        yield Chunk(items=tuple(issues))
    if batch.num_rows:
        yield PostChunk(batch=batch)


def _issue(job: Job, error: ReadError | NetworkError) -> Issue:
    stage = FETCH if isinstance(error, NetworkError) else "read"
    return Issue(stage=stage, code=error.code, message=error.message, remedy=error.remedy, path=job.path)


__all__ = ["FETCH", "READER_VERSION", "Chunk", "Job", "OpenReading", "PostChunk", "Read", "Taken"]
