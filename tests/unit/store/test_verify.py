from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import text

from sayso.store import verify
from sayso.store.log import FIRST_HASH


def tamper(case, *statements):
    """Change the database by hand, past everything that watches over it."""
    with case.store.database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def codes(case):
    """Return severity and code of all that verify finds."""
    return {(finding.severity, finding.code) for finding in verify(case)}


def test_untouched_case_is_clean(case, fill):
    """Nothing is found in a case as it was written, even after adding the same again."""
    fill(70)
    fill(80)
    assert list(verify(case)) == []


def test_empty_case_is_clean(case):
    """A case that holds nothing yet is as it was written."""
    assert list(verify(case)) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE documents SET title = 'changed by hand' WHERE number = 2", "row-changed"),
        ("UPDATE documents SET added_at = '2001-01-01T00:00:00+00:00' WHERE number = 2", "row-changed"),
        ("UPDATE documents SET text = text || '!' WHERE number = 2", "text-changed"),
        ("UPDATE documents SET row_sha256 = text_sha256 WHERE number = 2", "rows-not-as-logged"),
        ("UPDATE custody SET origin = 'elsewhere' WHERE number = 1", "row-changed"),
        ("UPDATE custody SET number = 99 WHERE number = 1", "rows-not-as-logged"),
        ("DELETE FROM custody WHERE number = 3", "custody-missing"),
        ("DELETE FROM custody WHERE number = 3", "count-not-as-logged"),
        ("DELETE FROM log WHERE seq = 2", "log-gap"),
        ("DELETE FROM log WHERE seq = 4", "log-end"),
        ("UPDATE log SET subject = 'x' WHERE seq = 3", "log-changed"),
        ("UPDATE log SET previous_hash = hash WHERE seq = 3", "log-broken"),
        ("UPDATE log SET detail = '{\"documents\": 5}' WHERE seq = 2", "log-changed"),
        ("UPDATE attributions SET content_text = 'the bridge was open'", "text-not-at-span"),
        ("UPDATE attributions SET source = '[[0, 5000]]'", "span-outside-document"),
        ("UPDATE attributions SET source_text = 'nobody'", "text-not-at-span"),
        ("UPDATE attributions SET source_as_written = 'nobody'", "text-not-at-span"),
        ("UPDATE attributions SET source_mention = '[0, 5000]'", "span-outside-document"),
        ("UPDATE attributions SET source_mention = '[4, 12]'", "text-not-at-span"),
        ("UPDATE attributions SET hedges = '[[3, 1]]'", "span-outside-document"),
        ('UPDATE sentences SET "end" = 9999', "span-outside-document"),
        ("INSERT INTO issues VALUES ('1', NULL, NULL, 's', 'c', 'm', 'r', NULL)", "count-not-as-logged"),
    ],
)
def test_change_by_hand_is_found(case, fill, statement, code):
    """Each row that was changed, added or deleted past the programs is found and named."""
    fill(3)
    tamper(case, statement)
    found = [finding for finding in verify(case) if finding.code == code]
    assert found
    assert all(finding.severity == "error" and finding.subject and finding.message for finding in found)


@pytest.mark.parametrize("value", ["{}", "[[1]]", "[1, 2]", "7", '[["a", "b"]]'])
def test_spans_of_another_form_are_found(case, fill, value):
    """A JSON column changed into something else ends that check with a finding, and the next ones go on."""
    document = fill(1)[0]
    case.evidence.path(document.blob).unlink()
    tamper(case, f"UPDATE attributions SET source = '{value}'")
    assert {code for _, code in codes(case)} & {"unreadable", "text-not-at-span"}
    assert ("error", "blob-missing") in codes(case)


def test_deleted_document_is_found(case, fill):
    """A document deleted with all that hangs on it is missed by the log."""
    documents = fill(3)
    tables = ("sentences", "attributions", "done")
    deletes = [f"DELETE FROM {table} WHERE document_id = '{documents[1].id}'" for table in tables]
    if case.store.database.dialect == "postgresql":
        deletes.append("DELETE FROM words WHERE number = 2")
    tamper(case, *deletes, "DELETE FROM documents WHERE number = 2")
    assert codes(case) == {("error", "rows-not-as-logged"), ("error", "count-not-as-logged")}


def test_inserted_document_is_found(case, fill):
    """A document put in past the programs is not accounted for by the log."""
    fill(1)
    columns = ", ".join(
        "blob, path, format, kind, text, text_sha256, unread, evidence, added_at, row_sha256".split(", ")
    )
    tamper(
        case, f"INSERT INTO documents (number, id, {columns}) SELECT 2, 'forged', {columns} FROM documents"
    )
    assert ("error", "count-not-as-logged") in codes(case)
    assert ("error", "row-changed") in codes(case)


def test_flipped_byte_is_found(case, fill):
    """One changed byte of a source is found, and the file named."""
    (document,) = fill(1)
    path = case.evidence.path(document.blob)
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.write_bytes(data)
    (finding,) = verify(case)
    assert (finding.severity, finding.code, finding.subject) == ("error", "blob-changed", str(path))


def test_missing_source_is_found(case, fill):
    """A deleted source is found, and the file named."""
    document = fill(2)[0]
    case.evidence.path(document.blob).unlink()
    (finding,) = verify(case)
    assert (finding.code, finding.subject) == ("blob-missing", str(case.evidence.path(document.blob)))


def test_unnamed_source_is_a_warning(case, fill):
    """Bytes that no row names may be left from a kill: said, but not as an error."""
    fill(1)
    case.evidence.put_bytes(b"left over")
    (case.evidence.root / "note.txt").write_text("by hand")
    assert codes(case) == {("warning", "blob-unnamed"), ("warning", "file-strange")}


def test_log_is_chained_from_the_beginning(case, fill):
    """Every entry follows from the one before it, the first from nothing."""
    fill(2)
    case.store.note("export", "somewhere", {"format": "jsonl"})
    entries = list(case.store.log())
    assert [entry.action for entry in entries] == ["init", "add", "run-started", "run-ended", "export"]
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous_hash == FIRST_HASH
    for one, next_one in pairwise(entries):
        assert next_one.previous_hash == one.hash == one.expected_hash()


def test_fixed_time_makes_the_log_repeatable(case, monkeypatch):
    """SOURCE_DATE_EPOCH fixes every recorded time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    case.store.note("a", "b", {})
    assert list(case.store.log())[-1].at == "2023-11-14T22:13:20+00:00"
