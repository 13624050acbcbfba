"""Bad texts, pages, archives and messages."""

from __future__ import annotations

import gzip
import hashlib

from tests.hostile.row import (
    PAGE,
    PROSE,
    Row,
    damaged_member,
    deep_parts,
    encrypted_member,
    linked_member,
    lying_size,
    mail,
    nameless_member,
    zipped,
)

ROWS = [
    # nothing in it
    Row("empty file", b"", ("empty",)),
    Row("only spaces", b" \r\n\t  \n", ("empty",)),
    Row("only zeros", b"\x00" * 5000, ("empty",)),
    Row("only a byte order mark", b"\xef\xbb\xbf", ("empty",)),
    Row("only digits and marks", b"12 + 34 = 46 !!!", ("no-text",)),
    Row("only emoji", "🙂🙃 🎉".encode(), ("no-text",)),
    # not a text
    Row("PNG called .txt", b"\x89PNG\r\n\x1a\n" + bytes(100), ("unknown-format",), "a.txt"),
    Row("JPEG called .html", b"\xff\xd8\xff\xe0" + bytes(range(256)), ("unknown-format",), "a.html"),
    Row("program", b"\x7fELF\x02\x01\x01" + bytes(200), ("unknown-format",)),
    Row("SQLite database", b"SQLite format 3\x00" + bytes(100), ("unknown-format",)),
    Row("old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ("unknown-format",), "a.doc"),
    Row("video", b"\x00\x00\x00\x18ftypmp42" + bytes(100), ("unknown-format",), "a.mp4"),
    Row("RTF", rb"{\rtf1\ansi Hello world}", ("unknown-format",)),
    Row(
        "random bytes", b"".join(hashlib.sha256(bytes([i])).digest() for i in range(99)), ("unknown-format",)
    ),
    Row("Excel workbook", zipped({"xl/workbook.xml": b"<w/>"}), ("unknown-format",), "a.xlsx"),
    Row("EPUB book", zipped({"META-INF/container.xml": b"<c/>"}), ("unknown-format",), "a.epub"),
    Row(
        "SVG picture",
        b'<?xml version="1.0"?><svg xmlns="x"><text>Hello there</text></svg>',
        ("unknown-format",),
    ),
    Row(
        "sitemap",
        b'<?xml version="1.0"?><urlset><url><loc>http://a.example</loc></url></urlset>',
        ("unknown-format",),
    ),
    Row("GeoJSON", b'{"type": "FeatureCollection", "features": []}', ("unknown-format",), "a.json"),
    Row("HAR", b'{"log": {"version": "1.2", "entries": []}}', ("unknown-format",), "a.json"),
    Row("posts without accounts", b'[{"id_str": "1", "text": "hello"}]', ("no-account",), "a.json"),
    # archives
    Row("truncated ZIP", zipped({"a.txt": PROSE.encode() * 50})[:-30], ("zip-damaged",)),
    Row("ZIP with nothing in it", zipped({}), ("nothing-found",)),
    Row("ZIP bomb", zipped({"a.txt": b" " * 30_000_000}), ("ratio",)),
    Row("ZIP that lies about sizes", lying_size, ("member-damaged",)),
    Row("ZIP in a ZIP", zipped({"in.zip": zipped({"a.txt": b"x"})}), ("nested-archive",)),
    Row("gzip in a ZIP", zipped({"in.gz": gzip.compress(PROSE.encode())}), ("nested-archive",)),
    Row("encrypted member", encrypted_member, ("zip-password",)),
    Row("member without a name", nameless_member, (), n_documents=1),
    Row("damaged member", damaged_member, ("member-damaged",), n_documents=1),
    Row("member is a link", linked_member, ("symlink",)),
    Row(
        "too many members",
        zipped({f"{i}.txt": b"x" for i in range(9)}),
        ("too-many-members",),
        limits={"max_members": 8},
    ),
    Row(
        "members too large together",
        zipped({"a.txt": PROSE.encode() * 20, "b.txt": PROSE.encode() * 20}),
        ("too-large",),
        n_documents=1,
        limits={"max_expanded_bytes": len(PROSE) * 30},
    ),
    Row(
        "paths out of the archive",
        zipped({"../../etc/x.txt": PROSE.encode(), "C:\\y.txt": PROSE.encode()}),
        (),
        n_documents=2,
    ),
    Row("absolute path", zipped({"/etc/passwd": PROSE.encode()}), (), n_documents=1),
    Row(
        "folder of a Mac",
        zipped({"__MACOSX/._a.txt": b"\x00\x05", ".DS_Store": b"\x00", "a.txt": PROSE.encode()}),
        (),
        n_documents=1,
    ),
    Row("truncated gzip", gzip.compress(PROSE.encode() * 9)[:-20], ("gzip-damaged",), "a.txt.gz"),
    Row("gzip bomb", gzip.compress(b"a" * 30_000_000), ("ratio",), "a.gz"),
    Row("gzip of gzip", gzip.compress(gzip.compress(PROSE.encode())), ("nested-archive",), "a.gz"),
    Row("gzip of a picture", gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(100)), ("unknown-format",), "a.gz"),
    Row(
        "member that would fill the memory",
        zipped({"a.txt": PROSE.encode() * 20}),
        ("too-large",),
        limits={"max_worker_bytes": len(PROSE) * 40},
    ),
    # pages
    Row("page without an article", b"<html><body><nav>Home</nav></body></html>", ("no-text",)),
    Row(
        "page of scripts", b"<html><body><div id=root></div><script>x()</script></body></html>", ("no-text",)
    ),
    Row("page of frames", b"<html><frameset><frame src=a></frameset></html>", ("no-text",)),
    Row(
        "log-in page",
        b"<html><body><h1>Log in</h1><p>Please log in or subscribe to read this article.</p></body></html>",
        ("no-text",),
    ),
    Row(
        "list of articles",
        b"<html><body>"
        + b"".join(
            b"<h3><a href=/%d>Ministry says day %d went well</a></h3><p>%s</p>" % (i, i, PROSE.encode())
            for i in range(12)
        )
        + b"</body></html>",
        ("no-text",),
    ),
    Row(
        "10,000 levels of elements", b"<html><body>" + b"<div>" * 10_000 + PROSE.encode(), ("html-too-deep",)
    ),
    Row("500,000 unclosed tags", b"<html><body>" + b"<b><i>" * 250_000 + PROSE.encode(), ("html-too-deep",)),
    Row(
        "billion laughs",
        b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><html><body><p>&b;&b;</p></body></html>',
        ("no-text",),
    ),
    Row(
        "page with controls",
        PAGE.replace("<p>", "<p>a\x01<b hidden>\x1b[2J</b>&#1;&#xD800;&#99999999;\x0c").encode(),
        (),
        n_documents=1,
    ),
    Row("page cut in a tag", PAGE.encode()[:-40] + b"<a href='", (), n_documents=1),
    Row("page with a NUL", PAGE.replace("denied", "den\x00ied").encode(), (), n_documents=1),
    Row("page that says UTF-16 and is UTF-8", b'<meta charset="utf-16">' + PAGE.encode(), (), n_documents=1),
    Row("page with a charset nobody knows", b'<meta charset="klingon">' + PAGE.encode(), (), n_documents=1),
    Row(
        "JSON-LD that is no JSON",
        PAGE.replace("<head>", '<head><script type="application/ld+json">{"a":</script>').encode(),
        (),
        n_documents=1,
    ),
    Row(
        "JSON-LD nested deep",
        PAGE.replace(
            "<head>", '<head><script type="application/ld+json">' + "[" * 100_000 + "</script>"
        ).encode(),
        (),
        n_documents=1,
    ),
    Row(
        "address that is none",
        PAGE.replace("<head>", '<head><link rel="canonical" href="http://[">').encode(),
        (),
        n_documents=1,
    ),
    # text
    Row("NUL characters", b"The \x00minister\x00 said no on Monday.", ("nul-characters",), n_documents=1),
    Row("UTF-8 cut in a character", PROSE.encode() + "“".encode()[:2], ("undecodable-bytes",), n_documents=1),
    Row(
        "quotes pasted from Windows",
        PROSE.encode() + "naïve café “ok” ".encode() * 9 + b"\x93no\x94",
        ("undecodable-bytes",),
        n_documents=1,
    ),
    Row(
        "UTF-16 cut in a character",
        b"\xff\xfe" + PROSE.encode("utf-16-le")[:-1],
        ("undecodable-bytes",),
        n_documents=1,
    ),
    Row(
        "lone surrogates in UTF-16",
        b"\xff\xfe" + PROSE.encode("utf-16-le") + b"\x00\xd8\x20\x00",
        ("undecodable-bytes",),
        n_documents=1,
    ),
    Row("mark of UTF-32 and noise", b"\xff\xfe\x00\x00\x00\x00\xff\xff", ("undecodable-bytes", "no-text")),
    Row("noise that says it is text", bytes(range(128, 256)) * 40, ("undecodable",)),
    Row("text over the limit", PROSE.encode() * 100, ("too-long",), limits={"max_document_characters": 1000}),
    Row("file over the limit", PROSE.encode() * 100, ("too-large",), limits={"max_document_bytes": 1000}),
    Row("one line of 20 MB", b"word " * 4_000_000, ("too-long",)),
    Row(
        "Markdown with a long line",
        b"# Head\n\n# Two\n\n# Three\n\n" + b"[" * 300_000 + b"x",
        ("line-too-long",),
        "a.md",
    ),
    Row("Markdown nested deep", b"# Head\n\n" + b"> " * 3_000 + b"word said", (), "a.md", n_documents=1),
    Row("controls and bells", b"The minister \x07said\x1b[31m no\x1b[0m on Monday.", (), n_documents=1),
    # messages
    Row("message without text", mail("\n\n"), ("no-text",), "a.eml"),
    Row(
        "message with a picture",
        mail("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="),
        ("no-text", "attachments-left-out"),
        "a.eml",
    ),
    Row(
        "message with a wrong charset",
        mail(f"Content-Type: text/plain; charset=klingon\n\n{PROSE}"),
        (),
        "a.eml",
        n_documents=1,
    ),
    Row(
        "message with broken base64",
        mail("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!"),
        ("no-text",),
        "a.eml",
    ),
    Row(
        "parts without an end",
        mail(f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{PROSE}"),
        (),
        "a.eml",
        n_documents=1,
    ),
    Row("parts nested deep", mail(deep_parts(3000)), ("too-many-members",), "a.eml"),
    Row("parts nested in a thousand", mail(deep_parts(1000)), ("nested-too-deep",), "a.eml"),
    Row(
        "saved page without a page",
        mail(
            "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n",
            "From: <Saved by Blink>\nMIME-Version: 1.0\n",
        ),
        ("no-text",),
        "a.mht",
    ),
]
