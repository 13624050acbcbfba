"""Whatever English-like text comes, attributions point at characters that are there, and the same ones every time."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sayso.attribution import ATTRIBUTORS, Attributor, Passage, Reading, load_attributor
from sayso.records import FORCES, QUOTATIONS, SOURCINGS, STANCES, Span, Spans

# The first example loads the parser, which takes seconds; each other one is parsed for some milliseconds, and read by
# a network for some tens.
PATIENT = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WHO = st.sampled_from(
    [
        *("the minister", "Tamsin Veyral", "critics", "she", "a security official", "sources", "the Ledger"),
        *(
            "Señora Peñaranda",
            "François Zoë",
            "👩🏽‍⚖️ the judge",
            "the ministry’s spokesman",
            "الوزير",
            "השר",
            "who",
            "",
        ),
    ]
)
CUE = st.sampled_from(
    [
        *(
            "said",
            "says",
            "denied that",
            "accused",
            "warned",
            "told reporters that",
            "according to",
            "believes",
        ),
        *(
            "was quoted as saying",
            "reportedly said",
            "tweeted",
            "claimed;",
            "said:",
            "asked whether",
            "added",
            "🙂",
        ),
    ]
)
WHAT = st.sampled_from(
    [
        *("the talks are over", "it “will not” come back", "nobody was hurt", "we did not do this", "no"),
        *(
            "they want an agreement, and she said so",
            "the 👨‍👩‍👧 family left",
            "café naïve",
            "السلام عليكم",
            "that that",
            "",
        ),
    ]
)
MARKS = st.sampled_from(
    [*"“”‘’\"'«»„—–-:;,.!?()[]…", "``", "''", "\n", "\n\n", "\u2028", "\u202e", "\u200d", "\ufe0f", "\t"]
)
WORDS = st.one_of(WHO, CUE, WHAT, MARKS, st.text(max_size=8))
TEXTS = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(WORDS, max_size=40).map("".join),
    st.lists(
        st.builds("{} {} {}. “{},” {} {}. ".format, WHO, CUE, WHAT, WHAT, WHO, CUE).map(str.capitalize),
        max_size=8,
    ).map("".join),
)


@cache
def _attributor(name: str) -> Attributor:
    return load_attributor(name)


def _check_spans(spans: Spans, length: int) -> None:
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= length, spans
        end = span.end


def _check(reading: Reading, text: str, *, title: str | None = None, outlet: str | None = None) -> None:
    _check_spans(reading.sentences, len(text))
    for number, found in enumerate(reading.attributions):
        for spans in (found.source, found.cue, found.content, found.hedges):
            _check_spans(spans, len(text))
        assert found.content, found
        if found.mention is not None:
            assert found.source
            _check_spans((found.mention,), len(text))
        assert found.parent is None or (
            0 <= found.parent < len(reading.attributions) and found.parent != number
        )
        assert 0 <= found.score <= 1
        assert found.sourcing in SOURCINGS
        assert found.force in FORCES
        assert found.quotation in QUOTATIONS
        assert found.stance in STANCES
        assert all(name.strip() for name in found.chain)
    keys = [(found.source, found.cue, found.content) for found in reading.attributions]
    assert len(set(keys)) == len(keys)


def _parents_end(reading: Reading) -> bool:
    for first in reading.attributions:
        found, seen = first, 0
        while found.parent is not None:
            found, seen = reading.attributions[found.parent], seen + 1
            if seen > len(reading.attributions):
                return False
    return True


@pytest.mark.parametrize("name", ATTRIBUTORS)
@PATIENT
@given(text=TEXTS)
@example(text="")
@example(text="“")
@example(text="said")
@example(text="“”")
@example(text="“No,” said.\n\n“")
@example(text="The minister said: “No\n\n“Yes\n\n“Never”")
@example(text="👩🏽‍⚖️ said 🙂.")
def test_attributions_lie_inside_any_text(name: str, text: str) -> None:
    """Spans are sorted, apart, not empty, inside the text; fields have values of their lists; no two are equal."""
    reading = _attributor(name).read(Passage(text=text))
    _check(reading, text)
    assert _parents_end(reading)


@pytest.mark.parametrize("name", ATTRIBUTORS)
@PATIENT
@given(text=TEXTS, before=TEXTS)
def test_attributions_are_the_same_again(name: str, text: str, before: str) -> None:
    """The answer depends on the text alone, not on what was read before it."""
    first = _attributor(name).read(Passage(text=text))
    _attributor(name).read(Passage(text=before))
    assert _attributor(name).read(Passage(text=text)) == first


@pytest.mark.parametrize("name", ATTRIBUTORS)
@PATIENT
@given(text=TEXTS, form=st.sampled_from(["NFD", "NFKD", "NFC"]))
def test_attributions_lie_inside_texts_of_any_form(name: str, text: str, form: str) -> None:
    """Accents of their own, as Macs write them, move no span out of the text."""
    text = unicodedata.normalize(form, text)
    _check(_attributor(name).read(Passage(text=text)), text)


@pytest.mark.parametrize("name", ATTRIBUTORS)
@PATIENT
@given(text=TEXTS, cuts=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), max_size=3))
def test_attributions_stay_out_of_what_is_unread(name: str, text: str, cuts: list[tuple[int, int]]) -> None:
    """No span of an attribution touches a stretch that is not to be read."""
    unread: list[Span] = []
    for start, length in sorted(cuts):
        if start >= (unread[-1].end if unread else 0) and start < len(text):
            unread.append(Span(start, min(start + length, len(text))))
    reading = _attributor(name).read(Passage(text=text, unread=tuple(unread)))
    _check(reading, text)
    for found in reading.attributions:
        for span in (*found.source, *found.cue, *found.content):
            assert not any(span.start < gap.end and gap.start < span.end for gap in unread), span


@pytest.mark.parametrize("name", ATTRIBUTORS)
@PATIENT
@given(
    text=TEXTS,
    title=st.one_of(st.none(), st.text(max_size=30)),
    outlet=st.one_of(st.none(), st.text(max_size=30)),
)
def test_attributions_take_any_title_and_outlet(
    name: str, text: str, title: str | None, outlet: str | None
) -> None:
    """Whatever a page says of itself, spans stay those of the text."""
    _check(_attributor(name).read(Passage(text=text, title=title, outlet=outlet)), text)
