"""Synthetic posts with known groups: heavy-tailed accounts and things shared, a daily cycle, crowds of like taste.

Posts are made a chunk at a time, each from a seed of its own, so that fifty million need no more memory than one chunk.
Nobody acts together except feeds, fans and the planted groups: what else is found is found falsely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.stages import POSTS, SHARES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

START = 1_700_006_400
DAY = 86_400
CHUNK = 250_000
N_TOPICS = 40
POSTS_PER_ACCOUNT = 6
POSTS_PER_OBJECT = 8
ZONES = np.asarray([-8, -5, 0, 1, 3, 8])
MEDIAN_DELAY = 2_400.0
WIDTH_OF_DELAYS = 1.9
TACTICS = ("fast", "slow", "loose", "copypasta")
NOBODY, FEED, FAN = -1, -2, -3
"""In ``Crowd.group``: an account of no group, of an outlet's feed, of a circle of fans; planted groups count from 0."""

WORDS_PER_POST = 12
TITLED = 0.5
"""The part of posts that have the title of what they share for a text, as share buttons give it."""

KNOWN = 0.3
"""The part of a group's targets that others share too."""

SYLLABLES = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in "lmnrst"]
ENDINGS = ("", "an", "ova", "ite", "er", "os")
WORDS = pa.array([syllable + ending for ending in ENDINGS for syllable in SYLLABLES])


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is made: ``n_posts`` over ``days``.

    ``homophily`` is the part of what is shared that an account takes from its own topic; ``most_shares`` about how
    often the most popular thing is shared at most: pairs grow as posts do, then, not as their square. ``n_heavy`` of
    the posts share one thing; ``planted`` and ``confounders`` are the parts of the posts that are of groups.
    """

    n_posts: int
    seed: int = 0
    days: int = 30
    homophily: float = 0.6
    most_shares: int = 400
    n_heavy: int = 0
    planted: float = 0.0
    confounders: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who can post and what can be shared. Objects of one topic lie beside each other; ``born`` is in seconds."""

    cumulated_activity: Floats
    cumulated_appeal: Floats
    topic: Ints
    zone: Ints
    born: Floats
    group: Ints
    tactics: tuple[str, ...]
    extra: Chunk

    @property
    def n_accounts(self) -> int:
        """How many accounts there are."""
        return len(self.topic)

    @property
    def n_objects(self) -> int:
        """How many things there are that anybody shares."""
        return len(self.born)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Posts: by whom, of what, when (epoch seconds).

    ``title`` is the object whose title the text is, -1 for words of one's own; ``retold`` says that one word of it is
    another.
    """

    account: Ints
    object: Ints
    t: Ints
    title: Ints
    retold: NDArray[np.bool_]


def make_crowd(recipe: Recipe) -> Crowd:
    """Return the accounts and objects of ``recipe``, with the posts of its groups."""
    dice = np.random.default_rng([recipe.seed, 1])
    n_accounts = max(200, recipe.n_posts // POSTS_PER_ACCOUNT)
    per_topic = max(4, recipe.n_posts // POSTS_PER_OBJECT // N_TOPICS)
    rank = np.arange(per_topic)[None, :] * N_TOPICS + dice.permutation(N_TOPICS)[:, None]
    appeal = (rank.ravel() + 20.0) ** -1.05
    appeal = np.minimum(appeal / appeal.sum(), recipe.most_shares / recipe.n_posts)
    crowd = Crowd(
        cumulated_activity=np.cumsum(dice.lognormal(0.0, 1.6, n_accounts)),
        cumulated_appeal=np.cumsum(appeal),
        topic=_drawn(dice, np.cumsum(np.arange(1, N_TOPICS + 1) ** -0.7), n_accounts),
        zone=dice.choice(ZONES, n_accounts),
        born=dice.random(appeal.size) * recipe.days * DAY * 0.97,
        group=np.full(n_accounts, NOBODY),
        tactics=(),
        extra=_join([]),
    )
    return _with_groups(crowd, recipe, dice)


def chunks(recipe: Recipe, crowd: Crowd) -> Iterator[Chunk]:
    """Yield all posts: those of everybody, then those of groups, then those of the heavy object."""
    n_left, number = recipe.n_posts - len(crowd.extra.t) - recipe.n_heavy, 0
    while n_left > 0:
        dice = np.random.default_rng([recipe.seed, 2, number])
        yield _organic(dice, crowd, recipe, min(n_left, CHUNK))
        n_left, number = n_left - CHUNK, number + 1
    if len(crowd.extra.t):
        yield crowd.extra
    for start in range(0, recipe.n_heavy, CHUNK):
        dice = np.random.default_rng([recipe.seed, 3, start])
        yield _organic(dice, crowd, recipe, min(recipe.n_heavy - start, CHUNK), only=0)


def write_posts(recipe: Recipe, crowd: Crowd, path: Path) -> None:
    """Write the posts (POSTS) into the Parquet file ``path``: a link to the object, one tag, a text."""
    with pq.ParquetWriter(path, POSTS, compression="zstd") as writer:
        first = 0
        for number, chunk in enumerate(chunks(recipe, crowd)):
            writer.write_table(_posts(chunk, first, np.random.default_rng([recipe.seed, 4, number])))
            first += len(chunk.t)


def write_shares(recipe: Recipe, crowd: Crowd, path: Path) -> None:
    """Write what is shared (SHARES), one trace, into the Parquet file ``path``."""
    with pq.ParquetWriter(path, SHARES, compression="zstd") as writer:
        first = 0
        for chunk in chunks(recipe, crowd):
            n = len(chunk.t)
            columns = {
                "trace": _same("object", n),
                "value": _named("o", chunk.object),
                "account": _named("synthetic:a", chunk.account),
                "post": _named("synthetic:p", np.arange(first, first + n)),
                "platform": _same("synthetic", n),
                "t": pa.array(chunk.t, pa.int64()),
            }
            writer.write_table(pa.table(columns, schema=SHARES).filter(pc.greater_equal(chunk.object, 0)))
            first += n


def _organic(
    dice: np.random.Generator, crowd: Crowd, recipe: Recipe, n: int, *, only: int | None = None
) -> Chunk:
    account = _drawn(dice, crowd.cumulated_activity, n)
    object_ = np.full(n, only) if only is not None else _picked(dice, crowd, recipe.homophily, account)
    title = np.where(dice.random(n) < TITLED, object_, -1)
    t = _times(dice, crowd.born[object_], crowd.zone[account])
    return Chunk(account=account, object=object_, t=t, title=title, retold=np.zeros(n, dtype=bool))


def _drawn(dice: np.random.Generator, cumulated: Floats, n: int) -> Ints:
    found: Ints = np.searchsorted(cumulated, dice.random(n) * cumulated[-1], side="right").astype(np.int64)
    return found


def _picked(dice: np.random.Generator, crowd: Crowd, homophily: float, account: Ints) -> Ints:
    """Return what each shares: by appeal alone, among all objects or those of the account's own topic."""
    ends = crowd.cumulated_appeal.reshape(N_TOPICS, -1)[:, -1]
    starts = np.concatenate([[0.0], ends[:-1]])
    at_home = dice.random(len(account)) < homophily
    low = np.where(at_home, starts[crowd.topic[account]], 0.0)
    high = np.where(at_home, ends[crowd.topic[account]], ends[-1])
    drawn = low + dice.random(len(account)) * (high - low)
    found = np.searchsorted(crowd.cumulated_appeal, drawn, side="right")
    picked: Ints = np.minimum(found, crowd.n_objects - 1).astype(np.int64)
    return picked


def _times(dice: np.random.Generator, born: Floats, zone: Ints) -> Ints:
    """Return when each is shared: soon after it appeared, seldom at night where the account lives."""
    t = born + MEDIAN_DELAY * dice.lognormal(0.0, WIDTH_OF_DELAYS, len(born))
    asleep = np.arange(len(t))
    for _ in range(8):
        hour = (t[asleep] / 3600 + zone[asleep]) % 24
        awake = 0.575 - 0.425 * np.cos((hour - 4) / 24 * 2 * np.pi)
        asleep = asleep[dice.random(len(asleep)) > awake]
        t[asleep] = born[asleep] + MEDIAN_DELAY * dice.lognormal(0.0, WIDTH_OF_DELAYS, len(asleep))
    return START + np.minimum(t, born + 20 * DAY).astype(np.int64)


def _with_groups(crowd: Crowd, recipe: Recipe, dice: np.random.Generator) -> Crowd:
    """Return ``crowd`` with feeds, fans and planted groups, each of its own accounts, until their posts are enough."""
    group = crowd.group.copy()
    free = iter(dice.permutation(crowd.n_accounts).tolist())
    made: list[Chunk] = []
    tactics: list[str] = []
    next_object, wanted = crowd.n_objects, int(recipe.confounders * recipe.n_posts)
    while sum(len(chunk.t) for chunk in made) < wanted:
        feed = len(made) % 2 == 0
        members = _take(free, int(dice.integers(3, 12) if feed else dice.integers(15, 50)))
        group[members] = FEED if feed else FAN
        made.append(_followed(dice, members, next_object, recipe, feed=feed))
        next_object = int(made[-1].object.max()) + 1
    wanted = sum(len(chunk.t) for chunk in made) + int(recipe.planted * recipe.n_posts)
    while sum(len(chunk.t) for chunk in made) < wanted:
        members = _take(free, int(np.clip(dice.lognormal(2.3, 0.6), 4, 50)))
        group[members] = len(tactics)
        tactics.append(TACTICS[len(tactics) % len(TACTICS)])
        made.append(_planted(dice, crowd, members, first=next_object, recipe=recipe, tactic=tactics[-1]))
        next_object = int(max(made[-1].object.max(), made[-1].title.max(), next_object)) + 1
    return Crowd(
        cumulated_activity=crowd.cumulated_activity,
        cumulated_appeal=crowd.cumulated_appeal,
        topic=crowd.topic,
        zone=crowd.zone,
        born=crowd.born,
        group=group,
        tactics=tuple(tactics),
        extra=_join(made),
    )


def _take(free: Iterator[int], n: int) -> Ints:
    return np.asarray([next(free) for _ in range(n)], dtype=np.int64)


def _followed(dice: np.random.Generator, members: Ints, first: int, recipe: Recipe, *, feed: bool) -> Chunk:
    """Return what the feeds of one outlet post within seconds, or what the fans of one star pass on at human pace."""
    n_objects = int(dice.integers(30, 120) if feed else dice.integers(20, 60))
    born = dice.random(n_objects) * recipe.days * DAY * 0.97
    account, object_ = (
        np.repeat(members, n_objects),
        np.tile(np.arange(first, first + n_objects), len(members)),
    )
    n = len(account)
    wait = dice.exponential(40.0, n) if feed else MEDIAN_DELAY * dice.lognormal(0.0, WIDTH_OF_DELAYS, n)
    kept = dice.random(n) < (0.85 if feed else 0.5)
    t = START + (np.tile(born, len(members)) + wait).astype(np.int64)
    title = np.where(dice.random(n) < TITLED, object_, -1)
    return _chosen(
        Chunk(account=account, object=object_, t=t, title=title, retold=np.zeros(n, dtype=bool)), kept
    )


def _planted(
    dice: np.random.Generator, crowd: Crowd, members: Ints, *, first: int, recipe: Recipe, tactic: str
) -> Chunk:
    """Return the actions of one group: all within a minute, within two hours, few of the members each, or one text."""
    n_actions = int(np.clip(dice.lognormal(2.9, 0.6), 6, 150))
    known = np.flatnonzero(dice.random(n_actions) < KNOWN)
    object_ = np.arange(first, first + n_actions)
    start = dice.random(n_actions) * recipe.days * DAY * 0.97
    object_[known] = _drawn(dice, crowd.cumulated_appeal, len(known))
    start[known] = crowd.born[object_[known]] + MEDIAN_DELAY * dice.lognormal(0.0, 1.0, len(known))
    n = n_actions * len(members)
    within = {"fast": (5, 60), "slow": (600, 7200), "loose": (300, 301), "copypasta": (30, 1800)}[tactic]
    wait = dice.random(n) * dice.integers(*within, n)
    kept = dice.random(n) < {"fast": 0.8, "slow": 0.75, "loose": 0.4, "copypasta": 0.8}[tactic]
    object_ = np.tile(object_, len(members))
    chunk = Chunk(
        account=np.repeat(members, n_actions),
        object=np.full(n, -1) if tactic == "copypasta" else object_,
        t=START + (np.tile(start, len(members)) + wait).astype(np.int64),
        title=object_ if tactic == "copypasta" else np.full(n, -1),
        retold=np.full(n, tactic == "copypasta"),
    )
    return _chosen(chunk, kept)


def _chosen(chunk: Chunk, kept: NDArray[np.bool_]) -> Chunk:
    return Chunk(
        account=chunk.account[kept],
        object=chunk.object[kept],
        t=chunk.t[kept],
        title=chunk.title[kept],
        retold=chunk.retold[kept],
    )


def _join(parts: list[Chunk]) -> Chunk:
    none = np.zeros(0, dtype=np.int64)
    return Chunk(
        account=np.concatenate([none, *(part.account for part in parts)]),
        object=np.concatenate([none, *(part.object for part in parts)]),
        t=np.concatenate([none, *(part.t for part in parts)]),
        title=np.concatenate([none, *(part.title for part in parts)]),
        retold=np.concatenate([none.astype(bool), *(part.retold for part in parts)]),
    )


def _posts(chunk: Chunk, first: int, dice: np.random.Generator) -> pa.Table:
    n = len(chunk.t)
    shared = chunk.object >= 0
    offsets = pa.array(np.concatenate([[0], np.cumsum(shared)]), pa.int32())
    of_link = chunk.object[shared]
    columns = {
        "platform": _same("synthetic", n),
        "id": _named("p", np.arange(first, first + n)),
        "account_id": _named("a", chunk.account),
        "created_epoch": pa.array(chunk.t, pa.int64()),
        "text": _texts(chunk, dice),
        "links": pa.ListArray.from_arrays(offsets, _named("https://news.example/", of_link)),
        "hashtags": pa.ListArray.from_arrays(offsets, _named("tag", of_link % 997)),
        "blob": _same("", n),
        "path": _same("", n),
        "record": _named("", np.arange(1, n + 1) + first),
        "format": _same("synthetic", n),
    }
    empty = pa.ListArray.from_arrays(pa.array(np.zeros(n + 1), pa.int32()), pa.array([], pa.string()))
    columns |= {"mentions": empty, "media": empty}
    arrays = [
        columns[field.name].cast(field.type) if field.name in columns else _nothing(field, n)
        for field in POSTS
    ]
    return pa.Table.from_arrays(arrays, schema=POSTS)


def _nothing(field: pa.Field, n: int) -> pa.Array:
    if not pa.types.is_list(field.type):
        return pa.nulls(n, field.type)
    offsets = pa.array(np.zeros(n + 1), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.array([], field.type.value_type))


def _texts(chunk: Chunk, dice: np.random.Generator) -> pa.Array:
    """Return twelve words for each post: its own, or those of the title, of which a retold one has another word."""
    n = len(chunk.t)
    drawn = dice.random((WORDS_PER_POST, n))
    other = dice.integers(0, WORDS_PER_POST, n)
    words = []
    for place in range(WORDS_PER_POST):
        titled = (chunk.title >= 0) & ~(chunk.retold & (other == place))
        value = np.where(titled, _mixed(chunk.title * WORDS_PER_POST + place), drawn[place])
        words.append(WORDS.take(pa.array((value**2 * len(WORDS)).astype(np.int64))))
    return pc.binary_join_element_wise(*words, " ")


def _mixed(numbers: Ints) -> Floats:
    """Return for each number another in [0, 1), always the same (the finaliser of SplitMix64)."""
    x = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2.0**53


def _named(prefix: str, numbers: Ints) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "")


def _same(text: str, n: int) -> pa.Array:
    return pa.array([text]).take(pa.array(np.zeros(n, dtype=np.int64)))
