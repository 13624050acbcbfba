"""Map stages: what they declare, and the fingerprint that says whether work is already done.

A map stage looks at one document at a time: an Arrow batch in, an Arrow batch out, one row a document in both.
It knows no store and no network, so the same stage runs in a process here and on an executor of a cluster.
"""

from __future__ import annotations

from collections.abc import Mapping
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
