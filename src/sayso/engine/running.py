"""Run the map stages of the plan over the documents that have not been through them yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sayso.attribution.stage import AttributionStage
from sayso.engine.mapping import OpenStage
from sayso.engine.pool import Event, Limits, Lost, Pool, Result
from sayso.engine.progress import Progress, Silent
from sayso.engine.scratch import Scratch
from sayso.engine.sets import SPARK, check_engine
from sayso.records import Issue, Unread
from sayso.settings import Settings
from sayso.stages import DOCUMENT_BATCH, MapStage, fingerprint
from sayso.store.case import Case
from sayso.store.findings import Findings, findings_of
from sayso.store.rows import StoredDocument

# A batch is as many documents as the setting says, or as hold this many characters: about 10 s of work.
BATCH_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone:
    """What one stage did in this call: documents read, rows found, issues."""

    stage: str
    n_documents: int
    n_rows: int
    n_issues: int


def plan(settings: Settings) -> list[MapStage]:
    """Return the stages in the order they run."""
    return [AttributionStage(settings.attributor)]


def pending(case: Case, *, settings: Settings) -> Iterator[tuple[str, int]]:
    """Yield each stage's name and how many documents it has not read yet."""
    for stage in plan(settings):
        yield stage.name, case.store.count_pending(stage.name, fingerprint(stage))


def run_stages(case: Case, *, settings: Settings, progress: Progress | None = None) -> Iterator[StageDone]:
    """Run each stage over its pending documents, one transaction a batch; yield what it did.

    A document whose child dies or hangs is tried once more on its own, then becomes an issue and stays pending.
    ``settings.engine`` says where the stages run: in children of this process, or on Spark.
    """
    check_engine(settings)
    for stage in plan(settings):
        yield _Execution(case, stage, settings, progress or Silent()).run()


class _Execution:
    """One stage over the documents that it has not read."""

    def __init__(self, case: Case, stage: MapStage, settings: Settings, progress: Progress) -> None:
        self.case, self.stage, self.settings, self.progress = case, stage, settings, progress
        self.run_id = fingerprint(stage)
        self.n_documents = self.n_rows = self.n_issues = 0

    def run(self) -> StageDone:
        store, stage = self.case.store, self.stage
        n_pending = store.count_pending(stage.name, self.run_id)
        if n_pending:
            store.start_run(
                self.run_id,
                stage=stage.name,
                version=stage.version,
                parameters=stage.parameters,
                model_sha256=stage.model_sha256,
            )
            self.progress.begin(stage.name, n_pending)
            try:
                self._spread() if self.settings.engine == SPARK else self._map(n_pending)
            finally:
                self.progress.end()
        if store.is_open_run(self.run_id):  # also where a run was killed after its last batch
            store.end_run(self.run_id)
        return StageDone(
            stage=stage.name, n_documents=self.n_documents, n_rows=self.n_rows, n_issues=self.n_issues
        )

    def _map(self, n_pending: int) -> None:
        batch_documents = max(1, self.settings.batch_documents)
        n_children = min(self.settings.workers or os.cpu_count() or 1, -(-n_pending // batch_documents))
        # The limit is that of one document, and a batch is as long as one may be: what is lost to it is tried singly.
        limits = Limits(seconds=self.settings.max_seconds)
        documents = self.case.store.pending(self.stage.name, self.run_id)
        with Pool(OpenStage(stage=self.stage), n_children=n_children, limits=limits) as pool:
            lost = self._take(pool.run(batches(documents, batch_documents)), alone=False)
        if lost:
            with Pool(OpenStage(stage=self.stage), n_children=n_children, limits=limits) as pool:
                self._take(pool.run(lost), alone=True)

    def _spread(self) -> None:
        from sayso.engine.sets_spark import SparkEngine  # with pyspark, an extra
        from sayso.engine.spreading import LOST, spread

        settings = self.settings
        size = max(1, settings.batch_documents)
        documents = batches(self.case.store.pending(self.stage.name, self.run_id), size)
        scratch = Scratch(self.case.posts)
        engine = SparkEngine(
            self.case.posts, master=settings.spark_master, memory_bytes=settings.memory_bytes
        )
        try:
            found = spread(self.stage, documents, engine=engine, folder=scratch.path, batch_documents=size)
            for batch in found:
                lost = batch.filter(pc.is_valid(batch[LOST]))
                self._write(findings_of(batch.filter(pc.is_null(batch[LOST])), stage=self.stage.name))
                for document_id, reason in zip(lost["document_id"], lost[LOST], strict=True):
                    self._set_aside(document_id.as_py(), "error", reason.as_py())
        finally:
            engine.close()
            scratch.close()

    def _take(
        self, events: Iterator[Event[pa.RecordBatch, pa.RecordBatch]], *, alone: bool
    ) -> list[pa.RecordBatch]:
        """Write what comes; return the documents of lost batches as batches of one."""
        lost: list[pa.RecordBatch] = []
        for event in events:
            match event:
                case Result(_, batch):
                    self._write(findings_of(batch, stage=self.stage.name))
                case Lost(batch, code, reason) if alone:
                    self._set_aside(batch["document_id"][0].as_py(), code, reason)
                case Lost(batch):
                    lost.extend(batch.slice(row, 1) for row in range(batch.num_rows))
        return lost

    def _write(self, findings: list[Findings]) -> None:
        self.case.store.write_findings(self.stage.name, findings, run_id=self.run_id, fingerprint=self.run_id)
        self.n_documents += len(findings)
        self.n_rows += sum(len(found.attributions) for found in findings)
        self.n_issues += sum(len(found.issues) for found in findings)
        self.progress.advance(len(findings))

    def _set_aside(self, document_id: str, code: str, reason: str) -> None:
        issue = Issue(
            stage=self.stage.name,
            code=code,
            message=f"not read by the stage {self.stage.name}: {reason}",
            remedy="it is tried again at the next run; raise max_seconds if it is very long",
            document_id=document_id,
        )
        self.case.store.add_issues([issue], run_id=self.run_id)
        self.n_issues += 1
        self.progress.advance(1)


def batches(documents: Iterator[StoredDocument], batch_documents: int) -> Iterator[pa.RecordBatch]:
    """Yield ``documents`` as batches of `DOCUMENT_BATCH`, bounded in number and in characters."""
    rows: list[dict[str, object]] = []
    characters = 0
    for stored in documents:
        document = stored.document
        if rows and (len(rows) >= batch_documents or characters + len(document.text) > BATCH_CHARACTERS):
            yield pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_BATCH)
            rows, characters = [], 0
        rows.append(
            {
                "document_id": document.id,
                "language": document.language,
                "title": document.title,
                "outlet": document.outlet,
                "text": document.text,
                "unread": [_span(unread) for unread in document.unread],
            }
        )
        characters += len(document.text)
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_BATCH)


def _span(unread: Unread) -> dict[str, int]:
    return {"start": unread.span.start, "end": unread.span.end}
