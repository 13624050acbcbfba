"""The rules of `sayso.read.warc`."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sayso.errors import ReadError
from sayso.read.source import Source
from sayso.read.warc import read_wacz, read_warc
from sayso.records import Document, Issue
from sayso.settings import Settings

BODY = " ".join(
    f"The ministry denied on day {day} that the convoy had crossed the border, "
    "a spokesman told reporters in the capital."
    for day in range(6)
)


def page(title: str) -> bytes:
    """Return an HTML page with a date of its own."""
    return (
        f"<html lang=en><head><title>{title}</title>"
        "<meta property='article:published_time' content='2025-11-12T15:04:05+02:00'>"
        f"</head><body><article><h1>{title}</h1><p>{BODY}</p><p>{title} said so.</p></article></body></html>"
    ).encode()


class Writer(WARCWriter):
    """warcio's writer, which forgets to close the temporary files it makes; these need not be closed."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """Builds a WARC record by record."""

    def __init__(self, *, packed: bool = True) -> None:
        self.buffer = io.BytesIO()
        self.writer = Writer(self.buffer, gzip=packed)

    def add(
        self,
        url: str,
        body: bytes,
        kind: str = "text/html",
        *,
        status: str = "200 OK",
        rec: str = "response",
        **more: str,
    ) -> Archive:
        """Add a record; ``more`` are HTTP headers."""
        headers = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in more.items())]
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if rec == "response" else None
        record = self.writer.create_warc_record(
            url,
            rec,
            payload=io.BytesIO(body),
            http_headers=http,
            warc_content_type=kind if rec == "resource" else "",
            warc_headers_dict={"WARC-Date": "2025-12-01T00:00:00Z"},
        )
        self.writer.write_record(record)
        return self

    def bytes(self) -> bytes:
        """Return the archive."""
        return self.buffer.getvalue()


def read(
    data: bytes, reader: Callable[..., Any] = read_warc, **settings: Any
) -> tuple[list[Document], list[Issue]]:
    """Return the documents and issues in ``data``."""
    source = Source(path="in/a.warc", name="a.warc", blob="b" * 64, settings=Settings(**settings), data=data)
    items = list(reader(source))
    return [item for item in items if isinstance(item, Document)], [
        item for item in items if isinstance(item, Issue)
    ]


def two(*, packed: bool = True) -> bytes:
    """Return an archive of two pages among what a crawl also holds."""
    archive = Archive(packed=packed)
    archive.writer.write_record(archive.writer.create_warcinfo_record("a.warc", {"software": "test"}))
    archive.add("https://o.example/robots.txt", b"User-agent: *", "text/plain")
    archive.add("https://o.example/a", page("Alpha"))
    archive.add("https://o.example/x.png", b"\x89PNG", "image/png")
    archive.add("https://o.example/x.js", b"var a", "application/javascript")
    archive.add("https://o.example/old", b"", status="301 Moved", Location="/a")
    archive.add("https://o.example/gone", page("Gone"), status="404 Not Found")
    archive.add("https://o.example/sitemap.xml", b"<urlset></urlset>", "application/xml")
    archive.add("dns:o.example", b"1.2.3.4", "text/dns", rec="resource")
    archive.add("https://o.example/b", page("Beta"))
    return archive.bytes()


@pytest.mark.parametrize("packing", ["plain", "record", "whole"])
def test_read_warc_reads_pages_and_nothing_else(packing: str) -> None:
    """Pages are read however the file is packed; pictures, scripts, redirects, errors and dns pass silently."""
    data = gzip.compress(two(packed=False)) if packing == "whole" else two(packed=packing == "record")
    documents, issues = read(data)
    assert not issues
    assert [document.title for document in documents] == ["Alpha", "Beta"]
    assert [document.url for document in documents] == ["https://o.example/a", "https://o.example/b"]
    assert all(document.published_at == "2025-11-12T15:04:05+02:00" for document in documents)
    assert all(document.evidence["captured_at"] == "WARC-Date 2025-12-01T00:00:00Z" for document in documents)
    assert all("ministry" in document.text and document.record for document in documents)
    assert len({document.id for document in documents}) == 2


def test_read_warc_unpacks_codings() -> None:
    """Chunked, gzip and brotli payloads are read."""
    body = page("Alpha")
    archive = Archive()
    archive.add("https://o.example/1", gzip.compress(body), Content_Encoding="gzip")
    archive.add("https://o.example/2", brotli.compress(body), Content_Encoding="br")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    archive.add("https://o.example/3", chunked, Transfer_Encoding="chunked")
    documents, issues = read(archive.bytes())
    assert not issues
    assert len({document.id for document in documents}) == 1
    assert len(documents) == 3


def test_read_warc_resource_records_and_text() -> None:
    """Resource records and plain text are read too."""
    archive = Archive().add("https://o.example/t.txt", BODY.encode(), "text/plain", rec="resource")
    documents, issues = read(archive.bytes())
    assert not issues
    assert documents[0].text == BODY


@pytest.mark.parametrize("packed", [True, False])
def test_read_warc_cut_off_keeps_what_came_before(*, packed: bool) -> None:
    """A file that ends in the middle of a record gives the records before it, and an issue."""
    documents, issues = read(two(packed=packed)[:-150])
    assert [document.title for document in documents] == ["Alpha"]
    assert [issue.code for issue in issues] in (["warc-damaged"], ["bad-record"])


def test_read_warc_damaged_member_keeps_what_came_before() -> None:
    """A broken gzip member ends the reading with an issue."""
    first = Archive().add("https://o.example/a", page("Alpha")).bytes()
    second = bytearray(Archive().add("https://o.example/b", page("Beta")).bytes())
    second[20:120] = b"\xff" * 100
    documents, issues = read(first + bytes(second))
    assert [document.title for document in documents] == ["Alpha"]
    assert [issue.code for issue in issues] == ["warc-damaged"]


def test_read_warc_holds_to_its_limits() -> None:
    """A page over the limit, a brotli bomb and a file that unpacks too far are issues."""
    archive = Archive().add("https://o.example/a", page("Alpha"))
    archive.add("https://o.example/big", b"<p>" + b"x" * 2_000_000)
    archive.add("https://o.example/bomb", brotli.compress(b"\0" * 50_000_000), Content_Encoding="br")
    documents, issues = read(archive.bytes(), max_document_bytes=1_000_000)
    assert [document.title for document in documents] == ["Alpha"]
    assert [issue.code for issue in issues] == ["bad-record", "bad-record"]
    _, issues = read(archive.bytes(), max_expanded_bytes=1_000_000)
    assert [issue.code for issue in issues] == ["expands-too-much"]
    _, issues = read(archive.bytes(), max_members=1)
    assert [issue.code for issue in issues] == ["too-many-members"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WARC/1.0\r\n",
        b"no archive",
        gzip.compress(b"x"),
        b"\x1f\x8b\x08",
        b"WARC/1.0\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_read_warc_without_records(data: bytes) -> None:
    """What holds no record is one error with a code."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == "warc-damaged"


def wacz(**members: bytes) -> bytes:
    """Return a WACZ with these members in archive/."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in members.items():
            archive.writestr(f"archive/{name}.warc.gz", data)
    return buffer.getvalue()


def test_read_wacz_reads_every_archive_inside() -> None:
    """All WARC files inside are read and the record names the member; a damaged one does not stop the next."""
    good = Archive().add("https://o.example/a", page("Alpha")).bytes()
    documents, issues = read(wacz(one=good, two=good[:-40] + b"", three=two()), read_wacz)
    assert [document.title for document in documents] == ["Alpha", "Alpha", "Beta"]
    assert documents[0].record is not None
    assert documents[0].record.startswith("archive/one.warc.gz#")
    assert len(issues) == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", wacz(), wacz(one=two())[:2000]])
def test_read_wacz_damaged(data: bytes) -> None:
    """A WACZ that is no zip or holds no archive is an error."""
    with pytest.raises(ReadError):
        read(data, read_wacz)
