from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from sayso.errors import StoreError
from sayso.records import Issue, Span, attribution_id
from sayso.store import ClaimFilter, findings_of, text_at, verify


def test_findings_are_replaced_as_a_whole(case, fill, make_findings):
    """Writing again deletes the earlier sentences, attributions and issues of those documents only."""
    documents = fill(3)
    issue = Issue(stage="attribution", code="c", message="m", document_id=documents[0].id)
    empty = make_findings(documents[0], sentences=(), attributions=(), issues=(issue,))
    case.store.write_findings("attribution", [empty], run_id="run-1", fingerprint="f2")
    assert {row.attribution.document_id for row in case.store.claims()} == {d.id for d in documents[1:]}
    assert {key for key, _ in case.store.sentences()} == {d.id for d in documents[1:]}
    assert list(case.store.issues()) == [issue]
    case.store.write_findings("attribution", [make_findings(documents[0])], run_id="run-1", fingerprint="f3")
    assert list(case.store.issues()) == []
    assert len(list(case.store.claims())) == 6
    assert list(verify(case)) == []


def test_attribution_carries_text_parent_and_stable_id(case, fill, make_findings):
    """Texts are cut from the document, the parent is named by id, ids are those of `attribution_id`."""
    (document,) = fill(1)
    said, denied = (row.attribution for row in case.store.claims())
    assert [said.id, denied.id] == [
        attribution_id(document.id, a) for a in make_findings(document).attributions
    ]
    assert (said.source_text, said.cue_text, said.content_text) == (
        "The ministry",
        "said",
        "the bridge was closed",
    )
    assert denied.content_text == "We deny Reuters"
    assert denied.content == (Span(42, 49), Span(70, 77))
    assert (said.parent_id, denied.parent_id) == (None, said.id)
    assert (said.chain, said.score, said.judgement) == (("in", "The ministry"), 0.75, None)


def test_parent_may_stand_after_its_child(case, fill, make_findings):
    """The order in the text does not limit nesting, and nothing is its own parent."""
    (document,) = fill(1)
    first, second = make_findings(document).attributions
    found = make_findings(document, attributions=(replace(first, parent=1), replace(second, parent=1)))
    case.store.write_findings("attribution", [found], run_id="run-1", fingerprint="f")
    stored = [row.attribution for row in case.store.claims()]
    assert [a.parent_id for a in stored] == [stored[1].id, None]


def test_same_spans_twice_are_one_attribution(case, fill, make_findings):
    """A stage that gives a relation twice does not stop the batch."""
    (document,) = fill(1)
    first = make_findings(document).attributions[0]
    found = make_findings(document, attributions=(first, replace(first, force="claim", parent=0)))
    case.store.write_findings("attribution", [found], run_id="run-1", fingerprint="f")
    assert [(row.attribution.force, row.attribution.parent_id) for row in case.store.claims()] == [
        ("state", None)
    ]


def test_span_outside_the_document_is_left_out_with_an_issue(case, fill, make_findings):
    """What lies outside goes, its children lose their parent, the rest stays."""
    (document,) = fill(1)
    first, second = make_findings(document).attributions
    outside = replace(first, content=(Span(5, 10_000),))
    found = make_findings(document, attributions=(outside, second), sentences=(Span(0, 5), Span(-1, 3)))
    case.store.write_findings("attribution", [found], run_id="run-1", fingerprint="f")
    (row,) = case.store.claims()
    assert row.attribution.parent_id is None
    assert [issue.code for issue in case.store.issues()] == ["span-outside-document"]
    assert [span for _, span in case.store.sentences()] == [Span(0, 5)]


def test_findings_of_unknown_document_are_refused(case, fill, make_document, make_findings):
    """Findings for a document that is not there are an error, and nothing of them is written."""
    documents = fill(1)
    results = [make_findings(documents[0], attributions=()), make_findings(make_document(99))]
    with pytest.raises(StoreError, match="not in the store"):
        case.store.write_findings("attribution", results, run_id="run-1", fingerprint="f")
    assert len(list(case.store.claims())) == 2


def test_run_counts_are_those_of_the_rows(case, fill, make_findings):
    """A run is one row however often it is resumed; its counts follow what is in the store."""
    documents = fill(3)
    case.store.start_run("run-1", stage="attribution", version="1", parameters={"a": 1}, model_sha256=None)
    (run,) = case.store.runs()
    assert (run.rows_in, run.rows_out, run.issues, run.ended_at) == (3, 6, 0, None)
    case.store.end_run("run-1")
    case.store.start_run("run-2", stage="attribution", version="2", parameters={}, model_sha256="ab")
    case.store.write_findings("attribution", [make_findings(documents[0])], run_id="run-2", fingerprint="f2")
    issue = Issue(stage="attribution", code="crash", message="m", document_id=documents[1].id)
    case.store.add_issues([issue], run_id="run-2")
    assert [(r.id, r.rows_in, r.rows_out, r.issues) for r in case.store.runs()] == [
        ("run-1", 2, 4, 0),
        ("run-2", 1, 2, 1),
    ]
    assert next(case.store.runs()).ended_at is not None
    with pytest.raises(StoreError, match="no run"):
        case.store.end_run("run-3")


def test_findings_come_from_the_batch_of_a_stage(make_document, make_findings):
    """The Arrow batch that a stage writes gives the same findings back."""
    found = make_findings(make_document())
    rows = [
        {
            "document_id": found.document_id,
            "sentences": [span._asdict() for span in found.sentences],
            "attributions": [
                {
                    "source": [span._asdict() for span in a.source],
                    "cue": [span._asdict() for span in a.cue],
                    "content": [span._asdict() for span in a.content],
                    "hedges": [],
                    "chain": list(a.chain),
                    "sourcing": a.sourcing,
                    "force": a.force,
                    "quotation": a.quotation,
                    "stance": a.stance,
                    "mention": a.mention and a.mention._asdict(),
                    "parent": a.parent,
                    "score": a.score,
                }
                for a in found.attributions
            ],
            "issues": [{"code": "c", "message": "m", "remedy": "r"}],
        }
    ]
    (got,) = findings_of(pa.RecordBatch.from_pylist(rows), stage="s")
    issue = Issue(stage="s", code="c", message="m", remedy="r", document_id=found.document_id)
    assert got == replace(found, issues=(issue,))


def test_text_at_joins_separate_stretches():
    """Code points count, and stretches are joined by one space."""
    assert text_at("a👩b cd", (Span(1, 3), Span(4, 6))) == "👩b cd"
    assert text_at("abc", ()) == ""


def test_source_is_shown_by_its_fullest_mention(case, fill, make_findings):
    """A source tied to another mention is shown by that, kept as it is written, and found by either."""
    (document,) = fill(1)
    first, second = make_findings(document).attributions
    tied = replace(second, mention=Span(70, 77), parent=None)
    found = make_findings(document, attributions=(first, tied))
    case.store.write_findings("attribution", [found], run_id="run-1", fingerprint="f")
    stored = [row.attribution for row in case.store.claims()]
    assert [row.source_mention for row in stored] == [None, Span(70, 77)]
    assert (stored[1].source_text, stored[1].source_as_written) == ("Reuters", "officials")
    for part in ("reuters", "OFFICIALS"):
        wanted = ClaimFilter(source=part)
        assert [row.attribution.id for row in case.store.claims(wanted)] == [stored[1].id]
    assert list(verify(case)) == []
