"""Find the files in a folder: sorted, each once, with a word for whatever is left out."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from sayso.records import Issue
from sayso.settings import FILE_NAME

CASE_SUFFIX = ".sayso"
MOST_SHOWN = 300  # characters of a path in a message; a system takes 4,096
STORE_NAME = "case.sqlite"
_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


def walk(path: Path) -> Iterator[Path | Issue]:
    """Yield the files at or under ``path`` in the order of their names, and an `Issue` for each path left out.

    Hidden files and cases inside the folder are passed over in silence; a link to a file is that file, once; a link to
    a folder is not followed. A path named by the user is taken even if it is hidden or a link. Nothing is raised.
    """
    seen: set[tuple[int, int]] = set()
    stack = [path]
    while stack:
        current = stack.pop()
        named = current is path
        try:
            status = current.stat()
            if stat.S_ISDIR(status.st_mode):
                if current.is_symlink() and not named:
                    yield _skipped(
                        current,
                        "link-to-folder",
                        "a link to a folder is not followed",
                        "add that folder itself",
                    )
                elif named or not is_case(current):
                    stack.extend(_children(current))
            elif stat.S_ISREG(status.st_mode):
                yield from _file(current, status, seen)
            else:
                kind = _SPECIAL.get(stat.S_IFMT(status.st_mode), "no ordinary file")
                yield _skipped(current, "not-a-file", f"{kind} is not read", "save its content to a file")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            yield _unreadable(current, error)


def is_case(folder: Path) -> bool:
    """Tell whether ``folder`` is a case of ours, whose evidence must not be read a second time."""
    return folder.name.endswith(CASE_SUFFIX) or (
        (folder / FILE_NAME).is_file() and (folder / STORE_NAME).is_file()
    )


def display_name(path: Path | str) -> str:
    r"""Return ``path`` as text that any terminal and store can hold.

    Bytes of a file name that are no UTF-8 are written as ``\xNN``, control characters likewise.
    """
    raw = re.sub(
        "[\ud800-\udc7f\udd00-\udfff]", "\N{REPLACEMENT CHARACTER}", str(path)
    )  # never from a file system
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _children(folder: Path) -> list[Path]:
    children = [child for child in folder.iterdir() if not child.name.startswith(".")]
    # By bytes: the same order whatever the locale; reversed, because the stack gives the last first.
    return sorted(children, key=os.fsencode, reverse=True)


def _file(path: Path, status: os.stat_result, seen: set[tuple[int, int]]) -> Iterator[Path | Issue]:
    key = (status.st_dev, status.st_ino)
    if key in seen:  # a link to a file that was met, or a second hard link
        return
    if not os.access(path, os.R_OK):
        yield _skipped(
            path, "unreadable", "permission denied", "give yourself the right to read it (chmod u+r)"
        )
        return
    seen.add(key)
    yield path


def _unreadable(path: Path, error: OSError | ValueError) -> Issue:
    if getattr(error, "errno", None) in (errno.ENOENT, errno.ELOOP) and path.is_symlink():
        return _skipped(
            path, "broken-link", "the link leads nowhere or round in a circle", "delete or correct the link"
        )
    if isinstance(error, FileNotFoundError):
        return _skipped(path, "missing", "there is no such file", "check the path")
    if isinstance(error, PermissionError):
        return _skipped(
            path, "unreadable", "permission denied", "give yourself the right to read it (chmod u+r)"
        )
    reason = getattr(error, "strerror", None) or str(error)
    return _skipped(path, "unreadable", reason, "check the disk or the name")


def _skipped(path: Path, code: str, what: str, remedy: str) -> Issue:
    shown = display_name(path)
    named = shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN // 2]}…{shown[-MOST_SHOWN // 2 :]}"
    return Issue(stage="read", code=code, message=f"{named}: {what}", remedy=remedy, path=shown)
