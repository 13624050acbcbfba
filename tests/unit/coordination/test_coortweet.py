"""Edge lists equal to CooRTweet's: the expected ones are by CooRTweet 2.1.3 itself (golden/coordination/make.R)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.coordination.coortweet import (
    CoortweetOptions,
    coortweet_edges,
    default_trace,
    edge_table,
    weight_threshold,
    write_edges_csv,
)
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.errors import UsageError
from tests.quality.shared import SHARED
from tests.unit.coordination.peers import GOLDEN, coortweet_posts, read_csv, save

CASES = read_csv(GOLDEN / "settings.csv")
PEER = SHARED / "data" / "coordination"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Return DuckDB with two threads, so that rows come in any order."""
    with DuckDbEngine(tmp_path_factory.mktemp("duckdb"), threads=2) as made:
        yield made


def edges(
    engine: DuckDbEngine, rows: list[dict[str, Any]], folder: Path, **options: Any
) -> list[dict[str, Any]]:
    """Return the edges of CooRTweet's ``rows``, sorted by name."""
    posts = save(coortweet_posts(rows), folder / "posts")
    written = coortweet_edges(engine, posts, folder=folder, options=CoortweetOptions(**options))
    found: list[dict[str, Any]] = edge_table(written).to_pylist()
    return found


def share(thing: str, account: str, content: str, at: int) -> dict[str, Any]:
    """Return a row of CooRTweet's four columns."""
    return {"object_id": thing, "account_id": account, "content_id": content, "timestamp_share": at}


def options_of(case: dict[str, str]) -> CoortweetOptions:
    """Return the options that a row of settings.csv names."""
    return CoortweetOptions(
        window=int(case["window"]),
        min_participation=int(case["min_participation"]),
        edge_weight=float(case["edge_weight"]),
        remove_loops=case["remove_loops"] == "1",
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_edges_are_coortweets_byte_for_byte(
    case: dict[str, str], engine: DuckDbEngine, tmp_path: Path
) -> None:
    """The CSV file is the one that CooRTweet's edges give in R: rows, order, every column, every digit."""
    posts = save(coortweet_posts(read_csv(GOLDEN / f"{case['table']}.csv")), tmp_path / "posts")
    written = coortweet_edges(engine, posts, folder=tmp_path, options=options_of(case))
    write_edges_csv(written, tmp_path / "edges.csv")
    expected = GOLDEN / f"{case['name']}.csv"
    assert (tmp_path / "edges.csv").read_text("utf-8") == expected.read_text("utf-8")


@pytest.mark.shared_data
@pytest.mark.parametrize(("window", "least", "quantile"), [(10, 2, 0.5), (60, 2, 0.5), (60, 5, 0.9)])
def test_edges_of_the_whole_sample_are_coortweets(
    window: int, least: int, quantile: float, engine: DuckDbEngine, tmp_path: Path
) -> None:
    """On all of CooRTweet's Russian sample the edges are the same file too."""
    expected = PEER / f"coortweet_russian_w{window}_p{least}_e{quantile}_edges.csv"
    if not expected.exists():
        pytest.skip(f"{expected} is not there; set SAYSO_SHARED to the folder that holds data/ and eval/")
    posts = save(coortweet_posts(read_csv(PEER / "russian_coord_tweets.csv")), tmp_path / "posts")
    options = CoortweetOptions(window=window, min_participation=least, edge_weight=quantile)
    write_edges_csv(coortweet_edges(engine, posts, folder=tmp_path, options=options), tmp_path / "edges.csv")
    assert (tmp_path / "edges.csv").read_text("utf-8") == expected.read_text("utf-8")


def test_edges_of_nothing_are_an_empty_table(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Where no two accounts meet there are no edges, and no error."""
    assert edges(engine, [share("o", "a", "c", 5)], tmp_path, min_participation=1) == []


def test_repeated_row_counts_twice(engine: DuckDbEngine, tmp_path: Path) -> None:
    """A row that the table repeats makes its pairs again, as CooRTweet counts them."""
    rows = [share("o", "a", "c1", 0), share("o", "a", "c1", 0), share("o", "b", "c2", 7)]
    found = edges(engine, rows, tmp_path, min_participation=1)
    assert [(edge["from"], edge["to"], edge["weight"], edge["n_content_id"]) for edge in found] == [
        ("a", "b", 2, 1)
    ]


def test_subgraph_keeps_the_edges_above_the_threshold(engine: DuckDbEngine, tmp_path: Path) -> None:
    """With ``subgraph`` only marked edges are given."""
    rows = [share(f"o{n}", account, f"{account}{n}", n * 100) for n in range(3) for account in "ab"]
    rows += [share("o0", "c", "c0", 3)]
    kept = edges(engine, rows, tmp_path, min_participation=1, subgraph=True)
    assert [(edge["from"], edge["to"], edge["weight"]) for edge in kept] == [("a", "b", 3)]


def test_default_trace_prefers_what_the_table_names(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Objects that the table names come before reposts, these before links."""
    table = coortweet_posts([share("o", "a", "c", 5)])
    assert default_trace(engine, save(table, tmp_path / "posts"), folder=tmp_path) == "object"
    rows = [post | {"objects": [], "links": ["https://e.org"]} for post in table.to_pylist()]
    linked = pa.Table.from_pylist(rows, schema=table.schema)
    assert default_trace(engine, save(linked, tmp_path / "linked"), folder=tmp_path / "l") == "url"


@pytest.mark.parametrize(
    "wrong", [{"window": -1}, {"min_participation": -1}, {"edge_weight": 1.5}, {"trace": "tag"}]
)
def test_options_that_coortweet_would_not_take_are_refused(wrong: dict[str, Any]) -> None:
    """A wrong option is named, with what to give."""
    with pytest.raises(UsageError, match=r"window|participation|edge weight|trace"):
        CoortweetOptions(**wrong).check()


@pytest.mark.parametrize(
    ("histogram", "quantile", "expected"),
    [
        ({1: 3, 2: 1}, 0.5, 1.0),
        ({1: 1, 2: 1}, 0.5, 1.5),
        ({1: 9, 4: 1}, 0.9, 1.3),
        ({}, 0.5, 0.0),
        ({3: 1}, 1, 3.0),
    ],
)
def test_threshold_is_rs_quantile(histogram: dict[int, int], quantile: float, expected: float) -> None:
    """The threshold is R's default quantile (type 7); the expected ones are R's."""
    assert weight_threshold(histogram, quantile) == pytest.approx(expected, abs=1e-12)


ROWS = st.lists(
    st.builds(
        share, st.sampled_from("opq"), st.sampled_from("abcd"), st.sampled_from("uvwxyz"), st.integers(0, 60)
    ),
    min_size=2,
    max_size=25,
)
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(rows=ROWS, seed=st.integers(0, 99))
def test_order_of_rows_at_different_times_is_no_matter(
    rows: list[dict[str, Any]], seed: int, engine: DuckDbEngine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where no two rows have the same time, weights, delays and sides do not depend on the order of the rows."""
    for second, row in enumerate(rows):
        row["timestamp_share"] = second * 3
    shuffled = random.Random(seed).sample(rows, len(rows))
    here, there = (
        _without_direction(edges(engine, some, tmp_path_factory.mktemp("edges"), window=20))
        for some in (rows, shuffled)
    )
    assert here == there


@SLOW
@given(rows=ROWS, window=st.integers(0, 40))
def test_wider_window_loses_no_pair(
    rows: list[dict[str, Any]], window: int, engine: DuckDbEngine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every edge is there, and no lighter, in a wider window."""
    narrow, wide = (
        _weights(edges(engine, rows, tmp_path_factory.mktemp("edges"), window=seconds))
        for seconds in (window, window + 9)
    )
    assert all(wide.get(pair, 0) >= weight for pair, weight in narrow.items())


def _weights(found: list[dict[str, Any]]) -> dict[frozenset[str], int]:
    return {frozenset((edge["from"], edge["to"])): edge["weight"] for edge in found}


def _without_direction(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((*sorted((edge["from"], edge["to"])), *list(edge.values())[2:]) for edge in found)
