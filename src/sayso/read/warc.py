"""Read web archives: WARC, plain or packed by record or as a whole, and WACZ; each page is a document."""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from sayso.errors import LimitError, ReadError
from sayso.read.source import Item, Source
from sayso.read.tally import Tally
from sayso.records import Document, Issue

# Text that people read. Pictures, styles, scripts and data are left out without a word: a page brings dozens
# of them.
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
_FEEDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)
_FEED_ROOTS = (b"<rss", b"<feed", b"<rdf:RDF")
_BROKEN = (ArchiveLoadFailed, gzip.BadGzipFile, zlib.error, EOFError, OSError, ValueError)
_CHUNK = 2**16

# It writes what it thinks of a record, bytes included; what the user must know is an Issue.
logging.getLogger("warcio").setLevel(logging.CRITICAL + 1)


def read_warc(source: Source) -> Iterator[Item]:
    """Yield the pages, texts, PDFs and feed entries in a WARC file.

    Redirects, errors, revisits, pictures, styles and scripts are passed over. A file that is cut off or
    damaged gives an issue after what could be read. ``evidence["captured_at"]`` says when a page was
    captured; that is not when it was published. Raise `ReadError` (``warc-damaged``) when not one record can
    be read.
    """
    tally = Tally(source)
    with source.open() as stream:
        yield from _read_stream(stream, source, tally)
    yield from tally.rest()


def read_wacz(source: Source) -> Iterator[Item]:
    """Yield what the WARC files inside a WACZ file hold; nothing is unpacked to disk."""
    tally = Tally(source)
    try:
        with source.open() as raw, zipfile.ZipFile(raw) as archive:
            members = [
                info
                for info in archive.infolist()
                if info.filename.startswith("archive/") and not info.is_dir()
            ]
            if len(members) > source.settings.max_members:
                raise LimitError(
                    f"{source.path} has {len(members)} members",
                    code="too-many-members",
                    remedy="split it, or raise max_members",
                )
            for info in members:
                inner = replace(source, record=info.filename)
                try:
                    with archive.open(info) as stream:
                        yield from _read_stream(stream, inner, tally)
                except ReadError as error:
                    yield from tally.issue(error.code, error.message, remedy=error.remedy)
            if not members:
                raise ReadError(
                    f"{source.path} has no archive/*.warc.gz in it",
                    code="wacz-damaged",
                    remedy="download it again",
                )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ReadError(
            f"{source.path} is damaged or cut off: {error}", code="wacz-damaged", remedy="download it again"
        ) from None
    yield from tally.rest()


class _Unpacked:
    """Unpack gzip, a piece at a time, and stop when it has given more than ``limit`` bytes.

    `gzip` reads on over the borders of members, so a file packed record by record and one packed as a whole are the
    same. Pieces may be short: what stands before a damaged place is given before the error is raised.
    """

    def __init__(self, stream: io.BufferedIOBase, limit: int, path: str) -> None:
        self._stream = gzip.GzipFile(fileobj=stream)
        self._left = limit
        self._path = path

    def read(self, n_bytes: int) -> bytes:
        """Return at most ``n_bytes``, and none only at the end."""
        data = self._stream.read1(min(n_bytes, _CHUNK))
        self._left -= len(data)
        if self._left < 0:
            raise LimitError(
                f"{self._path} unpacks to more than the limit",
                code="expands-too-much",
                remedy="raise max_expanded_bytes",
            )
        return data


def _plain(stream: IO[bytes], source: Source) -> IO[bytes] | _Unpacked:
    buffered = io.BufferedReader(stream, _CHUNK)  # type: ignore[type-var]
    if buffered.peek(2)[:2] != b"\x1f\x8b":
        return buffered
    return _Unpacked(buffered, source.settings.max_expanded_bytes, source.path)


def _read_stream(stream: IO[bytes], source: Source, tally: Tally) -> Iterator[Item]:
    n_records = 0
    place = source.path if source.record is None else f"{source.path} [{source.record}]"
    try:
        for record in _records(_plain(stream, source)):
            n_records += 1
            if n_records > source.settings.max_members:
                raise LimitError(
                    f"{place} has more than {source.settings.max_members} records", code="too-many-members"
                )
            yield from _read_record(record, place, source, tally)
    except _BROKEN as error:
        message = f"{place} is damaged or cut off after record {n_records}: {error}"
        if not n_records:
            raise ReadError(message, code="warc-damaged", remedy="download it again") from None
        yield from tally.issue(
            "warc-damaged", f"{message}; what came before was read", remedy="download it again"
        )
    except LimitError as error:
        yield from tally.issue(error.code, f"{error.message}, after record {n_records}", remedy=error.remedy)
    else:
        if not n_records:
            raise ReadError(
                f"{place} has no WARC records in it", code="warc-damaged", remedy="check what it is"
            )


def _records(stream: IO[bytes] | _Unpacked) -> Iterator[ArcWarcRecord]:
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type is None:
                raise ArchiveLoadFailed("a record without a type")
            yield record
    except AttributeError:  # how warcio 1.8 meets a response whose status line is broken
        raise ArchiveLoadFailed("a record whose headers are broken") from None


def _read_record(record: ArcWarcRecord, place: str, source: Source, tally: Tally) -> Iterator[Item]:
    from sayso.read.reader import read_source

    content_type = _content_type(record)
    if content_type is None:
        return
    url = record.rec_headers.get_header("WARC-Target-URI")
    data = _payload(record, source.settings.max_document_bytes)
    if isinstance(data, str):
        yield from tally.issue(
            "bad-record", f"{place}, {url}: {data}", remedy="capture the page again, or add it by its address"
        )
        return
    if not data.strip() or (
        _kind(content_type) in _FEEDS and not any(root in data[:2000] for root in _FEED_ROOTS)
    ):
        return
    name = (
        (record.rec_headers.get_header("WARC-Record-ID") or url or "").strip("<>").removeprefix("urn:uuid:")
    )
    child = replace(
        source,
        file=None,
        data=data,
        name=(url or "").split("?", 1)[0].rsplit("/", 1)[-1],
        record=name if source.record is None else f"{source.record}#{name}",
        url=url,
        content_type=content_type,
        depth=source.depth + 1,
    )
    captured = record.rec_headers.get_header("WARC-Date")
    for item in read_source(child):
        if isinstance(item, Issue):
            yield from tally.keep(item)
        elif isinstance(item, Document):
            yield replace(
                item, url=item.url or url, evidence=item.evidence | {"captured_at": f"WARC-Date {captured}"}
            )
        else:
            yield item


def _content_type(record: ArcWarcRecord) -> str | None:
    """Return the type of a record that holds something to read, else None."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if url.lower().endswith("/robots.txt") or url.lower().startswith("dns:"):
        return None
    if record.rec_type == "response" and record.http_headers is not None:
        ok = record.http_headers.get_statuscode() == "200"
        content_type = record.http_headers.get_header("Content-Type") or "text/html" if ok else ""
    elif record.rec_type in ("resource", "conversion"):
        content_type = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    return content_type if _kind(content_type) in _PAGES | _FEEDS else None


def _kind(content_type: str) -> str:
    return content_type.split(";", maxsplit=1)[0].strip().lower()


def _payload(record: ArcWarcRecord, limit: int) -> bytes | str:
    """Return the payload out of its transfer and content codings, or what is wrong with it."""
    coding = (
        ((record.http_headers and record.http_headers.get_header("Content-Encoding")) or "").strip().lower()
    )
    if coding == "br":
        data = _brotli(ChunkedDataReader(record.raw_stream, decomp_type=None).read(limit + 1), limit)
    else:
        data = record.content_stream().read(limit + 1)
    if isinstance(data, str):
        return data
    if len(data) > limit:
        return f"more than {limit} bytes"
    # What the record announced and the file does not have.
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        return "cut off"
    return data


def _brotli(packed: bytes, limit: int) -> bytes | str:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError:
        return "packed with brotli; install the package brotli to read it"
    stream = brotli.Decompressor()
    try:
        # A few hundred bytes of brotli can hold gigabytes: never ask for more than the limit.
        data: bytes = stream.process(packed, output_buffer_limit=limit + 1)
    except brotli.error:
        return "packed with brotli, and damaged"
    return data
