"""Queries over all rows on Spark 4: the same files as on DuckDB, for what no longer fits one machine.

Any master URL that spark-submit takes. A cluster needs three things:

* every executor sees the case folder under the same path (NFS, Lustre, a mounted bucket): tables are Parquet there;
* every executor has Python of the driver's version with ``sayso[spark]`` of the same version installed, at the path
  that ``PYSPARK_PYTHON`` says (the driver's own by default), and for ``attributor = FOLDER`` the model in that folder;
* the driver, where sayso runs, can be reached from the executors.

All else (memory and cores of executors, Kerberos, queues) is taken from ``spark-defaults.conf`` of ``SPARK_CONF_DIR``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sayso.engine import spark_session
from sayso.engine.scratch import Scratch
from sayso.engine.sets_duckdb import check_call, check_columns, default_memory
from sayso.engine.spark_worker import mapper
from sayso.errors import EngineError
from sayso.sql import Query, load_query
from sayso.stages import BatchStage, Parameter
from sayso.tables import BATCH_ROWS, SUFFIX, check_table, count_rows, files_of, new_folder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

BATCH_SETTING = "spark.sql.execution.arrow.maxRecordsPerBatch"
# Parts of a table for each core when a stage is mapped over it: documents differ in length, and the last part of
# too few leaves the other cores idle.
PARTS_PER_CORE = 4


class SparkEngine:
    """Run queries on Spark; the session starts with the first one and ends with `close`.

    ``master`` is a master URL; ``scratch`` a folder that every executor sees. ``memory_bytes`` is for a local master
    only (0: as for DuckDB). ``extra`` are settings of Spark.
    """

    name = "spark"

    def __init__(
        self,
        scratch: Path,
        *,
        master: str = "local[*]",
        memory_bytes: int = 0,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        self._scratch = scratch
        self._master = master
        self._memory_bytes = memory_bytes or default_memory()
        self._extra = dict(extra or {})
        self._session: SparkSession | None = None
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
        session = self._start().newSession()  # its views are nobody else's
        from sayso.sql.spark import spark_sql

        code = spark_sql(query)
        try:
            for table in loaded.reads:
                _read(session, reads[table]).createOrReplaceTempView(table)
            found = session.sql(code, args=values)
            check_columns(loaded, found.columns)
            return _write(_plain(found), to)
        except EngineError:
            raise
        except Exception as error:
            raise _failed(loaded, error, code) from error

    def map(self, stage: BatchStage, *, reads: Path, to: Path, batch_rows: int = BATCH_ROWS) -> int:
        """Run ``stage`` over every batch of ``reads`` into the new folder ``to``; return how many rows it has."""
        check_table(reads, stage.reads)
        session = self._start().newSession()
        session.conf.set(BATCH_SETTING, str(batch_rows))
        from pyspark.sql.pandas.types import from_arrow_schema

        try:
            table = _read(session, reads).select(*stage.reads.names)
            n_parts = min(
                PARTS_PER_CORE * session.sparkContext.defaultParallelism, -(-count_rows(reads) // batch_rows)
            )
            spread = table.repartition(max(1, n_parts))
            return _write(spread.mapInArrow(mapper(stage), from_arrow_schema(stage.writes)), to)
        except EngineError:
            raise
        except Exception as error:
            message = f"the stage {type(stage).__name__} failed on Spark: {spark_session.said(error)}"
            raise EngineError(message, remedy="report this with the input") from error

    def close(self) -> None:
        """End the session and delete what it left on disk."""
        if self._session is not None:
            spark_session.stop(self._session)
            self._session = None
        if self._own is not None:
            self._own.close()
            self._own = None

    def _start(self) -> SparkSession:
        if self._session is None:
            spark_session.check_spark()
            self._own = self._own or Scratch(self._scratch)
            self._session = spark_session.start(
                self._master, scratch=self._own.path, memory_bytes=self._memory_bytes, extra=self._extra
            )
        return self._session


def _read(session: SparkSession, table: Path) -> DataFrame:
    return session.read.parquet(*(_address(path) for path in files_of(table)))


def _address(path: Path) -> str:
    """Return the path as Spark takes it: of this file system, nothing in it a pattern."""
    return "file://" + re.sub(r"([\\{}\[\]*?])", r"\\\1", str(path.absolute()))


def _plain(found: DataFrame) -> DataFrame:
    """Return whole numbers as int64 and fractions as double, as DuckDB's tables have them."""
    from pyspark.sql import functions, types

    columns = []
    for field in found.schema.fields:
        column = functions.col(f"`{field.name}`")
        if isinstance(field.dataType, types.ByteType | types.ShortType | types.IntegerType):
            column = column.cast("bigint").alias(field.name)
        elif isinstance(field.dataType, types.FloatType | types.DecimalType):
            column = column.cast("double").alias(field.name)
        columns.append(column)
    return found.select(*columns)


def _write(found: DataFrame, to: Path) -> int:
    with new_folder(to) as folder:
        found.write.mode("overwrite").parquet(f"file://{folder.absolute()}")
        for path in folder.iterdir():
            if path.suffix != SUFFIX:  # checksums of files
                path.unlink()
    return count_rows(to)


def _failed(query: Query, error: Exception, code: str) -> EngineError:
    message = f"the query {query.name} failed on Spark: {spark_session.said(error)}; it was: {' '.join(code.split())}"
    return EngineError(message, remedy="report this", sql=code)
