"""The rows of a JSON or JSONL file: an array, an object with a list inside, or one object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from sayso.errors import LimitError, ReadError
from sayso.read.rows import Row, bounded_lines, table_encoding
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.records import Issue

READ = 2**18
_MOST_DIGITS = 4_300
"""Python's own limit for turning digits into a number, which takes time as the square of their count."""

_EXPORT_AGAIN = "export the table again, or correct that place"
_SPACE = " \t\r\n\ufeff"

Looks = Callable[[dict[str, object]], bool]
"""Tells whether an object could be an article: it has a column for the text."""


def json_rows(source: Source, tally: Tally, *, looks: Looks) -> Iterator[Row | Issue]:
    """Yield the objects of a JSON file as rows, in flat memory for arrays and for lines.

    ``looks`` says which of several lists in an object is the one of articles.
    Raise `ReadError` (``json-damaged``, ``json-too-deep``, ``empty-table``) when nothing can be read.
    """
    with source.open() as raw:
        encoding = _encoding(raw)
        raw.seek(0)
        if _is_lines(raw, encoding):
            raw.seek(0)
            yield from _line_rows(raw, source, tally)
            return
        raw.seek(0)
        scanner = _Scanner(io.TextIOWrapper(raw, encoding=encoding), source)
        yield from _value_rows(scanner, source, tally, looks)


def _encoding(raw: BinaryIO) -> str:
    encoding = table_encoding(raw)
    return encoding if encoding.startswith("utf") else "utf-8"  # JSON is UTF-8: a bad line becomes an issue


def _is_lines(raw: BinaryIO, encoding: str) -> bool:
    """Tell whether the first line holds a whole object and another line follows."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    for line in bounded_lines(raw, READ):
        if line is None:
            return False
        text = line.decode("utf-8", "replace").strip(_SPACE)
        if text:
            return (
                text.startswith("{")
                and text.endswith("}")
                and isinstance(_load(text), dict)
                and bool(raw.read(1))
            )
    return False


def _load(text: str) -> object:
    try:
        return json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError):
        return None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _line_rows(raw: BinaryIO, source: Source, tally: Tally) -> Iterator[Row | Issue]:
    limit = source.settings.max_document_bytes
    for number, line in enumerate(bounded_lines(raw, limit), start=1):
        place = f"{source.path}, line {number}"
        if line is None:
            yield from tally.issue(
                "line-too-long",
                f"{place} is longer than {limit} bytes",
                remedy="split the record, or raise max_document_bytes",
            )
            continue
        try:
            text = line.decode("utf-8").strip(_SPACE)
            value = json.loads(text, parse_int=_integer) if text else None
        except UnicodeDecodeError as error:
            yield from tally.issue(
                "bad-encoding", f"{place} is not UTF-8 at byte {error.start}", remedy="save the file as UTF-8"
            )
        except RecursionError:
            yield from tally.issue("json-too-deep", f"{place} is nested too deep", remedy=_EXPORT_AGAIN)
        except ValueError as error:
            yield from tally.issue("bad-row", f"{place} is not JSON: {error}", remedy=_EXPORT_AGAIN)
        else:
            if isinstance(value, dict):
                yield Row(str(number), value)
            elif text:
                yield from tally.issue("bad-row", f"{place} is not an object", remedy=_EXPORT_AGAIN)


class _Scanner:
    """Take JSON values off a stream, holding no more text than the value being read."""

    def __init__(self, stream: io.TextIOWrapper, source: Source) -> None:
        self._stream = stream
        self._limit = source.settings.max_document_bytes
        self._path = source.path
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_int=_integer)

    def peek(self) -> str:
        """Return the next character that is not white space, or an empty text at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer) or not self._fill():
                return self._buffer[self._at : self._at + 1]

    def skip(self) -> None:
        """Step over the character that `peek` returned."""
        self._at += 1

    def take(self) -> object:
        """Return the next value; raise `ReadError` when it is damaged, cut off, too deep or too large."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self._buffer) - 16 or error.msg.startswith("Unterminated string")
                if cut and self._fill():
                    continue
                what = "ends in the middle of a value" if cut else f"is not JSON: {error.msg}"
                raise ReadError(
                    f"{self._path} {what}", code="json-damaged", remedy="check that the export finished"
                ) from None
            except RecursionError:
                raise ReadError(
                    f"{self._path} is nested too deep", code="json-too-deep", remedy=_EXPORT_AGAIN
                ) from None
            # A number at the very end of the buffer may go on in the next piece.
            if end < len(self._buffer) or self._ended or isinstance(value, dict | list | str):
                self._at = end
                return value
            self._fill()

    def _fill(self) -> bool:
        if self._ended:
            return False
        self._buffer = self._buffer[self._at :]
        self._at = 0
        if len(self._buffer) > self._limit:
            raise LimitError(
                f"{self._path} has a value of more than {self._limit} bytes",
                code="value-too-large",
                remedy="split the file, or raise max_document_bytes",
            )
        # As much again as there is, so that a long value is not decoded from its beginning more than a few
        # times.
        piece = self._stream.read(max(READ, len(self._buffer)))
        self._ended = not piece
        self._buffer += piece
        return bool(piece)


def _value_rows(scanner: _Scanner, source: Source, tally: Tally, looks: Looks) -> Iterator[Row | Issue]:
    first = scanner.peek()
    if not first:
        raise ReadError(
            f"{source.path} has no rows", code="empty-table", remedy="check that the export finished"
        )
    if first not in "[{":
        raise ReadError(
            f"{source.path} is not a JSON array or object", code="json-damaged", remedy=_EXPORT_AGAIN
        )
    index = 0
    try:
        if first == "[":
            scanner.skip()
        while character := scanner.peek():
            # newspaper4k closes the array after every article: stray brackets between objects carry no
            # meaning.
            if character in ",]":
                scanner.skip()
                continue
            for value in _articles(scanner.take(), looks):
                if isinstance(value, dict):
                    yield Row(str(index), value)
                else:
                    yield from tally.issue(
                        "bad-row", f"{source.path}, item {index} is not an object", remedy=_EXPORT_AGAIN
                    )
                index += 1
    except (ReadError, UnicodeDecodeError) as error:
        if not index:
            raise
        what = error.message if isinstance(error, ReadError) else f"{source.path} is not UTF-8"
        yield from tally.issue(
            "json-damaged",
            f"{what}, after item {index - 1}; what came before was read",
            remedy="check that the export finished",
        )


def _articles(value: object, looks: Looks) -> list[object]:
    """Return ``value`` itself if it is an article, else its longest list of objects that look like articles."""
    if not isinstance(value, dict) or looks(value):
        return [value]
    lists = [item for item in value.values() if isinstance(item, list)]
    for inner in value.values():
        if isinstance(inner, dict):
            lists.extend(item for item in inner.values() if isinstance(item, list))
    fitting = [items for items in lists if any(isinstance(item, dict) and looks(item) for item in items[:10])]
    if not fitting:
        fitting = [items for items in lists if items and isinstance(items[0], dict)]
    return cast("list[object]", max(fitting, key=len)) if fitting else [value]
