"""The word lists and weights beside the code: a line a row, columns between tabs, ``#`` before what is no row."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def read_table(name: str) -> Iterator[list[str]]:
    """Yield the columns of each row of a file of this package."""
    text = files("sayso.attribution").joinpath(name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
