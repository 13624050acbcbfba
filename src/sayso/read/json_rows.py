"""The rows of a JSON or JSONL file: an array, an object with a list inside, or one object a line."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from sayso.errors import ReadError
from sayso.read.json_scan import EXPORT_AGAIN, MOST_WHOLE, READ, SPACE, Rows, Scanner, integer_of
from sayso.read.rows import Row, bounded_lines, table_encoding
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.read.unfold import Looks
from sayso.records import Issue


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
        scanner = Scanner(io.TextIOWrapper(raw, encoding=encoding), source)
        yield from _value_rows(Rows(scanner, article, post), source, tally)


def _encoding(raw: BinaryIO) -> str:
    head = raw.read(READ)
    if head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in head[:64]:
        return table_encoding(io.BytesIO(head))
    return "utf-8"  # as JSON is: a line that is not becomes an issue


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
        text = line.decode("utf-8", "replace").strip(SPACE)
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
        return json.loads(text, parse_int=integer_of)


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
            text = line.decode("utf-8").strip(SPACE)
            value = _loads(text) if text else None
        except UnicodeDecodeError as error:
            yield from tally.issue(
                "bad-encoding", f"{place} is not UTF-8 at byte {error.start}", remedy="save the file as UTF-8"
            )
        except RecursionError:
            yield from tally.issue("json-too-deep", f"{place} is nested too deep", remedy=EXPORT_AGAIN)
        except ValueError as error:
            yield from tally.issue("bad-row", f"{place} is not JSON: {error}", remedy=EXPORT_AGAIN)
        else:
            if isinstance(value, dict):
                yield Row(str(number), value)
            elif text:
                yield from tally.issue("bad-row", f"{place} is not an object", remedy=EXPORT_AGAIN)


def _value_rows(rows: Rows, source: Source, tally: Tally) -> Iterator[Row | Issue]:
    scanner = rows.scanner
    first = scanner.peek()
    if not first:
        raise ReadError(
            f"{source.path} has no rows", code="empty-table", remedy="check that the export finished"
        )
    if first not in "[{":
        raise ReadError(
            f"{source.path} is not a JSON array or object", code="json-damaged", remedy=EXPORT_AGAIN
        )
    index = 0
    rows.whole_file = first == "{"
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
                        "bad-row", f"{source.path}, item {index} is not an object", remedy=EXPORT_AGAIN
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
