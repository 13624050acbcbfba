"""What runs on the executors of Spark: they import this module, so sayso is installed where they are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator

import pyarrow as pa

from sayso.stages import BatchStage

_opened: dict[bytes, BatchStage] = {}
"""Stages of this process: Spark keeps its Python processes, and a model is loaded once in each."""


def mapper(stage: BatchStage) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return the function that ``mapInArrow`` calls for each part of a table."""
    pickled = pickle.dumps(stage)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        opened = _open(pickled)
        for batch in batches:
            yield opened.run(batch.select(opened.reads.names).cast(opened.reads)).cast(opened.writes)

    return run


def _open(pickled: bytes) -> BatchStage:
    if pickled not in _opened:
        stage: BatchStage = pickle.loads(pickled)  # noqa: S301 -- what the driver sent
        stage.open()
        _opened.clear()  # one stage runs at a time: the model of the last one is memory for nothing
        _opened[pickled] = stage
    return _opened[pickled]
