"""Which engine the settings name, what it may use, and what it leaves on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from sayso.engine.mapping import map_batches
from sayso.engine.scratch import PREFIX, Scratch
from sayso.engine.sets import check_engine, open_engine
from sayso.engine.sets_duckdb import MEMORY_BYTES, DuckDbEngine, default_memory
from sayso.errors import EngineError, UsageError
from sayso.settings import Settings
from sayso.stages import SHARES
from sayso.tables import write_batches
from tests.engines.stages import Repeat


def test_engine_is_the_one_of_the_settings(tmp_path: Path) -> None:
    """``local`` is DuckDB; making an engine starts nothing and writes nothing."""
    engine = open_engine(tmp_path, settings=Settings())
    assert engine.name == "duckdb"
    engine.close()
    assert list(tmp_path.iterdir()) == []


def test_engine_that_is_none_is_told() -> None:
    """The choices are named."""
    with pytest.raises(UsageError, match="no engine 'flink' -- choose from local, spark"):
        check_engine(Settings(engine="flink"))


def test_spark_without_java_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java, on the PATH or where JAVA_HOME says, the message says what to install."""
    pytest.importorskip("pyspark")
    pytest.importorskip("pandas")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="needs Java: none is on the PATH -- install Java 17"):
        check_engine(Settings(engine="spark"))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"needs Java: JAVA_HOME=.* holds none"):
        check_engine(Settings(engine="spark"))


def test_spark_without_pyspark_is_told_in_one_line(tmp_path: Path) -> None:
    """Without the extra, the message says how to get it."""
    code = (
        "import sys; sys.modules['pyspark'] = None\n"
        "from sayso.engine.sets import check_engine; from sayso.settings import Settings\n"
        "try: check_engine(Settings(engine='spark'))\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "--engine spark needs pyspark -- pip install 'sayso[spark]'\n"


def test_memory_is_bounded_by_default() -> None:
    """An engine never takes more than 4 GB unasked, nor what the machine does not have."""
    assert 0 < default_memory() <= MEMORY_BYTES


def test_query_over_more_than_memory_spills_and_clears_up(tmp_path: Path) -> None:
    """With 80 MB of memory for 200 MB of groups the query ends, and what it spilled is gone."""
    n_rows = 600_000
    table = pa.table(
        {
            "trace": pa.array(["url"] * n_rows),
            "value": pa.array([f"https://example.org/{n:060}" for n in range(n_rows)]),
            "account": pa.array([f"x:{n:060}" for n in range(n_rows)]),
            "post": pa.array([f"x:{n}" for n in range(n_rows)]),
            "platform": pa.array(["x"] * n_rows),
            "t": pa.array(range(n_rows), pa.int64()),
        }
    )
    write_batches(tmp_path / "shares", table.to_batches(), schema=SHARES)
    with DuckDbEngine(tmp_path / "scratch", memory_bytes=80 * 2**20, threads=1) as engine:
        found = tmp_path / "found"
        assert (
            engine.write(
                "encode_accounts",
                reads={name: path for name, path in _shared(tmp_path).items() if name != "repeats"},
                to=found,
            )
            == n_rows
        )
    assert list((tmp_path / "scratch").iterdir()) == []


def _shared(folder: Path) -> dict[str, Path]:
    """Return the tables that are numbered: the shares in ``folder``, no near copies, nothing that goes with a link."""
    write_batches(folder / "near", [], schema=SHARES)
    names = [("trace", pa.string()), ("value", pa.string()), ("repeats", pa.float64())]
    write_batches(folder / "repeats", [], schema=pa.schema(names))
    return {"shares": folder / "shares", "near_text": folder / "near", "repeats": folder / "repeats"}


def test_query_that_needs_more_memory_says_which_setting(tmp_path: Path) -> None:
    """Where spilling does not help either, the message names the setting."""
    rows = [
        {"trace": "t", "value": f"{n:0200}", "account": "a", "post": "p", "platform": "x", "t": n}
        for n in range(9999)
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=SHARES)
    write_batches(tmp_path / "shares", [batch] * 40, schema=SHARES)
    with (
        DuckDbEngine(tmp_path / "scratch", memory_bytes=2**20, threads=1) as engine,
        pytest.raises(EngineError, match="raise the setting memory_bytes"),
    ):
        engine.write("encode_objects", reads=_shared(tmp_path), to=tmp_path / "found")


@pytest.mark.parametrize("n_children", [1, 2])
def test_batches_are_mapped_in_their_order(n_children: int) -> None:
    """In this process or in children: the same batches, in the order they came."""
    batches = [pa.RecordBatch.from_pylist([{"name": f"n{k}", "n": 2}], schema=Repeat.reads) for k in range(7)]
    found = list(map_batches(Repeat(), iter(batches), n_children=n_children))
    assert [batch["name"].to_pylist() for batch in found] == [[f"n{k}"] * 2 for k in range(7)]


@pytest.mark.parametrize("n_children", [1, 2])
def test_batch_that_fails_ends_the_stage(n_children: int) -> None:
    """A failure names the stage and what it raised; no batch is left out in silence."""
    batch = pa.RecordBatch.from_pylist([{"name": "a", "n": -3}], schema=Repeat.reads)
    with pytest.raises(EngineError, match="the stage Repeat failed: ValueError: -3 times"):
        list(map_batches(Repeat(), iter([batch]), n_children=n_children))


def test_scratch_of_a_process_that_was_killed_is_removed(tmp_path: Path) -> None:
    """The next owner deletes it; that of a living process stays."""
    code = "import sys, time; from pathlib import Path; from sayso.engine.scratch import Scratch\n"
    code += "kept = Scratch(Path(sys.argv[1])); print('made', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        beside = Scratch(tmp_path)
        assert len(list(tmp_path.glob(f"{PREFIX}*"))) == 2
        os.kill(process.pid, signal.SIGKILL)
    last = Scratch(tmp_path)
    assert set(tmp_path.glob(f"{PREFIX}*")) == {beside.path, last.path}
    beside.close()
    last.close()
    assert list(tmp_path.iterdir()) == []
