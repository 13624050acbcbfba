"""Errors: one line for the user, an exit code, and the way from a worker to the parent."""

from __future__ import annotations

import copy
import pickle

import pytest

from sayso.errors import (
    CaseError,
    LimitError,
    NetworkError,
    ReadError,
    SaysoError,
    StageError,
    StoreError,
    UsageError,
)

EXIT_CODES = [
    (SaysoError, 1),
    (StoreError, 1),
    (UsageError, 2),
    (CaseError, 2),
    (StageError, 2),
    (ReadError, 3),
    (LimitError, 3),
    (NetworkError, 4),
]


@pytest.mark.parametrize(("kind", "code"), EXIT_CODES)
def test_error_exit_code(kind: type[SaysoError], code: int) -> None:
    """Each kind of error has the exit code that the command line documents."""
    assert kind.exit_code == code


def test_error_text_joins_remedy() -> None:
    """The text of an error is the message, then what to do about it."""
    assert str(UsageError("no such file: a.txt", remedy="check the name")) == (
        "no such file: a.txt -- check the name"
    )


def test_error_text_without_remedy() -> None:
    """An error without a remedy ends with its message."""
    assert str(StoreError("the store is locked")) == "the store is locked"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_error_survives_pickle(protocol: int) -> None:
    """An error comes out of a worker as it went in: kind, message, remedy and code."""
    error = LimitError("9 GiB is too much", code="too-large", remedy="split it")
    back = pickle.loads(pickle.dumps(error, protocol))
    assert type(back) is LimitError
    assert (back.message, back.remedy, back.code, str(back)) == (
        error.message,
        "split it",
        "too-large",
        str(error),
    )


def test_error_survives_copy() -> None:
    """A copied error is equal in all its parts."""
    error = NetworkError("refused", code="private-address")
    assert copy.copy(error).__dict__ == error.__dict__


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines", r"two\nlines"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("gpj.\u202eexe", r"gpj.\u202eexe"),
        ("\udcff.txt", r"\udcff.txt"),
        ("\u0645\u06cc\u200c\u06af\u0648\u06cc\u062f", "\u0645\u06cc\u200c\u06af\u0648\u06cc\u062f"),
        ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET}", "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET}"),
    ],
    ids=["line-break", "terminal-escape", "bidi-override", "no-utf-8", "persian", "emoji"],
)
def test_error_is_one_printable_line(name: str, shown: str) -> None:
    """What would break the line or drive the terminal is shown as an escape; any script is left alone."""
    error = ReadError(f"cannot read {name}", code="unreadable", remedy=f"rename {name}")
    assert str(error) == f"cannot read {shown} -- rename {shown}"
    assert error.args == (error.message,)
