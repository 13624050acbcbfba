"""A map stage over batches: in this process, or in children of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from sayso.engine.pool import Finished, Limits, Lost, Pool, Result
from sayso.errors import EngineError, SaysoError


class OpensAndRuns(Protocol):
    """What map stages over documents and over other rows have in common."""

    def open(self) -> None:
        """Load models; called once in each process before the first batch."""
        ...

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows for ``batch``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStage:
    """Make the work of one child; picklable, called once in each."""

    stage: OpensAndRuns

    def __call__(self) -> Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]:
        """Load the stage's models and return the function that maps one batch."""
        self.stage.open()
        return self._map

    def _map(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        yield self.stage.run(batch)


def map_batches(
    stage: OpensAndRuns, batches: Iterable[pa.RecordBatch], *, n_children: int
) -> Iterator[pa.RecordBatch]:
    """Yield what ``stage`` makes of each batch, in their order; ``n_children`` 1 or less means in this process.

    Raise `EngineError` when the stage fails on a batch: its rows go together, so none of them is left out.
    """
    return _here(stage, batches) if n_children <= 1 else _in_children(stage, batches, n_children)


def _here(stage: OpensAndRuns, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    stage.open()
    for batch in batches:
        try:
            yield stage.run(batch)
        except (SaysoError, GeneratorExit):
            raise
        except Exception as error:
            raise _failed(stage, f"{type(error).__name__}: {error}") from error


def _in_children(
    stage: OpensAndRuns, batches: Iterable[pa.RecordBatch], n_children: int
) -> Iterator[pa.RecordBatch]:
    with Pool(OpenStage(stage=stage), n_children=n_children, limits=Limits()) as pool:
        for event in pool.run(batches):
            match event:
                case Result(_, batch):
                    yield batch
                case Lost(_, _, reason):
                    raise _failed(stage, reason)
                case Finished():
                    pass


def _failed(stage: OpensAndRuns, reason: str) -> EngineError:
    return EngineError(
        f"the stage {type(stage).__name__} failed: {reason}", remedy="report this with the input"
    )
