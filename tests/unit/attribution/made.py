"""Parses and networks made by hand, and texts that are awkward to cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sayso.language.parse import Parse
from sayso.records import Span

STATE = 6
"""Width of what `Dice` says of a token."""

AWKWARD: Mapping[str, str] = {
    "empty": "",
    "white space": " \n\t \u2003 \n\n ",
    "emoji": "🙂 👩🏽‍⚖️ 👨‍👩‍👧 🏳️‍🌈",
    "right to left": "قال الوزير إن المحادثات انتهت. השר אמר: “לא”. \u202esaid no\u202c",
    "address": "She said so at https://" + "a-long-way/" * 400 + " on Monday.",
    "marks": "“”‘’\"'—–…().,;:!?" * 40,
    "no full stop": "the minister said that " * 120,
    "parts of letters": "e\u0301\u200d\ufe0f said " * 30,
    "controls": "Kaya\x00 said \x07 no\u2028 more.",
    "quotations": "“We will not go,” said Mira Tolen. “Never.” The mayor said: “They ‘may’ go.”\n\n“Now.”",
}


def make_parse(sentences: Sequence[Sequence[str]], heads: Sequence[int] | None = None) -> Parse:
    """Return a parse of words with one space between them; by default each hangs on the first of its sentence."""
    words = [word for sentence in sentences for word in sentence]
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    firsts = [0]
    for sentence in sentences:
        firsts.append(firsts[-1] + len(sentence))
    sentence_of = [number for number, sentence in enumerate(sentences) for _ in sentence]
    spans = tuple(
        Span(starts[first], starts[stop - 1] + len(words[stop - 1])) for first, stop in pairwise(firsts)
    )
    return Parse(
        text=" ".join(words),
        sentences=spans,
        starts=starts[:-1],
        ends=[start + len(word) for start, word in zip(starts, words, strict=False)],
        words=words,
        lemmas=words,
        tags=["NN" if word.isalnum() else "," for word in words],
        labels=["dep"] * len(words),
        heads=list(heads) if heads is not None else [firsts[number] for number in sentence_of],
        sentence_of=sentence_of,
    )


class Dice:
    """A network that says anything at all; see `sayso.attribution.decoding.Network`."""

    def __init__(self, seed: int) -> None:
        """Take what chance begins with."""
        self._chance = np.random.default_rng(seed)

    def read(
        self,
        pieces: NDArray[np.int64],
        owners: NDArray[np.int64],
        tokens: NDArray[np.int64],
        firsts: NDArray[np.int64],
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return random states and odds of the right shapes."""
        assert owners.shape == pieces.shape
        assert len(tokens) == len(firsts)
        assert 0 <= firsts.min() <= firsts.max() < len(pieces)
        assert set(pieces[firsts[owners]].shape) == {len(pieces)}
        states = self._chance.normal(size=(len(tokens), STATE)).astype(np.float32)
        return states, self._chance.normal(-2, 2, size=len(tokens)).astype(np.float32)

    def roles(
        self, anchors: NDArray[np.float32], states: NDArray[np.float32], pairs: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return random odds of four roles."""
        assert pairs.shape[:2] == (len(anchors), len(states))
        return self._chance.normal(0, 3, size=(*pairs.shape[:2], 4)).astype(np.float32)
