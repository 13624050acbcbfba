"""Bad PDFs, Word files, feeds, web archives, tables and bombs."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zlib
from itertools import repeat

import pyarrow as pa
from pyarrow import parquet
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.row import PAGE, PROSE, Row, mail, zipped

ITEM = f"<item><title>Strike</title><link>https://a.example/1</link><description>{PROSE * 3}</description></item>"
FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{ITEM}</channel></rss>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE = f'title,text\nStrike,"{PROSE}"\n'


def pdf(n_pages: int = 1, *, password: str = "") -> bytes:
    """Return a PDF with a paragraph on each page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True, encrypt=StandardEncryption(password) if password else None)
    for number in range(n_pages):
        for line, text in enumerate(PROSE.split("\n")):
            canvas.drawString(40, 780 - 14 * line, text.replace("Friday", f"day {number}"))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pdf_of(*objects: str | bytes) -> bytes:
    """Return a PDF of these objects, the first of which is the catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(data))
        body = text if isinstance(text, bytes) else text.encode()
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, entries)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    return data + table + trailer


def pdf_of_one_page_many_times(n: int) -> bytes:
    """Return a PDF of a few kilobytes whose one page stands ``n`` times in the page tree."""
    kids = "3 0 R " * n
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {n}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def pdf_bomb() -> bytes:
    """Return a PDF of 50 kB whose page has 48 MB of drawing operators."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m " * 1_000_000) for _ in range(8)) + packer.flush()
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed),
    )


def word(body: str, *, before: str = "") -> bytes:
    """Return a Word file whose document is ``body``."""
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def overlapping_zip(n: int) -> bytes:
    """Return an archive whose ``n`` members all are the same bytes: a flat bomb (Fifield 2019)."""
    data = zlib.compress(b" " * 10_000_000, 9)[2:-4]
    checksum = zlib.crc32(b" " * 10_000_000)
    names = [b"%05d.txt" % number for number in range(n)]
    sizes = struct.pack("<III", checksum, len(data), 10_000_000)
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 9, 0) + names[0]
    )
    central = b"".join(
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<HHHHHII", 9, 0, 0, 0, 0, 0, 0)
        + name
        for name in names
    )
    end = struct.pack("<HHHHIIH", 0, 0, n, n, len(central), len(local) + len(data), 0)
    return local + data + central + b"PK\x05\x06" + end


def nested_zip(depth: int) -> bytes:
    """Return an archive of ten archives of ten archives...: 42.zip in small."""
    data = zipped({"0.txt": b" " * 100_000})
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(10)})
    return data


def warc(body: bytes, *, length: int | None = None, url: str = "https://a.example/1") -> bytes:
    """Return a WARC file with one response."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def articles(n: int) -> bytes:
    """Return a Parquet file of ``n`` articles."""
    stream = io.BytesIO()
    table = pa.table({"title": [f"Strike {number}" for number in range(n)], "text": [PROSE] * n})
    parquet.write_table(table, stream)
    return stream.getvalue()


def wide_csv(n: int) -> bytes:
    """Return a table of one article and ``n`` columns."""
    header = ",".join(["text", *(f"c{number}" for number in range(n))])
    return f'{header}\n"{PROSE}"{"," * n}\n'.encode()


ROWS = [
    # PDF
    Row("PDF with a password", pdf(password="open sesame"), ("pdf-password",), "a.pdf"),
    Row("PDF cut off", pdf(3)[:900], ("pdf-damaged",), "a.pdf"),
    Row("PDF of its first line", b"%PDF-1.7\n", ("pdf-damaged",), "a.pdf"),
    Row("PDF with its end cut off", pdf(3)[:-400], ("pdf-damaged",), "a.pdf"),
    Row("PDF after a page of HTTP headers", b"HTTP/1.1 200 OK\r\n\r\n" + pdf(), (), "a.pdf", n_documents=1),
    Row("PDF that is a scan", pdf_of_one_page_many_times(1), ("pdf-no-text",), "a.pdf"),
    Row("PDF of one page 4,000 times", pdf_of_one_page_many_times(4000), ("pdf-pages",), "a.pdf"),
    Row(
        "PDF that says it has 2,000,000,000 pages",
        pdf().replace(b"/Count 1", b"/Count 2000000000"),
        (),
        "a.pdf",
        n_documents=1,
    ),
    Row(
        "PDF whose pages contain each other",
        pdf_of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"),
        ("pdf-no-text",),
        "a.pdf",
    ),
    Row("PDF bomb of drawing operators", pdf_bomb, ("pdf-no-text",), "a.pdf"),
    Row("PDF called .docx", pdf(), (), "a.docx", n_documents=1),
    # Word
    Row("Word file cut off", word(paragraph(PROSE) * 40)[:-60], ("zip-damaged",), "a.docx"),
    Row("Word file without text", word(""), ("docx-no-text",), "a.docx"),
    Row(
        "Word file of 5,000 nested parts",
        word("<w:sdt>" * 5000 + "</w:sdt>" * 5000),
        ("docx-damaged",),
        "a.docx",
    ),
    Row(
        "Word file with billion laughs",
        word(paragraph("&l9;"), before=f"<!DOCTYPE w [{LAUGHS}]>"),
        ("xml-entities",),
        "a.docx",
    ),
    Row(
        "Word file that asks for /etc/passwd",
        word(paragraph("&x;" + PROSE), before='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ("xml-entities",),
        "a.docx",
    ),
    Row("Word file that is a bomb", word(paragraph(" " * 30_000_000)), ("expands-too-much",), "a.docx"),
    Row(
        "Word file with a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        ("unknown-format",),
        "a.docx",
    ),
    # feeds
    Row("feed cut off", FEED[:-60].encode(), ("feed-damaged",), "a.rss", n_documents=1),
    Row(
        "feed without entries",
        b'<rss version="2.0"><channel><title>A</title></channel></rss>',
        ("feed-empty",),
        "a.rss",
    ),
    Row(
        "feed with billion laughs",
        FEED.replace("<rss", f"<!DOCTYPE rss [{LAUGHS}]><rss").encode(),
        ("xml-entities",),
    ),
    Row(
        "feed that asks for /etc/passwd",
        FEED.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss').encode(),
        ("xml-entities",),
        "a.xml",
    ),
    Row(
        "feed of 20,000 nested elements",
        FEED.replace("<title>A</title>", "<a>" * 20_000).encode(),
        ("feed-damaged",),
        "a.rss",
        n_documents=1,
    ),
    # web archives
    Row("web archive cut off", warc(PAGE.encode())[:-300], ("bad-record",), "a.warc"),
    Row("web archive of its first line", b"WARC/1.0\r\n", ("warc-damaged",), "a.warc"),
    Row(
        "web archive that lies about a length",
        warc(PAGE.encode(), length=10**12),
        ("bad-record",),
        "a.warc",
    ),
    Row("web archive with a negative length", warc(PAGE.encode(), length=-5), ("warc-damaged",), "a.warc"),
    Row(
        "packed web archive cut off",
        gzip.compress(warc(PAGE.encode()), mtime=0)[:-200],
        ("warc-damaged",),
        "a.warc.gz",
    ),
    Row(
        "packed web archive that is a bomb",
        gzip.compress(warc(b" " * 100_000_000), mtime=0),
        ("bad-record",),
        "a.warc.gz",
    ),
    Row(
        "WACZ without web archives",
        zipped({"datapackage.json": b"{}", "archive/": b""}),
        ("wacz-damaged",),
        "a.wacz",
    ),
    # archives
    Row(
        "bomb of 30,000 members in the same bytes",
        overlapping_zip(30_000),
        ("ratio", *["member-damaged"] * 51),
        "a.zip",
    ),
    Row("bomb of archives in archives", nested_zip(3), ("nested-archive",) * 10, "a.zip"),
    Row(
        "member with a name of escapes",
        zipped({"\x1b[2J\n\u202etxt.exe": PROSE.encode()}),
        (),
        "a.zip",
        n_documents=1,
    ),
    # tables
    Row("table with 100,000 columns", wide_csv(100_000), ("too-many-columns",), "a.csv"),
    Row(
        "table with a quote never closed",
        TABLE.encode() + b'Next,"' + PROSE.encode() * 3000,
        ("bad-row",),
        "a.csv",
        n_documents=1,
    ),
    Row("table of headers alone", b"title,text\n", ("nothing-found",), "a.csv"),
    Row("table without texts", b"name,price\napple,1\npear,2\n", ("no-text-column",), "a.csv"),
    Row("table with ragged rows", TABLE.encode() + b"a,b,c,d\ne\n", (), "a.csv", n_documents=1),
    Row(
        "table with NULs",
        TABLE.replace("denied", "den\x00ied").encode(),
        ("nul-characters",),
        "a.csv",
        n_documents=1,
    ),
    Row("table in UTF-16 without a mark", TABLE.encode("utf-16-le"), (), "a.csv", n_documents=1),
    Row(
        "table with a formula",
        TABLE.replace("Strike", "=cmd|'/c calc'!A1").encode(),
        (),
        "a.csv",
        n_documents=1,
    ),
    Row(
        "JSON cut off",
        json.dumps([{"text": PROSE}] * 3).encode()[:-40],
        ("json-damaged",),
        "a.json",
        n_documents=2,
    ),
    Row("JSON nested 200,000 deep", b'{"text": ' + b"[" * 200_000, ("json-too-deep",), "a.json"),
    Row(
        "JSON lines of which one is damaged",
        b'{"text": "' + b"a b " * 20 + b'"}\n{"text": \n{"text": "' + b"c d " * 20 + b'"}\n',
        ("bad-row",),
        "a.jsonl",
        n_documents=2,
    ),
    Row(
        "JSON with a number of 10,000 digits",
        b'[{"text": "' + PROSE.replace("\n", " ").encode() + b'", "n": ' + b"9" * 10_000 + b"}]",
        (),
        "a.json",
        n_documents=1,
    ),
    Row(
        "JSON with half a character",
        b'[{"text": "The minister \\ud800 said no."}]',
        ("nul-characters",),
        "a.json",
        n_documents=1,
    ),
    Row(
        "JSON that is not finite",
        b'[{"text": "The minister said no to it.", "n": NaN}]',
        (),
        "a.json",
        n_documents=1,
    ),
    Row("Parquet cut off", articles(50)[:-100], ("parquet-damaged",), "a.parquet"),
    Row("Parquet of its mark", b"PAR1PAR1", ("parquet-damaged",), "a.parquet"),
    # texts
    Row("UTF-16 without a mark", PROSE.encode("utf-16-le"), (), "a.txt", n_documents=1),
    Row("UTF-32 without a mark", PROSE.encode("utf-32-be"), (), "a.txt", n_documents=1),
    Row("EBCDIC", PROSE.encode("cp500"), ("unknown-format",), "a.txt"),
    Row(
        "Latin-1",
        ("Der Außenminister erklärte am Dienstag, er werde zurücktreten. " * 3).encode("latin-1"),
        (),
        "a.txt",
        n_documents=1,
    ),
    Row(
        "Arabic",
        ("قال الوزير يوم الثلاثاء إن المحادثات انتهت دون اتفاق. " * 3).encode(),
        (),
        "a.txt",
        n_documents=1,
    ),
    Row("text that runs backwards", f"\u202e{PROSE}\u202c".encode(), (), "a.txt", n_documents=1),
    Row(
        "emoji, joiners and accents apart",
        "👩‍👩‍👧 “Où ça ?” the minister’s spokeswoman asked on Monday. 🇫🇷".encode(),
        (),
        "a.txt",
        n_documents=1,
    ),
    Row("page saved as base64", base64.b64encode(PAGE.encode() * 20), (), "a.txt", n_documents=1),
    Row(
        "message with 3,000 attachments",
        mail(
            "Content-Type: multipart/mixed; boundary=b\n\n"
            + "".join(repeat("--b\nContent-Type: image/png\n\nx\n", 3000))
            + f"--b\n\n{PROSE}\n--b--\n"
        ),
        ("too-many-members",),
        "a.eml",
    ),
]
