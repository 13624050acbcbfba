"""Both engines for queries over all rows: the same test body runs on each."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.engine.sets_spark import SparkEngine
from sayso.engine.spark_session import check_spark
from sayso.errors import UsageError
from sayso.stages import SetEngine

REQUIRE_SPARK = "SAYSO_REQUIRE_SPARK"


@pytest.fixture(scope="session")
def spark_is_here() -> None:
    """Skip when Spark cannot run here, or fail where it must."""
    try:
        check_spark()
    except UsageError as missing:
        if os.environ.get(REQUIRE_SPARK) == "1":
            pytest.fail(f"{REQUIRE_SPARK}=1, but {missing}")
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetEngine]:
    """Return DuckDB with two threads, so that rows come in any order."""
    with DuckDbEngine(tmp_path_factory.mktemp("duckdb"), threads=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def spark_engine(spark_is_here: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """Return a real Spark on two cores of this machine; one session a module, since starting it takes seconds."""
    with SparkEngine(tmp_path_factory.mktemp("spark"), master="local[2]", memory_bytes=2**30) as engine:
        yield engine


@pytest.fixture(scope="module", params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> SetEngine:
    """Return each engine in turn."""
    made: SetEngine = request.getfixturevalue(f"{request.param}_engine")
    return made
