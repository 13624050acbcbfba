"""Stages: what they declare, and the fingerprint that says whether work is already done.

A map stage looks at one document at a time: an Arrow batch in, an Arrow batch out, one row a document in both.
It knows no store and no network, so the same stage runs in a process here and on an executor of a cluster.
A set stage looks at all rows at once: queries of ``sql/`` that a `SetEngine` runs, Parquet in, Parquet out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from sayso.records import digest

SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
SPANS = pa.list_(SPAN)
STAGE_ISSUE = pa.struct([("code", pa.string()), ("message", pa.string()), ("remedy", pa.string())])

DOCUMENT_BATCH = pa.schema(
    [
        ("document_id", pa.string()),
        ("language", pa.string()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("text", pa.string()),
        ("unread", SPANS),
    ]
)
"""What every map stage over documents reads."""

POSTS = pa.schema(
    [
        ("platform", pa.string()),
        ("id", pa.string()),
        ("account_id", pa.string()),
        ("account_name", pa.string()),
        ("created_at", pa.string()),
        ("created_epoch", pa.int64()),
        ("text", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("links", pa.list_(pa.string())),
        ("hashtags", pa.list_(pa.string())),
        ("mentions", pa.list_(pa.string())),
        ("media", pa.list_(pa.string())),
        ("objects", pa.list_(pa.struct([("kind", pa.string()), ("value", pa.string())]))),
        ("repost_of", pa.string()),
        ("reply_to", pa.string()),
        ("quote_of", pa.string()),
        ("thread", pa.string()),
        ("blob", pa.string()),
        ("path", pa.string()),
        ("record", pa.string()),
        ("format", pa.string()),
    ]
)
"""The posts of a case: the fields of `sayso.records.Post`."""

SHARES = pa.schema(
    [
        ("trace", pa.string()),
        ("value", pa.string()),
        ("account", pa.string()),
        ("post", pa.string()),
        ("platform", pa.string()),
        ("t", pa.int64()),
    ]
)
"""One row for each thing that a post shares: the kind of trace it leaves, the thing, who, in which post, when (epoch
seconds). ``account`` and ``post`` are ``platform:id``: ids of two platforms never meet."""

ACTS = pa.schema(
    [
        ("trace", pa.string()),
        ("object", pa.int64()),
        ("account", pa.int64()),
        ("post", pa.int64()),
        ("t", pa.int64()),
    ]
)
"""Shares with dense numbers for names, counted from 0 in the order of the names: what the joins run on."""

Parameter = int | float | str


class SetEngine(Protocol):
    """Where queries over all rows run: DuckDB in this process, or Spark.

    Every table is Parquet: a file, or a folder of files. The rows of a result have no order.
    """

    name: str

    def write(
        self,
        query: str,
        *,
        reads: Mapping[str, Path],
        to: Path,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> int:
        """Run ``sql/<query>.sql`` over the tables ``reads`` into the new folder ``to``; return how many rows it has."""
        ...

    def map(self, stage: BatchStage, *, reads: Path, to: Path) -> int:
        """Run ``stage`` over every batch of ``reads`` into the new folder ``to``; return how many rows it has."""
        ...

    def close(self) -> None:
        """Let go of memory, files and sessions."""
        ...


class BatchStage(Protocol):
    """A batch in, a batch out, of any number of rows; picklable."""

    reads: pa.Schema
    writes: pa.Schema

    def open(self) -> None:
        """Load models; called once in each process before the first batch."""
        ...

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows for ``batch``, with the schema ``writes``."""
        ...


class MapStage(Protocol):
    """Turn a batch of documents into a batch of findings.

    ``version`` changes when the output for the same input changes; ``parameters`` are what the output depends on.
    A row that cannot be handled becomes an entry of its ``issues`` column; it never takes the batch with it.
    """

    name: str
    version: str
    parameters: Mapping[str, object]
    model_sha256: str | None
    writes: pa.Schema

    def open(self) -> None:
        """Load models; called once in each process before the first batch."""
        ...

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return one row for each row of ``batch`` (of `DOCUMENT_BATCH`), in its order, with the schema ``writes``."""
        ...


def fingerprint(stage: MapStage) -> str:
    """Return the SHA-256 that is equal when the stage would give the same rows for the same document.

    A document never changes after it was read, so (document id, this) names the work completely; it also is the id
    of the Run: a run that was killed and resumed is one Run.
    """
    return digest("stage", stage.name, stage.version, dict(stage.parameters), stage.model_sha256)
