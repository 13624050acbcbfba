"""Add files, folders, standard input and addresses to a case: evidence first, then what they hold, batch by batch."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from sayso import __version__
from sayso.engine.pool import Event, Finished, Limits, Lost, Pool, Result
from sayso.engine.progress import Progress, Silent
from sayso.engine.reading import READER_VERSION, Chunk, Job, OpenReading, PostChunk, Read, Taken
from sayso.errors import UsageError
from sayso.read.posts.shape import Recognised
from sayso.read.walk import walk
from sayso.records import Document, Issue, digest
from sayso.settings import Settings
from sayso.store.case import Case
from sayso.store.rows import Custody

# One transaction holds what came in this time or number, whichever is first: a kill loses no more than that.
BATCH_SECONDS = 2.0
BATCH_ITEMS = 256
BATCH_POSTS = 100_000
# As Arrow. Writing a part takes about three times its size for a moment.
BATCH_POST_BYTES = 32 * 2**20
# A child that copies a large file into the evidence folder is silent meanwhile; a disk is faster than this (bytes/s).
SLOWEST_COPY = 20 * 2**20
STANDARD_INPUT = "-"
SPOOL_BYTES = 2**20


@dataclass(slots=True, kw_only=True)
class PostFile:
    """A file of posts, or a member of an archive that is one: what it was read as, and how many of its posts are new.

    ``n_known`` posts were in the case before, or stand in the file more than once.
    """

    recognised: Recognised
    n_new: int = 0
    n_known: int = 0


@dataclass(slots=True)
class Added:
    """What one `add_paths` did: ``n_documents`` are new; ``n_known`` files or documents were in the case before.

    ``n_posts`` are new, ``n_posts_known`` were in the case before; ``post_files`` says the same for each file of posts.
    """

    n_files: int = 0
    n_documents: int = 0
    n_known: int = 0
    n_posts: int = 0
    n_posts_known: int = 0
    post_files: list[PostFile] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Counts:
    """Posts of one file that were stored, or known, so far."""

    n_new: int = 0
    n_known: int = 0


@dataclass(slots=True)
class _Batch:
    """What the next transaction will hold."""

    documents: list[Document] = field(default_factory=list)
    posts: list[tuple[_Counts, pa.RecordBatch]] = field(default_factory=list)
    recognised: list[tuple[_Counts, Recognised]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    read_again: list[str] = field(default_factory=list)
    began_at: float = field(default_factory=time.monotonic)

    def is_due(self) -> bool:
        n = len(self.documents) + len(self.issues) + len(self.taken) + len(self.posts)
        return (
            n >= BATCH_ITEMS
            or (n > 0 and time.monotonic() - self.began_at >= BATCH_SECONDS)
            or sum(batch.num_rows for _, batch in self.posts) >= BATCH_POSTS
            or sum(batch.nbytes for _, batch in self.posts) >= BATCH_POST_BYTES
        )


def add_paths(
    case: Case,
    paths: Sequence[str],
    *,
    settings: Settings,
    column_map: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add each of ``paths`` (a file, a folder to walk, ``-`` or an http(s) address) and return what came of it.

    The same bytes added twice are one document. What cannot be read becomes an issue and stops nothing.
    Raises `UsageError` when a path does not exist, before anything is added.
    """
    with tempfile.TemporaryDirectory(dir=case.path, prefix=".standard-input-") as spool:
        jobs, issues = _jobs(paths, Path(spool), settings)
        return _Addition(case, settings, column_map or {}, progress or Silent()).run(jobs, issues)


class _Addition:
    """One call of `add_paths`."""

    def __init__(
        self, case: Case, settings: Settings, column_map: dict[str, str], progress: Progress
    ) -> None:
        self.case, self.settings, self.progress = case, settings, progress
        self.column_map = column_map
        # Other columns, another reading: what was read before with another map is read again with this one.
        self.reader = f"{READER_VERSION}/{digest(column_map)[:12]}" if column_map else READER_VERSION
        self.added = Added()
        self.batch = _Batch()
        self.blob: str | None = None
        self.has_issues = False
        self.counts = _Counts()

    def run(self, jobs: list[Job], issues: list[Issue]) -> Added:
        self.batch.issues.extend(issues)
        self.progress.begin("reading", len(jobs))
        try:
            with Pool(self._opened(), n_children=self._n_children(jobs), limits=self._limits(jobs)) as pool:
                for event in pool.run(jobs):
                    self._note(event)
                    if self.batch.is_due():
                        self._commit()
            self._commit()
        finally:
            self.progress.end()
            self.case.store.post_folder.forget()
        return self.added

    def _opened(self) -> OpenReading:
        return OpenReading(
            evidence=self.case.evidence.root,
            settings=self.settings,
            column_map=self.column_map,
            read_before=self.case.store.blobs_read(self.reader),
        )

    def _n_children(self, jobs: list[Job]) -> int:
        return max(1, min(self.settings.workers or os.cpu_count() or 1, len(jobs)))

    def _limits(self, jobs: list[Job]) -> Limits:
        largest = max((job.file.stat().st_size for job in jobs if job.file and job.file.is_file()), default=0)
        seconds = self.settings.max_seconds + min(largest, self.settings.max_file_bytes) / SLOWEST_COPY
        return Limits(seconds=seconds, memory_bytes=self.settings.max_worker_bytes)

    def _note(self, event: Event[Job, Read]) -> None:
        match event:
            case Result(_, Taken() as taken):
                self.batch.taken.append(taken)
                self.blob, self.has_issues = (None if taken.known else taken.blob), False
                self.added.n_known += taken.known
                if not taken.known:
                    self.batch.read_again.append(event.task.path)
            case Result(_, Chunk(items=items)):
                for item in items:
                    self._note_item(item)
            case Result(_, PostChunk(batch=batch)):
                self.batch.posts.append((self.counts, batch))
            case Lost(task, code, reason):
                self.batch.issues.append(_lost(task, code, reason))
                self._over(task)
            case Finished(task):
                if self.blob and not self.has_issues:  # what had issues is tried again the next time
                    self.batch.finished.append(self.blob)
                self._over(task)

    def _note_item(self, item: Document | Issue | Recognised) -> None:
        if isinstance(item, Document):
            self.batch.documents.append(item)
        elif isinstance(item, Issue):
            self.batch.issues.append(item)
            self.has_issues = True
        else:
            self.batch.recognised.append((self.counts, item))
            self.counts = _Counts()
            # A table read to its end: a dozen rows set aside are no reason to read ten million again each time.
            self.has_issues = self.has_issues and item.record is not None

    def _over(self, job: Job) -> None:
        self.blob = None
        self.counts = _Counts()
        self.added.n_files += 1
        self.progress.advance(1, job.path)

    def _commit(self) -> None:
        """Write the batch in one transaction and begin a new one."""
        batch, self.batch = self.batch, _Batch()
        stored = self.case.store.add_documents(
            batch.documents,
            custody=[self._custody(taken) for taken in batch.taken],
            issues=batch.issues,
            finished=batch.finished,
            read_again=batch.read_again,
            reader=self.reader,
            new_posts=[posts for _, posts in batch.posts],
        )
        self._count(batch, stored.n_new_posts)
        self.added.n_documents += stored.n_new
        self.added.n_known += stored.n_known
        self.added.issues.extend(batch.issues)

    def _count(self, batch: _Batch, n_new_posts: Sequence[int]) -> None:
        for (counts, posts), n_new in zip(batch.posts, n_new_posts, strict=True):
            counts.n_new += n_new
            counts.n_known += posts.num_rows - n_new
            self.added.n_posts += n_new
            self.added.n_posts_known += posts.num_rows - n_new
        if batch.posts:
            self.progress.advance(0, f"{self.added.n_posts + self.added.n_posts_known:,} posts")
        for counts, found in batch.recognised:
            file = PostFile(recognised=found, n_new=counts.n_new, n_known=counts.n_known)
            self.added.post_files.append(file)

    def _custody(self, taken: Taken) -> Custody:
        return Custody(
            blob=taken.blob,
            n_bytes=taken.n_bytes,
            origin=taken.origin,
            headers=taken.headers,
            tool_version=__version__,
            operator=self.settings.operator or None,
        )


def _jobs(paths: Sequence[str], spool: Path, settings: Settings) -> tuple[list[Job], list[Issue]]:
    jobs: list[Job] = []
    issues: list[Issue] = []
    for path in paths:
        if path == STANDARD_INPUT:
            jobs.append(Job(path=path, file=_spooled(spool / "input", settings.max_file_bytes)))
        elif path.lower().startswith(("http://", "https://")):
            jobs.append(Job(path=path, url=path))
        elif os.path.lexists(path):
            for found in walk(Path(path)):
                if isinstance(found, Issue):
                    issues.append(found)
                else:
                    jobs.append(Job(path=os.fspath(found), file=found))
        else:
            remedy = "check the spelling; give files, folders, '-' for standard input or http(s) addresses"
            raise UsageError(f"{path}: no such file or folder", remedy=remedy)
    return jobs, issues


def _spooled(file: Path, max_bytes: int) -> Path:
    """Copy standard input to ``file``, one byte over the limit at most: the reading child then refuses it."""
    left = max_bytes + 1
    with file.open("wb") as out:
        while left and (piece := sys.stdin.buffer.read(min(left, SPOOL_BYTES))):
            out.write(piece)
            left -= len(piece)
    return file


def _lost(job: Job, code: str, reason: str) -> Issue:
    remedies = {
        "timeout": "raise max_seconds, or split the file",
        "memory": "raise max_worker_bytes, or split the file",
    }
    remedy = remedies.get(
        code, "it may be damaged, hostile or too large (max_worker_bytes); add it in another format"
    )
    return Issue(stage="read", code=code, message=f"{job.path}: {reason}", remedy=remedy, path=job.path)
