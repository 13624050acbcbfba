"""Which format a source has, by what is in it."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from sayso.errors import ReadError
from sayso.read import FORMATS, Source, sniff
from sayso.read.reader import READERS

PROSE = "The ministry, which had denied it, said no. The union, by contrast, said yes.\n" * 3


def zipped(*names: str) -> bytes:
    """Return a ZIP archive with empty members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"{}")
    return stream.getvalue()


ROWS: list[tuple[str, bytes, str]] = [
    ("text", PROSE.encode(), "a.txt"),
    ("text", PROSE.encode(), "a.csv"),
    ("text", PROSE.encode(), "a.json"),
    ("text", b"name,age\nBob,3\nEve,4\n", "a.txt"),
    ("text", b"One line, two commas, no more\nNext line\n", "a"),
    ("text", b"[Editor's note: this was updated.]\nThe minister said no.", "a.txt"),
    ("text", b"{sic} The minister said no.", "a.txt"),
    ("text", b"He wrote <p> where <b>bold</b> was meant, the editor said.", "a.txt"),
    ("text", b"The manual says that %PDF-1.4 begins a file.", "a.txt"),
    ("text", b"Subject: the port strike\n\nThe minister said no.", "a.txt"),
    ("text", b"# 1 in the list\nThe minister said no.", "a.txt"),
    ("text", b"PKK fighters, RSS members and BMW drivers met.", "a"),
    ("text", b"GIF89 is an old format, he said.", "a"),
    ("csv", b"title,text\nA,Some text\nB,More text\n", "a"),
    ("csv", b"title;text\nA;Some text\nB;More text\n", "a.txt"),
    ("csv", b"name,age\nBob,3\nEve,4\n", "a.csv"),
    ("csv", b'url,text\nhttp://a.example,"Two\nlines, and a comma"\nhttp://b.example,x\n', "a"),
    ("csv", b"text\nOne article.\nAnother.\n", "a.csv"),
    ("csv", b"title,text\n", "a.csv"),
    ("tsv", b"title\ttext\nA\tSome text\n", "a"),
    ("json", b'{"title": "A", "text": "x"}', "a"),
    ("json", b'[{"title": "A", "text": "x"}]', "a.txt"),
    ("json", b'{\n  "title": "A",\n  "text": "x"\n}', "a"),
    ("json", b'{"text": "' + b"x" * 100_000 + b'"}', "a"),
    ("jsonl", b'{"text": "x"}\n{"text": "y"}\n', "a"),
    ("jsonl", b'{"text": "x"}\n', "a.jsonl"),
    ("markdown", b"# Head\n\nSome **bold** words.\n", "a.txt"),
    ("markdown", b"---\ntitle: x\n---\nThe minister said no.\n", "a"),
    ("markdown", b"The minister said no.\n", "a.md"),
    ("html", b"<!DOCTYPE html><html><body>x</body></html>", "a.txt"),
    ("html", b"\xef\xbb\xbf  <!-- c --> <HTML><BODY>x", "a.pdf"),
    ("html", "<html><body>x</body></html>".encode("utf-16"), "a"),
    ("html", "<html><body>text</body></html>".encode("utf-16-le"), "a"),
    ("html", b"<p>One.</p><p>Two.</p>", "a.txt"),
    ("html", b"One.<br>Two.<br>Three.</p>", "a"),
    ("html", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z"><body/></html>', "a.xml"),
    ("feed", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a.html"),
    ("feed", b'<!-- c --><feed xmlns="http://www.w3.org/2005/Atom"/>', "a"),
    ("feed", b'<rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>', "a"),
    ("mail", b"From: a@b.example\nSubject: x\n\nHello\n", "a"),
    ("mail", b"Received: from x\r\n by y\r\nMessage-ID: <1>\r\n\r\n<html><body>x", "a.txt"),
    ("mail", b"From a@b Mon Jan 1 2024\nFrom: a@b.example\nSubject: x\n\nHello\n", "a"),
    ("mhtml", b"From: <Saved by Blink>\nSnapshot-Content-Location: http://a\nMIME-Version: 1.0\n\n", "a"),
    ("mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n<html>", "a"),
    ("pdf", b"%PDF-1.7\n", "a.txt"),
    ("pdf", b"\r\njunk before\n%PDF-1.4\n1 0 obj\n<<>>", "a"),
    ("warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "a"),
    ("warc", gzip.compress(b"WARC/1.1\r\n"), "a.gz"),
    ("gzip", gzip.compress(PROSE.encode()), "a.txt"),
    ("parquet", b"PAR1\x15\x04", "a"),
    ("zip", zipped("a.txt"), "a.docx"),
    ("docx", zipped("[Content_Types].xml", "word/document.xml"), "a.zip"),
    ("wacz", zipped("datapackage.json", "archive/a.warc.gz"), "a.zip"),
    ("zip", zipped("datapackage.json"), "a.wacz"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "data", "name"), ROWS, ids=[f"{i}-{row[0]}" for i, row in enumerate(ROWS)]
)
def test_sniff_goes_by_content(
    expected: str, data: bytes, name: str, make_source: Callable[..., Source]
) -> None:
    """What is in the file decides; its name only between kinds of plain text."""
    assert sniff(make_source(data, name)) == expected


def test_sniff_names_what_it_does_not_know(make_source: Callable[..., Source]) -> None:
    """A file of another kind is named, with what to do about it."""
    with pytest.raises(ReadError) as error:
        sniff(make_source(b"\x89PNG\r\n\x1a\n" + bytes(99), "a.txt"))
    assert error.value.code == "unknown-format"
    assert error.value.message == "in/a.txt: this is a PNG picture, not a text sayso reads"
    assert "PDF" in error.value.remedy


def test_every_format_has_a_reader() -> None:
    """Whatever sniff answers is read by somebody."""
    assert set(READERS) == set(FORMATS)
