"""Errors that say what is wrong, where, and what to do.

::

    SaysoError
    +-- UsageError        a flag, setting or argument that cannot be used      (exit 2)
    |   +-- CaseError     no case there, or a case of another schema version   (exit 2)
    +-- StageError        a stage that cannot start (a missing model, ...)     (exit 2)
    +-- ReadError         input that cannot be read; carries an issue code     (exit 3)
    |   +-- LimitError    input over a stated limit                            (exit 3)
    +-- NetworkError      an address that was refused or did not answer        (exit 4)
    +-- StoreError        the record store failed or holds what it should not  (exit 1)
    +-- EngineError       a query or a stage over all rows that failed         (exit 1)
"""

from __future__ import annotations

import re

# A file name out of a stranger's archive may hold line breaks, terminal escapes, text that runs backwards, or bytes
# that are no UTF-8 (lone surrogates, which no database takes). Joiners stay: Persian names need them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class SaysoError(Exception):
    """Carry one line for the user: what is wrong, and the next step.

    ``message`` names the thing and the place, ``remedy`` what to do about it; control characters in either are
    shown as escapes. ``exit_code`` is what the command line returns.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        self.message = _one_line(message)
        self.remedy = _one_line(remedy)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} -- {self.remedy}" if self.remedy else self.message

    # Workers send errors to the parent: without this, pickle drops the keywords.
    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.__dict__.copy()))


def _one_line(text: str) -> str:
    return _UNPRINTABLE.sub(lambda found: ascii(found.group())[1:-1], text)


def _rebuild(kind: type[SaysoError], message: str, state: dict[str, object]) -> SaysoError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class UsageError(SaysoError):
    """Say that a flag, setting or argument cannot be used."""

    exit_code = 2


class CaseError(UsageError):
    """Say that a folder is not a case, or one this version cannot open."""


class StageError(SaysoError):
    """Say that a stage cannot start."""

    exit_code = 2


class ReadError(SaysoError):
    """Say that an input cannot be read.

    ``code`` is a short stable name for the ``issues`` table, such as ``pdf-password``.
    """

    exit_code = 3

    def __init__(self, message: str, *, code: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.code = code


class LimitError(ReadError):
    """Say that an input is over a stated limit (size, members, ratio, pages, time)."""


class NetworkError(SaysoError):
    """Say that an address was refused or did not answer; ``code`` is its short stable name, as in `ReadError`."""

    exit_code = 4

    def __init__(self, message: str, *, code: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.code = code


class StoreError(SaysoError):
    """Say that the record store failed or holds what it should not."""


class EngineError(SaysoError):
    """Say that a query or a stage over all rows failed; ``sql`` is the query that ran, if it was one."""

    def __init__(self, message: str, *, remedy: str = "", sql: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.sql = sql
