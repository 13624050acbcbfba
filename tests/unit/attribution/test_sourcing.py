"""What kind of source a phrase in a sentence names, by the codebook: docs/annotating.md."""

from __future__ import annotations

import pytest

from sayso.attribution.sourcing import SourceReader
from sayso.records import Span


def read(text: str, phrase: str) -> str:
    """Return the sourcing of the first ``phrase`` in ``text``."""
    start = text.index(phrase)
    return SourceReader(text).read((Span(start, start + len(phrase)),))


@pytest.mark.parametrize(
    "phrase",
    [
        "spokesman Zabihullah Mujahid",
        "Taliban chief spokesman Zabihullah Mujahid",
        "Mr Khan",
        "Mr. Karzai",
        "Dr. Samira Hadad, who runs the emergency ward",
        "Foreign Minister Ishaq Dar",
        "Khawaja Asif, the defence minister,",
        "President Recep Tayyip Erdoğan",
        "General Asim Munir",
        "Ursula von der Leyen",
        "Bashar al-Assad",
        "Mohammed bin Salman",
        "Luiz Inácio Lula da Silva",
        "María Corina Machado",
        "Wang Yi",
        "Sergei Lavrov",
        "Prabowo Subianto",
        "Ngozi Okonjo-Iweala",
        "Abiy Ahmed",
        "the harbour master, Ivo Brandt",
        "his wife, Jane",
        "Nobel laureate and activist Malala Yousafzai",
        "a resident who gave his name as Karim",
        "Chief of staff Don Regan",
        "UN special envoy Hans Grundberg",
        "analyst Michael Kugelman of the Wilson Center",
        "Her neighbour Tomas Rill",
        "Imam Yusuf Ali",
        "Matthew Prince, chief executive of CloudFlare,",
    ],
)
def test_sourcing_of_a_name_is_a_named_person(phrase: str) -> None:
    """Names of many languages, with offices before and behind them, are those of people."""
    assert read(f"That was true, {phrase} said.", phrase) == "named-person"


@pytest.mark.parametrize(
    "phrase",
    [
        "Kabul",
        "Islamabad",
        "Pakistan",
        "South Korea",
        "Ostland",
        "the Taliban",
        "ISIS-K",
        "Hamas",
        "the Tehreek-e-Taliban Pakistan (TTP)",
        "the Houthis",
        "the White House",
        "the Kremlin",
        "NATO",
        "the ICRC",
        "Human Rights Watch",
        "Amnesty International",
        "the United Nations",
        "Médecins Sans Frontières",
        "the Clinton camp",
        "the campaign",
        "police",
        "police in Lurin",
        "Authorities",
        "the Afghan Taliban delegation",
        "the Ministry of Defence",
        "the interior ministry",
        "the Supreme Court",
        "the shipping line",
        "the prison service",
        "the opposition",
        "Google",
        "the Institute for Coastal Studies",
        "the junta",
        "law enforcement",
    ],
)
def test_sourcing_of_a_body_is_a_named_organisation(phrase: str) -> None:
    """States and their capitals, bodies by name or by description, armed groups and firms are organisations."""
    assert read(f"That was true, {phrase} said on Monday.", phrase) == "named-organisation"


@pytest.mark.parametrize(
    "phrase",
    [
        "a ministry spokesman",
        "A spokesman for the ministry",
        "a spokeswoman for the governor of Kandahar",
        "the mayor",
        "the governor of the northern province",
        "the army chief",
        "the ambassador",
        "a deputy foreign minister",
        "the prime minister",
        "the Foreign Minister",
        "The envoy of the Island States",
        "its director",
        "the prosecutor",
    ],
)
def test_sourcing_of_an_office_without_a_name_is_titled(phrase: str) -> None:
    """Who holds one office and is named nowhere is known by that office."""
    assert read(f"That was true, {phrase} said.", phrase) == "titled"


@pytest.mark.parametrize(
    "phrase",
    [
        "observers",
        "officials",
        "U.S. officials",
        "lawmakers",
        "investors",
        "Democrats",
        "voters",
        "experts",
        "some",
        "many",
        "critics of the government",
        "his supporters",
        "residents of Velm",
        "Many in the crowd",
        "Analysts at the Strand Centre, a think tank close to the navy",
        "75 percent of voters",
        "Hundreds of students",
        "a group of residents",
        "The crowd",
        "current and former officials",
        "Afghans",
        "the rebels",
        "prosecutors",
        "human rights groups",
        "those who fled",
        "several countries",
        "civil society activists",
        "Local media workers",
    ],
)
def test_sourcing_of_many_is_collective(phrase: str) -> None:
    """People by what they are, however many, are a group."""
    assert read(f"It was true, {phrase} said.", phrase) == "collective"


@pytest.mark.parametrize(
    "phrase",
    [
        "a security official",
        "two people familiar with the inquiry",
        "sources privy to the talks",
        "Sources",
        "a source close to the delegation",
        "a resident",
        "three security officials",
        "Two residents reached by phone",
        "one of the delegates",
        "one of them",
        "two of the guards",
        "officials who spoke on condition of anonymity",
        "a Western diplomat briefed on the draft",
        "a former guard",
        "a former minister",
        "an aide to the president",
        "A member of the delegation, speaking on condition of anonymity",
        "their mother",
        "an unnamed intelligence officer",
        "insiders",
        "someone",
        "a Teskian officer at the crossing, who would not give his name",
        "a lawyer for the family",
        "a rebel commander",
    ],
)
def test_sourcing_of_withheld_names_is_anonymous(phrase: str) -> None:
    """One person, a few persons or sources, whose names the text keeps back."""
    assert read(f"It was true, {phrase} said.", phrase) == "anonymous"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a leaked memo", "document"),
        ("polls", "document"),
        ("a CNN poll", "document"),
        ("a University of Lurin study", "document"),
        ("court filings", "document"),
        ("the indictment", "document"),
        ("a report by the United Nations", "document"),
        ("the Constitution", "document"),
        ("a video posted online", "document"),
        ("Minutes of the meeting, obtained by this newspaper", "document"),
        ("the headline", "document"),
        ("NBC News", "outlet"),
        ("Al Jazeera", "outlet"),
        ("state television", "outlet"),
        ("Teskian state television", "outlet"),
        ("the Daily Gazette", "outlet"),
        ("Agence France-Presse", "outlet"),
        ("Tolo News", "outlet"),
        ("the newspaper", "outlet"),
        ("local media", "outlet"),
        ("the state news agency", "outlet"),
        ("we", "own-voice"),
        ("this newspaper", "own-voice"),
        ("We at the tenants' league", "own-voice"),
    ],
)
def test_sourcing_of_papers_and_media(phrase: str, expected: str) -> None:
    """A paper is not its author, and a medium is not a body like others; this newspaper speaks for itself."""
    assert read(f"It was true, {phrase} said.", phrase) == expected


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("@leyla_kaya", "named-person"),
        ("@MinDefTeskia", "named-organisation"),
        ("@ChannelSixNews", "outlet"),
        ("@OrsanPavel", "named-person"),
        ("@KarsovaArmy", "named-organisation"),
        ("@HeraldLurin", "outlet"),
    ],
)
def test_sourcing_of_an_account_is_by_its_handle(handle: str, expected: str) -> None:
    """An account is a person's unless its handle plainly names a body or a medium."""
    assert read(f"RT {handle}: the bridge is secured", handle) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Mayor Lucian Farrow left early. The bridge is safe, the mayor said.", "the mayor", "named-person"),
        (
            "Leyla Kaya, the transport minister, left. It is safe, the minister said.",
            "the minister",
            "named-person",
        ),
        (
            "Interior Minister Pavel Dorn left. The foreign minister said no.",
            "The foreign minister",
            "titled",
        ),
        ("The French president said no. President Kaya Orlov was there.", "The French president", "titled"),
        ("A ministry spokesman said no. Spokesman Ivo Brandt was away.", "A ministry spokesman", "titled"),
        ("TALKS FAIL, SAYS THE COURT", "THE COURT", "named-organisation"),
        ("Morvane wants its prisoners home.", "Morvane", "named-organisation"),
        ("Morvane's army shelled the port. Morvane said nothing was hit.", "Morvane", "named-organisation"),
        ("The Siren, a weekly, wrote so. Siren said more.", "Siren", "outlet"),
        ("Orlov said his brother had left.", "Orlov", "named-person"),
    ],
)
def test_sourcing_looks_at_the_whole_text(text: str, phrase: str, expected: str) -> None:
    """An office is that of whom the text names with it; a name is what the text uses it for."""
    assert read(text, phrase) == expected


def test_sourcing_of_a_pronoun_is_that_of_its_mention() -> None:
    """Where the fullest mention is known, a pronoun or short name has the kind of that mention."""
    text = "A security official spoke. Kaya left. She had seen it, and they had not; I had, “we had”."
    reader = SourceReader(text)

    def span(piece: str) -> Span:
        return Span(text.index(piece), text.index(piece) + len(piece))

    assert reader.read((span("She"),), mention=span("A security official")) == "anonymous"
    assert reader.read((span("they"),), mention=span("Kaya")) == "named-person"
    assert reader.read((span("we"),), speaker="named-organisation") == "named-organisation"
    assert reader.read((span("I"),)) == "own-voice"


def test_sourcing_is_never_unknown_where_there_is_a_source() -> None:
    """Unknown goes with an empty source, and with nothing else."""
    assert SourceReader("x").read(()) == "unknown"
    for phrase in ("such incidents", "the rally", "more", "what", "growing numbers", "whose house"):
        assert read(f"It was true, {phrase} said.", phrase) != "unknown"


def test_sourcing_sees_what_a_source_lacks_at_its_left() -> None:
    """An extractor may give the end of a noun phrase alone; what stands before it says who speaks."""
    assert read("The mayor admitted that a cousin in Kessary had told him.", "Kessary") == "anonymous"
    assert read("He had heard one of the Orvanian delegates say so.", "Orvanian delegates") == "anonymous"
    assert read("The fall of Kessary said it all.", "Kessary") == "named-person"
