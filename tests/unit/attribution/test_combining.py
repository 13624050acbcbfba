"""How readings of the network and of the rules are weighed together."""

from __future__ import annotations

from math import isclose, isfinite, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.attribution.combining import (
    NETWORK,
    Candidate,
    combine,
    overlap,
    read_parts,
    weigh_candidate,
)
from sayso.attribution.decoding import Proposal, propose
from sayso.attribution.features import describe_tokens
from sayso.attribution.frames import Frame
from sayso.attribution.model import PARTS, shipped
from sayso.attribution.preparing import prepare
from tests.unit.attribution.made import AWKWARD, Dice

NAMES = st.sampled_from(["rule", "rule: score", "network", "network: anchor", "unheard of"])
VALUES = st.floats(-6, 6)
WEIGHTS = st.dictionaries(NAMES, st.floats(-2, 2))
LARGEST = 20
"""A sum of parts up to which the score gives the sum back."""

FRAME = Frame(trigger=1, construction="ccomp", subject="nsubj", cue=[1], source=[0], content=[2])
TOKENS = st.lists(st.integers(0, 9), max_size=6)


def read(text: str, seed: int = 1) -> list[Candidate]:
    """Return the candidates of a text by the rules and a network that throws dice."""
    prepared = prepare(text)
    features = describe_tokens(prepared.parse, prepared.marks, prepared.frames)
    triggers = frozenset(frame.trigger for frame in prepared.frames)
    proposals = propose(features, [(1,)] * len(prepared.parse), Dice(seed), also=triggers)
    return combine(prepared.parse, prepared.marks, prepared.frames, proposals)


def combine_one(frame: Frame | None, proposal: Proposal | None) -> list[Candidate]:
    """Return the candidates of one trigger of a short text."""
    prepared = prepare("Kaya said no.")
    return combine(
        prepared.parse,
        prepared.marks,
        [frame] if frame is not None else [],
        [proposal] if proposal is not None else [],
    )


def proposed(source: list[int], content: list[int]) -> Proposal:
    """Return a proposal of the network for ``said``."""
    return Proposal(trigger=1, cue=[1], source=source, content=content, anchored=0.9, sure=(0.8, 0.9, 0.7))


@given(st.dictionaries(NAMES, VALUES), WEIGHTS)
def test_parts_explain_the_score(parts: dict[str, float], weights: dict[str, float]) -> None:
    """The log odds of the score are the sum of weight times value, part by part."""
    score = weigh_candidate(Candidate(frame=FRAME, parts=parts), weights)
    total = sum(weights.get(name, 0.0) * value for name, value in parts.items())
    assert 0 < score < 1
    if abs(total) < LARGEST:
        assert isclose(log(score / (1 - score)), total, abs_tol=1e-6)


@given(st.dictionaries(NAMES, VALUES), WEIGHTS, st.floats(-1e6, 1e6))
def test_part_without_a_weight_counts_nothing(
    parts: dict[str, float], weights: dict[str, float], value: float
) -> None:
    """A name that one side alone knows changes no score."""
    with_more = Candidate(frame=FRAME, parts={**parts, "a name of its own": value})
    alone = weigh_candidate(Candidate(frame=FRAME, parts=parts), weights)
    assert weigh_candidate(with_more, weights) == alone
    assert weigh_candidate(with_more, {**weights, "another name": value}) == alone


@pytest.mark.parametrize("value", [-1e300, -1e4, -40, 0, 40, 1e4, 1e300])
def test_score_stays_between_nothing_and_certainty(value: float) -> None:
    """Weights however large give a score above 0 and below 1."""
    assert 0 < weigh_candidate(Candidate(frame=FRAME, parts={"rule": value}), {"rule": 1.0}) < 1


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_parts_are_numbers_that_the_shipped_model_weighs(text: str) -> None:
    """Whatever comes, each part is a number, and its name one for which a weight was learnt."""
    known = read_parts(shipped().joinpath(PARTS).read_text(encoding="utf-8"))
    for candidate in read(text):
        assert candidate.frame.content
        assert all(map(isfinite, candidate.parts.values()))
        assert candidate.parts.keys() <= known.keys()


def test_candidates_come_in_the_order_of_the_text() -> None:
    """Each trigger of network or rules has a reading, made of frames as the rules have them or by the network."""
    found = read(AWKWARD["quotations"])
    triggers = [candidate.frame.trigger for candidate in found]
    assert triggers == sorted(triggers)
    frames = prepare(AWKWARD["quotations"]).frames
    assert {frame.trigger for frame in frames} <= set(triggers)
    assert {repr(c.frame) for c in found if c.frame.construction != NETWORK} <= set(map(repr, frames))
    assert all((c.frame.construction == NETWORK) == ("network" in c.parts) for c in found)


def test_proposal_without_a_content_is_no_candidate() -> None:
    """Who says nothing is no attribution; the rule's reading knows that the network disagrees."""
    (rule,) = combine_one(FRAME, proposed([0], []))
    assert rule.frame is FRAME
    assert rule.parts["rule: shares content"] == 0


def test_rule_of_the_same_content_speaks_for_the_network() -> None:
    """Where both have one content it is one reading, and a part says that they agree."""
    (network,) = combine_one(FRAME, proposed([0], [2]))
    assert network.frame.construction == NETWORK
    assert network.parts["network: a rule has the content"] == 1
    assert network.parts["network: that rule has the source"] == 1


def test_network_without_a_source_takes_that_of_the_rule() -> None:
    """It does so where both have one content, and the source is no part of cue or content."""
    (network,) = combine_one(FRAME, proposed([], [2]))
    assert network.frame.source == [0]
    assert network.parts["network: that rule has the source"] == 0
    (network,) = combine_one(FRAME, proposed([], [0, 2]))
    assert network.frame.source == []


def test_readings_of_other_contents_stand_beside_each_other() -> None:
    """Which of them is right is for the weights to say."""
    network, rule = combine_one(FRAME, proposed([0], [3]))
    assert network.parts["network: a rule has the content"] == network.parts["network: no rule"] == 0
    assert rule.frame is FRAME
    assert rule.parts["rule: has the source"] == 1


def test_lone_readings_are_told_that_they_are_alone() -> None:
    """A proposal that no rule has, and a frame that the network was not asked about."""
    (network,) = combine_one(None, proposed([0], [2]))
    assert network.parts["network: no rule"] == 1
    (rule,) = combine_one(FRAME, None)
    assert "rule: shares content" not in rule.parts


@given(TOKENS, TOKENS)
def test_overlap_is_a_share_that_looks_both_ways(one: list[int], other: list[int]) -> None:
    """It is 1 for the same tokens, 0 for none in common, and the same from either side."""
    assert overlap(one, other) == overlap(other, one)
    assert (overlap(one, other) == 1) == (set(one) == set(other) != set())
    assert (overlap(one, other) == 0) == set(one).isdisjoint(other)


def test_parts_are_read_by_name() -> None:
    """A line is a name, a tab and a weight; remarks and empty lines are passed over."""
    assert read_parts("# a remark\n\nrule: long\t-0.5\nrule\t2\n") == {"rule: long": -0.5, "rule": 2.0}


@pytest.mark.parametrize(
    "text", ["", "# a remark\n", "rule\n", "rule\tmany\n", "\t1\n", "rule\tnan\n", "rule\tinf\n"]
)
def test_parts_that_are_none_are_refused(text: str) -> None:
    """A file cut off, or with something else than numbers, is no weights."""
    with pytest.raises(ValueError, match=r"line 1|weights|float"):
        read_parts(text)
