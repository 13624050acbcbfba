from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.store.search import terms, words

TEXTS = {
    "bridge": "The bridge was closed. Officials deny the e-mail of 12,5 tonnes; well-known.",
    "river": "Die Straße am Fluß: officials closed the BRIDGE?",
    "decomposed": unicodedata.normalize("NFD", "Société café été") + " naïve 👩‍👩‍👧 emoji",
    "scripts": "مصادر أمنية قالت. Источники сообщили. " + "filler " * 60 + "снова",
}


@pytest.fixture
def store(case, make_document):
    """Make a store of four texts."""
    for number, (path, text) in enumerate(TEXTS.items()):
        case.store.add_documents([make_document(number, path=path, text=text, title=path.title())])
    return case.store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge", {"bridge", "river"}),
        ("CLOSED officials", {"bridge", "river"}),
        ('"was closed"', {"bridge"}),
        ('"closed was"', set()),
        ('"closed was', set()),
        ("e-mail", {"bridge"}),
        ("mail-e", set()),
        ("12,5", {"bridge"}),
        ("well known", {"bridge"}),
        ("STRASSE", {"river"}),
        ("fluss", {"river"}),
        ("société", {"decomposed"}),
        ("societe", set()),
        ("cafe\u0301", {"decomposed"}),
        ("emoji", {"decomposed"}),
        ("أمنية", {"scripts"}),
        ("ИСТОЧНИКИ снова", {"scripts"}),
        ("river", {"river"}),
        ("nowhere", set()),
        ("bridge OR nowhere", set()),
        ("bridge*", {"bridge", "river"}),
        ("title:bridge", set()),
        ("NEAR(bridge closed)", set()),
        ("bridge ' ; DROP TABLE documents --", set()),
    ],
)
def test_search_finds_documents_that_hold_every_term(store, query, expected):
    """Words and phrases are found alike on both databases; signs of their query languages mean nothing."""
    assert {hit.path for hit in store.search(query)} == expected


def test_hit_shows_where_it_is(store):
    """The span is that of the first term found, in code points of the text, and the snippet holds it."""
    (hit,) = store.search("снова")
    text = TEXTS["scripts"]
    assert text[hit.span.start : hit.span.end] == "снова"
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("снова")
    (hit,) = store.search('"Société café"')
    assert unicodedata.normalize("NFC", TEXTS["decomposed"][hit.span.start : hit.span.end]) == "Société café"


def test_hit_in_the_title_alone_has_no_span(store):
    """When only the title holds the terms, the snippet is the beginning of the text."""
    (hit,) = store.search("scripts")
    assert hit.span is None
    assert hit.snippet.startswith("مصادر")
    assert hit.snippet.endswith("…")


def test_best_documents_come_first_and_no_more_than_asked_for(case, make_document):
    """A document that speaks of it more often comes first, and the limit holds."""
    texts = ["water " + "other words " * 20, "water water water water " + "other words " * 18]
    case.store.add_documents([make_document(i, text=text) for i, text in enumerate(texts)])
    assert [hit.path for hit in case.store.search("water")] == ["in/00001.txt", "in/00000.txt"]
    assert len(case.store.search("water", limit=1)) == 1


@pytest.mark.parametrize("query", ["", "  ", '""', "?!", "_", '"', "\0"])
def test_query_without_words_is_refused(store, query):
    """Nothing to search for is a mistake, not an empty answer."""
    if query == "\0":  # an escape, which is a word, stands for it
        assert store.search(query) == []
        return
    with pytest.raises(UsageError, match="nothing to search for"):
        store.search(query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_search_never_fails_on_a_query(store, query):
    """No query, whatever characters it holds, makes either database fail."""
    try:
        expected = terms(query)
    except UsageError:
        return
    assert expected
    store.search(query)


@given(text=st.text(max_size=60))
def test_words_stand_where_their_span_says(text):
    """Spans are in order, do not overlap, and cut out the word."""
    last = 0
    for word in words(text):
        assert last <= word.span.start < word.span.end <= len(text)
        assert (
            unicodedata.normalize("NFC", text[word.span.start : word.span.end]).casefold()[:64] == word.folded
        )
        last = word.span.end
