"""Which engine runs queries over all rows, as the settings say."""

from __future__ import annotations

import os
from pathlib import Path

from sayso.errors import UsageError
from sayso.settings import Settings
from sayso.stages import SetEngine

LOCAL, SPARK = "local", "spark"
ENGINES = (LOCAL, SPARK)


def open_engine(scratch: Path, *, settings: Settings) -> SetEngine:
    """Return the engine that ``settings.engine`` names; what it needs on disk meanwhile goes below ``scratch``.

    Nothing starts before the first query. Raise `UsageError` naming the choices when there is no such engine, or
    saying what to install for it.
    """
    check_engine(settings)
    if settings.engine == SPARK:
        from sayso.engine.sets_spark import SparkEngine

        return SparkEngine(scratch, master=settings.spark_master, memory_bytes=settings.memory_bytes)
    from sayso.engine.sets_duckdb import DuckDbEngine

    workers = settings.workers or os.cpu_count() or 1
    return DuckDbEngine(
        scratch, memory_bytes=settings.memory_bytes, threads=settings.workers, workers=workers
    )


def check_engine(settings: Settings) -> None:
    """Raise `UsageError` unless ``settings.engine`` is an engine that can run here."""
    if settings.engine not in ENGINES:
        raise UsageError(
            f"there is no engine {settings.engine!r}", remedy=f"choose from {', '.join(ENGINES)}"
        )
    if settings.engine == SPARK:
        from sayso.engine.spark_session import check_spark

        check_spark()
