"""Annotated texts as the network learns from them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from sayso.attribution.features import PAIR_SIZES, TOKEN_SIZES, describe_tokens
from sayso.attribution.model import TOKENIZER, shipped
from sayso.attribution.preparing import prepare
from sayso.attribution.training.corpora import Annotated, Gold
from sayso.attribution.training.lessons import (
    CONTENT,
    CUE,
    NOTHING,
    OPEN,
    SOURCE,
    UNSAID,
    Lesson,
    head_of,
    make_lessons,
    mark,
    tokens_of,
)
from sayso.attribution.windows import Pieces, split_windows
from sayso.language.english import parse_english
from sayso.records import Span
from tests.unit.attribution.made import AWKWARD

DAM = "The Wire said officials denied that the dam broke. Criticism of the plan grew."


def span(text: str, words: str) -> tuple[Span, ...]:
    """Return where words stand."""
    start = text.index(words)
    return (Span(start, start + len(words)),)


WIRE = Gold(
    source=span(DAM, "The Wire"),
    cue=span(DAM, "said"),
    content=span(DAM, "officials denied that the dam broke"),
)
OFFICIALS = Gold(
    source=span(DAM, "officials"), cue=span(DAM, "denied"), content=span(DAM, "that the dam broke"), parent=0
)
DOCUMENT = Annotated(document_id="dam", text=DAM, relations=(WIRE, OFFICIALS), nested=True, licence="")


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    """Load the vocabulary of the model that ships."""
    return Pieces(shipped().joinpath(TOKENIZER).read_text(encoding="utf-8"))


def anchor_of(lesson: Lesson, document: Annotated, word: str) -> float:
    """Return what a lesson says of a word as an anchor."""
    return float(lesson.anchors[parse_english(document.text).words.index(word)])


def test_lesson_gives_each_token_its_role(pieces: Pieces) -> None:
    """One row an attribution: source, cue and content by token, all else nothing."""
    (lesson,) = make_lessons(DOCUMENT, pieces)
    names = {NOTHING: "-", SOURCE: "S", CUE: "C", CONTENT: "T"}
    rows = ["".join(names[role] for role in row) for row in lesson.roles.tolist()]
    assert rows == ["SSCTTTTTT-------", "---SCTTTT-------"]
    assert lesson.rows.tolist() == [2, 4]


def test_lesson_marks_the_heads_of_cues(pieces: Pieces) -> None:
    """The head of each cue is an anchor, every other token of an exhaustive text is none."""
    (lesson,) = make_lessons(DOCUMENT, pieces)
    assert np.flatnonzero(lesson.anchors == 1).tolist() == [2, 4]
    assert set(lesson.anchors.tolist()) == {0.0, 1.0}


def test_lesson_says_nothing_of_what_nobody_looked_for_inside_contents(pieces: Pieces) -> None:
    """Where nested attributions were not marked, a content may hold cues; outside, none is none."""
    document = replace(DOCUMENT, relations=(WIRE,), nested=False)
    (lesson,) = make_lessons(document, pieces)
    assert anchor_of(lesson, document, "denied") == UNSAID
    assert anchor_of(lesson, document, "said") == 1
    assert anchor_of(lesson, document, "grew") == 0


def test_lesson_says_nothing_of_kinds_that_were_not_marked(pieces: Pieces) -> None:
    """Where only clauses and quotations were marked, ``criticism of`` may be one all the same, ``denied that`` not."""
    document = replace(DOCUMENT, relations=(WIRE,), exhaustive=False)
    (lesson,) = make_lessons(document, pieces)
    assert anchor_of(lesson, document, "criticism") == UNSAID
    assert anchor_of(lesson, document, "denied") == 0
    assert anchor_of(lesson, DOCUMENT, "said") == 1


def test_lesson_leaves_open_what_belongs_to_a_cue_that_nobody_marked(pieces: Pieces) -> None:
    """Where only the heads of cues are sure, words near them may belong to the cue or not; what they say is sure."""
    document = replace(DOCUMENT, relations=(WIRE,), cues=False)
    (lesson,) = make_lessons(document, pieces)
    (row,) = lesson.roles.tolist()
    assert row[:4] == [SOURCE, SOURCE, CUE, CONTENT]
    assert set(row[:9]) == {SOURCE, CUE, CONTENT}
    assert set(row[9:]) == {NOTHING}
    (bare,) = make_lessons(replace(document, relations=(replace(WIRE, source=()),)), pieces)
    assert bare.roles[0, :3].tolist() == [OPEN, OPEN, CUE]


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_lessons_fit_together_for_any_text(text: str, pieces: Pieces) -> None:
    """Every list of a lesson is as long as its pieces, its tokens or its anchors, and stays in its tables."""
    words = [Span(at, at + 1) for at, character in enumerate(text) if character.isalpha()]
    relations = tuple(Gold(source=(), cue=(cue,), content=(words[0],)) for cue in words[1::40])
    document = Annotated(document_id="any", text=text, relations=relations, nested=True, licence="")
    for lesson in make_lessons(document, pieces):
        n_pieces, n_tokens, n_rows = len(lesson.pieces), len(lesson.tokens), len(lesson.rows)
        assert lesson.owners.shape == (n_pieces,)
        assert lesson.tokens.shape == (n_tokens, len(TOKEN_SIZES))
        assert lesson.firsts.shape == lesson.anchors.shape == (n_tokens,)
        assert lesson.pairs.shape == (n_rows, n_tokens, len(PAIR_SIZES))
        assert lesson.roles.shape == (n_rows, n_tokens)
        assert 0 <= lesson.firsts.min() <= lesson.firsts.max() < n_pieces
        assert (np.diff(lesson.owners) >= 0).all()
        starts = np.flatnonzero(np.diff(lesson.owners, prepend=-1))
        assert (lesson.firsts[lesson.owners[starts]] == starts).all()


def test_lessons_own_pieces_as_the_reader_does(pieces: Pieces) -> None:
    """A token without a piece at the end of a window owns none; the last piece is the last word's."""
    text = "Kaya said no \u200d \u200d"
    document = Annotated(document_id="end", text=text, relations=(), nested=True, licence="")
    (lesson,) = make_lessons(document, pieces)
    cut = pieces.of_text(parse_english(text))
    assert cut[-1] == ()
    assert lesson.owners.tolist() == [token for token, own in enumerate(cut) for _ in own]


def test_lessons_of_a_long_text_teach_each_attribution_once(pieces: Pieces) -> None:
    """Windows overlap; an anchor is taught in the one whose core holds it."""
    text = (DAM + " ") * 60
    starts = range(0, len(text), len(DAM) + 1)
    relations = tuple(
        Gold(
            source=tuple(Span(s.start + at, s.end + at) for s in WIRE.source),
            cue=tuple(Span(s.start + at, s.end + at) for s in WIRE.cue),
            content=tuple(Span(s.start + at, s.end + at) for s in WIRE.content),
        )
        for at in starts
    )
    document = Annotated(document_id="long", text=text, relations=relations, nested=True, licence="")
    lessons = list(make_lessons(document, pieces))
    parse = parse_english(text)
    windows = list(split_windows(parse, pieces.of_text(parse)))
    taught = chain.from_iterable(
        (lesson.rows + window.tokens.start).tolist() for lesson, window in zip(lessons, windows, strict=True)
    )
    assert len(windows) > 1
    assert list(taught) == [at for at, word in enumerate(parse.words) if word == "said"]


@pytest.mark.parametrize("text", ["", " \n\n ", "\u200d \u200d"])
def test_text_without_words_teaches_nothing(text: str, pieces: Pieces) -> None:
    """There is no window, or none with a piece."""
    document = Annotated(document_id="none", text=text, relations=(), nested=True, licence="")
    assert list(make_lessons(document, pieces)) == []


def test_mark_needs_a_cue_and_a_content() -> None:
    """A relation of white space, or without one of both, cannot be taught."""
    prepared = prepare(DAM)
    features = describe_tokens(prepared.parse, prepared.marks, prepared.frames)
    assert mark(features, WIRE) is not None
    assert mark(features, replace(WIRE, cue=())) is None
    assert mark(features, replace(WIRE, content=(Span(8, 9),))) is None
    assert mark(features, replace(WIRE, source=())) is not None


def test_tokens_of_spans_are_all_they_touch() -> None:
    """A span that begins or ends inside a token has that token; one of white space has none."""
    parse = parse_english("The dam broke.")
    assert tokens_of(parse, (Span(5, 6),)) == [1]
    assert tokens_of(parse, (Span(1, 5), Span(12, 13))) == [0, 1, 2]
    assert tokens_of(parse, (Span(3, 4),)) == []


def test_head_of_a_cue_is_a_trigger_if_there_is_one() -> None:
    """The rules' trigger before the highest verb, the highest verb before other words."""
    parse = parse_english("He has repeatedly denied it.")
    cue = [1, 2, 3]
    assert head_of(parse, cue, ()) == 3
    assert head_of(parse, cue, (3,)) == 3
    assert head_of(parse, cue, (2,)) == 2
    assert head_of(parse, [2], ()) == 2
