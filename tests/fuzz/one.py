"""Fuzz one target in this process: ``python -m tests.fuzz.one html CORPUS -max_total_time=60`` (libFuzzer's flags)."""

from __future__ import annotations

import logging
import sys
import warnings

import atheris

# Branches are counted in our own code; the libraries behind it would drown them.
with atheris.instrument_imports(include=["sayso"]):
    import sayso.language.quotes
    import sayso.language.sentences
    import sayso.read.reader

    for _name in sayso.read.reader.READERS.values():
        __import__(_name.partition(":")[0])

from tests.fuzz.targets import TARGETS


def main() -> None:
    """Run until the time is up or something is found."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    name, *flags = sys.argv[1:]
    atheris.Setup([sys.argv[0], *flags], TARGETS[name].check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
