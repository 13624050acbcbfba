from __future__ import annotations

import pytest

from sayso.errors import StoreError
from sayso.records import Issue, Span, Unread
from sayso.store import Custody, verify


def test_document_comes_back_equal(case, make_document):
    """A document read from the store equals the one put in, in every field, whatever script it is in."""
    document = make_document(
        text="Ā\u0301 שלום 👩‍👩‍👧 \r\n\t end",
        record="12",
        url="https://e.example/a?b=%20",
        outlet="Ö",
        author="",
        published_at="2024-05-06T07:08:09+02:00",
        published_precision="second",
        language="en",
        kind="report",
        unread=(Unread(span=Span(1, 3), reason="share-bar"),),
        evidence={"title": "h1", "date": '<time> \\ "é"'},
    )
    case.store.add_documents([document])
    stored = case.store.document(document.id)
    assert stored.document == document
    assert stored.published_epoch == 1714972089
    assert [d.document for d in case.store.documents()] == [document]
    assert case.store.document("none") is None


def test_document_twice_is_one_row(case, make_document):
    """The same id again, in the same batch or later, is not stored again and keeps its first path; custody is."""
    first, again = make_document(1, path="a"), make_document(1, path="b")
    custody = [
        Custody(blob=first.blob, n_bytes=1, origin=origin, tool_version="1") for origin in ("a", "b", "a")
    ]
    added = case.store.add_documents([first, again], custody=custody)
    assert (added.n_new, added.n_known) == (1, 1)
    added = case.store.add_documents([again], custody=custody)
    assert (added.n_new, added.n_known) == (0, 1)
    assert [d.document.path for d in case.store.documents()] == ["a"]
    with case.store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM custody").scalar() == 2


def test_documents_are_listed_by_path_in_bytes(case, make_document):
    """Documents come by path in byte order on both databases, those of one path as they came."""
    paths = ["b", "a", "B", "é", "a/1", "_", "a"]
    case.store.add_documents([make_document(i, path=path) for i, path in enumerate(paths)])
    stored = list(case.store.documents())
    assert [d.document.path for d in stored] == sorted(paths, key=lambda path: path.encode())
    assert [d.number for d in stored if d.document.path == "a"] == [2, 7]


@pytest.mark.parametrize("changes", [{"text": "a\0b"}, {"title": "\ud800"}, {"outlet": "\udcff"}])
def test_document_that_no_database_holds_becomes_an_issue(case, make_document, changes):
    """A NUL or a lone surrogate leaves that document out with an issue; the rest of the batch is stored."""
    added = case.store.add_documents([make_document(0, **changes), make_document(1)])
    assert (added.n_new, added.n_left_out) == (1, 1)
    (issue,) = case.store.issues()
    assert (issue.code, issue.path) == ("text-not-storable", "in/00000.txt")


def test_path_in_no_encoding_is_written_with_escapes(case, make_document):
    """A file name that is not UTF-8 stays recognisable in path, custody and issue."""
    path = "caf\udce9\0.txt"
    custody = [Custody(blob="0" * 64, n_bytes=1, origin=path, tool_version="1", headers={"x": "\ud800"})]
    issue = Issue(stage="read", code="x", message=f"{path}: bad", path=path)
    case.store.add_documents([make_document(path=path)], custody=custody, issues=[issue])
    assert next(case.store.documents()).document.path == "caf\\udce9\\x00.txt"
    assert next(case.store.issues()).message == "caf\\udce9\\x00.txt: bad"
    assert {f.code for f in verify(case)} == {"blob-missing", "custody-missing"}


def test_date_that_is_none_becomes_an_issue(case, make_document):
    """A reader that gives a date in another form does not stop the batch."""
    case.store.add_documents([make_document(published_at="May 1st")])
    assert [issue.code for issue in case.store.issues()] == ["date-not-iso"]


def test_issue_twice_is_one_row(case):
    """The same issue again is not stored again."""
    issue = Issue(stage="read", code="x", message="m", path="p")
    case.store.add_documents([], issues=[issue, issue])
    case.store.add_documents([], issues=[issue])
    assert list(case.store.issues()) == [issue]


def test_issue_of_a_file_read_again_is_forgotten(case):
    """What was wrong with a file is forgotten when it is read again, of no other file; the log accounts for it."""
    old = Issue(stage="read", code="bad", message="m", remedy="r", path="a.txt")
    kept = Issue(stage="read", code="bad", message="m", remedy="r", path="b.txt")
    new = Issue(stage="read", code="worse", message="m", remedy="r", path="a.txt")
    case.store.add_documents([], issues=[old, kept])
    case.store.add_documents([], issues=[new], read_again=["a.txt"])
    assert [issue.code for issue in case.store.issues()] == ["worse", "bad"]
    assert list(verify(case)) == []
    case.store.add_documents([], read_again=["a.txt", "b.txt"])
    assert list(case.store.issues()) == []
    assert list(verify(case)) == []


def test_blobs_read_are_those_of_the_reader(case):
    """Bytes count as read only for the version of the reader that came to their end."""
    case.store.add_documents([], finished=["a", "b"], reader="1")
    case.store.add_documents([], finished=["b"], reader="2")
    assert case.store.blobs_read("1") == {"a"}
    assert case.store.blobs_read("2") == {"b"}
    assert case.store.blobs_read("3") == set()


def test_pending_is_what_is_not_done_with_the_fingerprint(case, fill):
    """Only the same stage with the same fingerprint makes a document done."""
    documents = fill(70)
    assert list(case.store.pending("attribution", "f1")) == []
    assert [d.id for d in case.store.pending("attribution", "f2")] == [d.id for d in documents]
    assert case.store.count_pending("other", "f1") == 70


def test_pending_may_be_written_to_while_it_is_read(case, fill, make_findings):
    """Marking documents done between two of them neither repeats nor skips any."""
    documents = fill(150)
    seen = []
    for stored in case.store.pending("attribution", "f2"):
        seen.append(stored.id)
        case.store.write_findings(
            "attribution", [make_findings(stored.document)], run_id="run-1", fingerprint="f2"
        )
    assert seen == [d.id for d in documents]
    assert case.store.count_pending("attribution", "f2") == 0


def test_batch_is_stored_whole_or_not_at_all(case, make_document):
    """An error in the middle leaves nothing of the batch behind, not even in the log."""
    n_entries = len(list(case.store.log()))
    bad = Custody(blob="a", n_bytes="many", origin="o", tool_version=object())  # type: ignore[arg-type]
    with pytest.raises((StoreError, TypeError)):
        case.store.add_documents([make_document()], custody=[bad])
    assert list(case.store.documents()) == []
    assert len(list(case.store.log())) == n_entries


def test_long_document_is_stored_and_found(case, make_document):
    """A document with a quarter of a million distinct words is stored, and its last word found."""
    text = " ".join(f"w{i}é" for i in range(250_000)) + " lastword here"
    case.store.add_documents([make_document(text=text)])
    (hit,) = case.store.search('"lastword here"')
    assert hit.span == Span(len(text) - 13, len(text))
