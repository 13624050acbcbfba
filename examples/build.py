"""Rebuild the binary files of the example case from ``sources/``, byte for byte.

Run it as ``python examples/build.py``; it needs reportlab (nothing else does) and warcio.
Dates, identifiers and the ZIP and gzip headers are fixed, so that building twice gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import itertools
import quopri
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
CASE = HERE / "harbour-talks"

# PDF layout, in points: a body line is 11.5 pt Times on 25 pt leading, which gives the report three pages.
MARGIN = 72
TOP = 752
BOTTOM = 84
LEADING = 25

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
BRIEFING_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>Transcript of the weekly press briefing</dc:title>"
    "<dc:creator>Ministry of Foreign Affairs of the Republic of Orvane</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-03-09T12:00:00Z</dcterms:created>'
    "<dc:language>en</dc:language></cp:coreProperties>"
)

SIREN_URL = "https://www.dailysiren.example/news/stormed-out"
LEDGER_URL = "https://www.selmora-ledger.example/interview/davit-orsolan"
SAVED_URL = "https://www.dailysiren.example/news/slaughter-at-sarn-ford"


def build_report() -> bytes:
    """Return the think tank's report as a PDF with a running header, page numbers and words broken at line ends."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle("After Sarn Ford: Fire, Blame and the Tessel Line")
    canvas.setAuthor("Anneke Solrau and Pradip Lennard")
    canvas.setSubject("Velling Institute Briefing Paper 2026/3")
    canvas.setCreator("Velling Institute")
    y: float = TOP
    page = 1
    _furniture(canvas, page)
    for line in (SOURCES / "velling-report.txt").read_text(encoding="utf-8").splitlines():
        if y < BOTTOM:
            canvas.showPage()
            page += 1
            _furniture(canvas, page)
            y = TOP
        text, font, size = _styled(line)
        canvas.setFont(font, size)
        canvas.drawString(MARGIN, y, text)
        y -= LEADING if text else LEADING * 0.6
    canvas.save()
    # The canvas's fixed date is 2000-01-01; the same number of bytes keeps the PDF's offsets right.
    return buffer.getvalue().replace(b"D:20000101000000", b"D:20260311090000")


def _styled(line: str) -> tuple[str, str, float]:
    for mark, font, size in (
        ("## ", "Helvetica-Bold", 12),
        ("# ", "Helvetica-Bold", 17),
        ("~ ", "Times-Italic", 11),
    ):
        if line.startswith(mark):
            return line.removeprefix(mark), font, size
    return line, "Times-Roman", 11.5


def _furniture(canvas: Canvas, page: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, 800, "Velling Institute | Briefing Paper 2026/3")
    canvas.drawRightString(A4[0] - MARGIN, 800, "After Sarn Ford")
    canvas.drawString(MARGIN, 48, "www.velling.example")
    canvas.drawRightString(A4[0] - MARGIN, 48, f"Page {page}")


def build_briefing() -> bytes:
    """Return the ministry's press briefing as a small DOCX whose ZIP members all carry one fixed time."""
    blocks = (SOURCES / "orvane-briefing.txt").read_text(encoding="utf-8").strip().split("\n\n")
    body = "".join(_paragraph(block) for block in blocks)
    package = "application/vnd.openxmlformats-package"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{package}.core-properties+xml"/></Types>',
        "_rels/.rels": _relationships(
            (f"{relations}/officeDocument", "word/document.xml"),
            (CORE_PROPERTIES, "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships((f"{relations}/styles", "styles.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "docProps/core.xml": BRIEFING_PROPERTIES,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            # Stored, not deflated: deflate's output differs between builds of zlib.
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 3, 9, 12, 0, 0)), XML_HEAD + text, zipfile.ZIP_STORED
            )
    return buffer.getvalue()


def _paragraph(block: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if block.startswith("# ") else ""
    text = escape(block.removeprefix("# "))
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def build_archive() -> bytes:
    """Return a WARC with two pages, a redirect and an image, each record its own gzip member."""
    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False)
    offsets = [0]
    for record in _records(writer):
        writer.write_record(record)
        offsets.append(plain.tell())
    raw = plain.getvalue()
    members = [raw[start:end] for start, end in itertools.pairwise(offsets)]
    # Level 0 for the same reason as the DOCX: the bytes must not depend on the zlib build.
    return b"".join(_gzip_member(member) for member in members)


def _gzip_member(data: bytes) -> bytes:
    compressed = bytearray(gzip.compress(data, compresslevel=0, mtime=0))
    compressed[8:10] = b"\x00\xff"  # extra flags and operating system, which Python versions set differently
    return bytes(compressed)


def _records(writer: WARCWriter) -> list[object]:
    siren = (SOURCES / "siren-walkout.html").read_bytes()
    ledger = (SOURCES / "ledger-orsolan.html").read_bytes()
    html = [("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")]
    pages = [
        ("http://dailysiren.example/stormed-out", "301 Moved Permanently", [("Location", SIREN_URL)], b""),
        (SIREN_URL, "200 OK", html, siren),
        (
            "https://img.dailysiren.example/p/front.png",
            "200 OK",
            [("Content-Type", "image/png")],
            red_square(),
        ),
        (LEDGER_URL, "200 OK", html, ledger),
    ]
    records = [_information(writer)]
    for number, (url, status, headers, payload) in enumerate(pages, 1):
        records.append(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(payload),
                http_headers=StatusAndHeaders(
                    status, [*headers, ("Content-Length", str(len(payload)))], protocol="HTTP/1.1"
                ),
                warc_headers_dict=_fixed(number, f"2026-03-11T09:00:0{number}Z"),
            )
        )
    return records


def _information(writer: WARCWriter) -> object:
    fields = b"software: sayso example\r\nformat: WARC File Format 1.0\r\nisPartOf: harbour-talks\r\n"
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=io.BytesIO(fields),
        length=len(fields),
        warc_content_type="application/warc-fields",
        warc_headers_dict=_fixed(0, "2026-03-11T09:00:00Z"),
    )


def _fixed(number: int, date: str) -> dict[str, str]:
    return {"WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>", "WARC-Date": date}


def red_square() -> bytes:
    """Return an 8 x 8 red PNG."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\x00" + b"\xcc\x00\x00" * 8) * 8, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def build_saved_page() -> bytes:
    """Return a page saved by a browser as MHTML, with its style sheet and an image."""
    page = quopri.encodestring((SOURCES / "siren-massacre.html").read_bytes()).decode("ascii")
    style = quopri.encodestring(b".sr-top{background:#c00}\n.sr-txt{font-size:19px}\n").decode("ascii")
    boundary = "----MultipartBoundary--sirenSavedPage0307----"
    head = [
        "From: <Saved by a browser>",
        f"Snapshot-Content-Location: {SAVED_URL}",
        "Subject: =?utf-8?Q?SLAUGHTER_AT_SARN_FORD=3A_Over_40_dead_in_Kessary-backed_'massacre'_|_Daily_Siren?=",
        "Date: Sat, 7 Mar 2026 14:31:09 -0000",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"',
        "",
        "",
    ]
    parts = [("text/html", SAVED_URL, page), ("text/css", "https://www.dailysiren.example/s.css", style)]
    lines = list(head)
    for kind, location, text in parts:
        lines += [f"--{boundary}", f"Content-Type: {kind}", "Content-Transfer-Encoding: quoted-printable"]
        lines += [f"Content-Location: {location}", "", *text.splitlines(), ""]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode("ascii")


BUILT = {
    "05-siren-massacre.mhtml": build_saved_page,
    "14-velling-report.pdf": build_report,
    "17-orvane-briefing.docx": build_briefing,
    "19-crawl.warc.gz": build_archive,
}


def main() -> int:
    """Write the built files; return 1 if any differs from the one that was there."""
    changed = []
    for name, build in BUILT.items():
        path, data = CASE / name, build()
        if not path.exists() or path.read_bytes() != data:
            changed.append(name)
            path.write_bytes(data)
    print("\n".join(f"changed: {name}" for name in changed) or "nothing changed")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
