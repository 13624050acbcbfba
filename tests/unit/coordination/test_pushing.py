"""A network pushes a claim when its posts say it, or link to the document that carries it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.coordination.pushing import HELD, POST_TEXTS, CarryStage, carry_stage
from sayso.coordination.texts import words_of

CLAIM = "the harbour was closed at noon because of the storm"
EXAMPLE = Path(__file__).parents[3] / "examples" / "harbour-talks" / "posts" / "x-twarc.jsonl"


def held(contents: list[str], texts: list[str]) -> set[tuple[int, int]]:
    """Return which of ``texts`` hold which of ``contents``."""
    text, claim = carry_stage([words_of(content) for content in contents]).held(texts)
    return set(zip(text.tolist(), claim.tolist(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        CLAIM,
        f"RT @someone: {CLAIM.upper()}! https://news.example/1 #harbour",
        "They say the harbour was closed at midnight because of the storm. Nobody knew.",
    ],
)
def test_post_says_a_claim_that_it_holds_most_of(text: str) -> None:
    """Case, links, handles and a changed word do not matter."""
    assert held([CLAIM], [text]) == {(0, 0)}


@pytest.mark.parametrize(
    "text", ["the harbour was closed", "because of the noon the harbour was a storm", ""]
)
def test_post_with_a_few_words_of_a_claim_does_not_say_it(text: str) -> None:
    """A part of the claim, or its words in another order, are not the claim."""
    assert held([CLAIM], [text]) == set()


def test_claims_alike_are_told_apart_by_what_a_post_holds_of_each() -> None:
    """A run of words that several claims have proposes them all; each is then counted for itself."""
    other = "the harbour was closed at noon although nobody had asked the mayor or anybody else for leave"
    assert held([CLAIM, other], [CLAIM, other]) == {(0, 0), (1, 1)}


WORDS = st.lists(st.sampled_from("abcdef"), min_size=5, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=4))
def test_rare_runs_lose_no_claim(contents: list[list[str]], texts: list[list[str]]) -> None:
    """What the rarest runs propose is all that holds a claim: the same as comparing everything."""

    def runs(words: list[str]) -> set[tuple[str, ...]]:
        return set(pairwise(words))

    wanted = {
        (text, claim)
        for text, said in enumerate(texts)
        for claim, content in enumerate(contents)
        if len(runs(said) & runs(content)) >= HELD * len(runs(content))
    }
    assert held([" ".join(content) for content in contents], [" ".join(said) for said in texts]) == wanted


def test_each_post_of_a_text_counts() -> None:
    """Equal texts are compared once and counted for each post; names carry their platform."""
    stage: CarryStage = carry_stage([words_of(CLAIM)])
    columns = [["x", "x", "x"], ["1", "2", "3"], ["a", "b", "c"], [CLAIM, "nothing", CLAIM]]
    batch = pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=POST_TEXTS)
    assert stage.run(batch).to_pylist() == [
        {"claim": 0, "account": "x:a", "post": "x:1"},
        {"claim": 0, "account": "x:c", "post": "x:3"},
    ]
    empty = pa.record_batch([pa.array([], pa.string())] * 4, schema=POST_TEXTS)
    assert stage.run(empty).num_rows == 0


def test_example_posts_say_what_the_siren_says() -> None:
    """In the invented case, posts pass on the count of a newsletter; posts on the place alone do not."""
    texts = [json.loads(line)["text"] for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    found = held(["Blue Lantern counted over 40 dead and the Ledger is hiding it"], texts)
    assert found
    assert all("Lantern counted over 40" in texts[place] for place, _ in found)
