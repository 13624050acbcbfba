"""The verbs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from sayso import __version__
from sayso.cli import accounts, adding, configuring, coordination, exporting, listing, showing, training
from sayso.cli.guard import guarded, report
from sayso.errors import UsageError

FOLDER_VERB = "folder"
VERBS: dict[str, Callable[..., int | None]] = {
    "init": adding.init,
    "add": adding.add,
    "run": adding.run,
    "documents": listing.documents,
    "claims": listing.claims,
    "search": listing.search,
    "accounts": accounts.accounts,
    "coordination": coordination.coordination,
    "issues": listing.issues,
    "show": showing.show,
    "export": exporting.export,
    "verify": exporting.verify,
    "doctor": configuring.doctor,
    "config": configuring.config,
    "train": training.train,
}

app = typer.Typer(
    name="sayso",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Read contested news and show who claims what, on whose word.\n\n"
    "'sayso FOLDER' does it all: makes a case beside the folder, reads the files and prints what it found.",
    epilog="Exit codes: 0 ok, 1 findings, 2 usage, 3 unreadable input, 4 network refused, 130 interrupted.",
)


def _version(value: bool) -> None:  # noqa: FBT001 -- the signature Typer calls
    if value:
        print(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
) -> None:
    """Hold what all verbs share."""


app.command(FOLDER_VERB, hidden=True)(guarded(adding.folder))
for _name, _verb in VERBS.items():
    app.command(_name)(guarded(_verb))


def run_app() -> None:
    """Run one command; a first word that is no verb but a file or folder means: do it all for that."""
    try:
        sys.argv[1:] = with_folder_verb(sys.argv[1:])
    except UsageError as error:
        sys.exit(report(error))
    app()


def with_folder_verb(arguments: list[str]) -> list[str]:
    """Return ``arguments`` with the folder verb put in where the first word names a file or folder.

    Raise `UsageError` where it names neither that nor a verb.
    """
    for position, word in enumerate(arguments):
        if word.startswith("-"):
            continue
        if word in (*VERBS, FOLDER_VERB):
            break
        if os.path.lexists(word):
            return [*arguments[:position], FOLDER_VERB, *arguments[position:]]
        verbs = ", ".join(VERBS)
        raise UsageError(f"{word!r} is neither a verb nor a file or folder", remedy=f"the verbs are {verbs}")
    return arguments
