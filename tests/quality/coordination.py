"""How much of what acts together is found, and what is found where nobody does: made posts, beside CooRTweet's rule.

``python tests/quality/coordination.py --seeds 20 --posts 100000`` from the root of a checkout, with sayso installed.
Feeds and fans are in the posts and counted apart: feeds are automatic, and whoever reads the results can tell.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.posts import FAN, FEED, NOBODY, TACTICS, Crowd, Recipe, make_crowd, write_posts
from sayso.coordination.coortweet import CoortweetOptions, coortweet_edges
from sayso.coordination.evidence import find_ties
from sayso.coordination.options import NullOptions
from sayso.coordination.posting import make_acts
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.tables import read_table

PLANTED = 0.012
CONFOUNDERS = 0.02
COORTWEET_WINDOW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Ties as pairs of accounts, beside who is in which group."""

    pairs: NDArray[np.int64]
    group: NDArray[np.int64]
    tactics: tuple[str, ...]
    n_networks: int = 0

    @property
    def accounts(self) -> NDArray[np.int64]:
        """Return the accounts that have a tie."""
        return np.unique(self.pairs)

    @property
    def account_recall(self) -> float:
        """Return the part of the planted accounts that have a tie."""
        return float((self.group[self.accounts] >= 0).sum() / max((self.group >= 0).sum(), 1))

    @property
    def n_true(self) -> int:
        """Return how many ties are of two accounts of one group."""
        of_group = self.group[self.pairs]
        return int(((of_group[:, 0] >= 0) & (of_group[:, 0] == of_group[:, 1])).sum())

    @property
    def tie_recall(self) -> float:
        """Return the part of the planted groups' pairs that are ties."""
        sizes = np.bincount(self.group[self.group >= 0])
        return float(self.n_true / max((sizes * (sizes - 1) // 2).sum(), 1))

    @property
    def n_organic(self) -> int:
        """Return how many accounts of no group have a tie."""
        return int((self.group[self.accounts] == NOBODY).sum())

    @property
    def n_false(self) -> int:
        """Return how many ties an account of no group has a part in."""
        return int((self.group[self.pairs] == NOBODY).any(1).sum())

    def of(self, kind: int) -> str:
        """Return how many of the feeds or fans have a tie."""
        return f"{(self.group[self.accounts] == kind).sum()}/{(self.group == kind).sum()}"

    def by_tactic(self) -> dict[str, tuple[int, int]]:
        """Return for each tactic how many accounts were found, of how many."""
        found, there = (
            Counter(self.tactics[number] for number in groups if number >= 0)
            for groups in (self.group[self.accounts].tolist(), self.group.tolist())
        )
        return {tactic: (found[tactic], there[tactic]) for tactic in TACTICS}


def search(recipe: Recipe, folder: Path, *, peer: bool = False) -> list[Found]:
    """Make posts, and return what sayso finds in them; with ``peer`` also what CooRTweet's default rule flags."""
    crowd = make_crowd(recipe)
    (folder / "posts").mkdir(parents=True)
    write_posts(recipe, crowd, folder / "posts" / "part-0.parquet")
    with DuckDbEngine(folder / "scratch") as engine:
        tables = make_acts(engine, folder / "posts", folder)
        (folder / "evidence").mkdir()
        evidence = find_ties(engine, tables, folder / "evidence", NullOptions())
        names = (
            read_table(tables.accounts, columns=["account", "key"])
            .sort_by("account")
            .column("key")
            .to_pylist()
        )
        ties = evidence.ties.excess
        pairs = [(names[a], names[b]) for a, b in zip(ties.a.tolist(), ties.b.tolist(), strict=True)]
        results = [_found(pairs, crowd, n_networks=len(evidence.networks))]
        if peer:
            (folder / "coortweet").mkdir()
            options = CoortweetOptions(window=COORTWEET_WINDOW, subgraph=True, trace="url")
            edges = coortweet_edges(engine, folder / "posts", folder=folder / "coortweet", options=options)
            table = read_table(edges, columns=["from", "to"])
            flagged = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
            results.append(_found(flagged, crowd))
    return results


def _found(pairs: Sequence[tuple[str, str]], crowd: Crowd, *, n_networks: int = 0) -> Found:
    numbers = [[int(name.rpartition(":")[2][1:]) for name in pair] for pair in pairs]
    return Found(
        pairs=np.asarray(numbers, dtype=np.int64).reshape(-1, 2),
        group=crowd.group,
        tactics=crowd.tactics,
        n_networks=n_networks,
    )


def main() -> None:
    """Print what is found for each seed, with groups and without, then the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--posts", type=int, default=100_000)
    arguments = parser.parse_args()
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    planted: list[Found] = []
    for seed in seeds:
        recipe = Recipe(n_posts=arguments.posts, seed=seed, planted=PLANTED, confounders=CONFOUNDERS)
        ours, peer = _searched(recipe, peer=True)
        planted.append(ours)
        _say(f"seed {seed}, planted: {_described(ours)}")
        _say(f"  CooRTweet's default rule: {_described(peer)}")
    _sum_up(planted)
    for homophily in (0.0, 0.6):
        recipes = [Recipe(n_posts=arguments.posts, seed=1000 + seed, homophily=homophily) for seed in seeds]
        nulls = [_searched(recipe)[0] for recipe in recipes]
        n_ties = [len(found.pairs) for found in nulls]
        _say(
            f"nobody acts together, homophily {homophily}: {np.mean(n_ties):.2f} false ties a run (most {max(n_ties)}),"
            f" networks in {sum(found.n_networks > 0 for found in nulls)} of {len(nulls)} runs",
        )


def _searched(recipe: Recipe, *, peer: bool = False) -> list[Found]:
    with tempfile.TemporaryDirectory(prefix="sayso-quality-") as folder:
        return search(recipe, Path(folder), peer=peer)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _described(found: Found) -> str:
    tactics = ", ".join(f"{tactic} {n}/{of}" for tactic, (n, of) in found.by_tactic().items())
    return (
        f"accounts {found.account_recall:.2f} ({tactics}), ties {found.tie_recall:.2f}, organic accounts"
        f" {found.n_organic} in {found.n_false} ties, feeds {found.of(FEED)}, fans {found.of(FAN)}"
    )


def _sum_up(planted: Sequence[Found]) -> None:
    _say(
        f"account recall {np.mean([found.account_recall for found in planted]):.3f},"
        f" tie recall {np.mean([found.tie_recall for found in planted]):.3f},"
        f" no organic account in {sum(found.n_organic == 0 for found in planted)} of {len(planted)} runs"
    )
    for tactic in TACTICS:
        n, of = np.sum([found.by_tactic()[tactic] for found in planted], axis=0)
        _say(f"  {tactic}: {n} of {of} accounts ({n / max(of, 1):.2f})")


if __name__ == "__main__":
    main()
