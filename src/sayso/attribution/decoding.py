"""From what the network says of each token to relations: the best path through the roles of each anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.attribution.features import Features, describe_pairs
from sayso.attribution.windows import Window, split_windows
from sayso.language.parse import Parse

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NOTHING, SOURCE, CUE, CONTENT = range(4)
"""What a token is to an anchor; the order of the network's answers."""
LEAST_ANCHOR = 0.04
"""Tokens less likely to head a cue are not looked at again."""
CHANGE = 1.0
"""What it costs a path, in log odds, to go over from one role to another."""


class Network(Protocol):
    """A trained network, whichever runtime runs it."""

    def read(self, pieces: Ints, owners: Ints, tokens: Ints, firsts: Ints) -> tuple[Floats, Floats]:
        """Return the state of each token (tokens, width) and its log odds to head a cue (tokens,)."""
        ...

    def roles(self, anchors: Floats, states: Floats, pairs: Ints) -> Floats:
        """Return (anchors, tokens, roles) in log odds."""
        ...


@dataclass(slots=True, kw_only=True)
class Proposal:
    """One relation as the network sees it, by token numbers, each list sorted.

    ``anchored`` is how likely ``trigger`` heads a cue, in [0, 1]; ``sure`` the mean likelihood of the roles given, for
    source, cue and content.
    """

    trigger: int
    cue: list[int]
    source: list[int]
    content: list[int]
    anchored: float = 0.0
    sure: tuple[float, float, float]


def propose(
    features: Features,
    cut: Sequence[tuple[int, ...]],
    network: Network,
    *,
    also: frozenset[int] = frozenset(),
) -> list[Proposal]:
    """Return what ``network`` finds in a text, in the order of the anchors; those of ``also`` among them."""
    found: list[Proposal] = []
    for window in split_windows(features.parse, list(cut)):
        found += _read_window(features, cut, network, window, also)
    return found


def _read_window(
    features: Features,
    cut: Sequence[tuple[int, ...]],
    network: Network,
    window: Window,
    also: frozenset[int],
) -> list[Proposal]:
    low, high = window.tokens.start, window.tokens.stop
    lengths = np.array([len(cut[token]) for token in window.tokens], dtype=np.int64)
    pieces = np.array([piece for token in window.tokens for piece in cut[token]], dtype=np.int64)
    if not len(pieces):
        return []
    owners = np.repeat(np.arange(high - low), lengths)
    firsts = np.minimum(np.cumsum(lengths) - lengths, len(pieces) - 1)
    states, scores = network.read(pieces, owners, features.tokens[low:high], firsts)
    likely = 1 / (1 + np.exp(-scores.astype(np.float64)))
    anchors = [
        token
        for token in window.core
        if lengths[token - low] and (likely[token - low] >= LEAST_ANCHOR or token in also)
    ]
    if not anchors:
        return []
    rows = np.array(anchors) - low
    pairs = np.stack([describe_pairs(features, anchor, window.tokens) for anchor in anchors])
    answers = _log_shares(network.roles(states[rows], states, pairs))
    answers[np.arange(len(anchors)), rows] = np.where(np.arange(4) == CUE, 0.0, -1e9)
    paths = best_paths(answers, change=CHANGE)
    found = []
    for anchor, path, answer in zip(anchors, paths, answers, strict=True):
        proposal = _propose(features.parse, anchor, low, path, answer)
        proposal.anchored = float(likely[anchor - low])
        found.append(proposal)
    return found


def _log_shares(answers: Floats) -> NDArray[np.float64]:
    wide = answers.astype(np.float64)
    wide -= wide.max(axis=-1, keepdims=True)
    return wide - np.log(np.exp(wide).sum(axis=-1, keepdims=True))  # type: ignore[no-any-return]


def best_paths(answers: NDArray[np.float64], *, change: float) -> Ints:
    """Return the best role of each token, (rows, tokens), where going over from one to another costs ``change``.

    ``answers`` is (rows, tokens, roles), logarithms of likelihoods.
    """
    n_rows, n_tokens, _ = answers.shape
    total = answers[:, 0]
    back = np.zeros((n_rows, n_tokens, answers.shape[2]), dtype=np.int64)
    for token in range(1, n_tokens):
        best = total.argmax(axis=1)
        moved = np.take_along_axis(total, best[:, None], axis=1) - change
        stay = total >= moved
        back[:, token] = np.where(stay, np.arange(answers.shape[2]), best[:, None])
        total = np.where(stay, total, moved) + answers[:, token]
    paths = np.zeros((n_rows, n_tokens), dtype=np.int64)
    at = total.argmax(axis=1)
    for token in range(n_tokens - 1, -1, -1):
        paths[:, token] = at
        at = back[np.arange(n_rows), token, at]
    return paths


def _propose(parse: Parse, anchor: int, low: int, path: Ints, answer: NDArray[np.float64]) -> Proposal:
    runs = {role: join_runs(parse, np.flatnonzero(path == role) + low) for role in (SOURCE, CUE, CONTENT)}
    cue = next((run for run in runs[CUE] if anchor in run), [anchor])

    def weight(run: list[int]) -> float:
        return float(np.exp(answer[np.array(run) - low, SOURCE]).sum())

    # Joining takes in the signs between, which may be the cue (``Kaya: ...``) or have a role of their own.
    source = [token for token in max(runs[SOURCE], key=weight, default=[]) if token not in cue]
    content = [token for run in runs[CONTENT] for token in run if token not in cue and token not in source]
    sure = tuple(
        float(np.exp(answer[np.array(tokens) - low, role]).mean()) if tokens else 0.0
        for role, tokens in ((SOURCE, source), (CUE, cue), (CONTENT, content))
    )
    return Proposal(
        trigger=anchor,
        cue=cue,
        source=source,
        content=content,
        sure=(sure[0], sure[1], sure[2]),
    )


def join_runs(parse: Parse, tokens: Ints) -> list[list[int]]:
    """Return the stretches of ``tokens`` that hold a word, or all when none does; signs alone do not part them."""
    runs: list[list[int]] = []
    for token in tokens.tolist():
        if runs and all(_is_sign(parse, between) for between in range(runs[-1][-1] + 1, token)):
            runs[-1] += range(runs[-1][-1] + 1, token + 1)
        else:
            runs.append([token])
    return [run for run in runs if not all(_is_sign(parse, token) for token in run)] or runs


def _is_sign(parse: Parse, token: int) -> bool:
    return not any(character.isalnum() for character in parse.words[token])
