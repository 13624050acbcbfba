"""Stretches of a text that the network reads at one time: a core of whole sentences, and some words on either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tokenizers import Tokenizer

from sayso.language.parse import Parse

CORE = 288
"""Word pieces a core holds; a longer sentence is cut."""
CONTEXT = 36
"""Word pieces on either side that are read for the sake of the core."""
LONGEST = 8
"""Word pieces of one token that are read: an address of a hundred says no more than its beginning."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens read together, and those of them whose cues this window answers for."""

    tokens: range
    core: range


class Pieces:
    """Cut tokens into word pieces, remembering those seen."""

    def __init__(self, tokenizer: str) -> None:
        """Take the vocabulary as the text of a ``tokenizer.json``."""
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.cut = lru_cache(maxsize=200_000)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids[:LONGEST])

    def of_text(self, parse: Parse) -> list[tuple[int, ...]]:
        """Return the pieces of each token of ``parse``; white space and unknown signs may have none."""
        return [self.cut(word) for word in parse.words]


def split_windows(parse: Parse, pieces: list[tuple[int, ...]]) -> Iterator[Window]:
    """Yield the windows of a text in order; their cores hold each token once."""
    n_tokens = len(parse)
    for core in _cores(parse, pieces):
        start, stop = core.start, core.stop
        left = right = 0
        while start > 0 and left + _room(pieces[start - 1]) <= CONTEXT:
            start -= 1
            left += _room(pieces[start])
        while stop < n_tokens and right + _room(pieces[stop]) <= CONTEXT:
            right += _room(pieces[stop])
            stop += 1
        yield Window(range(start, stop), core)


def _cores(parse: Parse, pieces: list[tuple[int, ...]]) -> Iterator[range]:
    start = filled = at = 0
    for stop in (*(stop for _, stop in parse.bounds), len(pieces)):  # white space lies between sentences
        size = sum(_room(piece) for piece in pieces[at:stop])
        if filled and filled + size > CORE:
            yield range(start, at)
            start, filled = at, 0
        filled += size
        if filled > CORE:
            yield from _cut_long(pieces, start, stop)
            start, filled = stop, 0
        at = stop
    if start < len(pieces):
        yield range(start, len(pieces))


def _cut_long(pieces: list[tuple[int, ...]], start: int, stop: int) -> Iterator[range]:
    filled = 0
    for token in range(start, stop):
        if filled + _room(pieces[token]) > CORE:
            yield range(start, token)
            start, filled = token, 0
        filled += _room(pieces[token])
    if start < stop:
        yield range(start, stop)


def _room(piece: tuple[int, ...]) -> int:
    """Return what a token takes: one at least, lest ten thousand signs that have no piece make one window."""
    return max(1, len(piece))
