"""Plain tables for a terminal or a log."""

from __future__ import annotations

from collections.abc import Sequence

MEBIBYTE = 2**20


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return lines with the first column to the left and all others to the right."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    lines = [_line(row, widths) for row in [header, ["-" * width for width in widths], *rows]]
    return "\n".join(lines)


def mebibytes(n_bytes: int) -> str:
    """Return a number of bytes in MiB, ``-`` for none measured."""
    return f"{n_bytes / MEBIBYTE:,.0f}" if n_bytes else "-"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0].ljust(widths[0])
    return "  ".join(
        [first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    ).rstrip()
