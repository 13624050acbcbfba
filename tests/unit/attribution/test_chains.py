"""On whose word something is said, from the outlet inwards, by the codebook: docs/annotating.md."""

from __future__ import annotations

import pytest

from sayso.attribution.chains import chain_of
from sayso.attribution.stances import mark_relays
from sayso.records import Attribution, Force, Sourcing, Span, Spans


def spans(text: str, pieces: str) -> Spans:
    """Return where ``pieces``, divided by dots, stand."""
    found = [piece.strip() for piece in pieces.split("…") if piece.strip()]
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in found)


def attribution(
    text: str,
    parts: str,
    *,
    parent: int | None = None,
    sourcing: Sourcing = "unknown",
    force: Force = "state",
    mention: str | None = None,
) -> Attribution:
    """Return an attribution of ``source | cue | content``."""
    source, cue, content = (spans(text, part) for part in parts.split("|"))
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        sourcing=sourcing,
        force=force,
        quotation="indirect",
        stance="asserts",
        parent=parent,
        mention=spans(text, mention)[0] if mention else None,
    )


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("Orlov told Reuters that it rained.", "Orlov|told|that it rained", "Reuters > Orlov"),
        ("Orlov told Channel 6 on Monday that it rained.", "Orlov|told|that it rained", "Channel 6 > Orlov"),
        ("It rained, Orlov told the Daily Gazette.", "Orlov|told|It rained", "the Daily Gazette > Orlov"),
        ("Orlov told a Lurin court that it rained.", "Orlov|told|that it rained", "Orlov"),
        ("Orlov told parliament that it rained.", "Orlov|told|that it rained", "Orlov"),
        ("Orlov told reporters in Kabul that it rained.", "Orlov|told|that it rained", "Orlov"),
        ("Orlov told the mayor that it rained.", "Orlov|told|that it rained", "Orlov"),
        ("Residents told Human Rights Watch that it rained.", "Residents|told|that it rained",
         "Human Rights Watch > Residents"),
        ("It rained, survivors told the priest, who told the Lurin Courier.", "survivors|told|It rained",
         "the Lurin Courier > the priest > survivors"),
        ("A trader told a friend of this newspaper that it rained.", "A trader|told|that it rained",
         "a friend of this newspaper > A trader"),
        ("The Wire reported that it rained, citing officials.", "The Wire|reported|that it rained",
         "The Wire > officials"),
        ("The Wire, citing a source in the security services, said it rained.", "The Wire|said|it rained",
         "The Wire > a source in the security services"),
        ("Citing two officials, the Wire said it rained.", "the Wire|said|it rained", "the Wire > two officials"),
        ("It rained, according to the Network citing analysts.", "the Network|according to|It rained",
         "the Network > analysts"),
        ("It rained, the Wire reported on Monday, quoting the army.", "the Wire|reported|It rained",
         "the Wire > the army"),
        ("It rained, the newsletter said, attributing the information to “a friend in the ministry”.",
         "the newsletter|said|It rained", "the newsletter > a friend in the ministry"),
        ("It rained, said a source, who was told by an engineer.", "a source|said|It rained",
         "a source > an engineer"),
        ("Orlov said in a letter published by the Harbour Post that it rained.", "Orlov|said|that it rained",
         "the Harbour Post > Orlov"),
        ("It rained, the committee said in a statement carried by Qasira's official news agency.",
         "the committee|said in a statement|It rained", "Qasira's official news agency > the committee"),
        ("In an interview broadcast by Channel 6, Orlov said that it rained.", "Orlov|said|that it rained",
         "Channel 6 > Orlov"),
        ("Orlov said in an interview with Radio Kelmet that it rained.", "Orlov|said|that it rained",
         "Radio Kelmet > Orlov"),
        ("Orlov was quoted by the Wire as saying that it rained.", "Orlov|saying|that it rained",
         "the Wire > Orlov"),
        ("The Wire reported on Friday that it rained.", "The Wire|reported|that it rained", "The Wire"),
        ("Orlov, 52, said that it rained.", "Orlov, 52|said|that it rained", "Orlov"),
        ("Mira Tolen, a teacher who fled, said that it rained.", "Mira Tolen, a teacher who fled|said|that it rained",
         "Mira Tolen, a teacher who fled"),
        ("The mayor accused the army, according to two residents.", "The mayor|accused|the army",
         "two residents > The mayor"),
        ("According to two residents, the mayor accused the army.", "the mayor|accused|the army",
         "two residents > the mayor"),
    ],
)  # fmt: skip
def test_chain_has_everyone_on_whose_word_it_is(text: str, parts: str, expected: str) -> None:
    """Who was told, who carried it, who is cited and according to whom are links; a court or a crowd is none."""
    (found,) = chain_of(text, [attribution(text, parts)], outlet="Outlet")
    assert list(found.chain) == ["Outlet", *expected.split(" > ")]


def test_chain_of_a_medium_does_not_reach_those_it_goes_by_separately() -> None:
    """``according to`` behind what a medium reports is another attribution, inside that of the medium."""
    text = "The Post reported that it rained, according to dockers."
    post = attribution(text, "The Post|reported|that it rained, according to dockers", sourcing="outlet")
    dockers = attribution(text, "dockers|according to|it rained", parent=0)
    found = chain_of(text, [post, dockers])
    assert [one.chain for one in found] == [("The Post",), ("The Post", "dockers")]


def test_chain_gives_links_by_their_fullest_mention() -> None:
    """The own link is the mention; the others are what is found for them."""
    text = "Leyla Kaya left. Kaya told the Courier that it rained. The Lurin Courier is a daily."
    kaya = attribution(text, "Kaya|told|that it rained", mention="Leyla Kaya")
    courier = spans(text, "The Lurin Courier")[0]
    second = text.index("Kaya told")
    kaya = Attribution(
        source=(Span(second, second + 4),),
        cue=kaya.cue,
        content=kaya.content,
        sourcing="named-person",
        force="state",
        quotation="indirect",
        stance="asserts",
        mention=kaya.mention,
    )
    (found,) = chain_of(text, [kaya], fullest=lambda _: courier)
    assert found.chain == ("The Lurin Courier", "Leyla Kaya")


def test_chain_names_nobody_twice() -> None:
    """A short form of the outlet is the outlet; who stands around it is not named again inside."""
    text = "Orlov told the Gazette that Orlov knew."
    outer = attribution(text, "Orlov|told|that Orlov knew")
    inner = attribution(text, "Orlov|knew|knew", parent=0)
    found = chain_of(text, [outer, inner], outlet="The Daily Gazette")
    assert [one.chain for one in found] == [("The Daily Gazette", "Orlov")] * 2


def test_relays_are_marked_where_one_source_says_what_another_says() -> None:
    """Who only passes on another's words reports; who says more, or speaks of himself, asserts."""
    text = "Two aides say that Marchetti is convinced of it. He said he knew."
    aides = attribution(text, "Two aides|say|that Marchetti is convinced of it", sourcing="anonymous")
    marchetti = attribution(text, "Marchetti|is convinced|of it", parent=0)
    himself = attribution(text, "He|said|he knew")
    knew = attribution(text, "he|knew|knew", parent=2)
    found = mark_relays(text, [aides, marchetti, himself, knew])
    assert [one.stance for one in found] == ["reports", "asserts", "asserts", "asserts"]


def test_chain_gives_a_source_whole_where_its_mention_is_a_part_of_it() -> None:
    """One of the delegates is not the delegates; a comma at the end is no part of a link."""
    text = "One of the delegates, said that it rained."
    one = attribution(text, "One of the delegates,|said|that it rained", mention="the delegates")
    (found,) = chain_of(text, [one])
    assert found.chain == ("One of the delegates",)


def test_chain_leaves_out_the_paper_in_which_a_source_speaks() -> None:
    """A statement of one's own is nobody else's word."""
    text = "The Front denied it, according to a statement emailed to the Wire."
    (found,) = chain_of(text, [attribution(text, "The Front|denied|it")])
    assert found.chain == ("The Front",)


def test_chain_takes_no_paper_for_the_body_it_is_named_after() -> None:
    """The network is not its report, even where the report has the longer name."""
    text = "Diaspora Network Report out. The Diaspora Network in a new report said that it rained."
    one = attribution(
        text,
        "The Diaspora Network in a new report|said|that it rained",
        sourcing="named-organisation",
        mention="Diaspora Network Report",
    )
    (found,) = chain_of(text, [one])
    assert found.chain == ("The Diaspora Network",)
