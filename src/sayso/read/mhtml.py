"""Read a web page saved as one file (MHTML): its first HTML part, at the address it was saved from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.errors import ReadError
from sayso.read.html import read_html
from sayso.read.message import parse_message, part_bytes, parts
from sayso.read.notice import place
from sayso.read.source import Source
from sayso.records import Document, Issue


def read_mhtml(source: Source) -> Iterator[Document | Issue]:
    """Yield the article of a saved page; the date it was saved on is no date of publication and is left out."""
    message = parse_message(source)
    root = next(
        (
            part
            for part in parts(message)
            if part.get_content_type() in ("text/html", "application/xhtml+xml")
        ),
        None,
    )
    if root is None:
        raise ReadError(
            f"{place(source)}: the saved page has no HTML part", code="no-text", remedy="save the page again"
        )
    address = str(root.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    url = address if address.startswith(("http://", "https://")) else source.url
    # The same file, so the same document: only the bytes looked at differ.
    inner = replace(
        source,
        file=None,
        data=part_bytes(root),
        url=url,
        content_type=str(root.get("Content-Type") or "text/html"),
    )
    for item in read_html(inner):
        if isinstance(item, Issue):
            yield item
            continue
        evidence = dict(item.evidence)
        if evidence.get("url") == "address it was read from" or (item.url == url and "url" not in evidence):
            evidence["url"] = "Content-Location header"
        yield replace(item, id=source.document_id(), format="mhtml", evidence=evidence)
