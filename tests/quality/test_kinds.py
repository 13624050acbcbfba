"""The kinds of mistakes, one made-up sentence each."""

from __future__ import annotations

import errors
import kinds
import pytest
from kinds import Relation
from labelled import words_of

from sayso.language.english import parse_english
from sayso.records import Span, Spans

TEXT = "Teskia said that the dam held and Morvane insisted, as residents fear, that the bridge fell."


def made(source: str, cue: str, *content: str, text: str = TEXT) -> Relation:
    """Return an attribution of ``text`` by its words."""

    def spans(*pieces: str) -> Spans:
        return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces if piece)

    return kinds.relation(text, {"source": spans(source), "cue": spans(cue), "content": spans(*content)})


SAID = made("Teskia", "said", "that the dam held")


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (made("", "said", "that the dam held"), "source missing"),
        (made("Morvane", "said", "that the dam held"), "another source"),
        (made("Teskia", "said", "dam"), "content too short"),
        (
            made("Teskia", "said", "that the dam held and Morvane insisted, as residents fear"),
            "content too long",
        ),
        (made("Teskia", "said", "held and Morvane insisted"), "content shifted"),
        (made("Teskia", "said", "the bridge fell"), "another clause"),
        (made("Morvane", "insisted", TEXT), "inside one found"),
        (made("residents", "fear", "held and Morvane insisted"), "beside one found"),
        (made("Morvane", "insisted", "that the bridge fell"), "nothing found there"),
    ],
)
def test_miss_is_named_by_what_was_found_there(found: Relation, kind: str) -> None:
    """What was found in the place of a marked attribution tells why that was missed."""
    assert kinds.kind_of_miss(SAID, [found]).kind == kind


def test_miss_without_source_is_named_so() -> None:
    """Where none is marked, a source found is one too many."""
    marked = made("", "said", "that the dam held")
    assert kinds.kind_of_miss(marked, [SAID]).kind == "source where none is marked"


def test_miss_found_inside_another_is_named_so() -> None:
    """PolNeAR marks the outermost alone; what was found but taken for nested is no blind spot."""
    assert kinds.kind_of_miss(SAID, [], [SAID]).kind == "found as nested"


def test_miss_matched_to_another_is_named_so() -> None:
    """One found may stand for one marked only."""
    verdict = kinds.kind_of_miss(SAID, [made("Morvane", "insisted", "that the bridge fell"), SAID])
    assert (verdict.kind, verdict.other) == ("one found for two", 1)


def test_miss_around_one_found_is_named_so() -> None:
    """The inner one of two was found, the outer one not."""
    outer = made("Morvane", "insisted", "as residents fear, that the bridge fell")
    inner = made("residents", "fear", "fell")
    assert kinds.kind_of_miss(outer, [inner]).kind == "around one found"


def test_alarm_tells_whether_the_one_around_it_was_found() -> None:
    """Inside one marked that was missed, what was found may have been taken for the outermost."""
    outer = made("Morvane", "insisted", "as residents fear, that the bridge fell")
    inner = made("residents", "fear", "fell")
    missed = kinds.kind_of_alarm(TEXT, inner, [outer], matched=frozenset())
    found = kinds.kind_of_alarm(TEXT, inner, [outer], matched=frozenset((0,)))
    assert missed.kind == "inside one marked, missed"
    assert found.kind == "inside one marked and found"


def test_alarm_with_source_and_known_cue_is_plausible() -> None:
    """Annotators pass things over; a source and a cue of the lexicon make it worth a look."""
    assert kinds.kind_of_alarm(TEXT, SAID, [], matched=frozenset()).kind == "not marked, plausible"
    bare = made("", "said", "that the dam held")
    assert kinds.kind_of_alarm(TEXT, bare, [], matched=frozenset()).kind == "not marked"


@pytest.mark.parametrize(
    ("text", "cue", "content", "name"),
    [
        ("Teskia has denied that the dam broke.", "has denied", "that the dam broke", "speech"),
        ("Teskia wants the dam to hold.", "wants", "the dam to hold", "attitude"),
        ("Fears that the dam will break grew.", "Fears", "that the dam will break", "noun"),
        (
            "Teskia was adamant that the dam would hold.",
            "was adamant",
            "that the dam would hold",
            "adjective",
        ),
        ("According to Teskia, the dam held.", "According to", "the dam held", "preposition"),
        ("Teskia: the dam held.", "", "the dam held", "none"),
    ],
)
def test_class_of_cue_is_that_of_its_main_word(text: str, cue: str, content: str, name: str) -> None:
    """A light verb gives way to the noun or adjective beside it."""
    spans = made("", cue, content, text=text).spans
    assert kinds.class_of_cue(parse_english(text), spans["cue"], spans["content"]) == name


def test_mistakes_are_counted_by_kind_and_class() -> None:
    """One missed and one found where none is marked, each once and with the class of its cue."""
    found = made("Morvane", "insisted", "that the bridge fell")
    text = errors.Compared(text=TEXT, marked=[SAID], found=[found], nested=[], pairs={})
    mistakes = list(errors.find_mistakes([text]))
    assert errors.count(mistakes, missed=True)["nothing found there"] == {"speech": 1}
    assert errors.count(mistakes, missed=False)["not marked, plausible"] == {"speech": 1}
    shown = "\n".join(errors.show(mistakes, 3, None))
    assert "Teskia | said | that the dam held" in shown


def test_matched_ones_are_no_mistakes() -> None:
    """What goes with a marked one is neither missed nor found too much."""
    text = errors.Compared(text=TEXT, marked=[SAID], found=[SAID], nested=[], pairs={0: 0})
    assert list(errors.find_mistakes([text])) == []


def test_words_of_relation_are_known_by_their_starts() -> None:
    """The words are those of the labelled texts."""
    assert SAID.cue == words_of(TEXT, (Span(7, 11),))
