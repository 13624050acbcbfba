"""Read a DOCX file as it looks with all tracked changes accepted: insertions in, deletions out.

The XML is read directly: python-docx leaves out footnotes and what stands in content controls and text boxes,
and takes deleted text of moved passages for text.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from sayso.errors import LimitError, ReadError
from sayso.read.dates import parse_date
from sayso.read.metadata import plausible_author, plausible_title
from sayso.read.source import Source
from sayso.records import Document, Issue

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "created": "{http://purl.org/dc/terms/}created",
}
# Deleted and moved-away text, field codes, the older twin of a drawing, and text boxes (read after their
# paragraph).
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "rPr", "Fallback", "txbxContent", "pPrChange"}
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SAVE_AGAIN = "open it in a word processor and save it again"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))


def read_docx(source: Source) -> Iterator[Document | Issue]:
    """Yield the document: paragraphs, lists and tables in order, then footnotes and endnotes.

    Raise `ReadError` (``docx-damaged``, ``docx-no-text``, ``xml-entities``) or `LimitError` (``expands-too-much``).
    """
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            body = _parse(archive, "word/document.xml", source)
            if body is None:
                raise ReadError(
                    f"{source.path} has no word/document.xml in it", code="docx-damaged", remedy=_SAVE_AGAIN
                )
            blocks = list(_blocks(body))
            for name, kind in _NOTES:
                notes = _parse(archive, name, source)
                blocks.extend(_notes(notes, kind) if notes is not None else ())
            core = _parse(archive, "docProps/core.xml", source)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise ReadError(
            f"{source.path} is damaged or cut off: {error}",
            code="docx-damaged",
            remedy=_SAVE_AGAIN,
        ) from None
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise ReadError(
            f"{source.path} holds no text",
            code="docx-no-text",
            remedy="if it is made of pictures, recognise their text (OCR) first; else nothing to do",
        )
    yield _document(source, text, core)


def _parse(archive: zipfile.ZipFile, name: str, source: Source) -> etree._Element | None:
    """Return the root of one part, None if there is none; no entity is expanded, nothing is fetched."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    limit = source.settings.max_document_bytes
    limit = min(limit, max(member.compress_size, 4096) * source.settings.max_ratio)
    with archive.open(member) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitError(
            f"{source.path}: {name} unpacks to more than {limit} bytes",
            code="expands-too-much",
            remedy="save it again",
        )
    if b"<!ENTITY" in data.replace(b"\x00", b""):  # NULs go for UTF-16
        raise ReadError(
            f"{source.path}: {name} declares XML entities, which word processors do not do and attacks do",
            code="xml-entities",
            remedy=_SAVE_AGAIN,
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(
            f"{source.path}: {name} is not valid XML: {error}",
            code="docx-damaged",
            remedy=_SAVE_AGAIN,
        ) from None


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and tables inside ``parent``, through content controls and other wrappers."""
    for child in parent:
        name = _name(child)
        if name == "p":
            text = _paragraph(child)
            if child.find(f"{_W}pPr/{_W}numPr") is not None and text.strip():
                text = f"- {text}"
            yield text
            for box in child.iter(f"{_W}txbxContent"):
                if not any(_name(above) == "Fallback" for above in box.iterancestors()):
                    yield from _blocks(box)
        elif name == "tbl":
            yield "\n".join(filter(None, map(_row, child.iter(f"{_W}tr"))))
        elif name not in _LEFT_OUT:
            yield from _blocks(child)


def _row(row: etree._Element) -> str:
    cells = [" ".join(" ".join(_blocks(cell)).split()) for cell in row.iterchildren(f"{_W}tc")]
    return " | ".join(cells) if any(cells) else ""


def _paragraph(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name in _LEFT_OUT or (name == "r" and element.find(f"{_W}rPr/{_W}vanish") is not None):
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name in ("footnoteReference", "endnoteReference"):
            pieces.append(f"[{element.get(f'{_W}id')}]")
        else:
            pieces.append(_MARKS.get(name, ""))
            waiting.extend(reversed(element))
    return "".join(pieces).strip()


def _notes(notes: etree._Element, kind: str) -> Iterator[str]:
    for note in notes.iterchildren(f"{_W}{kind}"):
        if note.get(f"{_W}type") is None:  # the others are separators
            text = " ".join(_blocks(note)).strip()
            if text:
                yield f"[{note.get(f'{_W}id')}] {text}"


def _document(source: Source, text: str, core: etree._Element | None) -> Document:
    found = {name: core.findtext(tag) if core is not None else None for name, tag in _CORE.items()}
    title, author = plausible_title(found["title"]), plausible_author(found["author"])
    date = parse_date(found["created"] or "")
    evidence = {"text": "word/document.xml, tracked changes accepted"}
    if title:
        evidence["title"] = "title in the file's properties"
    if author and author != "python-docx":
        evidence["author"] = "creator in the file's properties"
    if date:
        evidence["published_at"] = "created in the file's properties: when the file was made"
    return Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        url=source.url,
        text=text,
        format="docx",
        title=title,
        author=author if "author" in evidence else None,
        published_at=date.iso if date else None,
        published_precision=date.precision if date else None,
        evidence=evidence,
    )
