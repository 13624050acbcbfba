"""The rows of a table, one at a time, whatever the file format: CSV and TSV here, JSON and Parquet beside."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, AnyStr, BinaryIO

from charset_normalizer import from_bytes

from sayso.errors import ReadError
from sayso.read.columns import n_known, read_header
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.records import Issue

CHUNK = 2**20
SAMPLE = 65_536
SAMPLE_ROWS = 50
DELIMITERS = (",", "\t", ";", "|")
MOST_COLUMNS = 10_000
"""More are not a table of articles; 5,000 occur in wide survey exports."""

# PHP's fputcsv does not double a quotation mark after a backslash: `say \"no\"` is written as it is. The first version
# of YouTube Data Tools wrote so; its second, in Python, has the same columns for videos. Where either may have written,
# a mark before another one is left: doubled already.
_LEFT_SINGLE = re.compile(
    r"""(\\")(?!,(?! )|[\r\n]|$)"""
)  # PHP puts a cell that begins with a space into marks
_MAYBE_SINGLE = re.compile(r"""(\\")(?![",\r\n]|$)""")

ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "gb18030",
    "shift_jis",
    "euc_kr",
)
"""What spreadsheets write that is not Unicode. Without the list, short texts come out as EBCDIC or Mac
encodings."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it is (a line, or an index from 0) and its values by column."""

    place: str
    values: dict[str, object]


def bounded_lines(stream: IO[AnyStr], limit: int) -> Iterator[AnyStr | None]:
    """Yield the lines of ``stream``, None in the place of one longer than ``limit``: it is never held whole."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        newline = "\n" if isinstance(line, str) else b"\n"
        while line and not line.endswith(newline):
            line = stream.readline(CHUNK)
        yield None


def csv_rows(source: Source, tally: Tally) -> Iterator[Row | Issue]:
    """Yield the rows of a CSV or TSV file; a row that does not fit the header becomes an issue.

    Memory stays flat: one row at a time. Raise `ReadError` when there is no row at all.
    """
    limit = source.settings.max_document_bytes
    # Process-wide, so always set before reading. A quote that is never closed would else swallow the whole
    # file.
    csv.field_size_limit(min(limit, 2**31 - 1))
    with source.open() as raw:
        encoding = table_encoding(raw)
        sample = _decode_sample(raw, encoding)
        delimiter = _delimiter(sample)
        if not encoding.startswith("utf"):
            message = f"{source.path} is not in UTF-8; it was read as {encoding}, by the look of it"
            remedy = "if names look wrong, save it as UTF-8 and add it again"
            yield from tally.issue("encoding-guessed", message, remedy=remedy)
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        yield from _csv_rows(_Counted(text, limit), delimiter, source, tally)


class _Counted:
    """Feed lines to the CSV parser and remember where a too long one was."""

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self._lines = bounded_lines(stream, limit)
        self.n_read = 0
        self.too_long: list[int] = []
        self.ended = False
        self.undoubled: re.Pattern[str] | None = None

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            self.n_read += 1
            if line is not None:
                return line if self.undoubled is None else self.undoubled.sub(r'\1"', line)
            self.too_long.append(self.n_read)
        self.ended = True
        raise StopIteration


def _csv_rows(lines: _Counted, delimiter: str, source: Source, tally: Tally) -> Iterator[Row | Issue]:
    names: tuple[str, ...] = ()
    for first_line, cells in _parsed(lines, delimiter):
        place = f"{source.path}, line {first_line}"
        for line in lines.too_long:
            limit = source.settings.max_document_bytes
            yield from tally.issue(
                "line-too-long",
                f"{source.path}, line {line} is longer than {limit} bytes",
                remedy="look for a quotation mark that is not closed, or raise max_document_bytes",
            )
        lines.too_long.clear()
        if isinstance(cells, csv.Error):
            remedy = "look for a quotation mark that is not closed"
            yield from tally.issue("bad-row", f"{place}: {cells}", remedy=remedy)
        elif not names:
            if len(cells) > MOST_COLUMNS:
                raise ReadError(
                    f"{source.path} has {len(cells):,} columns, more than {MOST_COLUMNS:,}",
                    code="too-many-columns",
                    remedy="keep the columns of the articles: title, text, date, url, outlet",
                )
            header = read_header(cells, source.column_map)
            names = header.names
            lines.undoubled = _undoubled(names) if delimiter == "," else None
            if not header.in_file:
                yield Row(str(first_line), dict(zip(names, cells, strict=True)))
        elif len(cells) == len(names) or (len(cells) > len(names) and not any(cells[len(names) :])):
            yield Row(str(first_line), dict(zip(names, cells, strict=False)))
        else:
            message = f"{place}: {len(cells)} cells where the header has {len(names)}"
            remedy = "check the quotation marks and delimiters of that line"
            yield from tally.issue("ragged-row", message, remedy=remedy)
    if not names:
        raise ReadError(
            f"{source.path} has no rows", code="empty-table", remedy="check that the export finished"
        )


def _undoubled(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds the quotation marks that are not doubled in a table with these columns."""
    if {"publishedAt", "authorName", "isReply"}.issubset(names):
        return _MAYBE_SINGLE if "threadId" in names else _LEFT_SINGLE
    return _MAYBE_SINGLE if {"publishedAt", "videoTitle"}.issubset(names) else None


def _parsed(lines: _Counted, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield the number of the first line of each row that is not empty, and its cells or what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        first_line = lines.n_read + 1
        try:
            cells = next(reader)
        except StopIteration:
            if lines.too_long:
                yield first_line, csv.Error("nothing after the line that was too long")
            return
        except csv.Error as error:
            yield first_line, error
        else:
            if lines.ended:  # the parser asked for more: it was inside quotation marks
                yield first_line, csv.Error("a quotation mark in it is never closed; the rest was not read")
            elif any(cells):
                yield first_line, cells


def _delimiter(sample: str) -> str:
    """Return the delimiter that shows the most known column names, then the most rows of equal width."""

    def likeness(delimiter: str) -> tuple[int, float, int]:
        rows: list[list[str]] = []
        with suppress(csv.Error):  # a quote that is not closed: the rows before it tell enough
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            rows.extend(islice(filter(None, reader), SAMPLE_ROWS))
        width = len(rows[0]) if rows else 0
        if width <= 1:
            return (0, 0.0, 0)
        equal = sum(len(row) == width for row in rows) / len(rows)
        return (n_known(rows[0]), equal, width)

    return max(DELIMITERS, key=likeness)


def _decode_sample(raw: BinaryIO, encoding: str) -> str:
    raw.seek(0)
    sample = codecs.getincrementaldecoder(encoding)(errors="replace").decode(raw.read(SAMPLE))
    raw.seek(0)
    # The last line may be cut in the middle of a quoted cell.
    return sample.rsplit("\n", 1)[0] if "\n" in sample else sample


def table_encoding(raw: BinaryIO) -> str:
    """Return the encoding of a whole stream: by its byte order mark, as strict UTF-8, or by its looks.

    The whole file is tried as UTF-8, in pieces (about 1 GB a second), because the first odd byte may be on
    the last line and a wrong letter must not be put in its place silently.
    """
    raw.seek(0)
    head = raw.read(SAMPLE)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if head[1:2] and head[1::2].count(0) > len(head) * 0.3:
        return "utf-16-le"
    if head and head[0::2].count(0) > len(head) * 0.3:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    piece = head
    try:
        while piece:
            decoder.decode(piece)
            piece = raw.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # Around the first odd byte: elsewhere the file may be plain ASCII and tell nothing.
        return _guess(error.object[max(0, error.start - SAMPLE // 2) : error.start + SAMPLE // 2])
    return "utf-8"


def _guess(piece: bytes) -> str:
    matches = from_bytes(piece, cp_isolation=list(ENCODINGS))
    best = matches.best()
    # Of equals cp1252 is by far the commonest: "Señor" is in cp1250 too, with another n.
    if best is None or any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in matches):
        return "cp1252"
    return best.encoding
