"""Every query over all rows, on DuckDB and on Spark: the same rows, whatever their order."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from sayso.engine.sets_spark import SparkEngine
from sayso.errors import EngineError
from sayso.sql import load_query, query_names
from sayso.stages import ACTS, SetEngine
from sayso.tables import count_rows, files_of, read_table, schema_of, write_batches
from tests.engines.methods import METHODS, Asked, Recorder
from tests.engines.queries import QUERIES, SEEDS, Call
from tests.engines.stages import Repeat


def _save(table: pa.Table, folder: Path) -> Path:
    write_batches(folder, table.to_batches(), schema=table.schema)
    return folder


def _answer(engine: SetEngine, query: str, call: Call, folder: Path) -> tuple[str, dict[str, str]]:
    reads = {name: _save(table, folder / name) for name, table in call.tables.items()}
    n_rows = engine.write(query, reads=reads, to=folder / "found", parameters=call.parameters)
    assert n_rows == count_rows(folder / "found")
    return _described(folder / "found")


def _described(table: Path) -> tuple[str, dict[str, str]]:
    """Return the hash of the rows, blind to their order, and the types of the columns."""
    return _hash(read_table(table)), {field.name: _type(field.type) for field in schema_of(table)}


def _type(kind: pa.DataType) -> str:
    """Return the type as text, blind to whether a value may be missing and to what a list calls its items."""
    return str(kind).replace(" not null", "").replace("list<item:", "list<element:")


def _hash(table: pa.Table) -> str:
    rows = sorted(json.dumps(_rounded(row), sort_keys=True) for row in table.to_pylist())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _rounded(value: object) -> object:
    """Return ``value`` with its floats as text of nine decimals: sums of floats depend on the order of rows."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return repr(round(value, 9) + 0.0) if isinstance(value, float) else value


def _record(method: str, seed: int, engine: SetEngine, folder: Path) -> list[Asked]:
    recorder = Recorder(engine)
    METHODS[method](recorder, folder, seed)
    return recorder.asked


def test_every_query_is_tried(duckdb_engine: SetEngine, tmp_path: Path) -> None:
    """No query stays without tables to run over."""
    tried = set(QUERIES)
    for method in METHODS:
        tried |= {asked.query for asked in _record(method, SEEDS[0], duckdb_engine, tmp_path / method)}
    assert set(query_names()) - tried == set()


@pytest.mark.spark
@pytest.mark.parametrize("seed", SEEDS[:1])
@pytest.mark.parametrize("method", sorted(METHODS))
def test_method_gives_the_same_on_both_engines(
    method: str, seed: int, duckdb_engine: SetEngine, spark_engine: SparkEngine, tmp_path: Path
) -> None:
    """Each query of a method, over the tables that it had on DuckDB, gives the same rows and types on Spark."""
    asked = _record(method, seed, duckdb_engine, tmp_path)
    faults = [_fault(one, spark_engine, tmp_path / f"again-{number}") for number, one in enumerate(asked)]
    assert [fault for fault in faults if fault] == []


def _fault(asked: Asked, engine: SetEngine, to: Path) -> str:
    """Return what ``engine`` does otherwise with a query, or nothing; one that fails does not hide the next."""
    try:
        engine.write(asked.query, reads=asked.reads, to=to, parameters=asked.parameters)
    except EngineError as error:
        return error.message
    here, there = _described(asked.found), _described(to)
    return "" if here == there else f"{asked.query}: {here} became {there}"


@pytest.mark.spark
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("query", sorted(QUERIES))
def test_query_gives_the_same_on_both_engines(
    query: str, seed: int, duckdb_engine: SetEngine, spark_engine: SparkEngine, tmp_path: Path
) -> None:
    """The same rows and the same types, also when there are no rows."""
    for number, call in enumerate(QUERIES[query](seed)):
        here = _answer(duckdb_engine, query, call, tmp_path / f"duckdb-{number}")
        assert _answer(spark_engine, query, call, tmp_path / f"spark-{number}") == here


@pytest.mark.parametrize("query", sorted(QUERIES))
def test_query_gives_what_its_header_says(query: str, engine: SetEngine, tmp_path: Path) -> None:
    """The columns are those of the header, in their order, and there are rows of them to compare."""
    call, *_ = QUERIES[query](SEEDS[0])
    _, types = _answer(engine, query, call, tmp_path)
    assert tuple(types) == load_query(query).writes
    assert read_table(tmp_path / "found").num_rows


def test_query_reads_files_and_folders_of_any_name(engine: SetEngine, tmp_path: Path) -> None:
    """A table is a file, or a folder of several; characters of a pattern in its name are just characters."""
    (call, *_) = QUERIES["null_distinct"](SEEDS[0])
    table = call.tables["acts"]
    folder = tmp_path / "posts of [a] {b,c} *'s case"
    _save(table.slice(0, 100), folder)
    second = _save(table.slice(100), tmp_path / "rest")
    files_of(second)[0].rename(folder / "part-1.parquet")
    engine.write("null_distinct", reads={"acts": folder}, to=tmp_path / "both")
    whole = files_of(_save(table, tmp_path / "whole"))[0]
    engine.write("null_distinct", reads={"acts": whole}, to=tmp_path / "one")
    assert _hash(read_table(tmp_path / "both")) == _hash(read_table(tmp_path / "one"))


def test_query_that_fails_shows_what_ran(engine: SetEngine, tmp_path: Path) -> None:
    """The message has the query and the engine's own words in one line, and no table is left."""
    wrong = _save(pa.table({"object": [1]}), tmp_path / "wrong")
    with pytest.raises(EngineError, match=r"(?i)account.*; it was: .*select distinct object") as caught:
        engine.write("null_distinct", reads={"acts": wrong}, to=tmp_path / "found")
    assert "\n" not in str(caught.value)
    assert "\tat " not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["wrong"]


def test_query_is_called_with_what_it_needs(engine: SetEngine, tmp_path: Path) -> None:
    """A table that is not given, and a parameter that the query does not take, are told before anything runs."""
    with pytest.raises(EngineError, match="needs the table acts"):
        engine.write("null_distinct", reads={}, to=tmp_path / "found")
    table = _save(pa.Table.from_pylist([], schema=ACTS), tmp_path / "acts")
    with pytest.raises(EngineError, match=r"takes no \$window"):
        engine.write("null_distinct", reads={"acts": table}, to=tmp_path / "found", parameters={"window": 60})


def test_table_is_never_written_over(engine: SetEngine, tmp_path: Path) -> None:
    """A table that is there already stays as it is."""
    table = _save(pa.Table.from_pylist([], schema=ACTS), tmp_path / "acts")
    with pytest.raises(EngineError, match="is there already"):
        engine.write("null_distinct", reads={"acts": table}, to=table)


@pytest.mark.parametrize("n_rows", [0, 250])
def test_stage_maps_every_row(n_rows: int, engine: SetEngine, tmp_path: Path) -> None:
    """Each engine gives the rows of the stage, in its types; no rows give an empty table."""
    rows = [{"name": f"n{number}", "n": number % 4, "left": "out"} for number in range(n_rows)]
    schema = pa.schema([("left", pa.string()), ("n", pa.int32()), ("name", pa.string())])
    table = _save(pa.Table.from_pylist(rows, schema=schema), tmp_path / "table")
    assert engine.map(Repeat(), reads=table, to=tmp_path / "found") == sum(row["n"] for row in rows)
    found = read_table(tmp_path / "found")
    expected = [
        {"name": row["name"], "parts": [{"at": k, "share": 1 / row["n"]}]}
        for row in rows
        for k in range(row["n"])
    ]
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, expected))
    assert {f.name: _type(f.type) for f in schema_of(tmp_path / "found")} == {
        f.name: _type(f.type) for f in Repeat.writes
    }


def test_stage_that_fails_is_told_in_one_line(engine: SetEngine, tmp_path: Path) -> None:
    """What the stage raised is in the message, without the trace of the engine, and no table is left."""
    table = _save(pa.table({"name": ["a"], "n": [-1]}), tmp_path / "table")
    with pytest.raises(EngineError, match=r"the stage Repeat failed.*ValueError: -1 times") as caught:
        engine.map(Repeat(), reads=table, to=tmp_path / "found")
    assert len(str(caught.value)) < 300
    assert not (tmp_path / "found").exists()


def test_table_that_lacks_a_column_is_told(engine: SetEngine, tmp_path: Path) -> None:
    """A stage is not run over a table of something else."""
    table = _save(pa.table({"n": [1]}), tmp_path / "table")
    with pytest.raises(EngineError, match="has no column 'name'"):
        engine.map(Repeat(), reads=table, to=tmp_path / "found")


def test_engine_leaves_nothing_behind(tmp_path: Path) -> None:
    """A query in a process of its own prints nothing and leaves nothing but its table."""
    _save(QUERIES["null_distinct"](1)[0].tables["acts"], tmp_path / "acts")
    done = _run_alone("duckdb", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acts", "found", "scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.spark
def test_spark_leaves_nothing_behind(spark_is_here: None, tmp_path: Path) -> None:
    """Spark too, and its Java process ends with `close`."""
    _save(QUERIES["null_distinct"](1)[0].tables["acts"], tmp_path / "acts")
    done = _run_alone("spark", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acts", "found", "scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []


ALONE = """
import sys
from pathlib import Path
from sayso.engine.sets import open_engine
from sayso.settings import Settings
engine = open_engine(Path("scratch"), settings=Settings(engine=sys.argv[1], spark_master="local[1]"))
engine.write("null_distinct", reads={"acts": Path("acts")}, to=Path("found"))
engine.close()
"""


def _run_alone(engine: str, folder: Path) -> subprocess.CompletedProcess[str]:
    name = "local" if engine == "duckdb" else engine
    command = [sys.executable, "-W", "error", "-c", ALONE, name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ)
