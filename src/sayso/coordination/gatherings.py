"""Whole groups tested at once, in data so small that no pair of accounts can stand out among all pairs.

In a few hundred posts two accounts meet over three or four things, which chance alone can bring about; that the same
dozen gathers within a minute each time it cannot. Accounts that met over two things or more within a window make a
graph; its dense components are groups, and a group weighs as much as its pairs met more than once. The accounts of
each thing are dealt out anew among its times within a quarter of the day, many times; a group that weighs more than the
heaviest of nearly every deal is no work of chance. As the heaviest group of each deal is taken, the level holds for all
groups together. In larger crowds the popular things alone join people to large components, so there pairs are tested.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sayso.coordination.arrays import Ints, places_of
from sayso.coordination.counting import Counted
from sayso.coordination.dealing import Near, acts_of, deal, near_acts
from sayso.coordination.options import NullOptions

MOST_ACTS = 5_000
"""Of 45 synthetic crowds of 1,000 to 3,000 posts without coordination none had a group, of 30 of 6,000 one had."""

LONGEST_WINDOW = 60
"""In longer windows people who are awake together meet."""

DEALS = 399
LEAST_MEETINGS = 2
LEAST_ACCOUNTS = 3
DENSE = 0.5
"""Each member of a group met at least this share of the others often enough; who hangs on by a chain leaves."""

QUARTER_OF_A_DAY = 21_600
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Accounts that gathered: ``n_met[i]`` times ``a[i]`` met ``b[i]``, where ``expected[i]`` times were dealt.

    ``p`` is the chance of such a group anywhere, times the number of windows and traces; ``window`` is the place of
    the window among the options'.
    """

    members: Ints
    trace: int
    window: int
    p: float
    a: Ints
    b: Ints
    n_met: Ints
    expected: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """One trace that is searched, in ``windows``."""

    trace: int
    windows: list[int]
    counted: Counted
    options: NullOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """The pairs of accounts that met, as one number each, ascending, and over how many objects."""

    pair: Ints
    n_met: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A dense component, and how much it weighs."""

    members: frozenset[int]
    weight: int


def find_gatherings(counted: Counted, options: NullOptions) -> tuple[Gathering, ...]:
    """Return the groups that gather beyond chance, each account in one at most; none where there are many acts."""
    dice = np.random.default_rng(SEED)
    windows = [place for place, seconds in enumerate(options.windows) if seconds <= LONGEST_WINDOW]
    found: list[Gathering] = []
    for trace in range(len(counted.traces) if windows else 0):
        chosen = (counted.objects.trace == trace) & (counted.objects.widest > 0)
        if counted.objects.n_accounts[chosen].sum() > MOST_ACTS:
            continue  # nobody acts less than once: the acts of a large trace need not be read
        acts = acts_of(counted, chosen)
        if 0 < len(acts["t"]) <= MOST_ACTS:
            search = _Search(trace=trace, windows=windows, counted=counted, options=options)
            found += _gather(search, acts, dice)
    return _apart(found, counted.n_accounts)


def _gather(search: _Search, acts: dict[str, Ints], dice: np.random.Generator) -> list[Gathering]:
    near = near_acts(acts, search.counted)
    met = {window: _meetings(search, near, acts["account"], window) for window in search.windows}
    groups = {window: _groups(met[window], search.counted.n_accounts) for window in search.windows}
    if not any(groups.values()):
        return []
    heaviest = {window: np.zeros(DEALS) for window in search.windows}
    dealt = {window: np.zeros(len(met[window].pair)) for window in search.windows}
    within = acts["object"] * 4 + acts["t"] // QUARTER_OF_A_DAY % 4
    for number in range(DEALS):
        account = deal(acts, within, dice)
        for window in search.windows:
            chance = _meetings(search, near, account, window)
            weights = [group.weight for group in _groups(chance, search.counted.n_accounts)]
            heaviest[window][number] = max(weights, default=0)
            dealt[window] += np.append(chance.n_met, 0)[places_of(chance.pair, met[window].pair)] / DEALS
    n_tests = len(search.windows) * len(search.counted.traces)
    found = []
    for window in search.windows:
        for group in groups[window]:
            p = n_tests * float(1 + (heaviest[window] >= group.weight).sum()) / (DEALS + 1)
            if p <= search.options.q:
                found.append(_gathering(search, group, window, p=p, met=met[window], dealt=dealt[window]))
    return found


def _meetings(search: _Search, near: Near, account: Ints, window: int) -> _Met:
    """Return the pairs of accounts that met within the window."""
    seconds, n_accounts = search.options.windows[window], search.counted.n_accounts
    chosen = (near.delay <= seconds) & (search.counted.objects.widest[near.object] >= seconds)
    a, b = account[near.first[chosen]], account[near.second[chosen]]
    pair = np.minimum(a, b) * n_accounts + np.maximum(a, b)
    different = a != b
    both = np.unique(np.stack([pair[different], near.object[chosen][different]], axis=1), axis=0)
    pair, n_met = np.unique(both[:, 0], return_counts=True)
    return _Met(pair=pair, n_met=n_met)


def _groups(met: _Met, n_accounts: int) -> list[_Group]:
    """Return the dense components of the accounts that met often enough."""
    pair, n_met = met.pair, met.n_met
    often = n_met >= LEAST_MEETINGS
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(
            (pair[often] // n_accounts).tolist(),
            (pair[often] % n_accounts).tolist(),
            (n_met[often] - 1).tolist(),
            strict=True,
        )
    )
    parts = [_dense_part(graph.subgraph(part)) for part in nx.connected_components(graph)]
    return [
        _Group(members=frozenset(part), weight=int(part.size(weight="weight")))
        for part in parts
        if len(part) >= LEAST_ACCOUNTS
    ]


def _dense_part(part: nx.Graph) -> nx.Graph:
    """Return what is left when those who met less than half of the others leave, one after the other."""
    left = nx.Graph(part)
    while len(left) >= LEAST_ACCOUNTS:
        n_met, account = min((degree, account) for account, degree in left.degree)
        if n_met >= DENSE * (len(left) - 1):
            break
        left.remove_node(account)
    return left


def _gathering(
    search: _Search, group: _Group, window: int, *, p: float, met: _Met, dealt: NDArray[np.float64]
) -> Gathering:
    members = np.asarray(sorted(group.members), dtype=np.int64)
    a, b = met.pair // search.counted.n_accounts, met.pair % search.counted.n_accounts
    inside = (met.n_met >= LEAST_MEETINGS) & np.isin(a, members) & np.isin(b, members)
    return Gathering(
        members=members,
        trace=search.trace,
        window=window,
        p=p,
        a=a[inside],
        b=b[inside],
        n_met=met.n_met[inside],
        expected=dealt[inside],
    )


def _apart(found: list[Gathering], n_accounts: int) -> tuple[Gathering, ...]:
    """Return the gatherings that share no account, the largest and surest first."""
    taken = np.zeros(n_accounts, dtype=bool)
    kept = []
    for gathering in sorted(
        found, key=lambda g: (-len(g.members), g.p, g.trace, g.window, g.members.tolist())
    ):
        if not taken[gathering.members].any():
            taken[gathering.members] = True
            kept.append(gathering)
    return tuple(kept)
