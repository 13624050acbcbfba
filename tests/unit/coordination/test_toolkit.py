"""Edge lists equal to the coordination-network-toolkit's: the expected ones were written by its version 1.5.2."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from sayso.coordination.toolkit import ToolkitOptions, edge_table, toolkit_edges, write_edges_csv
from sayso.coordination.toolkit_texts import whole, words
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.errors import UsageError
from tests.quality.shared import SHARED
from tests.unit.coordination.peers import GOLDEN, read_csv, save, toolkit_posts

SETTING = ("network", "window", "min_edge_weight", "similarity", "min_words")
EXPECTED = {
    key: [(row["user_1"], row["user_2"], int(row["weight"])) for row in rows]
    for key, rows in groupby(
        read_csv(GOLDEN / "toolkit_edges.csv"), key=lambda row: tuple(row[name] for name in SETTING)
    )
}
PEER = SHARED / "data" / "coordination"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Return DuckDB with two threads, so that rows come in any order."""
    with DuckDbEngine(tmp_path_factory.mktemp("duckdb"), threads=2) as made:
        yield made


@pytest.mark.parametrize("key", EXPECTED, ids="-".join)
def test_edges_are_the_toolkits(key: tuple[str, ...], engine: DuckDbEngine, tmp_path: Path) -> None:
    """Every edge of every network is there with its weight, and no other."""
    network, window, least, similarity, min_words = key
    extra: dict[str, Any] = (
        {"similarity": float(similarity), "min_words": int(min_words)} if similarity else {}
    )
    options = ToolkitOptions(
        network=network,  # type: ignore[arg-type]  # as the file names it
        window=int(window),
        min_edge_weight=int(least),
        **extra,
    )
    posts = save(toolkit_posts(read_csv(GOLDEN / "toolkit_messages.csv")), tmp_path / "posts")
    found = edge_table(toolkit_edges(engine, posts, folder=tmp_path, options=options)).to_pylist()
    assert [tuple(edge.values()) for edge in found] == EXPECTED[key]


@pytest.mark.shared_data
@pytest.mark.parametrize("least", [1, 2])
def test_edges_of_the_whole_sample_are_the_toolkits(least: int, engine: DuckDbEngine, tmp_path: Path) -> None:
    """On CooRTweet's Russian sample the co-retweets within 60 s are the toolkit's."""
    expected = PEER / f"russian_coretweet_w60_m{least}.csv"
    if not expected.exists():
        pytest.skip(f"{expected} is not there; set SAYSO_SHARED to the folder that holds data/ and eval/")
    rows = [
        {
            "message_id": row["content_id"],
            "user_id": row["account_id"],
            "repost_id": row["object_id"],
            "reply_id": "",
            "message": "",
            "timestamp": row["timestamp_share"],
            "urls": "",
        }
        for row in read_csv(PEER / "russian_coord_tweets.csv")
    ]
    first = list({row["message_id"]: row for row in reversed(rows)}.values())[::-1]
    posts = save(toolkit_posts(first), tmp_path / "posts")
    options = ToolkitOptions(network="co_retweet", window=60, min_edge_weight=least)
    write_edges_csv(toolkit_edges(engine, posts, folder=tmp_path, options=options), tmp_path / "edges.csv")
    assert (tmp_path / "edges.csv").read_text("utf-8") == expected.read_text("utf-8")


def test_text_is_compared_without_handles_and_case() -> None:
    """Two texts that differ in handles, case and white space are one for co_tweet."""
    assert whole("@Eve:  Vote\nNOW @bob") == whole("vote now") == "vote now"


def test_words_are_a_set_without_handles() -> None:
    """A word counts once; handles are no words, a mark of its own is one."""
    assert words("Vote vote, NOW @bob") == ", now vote"


@pytest.mark.parametrize("wrong", [{"network": "co_like"}, {"network": "co_link", "window": -1}])
def test_options_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    """A wrong option is named, with what to give."""
    with pytest.raises(UsageError, match=r"network|window"):
        ToolkitOptions(**wrong).check()
