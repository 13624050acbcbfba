"""What the rules read in sentences of contested news."""

from __future__ import annotations

import pytest

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.errors import StageError
from sayso.records import Attribution, Span


@pytest.fixture(scope="module")
def rules() -> Attributor:
    """Load the rules once."""
    return load_attributor("rules")


def read(rules: Attributor, text: str, outlet: str | None = None) -> list[tuple[str, str, str]]:
    """Return (source, cue, content) of each attribution, stretches joined by `` ... ``."""
    found = rules.read(Passage(text=text, outlet=outlet)).attributions
    return [tuple(_joined(text, one, role) for role in ("source", "cue", "content")) for one in found]  # type: ignore[misc]


def _joined(text: str, one: Attribution, role: str) -> str:
    return " ... ".join(text[span.start : span.end] for span in getattr(one, role))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ostland denied that it had shelled the town.",
            ("Ostland", "denied", "that it had shelled the town"),
        ),
        (
            "The road, officials say, has been mined again.",
            ("officials", "say", "The road ... has been mined again"),
        ),
        ("The road is mined, the governor said.", ("the governor", "said", "The road is mined")),
        ("“We will not open it,” said Leyla Kaya.", ("Leyla Kaya", "said", "“We will not open it,”")),
        ("According to residents, the bridge fell.", ("residents", "According to", "the bridge fell")),
        ("The rebels vowed to fight on.", ("The rebels", "vowed", "to fight on")),
        ("Varga did not say whether troops would go.", ("Varga", "did not say", "whether troops would go")),
        ("The mayor is confident that aid will come.", ("The mayor", "is confident", "that aid will come")),
        ("No deal without guarantees: Kaya", ("Kaya", ":", "No deal without guarantees")),
        (
            "Critics accused Veridia of staging the raid.",
            ("Critics", "accused", "Veridia of staging the raid"),
        ),
        (
            "The raid reportedly killed nine fishermen.",
            ("", "reportedly", "The raid ... killed nine fishermen"),
        ),
    ],
)
def test_rules_read_source_cue_and_content(
    rules: Attributor, text: str, expected: tuple[str, str, str]
) -> None:
    """Each construction gives its source, its cue and its content, cut where a reader cuts them."""
    assert expected in read(rules, text)


def test_rules_leave_plain_narration_alone(rules: Attributor) -> None:
    """What the outlet tells in its own voice is no attribution."""
    assert (
        read(rules, "Soldiers crossed the river at dawn and took the mill. The harbour was quiet on Sunday.")
        == []
    )


def test_rules_let_a_bare_quotation_go_on(rules: Attributor) -> None:
    """Quotations that follow without a cue, in later sentences and paragraphs, belong to the speaker before."""
    text = "“We saw the drones,” Asad Karim said. “They came from the north.”\n\n“Nobody warned us.”"
    assert read(rules, text) == [
        ("Asad Karim", "said", "“We saw the drones,” ... “They came from the north.” “Nobody warned us.”")
    ] or read(rules, text) == [
        ("Asad Karim", "said", "“We saw the drones,” ... “They came from the north.”\n\n“Nobody warned us.”")
    ]


def test_rules_read_nothing_where_told_not_to(rules: Attributor) -> None:
    """A stretch that the reader marked as unread holds no sentence and no attribution."""
    text = "The army left.\nThe mayor said that the lights would be back.\nThe end."
    start = text.index("The mayor")
    reading = rules.read(Passage(text=text, unread=(Span(start, text.index("\nThe end")),)))
    assert reading.attributions == ()
    assert [text[span.start : span.end] for span in reading.sentences] == ["The army left.", "The end."]


def test_rules_nest_hearsay(rules: Attributor) -> None:
    """An attribution inside the content of another points to it and goes on with its chain."""
    text = "The report stated that analysts believe that the group is growing in the north."
    outer, inner = rules.read(Passage(text=text, outlet="Harbour Post")).attributions
    assert (outer.parent, inner.parent) == (None, 0)
    assert inner.chain == ("Harbour Post", "The report", "analysts")


def test_rules_answer_does_not_depend_on_what_was_read_before(rules: Attributor) -> None:
    """The same passage gives the same reading, whatever came before it."""
    passage = Passage(text="Ostland denied that it had shelled the town. “It is a lie,” Orlov said.")
    first = rules.read(passage)
    rules.read(Passage(text="The mayor said nothing. Critics say the vote was rigged."))
    assert rules.read(passage) == first


@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", "👩‍👩‍👧 said", "say " * 300, "He said: ", ": :", "a\x00b said c."]
)
def test_rules_take_any_text(rules: Attributor, text: str) -> None:
    """Odd texts give a reading whose spans lie inside them."""
    reading = rules.read(Passage(text=text))
    for one in reading.attributions:
        for span in (*one.source, *one.cue, *one.content, *one.hedges):
            assert 0 <= span.start < span.end <= len(text)


def test_load_attributor_names_the_choices() -> None:
    """An unknown name is refused with the names there are."""
    with pytest.raises(StageError, match="rules"):
        load_attributor("oracle")
