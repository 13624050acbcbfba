"""The rules of `sayso.read.docx`."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sayso.errors import LimitError, ReadError
from sayso.read.docx import read_docx
from sayso.read.source import Source
from sayso.records import Document
from sayso.settings import Settings

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(data: bytes, **settings: Any) -> Document:
    """Return the one document in ``data``."""
    source = Source(path="in/a.docx", name="a.docx", blob="b" * 64, settings=Settings(**settings), data=data)
    (document,) = read_docx(source)
    assert isinstance(document, Document)
    return document


def save(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def parts(**named: str | bytes) -> bytes:
    """Return a zip of these parts under word/."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in named.items():
            archive.writestr(f"word/{name}.xml", xml)
    return buffer.getvalue()


def test_read_docx_keeps_the_order() -> None:
    """Headings, paragraphs, lists and tables come in the order of the page; properties are evidence."""
    made = docx.Document()
    made.core_properties.title = "After Sarn Ford"
    made.core_properties.author = "R. Amar"
    made.add_heading("Findings", 1)
    made.add_paragraph("The ministry denied it.")
    made.add_paragraph("first", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
        cell.text = text
    made.add_paragraph("A spokesman agreed.")
    document = read(save(made))
    assert (
        document.text == "Findings\n\nThe ministry denied it.\n\nfirst\n\na | b\nc | d\n\nA spokesman agreed."
    )
    assert (document.title, document.author) == ("After Sarn Ford", "R. Amar")
    assert set(document.evidence) == {"text", "title", "author", "published_at"}
    assert document.id == "b" * 64


def test_read_docx_accepts_tracked_changes() -> None:
    """Inserted and moved-in text is read, deleted and moved-away text is not; breaks and tabs stay."""
    made = docx.Document()
    made.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>He </w:t></w:r>"
            "<w:del w:id='1' w:author='x'><w:r><w:delText>denied</w:delText></w:r></w:del>"
            "<w:ins w:id='2' w:author='x'><w:r><w:t>admitted</w:t></w:r></w:ins>"
            "<w:moveFrom w:id='3'><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
            "<w:moveTo w:id='4'><w:r><w:t xml:space='preserve'> it</w:t></w:r></w:moveTo>"
            "<w:r><w:br/><w:t>all</w:t><w:instrText>PAGE</w:instrText></w:r>"
            "<w:sdt><w:sdtContent><w:r><w:t>.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        ),
    )
    assert read(save(made)).text == "He admitted it\nall."


def test_read_docx_reads_footnotes() -> None:
    """A footnote stands at the end under its number; separators do not."""
    body = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>It moved.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>'
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Interview, 3 May.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    assert read(parts(document=body, footnotes=notes)).text == "It moved.[2]\n\n[2] Interview, 3 May."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_docx_refuses_entities(encoding: str) -> None:
    """A file that declares entities, as no word processor does, is refused: none is expanded, none fetched."""
    body = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r>'
        f"<w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(ReadError) as caught:
        read(parts(document=body.encode(encoding)))
    assert caught.value.code == "xml-entities"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "docx-damaged"),
        (b"PK\x03\x04" + b"\0" * 50, "docx-damaged"),
        (save(docx.Document())[:3000], "docx-damaged"),
        (save(docx.Document()), "docx-no-text"),
        (parts(other="<a/>"), "docx-damaged"),
        (parts(document="<w:document"), "docx-damaged"),
        (parts(document=f"<w:document {W}>" + "<w:p>" * 50_000), "docx-damaged"),
    ],
    ids=["empty", "magic", "cut", "no-text", "no-part", "bad-xml", "deep"],
)
def test_read_docx_damaged(data: bytes, code: str) -> None:
    """Damaged files are an error with a code."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == code


def test_read_docx_billion_laughs() -> None:
    """Entities that multiply are refused."""
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(12))
    body = f"<!DOCTYPE d [{lol}]><w:document {W}><w:body><w:p><w:r><w:t>a&l11;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(ReadError) as caught:
        read(parts(document=body))
    assert caught.value.code == "xml-entities"


def test_read_docx_refuses_a_bomb() -> None:
    """A part that unpacks far beyond its size is not unpacked further than the limit."""
    with pytest.raises(LimitError) as caught:
        read(parts(document=f"<w:document {W}>" + " " * 30_000_000 + "</w:document>"))
    assert caught.value.code == "expands-too-much"
