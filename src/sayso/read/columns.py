"""Which column of a table of articles holds what: the names that news tools write, or the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.errors import ReadError, UsageError
from sayso.read.posts.toolkit import COLUMNS as TOOLKIT_COLUMNS
from sayso.read.posts.toolkit import is_headerless

Columns = Mapping[str, tuple[str, ...]]
"""For each field of a document, the columns that may hold it, best first; the first that is not empty in a
row counts."""

# Where the names come from: trafilatura 2.3 `build_json_output` (title, author, hostname, date, text,
# raw_text, source, source-hostname, language), news-please `NewsArticle` (maintext, date_publish,
# source_domain, title_rss, authors), newspaper4k `settings.article_json_fields` (text, publish_date,
# canonical_link, meta_site_name, meta_lang, authors), fundus `Article.to_json` (plaintext, body,
# publishing_date, authors, publisher, lang), Media Cloud story lists (media_name, publish_date; no text),
# NewsAPI (content, publishedAt, source.name); the rest are the obvious synonyms.
NAMES: Columns = {
    # In news-please `text` is mostly null beside `maintext`; trafilatura's `raw_text` has no paragraphs.
    "text": (
        "maintext",
        "plaintext",
        "text",
        "full_text",
        "fulltext",
        "article_text",
        "text_cleaned",
        "body",
        "body_text",
        "article_body",
        "articlebody",
        "content",
        "article_content",
        "article",
        "transcript",
        "raw_text",
    ),
    "title": ("title", "headline", "title_rss", "title_page", "article_title", "heading"),
    "author": ("authors", "author", "byline", "creator"),
    # Hosts come last: "apnews.com" is less than "AP News", but more than nothing.
    "outlet": (
        "outlet",
        "meta_site_name",
        "site_name",
        "sitename",
        "source_hostname",
        "publisher",
        "media_name",
        "publication",
        "newspaper",
        "source_name",
        "source",
        "hostname",
        "source_domain",
        "domain",
        "media_url",
    ),
    "published_at": (
        "date_publish",
        "publish_date",
        "publishing_date",
        "published_at",
        "publishedat",
        "date_published",
        "datepublished",
        "publication_date",
        "published_date",
        "published",
        "pub_date",
        "pubdate",
        "date",
        "datetime",
        "timestamp",
    ),
    "url": (
        "canonical_link",
        "canonical_url",
        "url",
        "link",
        "article_url",
        "web_url",
        "permalink",
        "source",
    ),
    "language": ("language", "lang", "meta_lang"),
}
FIELDS: tuple[str, ...] = tuple(NAMES)
CONSTANT = "="
"""What a value begins with in the place of a column: ``--map platform==telegram``."""

# trafilatura's CSV has no header: these eleven columns, tab-separated, `null` where empty (`xmltocsv`, 2.x).
TRAFILATURA_CSV: tuple[str, ...] = (
    "url",
    "id",
    "fingerprint",
    "hostname",
    "title",
    "image",
    "date",
    "text",
    "comments",
    "license",
    "pagetype",
)


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and whether the first row of the file was they."""

    names: tuple[str, ...]
    in_file: bool


def normalise(name: str) -> str:
    """Return ``name`` as it is compared: lower case, words joined by ``_``."""
    return re.sub(r"[\s.-]+", "_", name.strip().lower().lstrip("\ufeff"))


def without_constants(column_map: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of ``column_map`` that a column holds: ``platform==telegram`` gives the value itself."""
    return {field: column for field, column in column_map.items() if not column.startswith(CONSTANT)}


def n_known(names: Iterable[str]) -> int:
    """Return how many of ``names`` are names that news tools write."""
    known = {name for names_of_field in NAMES.values() for name in names_of_field}
    return len(known.intersection(map(normalise, names)))


def read_header(row: Sequence[str], column_map: Mapping[str, str]) -> Header:
    """Return the header of a table whose first row is ``row``.

    A file without a header is recognised when trafilatura wrote it, when it has the eight columns of the
    coordination-network-toolkit, or when ``column_map`` gives columns by number; its columns are then named
    ``1``, ``2``, ... A second column of the same name becomes ``name (2)``.
    """
    column_map = without_constants(column_map)
    if len(row) == len(TRAFILATURA_CSV) and re.fullmatch(r"[0-9a-f]{8,64}|null", row[2]) and not n_known(row):
        return Header(TRAFILATURA_CSV, in_file=False)
    if not column_map and is_headerless(row):
        return Header(TOOLKIT_COLUMNS, in_file=False)
    numbers = [column for column in column_map.values() if column.isdigit() and column not in row]
    if numbers and len(numbers) == len(column_map) and not n_known(row):
        return Header(tuple(str(number) for number in range(1, len(row) + 1)), in_file=False)
    names: list[str] = []
    for name in (cell.strip().lstrip("\ufeff") for cell in row):
        n_same = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(f"{name} ({n_same + 1})" if n_same else name)
    return Header(tuple(names), in_file=True)


def resolve_columns(names: Sequence[str], column_map: Mapping[str, str], *, path: str) -> Columns:
    """Return which of the columns ``names`` hold which field; ``column_map`` comes before any known name.

    Raise `UsageError` for a map that names no field or no column, and `ReadError` (``no-text-column``) when nothing
    holds the text.
    """
    given = {
        field: (_find(field, column, names, path),) for field, column in without_constants(column_map).items()
    }
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(normalise(name), name)
    found = {
        field: tuple(by_name[name] for name in candidates if name in by_name)
        for field, candidates in NAMES.items()
    }
    columns = {field: given.get(field) or found[field] for field in FIELDS}
    if not columns["text"]:
        raise ReadError(
            f"{path} has no column that holds the text of articles; its columns are {_listed(names)}",
            code="no-text-column",
            remedy=_remedy(columns),
        )
    return columns


def _find(field: str, column: str, names: Sequence[str], path: str) -> str:
    if field not in FIELDS:
        raise UsageError(
            f"--map {field}={column}: there is no field {field!r}", remedy=f"choose from {', '.join(FIELDS)}"
        )
    if column in names:
        return column
    for name in names:
        if normalise(name) == normalise(column):
            return name
    if column.isdigit() and 1 <= int(column) <= len(names):
        return names[int(column) - 1]
    raise UsageError(
        f"--map {field}={column}: {path} has no column {column!r}",
        remedy=f"its columns are {_listed(names)}; a number counts from 1",
    )


def _remedy(columns: Columns) -> str:
    if columns["url"] and columns["title"]:
        return (
            "a list of links without the texts, as Media Cloud exports it: download the pages and add those, "
            "or name the column that holds the text: --map text=COLUMN"
        )
    return "name the columns: --map text=body,title=headline,published_at=day; or by number: --map text=3,title=1"


def _listed(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"
