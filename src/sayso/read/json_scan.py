"""Take JSON off a stream: one value at a time, or the rows in the lists of an object too large to be held."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from sayso.errors import LimitError, ReadError
from sayso.read.source import Source
from sayso.read.unfold import FIRST_FEW, MOST_LEVELS, Looks, Object, unfold, with_chat

READ = 2**18
EXPORT_AGAIN = "export the table again, or correct that place"
SPACE = " \t\r\n\ufeff"

MOST_WHOLE = 2**22
"""Characters of an object that are taken whole, with what is in it; the largest pages of the X API have 2 million.
The rows inside a larger one are taken one at a time, so that an export of any size needs no more memory."""

_MOST_DIGITS = 4_300
"""Python's own limit for turning digits into a number, which takes time as the square of their count."""


def integer_of(digits: str) -> int | str:
    """Return the number that ``digits`` are, and very long ones as they stand."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


class Scanner:
    """Take JSON values off a stream, holding no more text than the value being read."""

    def __init__(self, stream: io.TextIOWrapper, source: Source) -> None:
        self._stream = stream
        self._limit = source.settings.max_document_bytes
        self._path = source.path
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_int=integer_of)

    def peek(self) -> str:
        """Return the next character that is not white space, or an empty text at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._buffer) or not self._fill():
                return self._buffer[self._at : self._at + 1]

    def skip(self) -> None:
        """Step over the character that `peek` returned."""
        self._at += 1

    def close(self) -> None:
        """Step over the bracket that ends a list or an object; raise `ReadError` where the file ends before it."""
        if not self.peek():
            raise ReadError(
                f"{self._path} ends in the middle of a value",
                code="json-damaged",
                remedy="check that the export finished",
            )
        self.skip()

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
                    f"{self._path} is nested too deep", code="json-too-deep", remedy=EXPORT_AGAIN
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


class Rows:
    """Take the rows off a scanner: whole objects, or those in the lists of an object too large to be held."""

    def __init__(self, scanner: Scanner, article: Looks, post: Looks) -> None:
        self.scanner = scanner
        self._article = article
        self._post = post
        self.whole_file = False
        """Whether the file is one object: where it was cut off, its lists hold rows up to there."""

    def next(self) -> Iterator[object]:
        """Yield the rows of the next value: mostly one, itself."""
        try:
            value = self.scanner.take(MOST_WHOLE)
        except ReadError as error:
            if self.scanner.peek() != "{" or not self._goes_inside(error):
                raise
            yield from self._large()
        else:
            yield from (
                unfold(value, article=self._article, post=self._post) if isinstance(value, dict) else (value,)
            )

    def _goes_inside(self, error: ReadError) -> bool:
        return isinstance(error, LimitError) or (self.whole_file and error.code == "json-damaged")

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
        scanner.close()

    def _member(self, levels: int) -> Iterator[Object]:
        try:
            value = self.scanner.take(MOST_WHOLE)
        except ReadError as error:
            if not self._goes_inside(error):
                raise
            yield from self._inside({}, levels - 1)
        else:
            yield from self._held(value)

    def _listed(self, around: Object, levels: int) -> Iterator[Object]:
        """Yield the objects of a list that are rows: all of them where one of the first few is."""
        few: list[Object] = []
        are_rows: bool | None = None
        items = self._items(around, levels, first=lambda: are_rows is None and not few)
        while True:
            try:
                item, taken_apart = next(items)
            except StopIteration:
                break
            except ReadError:  # the file ends here: what was held back came before
                yield from self._settled(few, are_rows=self._any_row(few))
                raise
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

    def _items(
        self, around: Object, levels: int, *, first: Callable[[], bool]
    ) -> Iterator[tuple[Object, bool]]:
        """Yield the objects of a list, and the rows inside those too large to be held, with which of both it is.

        One that was cut off is gone into where it is the ``first`` (a chat); after others it is a row like them.
        """
        scanner = self.scanner
        scanner.skip()
        while scanner.peek() not in ("]", ""):
            if scanner.peek() == ",":
                scanner.skip()
                continue
            try:
                value = scanner.take(MOST_WHOLE)
            except ReadError as error:
                if scanner.peek() != "{" or not levels or not self._goes_inside(error):
                    raise
                if not isinstance(error, LimitError) and not first():
                    raise
                yield from ((row, True) for row in self._inside({}, levels - 1))
                continue
            if isinstance(value, dict):
                yield with_chat(value, around), False
        scanner.close()

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
