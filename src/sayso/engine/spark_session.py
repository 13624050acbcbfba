"""Start Spark and end it: one session at a time in a process, quiet, its log in a file."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import EngineError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOG_NAME = "spark.log"
# Of what Java says when it does not start at all: "Invalid maximum heap size: -Xmx0m" and the line after it.
LAST_WORDS = 40
_PYTHON_ERROR = re.compile(r"[\w.]*(?:Error|Exception|Interrupt)\b.*")
# Shuffles of a local session go into as many parts for each core: with Spark's own 200 a join of 1,000 rows on two
# cores spends 3 s on empty parts.
PARTS_PER_CORE = 4

# What both engines must agree on, whatever a site's spark-defaults.conf says.
MEANING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}


def check_spark() -> None:
    """Raise `UsageError` saying what to install when there is no pyspark, no sqlglot or no Java."""
    for library in ("pyspark", "sqlglot", "pandas"):
        if importlib.util.find_spec(library) is None:
            raise UsageError(f"--engine spark needs {library}", remedy="pip install 'sayso[spark]'")
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if java is None or (home and not Path(java).is_file()):
        where = f"JAVA_HOME={home} holds none" if home else "none is on the PATH"
        raise UsageError(
            f"--engine spark needs Java: {where}",
            remedy="install Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME",
        )


def start(master: str, *, scratch: Path, memory_bytes: int, extra: Mapping[str, str]) -> SparkSession:
    """Start a session on ``master``; its log and what it spills go below ``scratch``.

    Raise `UsageError` when something is not installed or the master does not answer, `EngineError` when a session
    is running already: Spark allows one in a process.
    """
    check_spark()
    if master.startswith("sc://"):
        remedy = "give the URL of the master itself: spark://host:7077, yarn, k8s://..., local[*]"
        raise UsageError(f"spark_master = {master} is a server of Spark Connect", remedy=remedy)
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context is not None:  # noqa: SLF001 -- nothing public tells without starting one
        raise EngineError("a Spark session is running in this process already", remedy="close it first")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # pyspark prints the whole Java trace of a query that fails, as JSON, besides raising it.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("sayso")
    conf.setAll(sorted({**_local(master, scratch, memory_bytes), **QUIET, **extra, **MEANING}.items()))
    log = scratch / LOG_NAME
    with log.open("wb") as output:
        try:
            gateway = launch_gateway(conf, popen_kwargs={"stdout": output, "stderr": output})
            context = SparkContext(conf=conf, gateway=gateway)
        except Exception as error:
            reason = said(error)  # asks the Java process for its own words
            _end_gateway()
            if "JAVA_GATEWAY_EXITED" in reason:
                reason = " ".join(log.read_text(encoding="utf-8", errors="replace").split()[-LAST_WORDS:])
            remedy = "check the settings spark_master and memory_bytes"
            raise UsageError(f"Spark does not start on {master}: {reason}", remedy=remedy) from error
    return SparkSession(context)


def said(error: Exception) -> str:
    """Return the message of an error of Spark: of Python on an executor its own, else without the Java trace."""
    lines = [line.strip().removeprefix(": ") for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if _PYTHON_ERROR.fullmatch(line)]
    if raised and type(error).__name__ == "PythonException":
        return raised[-1]
    told = [line for line in lines if not line.startswith("An error occurred while calling")]
    return told[0] if told else repr(error)


def stop(session: SparkSession) -> None:
    """End the session and the Java process behind it."""
    session.stop()
    _end_gateway()


def _local(master: str, scratch: Path, memory_bytes: int) -> dict[str, str]:
    """Return what is set for a session on this machine; of a cluster its administrator knows better."""
    settings = {"spark.sql.warehouse.dir": str(scratch / "warehouse")}
    if not master.startswith("local"):
        return settings
    cores = master.removeprefix("local").strip("[]").partition(",")[0]
    n_cores = int(cores) if cores.isdigit() else (os.cpu_count() or 1 if cores == "*" else 1)
    return settings | {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{max(1, memory_bytes // 2**20)}m",
        "spark.local.dir": str(scratch),
        "spark.sql.shuffle.partitions": str(PARTS_PER_CORE * n_cores),
        "spark.python.worker.faulthandler.enabled": "true",
    }


def _end_gateway() -> None:
    """End the Java process; pyspark would keep it, with its memory, until this process ends."""
    from pyspark import SparkContext

    gateway: Any = SparkContext._gateway  # noqa: SLF001 -- pyspark has no public way
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001 -- so that the next session starts anew
    if gateway is None:
        return
    gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is not None:
        process.stdin.close()  # it ends when its standard input does
        process.wait()
