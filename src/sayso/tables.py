"""Tables as Parquet: a file, or a folder of files. What set stages read and write.

A folder is written under another name and renamed at the end: whoever finds a table finds it whole.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sayso.errors import EngineError

SUFFIX = ".parquet"
FIRST_PART = f"part-0{SUFFIX}"
PARTIAL = ".partial-"
"""In the name of a folder that is being written; one found later was left by a run that was killed."""
# Rows of one batch: posts of 280 characters make 3 MB of it, which goes through a pipe in some milliseconds.
BATCH_ROWS = 10_000


def files_of(table: Path) -> list[Path]:
    """Return the Parquet files of ``table`` in the order of their names; raise `EngineError` when there is none."""
    if table.is_file():
        return [table]
    files = sorted(path for path in table.glob(f"*{SUFFIX}") if path.is_file())
    if not files:
        raise EngineError(
            f"{table} is no table: there is no Parquet file", remedy="give a file or a folder of them"
        )
    return files


def schema_of(table: Path) -> pa.Schema:
    """Return the columns of ``table`` and their types."""
    return pq.read_schema(files_of(table)[0])


def read_table(table: Path, *, columns: Sequence[str] | None = None) -> pa.Table:
    """Return all of ``table``, which must fit into memory."""
    wanted = None if columns is None else list(columns)
    return pa.concat_tables(_read(path, wanted) for path in files_of(table))


def _read(path: Path, columns: list[str] | None) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read(columns=columns)


def iter_batches(
    table: Path, *, schema: pa.Schema | None = None, batch_rows: int = BATCH_ROWS
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of ``table`` a batch at a time; with ``schema`` only its columns, in its types.

    Raise `EngineError` when the table lacks one of them.
    """
    for path in files_of(table):
        # What is fetched ahead stays until the file is closed: a file of 50 million posts held 1.4 GB.
        with pq.ParquetFile(path, pre_buffer=False) as file:
            columns = None if schema is None else _present(schema, file.schema_arrow, path)
            for batch in file.iter_batches(batch_size=batch_rows, columns=columns):
                yield batch if schema is None else batch.select(columns).cast(schema)


def check_table(table: Path, schema: pa.Schema) -> None:
    """Raise `EngineError` when ``table`` lacks a column of ``schema``."""
    for path in files_of(table):
        _present(schema, pq.read_schema(path), path)


def _present(wanted: pa.Schema, schema: pa.Schema, path: Path) -> list[str]:
    missing = [name for name in wanted.names if name not in schema.names]
    if missing:
        raise EngineError(f"{path} has no column {missing[0]!r}", remedy=f"it has {', '.join(schema.names)}")
    return list(wanted.names)


def count_rows(table: Path) -> int:
    """Return how many rows ``table`` has, from the files' footers."""
    return sum(pq.read_metadata(path).num_rows for path in files_of(table))


def write_batches(to: Path, batches: Iterable[pa.RecordBatch], *, schema: pa.Schema) -> int:
    """Write ``batches`` as the new folder ``to``; return how many rows there were. No batch gives an empty table."""
    n_rows = 0
    with (
        new_folder(to) as folder,
        pq.ParquetWriter(folder / FIRST_PART, schema, compression="zstd") as writer,
    ):
        for batch in batches:
            writer.write_batch(batch.cast(schema))
            n_rows += batch.num_rows
    return n_rows


def join_tables(parts: Sequence[Path], to: Path) -> None:
    """Make the new folder ``to`` of the tables ``parts``, of equal columns, which go."""
    with new_folder(to) as folder:
        files = [path for part in parts for path in files_of(part)]
        for number, path in enumerate(files):
            path.rename(folder / f"part-{number}{SUFFIX}")
    for part in parts:
        shutil.rmtree(part)


@contextmanager
def new_folder(to: Path) -> Iterator[Path]:
    """Give a folder to write into that becomes ``to`` at the end, or nothing when that fails.

    Raise `EngineError` when ``to`` is there already: tables are never changed.
    """
    if to.exists():
        raise EngineError(f"{to} is there already", remedy="choose a new name, or delete it first")
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(f"{to.name}{PARTIAL}{secrets.token_hex(4)}")
    partial.mkdir()
    try:
        yield partial
        partial.rename(to)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def remove_partial(folder: Path) -> None:
    """Delete what runs that were killed left half written in ``folder``; nobody else may be writing there."""
    for path in folder.glob(f"*{PARTIAL}*"):
        shutil.rmtree(path, ignore_errors=True)
