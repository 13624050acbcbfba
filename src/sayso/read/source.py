"""What a reader is given, and what it yields."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sayso.read.posts.shape import Recognised
from sayso.records import Document, Issue, Post
from sayso.settings import Settings

Item = Document | Post | Issue | Recognised
"""What a reader yields: documents or posts, what could not be read, and what a file of posts was recognised as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes to be read, where they came from, and the limits that hold.

    Exactly one of ``file`` (a file on disk, never changed while it is read) and ``data`` is set.
    ``path`` is what the user gave (it becomes ``Document.path``), ``name`` the file name used as a hint of the
    format, ``record`` the member inside an archive (None for a file of its own), ``depth`` how many archives we are in.
    ``unpack`` turns the stream of the packed bytes into one of what they hold; both can be read from the start again.
    """

    path: str
    name: str
    blob: str
    settings: Settings
    file: Path | None = None
    data: bytes | None = None
    record: str | None = None
    url: str | None = None
    content_type: str | None = None
    depth: int = 0
    column_map: dict[str, str] = field(default_factory=dict)
    unpack: Callable[[BinaryIO], BinaryIO] | None = None

    def open(self) -> BinaryIO:
        """Open the bytes for reading; the caller closes them. With ``unpack`` they are unpacked on the way."""
        packed = self._open()
        return packed if self.unpack is None else self.unpack(packed)

    def _open(self) -> BinaryIO:
        return self.file.open("rb") if self.file is not None else io.BytesIO(self.data or b"")

    def head(self, n_bytes: int = 65_536) -> bytes:
        """Return the first ``n_bytes``."""
        with self.open() as stream:
            return stream.read(n_bytes)

    def read(self) -> bytes:
        """Return all bytes. Call only after the size was checked against ``settings.max_document_bytes``."""
        if self.data is not None and self.unpack is None:
            return self.data
        with self.open() as stream:
            return stream.read()

    @property
    def n_bytes(self) -> int:
        """The size in bytes, packed where the bytes are unpacked on the way."""
        return self.file.stat().st_size if self.file is not None else len(self.data or b"")

    def document_id(self) -> str:
        """Return the SHA-256 of these bytes: the id of the one document they hold."""
        if self.record is None:
            return self.blob
        return hashlib.sha256(self.data or b"").hexdigest()


Reader = Callable[[Source], Iterator[Item]]
