"""Full text: words and "phrases", found alike on both databases.

The words are split here, by one rule, so that neither database's own idea of a word, nor its query language, shows:
a query is always words and quoted phrases, all of which must be there, whatever signs it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from sayso.errors import UsageError
from sayso.records import Span
from sayso.store.database import insert_json
from sayso.store.rows import printable

# Letters and digits with the marks that combine with them; an underscore parts words.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
# PostgreSQL refuses longer words than 2,046 bytes, and no one searches for those of more than 64 letters.
_MAX_WORD = 64
# It also refuses more than 1 MB of distinct words in a row (4,000 times 64 letters of 4 bytes) and counts places to
# 16,383 only; so a document has several rows. They overlap, or a phrase across their border would be missed.
_PART_WORDS = 4_000
_PART_OVERLAP = 50
_SNIPPET = 80

Term = tuple[str, ...]


class Word(NamedTuple):
    """A word as it is compared, and where it stands, in code points."""

    folded: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that holds all that was asked for.

    ``span`` is where the first term found stands in its text, and ``snippet`` that with what stands around it;
    ``span`` is None, and the snippet the beginning, when only the title holds them.
    """

    document_id: str
    title: str | None
    outlet: str | None
    path: str
    snippet: str
    span: Span | None


def folded_words(content: str) -> list[str]:
    """Return the words of ``content`` as they are indexed and asked for: NFC, without case."""
    return [word[:_MAX_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", content).casefold())]


def words(content: str) -> Iterator[Word]:
    """Yield the words of ``content``, folded, with their places in the text as it is."""
    for match in _WORD.finditer(content):
        folded = unicodedata.normalize("NFC", match.group()).casefold()
        yield Word(folded[:_MAX_WORD], Span(match.start(), match.end()))


def terms(query: str) -> list[Term]:
    """Return the words and "phrases" of ``query``; raise `UsageError` when it holds neither.

    A word that falls into several (``e-mail``) is the phrase of these.
    """
    found = [tuple(folded_words(a or b)) for a, b in _TERM.findall(printable(query))]
    kept = list(dict.fromkeys(term for term in found if term))
    if not kept:
        raise UsageError(
            f"nothing to search for in {query!r}", remedy='give words, or a "phrase" in quotation marks'
        )
    return kept


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Index new rows of ``documents``."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        insert_json(connection, "words", [part for row in rows for part in _parts(row)])
        return
    values = [
        {"number": row["number"], "title": _joined(row["title"]), "text": _joined(row["text"])}
        for row in rows
    ]
    connection.execute(text("INSERT INTO words (rowid, title, text) VALUES (:number, :title, :text)"), values)


def find(connection: Connection, query: str, *, limit: int) -> list[Hit]:
    """Return the best documents that hold every term of ``query``."""
    wanted = terms(query)
    statement, values = (_postgresql if connection.dialect.name == "postgresql" else _sqlite)(wanted)
    rows = connection.execute(text(statement), {**values, "limit": limit}).all()
    return [_hit(row, wanted) for row in rows]


_PARTS_WITH = "SELECT number FROM words WHERE words @@ CAST(:{} AS tsquery)"
_COLUMNS = "documents.id, documents.title, documents.outlet, documents.path, documents.text"


def _sqlite(wanted: list[Term]) -> tuple[str, dict[str, object]]:
    statement = (
        f"SELECT {_COLUMNS} FROM words JOIN documents ON documents.number = words.rowid"  # noqa: S608 -- constants
        " WHERE words MATCH :query ORDER BY bm25(words), documents.path, documents.number LIMIT :limit"
    )
    return statement, {"query": " ".join(f'"{" ".join(term)}"' for term in wanted)}


def _postgresql(wanted: list[Term]) -> tuple[str, dict[str, object]]:
    names = [f"term{i}" for i in range(len(wanted))]
    holds = " AND ".join(f"documents.number IN ({_PARTS_WITH.format(name)})" for name in names)
    ranks = " + ".join(f"max(ts_rank(words.words, CAST(:{name} AS tsquery)))" for name in names)
    statement = (
        f"SELECT {_COLUMNS} FROM documents JOIN words USING (number) WHERE {holds}"  # noqa: S608 -- names made here
        f" GROUP BY documents.number ORDER BY {ranks} DESC, documents.path, documents.number LIMIT :limit"
    )
    # Words are letters and digits only, so quoting them is all that a tsquery needs.
    queries = [" <-> ".join(f"'{word}'" for word in term) for term in wanted]
    return statement, dict(zip(names, queries, strict=True))


def _joined(content: str | None) -> str:
    return " ".join(folded_words(content or ""))


def _parts(row: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    yield {
        "number": row["number"],
        "part": 0,
        "words": _vector(folded_words(row["title"] or "")),
    }
    body = folded_words(row["text"])
    for part, start in enumerate(range(0, len(body), _PART_WORDS), start=1):
        end = start + _PART_WORDS + _PART_OVERLAP
        yield {"number": row["number"], "part": part, "words": _vector(body[start:end])}


def _vector(folded: list[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(folded, start=1):
        places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in places.items())


def _hit(row: Row[Any], wanted: list[Term]) -> Hit:
    span = _first(row.text, wanted)
    return Hit(
        document_id=row.id,
        title=row.title,
        outlet=row.outlet,
        path=row.path,
        snippet=_snippet(row.text, span or Span(0, 0)),
        span=span,
    )


def _first(content: str, wanted: list[Term]) -> Span | None:
    longest = max(len(term) for term in wanted)
    recent: list[Word] = []
    for word in words(content):
        recent = [*recent[-(longest - 1) :], word] if longest > 1 else [word]
        for term in wanted:
            if len(term) <= len(recent) and tuple(w.folded for w in recent[-len(term) :]) == term:
                return Span(recent[-len(term)].span.start, word.span.end)
    return None


def _snippet(content: str, span: Span) -> str:
    start, end = max(0, span.start - _SNIPPET), min(len(content), span.end + _SNIPPET)
    piece = content[start:end]
    if start > 0:
        piece = "…" + piece[piece.find(" ", 0, _SNIPPET) + 1 :]
    if end < len(content):
        cut = piece.rfind(" ", len(piece) - _SNIPPET)
        piece = (piece[:cut] if cut > 0 else piece) + "…"
    return " ".join(piece.split())
