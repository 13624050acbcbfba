"""What the rules read where contested news makes it hard: long sources, joined clauses, datelines, silence, chains."""

from __future__ import annotations

import pytest

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.records import Attribution, Spans


@pytest.fixture(scope="module")
def rules() -> Attributor:
    """Load the rules once."""
    return load_attributor("rules")


def _text(text: str, spans: Spans) -> str:
    return " ... ".join(text[span.start : span.end] for span in spans)


def read(rules: Attributor, text: str, outlet: str | None = None) -> tuple[Attribution, ...]:
    """Return the attributions of ``text``."""
    return rules.read(Passage(text=text, outlet=outlet)).attributions


@pytest.mark.parametrize(
    "source",
    [
        "Sources privy to development",
        "Sources close to the delegation",
        "A diplomat familiar with the matter",
        "An official briefed on the talks",
        "A commander speaking on condition of anonymity",
        "Officials in Marren",
        "An official at the ministry",
        "Two residents reached by phone",
    ],
)
def test_rules_keep_what_follows_the_noun_of_a_source(rules: Attributor, source: str) -> None:
    """Adjectives, participles and phrases behind the noun say who it is: they belong to the source."""
    text = f"{source} also revealed that the envoys had left the room."
    (one,) = read(rules, text)
    assert _text(text, one.source) == source
    assert _text(text, one.content) == "that the envoys had left the room"


def test_rules_take_all_joined_clauses(rules: Attributor) -> None:
    """``that A, that B and that C`` is one content."""
    content = "that the raid is a local matter, that Ostland faces attacks from abroad and that Veridia does not care"
    text = f"The report suggests {content}."
    assert [_text(text, one.content) for one in read(rules, text)] == [content]


def test_rules_end_a_content_where_the_reporter_goes_on(rules: Attributor) -> None:
    """A second clause with its own subject, beside reported speech, is the reporter's."""
    text = "Orlov said that the road had been mined, and he accused two villages of treason."
    contents = [_text(text, one.content) for one in read(rules, text)]
    assert contents == ["that the road had been mined", "two villages of treason"]


def test_rules_give_a_joined_accusation_back_to_its_subject(rules: Attributor) -> None:
    """What stands beside a denial is not inside it."""
    text = "Ostland denied that it had fired first and accused Veridia of staging the raid."
    denial, accusation = read(rules, text)
    assert _text(text, denial.content) == "that it had fired first"
    assert (_text(text, accusation.source), accusation.force, accusation.parent) == (
        "Ostland",
        "accuse",
        None,
    )


def test_rules_keep_joined_deeds_inside_what_is_said(rules: Attributor) -> None:
    """A deed joined to another after ``had`` was reported with it."""
    text = "An army statement said that gunmen had stopped the lorry and abducted the two men."
    (one,) = read(rules, text)
    assert _text(text, one.content) == "that gunmen had stopped the lorry and abducted the two men"


def test_rules_let_a_fronted_clause_go_on_to_its_cue(rules: Attributor) -> None:
    """A clause of time behind the main one belongs to the content too."""
    text = "Two drivers have been missing since Tuesday, when their lorry was stopped, the organisation said."
    (one,) = read(rules, text)
    assert _text(text, one.content) == text[: text.index(", the organisation")]


@pytest.mark.parametrize(
    "dateline",
    [
        "MARREN —",
        "MARREN (ONA) -",
        "PORT ESSEL, March 3 (ONA) -",
        "SELMORA/MARREN, March 6 (Continental Wire) –",
        "Marren (ONA) —",
    ],
)
def test_rules_leave_a_dateline_out(rules: Attributor, dateline: str) -> None:
    """A place of writing is no part of a source or content and hides neither from the parser."""
    for sentence, source, content in (
        (
            "The talks ended without a deal, Foreign Minister Ilse Brandt said on Tuesday.",
            "Foreign Minister Ilse Brandt",
            "The talks ended without a deal",
        ),
        ("Veridia said on Monday that it would not sign.", "Veridia", "that it would not sign"),
    ):
        text = f"{dateline} {sentence}"
        (one,) = read(rules, text)
        assert (_text(text, one.source), _text(text, one.content)) == (source, content)


def test_chain_has_the_agency_of_a_dateline(rules: Attributor) -> None:
    """An outlet that prints an agency's report has its word from the agency; an agency not from itself."""
    text = "MARREN, March 3 (ONA) - The talks have ended, the foreign ministry said."
    assert read(rules, text, "Harbour Post")[0].chain == ("Harbour Post", "ONA", "the foreign ministry")
    assert read(rules, text, "ONA")[0].chain == ("ONA", "the foreign ministry")


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The envoys were ordered home before the talks, a security official has told the Ledger. Nobody knew.",
            ("The Marren Ledger", "a security official"),
        ),
        (
            "“There was no call,” a spokesman told Continental Wire. Veridia’s envoy smiled.",
            ("The Marren Ledger", "Continental Wire", "a spokesman"),
        ),
        (
            "A pilot told the village teacher, who told our reporters, that soldiers had closed the road.",
            ("The Marren Ledger", "the village teacher", "A pilot"),
        ),
        ("“We ran,” said Mira Tolen, 52, who sells salt.", ("The Marren Ledger", "Mira Tolen")),
    ],
)
def test_chain_holds_clean_names(rules: Attributor, text: str, chain: tuple[str, ...]) -> None:
    """Links end where a name ends: not in the next sentence, nor with a remark behind a comma."""
    assert read(rules, text, "The Marren Ledger")[0].chain == chain


@pytest.mark.parametrize(
    ("text", "force", "stance"),
    [
        ("Orlov declined to comment on the raid.", "other", "reports"),
        ("He declined to answer questions as he entered the hall.", "other", "reports"),
        ("The ministry did not respond to a request for comment.", "other", "reports"),
        ("Varga declined to say whether troops would go.", "other", "questions"),
        ("Varga refused to hand over the map.", "deny", "denies"),
        ("The mayor asked residents to stay indoors.", "demand", "asserts"),
        ("The mayor asked whether residents had left.", "ask", "questions"),
        ("Kaya denied in an interview that troops had crossed the river.", "deny", "denies"),
    ],
)
def test_rules_tell_silence_and_requests_from_claims(
    rules: Attributor, text: str, force: str, stance: str
) -> None:
    """Who keeps silent claims and denies nothing; who asks somebody to act demands."""
    assert [(one.force, one.stance) for one in read(rules, text)] == [(force, stance)]


def test_rules_read_the_cue_of_what_is_withheld(rules: Attributor) -> None:
    """``declined to say`` is one cue; what is not said is its content."""
    text = "Varga declined to say whether troops would go."
    (one,) = read(rules, text)
    assert (_text(text, one.cue), _text(text, one.content)) == ("declined to say", "whether troops would go")


@pytest.mark.parametrize(
    ("text", "source", "content", "force"),
    [
        ("Ostland has denied responsibility.", "Ostland", "responsibility", "deny"),
        (
            "The ministry holds Ostland responsible for the failure.",
            "The ministry",
            "Ostland ... for the failure",
            "accuse",
        ),
        (
            "He called it absurd to suggest that anyone had been ordered home.",
            "He",
            "it absurd to suggest that anyone had been ordered home",
            "state",
        ),
        (
            "Ostland tabled a map of the valley, the Marren Ledger reported on Monday, citing a senior official.",
            "the Marren Ledger",
            "Ostland tabled a map of the valley",
            "state",
        ),
        (
            "The relief fund told the court that nine bodies had been found, some of which may be counted twice.",
            "The relief fund",
            "that nine bodies had been found, some of which may be counted twice",
            "state",
        ),
    ],
)
def test_rules_read_short_denials_blame_and_judgements(
    rules: Attributor, text: str, source: str, content: str, force: str
) -> None:
    """What contested news is made of is found whole, with the right speaker."""
    (one,) = read(rules, text)
    assert (_text(text, one.source), _text(text, one.content), one.force) == (source, content, force)


def test_rules_give_a_participle_to_who_rejects(rules: Attributor) -> None:
    """``calling them fabrications`` is said by who rejected the reports, not by what they are about."""
    text = "The ministry rejected reports that a shell had caused the blasts, calling them “fabrications”."
    assert {_text(text, one.source) for one in read(rules, text)} == {"The ministry"}


def test_rules_read_no_heading_as_a_speaker(rules: Attributor) -> None:
    """A place before a colon speaks to nobody."""
    assert read(rules, "SLAUGHTER AT SARN FORD: Over 40 dead in market") == ()


def test_rules_keep_a_quoted_clause_whole(rules: Attributor) -> None:
    """A clause that is quoted in part is said as a whole."""
    text = "She promised that the culprits “will find no bank of the river safe”."
    (one,) = read(rules, text)
    assert (_text(text, one.content), one.quotation) == (text[text.index("that") : -1], "mixed")


def test_rules_read_hearsay_inside_a_quotation(rules: Attributor) -> None:
    """What a quoted speaker was told is nested, with both in its chain."""
    text = "“Both sides have told me that they want an agreement,” Aubarde said."
    outer, inner = read(rules, text)
    assert (inner.parent, inner.chain) == (0, ("Aubarde", "Both sides"))
    assert _text(text, outer.source) == "Aubarde"


def test_rules_put_according_to_around_what_it_interrupts(rules: Attributor) -> None:
    """Words of another source between a verb and its clause are no part of the clause."""
    text = "A shepherd told the aid group, according to a nurse, that he had seen men in uniform."
    nurse, shepherd = sorted(read(rules, text), key=lambda one: len(one.chain))
    assert (_text(text, nurse.source), shepherd.chain) == ("a nurse", ("a nurse", "A shepherd"))
    assert _text(text, shepherd.content) == "that he had seen men in uniform"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Officials say the ship was sunk by a mine, while residents insist that it was shelled.",
            [("Officials", "the ship was sunk by a mine"), ("residents", "that it was shelled")],
        ),
        (
            "The ministry said it had no knowledge of the raid; its spokesman blamed Ostland.",
            [("The ministry", "it had no knowledge of the raid")],
        ),
        (
            "The army, which had been silent, admitted on Friday that it had shelled the town.",
            [("The army, which had been silent", "that it had shelled the town")],
        ),
        (
            "ISTANBUL: The talks have ended without a deal, several security sources told this paper on Monday.",
            [("several security sources", "The talks have ended without a deal")],
        ),
    ],
)
def test_rules_tell_neighbouring_sources_apart(
    rules: Attributor, text: str, expected: list[tuple[str, str]]
) -> None:
    """Each source has its own content: not that of the clause beside it, nor a place of writing."""
    found = [(_text(text, one.source), _text(text, one.content)) for one in read(rules, text)]
    assert found[: len(expected)] == expected


@pytest.mark.parametrize(
    "text", ["Kaya neither confirmed nor denied it.", "Who believes that the map is real?"]
)
def test_rules_read_no_claim_where_none_is_made(rules: Attributor, text: str) -> None:
    """Neither a refusal to say nor a question to the reader is anybody's claim."""
    assert read(rules, text) == ()
