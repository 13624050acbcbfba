"""What a cue does with its content, and how the source stands to it, by the codebook: docs/annotating.md."""

from __future__ import annotations

import pytest

from sayso.attribution.force import force_of
from sayso.attribution.stances import stance_of
from sayso.records import Span


def spans(text: str, pieces: str) -> tuple[Span, ...]:
    """Return where ``pieces``, divided by dots, stand."""
    found = [piece.strip() for piece in pieces.split("…")]
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in found)


def force(cue: str, content: str) -> str:
    """Return the force of ``cue`` before ``content``."""
    text = f"They {cue} | {content}."
    return force_of(text, spans(text, cue), spans(text, content))


@pytest.mark.parametrize(
    ("expected", "cue", "content"),
    [
        ("state", "said in a statement", "that it rained"),
        ("state", "told supporters in Lurin", "that it rained"),
        ("state", "according to", "it rained"),
        ("state", "made clear", "that it rained"),
        ("state", ":", "no deal"),
        ("state", "–", "no deal"),
        ("state", "put", "the toll at twelve"),
        ("state", "gives", "the first shot as 05.58"),
        ("state", "put it more bluntly", "“If they cross, they drown.”"),
        ("state", "barked", "“Go!”"),
        ("state", "spluttered", "“Go!”"),
        ("state", "called", "him a liar"),
        ("state", "are said", "to be alive"),
        ("state", "concluded", "that the dam had failed"),
        ("state", "points to", "a leak"),
        ("state", "confirmed", "that talks would resume"),
        ("claim", "insisted", "that it rained"),
        ("claim", "reportedly", "rained"),
        ("claim", "allege", "that it rained"),
        ("claim", "maintains", "that it rained"),
        ("claim", "claimed", "responsibility"),
        ("claim", "hinted at", "a deal"),
        ("claim", "cast itself as", "a victim"),
        ("claim", "made the case", "that it rained"),
        ("deny", "waved off", "the report"),
        ("deny", "rejected accusations", "that it shelled the town"),
        ("deny", "ruled out", "a ceasefire"),
        ("deny", "refused to admit", "that it rained"),
        ("deny", "has not acknowledged", "the losses"),
        ("deny", "never said", "that the bridge would hold"),
        ("deny", "brushed aside", "the report"),
        ("deny", "pleaded", "not guilty"),
        ("deny", "do not show", "that it rained"),
        ("deny", "cast doubt on", "the report"),
        ("accuse", "pointed the finger at", "Ostland"),
        ("accuse", "laid the blame squarely on", "Ostland"),
        ("accuse", "holds", "Ostland responsible"),
        ("accuse", "holds", "Ostland responsible for the failure"),
        ("accuse", "is accused of", "theft"),
        ("accuse", "repeated accusations", "of theft"),
        ("demand", "called for", "peace"),
        ("demand", "called", "for peace"),
        ("demand", "called on", "Ostland to stop"),
        ("demand", "asked", "Ostland to stop"),
        ("demand", "asked", "the Herald for an umbrella"),
        ("demand", "has told", "soldiers to stay in barracks"),
        ("demand", "issued a call", "for restraint"),
        ("demand", "insisted on", "a vote"),
        ("demand", "pleaded with", "them to stop"),
        ("warn", "sounded the alarm over", "famine"),
        ("warn", "threatened", "to sue"),
        ("warn", "issued a warning", "of famine"),
        ("promise", "has offered", "to pull back"),
        ("promise", "agreed", "to pull back"),
        ("promise", "swore", "to fight on"),
        ("promise", "assured reporters", "that the road will be open"),
        ("admit", "came clean about", "the losses"),
        ("admit", "took responsibility for", "the losses"),
        ("admit", "confirmed", "that one of its aircraft had released a bomb in error"),
        ("condemn", "lashed out at", "the ruling"),
        ("condemn", "took aim at", "the ruling"),
        ("condemn", "voiced outrage over", "the ruling"),
        ("condemn", "objected to", "the tone"),
        ("ask", "asked", "whether it rained"),
        ("ask", "wondered", "why it rained"),
        ("ask", "called into question", "the count"),
        ("ask", "demanded to know", "who fired"),
        ("believe", "is confident", "that it rained"),
        ("believe", "expressed concern", "that it rained"),
        ("believe", "raised doubts about", "the count"),
        ("believe", "in the view of", "the deal is dead"),
        ("believe", "does not believe", "that it rained"),
        ("believe", "see", "the deal as dead"),
        ("believe", "are feared", "dead"),
        ("other", "wants", "the inspectors to leave"),
        ("other", "plans", "to hold elections"),
        ("other", "hopes", "they are wrong"),
        ("other", "welcomed", "the ruling"),
        ("other", "expressed support for", "the deal"),
        ("other", "threw its weight behind", "the deal"),
        ("other", "did not deny", "that it rained"),
        ("other", "did not say", "whether it rained"),
        ("other", "would not rule out", "a strike"),
        ("other", "stopped short of blaming", "Ostland"),
        ("other", "has all but stopped confirming", "its losses"),
        ("other", "declined to say", "who fired"),
        ("other", "made no mention of", "the losses"),
    ],
)
def test_force_is_what_the_cue_does(expected: str, cue: str, content: str) -> None:
    """The head of the cue, its negation, its phrase and what it takes give the speech act."""
    assert force(cue, content) == expected


@pytest.mark.parametrize(
    ("expected", "source", "cue", "content"),
    [
        ("reports", "", "is said", "to be alive"),
        ("reports", "", "is accused of", "theft"),
        ("questions", "", "asked", "whether it rained"),
        ("denies", "None of them", "believed", "the account"),
        ("questions", "Not one of them", "would say", "that he had seen it"),
        ("denies", "Kaya", "does not think", "that it rained"),
        ("reports", "Kaya", "did not contest", "the number"),
        ("questions", "Many", "doubt", "that there was a count"),
        ("questions", "The log", "does not say", "whose it was"),
        ("asserts", "Kaya", "described", "the mood as grim"),
        ("reports", "Kaya", "quoted", "the minister"),
        ("asserts", "Kaya", "said", "“If they cross, they drown.”"),
        ("denies", "Kaya", "refused to admit", "that it rained"),
    ],
)
def test_stance_is_how_the_source_stands_to_it(expected: str, source: str, cue: str, content: str) -> None:
    """Negation may stand in the cue or the source; without a source a thing is only reported."""
    text = f"{source} {cue} | {content}."
    found = tuple(spans(text, piece) if piece else () for piece in (source, cue, content))
    act = force_of(text, found[1], found[2])
    assert stance_of(text, act, found[1], found[2], source=found[0]) == expected


def test_stance_of_a_medium_is_to_report() -> None:
    """A medium that says something passes it on."""
    text = "The Wire said that it rained."
    parts = (spans(text, "said"), spans(text, "that it rained"))
    assert stance_of(text, "state", *parts, source=spans(text, "The Wire"), sourcing="outlet") == "reports"
