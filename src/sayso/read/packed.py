"""Read the one file in a gzip or Zstandard file: a table as a stream, anything else in memory, within limits."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, BinaryIO, Protocol, cast

from sayso.errors import LimitError, ReadError
from sayso.read.archive import CHUNK, MIN_RATIO_BYTES, most_in_memory, read_limited
from sayso.read.notice import place
from sayso.read.sniff import sniff
from sayso.read.source import Item, Source

STREAMED = frozenset({"csv", "tsv", "json", "jsonl"})
"""Formats that are read row by row, so that no size of them needs more memory."""

ZSTD_WINDOW = 2**31
"""Bytes that a Zstandard stream may look back; the dumps of Reddit are packed with the largest there is."""

_AGAIN = "download or export it again"


class _Pieces(Protocol):
    def read(self, n_bytes: int) -> bytes: ...


class _Inflated:
    """What a gzip file holds, a bounded piece at a time."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(31)
        self._rest = b""

    def read(self, n_bytes: int) -> bytes:
        while True:
            compressed = self._rest or self._stream.read(CHUNK)
            if not compressed:
                if not self._inflate.eof:
                    raise EOFError("it ends too early")
                return b""
            if self._inflate.eof:  # the next of several members, or padding
                if not compressed.startswith(b"\x1f\x8b"):
                    return b""
                self._inflate = zlib.decompressobj(31)
            piece = self._inflate.decompress(compressed, n_bytes)
            self._rest = self._inflate.unconsumed_tail or self._inflate.unused_data
            if piece:
                return piece


def _gzip(stream: IO[bytes], source: Source) -> _Pieces:
    def damaged(error: Exception) -> ReadError:
        message = f"{place(source)}: the gzip file is damaged ({error})"
        return ReadError(message, code="gzip-damaged", remedy=_AGAIN)

    return _Guarded(_Inflated(stream), (zlib.error, EOFError), damaged)


def _zstd(stream: IO[bytes], source: Source) -> _Pieces:
    try:
        import zstandard
    except ImportError:
        message = f"{place(source)}: Zstandard files need the library zstandard, which is not installed"
        raise ReadError(
            message, code="zstd-missing", remedy="pip install zstandard, or unpack it: zstd -d"
        ) from None

    def damaged(error: Exception) -> ReadError:
        message = f"{place(source)}: the Zstandard file is damaged ({error})"
        return ReadError(message, code="zstd-damaged", remedy=_AGAIN)

    unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    return _Guarded(_Frames(stream, unpacker.decompressobj), (zstandard.ZstdError, EOFError), damaged)


class _Frames:
    """What the frames of a Zstandard file hold, one after the other; a last one that is cut off is damage."""

    def __init__(self, stream: IO[bytes], start: Callable[[], object]) -> None:
        self._stream = stream
        self._start = start
        self._frame: object = None
        self._rest = b""

    def read(self, n_bytes: int) -> bytes:
        while True:
            # Small pieces in: what comes out of one may be hundreds of times as large.
            compressed = self._rest or self._stream.read(min(n_bytes, _PACKED_PIECE))
            self._rest = b""
            if not compressed:
                if self._frame is not None:
                    raise EOFError("it ends too early")
                return b""
            frame = self._frame = self._frame or self._start()
            piece: bytes = frame.decompress(compressed)  # type: ignore[attr-defined]
            if frame.eof:  # type: ignore[attr-defined]
                self._rest = frame.unused_data  # type: ignore[attr-defined]
                self._frame = None
            if piece:
                return piece


_PACKED_PIECE = 2**14


class _Guarded:
    """Say what is damaged in the words of sayso."""

    def __init__(
        self, pieces: _Pieces, errors: tuple[type[Exception], ...], damaged: Callable[[Exception], ReadError]
    ) -> None:
        self._pieces = pieces
        self._errors = errors
        self._damaged = damaged

    def read(self, n_bytes: int) -> bytes:
        try:
            return self._pieces.read(n_bytes)
        except self._errors as error:
            raise self._damaged(error) from None


class _Stream(io.RawIOBase):
    """The unpacked bytes as a file that can be read from the start again."""

    def __init__(self, packed: BinaryIO, start: Callable[[IO[bytes]], _Pieces], source: Source) -> None:
        self._packed = packed
        self._start = start
        self._source = source
        self._most_by_ratio = max(MIN_RATIO_BYTES, source.n_bytes * source.settings.max_ratio)
        self._rewind()

    def _rewind(self) -> None:
        self._packed.seek(0)
        self._pieces = self._start(self._packed)
        self._held = memoryview(b"")
        self._n_read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._n_read - len(self._held)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR and offset == 0:
            return self.tell()
        if whence != io.SEEK_SET or offset:
            raise io.UnsupportedOperation("a packed stream can only be read from its start")
        self._rewind()
        return 0

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast("bytearray", buffer)).cast("B")
        if not self._held:
            piece = self._pieces.read(CHUNK)
            self._n_read += len(piece)
            self._check()
            self._held = memoryview(piece)
        taken = self._held[: len(target)]
        target[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)

    def _check(self) -> None:
        source, settings = self._source, self._source.settings
        if self._n_read > self._most_by_ratio:
            raise LimitError(
                f"{place(source)}: unpacks to more than max_ratio = {settings.max_ratio} times its size",
                code="ratio",
                remedy="unpack it yourself if you trust it, or raise max_ratio",
            )
        if self._n_read > settings.max_expanded_bytes:
            raise LimitError(
                f"{place(source)}: unpacks to over {settings.max_expanded_bytes:,} bytes (max_expanded_bytes)",
                code="too-large",
                remedy="unpack it and add the files, or raise max_expanded_bytes",
            )

    def close(self) -> None:
        self._packed.close()
        super().close()


def read_gzip(source: Source) -> Iterator[Item]:
    """Yield what the one file in a gzip file holds; its record is the file's name without ``.gz``."""
    yield from _read(source, lambda stream: _gzip(stream, source), r"\.gz$")


def read_zstd(source: Source) -> Iterator[Item]:
    """Yield what the one file in a Zstandard file holds; its record is the file's name without ``.zst``.

    Raise `ReadError` (``zstd-missing``) where the library for it is not installed.
    """
    yield from _read(source, lambda stream: _zstd(stream, source), r"\.zst(?:d)?$")


def _read(source: Source, start: Callable[[IO[bytes]], _Pieces], suffix: str) -> Iterator[Item]:
    from sayso.read.reader import read_source

    name = re.sub(suffix, "", source.name, flags=re.IGNORECASE)
    record = f"{source.record} > {name}" if source.record else name
    inner = replace(source, name=name, record=record, content_type=None, depth=source.depth + 1)

    def unpack(packed: BinaryIO) -> BinaryIO:
        return io.BufferedReader(_Stream(packed, start, source), CHUNK)

    streamed = replace(inner, unpack=unpack)
    if sniff(streamed) in STREAMED:
        yield from read_source(streamed)
        return
    with source.open() as stream:
        most = min(source.settings.max_expanded_bytes, most_in_memory(source.settings))
        by_ratio = max(MIN_RATIO_BYTES, source.n_bytes * source.settings.max_ratio)
        data = read_limited(cast("IO[bytes]", start(stream)), most, by_ratio, source)
    yield from read_source(replace(inner, file=None, data=data))
