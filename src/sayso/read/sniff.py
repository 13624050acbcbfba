"""Tell the format of a source by what is in it; its name decides only between kinds of plain text."""

from __future__ import annotations

import csv
import json
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from sayso.errors import ReadError
from sayso.read.decode import peek
from sayso.read.notice import place
from sayso.read.posts.shapes import is_post
from sayso.read.posts.toolkit import is_headerless
from sayso.read.signatures import name_binary, name_json, name_zip
from sayso.read.source import Source

FORMATS = (
    *("pdf", "docx", "warc", "wacz", "zip", "gzip", "zstd", "parquet", "feed", "html", "mhtml", "mail"),
    *("json", "jsonl", "csv", "tsv", "markdown", "text"),
)
"""Every answer of `sniff`."""

HEAD_BYTES = 65_536
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MIN_COLUMNS = 2
MAX_COLUMN_NAME = (
    60  # "datePublished" and the like; a first line of prose has longer stretches between its commas
)
MIN_SAME_WIDTH = 0.7
"""Share of rows as wide as the header; prose with commas has a different count in nearly every line."""

_REMEDY = "add the text itself: save or export it as PDF, DOCX, HTML or plain text"

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,4000}?-->\s*|<!\[CDATA\[\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|base|article|main|section|div|p|span|h[1-6]"
    r"|table|ul|ol|blockquote|header|nav|a|b|i|br|center|font|img|iframe|frameset|noscript|svg:svg)\b[^<>]{0,2000}>)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ANYWHERE = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_HTML_BLOCKS = re.compile(r"</(?:p|div|h[1-6]|li|td|blockquote|article)\s*>|<br\s*/?>", re.IGNORECASE)
_MIN_BLOCKS = 3  # a text about HTML may quote a tag or two
_MIN_HEADERS = 2
_XML_ROOT = re.compile(
    r"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,20000}?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([A-Za-z_][\w.:-]*)",
    re.DOTALL,
)
_HEADER_LINE = re.compile(r"([!-9;-~]{1,76}):(?:[ \t](.*))?$")
_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"(?<!!)\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"(?<!\*)\*\*[^*\s][^*\n]{0,200}\*\*(?!\*)"),
    re.compile(r"^> \S", re.MULTILINE),
)
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n[A-Za-z_][\w-]*:.*\r?\n(?:(?:[A-Za-z_][\w-]*:|[ \t]+\S|- ).*\r?\n)*---[ \t]*\r?\n"
)
MIN_MARKS = 3
"""Headings or links that make Markdown of a text by themselves: "# 1" may be a number in a list."""

# Column names by which a table of articles is known where its file name does not say it.
COLUMNS = frozenset(
    {
        *(
            "text",
            "body",
            "content",
            "maintext",
            "article",
            "title",
            "headline",
            "url",
            "link",
            "date",
            "author",
        ),
        *(
            "authors",
            "published",
            "publish_date",
            "date_publish",
            "publication_date",
            "outlet",
            "source",
            "media_name",
        ),
        *(
            "language",
            "description",
            "summary",
            "full_text",
            "raw_text",
            "hostname",
            "plaintext",
            "cleaned_text",
        ),
    }
)


def sniff(source: Source) -> str:
    """Return one of `FORMATS`; raise `ReadError` (``empty``, ``unknown-format``) for anything else."""
    head = source.head(HEAD_BYTES)
    if not head.strip(b"\x00\t\n\r\x0c\x1a \xef\xbb\xbf"):
        raise ReadError(
            f"{place(source)}: the file is empty", code="empty", remedy="nothing to do, or download it again"
        )
    return _by_magic(source, head) or _by_structure(source, head)


def _by_magic(source: Source, head: bytes) -> str | None:
    if head.startswith(b"PK") and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _zip_kind(source)
    if head.startswith(b"\x1f\x8b"):
        return "warc" if _inflate(head).startswith(b"WARC/") else "gzip"
    if head.startswith(ZSTD_MAGIC):
        return "zstd"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    # Readers of PDF accept up to a kilobyte before the mark; a text that mentions the mark has no objects.
    at = head.find(b"%PDF-", 0, 1024)
    if at == 0 or (at > 0 and re.search(rb"\d+ \d+ obj\b", head)):
        return "pdf"
    if (name := name_binary(head)) is not None:
        raise _unknown(source, name)
    return None


def _unknown(source: Source, name: str, remedy: str = _REMEDY) -> ReadError:
    return ReadError(
        f"{place(source)}: this is {name}, not a text sayso reads", code="unknown-format", remedy=remedy
    )


def _inflate(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 4096)
    except zlib.error:
        return b""


def _zip_kind(source: Source) -> str:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except Exception as error:  # noqa: BLE001 -- zipfile raises six kinds of error on damaged directories
        message = f"{place(source)}: the ZIP file is damaged ({error})"
        raise ReadError(message, code="zip-damaged", remedy="download or export it again") from None
    if "word/document.xml" in names:
        return "docx"
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return "wacz"
    if (name := name_zip(names)) is not None:
        raise _unknown(source, name)
    return "zip"


def _by_structure(source: Source, head: bytes) -> str:
    text = peek(head)
    # Headers first: the page inside a message may begin within the first kilobyte.
    if (name := _from_headers(text) or _from_markup(source, text)) is not None:
        return name
    suffix = PurePosixPath(source.name.lower()).suffix
    if (name := _from_json(source, text, suffix)) is not None:
        return name
    if (name := _from_rows(text, suffix)) is not None:
        return name
    return "markdown" if _is_markdown(text, suffix) else "text"


def _from_markup(source: Source, text: str) -> str | None:
    match = _XML_ROOT.match(text)
    root = match[1].lower() if match else ""
    local = root.rpartition(":")[2]
    if local in ("rss", "feed") or root == "rdf:rdf":
        return "feed"
    if _HTML_START.match(text):
        return "html"
    if _is_data(text):  # its cells may hold pages
        return None
    if _HTML_ANYWHERE.search(text[:1024]):
        return "html"
    if text.lstrip().startswith("<?xml") and match:
        raise _unknown(source, f"XML with the root element <{match[1]}>")
    if len(_HTML_BLOCKS.findall(text[:16_384])) >= _MIN_BLOCKS and not _is_markdown(text, ""):
        return "html"
    return None


def _is_data(text: str) -> bool:
    """Tell JSON and tables of posts, which hold HTML where a platform does (Mastodon, Gab), from HTML itself."""
    if re.match(r'\s*(?:\{\s*"[^"\n]{1,200}"\s*:|\[\s*\{\s*")', text):
        return True
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return any(mark in first and _is_table(text, mark, named=False, posts=True) for mark in ("\t", ",", ";"))


def _from_headers(text: str) -> str | None:
    headers: dict[str, str] = {}
    for line in text.splitlines()[:200]:
        if line[:1] in (" ", "\t") and headers:
            continue
        match = _HEADER_LINE.match(line)
        if match is None:
            if (
                line.startswith("From ") and not headers
            ):  # the envelope line that mailboxes and some exports keep
                continue
            break
        headers.setdefault(match[1].lower(), match[2] or "")
    by_machine = headers.keys() & {
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "snapshot-content-location",
    }
    by_hand = "@" in headers.get("from", "") and headers.keys() & {"subject", "date", "to"}
    if not by_hand and (not by_machine or len(headers) < _MIN_HEADERS):
        return None
    related = "multipart/related" in text[:16_384].lower()
    saved = headers.keys() & {"snapshot-content-location"} or "saved by" in headers.get("from", "").lower()
    return (
        "mhtml" if saved or (related and not headers.keys() & {"to", "received", "return-path"}) else "mail"
    )


def _from_json(source: Source, text: str, suffix: str) -> str | None:
    body = text.lstrip()
    if not re.match(r'\{\s*["}]|\[\s*[\[{"\]\d]|\[\s*$', body):
        return None
    lines = body.split("\n", 2)
    whole = _loads(lines[0]) if len(lines) > 1 or len(text) < HEAD_BYTES else None
    if isinstance(whole, dict) and len(lines) > 1 and lines[1].lstrip().startswith("{"):
        name = "jsonl"
    elif whole is None and not _looks_like_json(body, suffix):
        return None
    else:
        name = "jsonl" if suffix in (".jsonl", ".ndjson") else "json"
    if (kind := name_json(body)) is not None:
        raise _unknown(source, kind, "add the articles as JSON with a text field, or give --map text=FIELD")
    return name


def _looks_like_json(body: str, suffix: str) -> bool:
    """Tell JSON cut off at the head's end from prose that begins with a bracket."""
    return suffix in (".json", ".jsonl", ".ndjson") or bool(
        re.match(r'\{\s*"[^"\n]{1,200}"\s*:|\[\s*(?:\{\s*"|\[)', body)
    )


def _loads(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _from_rows(text: str, suffix: str) -> str | None:
    lines = text.lstrip("\ufeff").splitlines() or [""]  # a mark, and nothing that fits it
    tabs = suffix in (".tsv", ".tab") or "\t" in lines[0]
    for delimiter in ("\t", ",", ";") if tabs else (",", ";", "|"):
        if _is_table(text, delimiter, named=suffix in (".csv", ".tsv", ".tab")):
            return "tsv" if delimiter == "\t" else "csv"
    if suffix in (".csv", ".tsv") and lines[0].strip().strip('"').lower() in COLUMNS:
        return "tsv" if suffix == ".tsv" else "csv"  # a single column
    return None


def _is_table(text: str, delimiter: str, *, named: bool, posts: bool = False) -> bool:
    """Tell a table by its header and the width of its rows, with ``posts`` only one of posts."""
    complete = text if len(text) < HEAD_BYTES // 4 else text[: text.rfind("\n") + 1]
    if not complete and named:  # a header longer than what we look at
        complete = text.rpartition(delimiter)[0]
    try:
        rows = [
            row for row in csv.reader(complete.splitlines(keepends=True)[:400], delimiter=delimiter) if row
        ]
    except csv.Error:
        return named and delimiter in text.split("\n", 1)[0]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if len(header) >= MIN_COLUMNS and _holds_posts(header, rows[1:]):
        return True
    if posts:
        return False
    if (
        len(header) < MIN_COLUMNS
        or len(set(header)) != len(header)
        or len(max(header, key=len)) > MAX_COLUMN_NAME
    ):
        return False
    if any(cell[-1:] in tuple(".!?") for cell in header):
        return False
    known = any(cell.lower().replace(" ", "_") in COLUMNS for cell in header)
    if not (known or named):
        return False
    same = sum(len(row) == len(header) for row in rows[1:])
    # The last row may be cut off.
    return same >= MIN_SAME_WIDTH * (len(rows) - 2) and (same >= 1 or named)


def _holds_posts(header: list[str], rows: list[list[str]]) -> bool:
    """Tell a table of posts by its columns: names of tools and platforms, some longer than any other column's."""
    if is_headerless(header):
        return all(len(row) == len(header) for row in rows[:-1])  # the last row may be cut off
    fitting = next((row for row in rows if len(row) == len(header)), None)
    return fitting is not None and is_post(dict(zip(header, fitting, strict=True)))


def _is_markdown(text: str, suffix: str) -> bool:
    if suffix in (".md", ".markdown", ".mdown") or _FRONT_MATTER.match(text):
        return True
    headings, fences, links, bold, quotes = (len(pattern.findall(text)) for pattern in _MARKS)
    with_others = bool(headings) and any((fences, links, bold, quotes))
    return with_others or max(headings, links) >= MIN_MARKS
