"""A map stage over documents on Spark: documents go out as Parquet, findings come back as Parquet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa

from sayso.engine.sets_spark import SparkEngine
from sayso.stages import DOCUMENT_BATCH, MapStage
from sayso.tables import iter_batches, write_batches

LOST = "lost"
"""The column that says why a document was not read; null for one that was."""
# Documents sent out together: a kill loses no more than these, and a job of Spark takes 1 s before it reads any.
ROUND_DOCUMENTS = 10_000


class Guarded:
    """A map stage over documents in which a document that raises an error costs itself only."""

    reads = DOCUMENT_BATCH

    def __init__(self, stage: MapStage) -> None:
        self._stage = stage
        self.writes = stage.writes.append(pa.field(LOST, pa.string()))

    def open(self) -> None:
        """Load the stage's models."""
        self._stage.open()

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the stage's rows, with `LOST` beside them."""
        rows = [self._row(batch.slice(number, 1)) for number in range(batch.num_rows)]
        return pa.Table.from_batches(rows, self.writes).combine_chunks().to_batches()[0]

    def _row(self, one: pa.RecordBatch) -> pa.RecordBatch:
        try:
            found = self._stage.run(one)
        except Exception as error:  # noqa: BLE001 -- whatever a stage raises costs its document only
            empty = dict.fromkeys(self.writes.names) | {
                "document_id": one["document_id"][0].as_py(),
                LOST: f"{type(error).__name__}: {error}",
            }
            return pa.RecordBatch.from_pylist([empty], schema=self.writes)
        return pa.RecordBatch.from_arrays([*found.columns, pa.nulls(1, pa.string())], schema=self.writes)


def spread(
    stage: MapStage,
    batches: Iterator[pa.RecordBatch],
    *,
    engine: SparkEngine,
    folder: Path,
    batch_documents: int,
) -> Iterator[pa.RecordBatch]:
    """Yield what ``stage`` finds in each batch, with `LOST` beside it, in any order.

    ``folder`` must be the same one for every executor; what is written there is deleted as soon as it was read.
    """
    guarded = Guarded(stage)
    n_batches = max(1, ROUND_DOCUMENTS // batch_documents)
    while some := list(islice(batches, n_batches)):
        sent, found = folder / "documents", folder / "findings"
        write_batches(sent, some, schema=DOCUMENT_BATCH)
        engine.map(guarded, reads=sent, to=found, batch_rows=batch_documents)
        yield from iter_batches(found, schema=guarded.writes, batch_rows=batch_documents)
        shutil.rmtree(sent)
        shutil.rmtree(found)
