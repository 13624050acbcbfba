"""How an error becomes one line on standard error and an exit code."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import typer

from sayso.cli import interrupted
from sayso.errors import SaysoError

P = ParamSpec("P")


def guarded(verb: Callable[P, int | None]) -> Callable[P, None]:
    """Wrap a verb: it may return an exit code, raise `SaysoError`, be interrupted, or write to a closed pipe."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = verb(*args, **kwargs) or 0
            sys.stdout.flush()
        except SaysoError as error:
            code = report(error)
        except KeyboardInterrupt:
            code = interrupted()
        except BrokenPipeError:  # the reader of our output (head, less) has seen enough
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- lives until exit
            code = 0
        if code:
            raise typer.Exit(code)

    return run


def report(error: SaysoError) -> int:
    """Print the error on one line (with ``--debug`` after its traceback) and return its exit code."""
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    print("sayso: " + " ".join(str(error).split()), file=sys.stderr)
    return error.exit_code
