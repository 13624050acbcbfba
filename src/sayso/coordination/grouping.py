"""Networks: communities of ties, the accounts that keep turning up in them, and the ties inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.coordination.arrays import Floats, Ints, ints, ranges, starts
from sayso.coordination.counting import Counted
from sayso.coordination.excess import Pairs, join, no_pairs, strongest
from sayso.coordination.expected import Expectation, leanings
from sayso.coordination.options import MOST_WINDOWS, NO_LIMIT, NullOptions
from sayso.coordination.significance import adjust, excess_tail, n_pairs, simes
from sayso.coordination.strata import Strata
from sayso.stages import SetEngine
from sayso.tables import read_table

if TYPE_CHECKING:
    import networkx as nx


LEAST_ACCOUNTS = 3
"""Two accounts with a tie are a tie, no network: nobody else can be asked whether the group is one."""

LARGE = 50
CLEAR_SPLIT = 0.4
"""A component of more than LARGE accounts is split where the modularity of the split is above this; communities that
stand out have 0.3 to 0.7 (Newman and Girvan 2004, Finding and evaluating community structure in networks)."""

LEAST_EVENTS = 2
MOST_ROUNDS = 4
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """``members[n]`` are the accounts of network n, ascending, ``q[n]`` is its q-value.

    ``inside`` are the pairs inside networks, tested among the pairs of their network alone, ``inside_q`` the q-values.
    The first ``n_grown`` networks grew out of ties, the rest stand out as a whole.
    """

    members: tuple[Ints, ...]
    q: Floats
    inside: Pairs
    inside_q: Floats
    n_grown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Pairs of accounts, one row a pair: ``timed_p`` are the p-values of their synchrony, ``tied`` are ties."""

    pairs: Pairs
    timed_p: Floats
    tied: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The null model that members and ties are tested against."""

    counted: Counted
    strata: Strata
    expectation: Expectation
    options: NullOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """The co-shares in which members take part, over objects that only some share."""

    trace: Ints
    object: Ints
    a: Ints
    b: Ints
    delay: Ints


def group(engine: SetEngine, model: Model, found: Weighed, folder: Path) -> Grouped:
    """Make networks of the ties of ``found``, let accounts join that share in what a network does, tie them inside.

    An account joins where it met members over at least two of the things they met over, more than expected of it, at
    the level ``q`` among all accounts, one network at a time. A pair inside a network is tied at the level ``q`` among
    the pairs of that network (a selected family: Benjamini and Bogomolov 2014, Selective inference on multiple families
    of hypotheses).
    """
    members = communities(found.pairs.take(found.tied)) if found.tied.any() else []
    if not members:
        return Grouped(members=(), q=np.zeros(0), inside=no_pairs(), inside_q=np.zeros(0), n_grown=0)
    for round_ in range(MOST_ROUNDS):
        met = _met(engine, model, members, folder / f"met_{round_}")
        grown = _grow(members, met, model)
        if all(len(new) == len(old) for new, old in zip(grown, members, strict=True)):
            break
        members = grown
    inside = [_inside(of, met, model) for of in members]
    q = _network_q(members, [pairs for pairs, _ in inside], found, model.counted.n_accounts)
    return Grouped(
        members=tuple(members),
        q=q,
        inside=join([pairs for pairs, _ in inside]),
        inside_q=np.concatenate([level for _, level in inside]),
        n_grown=len(members),
    )


def communities(ties: Pairs) -> list[Ints]:
    """Return the communities of three accounts and more, the largest first, then by their first account."""
    import networkx as nx  # takes half a second, which a search that finds nothing need not spend

    graph = nx.Graph()
    strength = -np.log10(np.maximum(ties.p, 1e-300))
    graph.add_weighted_edges_from(zip(ties.a.tolist(), ties.b.tolist(), strength.tolist(), strict=True))
    found = [part for component in nx.connected_components(graph) for part in _split(graph, component)]
    kept = [np.asarray(sorted(part), dtype=np.int64) for part in found if len(part) >= LEAST_ACCOUNTS]
    return sorted(kept, key=lambda part: (-len(part), int(part[0])))


def _split(graph: nx.Graph, component: set[int]) -> list[set[int]]:
    if len(component) <= LARGE:
        return [component]
    import networkx as nx

    # In the order of the accounts: the method visits nodes in the order in which they came.
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(component))
    ordered.add_weighted_edges_from(sorted(graph.subgraph(component).edges(data="weight")))
    parts: list[set[int]] = nx.community.louvain_communities(ordered, seed=SEED)
    return parts if nx.community.modularity(ordered, parts) >= CLEAR_SPLIT else [component]


def _met(engine: SetEngine, model: Model, members: list[Ints], folder: Path) -> _Met:
    counted, options = model.counted, model.options
    folder.mkdir()
    path = folder / "members.parquet"
    pq.write_table(pa.table({"account": np.unique(np.concatenate(members))}), path)
    reads = {"co_shares": counted.co_shares, "members": path}
    engine.write("null_of_members", reads=reads, to=folder / "co_shares")
    table = read_table(folder / "co_shares")
    columns = {name: ints(table, name) for name in ("object", "a", "b", "delay")}
    near = counted.objects.n_accounts[columns["object"]] <= options.some
    return _Met(
        trace=counted.objects.trace[columns["object"]][near],
        **{name: column[near] for name, column in columns.items()},
    )


def _grow(members: list[Ints], met: _Met, model: Model) -> list[Ints]:
    """Return the members with those who join; who could join two networks joins the one with the smaller p-value."""
    home = homes(members, model.counted.n_accounts)
    best = np.ones(model.counted.n_accounts)
    for number, of in enumerate(members):
        accounts, p = _joining(of, met, model)
        better = (home[accounts] < 0) | (best[accounts] < 1.0)
        better &= p < best[accounts]
        home[accounts[better]], best[accounts[better]] = number, p[better]
    return [np.flatnonzero(home == number) for number in range(len(members))]


def homes(members: Sequence[Ints], n_accounts: int) -> Ints:
    """Return the place of each account's network, -1 for none."""
    home = np.full(n_accounts, -1, dtype=np.int64)
    for number, of in enumerate(members):
        home[of] = number
    return home


def homes_of_pairs(pairs: Pairs, members: Sequence[Ints], n_accounts: int) -> Ints:
    """Return the place of the network that both accounts of each pair are in, -1 where there is none."""
    home = homes(members, n_accounts)
    return np.where(home[pairs.a] == home[pairs.b], home[pairs.a], -1)


def _joining(members: Ints, met: _Met, model: Model) -> tuple[Ints, Floats]:
    """Return the accounts outside that turn up too often where members meet, and their p-values.

    Each trace is a test of its own: a link and the post it stands in are one meeting, not two.
    """
    counted, options = model.counted, model.options
    belongs = np.zeros(counted.n_accounts, dtype=bool)
    belongs[members] = True
    best = np.ones(counted.n_accounts)
    for trace in range(len(counted.traces)):
        of_trace = met.trace == trace
        events = np.unique(met.object[of_trace & belongs[met.a] & belongs[met.b]])
        across = of_trace & (belongs[met.a] != belongs[met.b]) & np.isin(met.object, events)
        outsider = np.where(belongs[met.a[across]], met.b[across], met.a[across])
        visits = np.unique(np.stack([outsider, met.object[across]], axis=1), axis=0)
        accounts, n_events = np.unique(visits[:, 0], return_counts=True)
        often = n_events >= LEAST_EVENTS
        accounts, n_events = accounts[often], n_events[often]
        if len(accounts):
            expected = _expected_visits(accounts, trace, events, belongs, model)
            p = excess_tail(n_events, expected, dispersion=options.dispersion) * len(counted.traces)
            best[accounts] = np.minimum(best[accounts], p)
    joins = np.flatnonzero(adjust(best, counted.n_accounts) <= options.q)
    return joins, best[joins]


def _expected_visits(
    accounts: Ints, trace: int, events: Ints, belongs: NDArray[np.bool_], model: Model
) -> Floats:
    """Return at how many of ``events`` each of ``accounts`` is expected, by what outsiders share.

    Every outsider's share counts as near in time, which errs towards no finding.
    """
    counted, expectation = model.counted, model.expectation
    rows, n_sharers = ranges(counted.sharer_object, events)
    number = np.repeat(np.arange(len(events)), n_sharers)
    sharer = counted.sharer_account[rows]
    leaning = leanings(number, sharer, n_objects=len(events), strata=model.strata)
    outside = np.bincount(number, weights=~belongs[sharer], minlength=len(events))
    rates = np.maximum(outside, 1.0) @ leaning
    volume = max(float(expectation.volumes[trace].sum()), 1.0)
    expected: Floats = (
        expectation.degrees[trace, accounts] * (expectation.preference[accounts] @ rates) / volume
    )
    return expected


def _inside(members: Ints, met: _Met, model: Model) -> tuple[Pairs, Floats]:
    """Return the pairs inside a network that share more than expected, and their q-values among its pairs."""
    belongs = np.zeros(model.counted.n_accounts, dtype=bool)
    belongs[members] = True
    inside = belongs[met.a] & belongs[met.b]
    found = [
        _of_trace(place, met, inside & (met.trace == place), model)
        for place in range(len(model.counted.traces))
    ]
    pairs = best_of(join(found))
    return pairs, adjust(pairs.p, n_pairs(len(members)))


def _of_trace(trace: int, met: _Met, chosen: NDArray[np.bool_], model: Model) -> Pairs:
    counted, options = model.counted, model.options
    if not chosen.any():
        return no_pairs()
    key, row = np.unique(met.a[chosen] * counted.n_accounts + met.b[chosen], return_inverse=True)
    a, b = key // counted.n_accounts, key % counted.n_accounts
    object_, delay = met.object[chosen], met.delay[chosen]
    counts = np.zeros((len(key), len(options.windows), len(options.reaches)), dtype=np.int64)
    for window, seconds in enumerate(options.windows):
        near = (delay <= seconds) & (counted.objects.widest[object_] >= seconds)
        for reach, most in enumerate(options.reaches):
            counted_here = near & (counted.objects.n_accounts[object_] <= most)
            counts[:, window, reach] = np.bincount(row[counted_here], minlength=len(key))
    counts[:, :, [most == NO_LIMIT for most in options.reaches]] = 0  # only what some share is at hand here
    return strongest(
        a=a,
        b=b,
        trace=np.full(len(key), trace, dtype=np.int64),
        counts=counts,
        expected=model.expectation.of_pairs(trace, a, b),
        near=np.zeros((len(key), MOST_WINDOWS), dtype=np.int64),
        options=options,
        n_tests=len(counted.traces) * len(options.windows) * len(options.reaches),
        least=0,
    )


def best_of(pairs: Pairs) -> Pairs:
    """Return one row for each pair of accounts: that of the trace with the smallest p-value."""
    order = np.lexsort((pairs.trace, pairs.p, pairs.b, pairs.a))
    ordered = pairs.take(order)
    return ordered.take(starts(ordered.a, ordered.b))


def _network_q(members: list[Ints], inside: list[Pairs], found: Weighed, n_accounts: int) -> Floats:
    """Return a q-value for each network: all its pairs as one test, among as many groups of its size as there could be.

    That is the number of families when all pairs of accounts are split into families of as many pairs. The pairs are
    tested by both evidences, of which the stronger counts, as one of two tests.
    """
    home = homes_of_pairs(found.pairs, members, n_accounts)
    p = []
    for number, of in enumerate(members):
        n_inside = n_pairs(len(of))
        timed_p = found.timed_p[home == number]
        strongest_p = 2 * min(simes(inside[number].p, n_inside), simes(timed_p, n_inside))
        p.append(min(1.0, strongest_p * n_pairs(n_accounts) / n_inside))
    return adjust(np.asarray(p), len(p))
