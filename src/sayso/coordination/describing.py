"""Describe what a search for ties found: records with names, times, things and words in place of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sayso.coordination.arrays import Ints, all_ints
from sayso.coordination.circles import Circle, Search, gather, texts_of, values_of
from sayso.coordination.evidence import Evidence, Ties
from sayso.coordination.explaining import explain
from sayso.coordination.facts import find_facts
from sayso.coordination.hints import hint
from sayso.coordination.options import NO_LIMIT, NullOptions
from sayso.coordination.posting import ActTables
from sayso.coordination.pushing import CaseClaim, push
from sayso.coordination.wording import (
    explain_evidence,
    level_in_words,
    main_window,
    moment,
    network_in_words,
    tie_in_words,
    timing_in_words,
)
from sayso.records import Network, Note, Push, SharedThing, Tie, network_id
from sayso.stages import SetEngine
from sayso.tables import read_table

Found = Literal["excess", "synchrony", "both", "inside", "group"]

MOST_THINGS = 20
"""Things listed with a network: as many as a person reads."""

MOST_CHARACTERS = 200
"""Of a text that is shown as a shared thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Ties, by network, q-value, a and b, those of no network last; networks, the largest first, then by id.

    ``notes`` say of the whole case which evidence speaks in it.
    """

    ties: tuple[Tie, ...]
    networks: tuple[Network, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """What each tie rests on, in the order of the ties: counts, the sum of delays, first and last epoch."""

    n_objects: Ints
    n_shares: Ints
    delay: Ints
    first_t: Ints
    last_t: Ints


def describe(  # noqa: PLR0917 -- what the steps before it take and give, in their order
    engine: SetEngine,
    tables: ActTables,
    posts: Path,
    evidence: Evidence,
    folder: Path,
    options: NullOptions,
    *,
    claims: Iterable[CaseClaim] = (),
) -> Findings:
    """Return the ties and networks of ``evidence`` as records; ``folder`` is a new one, for tables on the way.

    ``posts`` (POSTS) are the posts that ``tables`` were made of, ``options`` those of the search, ``claims`` what the
    documents of the case say.
    """
    folder.mkdir(parents=True)
    notes = explain_evidence(evidence)
    if not len(evidence.ties.network):
        return Findings(ties=(), networks=(), notes=notes)
    search = Search(
        engine=engine, tables=tables, posts=posts, evidence=evidence, folder=folder, options=options
    )
    keys = _keys(tables.accounts, evidence)
    circles = gather(search, keys)
    ties = _ties(search, keys, {circle.number: network_id(circle.keys) for circle in circles})
    networks = _networks(search, circles, ties, push(search, circles, claims))
    place = {network.id: number for number, network in enumerate(networks)}
    ties.sort(key=lambda tie: (place.get(tie.network_id or "", len(place)), tie.q_value, tie.a, tie.b))
    return Findings(ties=tuple(ties), networks=networks, notes=notes)


def _keys(accounts: Path, evidence: Evidence) -> dict[int, str]:
    """Return the names (``platform:id``) of the accounts that stand in a tie or a network."""
    wanted = np.unique(np.concatenate([evidence.ties.excess.a, evidence.ties.excess.b, *evidence.networks]))
    table = read_table(accounts, columns=["account", "key"])
    table = table.filter(pa.array(np.isin(table.column("account").to_numpy(), wanted)))
    return dict(zip(table.column("account").to_pylist(), table.column("key").to_pylist(), strict=True))


def _met(search: Search) -> _Met:
    pairs, counted, folder = search.evidence.ties.excess, search.evidence.counted, search.folder
    path = folder / "ties.parquet"
    pq.write_table(pa.table({"a": pairs.a, "b": pairs.b}), path)
    reads = {"co_shares": counted.co_shares, "limits": counted.limits, "acts": counted.acts, "ties": path}
    search.engine.write("describe_ties", reads=reads, to=folder / "ties")
    table = read_table(folder / "ties")
    column = all_ints(table)
    key = column["a"] * counted.n_accounts + column["b"]
    order = np.argsort(key)
    rows = order[np.searchsorted(key, pairs.a * counted.n_accounts + pairs.b, sorter=order)]
    names = ("n_objects", "n_shares", "delay", "first_t", "last_t")
    return _Met(**{name: column[name][rows] for name in names})


def _ties(search: Search, keys: dict[int, str], ids: dict[int, str]) -> list[Tie]:
    """Return the ties in the order in which they were found; ``ids`` are those of the networks."""
    met = _met(search)
    return [_tie(search, row, met, keys, ids) for row in range(len(search.evidence.ties.network))]


def _tie(search: Search, row: int, met: _Met, keys: dict[int, str], ids: dict[int, str]) -> Tie:
    ties, traces, options = search.evidence.ties, search.evidence.counted.traces, search.options
    excess = ties.excess
    found = _found(row, ties, options)
    inside = found in ("inside", "group")
    reach = options.reaches[int(excess.reach[row])]
    window = options.windows[int(excess.window[row])]
    near = options.windows[int(ties.near_window[row])] if ties.n_common[row] else 0
    timing = ""
    if ties.synchrony_p[row] < 1:
        timing = timing_in_words(
            n_common=int(ties.n_common[row]),
            n_near=int(ties.n_near[row]),
            window=near,
            expected=float(ties.expected_near[row]),
        )
    both = (steady(ties.excess_q[row]), steady(ties.synchrony_q[row]))
    return Tie(
        a=keys[int(excess.a[row])],
        b=keys[int(excess.b[row])],
        kind=traces[int(excess.trace[row])],
        weight=int(excess.count[row]),
        n_objects=int(met.n_objects[row]),
        n_shares=int(met.n_shares[row]),
        window_seconds=window,
        expected=steady(excess.expected[row]),
        p_value=steady(min(excess.p[row], ties.synchrony_p[row])),
        q_value=steady(ties.inside_q[row]) if inside else min(both),
        found=found,
        excess_p=steady(excess.p[row]),
        excess_q=both[0],
        synchrony_p=steady(ties.synchrony_p[row]),
        synchrony_q=both[1],
        n_common=int(ties.n_common[row]),
        n_near=int(ties.n_near[row]),
        expected_near=steady(ties.expected_near[row]),
        near_seconds=near,
        mean_delay_seconds=steady(met.delay[row] / met.n_shares[row]),
        first_at=moment(int(met.first_t[row])),
        last_at=moment(int(met.last_t[row])),
        in_words=tie_in_words(
            trace=traces[int(excess.trace[row])],
            weight=int(excess.count[row]),
            window=window,
            expected=float(excess.expected[row]),
            most_accounts=None if reach == NO_LIMIT else reach,
            timing=timing,
            gathered=bool(ties.gathered[row]),
        ),
        network_id=ids.get(int(ties.network[row])),
    )


def steady(value: float) -> float:
    """Return ``value`` with nine digits: a sum over rows in another order differs in the sixteenth."""
    return float(f"{float(value):.9g}")


def _found(row: int, ties: Ties, options: NullOptions) -> Found:
    if not np.isnan(ties.inside_q[row]):
        return "group" if ties.gathered[row] else "inside"
    excess, synchrony = ties.excess_q[row] <= options.q, ties.synchrony_q[row] <= options.q
    if excess and synchrony:
        return "both"
    return "excess" if excess else "synchrony"


def _networks(
    search: Search, circles: list[Circle], ties: list[Tie], pushes: dict[int, tuple[Push, ...]]
) -> tuple[Network, ...]:
    """Return the networks, the largest first, then by id; ``ties`` in the order in which they were found."""
    if not circles:
        return ()
    top = np.concatenate([circle.things.object[:MOST_THINGS] for circle in circles])
    values = values_of(search, top, search.folder / "top")
    texts = texts_of(search, values, search.folder / "wording")
    facts = find_facts(search, circles, search.folder / "facts")
    traces = search.evidence.counted.traces
    networks = []
    for circle, known in zip(circles, facts, strict=True):
        own = [ties[row] for row in circle.ties.tolist()]
        networks.append(
            Network(
                id=network_id(circle.keys),
                accounts=circle.keys,
                n_ties=len(own),
                q_value=steady(search.evidence.network_q[circle.number]),
                window_seconds=main_window(own),
                first_at=min(tie.first_at for tie in own),
                last_at=max(tie.last_at for tie in own),
                objects=tuple(_things(circle, values, texts)),
                narratives=pushes.get(circle.number, ()),
                explanations=explain(circle, known),
                hints=hint(circle, own, known),
                in_words=network_in_words(circle, own, known, traces)
                + level_in_words(float(search.evidence.network_q[circle.number]), search.options.q),
            )
        )
    return tuple(sorted(networks, key=lambda network: (-len(network.accounts), network.id)))


def _things(
    circle: Circle, values: dict[int, tuple[str, str]], texts: dict[tuple[str, str], str]
) -> Iterable[SharedThing]:
    things = circle.things
    for row in range(min(len(things), MOST_THINGS)):
        trace, value = values[int(things.object[row])]
        yield SharedThing(
            kind=trace,
            value=readable(trace, value, texts.get((trace, value), "")),
            n_accounts=int(things.n_members[row]),
            n_shares=int(things.n_shares[row]),
        )


def readable(trace: str, value: str, text: str) -> str:
    """Return a shared thing as a person reads it: a text as it was posted, a post by its id and what it says."""
    words = " ".join(text.split())
    if len(words) > MOST_CHARACTERS:
        words = f"{words[:MOST_CHARACTERS].rstrip()}…"
    if trace in ("repost", "quote", "reply"):
        return f"{value} ({words})" if words else value
    return words or value
