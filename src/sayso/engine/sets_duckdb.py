"""Queries over all rows on DuckDB, in this process: the default engine."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import duckdb

from sayso.engine.mapping import map_batches
from sayso.engine.scratch import Scratch
from sayso.errors import EngineError
from sayso.sql import Query, load_query
from sayso.stages import BatchStage, Parameter
from sayso.tables import FIRST_PART, count_rows, files_of, iter_batches, new_folder, write_batches

# Beyond it DuckDB spills to disk. The window join over a million posts with heavy tails peaked at 2 GB where it had
# 19 GB; four leave room for the rest of a small machine.
MEMORY_BYTES = 4 * 2**30
MEMORY_SHARE = 0.6
# What DuckDB is let have it takes: pairs of ten million co-shares took 1.9 GB of four, and 0.7 of 0.7 in the same time.
LEAST_MEMORY_BYTES = 512 * 2**20
BYTES_PER_ROW = 40
# Children cost their start and the way through a pipe: 200,000 posts became shares in 4.6 s here and in 7.1 s in two
# children, on two busy cores, and each further 100,000 in 1.1 s either way.
ROWS_PER_CHILD = 500_000
WHOLE = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
}
"""Types of whole numbers that come out as int64, on this engine as on the other: a sum of int64 is a HUGEINT here,
which Parquet only holds as a float."""


class DuckDbEngine:
    """Run queries on DuckDB, spilling into a folder of its own below ``scratch`` that goes with `close`.

    ``memory_bytes`` 0 means what suits the rows that a query reads, and 60 % of the machine's memory or 4 GB at most,
    whichever is less, where that is not enough; ``threads`` 0 one a core;
    ``workers`` is how many processes map stages may use; a small table is mapped in this one.
    """

    name = "duckdb"

    def __init__(self, scratch: Path, *, memory_bytes: int = 0, threads: int = 0, workers: int = 1) -> None:
        self._scratch = scratch
        self._memory_bytes = memory_bytes or default_memory()
        self._adapts = not memory_bytes
        self._threads = threads
        self._workers = workers
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._own: Scratch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def write(
        self,
        query: str,
        *,
        reads: Mapping[str, Path],
        to: Path,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> int:
        """Run ``sql/<query>.sql`` over the tables ``reads`` into the new folder ``to``; return how many rows it has.

        Raise `EngineError` with the query that ran when it fails.
        """
        loaded = load_query(query)
        values = check_call(loaded, reads, parameters or {})
        limits = [self._memory_bytes]
        if self._adapts:
            n_rows = sum(count_rows(reads[table]) for table in loaded.reads)
            limits = sorted(
                {min(self._memory_bytes, max(LEAST_MEMORY_BYTES, BYTES_PER_ROW * n_rows)), *limits}
            )
        for limit in limits[:-1]:
            try:
                return self._run(loaded, reads, to, values, memory_bytes=limit)
            except EngineError as error:
                if not isinstance(error.__cause__, duckdb.OutOfMemoryException):
                    raise
        return self._run(loaded, reads, to, values, memory_bytes=limits[-1])

    def _run(
        self,
        loaded: Query,
        reads: Mapping[str, Path],
        to: Path,
        values: dict[str, Parameter],
        *,
        memory_bytes: int,
    ) -> int:
        with self._cursor() as cursor, new_folder(to) as folder:
            cursor.execute(f"SET memory_limit = '{memory_bytes}B'")
            code = loaded.code
            try:
                for table in loaded.reads:
                    cursor.execute(f"CREATE TEMP VIEW {table} AS {_select(reads[table])}")
                columns = _columns(cursor, loaded, values)
                code = f"SELECT {columns} FROM (\n{loaded.code}\n)"  # noqa: S608 -- our own query
                into = f"{_quoted(folder / FIRST_PART)} (FORMAT parquet, COMPRESSION zstd)"
                row = cursor.execute(f"COPY ({code}) TO {into}", values).fetchone()
            except duckdb.Error as error:
                raise _failed(loaded, str(error), code) from error
        return int(row[0]) if row else 0

    def map(self, stage: BatchStage, *, reads: Path, to: Path) -> int:
        """Run ``stage`` over every batch of ``reads`` into the new folder ``to``; return how many rows it has."""
        batches = iter_batches(reads, schema=stage.reads)
        n_children = min(self._workers, count_rows(reads) // ROWS_PER_CHILD)
        return write_batches(to, map_batches(stage, batches, n_children=n_children), schema=stage.writes)

    def close(self) -> None:
        """Let go of memory and of the folder for spilling."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._own is not None:
            self._own.close()
            self._own = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own to the same database: its views are nobody else's."""
        if self._connection is None:
            self._own = Scratch(self._scratch)
            config: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": f"{self._memory_bytes}B",
                "temp_directory": str(self._own.path),
                "preserve_insertion_order": False,
                "TimeZone": "UTC",
                # No extension is fetched over the network because a query names a function it does not know.
                "autoinstall_known_extensions": False,
            }
            if self._threads:
                config["threads"] = self._threads
            self._connection = duckdb.connect(":memory:", config=config)
        return self._connection.cursor()


def default_memory() -> int:
    """Return how many bytes DuckDB may use: 60 % of the memory of the machine or its container, 4 GB at most."""
    sizes = [MEMORY_BYTES]
    if hasattr(os, "sysconf"):
        sizes.append(int(MEMORY_SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")))
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.is_file() and (text := limit.read_text().strip()).isdigit():
        sizes.append(int(MEMORY_SHARE * int(text)))
    return min(sizes)


def check_call(
    query: Query, reads: Mapping[str, Path], parameters: Mapping[str, Parameter]
) -> dict[str, Parameter]:
    """Return the values of the query's parameters; raise `EngineError` for a table or value that is missing."""
    for table in query.reads:
        if table not in reads:
            raise EngineError(f"the query {query.name} needs the table {table}", remedy="give its path")
    for name in query.parameters:
        if name not in parameters:
            raise EngineError(f"the query {query.name} needs a value for ${name}", remedy="give it")
    unknown = sorted(parameters.keys() - set(query.parameters))
    if unknown:
        takes = ", ".join(query.parameters) or "none"
        raise EngineError(f"the query {query.name} takes no ${unknown[0]}", remedy=f"it takes {takes}")
    return dict(parameters)


def check_columns(query: Query, columns: list[str]) -> None:
    """Raise `EngineError` unless the query gives the columns that its header promises."""
    if tuple(columns) != query.writes:
        raise EngineError(
            f"sayso/sql/{query.name}.sql gives the columns {', '.join(columns)}, its header says"
            f" {', '.join(query.writes)}",
            remedy="correct the query or its header",
            sql=query.code,
        )


def _columns(cursor: duckdb.DuckDBPyConnection, query: Query, values: dict[str, Parameter]) -> str:
    described = cursor.execute(f"DESCRIBE {query.code}", values).fetchall()
    check_columns(query, [row[0] for row in described])
    return ", ".join(_column(name, kind) for name, kind, *_ in described)


def _column(name: str, kind: str) -> str:
    if kind in WHOLE:
        return f'CAST("{name}" AS BIGINT) AS "{name}"'
    if kind == "FLOAT" or kind.startswith("DECIMAL"):
        return f'CAST("{name}" AS DOUBLE) AS "{name}"'
    return f'"{name}"'


def _select(table: Path) -> str:
    files = ", ".join(_quoted(glob.escape(str(path))) for path in files_of(table))
    return f"SELECT * FROM read_parquet([{files}], hive_partitioning = false)"  # noqa: S608 -- quoted


def _quoted(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _failed(query: Query, reason: str, code: str) -> EngineError:
    remedy = "report this"
    if reason.startswith("Out of Memory"):
        remedy = "raise the setting memory_bytes, or free space in the case's posts folder"
    said, ran = (" ".join(text.split()) for text in (reason.partition("\n\nLINE ")[0], code))
    return EngineError(f"the query {query.name} failed: {said}; it was: {ran}", remedy=remedy, sql=code)
