"""What a reading child does: take one file or address in as evidence, then read documents from that copy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sayso.errors import NetworkError, ReadError
from sayso.read import READER_VERSION, read_source
from sayso.read.fetch import Fetcher
from sayso.read.source import Source
from sayso.records import Document, Issue
from sayso.settings import Settings
from sayso.store.evidence import Evidence

# Documents sent to the parent at a time: few enough that a bulk file of any size is read in flat memory.
CHUNK_DOCUMENTS = 64
CHUNK_CHARACTERS = 1_000_000
FETCH = "fetch"
"""The stage of an issue about an address."""

Item = Document | Issue


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
    """Some of the documents and issues that the bytes gave, in their order."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReading:
    """Make the work of one reading child; picklable, called once in each."""

    evidence: Path
    settings: Settings
    column_map: dict[str, str]
    read_before: frozenset[str]

    def __call__(self) -> Callable[[Job], Iterator[Taken | Chunk]]:
        """Return the function that reads one job."""
        # Libraries write what they think of a file, its own bytes included: no file may drive the user's terminal.
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- lives as long as the child
        return partial(self.read, Fetcher(settings=self.settings))

    def read(self, fetcher: Fetcher, job: Job) -> Iterator[Taken | Chunk]:
        """Yield one `Taken`, then `Chunk` after `Chunk`; on a refusal a single `Chunk` with its issue."""
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


def _chunks(items: Iterable[Item]) -> Iterator[Chunk]:
    chunk: list[Item] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(chunk) >= CHUNK_DOCUMENTS or characters >= CHUNK_CHARACTERS:
            yield Chunk(items=tuple(chunk))
            chunk, characters = [], 0
    if chunk:
        yield Chunk(items=tuple(chunk))


def _issue(job: Job, error: ReadError | NetworkError) -> Issue:
    stage = FETCH if isinstance(error, NetworkError) else "read"
    return Issue(stage=stage, code=error.code, message=error.message, remedy=error.remedy, path=job.path)


__all__ = ["FETCH", "READER_VERSION", "Chunk", "Job", "OpenReading", "Taken"]
