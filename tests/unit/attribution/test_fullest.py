"""Whom a source stands for, and by which words the document names it most fully."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sayso.attribution.anaphora import Candidate, choose_best
from sayso.attribution.entities import Register
from sayso.attribution.fullest import MentionReader, Said
from sayso.attribution.preparing import prepare
from sayso.records import Span


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """Return where ``words`` stand for the ``nth`` time."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def read(text: str, *said: tuple[Span, Span]) -> MentionReader:
    """Return a reader of ``text`` in which each first span says the second."""
    prepared = prepare(text)
    return MentionReader(prepared.parse, prepared.quotes, [Said((who,), (what,)) for who, what in said])


def fullest(text: str, source: str, nth: int = 1, *, others: Sequence[str] = ()) -> str | None:
    """Return the fullest mention of the ``nth`` ``source`` in ``text``; ``others`` are sources too."""
    own = span_of(text, source, nth)
    nothing = Span(0, 0)
    reader = read(text, *[(span_of(text, other), nothing) for other in others], (own, nothing))
    found = reader.fullest((own,))
    return None if found is None else text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "source", "nth", "wanted"),
    [
        (
            "Transport minister Leyla Kaya closed the port. Kaya said it was old. She said no more.",
            "She",
            1,
            "Transport minister Leyla Kaya",
        ),
        (
            "Kaya: no deal this year\n\nTransport minister Leyla Kaya spoke on Sunday. Kaya said it was late.",
            "Kaya",
            3,
            "Transport minister Leyla Kaya",
        ),
        (
            "A source close to the delegation saw the draft. The mood was low, the source said.",
            "the source",
            1,
            "A source close to the delegation",
        ),
        (
            "The Institute for Coastal Studies (ICS) counted the ships. Forty were lost, ICS said.",
            "ICS",
            2,
            "The Institute for Coastal Studies",
        ),
        (
            "The harbour master, Ivo Brandt, kept the books. Brandt said they were burnt.",
            "Brandt",
            2,
            "The harbour master, Ivo Brandt",
        ),
        (
            "“It is not a wall,” he said. Deputy Prime Minister Stellan Rook was standing on it.",
            "he",
            1,
            "Deputy Prime Minister Stellan Rook",
        ),
        (
            "Blue Lantern Medical Aid closed its clinic in Ushek. The charity said two drivers were beaten.",
            "The charity",
            1,
            "Blue Lantern Medical Aid",
        ),
    ],
)
def test_short_source_is_tied_to_its_fullest_mention(text: str, source: str, nth: int, wanted: str) -> None:
    """Pronouns, last names, acronyms and descriptions lead to the title, name and apposition of whom they mean."""
    assert fullest(text, source, nth) == wanted


def test_source_that_nothing_names_more_fully_is_its_own_mention() -> None:
    """A source keeps its own span where the document says no more of it."""
    text = "Critics of the deal said that it was late."
    assert fullest(text, "Critics of the deal") == "Critics of the deal"


def test_pronoun_that_nobody_fits_has_no_mention() -> None:
    """Where the text names nobody, nothing is guessed."""
    assert fullest("It rained. She said so.", "She") is None


def test_no_source_has_no_mention() -> None:
    """An empty source stands for nobody."""
    assert read("It was reportedly late.").fullest(()) is None


def test_first_person_in_a_quotation_is_its_speaker() -> None:
    """``I`` inside quotation marks is who is quoted; outside them it is nobody the text names."""
    text = "“I think it is over,” Colonel Ruben Tass said. I think so too."
    told = (span_of(text, "Colonel Ruben Tass"), span_of(text, "“I think it is over,”"))
    reader = read(text, told, (span_of(text, "I"), span_of(text, "it is over")))
    assert reader.fullest((span_of(text, "I"),)) == told[0]
    assert reader.fullest((Span(text.rindex("I think"), text.rindex("I think") + 1),)) is None


def test_clause_that_holds_the_source_is_left_out() -> None:
    """``which`` stands for ``The report``, not for a clause in which it stands itself."""
    text = "The report, which said that twelve had died, was late."
    assert fullest(text, "which") == "The report"


def test_wife_named_later_does_not_take_over_a_last_name() -> None:
    """A last name goes on standing for whom it stood for."""
    text = "Mayor Anton Weil resigned. Weil said so. His wife, Clara Weil, was there. Weil said nothing was wrong."
    assert fullest(text, "Weil", 4, others=["Weil"]) == "Mayor Anton Weil"


def test_state_is_no_woman() -> None:
    """``She`` passes over a state that was named last."""
    text = (
        "Tamsin Veyral met Kessary’s ambassador. The talks with Kessary went on. She said they were useful."
    )
    assert fullest(text, "She") == "Tamsin Veyral"


def test_work_grows_as_the_document_does() -> None:
    """Twice the text gives at most a little more than twice the candidates to weigh."""
    passage = "Mayor Anton Weil met Leyla Kaya. He said it was late. She denied it. They said so.\n\n"

    def work(n_times: int) -> int:
        seen = 0

        def count(register: Register, place: int, candidates: Sequence[Candidate]) -> int | None:
            nonlocal seen
            seen += len(candidates) + sum(len(one.parts) for one in candidates)
            return choose_best(register, place, candidates)

        prepared = prepare(passage * n_times)
        MentionReader(prepared.parse, prepared.quotes, [], choose=count)
        return seen

    assert work(80) < 2.2 * work(40)
