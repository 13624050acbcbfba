"""The rows of a JSON or JSONL file: an array, an object with a list inside, or one object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from sayso.errors import LimitError, ReadError
from sayso.read.rows import Row, bounded_lines, table_encoding
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.read.unfold import FIRST_FEW, MOST_LEVELS, Looks, Object, unfold, with_chat
from sayso.records import Issue

READ = 2**18
_MOST_DIGITS = 4_300
"""Python's own limit for turning digits into a number, which takes time as the square of their count."""

_EXPORT_AGAIN = "export the table again, or correct that place"
_SPACE = " \t\r\n\ufeff"

MOST_WHOLE = 2**22
"""Characters of an object that are taken whole, with what is in it; the largest pages of the X API have 2 million.
The rows inside a larger one are taken one at a time, so that an export of any size needs no more memory."""


def json_rows(source: Source, tally: Tally, *, article: Looks, post: Looks) -> Iterator[Row | Issue]:
    """Yield the objects of a JSON file as rows, in flat memory for arrays, for lines and for lists inside an object.

    ``article`` and ``post`` tell which objects are rows, and so which of several lists in an object holds them.
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
        yield from _value_rows(_Rows(scanner, article, post), source, tally)


def _encoding(raw: BinaryIO) -> str:
    encoding = table_encoding(io.BytesIO(raw.read(READ)))
    return encoding if encoding.startswith("utf") else "utf-8"  # JSON is UTF-8: a bad line becomes an issue


def _is_lines(raw: BinaryIO, encoding: str) -> bool:
    """Tell whether the first line holds a whole object and another line follows."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    start = raw.read(READ).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] != b"{":
        return False
    raw.seek(0)
    for line in bounded_lines(raw, MOST_WHOLE):
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
        return _loads(text)
    except (ValueError, RecursionError):
        return None


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except (
        ValueError
    ):  # a number of more digits than Python turns into one; asking for that each time costs a sixth
        return json.loads(text, parse_int=_integer)


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
            value = _loads(text) if text else None
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

    def take(self, most: int | None = None) -> object:
        """Return the next value; raise `ReadError` when it is damaged, cut off, too deep or too large.

        After `LimitError` for a value of more than ``most`` characters it is still there to be taken apart.
        """
        self.peek()
        limit = self._limit if most is None else min(most, self._limit)
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self._buffer) - 16 or error.msg.startswith("Unterminated string")
                if cut and self._fill(limit):
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
            self._fill(limit)

    def _fill(self, limit: int | None = None) -> bool:
        if self._ended:
            return False
        self._buffer = self._buffer[self._at :]
        self._at = 0
        if limit is not None and len(self._buffer) > limit:
            raise LimitError(
                f"{self._path} has a value of more than {limit} bytes",
                code="value-too-large",
                remedy="split the file, or raise max_document_bytes",
            )
        # As much again as there is, so that a long value is not decoded from its beginning more than a few
        # times.
        piece = self._stream.read(max(READ, len(self._buffer)))
        self._ended = not piece
        self._buffer += piece
        return bool(piece)


class _Rows:
    """Take the rows off a scanner: whole objects, or those in the lists of an object too large to be held."""

    def __init__(self, scanner: _Scanner, article: Looks, post: Looks) -> None:
        self.scanner = scanner
        self._article = article
        self._post = post

    def next(self) -> Iterator[object]:
        """Yield the rows of the next value: mostly one, itself."""
        try:
            value = self.scanner.take(MOST_WHOLE)
        except LimitError:
            if self.scanner.peek() != "{":
                raise
            yield from self._large()
        else:
            yield from (
                unfold(value, article=self._article, post=self._post) if isinstance(value, dict) else (value,)
            )

    def _large(self) -> Iterator[object]:
        """Yield the rows inside an object; the object without its lists where it has none."""
        around: Object = {}
        rows = self._inside(around, MOST_LEVELS)
        first = next(rows, None)
        yield from (around,) if first is None else chain((first,), rows)

    def _inside(self, around: Object, levels: int) -> Iterator[Object]:
        """Yield the rows in the lists of the object that begins here; put its plain values into ``around``."""
        scanner = self.scanner
        scanner.skip()
        while scanner.peek() not in ("}", ""):
            if scanner.peek() == ",":
                scanner.skip()
                continue
            name = scanner.take()
            if scanner.peek() == ":":
                scanner.skip()
            start = scanner.peek()
            if start == "[" and levels:
                yield from self._listed(around, levels)
            elif start == "{" and levels:
                yield from self._member(levels)
            else:
                around[str(name)] = scanner.take()
        scanner.skip()

    def _member(self, levels: int) -> Iterator[Object]:
        try:
            value = self.scanner.take(MOST_WHOLE)
        except LimitError:
            yield from self._inside({}, levels - 1)
        else:
            yield from self._held(value)

    def _listed(self, around: Object, levels: int) -> Iterator[Object]:
        """Yield the objects of a list that are rows: all of them where one of the first few is."""
        few: list[Object] = []
        are_rows: bool | None = None
        for item, taken_apart in self._items(around, levels):
            if not taken_apart and are_rows is None:
                few.append(item)
            if are_rows is None and (taken_apart or len(few) >= FIRST_FEW):
                are_rows = self._any_row(few) if few else None
                yield from self._settled(few, are_rows=are_rows)
                few = []
                if not taken_apart:
                    continue
            if taken_apart:
                yield item
            elif are_rows is not None:
                yield from self._settled([item], are_rows=are_rows)
        yield from self._settled(few, are_rows=self._any_row(few))

    def _items(self, around: Object, levels: int) -> Iterator[tuple[Object, bool]]:
        """Yield the objects of a list, and the rows inside those too large to be held, with which of both it is."""
        scanner = self.scanner
        scanner.skip()
        while scanner.peek() not in ("]", ""):
            if scanner.peek() == ",":
                scanner.skip()
                continue
            try:
                value = scanner.take(MOST_WHOLE)
            except LimitError:
                if scanner.peek() != "{" or not levels:
                    raise
                yield from ((row, True) for row in self._inside({}, levels - 1))
                continue
            if isinstance(value, dict):
                yield with_chat(value, around), False
        scanner.skip()

    def _settled(self, items: Iterable[Object], *, are_rows: bool | None) -> Iterator[Object]:
        for item in items:
            if are_rows:
                yield item
            else:
                yield from self._held(item)

    def _any_row(self, items: Iterable[Object]) -> bool:
        return any(self._is_row(item) for item in items)

    def _is_row(self, item: Object) -> bool:
        return self._article(item) or self._post(item)

    def _held(self, value: object) -> Iterator[Object]:
        """Yield the rows of a value that is held in memory; nothing where it is none and has none."""
        if isinstance(value, dict):
            rows = unfold(value, article=self._article, post=self._post)
            yield from (row for row in rows if isinstance(row, dict) and self._is_row(row))


def _value_rows(rows: _Rows, source: Source, tally: Tally) -> Iterator[Row | Issue]:
    scanner = rows.scanner
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
            for value in rows.next():
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
