"""Tables as Parquet: whole or not there, one file or several, read a batch at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import EngineError
from sayso.tables import (
    PARTIAL,
    check_table,
    count_rows,
    files_of,
    iter_batches,
    new_folder,
    read_table,
    remove_partial,
    schema_of,
    write_batches,
)

SCHEMA = pa.schema([("name", pa.string()), ("n", pa.int64()), ("tags", pa.list_(pa.string()))])


def _batch(*numbers: int) -> pa.RecordBatch:
    rows = [{"name": f"é{n}", "n": n, "tags": ["a", "b"][: n % 3]} for n in numbers]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


@given(sizes=st.lists(st.integers(0, 5), max_size=5), batch_rows=st.integers(1, 7))
def test_table_comes_back_as_it_was(
    sizes: list[int], batch_rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was written in batches of any size is read in batches of any other, in order."""
    table = tmp_path_factory.mktemp("tables") / "table"
    batches = [_batch(*range(size)) for size in sizes]
    assert write_batches(table, batches, schema=SCHEMA) == sum(sizes) == count_rows(table)
    expected = [row for batch in batches for row in batch.to_pylist()]
    assert read_table(table).to_pylist() == expected
    read = list(iter_batches(table, schema=SCHEMA, batch_rows=batch_rows))
    assert [row for batch in read for row in batch.to_pylist()] == expected
    assert all(batch.num_rows <= batch_rows for batch in read)
    assert schema_of(table).names == SCHEMA.names


def test_table_that_fails_half_way_is_not_there(tmp_path: Path) -> None:
    """What was written until then is deleted, and the error goes on."""

    def batches():
        yield _batch(1)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        write_batches(tmp_path / "table", batches(), schema=SCHEMA)
    assert list(tmp_path.iterdir()) == []


def test_table_is_never_written_over(tmp_path: Path) -> None:
    """A name is used once."""
    write_batches(tmp_path / "table", [_batch(1)], schema=SCHEMA)
    with pytest.raises(EngineError, match="is there already"), new_folder(tmp_path / "table"):
        pass
    assert count_rows(tmp_path / "table") == 1


def test_what_a_kill_left_is_removed(tmp_path: Path) -> None:
    """A folder that was being written goes, tables stay."""
    write_batches(tmp_path / "table", [_batch(1)], schema=SCHEMA)
    (tmp_path / f"other{PARTIAL}0a1b").mkdir()
    (tmp_path / f"other{PARTIAL}0a1b" / "part-0.parquet").write_bytes(b"PAR1 and no more")
    remove_partial(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["table"]


def test_batches_have_the_types_asked_for(tmp_path: Path) -> None:
    """Columns are taken by name and cast; others are not read."""
    wide = pa.table({"other": ["x"], "n": pa.array([7], pa.int32()), "name": ["a"], "tags": [["t"]]})
    write_batches(tmp_path / "table", wide.to_batches(), schema=wide.schema)
    (batch,) = iter_batches(tmp_path / "table", schema=SCHEMA)
    assert batch.schema == SCHEMA
    assert batch.to_pylist() == [{"name": "a", "n": 7, "tags": ["t"]}]
    assert read_table(tmp_path / "table", columns=["n"]).to_pylist() == [{"n": 7}]


def test_reading_a_large_file_holds_no_more_than_a_part_of_it(tmp_path: Path) -> None:
    """What was read is let go, however many row groups a file has: 32 groups of a megabyte never are ten at once."""
    group = pa.schema([("noise", pa.binary())])
    batches = (pa.record_batch([[os.urandom(2**20)]], schema=group) for _ in range(32))
    write_batches(tmp_path / "table", batches, schema=group)
    before, most = pa.total_allocated_bytes(), 0
    for _ in iter_batches(tmp_path / "table", batch_rows=1):
        most = max(most, pa.total_allocated_bytes() - before)
    assert 2**20 <= most < 10 * 2**20


def test_table_that_is_none_is_told(tmp_path: Path) -> None:
    """An empty folder is no table; a table without a column says which it has."""
    with pytest.raises(EngineError, match="is no table: there is no Parquet file"):
        files_of(tmp_path)
    write_batches(tmp_path / "table", [_batch(1)], schema=SCHEMA)
    with pytest.raises(EngineError, match="has no column 'more' -- it has name, n, tags"):
        check_table(tmp_path / "table", pa.schema([("more", pa.string())]))
