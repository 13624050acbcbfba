"""What the network is told of tokens and of pairs of them."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.attribution.features import (
    BELOW,
    ELSEWHERE,
    LABEL_NUMBER,
    PAIR_SIZES,
    STEPS,
    TAG_NUMBER,
    TOKEN_SIZES,
    Features,
    describe_pairs,
    describe_tokens,
)
from sayso.attribution.preparing import prepare
from tests.unit.attribution.made import AWKWARD

TOLEN = "“We will not go,” said Mira Tolen. “You may,” the mayor told her."
WAY, RULE, DISTANCE, QUOTE = range(4)


def features_of(text: str) -> Features:
    """Return the features of a text."""
    prepared = prepare(text)
    return describe_tokens(prepared.parse, prepared.marks, prepared.frames)


@pytest.fixture(scope="module")
def tolen() -> Features:
    """Return the features of `TOLEN`."""
    return features_of(TOLEN)


def pair(features: Features, anchor: str, token: str) -> list[int]:
    """Return the facts of two words, each the first so spelt."""
    words = features.parse.words
    every = describe_pairs(features, words.index(anchor), range(len(words)))
    row: list[int] = every[words.index(token)].tolist()
    return row


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_features_have_their_place_in_the_tables(text: str) -> None:
    """Whatever a text holds, each number is a row of its table, and there is one row a token."""
    features = features_of(text)
    n_tokens = len(features.parse)
    assert features.tokens.shape == (n_tokens, len(TOKEN_SIZES))
    assert (features.tokens >= 0).all()
    assert (features.tokens < np.array(TOKEN_SIZES)).all()
    for anchor in {*range(0, n_tokens, 7), *features.frames}:
        pairs = describe_pairs(features, anchor, range(n_tokens))
        assert pairs.shape == (n_tokens, len(PAIR_SIZES))
        assert (pairs >= 0).all()
        assert (pairs < np.array(PAIR_SIZES)).all()


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_pairs_of_a_window_are_those_of_the_text(text: str) -> None:
    """What lies outside a window, frames and quotations too, changes nothing inside it."""
    features = features_of(text)
    n_tokens = len(features.parse)
    for anchor in range(0, n_tokens, 11):
        whole = describe_pairs(features, anchor, range(n_tokens))
        window = range(max(0, anchor - 3), min(n_tokens, anchor + 5))
        part = describe_pairs(features, anchor, window)
        assert (part == whole[window.start : window.stop]).all()


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_each_anchor_is_itself_and_nothing_else(text: str) -> None:
    """One token in a row of pairs is the anchor."""
    features = features_of(text)
    for anchor in range(0, len(features.parse), 5):
        ways = describe_pairs(features, anchor, range(len(features.parse)))[:, WAY]
        assert np.flatnonzero(ways == ELSEWHERE.index("self")).tolist() == [anchor]


def test_child_and_head_are_seen_from_both_ends(tolen: Features) -> None:
    """Where one token hangs below the other by a label, the other is its head."""
    parse = tolen.parse
    for token, head in enumerate(parse.heads):
        if token != head:
            below = describe_pairs(tolen, head, range(len(parse)))[token, WAY]
            above = describe_pairs(tolen, token, range(len(parse)))[head, WAY]
            assert below == BELOW + LABEL_NUMBER[parse.labels[token]]
            assert above == ELSEWHERE.index("head")


def test_distances_mirror_each_other(tolen: Features) -> None:
    """What comes before an anchor comes after it when looked at from there; nothing but itself is at no distance."""
    n_tokens = len(tolen.parse)
    rows = [describe_pairs(tolen, anchor, range(n_tokens))[:, DISTANCE] for anchor in range(n_tokens)]
    itself = int(np.searchsorted(STEPS, 0, side="right"))
    table = np.stack(rows)
    assert (np.diff(table, axis=1) >= 0).all()
    assert ((table == itself) == np.eye(n_tokens, dtype=bool)).all()
    assert ((table < itself) == (table > itself).T).all()


def test_pairs_tell_of_other_sentences(tolen: Features) -> None:
    """Tokens of the sentence before and of the one after are told apart."""
    assert pair(tolen, "said", "told")[WAY] == ELSEWHERE.index("sentence-after")
    assert pair(tolen, "told", "said")[WAY] == ELSEWHERE.index("sentence-before")


def test_pairs_tell_of_quotations(tolen: Features) -> None:
    """The quotation of the anchor, the last one before it, the first one after it, and no quotation."""
    assert pair(tolen, "not", "we")[QUOTE] == 1
    assert pair(tolen, "said", "we")[QUOTE] == pair(tolen, "told", "may")[QUOTE] == 2
    assert pair(tolen, "said", "may")[QUOTE] == pair(tolen, "not", "may")[QUOTE] == 3
    assert pair(tolen, "told", "we")[QUOTE] == 4
    assert pair(tolen, "said", "tolen")[QUOTE] == 0


def test_pairs_tell_what_the_rules_think(tolen: Features) -> None:
    """Source, cue and content of the best frame of the anchor; nothing where the anchor has no frame."""
    assert [pair(tolen, "said", word)[RULE] for word in ("tolen", "said", "go")] == [2, 3, 4]
    assert pair(tolen, "tolen", "go")[RULE] == 0


@pytest.mark.parametrize(
    ("word", "shape"), [("we", 0), ("Mira", 1), ("NATO", 2), ("A", 1), ("40", 3), ("B2", 3), ("🙂", 0)]
)
def test_tokens_tell_of_case(word: str, shape: int) -> None:
    """Lower case, a capital first, capitals only, digits."""
    assert features_of(f"So {word}").tokens[1, 2] == shape


def test_tokens_tell_of_tag_label_and_quotation(tolen: Features) -> None:
    """A tag and a label have their numbers; the lowest bit of the context is a quotation."""
    said, go = (tolen.parse.words.index(word) for word in ("said", "go"))
    assert tolen.tokens[said, 0] == TAG_NUMBER["VBD"]
    assert tolen.tokens[said, 1] == LABEL_NUMBER["ROOT"]
    assert tolen.tokens[go, 3] & 1
    assert not tolen.tokens[said, 3] & 1
    assert tolen.tokens[said, 3] >> 1 & 1
    assert tolen.tokens[go, 3] >> 3 & 1
