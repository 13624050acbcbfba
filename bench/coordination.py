"""Ties among synthetic posts: CPU seconds and memory of sayso and of its peers, over the same posts in the same run."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ROOT
from bench.errors import BenchError
from bench.machine import describe_machine
from bench.posts import Recipe, make_crowd, write_posts, write_shares
from bench.process import Usage, measure, memory_kind
from bench.table import format_table, mebibytes

WINDOW = 60
SIZES = (100_000, 300_000, 1_000_000, 5_000_000)
PEERS = ("coortweet", "toolkit", "polars")
# CooRTweet needs five minutes for 300,000 posts and was not done with a million in ten.
LIMIT_SECONDS = 600
SAMPLING_SECONDS = 0.1
PLANTED = 0.012
CONFOUNDERS = 0.02
TITLES = {
    "bare": "bare bucketed join, over numbers",
    "bare-names": "bare bucketed join, over names",
    "polars": "Polars, over names",
    "coortweet": "CooRTweet",
    "toolkit": "coordination-network-toolkit",
    "encode": "sayso: numbers for names",
    "ties": "sayso: ties alone",
    "evidence": "sayso: both evidences, one window",
    "posts": "sayso: all of it, from posts",
}
ALIKE = ("bare", "bare-names", "polars", "coortweet", "toolkit", "ties")
"""Systems whose edges must be as many, with equal weights where they count pairs of shares."""

COORTWEET = """
suppressMessages(library(CooRTweet)); a <- commandArgs(TRUE)
x <- data.table::fread(a[1], colClasses = list(character = 1:3))
found <- detect_groups(x, time_window = as.integer(a[2]), min_participation = 1)
g <- generate_coordinated_network(found, edge_weight = 0.5)
w <- igraph::E(g)$weight
cat(sprintf('{"n_edges": %d, "weight": %d, "largest": %d}\\n', length(w), as.integer(sum(w)), as.integer(max(w))))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What one system used, or the reason why it has no figures."""

    name: str
    usage: Usage | None
    found: dict[str, int]
    reason: str = ""


def run_coordination(
    *,
    n_posts: Sequence[int] = SIZES,
    peers: Sequence[str] = PEERS,
    n_heavy: int = 0,
    scale: int = 0,
    limit: int = LIMIT_SECONDS,
    work: Path | None = None,
    seed: int = 0,
) -> bool:
    """Measure each size, print a table for it, and return whether all edges that must be equal are.

    ``n_heavy`` adds one thing with so many shares; ``scale`` instead runs sayso alone, from so many posts on.
    """
    unknown = sorted(set(peers) - set(PEERS) - {""})
    if unknown:
        raise BenchError(f"there is no peer {unknown[0]!r}: choose from {', '.join(PEERS)}")
    print(f"{WINDOW} s window; {describe_machine()}; memory is {memory_kind()}", flush=True)
    equal = True
    for size in [scale] if scale else n_posts:
        with ExitStack() as stack:
            scratch = tempfile.TemporaryDirectory(prefix="sayso-bench-", dir=work)
            folder = Path(stack.enter_context(scratch))
            recipe = Recipe(
                n_posts=size + n_heavy, seed=seed, n_heavy=n_heavy, planted=PLANTED, confounders=CONFOUNDERS
            )
            _make(recipe, folder, whole=True)
            names = ["posts"] if scale else _chosen(peers, heavy=n_heavy > 0)
            rows = [_measure(name, folder, limit) for name in ["encode", *names]]
        print_rows(recipe.n_posts, rows)
        equal = edges_are_equal(rows) and equal
    return equal


def print_rows(n_posts: int, rows: Sequence[Row]) -> None:
    """Print one line a system; the ratio is of CPU seconds to the bare join over numbers."""
    bare = next((row.usage.cpu_seconds for row in rows if row.name == "bare" and row.usage), None)
    print()
    header = [f"{n_posts:,} posts", "CPU s", "wall s", "MiB", "to bare join", "edges", "weights", "largest"]
    print(format_table(header, [_cells(row, bare) for row in rows]), flush=True)


def edges_are_equal(rows: Sequence[Row]) -> bool:
    """Print and return whether the systems that count the same give the same edges, and weights where they have any."""
    counted = [row.found for row in rows if row.name in ALIKE and row.found]
    equal = all(
        len({found[key] for found in counted if found[key] >= 0}) <= 1
        for key in ("n_edges", "weight", "largest")
    )
    if len(counted) > 1:
        print("edges and weights are equal" if equal else "EDGES DIFFER")
    return equal


def _make(recipe: Recipe, folder: Path, *, whole: bool) -> None:
    crowd = make_crowd(recipe)
    (folder / "shares").mkdir()
    write_shares(recipe, crowd, folder / "shares" / "part-0.parquet")
    if whole:
        (folder / "posts").mkdir()
        write_posts(recipe, crowd, folder / "posts" / "part-0.parquet")


def _chosen(peers: Sequence[str], *, heavy: bool) -> list[str]:
    """Return the systems to run; what makes every pair of a heavy thing is left out."""
    if heavy:
        return ["evidence", "posts"]
    return ["bare", "bare-names", *(peer for peer in PEERS if peer in peers), "ties", "evidence", "posts"]


def _measure(name: str, folder: Path, limit: int) -> Row:
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {"PYTHONPATH": os.pathsep.join(places)}
    try:
        if f"{name}-table" in ("coortweet-table", "toolkit-table"):
            measure(_child(f"{name}-table", folder), environ=environ)
        command = (
            ["timeout", str(limit), *_command(name, folder)] if name in PEERS else _command(name, folder)
        )
        usage = measure(command, environ=environ, interval=SAMPLING_SECONDS)
    except (BenchError, FileNotFoundError) as error:
        ended = "ended with 124" in str(error)
        lines = str(error).strip().splitlines()
        return Row(name, None, {}, f"not done in {limit} s" if ended else lines[-1][-60:])
    return Row(name, usage, json.loads(usage.output.splitlines()[-1]))


def _command(name: str, folder: Path) -> list[str]:
    if name == "coortweet":
        return ["Rscript", "-e", COORTWEET, str(folder / "coortweet.csv"), str(WINDOW)]
    return _child(name, folder)


def _child(name: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "bench.coordination_peers", name, str(folder), "--window", str(WINDOW)]


def _cells(row: Row, bare: float | None) -> list[str]:
    if row.usage is None:
        return [TITLES[row.name], row.reason, *[""] * 6]
    usage = row.usage
    ratio = f"{usage.cpu_seconds / bare:.2f}" if bare else "-"
    figures = [
        f"{row.found[key]:,}" if row.found[key] >= 0 else "-" for key in ("n_edges", "weight", "largest")
    ]
    return [
        TITLES[row.name],
        f"{usage.cpu_seconds:.2f}",
        f"{usage.wall_seconds:.1f}",
        mebibytes(usage.peak_bytes),
        ratio,
        *figures,
    ]
