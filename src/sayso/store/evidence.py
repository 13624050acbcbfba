"""Raw bytes, kept as they came under their SHA-256: ``evidence/ab/abcd...``.

This works without the record store: reading children use it, several at a time.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sayso.errors import LimitError, ReadError, StoreError

CHUNK_BYTES = 1 << 20
# Read-only for everyone: a reminder, not a lock; `sayso verify` finds what was changed all the same.
BLOB_MODE = 0o444
_TEMPORARY = "tmp"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOT_REGULAR = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The folder of raw bytes. Every method may be called from several processes at the same time."""

    root: Path

    def create(self) -> None:
        """Make the folder."""
        (self.root / _TEMPORARY).mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash lie, or would lie."""
        if _SHA256.fullmatch(sha256) is None:
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.root / sha256[:2] / sha256

    def put_file(self, path: Path, *, max_bytes: int) -> str:
        """Copy a file in and return its SHA-256; the same bytes again change nothing.

        Raise `ReadError` for what is no regular file or cannot be read, and `LimitError` over ``max_bytes`` even
        if the file grows meanwhile. Never waits for a pipe or a device.
        """
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > max_bytes:
                raise _too_large(path, max_bytes)
            return self._put(_chunks(stream, path, max_bytes))

    def put_bytes(self, data: bytes) -> str:
        """Write ``data`` and return its SHA-256; the same bytes again change nothing."""
        return self._put(iter((data,)))

    def blobs(self) -> Iterator[str]:
        """Yield the SHA-256 each stored file is named by, in order; other files are left out (see `strangers`)."""
        for path in self._files():
            if self._is_blob(path):
                yield path.name

    def strangers(self) -> Iterator[Path]:
        """Yield files in the folder that are not named by a hash, or lie in the wrong place."""
        for path in self._files():
            if not self._is_blob(path):
                yield path

    def digest(self, sha256: str) -> str:
        """Return the SHA-256 that the stored bytes named ``sha256`` have now."""
        with self.path(sha256).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def clean(self) -> int:
        """Delete what killed processes left half-written; return how many files. Living writers are not disturbed."""
        n_deleted = 0
        for path in sorted((self.root / _TEMPORARY).glob("*")):
            try:
                with path.open("rb") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink(missing_ok=True)
                    n_deleted += 1
            except OSError:
                continue  # its writer lives, or it was renamed or deleted just now
        return n_deleted

    def _files(self) -> Iterator[Path]:
        folders = (entry for entry in sorted(self.root.iterdir()) if entry.name != _TEMPORARY)
        for entry in folders:
            yield from sorted(entry.iterdir()) if entry.is_dir() and not entry.is_symlink() else (entry,)

    def _is_blob(self, path: Path) -> bool:
        named = _SHA256.fullmatch(path.name) is not None
        return named and path == self.path(path.name) and stat.S_ISREG(path.lstat().st_mode)

    def _put(self, chunks: Iterator[bytes]) -> str:
        try:
            with self._temporary() as (stream, temporary):
                hasher = hashlib.sha256()
                for chunk in chunks:
                    hasher.update(chunk)
                    stream.write(chunk)
                sha256 = hasher.hexdigest()
                target = self.path(sha256)
                if not target.exists():
                    _flush(stream)
                    self._rename(temporary, target)
                return sha256
        except OSError as error:
            raise StoreError(
                f"{self.root}: {error.strerror or error}", remedy="check its free space and permissions"
            ) from error

    @contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        folder = self.root / _TEMPORARY
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / secrets.token_hex(16)
            with path.open("xb") as stream:
                # The lock says that the writer lives; it is gone with the process, however that ends.
                fcntl.flock(stream, fcntl.LOCK_EX)
                if os.fstat(stream.fileno()).st_nlink == 0:
                    continue  # `clean` came between the two lines above
                try:
                    yield stream, path
                finally:
                    path.unlink(missing_ok=True)
                return

    def _rename(self, temporary: Path, target: Path) -> None:
        try:
            target.parent.mkdir()
        except FileExistsError:
            pass
        else:
            _flush_folder(self.root)
        temporary.rename(target)
        _flush_folder(target.parent)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading; raise `ReadError` at once for anything else, and for what cannot be opened."""
    try:
        _check_regular(path, path.stat())
        # Between the check and here the name may have come to mean a pipe: NONBLOCK, and check what was opened.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, error) from error
    try:
        _check_regular(path, os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check_regular(path: Path, status: os.stat_result) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        what = _NOT_REGULAR.get(kind, "not a file")
        raise ReadError(
            f"{path} is {what}, not a file", code="not-a-file", remedy="give files, or a folder of them"
        )


def _chunks(stream: BinaryIO, path: Path, max_bytes: int) -> Iterator[bytes]:
    n_bytes = 0
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except OSError as error:
            raise _unreadable(path, error) from error
        if not chunk:
            return
        n_bytes += len(chunk)
        if n_bytes > max_bytes:
            raise _too_large(path, max_bytes)
        yield chunk


def _unreadable(path: Path, error: OSError | ValueError) -> ReadError:
    number = error.errno if isinstance(error, OSError) else None
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if number == errno.ENOENT:
        return ReadError(f"{path} does not exist", code="file-missing", remedy="check the path")
    if number == errno.ELOOP:
        return ReadError(
            f"{path} is a link that leads to itself", code="file-unreadable", remedy="remove the link"
        )
    return ReadError(
        f"{path} cannot be read: {why}", code="file-unreadable", remedy="check its permissions and disk"
    )


def _too_large(path: Path, max_bytes: int) -> LimitError:
    return LimitError(
        f"{path} is larger than {max_bytes} bytes",
        code="file-too-large",
        remedy="split it, or raise max_file_bytes",
    )


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fchmod(stream.fileno(), BLOB_MODE)
    os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
