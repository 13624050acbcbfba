from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.records import Span
from sayso.store import ClaimFilter


@pytest.fixture
def store(case, make_document, make_findings):
    """Make a store with three documents of two attributions each, about which all differs."""
    documents = [
        make_document(0, path="b.txt", outlet="Der Ö%", published_at="2024-05-31T23:30:00+00:00"),
        make_document(1, path="a_b.txt", outlet="Agency", published_at="2024-06-01T00:00:00+00:00"),
        make_document(2, path="aXb.txt"),
    ]
    case.store.add_documents(documents)
    case.store.start_run("r", stage="attribution", version="1", parameters={}, model_sha256=None)
    case.store.write_findings(
        "attribution", [make_findings(d) for d in documents], run_id="r", fingerprint="f"
    )
    return case.store


def paths(store, **conditions):
    """Return the path of each row that passes."""
    return [row.path for row in store.claims(ClaimFilter(**conditions))]


def test_claims_come_in_the_order_of_the_documents(store):
    """Without a wish, rows come by path and then as they stand in the text."""
    rows = list(store.claims())
    assert [row.path for row in rows] == ["aXb.txt"] * 2 + ["a_b.txt"] * 2 + ["b.txt"] * 2
    assert [row.attribution.force for row in rows] == ["state", "deny"] * 3
    assert rows[-1].published_at == "2024-05-31T23:30:00+00:00"


@pytest.mark.parametrize(
    ("conditions", "n_rows"),
    [
        ({"source": "MINISTRY"}, 3),
        ({"source": "%"}, 0),
        ({"contains": "we DENY"}, 3),
        ({"outlet": "ö%"}, 2),
        ({"outlet": "_"}, 0),
        ({"document": "a_b"}, 2),
        ({"document": "TXT"}, 6),
        ({"document": "\0"}, 0),
        ({"force": ("deny",)}, 3),
        ({"force": ("deny", "state")}, 6),
        ({"sourcing": ("anonymous",)}, 0),
        ({"since": "2024-06"}, 2),
        ({"until": "2024-05"}, 2),
        ({"until": "2024-05-31"}, 2),
        ({"since": "2024", "until": "2024"}, 4),
        ({"since": "2024-06-01T01:00:00+01:00"}, 2),
        ({"until": "2024-05-31T23:29:59+00:00"}, 0),
        ({"source": "officials", "force": ("deny",), "outlet": "agency"}, 1),
        ({"source": ""}, 6),
    ],
)
def test_filter_keeps_what_holds_every_condition(store, conditions, n_rows):
    """Texts are compared without case in any script, signs mean themselves, dates are inclusive."""
    assert len(paths(store, **conditions)) == n_rows
    assert store.count_claims(ClaimFilter(**conditions)) == n_rows


def test_document_filter_takes_the_beginning_of_an_id(store):
    """The document may be named by the beginning of its id."""
    first = next(store.documents())
    assert paths(store, document=first.id[:12]) == ["aXb.txt"] * 2


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("date", ["b.txt", "a_b.txt", "aXb.txt"]),
        ("outlet", ["a_b.txt", "b.txt", "aXb.txt"]),
        ("score", ["aXb.txt", "a_b.txt", "b.txt"]),
        ("force", ["aXb.txt", "a_b.txt", "b.txt"]),
        ("source", ["aXb.txt", "a_b.txt", "b.txt"]),
    ],
)
def test_claims_sort_alike_on_both_databases(store, sort, expected):
    """Ties keep the order of the documents, and what is not known comes last."""
    rows = list(store.claims(ClaimFilter(force=("deny",)), sort=sort))
    assert [row.path for row in rows] == expected


def test_limit_stops_the_listing(store):
    """No more rows than asked for."""
    assert len(list(store.claims(limit=2))) == 2


@pytest.mark.parametrize("conditions", [{"force": ("shout",)}, {"sourcing": ("x",)}, {"since": "soon"}])
def test_unknown_value_is_refused_with_the_choices(store, conditions):
    """A value that nothing can match is a mistake, and says what would do."""
    with pytest.raises(UsageError) as caught:
        paths(store, **conditions)
    assert caught.value.remedy
    with pytest.raises(UsageError, match="sort"):
        list(store.claims(sort="length"))


def test_find_names_the_one_row_of_a_prefix(store):
    """A prefix of one id finds it; of several, or none, or empty, is an error that lists the candidates."""
    stored = next(store.documents())
    found = store.find(stored.id[:20])
    assert (found.kind, found.id) == ("document", stored.id)
    attribution = next(store.claims()).attribution
    assert store.find(attribution.id).kind == "attribution"
    assert store.claim(attribution.id).attribution == attribution
    assert store.claim("x") is None
    for prefix in ("", "zz", "%", "_", "\0", "\ud800"):
        with pytest.raises(UsageError):
            store.find(prefix)
    ids = [row.attribution.id for row in store.claims()] + [d.id for d in store.documents()]
    shared = next(p for p in "0123456789abcdef" if sum(i.startswith(p) for i in ids) > 1)
    with pytest.raises(UsageError) as caught:
        store.find(shared)
    assert all(i in caught.value.message for i in ids if i.startswith(shared))


def test_find_prefers_the_exact_id(case, make_document):
    """An id that begins another one still names its own row."""
    case.store.add_documents([make_document(0, id="ab"), make_document(1, id="abc")])
    assert case.store.find("ab").id == "ab"


def test_sentences_come_in_order(store):
    """Sentences come in the order of the documents and of the text."""
    first = next(store.documents()).id
    assert list(store.sentences())[:2] == [(first, Span(0, 40)), (first, Span(41, 78))]


def test_summary_counts_everything(store):
    """The summary's numbers are those of the rows, the most frequent value first."""
    summary = store.summary()
    assert (summary.n_documents, summary.n_attributions, summary.n_sentences) == (3, 6, 6)
    assert summary.forces == {"deny": 3, "state": 3}
    assert summary.outlets == {"": 1, "Agency": 1, "Der Ö%": 1}
