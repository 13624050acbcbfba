"""The command line: one module a verb group, no logic. Standard output is data, standard error is progress."""

from __future__ import annotations

import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from sayso.cli.app import run_app

        run_app()
    except KeyboardInterrupt:  # while the modules load: a verb at work says it itself
        sys.exit(interrupted())
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done or said: only the interpreter has to end


def interrupted() -> int:
    """Say on standard error that Ctrl-C was heard and return the exit code."""
    print("sayso: interrupted; run the same command again to go on", file=sys.stderr)
    return INTERRUPTED
