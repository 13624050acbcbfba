"""Read an e-mail (EML): its text, who sent it and when, and the attachments that sayso reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.utils import parseaddr

from sayso.errors import ReadError
from sayso.read.dates import ParsedDate, parse_date
from sayso.read.decode import Declared, decode
from sayso.read.fragment import fragment_text
from sayso.read.message import header, parse_message, part_bytes, parts
from sayso.read.notice import place
from sayso.read.sniff import sniff
from sayso.read.source import Item, Source
from sayso.records import Document, Issue

MAX_DEPTH = 3
"""A message forwarded in a message forwarded in a message: deeper ones are counted, not read."""

MAX_LISTED = 5
MIN_PLAIN_SHARE = 0.3
"""Newsletters send a plain part that only says "view this in a browser": below this share, the HTML is taken."""

_ATTACHED = frozenset(
    {"pdf", "docx", "text", "markdown", "html", "mail", "feed", "csv", "tsv", "json", "jsonl", "parquet"}
)
# Made by the mail program, not by the sender.
_WRAPPING = frozenset(
    {"text/calendar", "text/x-amp-html", "application/pgp-signature", "application/pkcs7-signature"}
)


def read_mail(source: Source) -> Iterator[Item]:
    """Yield the message, then what its attachments hold, then an `Issue` that counts the attachments left out."""
    mail = parse_message(source)
    bodies, attachments = _sort(mail)
    yield from _read_body(mail, bodies, source)
    yield from _read_attachments(attachments, source)


def _sort(mail: Message) -> tuple[list[Message], list[Message]]:
    """Part the message into the texts that make its body and the files attached to it."""
    bodies: list[Message] = []
    attachments: list[Message] = []
    for part in parts(mail):
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if kind in ("text/plain", "text/html") and not attached:
            bodies.append(part)
        elif kind not in _WRAPPING and not (kind.startswith("image/") and part.get("Content-ID")):
            attachments.append(part)
    return bodies, attachments


def _read_body(mail: Message, bodies: list[Message], source: Source) -> Iterator[Document | Issue]:
    texts = {"text/plain": "", "text/html": ""}
    encodings: dict[str, str] = {}
    for part in bodies:
        kind = part.get_content_type()
        declared = [Declared(charset, "MIME header")] if (charset := part.get_content_charset()) else []
        decoded = decode(part_bytes(part), declared=declared, place=place(source))
        yield from decoded.issues
        encodings.setdefault(kind, f"{decoded.encoding}: {decoded.evidence}")
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
        texts[kind] += ("\n\n" if texts[kind] else "") + (
            fragment_text(text) if kind == "text/html" else text
        )
    plain, page = texts["text/plain"], texts["text/html"]
    kind = (
        "text/plain" if plain.strip() and len(plain.strip()) >= MIN_PLAIN_SHARE * len(page) else "text/html"
    )
    if not texts[kind].strip():
        issue = f"{place(source)}: the message has no text of its own"
        yield Issue(
            stage="read", code="no-text", message=issue, remedy="see its attachments", path=source.path
        )
        return
    yield _document(mail, texts[kind], source, f"{encodings[kind]} ({kind})")


def _document(mail: Message, text: str, source: Source, encoding: str) -> Document:
    title = header(mail, "Subject")
    name, address = parseaddr(header(mail, "From"))
    date = _date(mail)
    evidence = {"encoding": encoding}
    evidence |= {"title": "Subject header"} if title else {}
    evidence |= {"author": "From header"} if name or address else {}
    evidence |= {"published_at": "Date header"} if date else {}
    outlet = _list_name(mail)
    evidence |= {"outlet": "List-Id header"} if outlet else {}
    return Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        text=text,
        format="mail",
        url=source.url,
        title=title or None,
        author=name or address or None,
        outlet=outlet,
        published_at=date.iso if date else None,
        published_precision=date.precision if date else None,
        evidence=evidence,
    )


def _date(mail: Message) -> ParsedDate | None:
    value = header(mail, "Date")
    return parse_date(value) if value else None


def _list_name(mail: Message) -> str | None:
    """Return the name a mailing list or newsletter gives itself: the words before the address in List-Id."""
    match = re.match(r'\s*"?([^"<>]{2,80}?)"?\s*<', header(mail, "List-Id"))
    return match[1] if match else None


def _read_attachments(attachments: list[Message], source: Source) -> Iterator[Item]:
    # Not at the top: the registry imports this module.
    from sayso.read.reader import read_source

    left_out: list[str] = []
    for number, part in enumerate(attachments, start=1):
        name = " ".join((part.get_filename() or f"part {number}").split())
        member = _member(part, name, number, source)
        try:
            readable = member.depth <= MAX_DEPTH and sniff(member) in _ATTACHED
        except ReadError:
            readable = False
        if readable:
            yield from read_source(member)
        else:
            left_out.append(name)
    if left_out:
        listed = ", ".join(left_out[:MAX_LISTED]) + (", ..." if len(left_out) > MAX_LISTED else "")
        issue = f"{place(source)}: {len(left_out)} attachments are of no kind sayso reads: {listed}"
        remedy = "save and convert them if they matter"
        yield Issue(stage="read", code="attachments-left-out", message=issue, remedy=remedy, path=source.path)


def _member(part: Message, name: str, number: int, source: Source) -> Source:
    payload = part.get_payload()
    if (
        part.get_content_type() == "message/rfc822"
        and isinstance(payload, list)
        and isinstance(payload[0], Message)
    ):
        data = payload[0].as_bytes()
    else:
        data = part_bytes(part)
    inside = f"{source.record} > " if source.record else ""
    # Two attachments of one name are two members.
    record = f"{inside}attachment {number}: {name}"
    return replace(
        source,
        file=None,
        data=data,
        name=name,
        record=record,
        url=None,
        content_type=None,
        depth=source.depth + 1,
    )
