"""Add files, folders, standard input and addresses to a case: evidence first, then documents, batch by batch."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.engine.pool import Finished, Limits, Lost, Pool, Result
from sayso.engine.progress import Progress, Silent
from sayso.engine.reading import READER_VERSION, Chunk, Item, Job, OpenReading, Taken
from sayso.errors import UsageError
from sayso.read.walk import walk
from sayso.records import Document, Issue
from sayso.settings import Settings
from sayso.store.case import Case

# One transaction holds what came in this time or number, whichever is first: a kill loses no more than that.
BATCH_SECONDS = 2.0
BATCH_ITEMS = 256
# A child that copies a large file into the evidence folder is silent meanwhile: a disk writes more than this a second.
SLOWEST_COPY_BYTES_PER_SECOND = 20 * 2**20


@dataclass(slots=True)
class Added:
    """What one `add` did; counts of documents, of those stored before, of issues, of files."""

    n_files: int = 0
    n_documents: int = 0
    n_known: int = 0
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Batch:
    """What the next transaction will hold."""

    documents: list[Document] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    complete: list[str] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    began_at: float = field(default_factory=time.monotonic)

    def is_due(self) -> bool:
        n = len(self.documents) + len(self.issues) + len(self.taken)
        return n >= BATCH_ITEMS or (n > 0 and time.monotonic() - self.began_at >= BATCH_SECONDS)


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
    jobs, issues = _jobs(case, paths)
    progress = progress or Silent()
    added = Added()
    batch = _Batch(issues=issues)
    opened = OpenReading(
        evidence=case.evidence.folder,
        settings=settings,
        column_map=column_map or {},
        read_before=case.store.read_blobs(READER_VERSION),
    )
    largest = max((job.file.stat().st_size for job in jobs if job.file and job.file.is_file()), default=0)
    seconds = settings.max_seconds and settings.max_seconds + largest / SLOWEST_COPY_BYTES_PER_SECOND
    limits = Limits(seconds=seconds, memory_bytes=settings.max_worker_bytes)
    n_children = min(settings.workers or os.cpu_count() or 1, max(1, len(jobs)))
    progress.begin("reading", len(jobs))
    try:
        with Pool(opened, n_children=n_children, limits=limits) as pool:
            for event in pool.run(jobs):
                _note(event, batch, added, progress)
                if batch.is_due():
                    batch = _commit(case, batch, added)
        _commit(case, batch, added)
    finally:
        progress.end()
    return added


def _jobs(case: Case, paths: Sequence[str]) -> tuple[list[Job], list[Issue]]:
    jobs: list[Job] = []
    issues: list[Issue] = []
    for path in paths:
        if path == "-":
            jobs.append(Job(path="-", file=case.spool_standard_input()))
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


def _note(
    event: Result[Job, Taken | Chunk] | Finished[Job] | Lost[Job], batch: _Batch, added: Added, progress: Progress
) -> None:
    match event:
        case Result(task, Taken() as taken):
            batch.taken.append(taken)
            batch.retried.append(task.path)
            added.n_known += taken.known
        case Result(_, Chunk(items)):
            batch.documents.extend(item for item in items if isinstance(item, Document))
            batch.issues.extend(item for item in items if isinstance(item, Issue))
        case Finished(task):
            added.n_files += 1
            progress.advance(1, task.path)
        case Lost(task, code, reason):
            added.n_files += 1
            batch.issues.append(_lost(task, code, reason))
            progress.advance(1, task.path)


def _lost(job: Job, code: str, reason: str) -> Issue:
    remedies = {
        "timeout": "raise max_seconds, or split the file",
        "memory": "raise max_worker_bytes, or split the file",
    }
    remedy = remedies.get(code, "the file may be damaged or hostile; add it in another format")
    return Issue(stage="read", code=code, message=f"{job.path}: {reason}", remedy=remedy, path=job.path)


def _commit(case: Case, batch: _Batch, added: Added) -> _Batch:
    raise NotImplementedError


def _items(chunk: Chunk) -> Iterator[Item]:
    yield from chunk.items
