"""What is read from archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso.read import Source

PROSE = "The ministry denied on Tuesday that it had held talks with the union, a spokesman said.\n"


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """Return a ZIP archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def test_zip_gives_its_members_by_name(read_bytes: Callable[..., Any]) -> None:
    """Members come in the order of their names, each with its own id, the archive's hash and its name as record."""
    data = zipped([("b/two.txt", PROSE.encode() * 2), ("a/one.txt", PROSE.encode())])
    documents = read_bytes(data, "a.zip").documents
    assert [document.record for document in documents] == ["a/one.txt", "b/two.txt"]
    assert documents[0].id == hashlib.sha256(PROSE.encode()).hexdigest()
    assert {document.blob for document in documents} == {hashlib.sha256(data).hexdigest()}


def test_zip_member_has_the_id_of_the_same_file_alone(read_bytes: Callable[..., Any]) -> None:
    """The same bytes in an archive and as a file are one document."""
    alone = read_bytes(PROSE.encode()).document
    assert read_bytes(zipped([("x.txt", PROSE.encode())])).document.id == alone.id


def test_zip_shows_names_and_writes_nothing(
    read_bytes: Callable[..., Any], tmp_path: Path, monkeypatch: Any
) -> None:
    """Names that lead out of the archive are only shown: nothing is written anywhere."""
    monkeypatch.chdir(tmp_path)
    data = zipped(
        [
            ("../up.txt", PROSE.encode()),
            ("C:\\dir\\x.txt", PROSE.encode() * 2),
            ("n\nl.txt", PROSE.encode() * 3),
        ]
    )
    records = [document.record for document in read_bytes(data).documents]
    assert records == ["../up.txt", "C:/dir/x.txt", "n\N{REPLACEMENT CHARACTER}l.txt"]
    assert list(tmp_path.iterdir()) == []


def test_zip_reads_names_in_utf8_without_the_flag(read_bytes: Callable[..., Any]) -> None:
    """Names of archives made by old programs are UTF-8 where they are valid UTF-8."""
    data = zipped([("x\xe9\xe8y.txt", PROSE.encode())])
    raw = data.replace("x\xe9\xe8y.txt".encode(), "x\xe9\xe8y.txt".encode())
    patched = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        patched[patched.index(mark) + at] &= ~0x08
    assert read_bytes(bytes(patched)).document.record == "x\xe9\xe8y.txt"


def test_zip_tells_members_of_one_name_apart(read_bytes: Callable[..., Any], recwarn: Any) -> None:
    """Two members of one name are two records."""
    data = zipped([("a.txt", PROSE.encode()), ("b.txt", PROSE.encode() * 2)]).replace(b"b.txt", b"a.txt")
    assert [document.record for document in read_bytes(data).documents] == ["a.txt", "a.txt (2)"]


def test_zip_of_mixed_formats(read_bytes: Callable[..., Any]) -> None:
    """Each member is read by its own content."""
    members = [
        ("a.html", f"<html><body><article><p>{PROSE}</p><p>{PROSE}</p></article></body></html>".encode()),
        ("b.csv", f"title,text\nHead,{PROSE.strip().replace(',', '')}\n".encode()),
        ("c.bin", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("d.md", f"# Head\n\n{PROSE}".encode()),
    ]
    outcome = read_bytes(zipped(members))
    assert [document.format for document in outcome.documents] == ["html", "csv", "markdown"]
    assert outcome.codes == ["unknown-format"]
    assert "[c.bin]" in outcome.issues[0].message


def test_zip_reads_from_disk(tmp_path: Path, make_source: Callable[..., Source]) -> None:
    """An archive on disk gives what the same bytes in memory give."""
    from dataclasses import replace

    from sayso.read import read_source

    data = zipped([("a.txt", PROSE.encode())])
    (tmp_path / "a.zip").write_bytes(data)
    source = make_source(data, "a.zip")
    assert list(read_source(replace(source, data=None, file=tmp_path / "a.zip"))) == list(read_source(source))


def test_gzip_gives_the_file_in_it(read_bytes: Callable[..., Any]) -> None:
    """The one file in a gzip file is read under its name without ``.gz``; several pieces are one file."""
    data = gzip.compress(PROSE.encode(), mtime=0) + gzip.compress(PROSE.encode(), mtime=0) + b"\x00" * 10
    document = read_bytes(data, "note.txt.gz").document
    assert (document.record, document.text) == ("note.txt", PROSE * 2)


def test_ratio_lets_small_tables_pass(read_bytes: Callable[..., Any]) -> None:
    """Half a megabyte of equal lines is no bomb, whatever its ratio."""
    assert len(read_bytes(zipped([("a.txt", PROSE.encode() * 5_000)])).documents) == 1
