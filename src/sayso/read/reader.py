"""Read one source: find its format, hand it to that format's reader, and finish what the reader yields."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace

from sayso.errors import LimitError, ReadError
from sayso.read.finish import finish
from sayso.read.notice import as_issue, place
from sayso.read.sniff import sniff
from sayso.read.source import Item, Reader, Source
from sayso.read.walk import display_name

# Imported when first needed: trafilatura, pdfium and pyarrow each take longer to import than a small file to read.
READERS: dict[str, str] = {
    "text": "sayso.read.text:read_text",
    "markdown": "sayso.read.markdown:read_markdown",
    "html": "sayso.read.html:read_html",
    "mhtml": "sayso.read.mhtml:read_mhtml",
    "mail": "sayso.read.mail:read_mail",
    "zip": "sayso.read.archive:read_zip",
    "gzip": "sayso.read.packed:read_gzip",
    "zstd": "sayso.read.packed:read_zstd",
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

CONTAINERS = frozenset({"zip", "gzip", "zstd", "warc", "wacz", "csv", "tsv", "jsonl", "json", "parquet"})
"""Formats that hold several documents or members, each with a limit of its own."""

ARCHIVES = frozenset({"zip", "gzip", "zstd", "wacz"})
"""Not read inside one another: that is how bombs are built."""


def read_source(source: Source) -> Iterator[Item]:
    """Yield the documents or posts in ``source``, an `Issue` for each thing that cannot be read; raise nothing.

    Documents come finished: language identified, boilerplate marked, characters that no store holds taken out. After
    the posts of a file comes one `Recognised`, which says what they were read as and how many rows were set aside.
    """
    if not source.path.isprintable():  # bytes of a file name that are no UTF-8 come as lone surrogates
        source = replace(source, path=display_name(source.path), name=display_name(source.name))
    try:
        format_name = sniff(source)
        _check_limits(source, format_name)
        empty = True
        for item in _reader(format_name)(source):
            empty = False
            yield from finish(item, source)
        if empty:
            message = f"{place(source)}: nothing to read was found in it"
            remedy = "nothing to do, or check that the export finished"
            raise ReadError(message, code="nothing-found", remedy=remedy)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- a parser met bytes its authors never saw
        yield as_issue(error, source)


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
