"""A stage for tests: a module of its own, since other processes import it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

PART = pa.struct([("at", pa.int64()), ("share", pa.float64())])


class Repeat:
    """Give each row as many times as its ``n`` says."""

    reads = pa.schema([("name", pa.string()), ("n", pa.int64())])
    writes = pa.schema([("name", pa.string()), ("parts", pa.list_(PART))])

    def open(self) -> None:
        """Load nothing."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows; raise for a number of times that cannot be."""
        rows = []
        for row in batch.to_pylist():
            if row["n"] < 0:
                raise ValueError(f"{row['n']} times")
            rows += [
                {"name": row["name"], "parts": [{"at": k, "share": 1 / row["n"]}]} for k in range(row["n"])
            ]
        return pa.RecordBatch.from_pylist(rows, schema=self.writes)


class Fragile:
    """A stage over documents that raises for one without text."""

    name, version, model_sha256 = "fragile", "1", None
    parameters: Mapping[str, object] = MappingProxyType({})
    writes = pa.schema([("document_id", pa.string()), ("length", pa.int64())])

    def open(self) -> None:
        """Load nothing."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return how long each text is."""
        if "" in batch["text"].to_pylist():
            raise ValueError("no text")
        rows = [{"document_id": row["document_id"], "length": len(row["text"])} for row in batch.to_pylist()]
        return pa.RecordBatch.from_pylist(rows, schema=self.writes)
