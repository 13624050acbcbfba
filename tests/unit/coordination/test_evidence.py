"""Ties and networks in made crowds: found where a circle acts together, not where people choose for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from sayso.coordination.evidence import Evidence, find_ties
from sayso.coordination.options import NullOptions
from sayso.coordination.strata import learn_strata
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.tables import read_table
from tests.crowds import acts_of, circle, crowd, posts


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDbEngine]:
    """Give DuckDB with a folder of its own."""
    with DuckDbEngine(tmp_path / "scratch", threads=1) as opened:
        yield opened


def found(
    engine: DuckDbEngine, tables: list[pa.Table], folder: Path, options: NullOptions | None = None
) -> tuple[Evidence, list[str]]:
    """Return the evidence in the posts of ``tables``, and the names of the accounts by number."""
    made = acts_of(engine, tables, folder)
    (folder / "work").mkdir()
    evidence = find_ties(engine, made, folder / "work", options or NullOptions())
    names = read_table(made.accounts).sort_by("account").column("key").to_pylist()
    return evidence, names


def members(evidence: Evidence, names: list[str]) -> list[set[str]]:
    """Return the accounts of each network, by name."""
    return [{names[account] for account in network} for network in evidence.networks]


@pytest.mark.parametrize("seed", range(3))
def test_crowd_without_a_circle_has_no_tie(engine: DuckDbEngine, tmp_path: Path, seed: int) -> None:
    """People who choose for themselves meet often over what is popular: none of it is called a tie."""
    evidence, _ = found(engine, [crowd(seed)], tmp_path)
    assert len(evidence.ties.excess.a) == 0
    assert evidence.networks == ()


def test_circle_in_a_crowd_is_one_network_and_nobody_else(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Eight accounts that pass on twelve links within half a minute are found, all of them and only they."""
    evidence, names = found(engine, [crowd(1), circle(1)], tmp_path)
    assert members(evidence, names) == [{f"x:c{number}" for number in range(8)}]
    assert evidence.network_q[0] < 0.05
    assert (evidence.ties.network == 0).all()


def test_tie_says_what_was_shared_and_expected(engine: DuckDbEngine, tmp_path: Path) -> None:
    """A tie of the circle rests on at least two links within a minute, where next to none are expected."""
    evidence, _ = found(engine, [crowd(1), circle(1)], tmp_path)
    excess = evidence.ties.excess
    assert (excess.count >= 2).all()
    assert (excess.expected < 0.1).all()
    assert (excess.window <= 2).all()
    assert [evidence.counted.traces[trace] for trace in np.unique(excess.trace)] == ["url"]


def test_member_who_seldom_takes_part_joins_the_network(engine: DuckDbEngine, tmp_path: Path) -> None:
    """An account that took part in three of twelve actions belongs, though no pair with it stands out among all."""
    seldom = circle(1, n_accounts=1, often=1.0, first="late")
    evidence, names = found(engine, [crowd(1), circle(1), seldom.slice(0, 3)], tmp_path)
    assert members(evidence, names) == [{f"x:c{number}" for number in range(8)} | {"x:late0"}]


def test_two_circles_are_two_networks(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Circles that share nothing with each other stay apart; the larger comes first."""
    evidence, names = found(
        engine, [crowd(1), circle(1, n_accounts=5), circle(2, n_accounts=9, first="d")], tmp_path
    )
    assert [len(network) for network in members(evidence, names)] == [9, 5]


def test_result_does_not_depend_on_the_order_of_posts(engine: DuckDbEngine, tmp_path: Path) -> None:
    """The same posts in another order give the same ties, q-values and networks."""
    tables = [crowd(1), circle(1)]
    shuffled = pa.concat_tables(tables)
    shuffled = shuffled.take(np.random.default_rng(0).permutation(shuffled.num_rows))
    first, _ = found(engine, tables, tmp_path / "first")
    second, _ = found(engine, [shuffled], tmp_path / "second")
    order = [np.lexsort((ties.excess.b, ties.excess.a)) for ties in (first.ties, second.ties)]
    for name in ("a", "b", "count", "window", "trace"):
        left, right = (getattr(ties.excess, name) for ties in (first.ties, second.ties))
        assert left[order[0]].tolist() == right[order[1]].tolist()
    assert first.ties.excess_q[order[0]] == pytest.approx(second.ties.excess_q[order[1]])
    assert [of.tolist() for of in first.networks] == [of.tolist() for of in second.networks]


def followers(names: list[str], *, n_posts: int, n_links: int) -> list[pa.Table]:
    """Return posts of a crowd and of accounts that follow each other within seconds through links that many share."""
    base = crowd(1, n_posts=n_posts, n_links=n_links)
    dice = np.random.default_rng(3)
    moments = [(n, 1_700_400_000 + 9_000.0 * n) for n in dice.permutation(n_links)[:14]]
    together = posts(
        names * len(moments),
        [f"https://site{n % 40}.example/{n}" for n, _ in moments for _ in names],
        np.array([at + 4 * late for _, at in moments for late in range(len(names))]),
        first="together",
    )
    return [base, together]


def test_timing_is_told_apart_from_co_sharing(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Two accounts that follow each other within seconds through links that many share are tied by their timing."""
    evidence, names = found(engine, followers(["left", "right"], n_posts=12_000, n_links=150), tmp_path)
    rows = [
        row
        for row, (a, b) in enumerate(zip(evidence.ties.excess.a, evidence.ties.excess.b, strict=True))
        if {names[a], names[b]} == {"x:left", "x:right"}
    ]
    assert len(rows) == 1
    assert evidence.ties.synchrony_q[rows[0]] < 0.05
    assert evidence.ties.n_near[rows[0]] > evidence.ties.expected_near[rows[0]]


def test_network_that_keeps_time_stands_out_as_a_group(engine: DuckDbEngine, tmp_path: Path) -> None:
    """The level of a network counts the stronger evidence of its ties: here when they share, not how much."""
    tables = followers(["first", "second", "third"], n_posts=8_000, n_links=30)
    evidence, names = found(engine, tables, tmp_path)
    assert members(evidence, names) == [{"x:first", "x:second", "x:third"}]
    assert (evidence.ties.excess_q > evidence.ties.synchrony_q).all()
    assert evidence.network_q[0] <= 0.05


def test_object_that_everybody_shares_is_left_out_of_wide_windows(
    engine: DuckDbEngine, tmp_path: Path
) -> None:
    """A link with too many pairs in a window is not looked at there; the circle is found all the same."""
    everybody = posts(
        [f"e{number}" for number in range(3_000)],
        ["https://viral.example/1"] * 3_000,
        np.sort(np.random.default_rng(0).random(3_000)) * 3_000 + 1_700_000_000,
        first="viral",
    )
    options = NullOptions(pairs_per_act=20, pairs_at_least=1)
    evidence, names = found(engine, [crowd(1), circle(1), everybody], tmp_path, options)
    assert evidence.counted.n_left_out[-1] >= 1
    assert evidence.counted.n_left_out[0] == 0
    assert {f"x:c{number}" for number in range(8)} in members(evidence, names)


def test_fewer_windows_than_four_are_allowed(engine: DuckDbEngine, tmp_path: Path) -> None:
    """One window is enough; nothing is found outside it."""
    evidence, names = found(engine, [crowd(1), circle(1)], tmp_path, NullOptions(windows=(60,)))
    assert members(evidence, names) == [{f"x:c{number}" for number in range(8)}]
    assert set(evidence.ties.excess.window.tolist()) == {0}


def test_no_posts_have_no_ties(engine: DuckDbEngine, tmp_path: Path) -> None:
    """A handful of posts that share nothing gives nothing, and no error."""
    alone = posts(["a", "b"], ["https://x.example/1", "https://x.example/2"], np.array([1.7e9, 1.7e9 + 5]))
    evidence, _ = found(engine, [alone], tmp_path)
    assert evidence.networks == ()
    assert evidence.explained == ()


def test_explained_says_that_popularity_explains_a_crowd(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Dealt out anew, a crowd meets as often as it did: popularity explains most of it."""
    evidence, _ = found(engine, [crowd(1)], tmp_path)
    widest = evidence.explained[-1]
    assert widest.window_seconds == 3600
    assert widest.n_by_popularity > 0.6 * widest.n_met


def test_explained_says_that_timing_explains_a_circle(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Where the same accounts share the same popular links within seconds, dealing out anew leaves little."""
    dice = np.random.default_rng(5)
    accounts, links, times = [], [], []
    for link in range(60):
        at = 1_700_000_000 + 40_000.0 * link
        others = dice.permutation(3_000)[:40]
        accounts += [f"u{number}" for number in range(6)] + [f"o{number}" for number in others]
        links += [f"https://s.example/{link}"] * 46
        times += [*(at + dice.random(6) * 5), *(at + dice.random(40) * 36_000)]
    evidence, _ = found(engine, [posts(accounts, links, np.array(times))], tmp_path)
    nearest = evidence.explained[0]
    assert nearest.n_without_timing < 0.5 * nearest.n_met


def test_strata_are_one_where_little_is_popular(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Without enough links that many share there are no tastes to be told apart."""
    made = acts_of(engine, [crowd(1, n_posts=500)], tmp_path)
    strata = learn_strata(engine, made, tmp_path, n_accounts=300)
    assert strata.n_strata == 1


def test_strata_separate_crowds_with_other_tastes(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Two crowds that share other links prefer other strata, but never without bound."""
    dice = np.random.default_rng(2)
    accounts, links = [], []
    for number in range(400):
        side = number % 2
        for _ in range(20):
            accounts.append(f"s{side}-{number}")
            links.append(f"https://side{side}.example/{int(dice.integers(30))}")
    made = acts_of(engine, [posts(accounts, links, dice.random(len(links)) * 1e5 + 1.7e9)], tmp_path)
    names = read_table(made.accounts).sort_by("account").column("key").to_pylist()
    strata = learn_strata(engine, made, tmp_path, n_accounts=len(names))
    side = np.array([name.startswith("x:s1") for name in names])
    liked = strata.preference.argmax(1)
    assert set(liked[side]).isdisjoint(liked[~side])
    assert strata.preference.max() <= 3.0


def few_posts(seed: int, *, together: bool) -> list[pa.Table]:
    """Return some hundred posts: forty people pass on three links over hours, seven of them within the same minute."""
    dice = np.random.default_rng(seed)
    accounts, links, times = [], [], []
    for link in range(3):
        at = 1_700_000_000 + 86_400.0 * link
        people = dice.permutation(40)[:18]
        late = dice.random(18) * 18_000
        accounts += [f"o{number}" for number in people] + [f"u{number}" for number in range(7)]
        links += [f"https://s{link % 3}.example/{link}"] * 25
        times += [*(at + late), *(at + (dice.random(7) * 40 if together else dice.random(7) * 18_000))]
    return [posts(accounts, links, np.array(times))]


def test_small_group_stands_out_as_a_whole(engine: DuckDbEngine, tmp_path: Path) -> None:
    """Seven of forty who gather within a minute three times are found, where no two of them could be alone."""
    evidence, names = found(engine, few_posts(1, together=True), tmp_path)
    assert members(evidence, names) == [{f"x:u{number}" for number in range(7)}]
    assert evidence.ties.gathered.all()
    assert (evidence.ties.excess.count > evidence.ties.excess.expected).all()
    assert evidence.network_q[0] <= 0.05


@pytest.mark.parametrize("seed", range(3))
def test_small_group_that_keeps_no_time_does_not(engine: DuckDbEngine, tmp_path: Path, seed: int) -> None:
    """The same seven sharing the same links at their own hours are no group: what they share alone is no evidence."""
    evidence, _ = found(engine, few_posts(seed, together=False), tmp_path)
    assert not evidence.ties.gathered.any()
