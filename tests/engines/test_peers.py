"""From the table of a peer to its edges: added to a case, taken out of the store, searched as the peer does."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from sayso.coordination import coortweet, toolkit
from sayso.engine.adding import add_paths
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.settings import Settings
from sayso.store import create_case
from tests.quality.shared import SHARED
from tests.unit.coordination.peers import GOLDEN, read_csv

PEER = SHARED / "data" / "coordination"
SAMPLE = PEER / "russian_coord_tweets.csv"
# Times before 1970 are lost when a table is read, and the user is told.
CASES = [case for case in read_csv(GOLDEN / "settings.csv") if case["table"] != "hostile_early"]
SETTING = ("network", "window", "min_edge_weight", "similarity", "min_words")
NETWORKS = {
    key: [(row["user_1"], row["user_2"], int(row["weight"])) for row in rows]
    for key, rows in groupby(
        read_csv(GOLDEN / "toolkit_edges.csv"), key=lambda row: tuple(row[name] for name in SETTING)
    )
}
SAMPLE_IS_THERE = pytest.mark.skipif(
    not SAMPLE.exists(), reason=f"{SAMPLE} is not there; set SAYSO_SHARED to the folder with data/ and eval/"
)
Added = Callable[[Path], Path]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Return DuckDB with two threads, so that rows come in any order."""
    with DuckDbEngine(tmp_path_factory.mktemp("duckdb"), threads=2) as made:
        yield made


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Added:
    """Return a function that adds a table to a case of its own and gives the posts as engines read them."""

    @cache
    def add(table: Path) -> Path:
        place = tmp_path_factory.mktemp("added")
        with create_case(place / "case", settings=Settings(workers=1)) as case:
            add_paths(case, [os.fspath(table)], settings=Settings(workers=1))
            return case.store.link_posts(place / "posts")

    return add


def coortweet_csv(engine: DuckDbEngine, posts: Path, folder: Path, **options: Any) -> str:
    """Return the CSV file of CooRTweet's edges."""
    given = coortweet.CoortweetOptions(**options)
    edges = coortweet.coortweet_edges(engine, posts, folder=folder, options=given)
    coortweet.write_edges_csv(edges, folder / "edges.csv")
    return (folder / "edges.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return CooRTweet's Russian sample as a table of the toolkit, whose messages repost the objects."""
    to = tmp_path_factory.mktemp("messages") / "messages.csv"
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"]
        )
        for row in read_csv(SAMPLE):
            thing, at = row["object_id"], row["timestamp_share"]
            writer.writerow([row["content_id"], row["account_id"], "", thing, "", "", at, ""])
    return to


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_added_table_gives_coortweets_edges(
    case: dict[str, str], added: Added, engine: DuckDbEngine, tmp_path: Path
) -> None:
    """No row of the table is lost on the way, nor counted twice: the file of edges is CooRTweet's, byte for byte."""
    found = coortweet_csv(
        engine,
        added(GOLDEN / f"{case['table']}.csv"),
        tmp_path,
        window=int(case["window"]),
        min_participation=int(case["min_participation"]),
        edge_weight=float(case["edge_weight"]),
        remove_loops=case["remove_loops"] == "1",
    )
    assert found == (GOLDEN / f"{case['name']}.csv").read_text("utf-8")


@pytest.mark.parametrize("key", NETWORKS, ids="-".join)
def test_added_table_gives_the_toolkits_edges(
    key: tuple[str, ...], added: Added, engine: DuckDbEngine, tmp_path: Path
) -> None:
    """Every network of an added table of messages has the toolkit's edges, and no other."""
    network, window, least, similarity, min_words = key
    extra: dict[str, Any] = (
        {"similarity": float(similarity), "min_words": int(min_words)} if similarity else {}
    )
    options = toolkit.ToolkitOptions(
        network=network,  # type: ignore[arg-type]  # as the file names it
        window=int(window),
        min_edge_weight=int(least),
        **extra,
    )
    posts = added(GOLDEN / "toolkit_messages.csv")
    edges = toolkit.edge_table(toolkit.toolkit_edges(engine, posts, folder=tmp_path, options=options))
    assert [tuple(edge.values()) for edge in edges.to_pylist()] == NETWORKS[key]


@SAMPLE_IS_THERE
@pytest.mark.shared_data
@pytest.mark.parametrize("setting", [(10, 2, 0.5), (60, 2, 0.5), (60, 5, 0.9)])
def test_added_sample_gives_coortweets_edges(
    setting: tuple[int, int, float], added: Added, engine: DuckDbEngine, tmp_path: Path
) -> None:
    """All of CooRTweet's Russian sample, added as it is, gives its edges byte for byte."""
    window, least, quantile = setting
    found = coortweet_csv(
        engine, added(SAMPLE), tmp_path, window=window, min_participation=least, edge_weight=quantile
    )
    name = f"coortweet_russian_w{window}_p{least}_e{quantile}_edges.csv"
    assert found == (PEER / name).read_text("utf-8")


@SAMPLE_IS_THERE
@pytest.mark.shared_data
@pytest.mark.parametrize("least", [1, 2])
def test_added_sample_gives_the_toolkits_edges(
    least: int, messages: Path, added: Added, engine: DuckDbEngine, tmp_path: Path
) -> None:
    """The same sample as messages of the toolkit gives its co-retweets within 60 s."""
    options = toolkit.ToolkitOptions(network="co_retweet", window=60, min_edge_weight=least)
    edges = toolkit.toolkit_edges(engine, added(messages), folder=tmp_path, options=options)
    toolkit.write_edges_csv(edges, tmp_path / "edges.csv")
    expected = PEER / f"russian_coretweet_w60_m{least}.csv"
    assert (tmp_path / "edges.csv").read_text("utf-8") == expected.read_text("utf-8")
