"""Attribution on Spark: the same findings in the store as from the processes of one machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from sayso.engine.adding import add_paths
from sayso.engine.running import run_stages
from sayso.engine.scratch import PREFIX
from sayso.engine.sets_spark import SparkEngine
from sayso.engine.spreading import LOST, Guarded
from sayso.errors import UsageError
from sayso.export.jsonl import export_jsonl
from sayso.settings import Settings
from sayso.stages import DOCUMENT_BATCH
from sayso.store.case import create_case
from sayso.tables import write_batches
from tests.engines.stages import Fragile, Repeat

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-talks"


def _export(place: Path, settings: Settings, n_runs: int = 1) -> dict[str, bytes]:
    with create_case(place / "case", settings=settings) as case:
        add_paths(case, [os.fspath(EXAMPLE)], settings=settings)
        done = [list(run_stages(case, settings=settings)) for _ in range(n_runs)]
        assert done[0][0].n_rows
        assert all(again[0].n_documents == 0 for again in done[1:])
        export_jsonl(case.store, place / "out", real_names=True)  # pseudonyms are each case's own
        assert list(case.posts.glob(f"{PREFIX}*")) == []
    return {path.name: path.read_bytes() for path in (place / "out").iterdir()}


@pytest.mark.spark
def test_attribution_is_the_same_on_spark(
    spark_is_here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The export of the example case is equal byte for byte; a second run finds nothing to do."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772500000")
    (tmp_path / "here").mkdir()
    (tmp_path / "spark").mkdir()
    here = _export(tmp_path / "here", Settings(workers=2))
    spark = Settings(workers=2, engine="spark", spark_master="local[2]", batch_documents=4)
    assert _export(tmp_path / "spark", spark, n_runs=2) == here


def test_document_that_fails_costs_itself() -> None:
    """Of a batch on an executor, the row that raised says why; the others have their findings."""
    rows = [{"document_id": name, "text": text} for name, text in (("a", "fine"), ("b", ""), ("c", "fine"))]
    found = Guarded(Fragile()).run(pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_BATCH))
    assert found["document_id"].to_pylist() == ["a", "b", "c"]
    assert found["length"].to_pylist() == [4, None, 4]
    assert found[LOST].to_pylist() == [None, "ValueError: no text", None]


def test_engine_that_is_none_ends_the_command(tmp_path: Path) -> None:
    """`--engine` with an unknown name ends with 2 and one line, before anything is read."""
    place = tmp_path / "case"
    create_case(place, settings=Settings()).close()
    command = [sys.executable, "-m", "sayso", "run", str(place), "--engine", "flink"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sayso: there is no engine 'flink' -- choose from local, spark\n"


@pytest.mark.spark
@pytest.mark.parametrize(
    ("master", "message"),
    [
        ("sc://host", "is a server of Spark Connect"),
        ("local[none]", r"Spark does not start on local\[none\]: .+"),
    ],
)
def test_master_that_is_none_is_told(master: str, message: str, spark_is_here: None, tmp_path: Path) -> None:
    """The message names the setting, and nothing is left behind: the next session starts."""
    with SparkEngine(tmp_path, master=master) as engine, pytest.raises(UsageError, match=message):
        engine.map(Repeat(), reads=_table(tmp_path / "table"), to=tmp_path / "found")
    assert [path.name for path in tmp_path.iterdir()] == ["table"]


def _table(folder: Path) -> Path:
    batch = pa.RecordBatch.from_pylist([{"name": "a", "n": 1}], schema=Repeat.reads)
    write_batches(folder, [batch], schema=Repeat.reads)
    return folder
