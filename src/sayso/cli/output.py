"""Rows to standard output: a table for people, or JSON, JSON lines or CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sayso.errors import UsageError

Row = Mapping[str, object]

# Wide enough for the claims table where no terminal says otherwise (a pipe, a log).
PLAIN_WIDTH = 120
# What a spreadsheet would run as a formula (OWASP, CSV injection); a quote in front makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How rows are printed: ``kind`` is ``table``, ``json``, ``jsonl`` or ``csv``."""

    kind: str = "table"

    @classmethod
    def from_flags(cls, *, json_: bool, jsonl: bool, csv_: bool) -> Form:
        """Return the one form asked for; raise `UsageError` for two at once."""
        chosen = [name for name, flag in (("json", json_), ("jsonl", jsonl), ("csv", csv_)) if flag]
        if len(chosen) > 1:
            raise UsageError(f"--{' and --'.join(chosen)} exclude each other", remedy="give one of them")
        return cls(kind=chosen[0] if chosen else "table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table for people; ``ratio`` shares out what ``width`` and the content of others leave."""

    name: str
    title: str
    ratio: int = 0
    width: int = 0
    style: str = ""
    right: bool = False


def console(*, error: bool = False) -> Console:
    """Return a console that honours NO_COLOR, COLUMNS and pipes."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PLAIN_WIDTH
    return Console(stderr=error, width=width, highlight=False, soft_wrap=False)


def emit(
    rows: Iterable[Row], columns: Sequence[Column], form: Form, *, limit: int = 0, total: int | None = None
) -> None:
    """Print ``rows``; a table shows ``limit`` of them at most (0: all) and says how many it left out.

    ``total`` is how many there are, where that is cheaper to know than to count.
    """
    if form.kind == "json":
        print(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1))
    elif form.kind == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, sort_keys=True))
    elif form.kind == "csv":
        _emit_csv(rows)
    else:
        _emit_table(iter(rows), columns, limit, total)


def _emit_csv(rows: Iterable[Row]) -> None:
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _emit_table(rows: Iterator[Row], columns: Sequence[Column], limit: int, total: int | None) -> None:
    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, expand=any(c.ratio for c in columns)
    )
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.right else "left"
        ratio = column.ratio or None
        table.add_column(
            column.title,
            ratio=ratio,
            style=column.style,
            justify=justify,
            width=column.width or None,
            overflow="fold",
        )
    shown = list(islice(rows, limit)) if limit else list(rows)
    for row in shown:
        table.add_row(*(escape(_shown(row.get(column.name))) for column in columns))
    out = console()
    if shown:
        out.print(table)
    left = sum(1 for _ in rows) if total is None else total - len(shown)
    if left:
        note = f"{left:,} more; --limit 0 shows all"
        console(error=True).print(note, style="dim")
    elif not shown:
        console(error=True).print("nothing found", style="dim")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return printable(str(value))


def counted(number: int, noun: str) -> str:
    """Return ``1 post`` or ``1,200 posts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """Return ``text`` on one line without control characters: what a document holds must not drive the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
