"""The stretches of a text that the network reads at one time."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.attribution.model import TOKENIZER, shipped
from sayso.attribution.windows import CONTEXT, CORE, LONGEST, Pieces, Window, split_windows
from sayso.language.english import parse_english
from tests.unit.attribution.made import AWKWARD, make_parse

SIZES = st.lists(
    st.one_of(
        st.lists(st.integers(0, LONGEST), min_size=1, max_size=60),
        st.tuples(st.integers(1, 900), st.integers(0, LONGEST)).map(lambda pair: [pair[1]] * pair[0]),
    ),
    max_size=12,
)
"""For each sentence, how many pieces each of its tokens has."""


def split(sizes: list[list[int]]) -> list[Window]:
    """Return the windows of sentences whose tokens have so many pieces."""
    parse = make_parse([["word"] * len(sentence) for sentence in sizes])
    return list(split_windows(parse, [(7,) * size for size in chain.from_iterable(sizes)]))


def room(sizes: list[int], tokens: range) -> int:
    """Return what tokens take; one without a piece takes as much as one with one."""
    return sum(max(1, sizes[token]) for token in tokens)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    """Load the vocabulary of the model that ships."""
    return Pieces(shipped().joinpath(TOKENIZER).read_text(encoding="utf-8"))


@given(SIZES)
def test_cores_hold_each_token_once(sizes: list[list[int]]) -> None:
    """Cores follow each other without a gap from the first token to the last, and none is empty."""
    cores = [window.core for window in split(sizes)]
    assert [token for core in cores for token in core] == list(range(sum(map(len, sizes))))
    assert all(cores)


@given(SIZES)
def test_windows_are_bounded(sizes: list[list[int]]) -> None:
    """A core and the context on either side take no more than they may; the core lies in its window."""
    flat = list(chain.from_iterable(sizes))
    for window in split(sizes):
        tokens, core = window.tokens, window.core
        assert 0 <= tokens.start <= core.start < core.stop <= tokens.stop <= len(flat)
        assert room(flat, core) <= CORE
        assert room(flat, range(tokens.start, core.start)) <= CONTEXT
        assert room(flat, range(core.stop, tokens.stop)) <= CONTEXT


@given(SIZES)
def test_sentence_that_fits_is_not_cut(sizes: list[list[int]]) -> None:
    """A core ends inside a sentence only when that sentence is longer than a core."""
    ends, borders = 0, {}
    for sentence in sizes:
        borders |= dict.fromkeys(range(ends + 1, ends + len(sentence)), room(sentence, range(len(sentence))))
        ends += len(sentence)
    cut = [window.core.stop for window in split(sizes) if window.core.stop in borders]
    assert all(borders[stop] > CORE for stop in cut)


@given(SIZES)
def test_windows_are_no_more_than_needed(sizes: list[list[int]]) -> None:
    """Two cores in a row would not fit into one, unless the first ends a sentence that was cut."""
    flat = list(chain.from_iterable(sizes))
    long = {
        len(list(chain.from_iterable(sizes[: number + 1])))
        for number, sentence in enumerate(sizes)
        if room(sentence, range(len(sentence))) > CORE
    }
    sentence_ends = {len(list(chain.from_iterable(sizes[:number]))) for number in range(len(sizes) + 1)}
    for one, other in pairwise(window.core for window in split(sizes)):
        if one.stop not in long and other.stop in sentence_ends and other.stop not in long:
            assert room(flat, one) + room(flat, other) > CORE


@pytest.mark.parametrize("size", [0, 1, LONGEST])
def test_ten_thousand_tokens_without_a_full_stop_are_cut(size: int) -> None:
    """A sentence without an end is read in windows as small as others, whatever its tokens are."""
    windows = split([[size] * 10_000])
    assert len(windows) == -(-10_000 * max(1, size) // CORE)
    assert max(len(window.tokens) for window in windows) <= CORE + 2 * CONTEXT


def test_text_without_tokens_has_no_window() -> None:
    """Nothing is read where nothing stands."""
    assert split([]) == []


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_windows_hold_each_token_of_awkward_texts(text: str, pieces: Pieces) -> None:
    """White space between sentences, signs and scripts of all kinds are in some core, once."""
    parse = parse_english(text)
    cut = pieces.of_text(parse)
    assert len(cut) == len(parse)
    cores = [window.core for window in split_windows(parse, cut)]
    assert [token for core in cores for token in core] == list(range(len(parse)))


def test_pieces_of_a_long_address_are_few(pieces: Pieces) -> None:
    """An address of a thousand letters takes no more than a long word."""
    assert len(pieces.cut("https://" + "example/" * 200)) == LONGEST


@pytest.mark.parametrize("word", ["", " ", "\n", "\u200d", "\x00", "\ufe0f"])
def test_pieces_of_what_cannot_be_seen_are_none(pieces: Pieces, word: str) -> None:
    """White space and signs without a shape have no piece."""
    assert pieces.cut(word) == ()


@pytest.mark.parametrize("word", ["🙂", "الوزير", "השר", "é", "部长", "a" * 5_000])
def test_pieces_of_any_word_are_some(pieces: Pieces, word: str) -> None:
    """A word of any script has pieces, the one for unknown words at least."""
    assert pieces.cut(word)
