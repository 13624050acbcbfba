"""Runs of words as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.language.shingles import Shingles, containment, lowest, n_shared, shingles_of, word_codes

TEXTS = st.lists(st.lists(st.sampled_from("a b c d e f".split()), max_size=12), min_size=1, max_size=6)


def shingles(texts: list[list[str]], size: int) -> Shingles:
    """Return the shingles of texts given as lists of words."""
    codes = word_codes(word for words in texts for word in words)
    return shingles_of(codes, np.cumsum([0, *map(len, texts)]), size)


def runs(words: list[str], size: int) -> set[tuple[str, ...]]:
    """Return the runs of words, as words."""
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_code_of_a_word_is_the_same_everywhere() -> None:
    """Codes are written to tables that another machine reads: they are pinned."""
    assert word_codes(["war", "мир", ""]).tolist() == [
        int.from_bytes(bytes.fromhex(digest), "little")
        for digest in ("00598dd20a57987f", "3baa0963e7c4f459", "e4a6a0577479b2b4")
    ]


@given(TEXTS, st.integers(1, 4))
def test_shingles_are_the_different_runs_of_words(texts: list[list[str]], size: int) -> None:
    """Each text has as many as it has different runs; none crosses into the next text."""
    found = shingles(texts, size)
    assert np.diff(found.offsets).tolist() == [len(runs(words, size)) for words in texts]
    assert len(found.codes) == found.offsets[-1]


@given(TEXTS, st.integers(1, 3))
def test_shared_shingles_are_counted_for_every_pair(texts: list[list[str]], size: int) -> None:
    """As sets of runs would count them; containment is their part of the shorter text."""
    left, right = (side.ravel() for side in np.indices((len(texts), len(texts))))
    found = shingles(texts, size)
    expected = [len(runs(texts[a], size) & runs(texts[b], size)) for a, b in zip(left, right, strict=True)]
    assert n_shared(found, left, right).tolist() == expected
    shares = containment(found, left, right)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_part_of_a_text_is_contained_in_it() -> None:
    """A copy that was cut down keeps a containment of 1."""
    words = [f"w{i}" for i in range(30)]
    found = shingles([words, words[5:14]], 2)
    assert containment(found, np.array([0]), np.array([1])).tolist() == [1.0]


def test_no_texts_have_no_shingles() -> None:
    """Nothing in, nothing out."""
    found = shingles_of(word_codes([]), np.array([0]), 3)
    assert found.offsets.tolist() == [0]
    assert not len(n_shared(found, np.array([], np.int64), np.array([], np.int64)))


@pytest.mark.parametrize("n_words", [20, 100, 1000])
def test_lowest_codes_stand_for_a_long_text_and_for_its_parts(n_words: int) -> None:
    """About as many as asked for are left, and a third of the text keeps some in common with the whole."""
    texts = [[f"{t}-{i}" for i in range(n_words)] for t in range(40)]
    parts = [words[: n_words // 3] for words in texts]
    found = lowest(shingles(texts + parts, 3), 32)
    sizes = np.diff(found.offsets)
    assert abs(sizes[:40].mean() - min(32, n_words - 2)) < 3
    left = np.arange(40)
    assert (n_shared(found, left, left + 40) >= 2).all()


def test_lowest_leaves_short_texts_whole() -> None:
    """Fewer shingles than the limit all stay."""
    found = shingles([["a", "b", "c", "d"], []], 2)
    assert lowest(found, 32).codes.tolist() == found.codes.tolist()
