"""What is counted of acts: plain ties, and counts that do not depend on how many objects are counted at a time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.coordination import counting
from sayso.coordination.counting import count
from sayso.coordination.options import NullOptions
from sayso.coordination.plain import count_ties
from sayso.coordination.posting import make_acts
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.stages import ACTS
from sayso.tables import read_table, write_batches
from tests.engines.methods import posts

WINDOW = 60


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(-200, 400)), max_size=30))
def test_plain_ties_count_all_pairs(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]]
) -> None:
    """A pair's weight is the pairs of shares that are at most the window apart; things and delay are theirs."""
    folder = tmp_path_factory.mktemp("ties")
    acts = [
        {"trace": "url", "object": thing, "account": who, "post": n, "t": t}
        for n, (thing, who, t) in enumerate(rows)
    ]
    write_batches(folder / "acts", pa.Table.from_pylist(acts, schema=ACTS).to_batches(), schema=ACTS)
    with DuckDbEngine(folder / "scratch") as engine:
        count_ties(engine, folder / "acts", window=WINDOW, to=folder / "ties")
    met = [
        ((min(x[1], y[1]), max(x[1], y[1])), x[0], abs(x[2] - y[2]))
        for n, x in enumerate(rows)
        for y in rows[:n]
        if x[0] == y[0] and x[1] != y[1] and abs(x[2] - y[2]) <= WINDOW
    ]
    weights = Counter(pair for pair, _, _ in met)
    found = {(row["a"], row["b"]): row for row in read_table(folder / "ties").to_pylist()}
    assert {pair: row["weight"] for pair, row in found.items()} == weights
    for pair, row in found.items():
        delays = [delay for of, _, delay in met if of == pair]
        assert row["n_objects"] == len({thing for of, thing, _ in met if of == pair})
        assert row["mean_delay"] == pytest.approx(sum(delays) / len(delays))


@pytest.mark.parametrize("pairs_at_least", [500, 5_000_000])
def test_counts_do_not_depend_on_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pairs_at_least: int
) -> None:
    """Objects counted a few at a time give the same counts as all at once, whether some are left out or none."""
    table = posts(600, 3)
    write_batches(tmp_path / "posts", table.to_batches(), schema=table.schema)
    options = NullOptions(pairs_at_least=pairs_at_least, pairs_per_act=1)
    with DuckDbEngine(tmp_path / "scratch") as engine:
        acts = make_acts(engine, tmp_path / "posts", tmp_path)
        (tmp_path / "once").mkdir()
        once = count(engine, acts, tmp_path / "once", options)
        monkeypatch.setattr(counting, "ACTS_PER_PART", 100)
        (tmp_path / "parts").mkdir()
        parts = count(engine, acts, tmp_path / "parts", options)
    assert (sum(once.n_left_out) > 0) == (pairs_at_least == 500)
    assert parts.n_left_out == once.n_left_out
    assert np.array_equal(parts.objects.widest, once.objects.widest)
    assert np.array_equal(parts.bursts, once.bursts)
    for name in ("co_shares", "pairs"):
        rows = [read_table(folder / name).to_pylist() for folder in (tmp_path / "once", tmp_path / "parts")]
        first, second = (sorted(map(repr, found)) for found in rows)
        assert first == second
