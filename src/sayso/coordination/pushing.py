"""Which claims of the case a network passes on, and what part of their spread among the posts is its own.

A post passes a claim on when its text holds most of the claim's words in their order, or when it links to the document
that carries the claim. Claims of equal words are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sayso.coordination.addresses import normalise
from sayso.coordination.arrays import Ints, ranges
from sayso.coordination.circles import Circle, Search
from sayso.coordination.texts import words_of
from sayso.coordination.wording import count_of
from sayso.language.shingles import Shingles, n_shared, shingles_of, word_codes
from sayso.records import Push
from sayso.tables import read_table

Codes = NDArray[np.uint64]

LEAST_WORDS = 5
"""A content of fewer words ("the talks will go on") is said by many on their own."""

SIZE = 2
"""Words in a run: with two, a changed word of a content of ten costs two runs of nine."""

HELD = 0.6
"""Part of a content's runs that a post must hold. In the 266 posts of the example case 28 claims are found so, all of
them rightly; 0.5 finds 35 more, 9 of them wrongly ("rocket attack on Sarn Ford" for "who fired on Sarn Ford")."""

MIN_ACCOUNTS = 2
"""What one member says alone is not passed on by the network."""

MOST_PUSHES = 50

POST_TEXTS = pa.schema(
    [("platform", pa.string()), ("id", pa.string()), ("account_id", pa.string()), ("text", pa.string())]
)
CARRIED = pa.schema([("claim", pa.int64()), ("account", pa.string()), ("post", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClaim:
    """What a document of the case says on somebody's word: the content of one attribution, and where it stands."""

    attribution_id: str
    document_id: str
    document_url: str | None
    content_text: str
    source_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carrier:
    """What posts may carry: the claim or the document, under the attribution that stands for it."""

    attribution_id: str
    text: str
    how: str


@dataclass(slots=True)
class CarryStage:
    """Find the posts whose text holds a claim: one row for each.

    ``runs`` are those of each claim. A text that holds a part `HELD` of them holds one of any ``n - HELD * n + 1``: the
    rarest so many of each claim (``triggers``, ascending, and whose each is, ``claims``) propose what is then counted.
    """

    runs: Shingles
    triggers: Codes
    claims: Ints
    reads: pa.Schema = POST_TEXTS
    writes: pa.Schema = CARRIED

    def open(self) -> None:
        """Load nothing."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return one row for each post of ``batch`` and each claim it holds."""
        texts = pc.fill_null(batch["text"], "").dictionary_encode()
        text, claim = self.held(texts.dictionary.to_pylist())
        which = np.asarray(texts.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
        by_text = np.argsort(which, kind="stable")
        place, n = ranges(which[by_text], text)
        rows = pa.array(by_text[place], pa.int64())
        account = pc.binary_join_element_wise(batch["platform"], batch["account_id"], ":")
        post = pc.binary_join_element_wise(batch["platform"], batch["id"], ":")
        columns = [pa.array(np.repeat(claim, n), pa.int64()), account.take(rows), post.take(rows)]
        return pa.record_batch(columns, schema=CARRIED)

    def held(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Return which of ``texts`` hold which claims, as places and numbers of equal length."""
        runs = runs_of([words_of(text) for text in texts])
        place, n = ranges(self.triggers, runs.codes)
        owners = np.repeat(np.repeat(np.arange(len(texts)), np.diff(runs.offsets)), n)
        pairs = np.unique(np.stack([owners, self.claims[place]], axis=1), axis=0)
        both = Shingles(
            np.concatenate([runs.codes, self.runs.codes]),
            np.concatenate([runs.offsets, runs.offsets[-1] + self.runs.offsets[1:]]),
        )
        shared = n_shared(both, pairs[:, 0], len(texts) + pairs[:, 1])
        held = pairs[shared >= HELD * np.diff(self.runs.offsets)[pairs[:, 1]]]
        return held[:, 0], held[:, 1]


def runs_of(texts: Sequence[Sequence[str]]) -> Shingles:
    """Return the different runs of `SIZE` words of each text, given by its words."""
    names: dict[str, int] = {}
    place = np.asarray(
        [names.setdefault(word, len(names)) for text in texts for word in text], dtype=np.int64
    )
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
    return shingles_of(word_codes(names)[place], offsets, SIZE)


def carry_stage(contents: Sequence[Sequence[str]]) -> CarryStage:
    """Return the stage that finds ``contents``, each given by its words."""
    runs = runs_of(contents)
    sizes = np.diff(runs.offsets)
    owners = np.repeat(np.arange(len(contents)), sizes)
    _, kind, n = np.unique(runs.codes, return_inverse=True, return_counts=True)
    order = np.lexsort((runs.codes, n[kind], owners))
    rank = np.arange(len(order)) - runs.offsets[owners]
    needed = sizes - np.ceil(HELD * sizes).astype(np.int64) + 1
    chosen = order[rank < needed[owners]]
    by_code = chosen[np.lexsort((owners[chosen], runs.codes[chosen]))]
    return CarryStage(runs=runs, triggers=runs.codes[by_code], claims=owners[by_code])


def push(search: Search, circles: list[Circle], claims: Iterable[CaseClaim]) -> dict[int, tuple[Push, ...]]:
    """Return for each network, by its number, the claims it passes on, those it passes on most first.

    There is one row for each claim that posts say (``text``) and one for each document that posts link to (``link``),
    under its first claim of some words: a link does not say which of them is meant.
    """
    said, linked = _said(claims)
    if not circles or not (said or linked):
        return {}
    folder = search.folder / "pushing"
    folder.mkdir()
    contents, documents = list(said), list(linked)
    search.engine.map(
        carry_stage([content.split() for content in contents]), reads=search.posts, to=folder / "texts"
    )
    _write(folder / "documents.parquet", {"claim": _numbers(len(contents), documents), "url": documents})
    reads = {"shares": search.tables.shares, "documents": folder / "documents.parquet"}
    search.engine.write("describe_links", reads=reads, to=folder / "links")
    numbers = [circle.number for circle in circles for _ in circle.keys]
    keys = [key for circle in circles for key in circle.keys]
    _write(folder / "members.parquet", {"network": numbers, "account": keys})
    reads = {"texts": folder / "texts", "links": folder / "links", "members": folder / "members.parquet"}
    search.engine.write("describe_pushed", reads=reads, to=folder / "pushed")
    carriers = [said[content] for content in contents] + [linked[url] for url in documents]
    return _pushes(read_table(folder / "pushed").to_pylist(), carriers)


def _numbers(first: int, things: Sequence[str]) -> list[int]:
    return list(range(first, first + len(things)))


def _write(path: Path, columns: dict[str, Sequence[str] | Sequence[int]]) -> None:
    types = {"claim": pa.int64(), "network": pa.int64(), "url": pa.string(), "account": pa.string()}
    schema = pa.schema([(name, types[name]) for name in columns])
    pq.write_table(pa.table(dict(columns), schema=schema), path)


def _said(claims: Iterable[CaseClaim]) -> tuple[dict[str, _Carrier], dict[str, _Carrier]]:
    """Return what stands for each different content, by its words, and for each document, by its address."""
    said: dict[str, _Carrier] = {}
    first: dict[str, CaseClaim] = {}
    contents: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        words = words_of(claim.content_text)
        if len(words) >= LEAST_WORDS:
            text = " ".join(claim.content_text.split())
            said.setdefault(
                " ".join(words), _Carrier(attribution_id=claim.attribution_id, text=text, how="text")
            )
        url = normalise(claim.document_url) if claim.document_url else None
        if url:
            if url not in first or len(words) >= LEAST_WORDS > len(words_of(first[url].content_text)):
                first[url] = claim
            contents[url].add(" ".join(words))
    linked = {url: _document(url, claim, len(contents[url])) for url, claim in first.items()}
    return said, linked


def _document(url: str, claim: CaseClaim, n_claims: int) -> _Carrier:
    content = " ".join(claim.content_text.split())
    more = "" if n_claims == 1 else f" and {count_of(n_claims - 1, 'more claim', 'more claims')}"
    text = f"{url}, which carries “{content}”{more}"
    return _Carrier(attribution_id=claim.attribution_id, text=text, how="link")


def _pushes(rows: list[dict[str, int]], carriers: Sequence[_Carrier]) -> dict[int, tuple[Push, ...]]:
    found: dict[int, list[Push]] = defaultdict(list)
    for row in rows:
        if row["n_accounts"] >= MIN_ACCOUNTS:
            carrier = carriers[row["claim"]]
            push_ = Push(
                attribution_id=carrier.attribution_id,
                text=carrier.text,
                how=carrier.how,
                n_posts=row["n_posts"],
                n_posts_all=row["n_posts_all"],
                n_accounts=row["n_accounts"],
            )
            found[row["network"]].append(push_)
    for pushes in found.values():
        pushes.sort(key=lambda one: (-one.n_posts, -one.n_accounts, one.how, one.attribution_id))
    return {network: tuple(pushes[:MOST_PUSHES]) for network, pushes in found.items()}
