"""Take a MIME message apart: its parts, their bytes, and headers as the sender meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from sayso.errors import LimitError, ReadError
from sayso.read.decode import decode
from sayso.read.notice import place
from sayso.read.source import Source

MAX_PARTS = 2_000
"""A saved page has a part for each picture; the largest seen has some 600."""


# compat32, not the newer policy: that one raises on headers real mail has (folded Message-IDs, odd charsets).
def parse_message(source: Source) -> Message:
    """Return the message in ``source``; raise `LimitError` for more parts than `MAX_PARTS`."""
    data = re.sub(rb"\A(?:\xef\xbb\xbf)?(?:From [^\n]*\n|>From [^\n]*\n|\s*\n)*", b"", source.read(), count=1)
    # The parser calls itself for every multipart inside a multipart, and copies what is left.
    if data.lower().count(b"content-type:") > MAX_PARTS:
        message = f"{place(source)}: the message has more than {MAX_PARTS:,} parts"
        raise LimitError(message, code="too-many-members", remedy="save its attachments and add those")
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except RecursionError:
        message = f"{place(source)}: its parts are nested too deep"
        raise ReadError(
            message, code="nested-too-deep", remedy="save its attachments and add those"
        ) from None


def parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something, in order; a forwarded message is one part, its own parts are not walked."""
    if message.get_content_maintype() == "multipart" and isinstance(payload := message.get_payload(), list):
        for part in payload:
            if isinstance(part, Message):
                yield from parts(part)
    else:
        yield message


def part_bytes(part: Message) -> bytes:
    """Return the bytes of a part, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def header(message: Message, name: str) -> str:
    """Return a header with its encoded words decoded, on one line; empty if there is none."""
    # raw_items, because get() replaces eight-bit bytes, which no standard allows and much mail has.
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = _eight_bit(raw.encode("utf-8", "surrogateescape"))
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _eight_bit(raw: bytes) -> str:
    with suppress(ReadError):
        return decode(raw).text
    return raw.decode("latin-1")
