"""Read tables of articles or posts: CSV, TSV, JSON, JSONL and Parquet; one row, one document or post."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from sayso.errors import ReadError, SaysoError
from sayso.read.columns import Columns, resolve_columns
from sayso.read.dates import ParsedDate, parse_date
from sayso.read.fragment import fragment_text, is_html, is_page
from sayso.read.json_rows import json_rows
from sayso.read.jsonable import as_json
from sayso.read.parquet_rows import parquet_rows
from sayso.read.posts.reading import PostReader
from sayso.read.posts.shapes import is_post
from sayso.read.rows import Row, csv_rows
from sayso.read.source import Item, Source
from sayso.read.tally import Tally
from sayso.records import Document, Issue, digest

_EMPTY = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "<na>", "undefined"})
_NO_TEXT = "if another column holds the text: --map text=COLUMN; else nothing to do"
_LONGEST_VALUE = 2_000
"""A title, byline or name longer than this is something else in the wrong column."""

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)
_KNOWN_SHAPES = 256
"""Sets of keys remembered for a JSON file whose objects differ; real ones have a handful."""

_FIRST_ROWS = 50
"""Rows that may be neither article nor post before a file is given up: headers, errors of an interface."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The table being read."""

    source: Source
    tally: Tally
    format: str

    def place(self, row: Row) -> str:
        """Return the file and the line or row, for a message."""
        unit = "line" if self.format in ("csv", "tsv", "jsonl") else "row"
        return f"{self.source.path}, {unit} {row.place}"


def read_table(source: Source) -> Iterator[Item]:
    """Yield a document or a post for each row that is one, and an issue for each row that cannot be read.

    A document's id is the digest of its row, its record the line (CSV, JSONL) or the index from 0 (JSON,
    Parquet). Rows of posts are known by their columns and values; what they were read as comes last. Raise
    `ReadError` when no column holds texts (``no-text-column``), or when the file is damaged from its start.
    """
    table = _Table(source, Tally(source), table_format(source))
    one_header = table.format in ("csv", "tsv", "parquet")
    posts = PostReader(source, table.tally, one_header=one_header, place=table.place)
    articles = _Articles(table)
    try:
        for row in _rows(table):
            if isinstance(row, Issue):
                yield row
            elif articles.knows(row):
                yield from articles.read(row)
            elif posts.takes(row):
                yield from posts.read(row)
            elif posts.found_any:
                yield from posts.set_aside_unknown(row)
            else:
                yield from articles.learn(row)
    except UnicodeDecodeError as error:
        message = f"{source.path} changes its encoding ({error.reason}); reading stopped there"
        yield from table.tally.issue("bad-encoding", message, remedy="save the file as UTF-8")
    yield from articles.rest(found_posts=posts.found_any)
    yield from posts.summary()
    yield from table.tally.rest()


class _Articles:
    """The rows of a table that are articles: which column holds what, for each set of columns met."""

    def __init__(self, table: _Table) -> None:
        self._table = table
        self._shapes: dict[tuple[str, ...], Columns] = {}
        self._first_error: ReadError | None = None
        self._unknown: list[Row] = []

    def knows(self, row: Row) -> bool:
        """Tell whether rows with these columns were read as articles before."""
        return bool(self._shapes) and tuple(row.values) in self._shapes

    def learn(self, row: Row) -> Iterator[Document | Issue]:
        """Yield the document of a row with new columns, or an issue where none of them holds a text.

        Raise the `ReadError` of the first row when nothing usable comes among the first few.
        """
        # CSV and Parquet have one header; JSON objects may each have other keys.
        names = tuple(row.values)
        source = self._table.source
        try:
            columns = resolve_columns(names, source.column_map, path=source.path)
        except ReadError as error:
            self._first_error = self._first_error or error
            self._unknown.append(row)
            if not self._shapes and len(self._unknown) >= _FIRST_ROWS:
                raise self._first_error from None
            if self._shapes:
                yield from self.rest(found_posts=True)
            return
        yield from self.rest(found_posts=True)
        if len(self._shapes) >= _KNOWN_SHAPES:
            self._shapes.clear()
        self._shapes[names] = columns
        yield from self.read(row)

    def read(self, row: Row) -> Iterator[Document | Issue]:
        """Yield the document of a row whose columns are known."""
        table = self._table
        try:
            yield from _read_row(row, self._shapes[tuple(row.values)], table)
        except RecursionError:
            message = f"{table.place(row)} is nested too deep"
            yield from table.tally.issue("json-too-deep", message, remedy="keep its text alone")

    def rest(self, *, found_posts: bool) -> Iterator[Issue]:
        """Yield an issue for each row that was neither; raise the first error where nothing else was found."""
        error = self._first_error
        if error is None:
            return
        if not self._shapes and not found_posts:
            raise error
        for row in self._unknown:
            message = f"{self._table.place(row)}: no text among {len(row.values)} other columns"
            yield from self._table.tally.issue(error.code, message, remedy=error.remedy)
        self._unknown.clear()


def table_format(source: Source) -> str:
    """Return ``parquet``, ``json``, ``tsv`` or ``csv``, by content first and then by name."""
    head = source.head(4096)
    if head.startswith(b"PAR1"):
        return "parquet"
    name = source.name.lower()
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\x00", b"").lstrip()
    # A CSV whose first cell is `[` or `{` has no name of a column, so is no table either.
    if start[:1] in (b"{", b"[") or name.endswith((".json", ".jsonl", ".ndjson")):
        return "jsonl" if name.endswith((".jsonl", ".ndjson")) else "json"
    return "tsv" if name.endswith((".tsv", ".tab")) else "csv"


def _rows(table: _Table) -> Iterator[Row | Issue]:
    source = table.source
    if table.format == "parquet":
        return parquet_rows(source, table.tally)
    if table.format in ("json", "jsonl"):
        post = is_post if "text" not in source.column_map else _never
        return json_rows(
            source, table.tally, article=lambda value: _looks_like_article(value, source), post=post
        )
    return csv_rows(source, table.tally)


def _never(_: object) -> bool:
    return False


def _looks_like_article(value: dict[str, object], source: Source) -> bool:
    columns = _text_columns(tuple(value), tuple(source.column_map.items()))
    return any(isinstance(value.get(column), str | dict | list) for column in columns)


@lru_cache(maxsize=_KNOWN_SHAPES)
def _text_columns(names: tuple[str, ...], column_map: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    try:
        return resolve_columns(names, dict(column_map), path="")["text"]
    except SaysoError:  # not an article; the object that is taken in the end says why
        return ()


def _read_row(row: Row, columns: Columns, table: _Table) -> Iterator[Document | Issue]:
    column, text = _text(row.values, columns["text"])
    if not text:
        names = ", ".join(repr(name) for name in columns["text"])
        yield from table.tally.issue(
            "row-no-text", f"{table.place(row)}: no text in {names}", remedy=_NO_TEXT
        )
        return
    document = _document(row, columns, table)
    evidence = document.evidence | {"text": f"column {column}"}
    if str(row.values.get("free_access")).lower() == "false":
        evidence["text"] += "; cut off by a paywall (free_access is false)"
    if is_page(text):
        yield from _read_page(replace(document, evidence=evidence), text, table, row)
        return
    if is_html(text):
        text = fragment_text(text)
        evidence["text"] += "; HTML"
        if not text:
            message = f"{table.place(row)}: the HTML in {column!r} holds no text"
            yield from table.tally.issue("row-no-text", message, remedy=_NO_TEXT)
            return
    yield replace(document, text=text, evidence=evidence)


def _document(row: Row, columns: Columns, table: _Table) -> Document:
    source = table.source
    found = {
        field: _first(row.values, columns[field], _READ[field])
        for field in ("title", "author", "outlet", "url", "language")
    }
    evidence = {field: f"column {column}" for field, (column, value) in found.items() if value is not None}
    date_column, date = _date(row.values, columns["published_at"])
    if date is not None:
        evidence["published_at"] = f"column {date_column}"
    place = row.place if source.record is None else f"{source.record}#{row.place}"
    return Document(
        id=_record_id(row.values),
        blob=source.blob,
        path=source.path,
        record=place,
        text="",
        format=table.format,
        title=found["title"][1],
        author=found["author"][1],
        outlet=found["outlet"][1],
        url=found["url"][1],
        language=found["language"][1],
        published_at=date.iso if date else None,
        published_precision=date.precision if date else None,
        evidence=evidence,
    )


def _record_id(values: dict[str, object]) -> str:
    try:
        return digest(values)
    except (TypeError, ValueError):  # a NaN that pandas wrote
        return digest(as_json(values))


def _read_page(document: Document, page: str, table: _Table, row: Row) -> Iterator[Document | Issue]:
    from sayso.read.reader import read_source

    source = table.source
    child = replace(
        source,
        file=None,
        data=page.encode("utf-8", "replace"),
        name="cell.html",
        record=document.record,
        url=document.url or source.url,
        content_type="text/html; charset=utf-8",
        depth=source.depth + 1,
    )
    for item in read_source(child):
        if isinstance(item, Issue):
            yield from table.tally.issue(item.code, f"{table.place(row)}: {item.message}", remedy=item.remedy)
            continue
        if not isinstance(item, Document):
            continue
        # What the table says of the row comes before what the page says of itself.
        given = {name: getattr(document, name) for name in ("title", "author", "outlet", "url", "language")}
        given = {name: value for name, value in given.items() if value is not None}
        if document.published_at is not None:
            given |= {
                "published_at": document.published_at,
                "published_precision": document.published_precision,
            }
        evidence = item.evidence | document.evidence
        evidence["text"] += "; an HTML page"
        yield replace(item, **given, id=document.id, record=document.record, evidence=evidence)


def _text(values: Mapping[str, object], columns: tuple[str, ...]) -> tuple[str, str]:
    for column in columns:
        text = _flatten(values.get(column)).replace("\r\n", "\n").replace("\r", "\n").strip()
        if text.lower() not in _EMPTY:
            return column, text
    return "", ""


def _flatten(value: object) -> str:
    """Return the text of a cell: a string, a list of paragraphs, or fundus' body with its sections."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = [value.get(name) for name in ("summary", "headline", "paragraphs", "sections", "text")]
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_flatten, value)))
    return ""


def _first(
    values: Mapping[str, object], columns: tuple[str, ...], read: Callable[[str], str | None]
) -> tuple[str, str | None]:
    for column in columns:
        value = read(_string(values.get(column)))
        if value is not None:
            return column, value
    return "", None


def _date(values: Mapping[str, object], columns: tuple[str, ...]) -> tuple[str, ParsedDate | None]:
    for column in columns:
        parsed = parse_date(_string(values.get(column)))
        if parsed is not None:
            return column, parsed
    return "", None


def _string(value: object) -> str:
    """Return a cell as one line of text, the names of a list joined by commas."""
    if isinstance(value, dict):
        value = value.get("name")  # NewsAPI: "source": {"id": ..., "name": ...}
    if isinstance(value, str) and value[:2] in ("['", '["') and len(value) <= _LONGEST_VALUE:
        value = _python_list(value)
    if isinstance(value, list | tuple):
        value = ", ".join(filter(None, (_string(item) for item in value if isinstance(item, str | dict))))
    if value is None or isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value)[: _LONGEST_VALUE + 1].split())
    return "" if text.lower() in _EMPTY or len(text) > _LONGEST_VALUE else text


def _python_list(value: str) -> object:
    """Return the list that pandas and csv write as ``"['A', 'B']"``."""
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return value


def _plain(text: str) -> str | None:
    return text or None


def _outlet(text: str) -> str | None:
    if not text.lower().startswith(("http://", "https://")):
        return text or None
    try:
        return urlsplit(text).hostname
    except ValueError:
        return None


def _url(text: str) -> str | None:
    return text if re.match(r"https?://[^\s/]", text, re.IGNORECASE) and " " not in text else None


def _language(text: str) -> str | None:
    match = _LANGUAGE.fullmatch(text)
    return match[1].lower() if match else None


_READ = {"title": _plain, "author": _plain, "outlet": _outlet, "url": _url, "language": _language}
