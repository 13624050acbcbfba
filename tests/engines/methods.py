"""Whole methods, of many queries each: what they ask one engine, the other is asked again.

To add one: a function that runs the method over tables made from a seed, in `METHODS` under its name. Every query it
runs is then tried on both engines, over the tables and with the parameters that the method gives it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from sayso.coordination.coortweet import CoortweetOptions, coortweet_edges
from sayso.coordination.describing import describe
from sayso.coordination.evidence import find_ties
from sayso.coordination.options import NullOptions
from sayso.coordination.posters import write_posters
from sayso.coordination.pushing import CaseClaim
from sayso.coordination.toolkit import ToolkitNetwork, ToolkitOptions, toolkit_edges
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.stages import POSTS, BatchStage, Parameter, SetEngine
from sayso.tables import write_batches
from tests.crowds import START, acts_of, circle, crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query that was run, and where its answer is."""

    query: str
    reads: Mapping[str, Path]
    parameters: Mapping[str, Parameter]
    found: Path


class Recorder:
    """Pass everything on to ``engine`` and keep what was asked."""

    name = "recorder"

    def __init__(self, engine: SetEngine) -> None:
        self._engine = engine
        self.asked: list[Asked] = []

    def write(
        self,
        query: str,
        *,
        reads: Mapping[str, Path],
        to: Path,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> int:
        """Run the query and keep that it was."""
        n_rows = self._engine.write(query, reads=reads, to=to, parameters=parameters)
        self.asked.append(Asked(query=query, reads=dict(reads), parameters=dict(parameters or {}), found=to))
        return n_rows

    def map(self, stage: BatchStage, *, reads: Path, to: Path) -> int:
        """Run the stage."""
        return self._engine.map(stage, reads=reads, to=to)

    def close(self) -> None:
        """Leave the engine open: it is somebody else's."""


def posts(n_rows: int, seed: int) -> pa.Table:
    """Return ``n_rows`` posts in bursts: few accounts, links, tags and reposts that many of them share."""
    dice = random.Random(seed)
    rows = []
    for number in range(n_rows):
        at = 1_700_000_000 + int(dice.expovariate(1 / 900)) + 3600 * dice.randrange(3)
        rows.append(
            {
                "platform": "x",
                "id": str(number),
                "account_id": str(int(dice.paretovariate(1.0)) % 30),
                "created_epoch": at,
                "text": f"{dice.choice(['Harbour', 'Talks'])} strike, day {dice.randrange(4)}: é'%_",
                "links": [f"https://news.example/{int(dice.paretovariate(0.8)) % 40}"],
                "hashtags": dice.sample(["a", "b", "c"], dice.randrange(3)),
                "mentions": [],
                "media": [],
                "objects": [],
                "repost_of": str(dice.randrange(number)) if number and dice.random() < 0.4 else None,
                "path": "posts.jsonl",
                "record": str(number + 1),
                "blob": "0" * 64,
                "format": "x-v2",
            }
        )
    return pa.Table.from_pylist(rows, schema=POSTS)


def _saved(table: pa.Table, folder: Path) -> Path:
    write_batches(folder, table.to_batches(), schema=table.schema)
    return folder


def coortweet(engine: SetEngine, folder: Path, seed: int) -> None:
    """Run CooRTweet's way over links, or over what it takes by default."""
    options = CoortweetOptions(window=60, trace=None if seed % 2 else "url")
    coortweet_edges(
        engine, _saved(posts(500, seed), folder / "posts"), folder=folder / "steps", options=options
    )


def toolkit(engine: SetEngine, folder: Path, seed: int) -> None:
    """Run the networks of the coordination-network-toolkit that differ in their queries."""
    table = _saved(posts(300, seed), folder / "posts")
    networks: tuple[ToolkitNetwork, ...] = ("co_link", "co_similar_tweet")
    for network in networks:
        (folder / network).mkdir()
        options = ToolkitOptions(network=network, window=60, min_edge_weight=1, similarity=0.5)
        toolkit_edges(engine, table, folder=folder / network, options=options)


def ties(engine: SetEngine, folder: Path, seed: int) -> None:
    """Search for ties in a crowd with popular links enough to learn tastes from, and with two circles in it."""
    tables = [
        crowd(seed, n_posts=6_000, n_accounts=300, n_links=60),
        circle(seed),
        circle(seed + 1, n_accounts=5, first="d"),
    ]
    steps = folder / "steps"
    steps.mkdir(parents=True)
    with DuckDbEngine(folder / "scratch") as own:  # how acts are made is tried elsewhere
        made = acts_of(own, tables, folder)
    found = find_ties(engine, made, steps, NullOptions(pairs_per_act=30))
    assert len(found.networks) == 2


def voices(seed: int) -> pa.Table:
    """Return posts of six accounts that copy texts and repost one account within a minute, among many others."""
    dice = random.Random(seed)
    rows: list[dict[str, object]] = []
    for thing in range(1_200):
        at = START + thing * 700
        said = " ".join(f"word{dice.randrange(400)}" for _ in range(12))
        together = thing % 55 == 0
        who = range(6) if together else dice.sample(range(6, 200), 3)
        rows.append(
            {
                "id": f"v{thing}",
                "account_id": f"source{0 if together else thing % 15}",
                "created_epoch": at,
                "text": "" if thing % 2 else f"post of {said}",
            }
        )
        for member in who:
            what = {"text": said} if thing % 2 else {"repost_of": f"v{thing}", "text": f"RT @source: {said}"}
            name, t = f"v{thing}-{member}", at + 5 + dice.randrange(40 if together else 2_000)
            rows.append({"id": name, "account_id": f"v{member}", "created_epoch": t, **what})
    common = {"platform": "x", "links": [], "hashtags": [], "mentions": [], "media": []}
    return pa.Table.from_pylist([common | {"objects": []} | row for row in rows], schema=POSTS)


def described(engine: SetEngine, folder: Path, seed: int) -> None:
    """Describe what a search found among links, texts and reposts, and which claims are passed on."""
    said = voices(seed)
    tables = [crowd(seed, n_posts=2_000, n_accounts=200, n_links=60), circle(seed), said]
    steps = folder / "steps"
    steps.mkdir(parents=True)
    options = NullOptions()
    with DuckDbEngine(folder / "scratch") as own:  # how ties are found is tried elsewhere
        made = acts_of(own, tables, folder)
        evidence = find_ties(own, made, steps, options)
    claims = [
        CaseClaim(
            attribution_id=f"a{n}", document_id="d", document_url=url, content_text=text, source_text="she"
        )
        for n, (text, url) in enumerate(
            [(said["text"][1].as_py(), None), ("what the document says", f"https://circle{seed}.example/3")]
        )
    ]
    posts_ = folder / "posts"
    found = describe(engine, made, posts_, evidence, folder / "described", options, claims=claims)
    assert {push.how for network in found.networks for push in network.narratives} == {"text", "link"}


def posters(engine: SetEngine, folder: Path, seed: int) -> None:
    """Count who wrote posts, some of them without lists, names or times."""
    rows = posts(300, seed).to_pylist()
    for number, row in enumerate(rows):
        row["account_name"] = f"name{number % 4}" if number % 3 else None
        row.update({"links": None, "hashtags": None, "created_epoch": None} if number % 7 == 0 else {})
    write_posters(
        engine, _saved(pa.Table.from_pylist(rows, schema=POSTS), folder / "posts"), folder / "posters"
    )


METHODS: dict[str, Callable[[SetEngine, Path, int], None]] = {
    "coortweet": coortweet,
    "toolkit": toolkit,
    "ties": ties,
    "described": described,
    "posters": posters,
}
