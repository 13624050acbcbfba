"""From what a network says of each token to relations."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from sayso.attribution.decoding import CUE, Proposal, best_paths, join_runs, propose
from sayso.attribution.features import Features, describe_tokens
from sayso.attribution.preparing import prepare
from tests.unit.attribution.made import AWKWARD, Dice, make_parse

Answers = NDArray[np.float64]

ANSWERS = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 2), st.integers(1, 5), st.integers(2, 4)),
    elements=st.floats(-50, 0, allow_nan=False, width=16),
)
NEARLY = 1e-9


def value(answer: Answers, path: tuple[int, ...], change: float) -> float:
    """Return what a path is worth."""
    said = sum(answer[token, role] for token, role in enumerate(path))
    return float(said - change * sum(a != b for a, b in pairwise(path)))


def features_of(text: str) -> Features:
    """Return the features of a text."""
    prepared = prepare(text)
    return describe_tokens(prepared.parse, prepared.marks, prepared.frames)


def propose_by_dice(features: Features, seed: int, also: frozenset[int] = frozenset()) -> list[Proposal]:
    """Return what a network finds that throws dice; every token has one piece."""
    return propose(features, [(1,)] * len(features.parse), Dice(seed), also=also)


@given(ANSWERS, st.floats(0, 20))
def test_best_paths_are_the_best_of_all(answers: Answers, change: float) -> None:
    """No other way through the roles is worth more."""
    _, n_tokens, n_roles = answers.shape
    for answer, path in zip(answers, best_paths(answers, change=change), strict=True):
        best = max(value(answer, one, change) for one in product(range(n_roles), repeat=n_tokens))
        assert value(answer, tuple(path), change) >= best - NEARLY


@given(ANSWERS)
def test_best_paths_at_no_cost_are_the_best_roles(answers: Answers) -> None:
    """Where going over costs nothing, each token has its likeliest role."""
    paths = best_paths(answers, change=0.0)
    chosen = np.take_along_axis(answers, paths[..., None], axis=2)[..., 0]
    assert (chosen == answers.max(axis=2)).all()


@given(ANSWERS)
def test_best_paths_at_a_high_cost_keep_to_one_role(answers: Answers) -> None:
    """Where going over costs more than all tokens together can give, nothing changes along the row."""
    paths = best_paths(answers, change=1e6)
    assert (paths == paths[:, :1]).all()
    assert (
        np.take_along_axis(answers.sum(axis=1), paths[:, :1], axis=1)[:, 0] == answers.sum(axis=1).max(axis=1)
    ).all()


@given(ANSWERS, st.floats(0, 5))
def test_best_paths_leave_what_they_are_given(answers: Answers, change: float) -> None:
    """The rows are not written into, and do not look at each other."""
    before = answers.copy()
    together = best_paths(answers, change=change)
    alone = np.concatenate([best_paths(row[None], change=change) for row in answers])
    assert (answers == before).all()
    assert (together == alone).all()


@pytest.mark.parametrize(
    ("words", "tokens", "runs"),
    [
        ("we will not go", [], []),
        ("we will not go", [1, 2], [[1, 2]]),
        ("we will not go", [0, 2, 3], [[0], [2, 3]]),
        ("Tolen , a teacher ,", [0, 2, 3], [[0, 1, 2, 3]]),
        ("go , ” she said : “ now", [0, 7], [[0], [7]]),
        ("no — “ never", [0, 3], [[0, 1, 2, 3]]),
        (", said . so", [0, 3], [[3]]),
        (", said .", [0, 2], [[0], [2]]),
        ("🙂 said 🙂 no", [0, 2], [[0], [2]]),
    ],
)
def test_runs_are_parted_by_words_alone(words: str, tokens: list[int], runs: list[list[int]]) -> None:
    """Signs between two tokens of a role belong to it; a run of signs counts only where there is no other."""
    parse = make_parse([words.split()])
    assert join_runs(parse, np.array(tokens, dtype=np.int64)) == runs


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("seed", range(3))
def test_proposals_are_well_formed_whatever_the_network_says(text: str, seed: int) -> None:
    """Roles are sorted, apart and in the text, the trigger heads its cue, likelihoods are in [0, 1]."""
    features = features_of(text)
    for one in propose_by_dice(features, seed):
        for tokens in (one.source, one.cue, one.content):
            assert tokens == sorted(set(tokens))
            assert set(tokens) <= set(range(len(features.parse)))
        roles = [*one.source, *one.cue, *one.content]
        assert len(set(roles)) == len(roles)
        assert one.trigger in one.cue
        assert all(0 <= share <= 1 for share in (one.anchored, *one.sure))


def test_proposals_come_once_and_in_order() -> None:
    """Each token heads one proposal at most, though windows overlap."""
    triggers = [one.trigger for one in propose_by_dice(features_of(AWKWARD["no full stop"]), 1)]
    assert triggers == sorted(set(triggers))
    assert triggers


def test_network_is_asked_about_what_the_rules_found() -> None:
    """A trigger of the rules has a proposal even where the network sees no anchor."""
    features = features_of(AWKWARD["quotations"])
    every = frozenset(range(len(features.parse)))
    assert {one.trigger for one in propose_by_dice(features, 2, every)} == every
    assert {one.trigger for one in propose_by_dice(features, 2)} < every


def test_tokens_without_pieces_are_not_read() -> None:
    """What has no piece can head no cue; a window of nothing else is not read at all."""
    features = features_of("Kaya said no.")
    cut: list[tuple[int, ...]] = [(1,), (), (1,), (1,)]
    assert 1 not in {one.trigger for one in propose(features, cut, Dice(1), also=frozenset(range(4)))}
    assert propose(features, [()] * 4, Dice(1), also=frozenset(range(4))) == []


def test_anchor_is_always_a_cue() -> None:
    """Whatever the network says of the anchor's own role, it is the cue."""
    assert CUE == 2
    features = features_of("Officials said on Monday that the dam broke.")
    for seed in range(20):
        assert all(one.trigger in one.cue for one in propose_by_dice(features, seed))
