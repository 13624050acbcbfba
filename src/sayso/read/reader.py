"""Read one source: find its format, hand it to that format's reader, and finish what the reader yields."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from sayso.errors import LimitError, ReadError
from sayso.read.finish import finish
from sayso.read.sniff import place, sniff
from sayso.read.source import Reader, Source
from sayso.records import Document, Issue

# Imported when first needed: trafilatura, pypdf and pyarrow each take longer to import than a small file to read.
READERS: dict[str, str] = {
    "text": "sayso.read.text:read_text",
    "markdown": "sayso.read.markdown:read_markdown",
    "html": "sayso.read.html:read_html",
    "mhtml": "sayso.read.mhtml:read_mhtml",
    "mail": "sayso.read.mail:read_mail",
    "zip": "sayso.read.archive:read_zip",
    "gzip": "sayso.read.archive:read_gzip",
    "pdf": "sayso.read.pdf:read_pdf",
    "docx": "sayso.read.docx:read_docx",
    "feed": "sayso.read.feed:read_feed",
    "warc": "sayso.read.warc:read_warc",
    "wacz": "sayso.read.warc:read_wacz",
    "csv": "sayso.read.table:read_table",
    "tsv": "sayso.read.table:read_table",
    "json": "sayso.read.table:read_table",
    "jsonl": "sayso.read.table:read_table",
    "parquet": "sayso.read.table:read_table",
}
"""Format as `sniff` names it -> module and function that read it."""

CONTAINERS = frozenset(
    {"zip", "gzip", "warc", "wacz", "csv", "tsv", "jsonl", "json", "parquet", "mail", "mhtml"}
)
"""Formats that hold several documents or members, each with a limit of its own."""

ARCHIVES = frozenset({"zip", "gzip", "wacz"})
"""Not read inside one another: that is how bombs are built."""


def read_source(source: Source) -> Iterator[Document | Issue]:
    """Yield the documents in ``source`` and an `Issue` for each thing in it that cannot be read; raise nothing.

    Documents come finished: language identified, boilerplate marked, characters that no store holds taken out.
    """
    try:
        format_name = sniff(source)
        _check_limits(source, format_name)
        for item in _reader(format_name)(source):
            yield from finish(item, source)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- a parser met bytes its authors never saw
        yield as_issue(error, source)


def as_issue(error: Exception, source: Source) -> Issue:
    """Return ``error`` as a row of the issues table that names the file, the member and the next step."""
    if isinstance(error, ReadError):
        where = place(source)
        message = error.message if source.path in error.message else f"{where}: {error.message}"
        return Issue(
            stage="read", code=error.code, message=line(message), remedy=error.remedy, path=source.path
        )
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Issue(
        stage="read",
        code="unreadable" if isinstance(error, OSError) else "parser-failed",
        message=line(f"{place(source)}: cannot be read ({what})"),
        remedy="open the file in the program it was made with and save it again, or export it as PDF or text",
        path=source.path,
    )


def line(message: str) -> str:
    """Return ``message`` on one line of at most 500 code points that any terminal and store can hold."""
    clean = message.encode("utf-8", "backslashreplace").decode("utf-8")
    clean = "".join(character if character.isprintable() else " " for character in clean)
    return " ".join(clean.split())[:500]


def _reader(format_name: str) -> Reader:
    module, _, function = READERS[format_name].partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _check_limits(source: Source, format_name: str) -> None:
    if format_name in ARCHIVES and source.depth > 0:
        message = f"{place(source)}: an archive inside an archive is not read"
        raise LimitError(message, code="nested-archive", remedy="unpack it and add the folder")
    settings = source.settings
    container = format_name in CONTAINERS
    limit = settings.max_file_bytes if container else settings.max_document_bytes
    if source.n_bytes > limit:
        name = "max_file_bytes" if container else "max_document_bytes"
        raise LimitError(
            f"{place(source)}: {source.n_bytes:,} bytes, the limit {name} is {limit:,}",
            code="too-large",
            remedy=f"split the file, or raise {name}",
        )
