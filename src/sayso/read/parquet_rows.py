"""The rows of a Parquet file, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from sayso.errors import LimitError, ReadError
from sayso.read.jsonable import as_json
from sayso.read.rows import Row
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.records import Issue

ROWS_AT_ONCE = 32
"""Articles made Python objects at a time: with the longest allowed text, 2 million characters each, 64
million characters."""


def parquet_rows(source: Source, tally: Tally) -> Iterator[Row | Issue]:
    """Yield the rows of a Parquet file.

    Raise `ReadError` when its footer cannot be read and `LimitError` when it unpacks too large.
    """
    try:
        where = source.file if source.file is not None else pa.BufferReader(source.read())
        table = pq.ParquetFile(where, memory_map=False, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadError(
            f"{source.path} is a damaged or unfinished Parquet file: {_line(error)}",
            code="parquet-damaged",
            remedy="check that the export or the download finished",
        ) from None
    with table:
        n_bytes = sum(
            table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups)
        )
        if n_bytes > source.settings.max_expanded_bytes:
            raise LimitError(
                f"{source.path} unpacks to {n_bytes} bytes, more than {source.settings.max_expanded_bytes}",
                code="expands-too-much",
                remedy="raise max_expanded_bytes, or split the file",
            )
        yield from _batches(table, source, tally)


def _batches(table: pq.ParquetFile, source: Source, tally: Tally) -> Iterator[Row | Issue]:
    index = 0
    try:
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, use_threads=False):
            for values in batch.to_pylist():
                yield Row(str(index), {name: as_json(value) for name, value in values.items()})
                index += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        message = f"{source.path} is damaged after row {index}: {_line(error)}; what came before was read"
        yield from tally.issue(
            "parquet-damaged", message, remedy="check that the export or the download finished"
        )


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
