"""What an attribution means: sourcing, force, stance, hedges, quotation and chain, from spans alone."""

from __future__ import annotations

import pytest

from sayso.attribution.chains import chain_of
from sayso.attribution.force import force_of
from sayso.attribution.hedges import find_hedges
from sayso.attribution.quotation import quotation_of
from sayso.attribution.sourcing import SourceReader
from sayso.attribution.stances import stance_of
from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import find_quotes
from sayso.records import Attribution, Span


def span(text: str, piece: str) -> Span:
    """Return where ``piece`` stands."""
    start = text.index(piece)
    return Span(start, start + len(piece))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Transport Minister Leyla Kaya", "named-person"),
        ("Mr. Orlov", "named-person"),
        ("the harbour master, Ivo Brandt", "named-person"),
        ("the Veridian foreign ministry", "named-organisation"),
        ("Ostland", "named-organisation"),
        ("The Institute for Coastal Studies", "named-organisation"),
        ("a ministry spokesman", "titled"),
        ("the governor of the northern province", "titled"),
        ("observers", "collective"),
        ("many residents of Port Essel", "collective"),
        ("a security official", "anonymous"),
        ("Sources close to the delegation", "anonymous"),
        ("a resident who asked not to be named", "anonymous"),
        ("the report", "document"),
        ("a new poll by the university", "document"),
        ("Reuters", "outlet"),
        ("the Harbour Times", "outlet"),
        ("the state news agency", "outlet"),
        ("We", "own-voice"),
    ],
)
def test_sourcing_says_what_kind_of_source(phrase: str, expected: str) -> None:
    """Names, bodies, offices, crowds, the unnamed, papers, media and the own voice are told apart."""
    text = f"Then {phrase} said so."
    assert SourceReader(text).read((span(text, phrase),)) == expected


def test_sourcing_of_a_pronoun_is_that_of_what_it_stands_for() -> None:
    """``he`` takes the kind of the last person, ``it`` that of the last thing, an office that of who holds it."""
    text = "Transport minister Leyla Kaya spoke. She left. The report came. It was long. The minister wept."
    reader = SourceReader(text)
    pieces = ("Transport minister Leyla Kaya", "She", "The report", "It", "The minister")
    assert [reader.read((span(text, piece),)) for piece in pieces] == [
        "named-person",
        "named-person",
        "document",
        "document",
        "named-person",
    ]


@pytest.mark.parametrize(
    ("cue", "content", "force", "stance"),
    [
        ("said", "that it rained", "state", "asserts"),
        ("denied", "that it rained", "deny", "denies"),
        ("did not deny", "that it rained", "other", "reports"),
        ("asked", "whether it rained", "ask", "questions"),
        ("did not say", "whether it rained", "other", "questions"),
        ("does not believe", "that it rained", "believe", "denies"),
        ("accused", "Ostland of theft", "accuse", "asserts"),
        ("called for", "peace", "demand", "asserts"),
        ("called", "him a liar", "state", "asserts"),
        ("has reportedly", "left", "claim", "reports"),
        ("warned", "of famine", "warn", "asserts"),
        ("vowed", "to fight", "promise", "asserts"),
        ("conceded", "defeat", "admit", "asserts"),
        ("condemned", "the raid", "condemn", "asserts"),
        ("danced", "all night", "other", "asserts"),
    ],
)
def test_force_and_stance_follow_the_cue(cue: str, content: str, force: str, stance: str) -> None:
    """The cue gives the speech act; negation and questions turn the stance."""
    text = f"They {cue} {content}."
    spans = (span(text, cue),)
    assert force_of(text, spans) == force
    assert stance_of(text, force_of(text, spans), spans, (span(text, content),)) == stance


def test_hedges_are_found_in_cue_and_content() -> None:
    """Adverbs, modals and scare quotes are hedges; the month of May and names of works are none."""
    text = "Ostland reportedly said that it may leave the “liberated” zone in May 2031."
    quotes = find_quotes(text, split_paragraphs(text))
    content = (span(text, "that it may leave the “liberated” zone in May 2031"),)
    found = find_hedges(text, cue=(span(text, "reportedly said"),), content=content, quotes=quotes)
    assert [text[start:end] for start, end in found] == ["reportedly", "may", "“liberated”"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("“We won,”", "direct"),
        ("that they were “tired and hungry” there", "mixed"),
        ("that it rained", "indirect"),
    ],
)
def test_quotation_is_the_share_of_quoted_words(content: str, expected: str) -> None:
    """All, some or none of the words stand in quotation marks."""
    text = f"He said {content} today."
    quotes = find_quotes(text, split_paragraphs(text))
    assert quotation_of(text, (span(text, content),), quotes) == expected


def attribution(text: str, source: str, cue: str, content: str, parent: int | None = None) -> Attribution:
    """Return an attribution of these pieces."""
    return Attribution(
        source=(span(text, source),),
        cue=(span(text, cue),),
        content=(span(text, content),),
        sourcing="unknown",
        force="state",
        quotation="indirect",
        stance="asserts",
        parent=parent,
    )


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        ("Orlov told Reuters that it rained.", "Orlov", "told", "that it rained", ["Reuters", "Orlov"]),
        ("It rained, according to the Network citing analysts.", "the Network", "according to", "It rained",
         ["the Network", "analysts"]),
        ("Orlov said in a letter published by the Harbour Post that it rained.", "Orlov", "said", "that it rained",
         ["the Harbour Post", "Orlov"]),
        ("Orlov said that it rained.", "Orlov", "said", "that it rained", ["Orlov"]),
    ],
)  # fmt: skip
def test_chain_goes_from_the_outlet_inwards(
    text: str, source: str, cue: str, content: str, expected: list[str]
) -> None:
    """Who was told, who carried it and who is cited are links of the chain."""
    (found,) = chain_of(text, [attribution(text, source, cue, content)], outlet="Outlet")
    assert list(found.chain) == ["Outlet", *expected]
