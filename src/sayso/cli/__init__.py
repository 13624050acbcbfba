"""The command line: one module a verb group, no logic. Standard output is data, standard error is progress."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from sayso.cli.app import run_app

    run_app()
