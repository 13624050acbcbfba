"""Bad inputs as rows: the bytes, and what reading them must give.

``codes`` are the codes of the issues in their order, ``n_documents`` how many documents come beside them.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

PROSE = (
    "The ministry denied on Tuesday that it had held talks with the union, a spokesman said.\n\n"
    "Union leaders accused the government of lying and called for a meeting on Friday.\n"
)
PAGE = f"<html><head><title>Strike</title></head><body><article><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"


@dataclass(frozen=True)
class Row:
    """One bad input and what it must give."""

    label: str
    data: bytes | Callable[[], bytes]
    codes: tuple[str, ...]
    name: str = "file"
    n_documents: int = 0
    limits: dict[str, int] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the bytes; some are made only when they are asked for."""
        return self.data if isinstance(self.data, bytes) else self.data()

    @property
    def slug(self) -> str:
        """The label as the name of a folder."""
        return slug(self.label)


def slug(label: str) -> str:
    """Return a label as the name of a folder."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def damaged_member() -> bytes:
    """Return an archive whose first member has a wrong checksum."""
    data = bytearray(zipped({"a.txt": b"A" * 40, "b.txt": PROSE.encode()}, method=zipfile.ZIP_STORED))
    data[data.index(b"AAAA") + 3] = ord("B")
    return bytes(data)


def nameless_member() -> bytes:
    """Return an archive whose member has an empty name, which zipfile does not expect."""
    data = bytearray(zipped({"a": PROSE.encode()}, method=zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    data[central + 28 : central + 30] = data[26:28] = b"\0\0"
    del data[central + 46]
    del data[30]
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 20] = struct.pack("<II", end - central + 1, central - 1)
    return bytes(data)


def encrypted_member() -> bytes:
    """Return an archive whose member says it is encrypted."""
    data = bytearray(zipped({"a.txt": PROSE.encode()}))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def lying_size() -> bytes:
    """Return an archive whose directory says that a member of 40 MB has 10 bytes."""
    data = bytearray(zipped({"a.txt": b" " * 40_000_000}))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    data[22:26] = struct.pack("<I", 10)
    return bytes(data)


def linked_member() -> bytes:
    """Return an archive whose member is a symbolic link to /etc/passwd."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("link.txt")
        member.create_system = 3
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return stream.getvalue()


def mail(body: str, headers: str = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n") -> bytes:
    """Return a message."""
    return (headers + body).replace("\n", "\r\n").encode()


def deep_parts(n: int) -> str:
    """Return a multipart in a multipart, ``n`` times."""
    return "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(n)) + "\ntext\n"
