"""Say what went wrong with a source: one line that names the file, the member inside it, and the next step."""

from __future__ import annotations

from sayso.errors import ReadError
from sayso.read.source import Source
from sayso.records import Issue

MAX_MESSAGE = 500


def place(source: Source) -> str:
    """Return how a message names ``source``: its path, and the member inside it."""
    return source.path if source.record is None else f"{source.path} [{source.record}]"


def named(message: str, source: Source) -> str:
    """Return ``message`` so that it names the file and, in an archive, the member."""
    where = place(source)
    if source.path not in message:
        return f"{where}: {message}"
    if source.record is None or source.record in message:
        return message
    return message.replace(source.path, where, 1)


def as_issue(error: Exception, source: Source) -> Issue:
    """Return ``error`` as a row of the issues table that names the file, the member and the next step."""
    if isinstance(error, ReadError):
        message = named(error.message, source)
        return Issue(
            stage="read", code=error.code, message=line(message), remedy=error.remedy, path=source.path
        )
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Issue(
        stage="read",
        code="unreadable" if isinstance(error, OSError) else "parser-failed",
        message=line(f"{place(source)}: cannot be read ({what})"),
        remedy="open the file in the program it was made with and save it again, or export it as PDF or text",
        path=source.path,
    )


def line(message: str) -> str:
    """Return ``message`` on one line that any terminal and store can hold."""
    clean = message.encode("utf-8", "backslashreplace").decode("utf-8")
    clean = "".join(character if character.isprintable() else " " for character in clean)
    return " ".join(clean.split())[:MAX_MESSAGE]
