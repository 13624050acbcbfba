"""Texts of posts that are near copies: a word changed, a link or a sentence added, cut short.

Equal texts collapse first. Candidates come from queries (`sql/near_text_pairs.sql`): each text with the earlier ones
that first had one of its shingles. What follows here looks at those few: how much of the shorter text stands in the
longer, and which texts go to one first text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sayso.language.shingles import Shingles, containment, lowest, shingles_of, word_codes
from sayso.stages import SetEngine
from sayso.tables import read_table, write_batches

TEXTS = pa.schema([("text", pa.int64()), ("value", pa.string())])
SHINGLES = pa.schema([("text", pa.int64()), ("shingle", pa.int64())])
CLUSTERS = pa.schema([("text", pa.int64()), ("head", pa.int64())])

# Words in a shingle that makes candidates. Two copies of a 12-word text, each with another word changed, keep 4 of 10
# runs of three words, and 1 of 9 of four.
CANDIDATE_SIZE = 3
# Such runs that a pair has: one is often chance ("in the first"), and a text of ten words keeps two (see above).
MIN_SHARED = 2
# Such runs, about, that stand for a text: of a part of 30 % of a longer text about ten remain in common.
MAX_CANDIDATES = 32
# Words in a shingle that measures: two changed words of twelve leave 7 of 11 runs of two.
MEASURE_SIZE = 2
MIN_CONTAINMENT = 0.6
# With the first text of a cluster, of one that is near to another member: two copies of a text of 20 words with two
# changed in each share 11 of 19 runs of two. Of 20,000 such texts, each with one word of the one before changed, the
# largest cluster has 21; of 100,000 copies of three texts with two words changed at random all are in three clusters.
MIN_WITH_FIRST = 0.4
# A slogan inside a long text makes no copy of the long one: the shorter has at least this share of the longer's words.
MIN_LENGTH_RATIO = 0.3
# Below it, one changed word of a short text leaves too little to tell a copy from a phrase.
MIN_WORDS = 8


@dataclass(slots=True)
class ShingleStage:
    """Turn texts, whose words stand between single spaces, into the runs of words that candidates are found by."""

    reads: pa.Schema = TEXTS
    writes: pa.Schema = SHINGLES

    def open(self) -> None:
        """Load nothing."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return one row for each text and each of its different shingles; none for a text under `MIN_WORDS`."""
        lists = pc.split_pattern(batch["value"], " ")
        enough = pc.greater_equal(pc.list_value_length(lists), MIN_WORDS)
        shingles = lowest(shingles_in(lists.filter(enough), CANDIDATE_SIZE), MAX_CANDIDATES)
        texts = np.repeat(batch["text"].filter(enough).to_numpy(), np.diff(shingles.offsets))
        columns = [pa.array(texts, pa.int64()), pa.array(shingles.codes.view(np.int64), pa.int64())]
        return pa.record_batch(columns, schema=SHINGLES)


def shingles_in(lists: pa.Array, size: int) -> Shingles:
    """Return the shingles of texts that are given as lists of words."""
    words = pc.list_flatten(lists).dictionary_encode()
    codes = word_codes(words.dictionary.to_pylist())[words.indices.to_numpy(zero_copy_only=False)]
    counts = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return shingles_of(codes, offsets, size)


class NearText(NamedTuple):
    """Where the shares of the trace near-text (SHARES) lie, and what texts that several posts share go with."""

    shares: Path
    repeats: Path


def make_near_text(engine: SetEngine, shares: Path, folder: Path) -> NearText:
    """Find the near copies among the texts of a table of shares; return new folders below ``folder``.

    What is needed on the way goes at the end.
    """
    near = NearText(folder / "near_text", folder / "repeats")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".near-text-") as between:
        _make(engine, shares, near, Path(between))
    return near


def _make(engine: SetEngine, shares: Path, near: NearText, between: Path) -> None:
    texts, shingles, pairs = between / "texts", between / "shingles", between / "pairs"
    members, clusters = between / "members", between / "clusters"
    engine.write("near_text_texts", reads={"shares": shares}, to=texts)
    engine.map(ShingleStage(), reads=texts, to=shingles)
    parameters = {"min_shared": MIN_SHARED}
    engine.write("near_text_pairs", reads={"shingles": shingles}, to=pairs, parameters=parameters)
    engine.write("near_text_members", reads={"pairs": pairs, "texts": texts}, to=members)
    write_batches(
        clusters, cluster_texts(read_table(members), read_table(pairs)).to_batches(), schema=CLUSTERS
    )
    tables = {"shares": shares, "texts": texts, "clusters": clusters}
    engine.write("near_text_shares", reads=tables, to=near.shares)
    engine.write("near_text_repeats", reads={"shares": shares, "near_text": near.shares}, to=near.repeats)


def cluster_texts(texts: pa.Table, pairs: pa.Table) -> pa.Table:
    """Return for each of ``texts`` (``text``, ``value``) that is a near copy the first text of its cluster.

    ``pairs`` (``later``, ``earlier``) are the candidates. A text joins the cluster of one that it is near to if it is
    still like the first text there: no chain of small changes leads from one text to quite another.
    """
    texts = texts.sort_by("text")
    numbers = texts["text"].to_numpy()
    lists = pc.split_pattern(texts["value"], " ").combine_chunks()
    later = np.searchsorted(numbers, pairs["later"].to_numpy())
    earlier = np.searchsorted(numbers, pairs["earlier"].to_numpy())
    heads = _heads(_Measure(lists), later, earlier)
    columns = [numbers[list(heads)], numbers[list(heads.values())]] if heads else [[], []]
    return pa.table([pa.array(column, pa.int64()) for column in columns], schema=CLUSTERS)


class _Measure:
    """How far texts, given by their places, are copies of each other."""

    def __init__(self, lists: pa.Array) -> None:
        self._shingles = shingles_in(lists, MEASURE_SIZE)
        self._n_words = pc.list_value_length(lists).to_numpy()
        self._sets: dict[int, frozenset[int]] = {}

    def pairs(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the containment of each pair; 0 where their lengths are too different."""
        a, b = self._n_words[left], self._n_words[right]
        near = np.minimum(a, b) >= MIN_LENGTH_RATIO * np.maximum(a, b)
        return np.where(near, containment(self._shingles, left, right), 0.0)

    def with_head(self, text: int, head: int) -> float:
        """Return the containment of one pair, of which ``head`` will be asked for again."""
        if head not in self._sets:
            self._sets[head] = self._set(head)
        a, b = self._set(text), self._sets[head]
        if min(len(a), len(b)) < MIN_LENGTH_RATIO * max(len(a), len(b)):
            return 0.0
        return len(a & b) / max(min(len(a), len(b)), 1)

    def _set(self, text: int) -> frozenset[int]:
        start, end = self._shingles.offsets[text : text + 2]
        return frozenset(self._shingles.codes[start:end].tolist())


def _heads(measure: _Measure, later: NDArray[np.int64], earlier: NDArray[np.int64]) -> dict[int, int]:
    """Return the first text of its cluster for each text that is no first one, in the order of the texts."""
    score = measure.pairs(later, earlier)
    order = np.lexsort((earlier, -score, later))
    order = order[score[order] >= MIN_CONTAINMENT]
    candidates: dict[int, list[int]] = defaultdict(list)
    for text, before in zip(later[order].tolist(), earlier[order].tolist(), strict=True):
        candidates[text].append(before)
    heads: dict[int, int] = {}
    for text, before in candidates.items():
        head = _head(measure, text, before, heads)
        if head is not None:
            heads[text] = head
    return heads


def _head(measure: _Measure, text: int, before: list[int], heads: dict[int, int]) -> int | None:
    """Return the first text that ``text`` goes to: one it was measured with, best first, or the best of theirs."""
    for other in before:
        if other not in heads:
            return other
    behind = dict.fromkeys(heads[other] for other in before)
    score, head = max((measure.with_head(text, head), -head) for head in behind)
    return -head if score >= MIN_WITH_FIRST else None
