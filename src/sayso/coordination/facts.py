"""What is measured of each network beside its ties, so that plain reasons for acting together can be named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sayso.coordination.addresses import domain_of, is_platform, is_shortener
from sayso.coordination.arrays import Ints, all_ints, starts
from sayso.coordination.circles import Circle, Search, values_of
from sayso.coordination.timing import Pace, paces
from sayso.tables import read_table

Cell = str | int | None

MOST_VALUES = 2_000
"""Things of a network whose addresses and authors are looked at, the most shared first."""

COMMON = 0.5
"""A site that half of all links of the case lead to says nothing about those who share it."""

BY_HAND = re.compile(r"\s*(?:RT|MT|QT)\s+[@＠]([\w.-]*\w)")
HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``n`` of ``n_all`` shares go to what ``name`` names; of the whole case's the part ``at_large``, if known."""

    name: str
    n: int
    n_all: int
    at_large: float | None = None

    @property
    def share(self) -> float:
        """Return the part of all."""
        return self.n / max(self.n_all, 1)

    def telling(self, least: float) -> bool:
        """Tell whether at least ``least`` of all go there, and not because most of the whole case does."""
        return self.share >= least and (self.at_large is None or self.at_large < COMMON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one network.

    ``names``: what its accounts call themselves. ``site``: where most of its links lead; ``author``: whose posts it
    passes on most. ``participation``: the part of the network's things that a member shares, the median of all members;
    ``devotion``: the part of the members' posts that share them; ``after_first``: seconds from the first share of a
    thing to each further one, the median; ``n_days``: on how many days. ``hours``: shares by hour of
    the day (UTC), ``hours_at_large`` those of the case. ``pace``: how close in time members are, beside others.
    """

    names: tuple[str, ...]
    site: Part | None
    author: Part | None
    participation: float
    devotion: float
    after_first: float
    n_days: int
    hours: Ints
    hours_at_large: Ints
    pace: Pace | None


def find_facts(search: Search, circles: list[Circle], folder: Path) -> list[Facts]:
    """Return the facts of each of ``circles``; ``folder`` is a new one."""
    if not circles:
        return []
    folder.mkdir()
    shares = _shares(search, folder)
    chosen = np.concatenate([circle.things.object[:MOST_VALUES] for circle in circles])
    values = values_of(search, chosen, folder / "named")
    members = _members(search, circles, folder / "accounts")
    sites = _sites(search, circles, values, folder / "sites")
    authors = _authors(search, circles, values, folder / "authors")
    pace = paces(search, circles, shares, folder / "timing")
    at_large = _hours(search, folder)
    facts = []
    for circle in circles:
        own = {name: column[shares["network"] == circle.number] for name, column in shares.items()}
        facts.append(
            Facts(
                names=tuple(name for key in circle.keys if (name := members[key][0])),
                site=sites[circle.number],
                author=authors[circle.number],
                participation=_participation(circle, own),
                devotion=len(np.unique(own["post"])) / max(sum(members[key][1] for key in circle.keys), 1),
                after_first=_after_first(own),
                n_days=len(np.unique(own["t"] // 86_400)),
                hours=np.bincount(own["t"] // 3600 % HOURS, minlength=HOURS),
                hours_at_large=at_large,
                pace=pace[circle.number],
            )
        )
    return facts


def _shares(search: Search, folder: Path) -> dict[str, Ints]:
    reads = {
        "acts": search.tables.acts,
        "members": search.folder / "members.parquet",
        "things": search.folder / "things",
    }
    search.engine.write("describe_shares", reads=reads, to=folder / "shares")
    return all_ints(read_table(folder / "shares"))


def _members(search: Search, circles: list[Circle], folder: Path) -> dict[str, tuple[str, int]]:
    """Return the name (empty where unknown) and the number of posts of each member."""
    keys = sorted({key for circle in circles for key in circle.keys})
    rows = _asked(search, "describe_members", {"posts": search.posts}, {"account": keys}, folder)
    known = {str(row["account"]): (str(row["name"] or ""), int(row["n_posts"] or 0)) for row in rows}
    return dict.fromkeys(keys, ("", 0)) | known


def _asked(
    search: Search, query: str, reads: dict[str, Path], wanted: dict[str, list[str]], folder: Path
) -> list[dict[str, Cell]]:
    """Return the rows of ``query``, whose table ``chosen`` has the one column ``wanted``."""
    folder.mkdir()
    chosen = folder / "chosen.parquet"
    columns = {name: pa.array(values, pa.string()) for name, values in wanted.items()}
    pq.write_table(pa.table(columns), chosen)
    search.engine.write(query, reads=reads | {"chosen": chosen}, to=folder / "found")
    rows: list[dict[str, Cell]] = read_table(folder / "found").to_pylist()
    return rows


def _sites(
    search: Search, circles: list[Circle], values: dict[int, tuple[str, str]], folder: Path
) -> list[Part | None]:
    """Return for each network the site that most of its shared links lead to; platforms and shorteners are no site."""
    found = [_most(circle, values, ("url",), _site) for circle in circles]
    names = sorted({part.name for part in found if part})
    rows = _asked(search, "describe_sites", {"objects": search.tables.objects}, {"value": names}, folder)
    at_large = {str(row["value"]): int(row["n_shares"] or 0) / max(int(row["n_all"] or 0), 1) for row in rows}
    return [
        part and Part(name=part.name, n=part.n, n_all=part.n_all, at_large=at_large.get(part.name))
        for part in found
    ]


def _site(url: str) -> str | None:
    domain = domain_of(url)
    return None if domain is None or is_platform(domain) or is_shortener(url) else domain


def _authors(
    search: Search, circles: list[Circle], values: dict[int, tuple[str, str]], folder: Path
) -> list[Part | None]:
    """Return for each network the account whose posts it most reposts, quotes or answers."""
    traces = ("repost", "quote", "reply")
    posts = sorted({value for trace, value in values.values() if trace in traces})
    rows = _asked(search, "describe_authors", {"posts": search.posts}, {"value": posts}, folder)
    names, shown = {}, {}
    for row in rows:
        by_hand = BY_HAND.match(str(row["text"] or ""))
        handle = row["name"] or (by_hand[1] if by_hand else None)
        account = str(row["account"] or handle or "")
        if account:
            names[str(row["value"])] = account
            shown[account] = f"@{str(handle).lstrip('@')}" if handle else account
    found = [_most(circle, values, traces, names.get) for circle in circles]
    return [part and Part(name=shown[part.name], n=part.n, n_all=part.n_all) for part in found]


def _most(
    circle: Circle,
    values: dict[int, tuple[str, str]],
    traces: tuple[str, ...],
    name_of: Callable[[str], str | None],
) -> Part | None:
    """Return what most shares of the things of ``traces`` go to."""
    counts: Counter[str] = Counter()
    total = 0
    for object_, n in zip(
        circle.things.object[:MOST_VALUES].tolist(), circle.things.n_shares.tolist(), strict=False
    ):
        trace, value = values[object_]
        if trace in traces:
            total += n
            name = name_of(value)
            if name:
                counts[name] += n
    if not counts:
        return None
    name = min(counts, key=lambda name: (-counts[name], name))
    return Part(name=name, n=counts[name], n_all=total)


def _hours(search: Search, folder: Path) -> Ints:
    search.engine.write("describe_hours", reads={"acts": search.evidence.counted.acts}, to=folder / "hours")
    columns = all_ints(read_table(folder / "hours"))
    return np.bincount(columns["hour"], weights=columns["n"], minlength=HOURS).astype(np.int64)


def _participation(circle: Circle, shares: dict[str, Ints]) -> float:
    """Return which part of the network's things a member shares, the median over members."""
    pairs = np.unique(np.stack([shares["account"], shares["object"]], axis=1), axis=0)
    counts = np.asarray([(pairs[:, 0] == member).sum() for member in circle.members])
    return float(np.median(counts)) / max(len(circle.things), 1)


def _after_first(shares: dict[str, Ints]) -> float:
    """Return the median of the seconds from the first share of a thing by any member to each other member's."""
    order = np.lexsort((shares["t"], shares["account"], shares["object"]))
    object_, account, t = (shares[name][order] for name in ("object", "account", "t"))
    first = starts(object_, account)
    object_, t = object_[first], t[first]
    order = np.lexsort((t, object_))
    object_, t = object_[order], t[order]
    new = starts(object_)
    delay = t - t[new][np.cumsum(new) - 1]
    return float(np.median(delay[~new])) if (~new).any() else 0.0
