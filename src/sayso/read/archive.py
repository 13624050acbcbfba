"""Read the members of a ZIP archive: in memory, within limits, never onto the disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

from sayso.errors import LimitError, ReadError
from sayso.read.notice import as_issue, place
from sayso.read.source import Item, Source
from sayso.read.tally import Tally
from sayso.records import Issue
from sayso.settings import Settings

MIN_RATIO_BYTES = 2**20
"""Below a megabyte no ratio is a bomb: a table of equal rows, 200 kB of spaces."""

CHUNK = 2**18
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_SYMLINK = 0o120000
_IGNORED = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked from this archive."""

    left: int


def read_zip(source: Source) -> Iterator[Item]:
    """Yield what the members hold, in the order of their names; each damaged or refused member is one `Issue`.

    Raises `LimitError` for more members than ``max_members``.
    """
    with source.open() as stream, _opened(stream, source) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.filename.endswith("/") and not _IGNORED.search(member.filename)
        ]
        limit = source.settings.max_members
        if len(members) > limit:
            message = f"{place(source)}: {len(members):,} members, the limit max_members is {limit:,}"
            raise LimitError(
                message, code="too-many-members", remedy="split the archive, or raise max_members"
            )
        budget = _Budget(source.settings.max_expanded_bytes)
        seen: dict[str, int] = {}
        tally = Tally(source)
        for member in sorted(members, key=lambda member: (member.filename, member.header_offset)):
            name = member_name(member)
            seen[name] = seen.get(name, 0) + 1
            record = name if seen[name] == 1 else f"{name} ({seen[name]})"
            for item in _read_member(archive, member, record, budget, source):
                if isinstance(item, Issue):
                    yield from tally.keep(item)
                else:
                    yield item
        yield from tally.rest()


def _opened(stream: IO[bytes], source: Source) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        message = f"{place(source)}: the ZIP file is damaged ({error})"
        raise ReadError(message, code="zip-damaged", remedy="download or export it again") from None


def member_name(member: zipfile.ZipInfo) -> str:
    """Return the member's path as it is shown: never used as a path, so ``..`` stays visible.

    Names without the UTF-8 flag are UTF-8 in practice where they are valid UTF-8, else code page 437.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8_FLAG:
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name.replace("\\", "/"))
    return shown[:1000] or "?"


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, record: str, budget: _Budget, source: Source
) -> Iterator[Item]:
    from sayso.read.reader import read_source

    name = PurePosixPath(record).name or record
    inner = replace(
        source,
        file=None,
        data=b"",
        record=record,
        name=name,
        url=None,
        content_type=None,
        depth=source.depth + 1,
    )
    try:
        inner = replace(inner, data=_unpack(archive, member, budget, inner))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- zlib, lzma and struct errors of a damaged member: read the others
        yield as_issue(_named(error, inner), inner)
        return
    yield from read_source(inner)


def _named(error: Exception, inner: Source) -> Exception:
    if isinstance(error, ReadError):
        return error
    message = f"{place(inner)}: the member is damaged ({error})"
    return ReadError(message, code="member-damaged", remedy="make the archive again, or add the file itself")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget, inner: Source) -> bytes:
    if member.flag_bits & _ENCRYPTED_FLAG:
        message = f"{place(inner)}: the member is encrypted"
        raise ReadError(message, code="zip-password", remedy="unpack it with its password and add the folder")
    if (member.external_attr >> 16) & 0o170000 == _SYMLINK:
        message = f"{place(inner)}: the member is a symbolic link"
        raise ReadError(message, code="symlink", remedy="add the file it points to")
    settings = inner.settings
    per_member = min(budget.left, most_in_memory(settings))
    with archive.open(member) as stream:
        data = read_limited(
            stream, per_member, max(MIN_RATIO_BYTES, member.compress_size * settings.max_ratio), inner
        )
    budget.left -= len(data)
    return data


def read_limited(stream: IO[bytes], most: int, most_by_ratio: int, inner: Source) -> bytes:
    """Read while the size stays below both limits; what a header says about the size is not believed."""
    pieces: list[bytes] = []
    n_bytes = 0
    while piece := stream.read(CHUNK):
        n_bytes += len(piece)
        if n_bytes > most_by_ratio:
            message = (
                f"{place(inner)}: unpacks to more than max_ratio = {inner.settings.max_ratio} times its size"
            )
            raise LimitError(
                message, code="ratio", remedy="unpack it yourself if you trust it, or raise max_ratio"
            )
        if n_bytes > most:
            message = (
                f"{place(inner)}: unpacks to over {most:,} bytes (max_expanded_bytes, max_worker_bytes / 4)"
            )
            raise LimitError(
                message, code="too-large", remedy="unpack it and add the files, or raise the limit"
            )
        pieces.append(piece)
    return b"".join(pieces)


def most_in_memory(settings: Settings) -> int:
    """Return the most bytes one member may unpack to: it is held in memory, and its reader needs as much again."""
    return min(settings.max_file_bytes, settings.max_worker_bytes // 4)
