"""The main listing: attributions with the document each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from sayso.errors import UsageError
from sayso.records import FORCES, SOURCINGS, Span, Spans
from sayso.store.clock import period
from sayso.store.database import Database
from sayso.store.rows import printable
from sayso.store.schema import attributions, documents, sentences

Sort = Literal["document", "source", "force", "date", "score", "outlet"]
SORTS: tuple[str, ...] = get_args(Sort)
# Rows fetched at a time: a row is about 1 kB.
PAGE_ROWS = 1_000
MAX_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """What a listing is narrowed to; every condition given must hold.

    ``source``, ``outlet`` and ``contains`` are parts of the source's, outlet's and content's text, without case;
    a source is looked for as it is written and in its fullest mention.
    ``since`` and ``until`` are dates as `period` reads them, both inclusive; documents without a date are left out.
    ``document`` is the beginning of an id or part of a path.
    """

    source: str | None = None
    force: tuple[str, ...] = ()
    sourcing: tuple[str, ...] = ()
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    document: str | None = None
    contains: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttribution:
    """An attribution as it is stored; the fields are those of ``attributions.jsonl``."""

    id: str
    document_id: str
    source: Spans
    cue: Spans
    content: Spans
    source_mention: Span | None
    source_text: str
    source_as_written: str
    cue_text: str
    content_text: str
    hedge_text: str
    sourcing: str
    force: str
    hedges: Spans
    quotation: str
    parent_id: str | None
    chain: tuple[str, ...]
    actor_id: str | None
    claim_id: str | None
    stance: str
    score: float
    judgement: str | None
    run_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """An attribution, and what a reader needs to know of its document."""

    attribution: StoredAttribution
    title: str | None
    outlet: str | None
    url: str | None
    path: str
    record: str | None
    published_at: str | None
    published_precision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an id names: a ``document`` or an ``attribution``."""

    kind: Literal["document", "attribution"]
    id: str


def listing(database: Database, wanted: ClaimFilter, *, sort: Sort, limit: int | None) -> Iterator[ClaimRow]:
    """Yield the attributions that pass ``wanted``, as a stream (see `Store.claims`)."""
    query = _query().where(*_conditions(wanted)).order_by(*_order(sort)).limit(limit)
    with database.read() as connection:
        for row in connection.execution_options(yield_per=PAGE_ROWS).execute(query):
            yield _claim_row(row)


def get(connection: Connection, attribution_id: str) -> ClaimRow | None:
    """Return one attribution."""
    row = connection.execute(_query().where(attributions.c.id == attribution_id)).first()
    return None if row is None else _claim_row(row)


def count(connection: Connection, wanted: ClaimFilter) -> int:
    """Return how many attributions pass ``wanted``."""
    query = select(func.count()).select_from(attributions.join(documents)).where(*_conditions(wanted))
    return connection.execute(query).scalar_one()


def by_run(connection: Connection) -> dict[str, int]:
    """Return how many attributions each run found."""
    query = select(attributions.c.run_id, func.count().label("n")).group_by(attributions.c.run_id)
    rows = connection.execute(query)
    return {row.run_id: row.n for row in rows}


def find(connection: Connection, prefix: str) -> Found:
    """Return what the one id that begins with ``prefix`` names; raise `UsageError` if there is none or several."""
    prefix = printable(prefix)
    if not prefix:
        raise UsageError("an empty id names nothing", remedy="give the beginning of an id")
    found = []
    for kind, table in (("document", documents), ("attribution", attributions)):
        query = (
            select(table.c.id)
            .where(_begins(table.c.id, prefix))
            .order_by(table.c.id)
            .limit(MAX_CANDIDATES + 1)
        )
        found += [Found(kind=kind, id=key) for key in connection.execute(query).scalars()]  # type: ignore[arg-type]
    exact = [one for one in found if one.id == prefix]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise UsageError(
            f"no document or attribution has an id that begins with {prefix!r}",
            remedy="`sayso claims CASE` and `sayso search CASE WORDS` list ids",
        )
    names = ", ".join(f"{one.kind} {one.id}" for one in found[:MAX_CANDIDATES])
    more = ", ..." if len(found) > MAX_CANDIDATES else ""
    raise UsageError(f"several ids begin with {prefix!r}: {names}{more}", remedy="give more of the id")


def all_sentences(database: Database) -> Iterator[tuple[str, Span]]:
    """Yield (document id, span) of every sentence, in the order of the documents."""
    order = (documents.c.path, documents.c.number, sentences.c.start, sentences.c.end)
    query = select(sentences).join(documents, documents.c.id == sentences.c.document_id).order_by(*order)
    with database.read() as connection:
        for row in connection.execution_options(yield_per=PAGE_ROWS).execute(query):
            yield row.document_id, Span(row.start, row.end)


class _Contains(FunctionElement[bool]):
    """Whether the first argument, in lower case, holds the second; `LIKE` folds ASCII only on SQLite."""

    name = "sayso_contains"
    inherit_cache = True


@compiles(_Contains, "sqlite")
def _contains_sqlite(element: _Contains, compiler: SQLCompiler, **options: object) -> str:
    where, what = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(instr(sayso_lower({where}), {what}) > 0)"


@compiles(_Contains, "postgresql")
def _contains_postgresql(element: _Contains, compiler: SQLCompiler, **options: object) -> str:
    where, what = (compiler.process(clause, **options) for clause in element.clauses)
    # A server's own locale may know ASCII only; this collation is in every PostgreSQL built with ICU.
    return f'(strpos(lower({where} COLLATE "und-x-icu"), {what}) > 0)'


def _contains(column: ColumnElement[str], part: str) -> ColumnElement[bool]:
    return _Contains(column, literal(printable(part).lower(), Text))


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    # No character sorts behind the last of Unicode: the index answers this, and no sign has a meaning.
    return and_(column >= prefix, column < prefix + "\U0010ffff")


_ATTRIBUTION = tuple(f.name for f in fields(StoredAttribution))
_CONTEXT = tuple(f.name for f in fields(ClaimRow) if f.name != "attribution")
_SPAN_COLUMNS = ("source", "cue", "content", "hedges")


def _query() -> Select[Any]:
    columns = [*(attributions.c[name] for name in _ATTRIBUTION), *(documents.c[name] for name in _CONTEXT)]
    return select(*columns).join_from(attributions, documents, documents.c.id == attributions.c.document_id)


def _conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    _check("force", wanted.force, FORCES)
    _check("sourcing", wanted.sourcing, SOURCINGS)
    texts = ((documents.c.outlet, wanted.outlet), (attributions.c.content_text, wanted.contains))
    found = [_contains(column, part) for column, part in texts if part]
    if wanted.source:
        named = (attributions.c.source_text, attributions.c.source_as_written)
        found.append(or_(*(_contains(column, wanted.source) for column in named)))
    if wanted.force:
        found.append(attributions.c.force.in_(wanted.force))
    if wanted.sourcing:
        found.append(attributions.c.sourcing.in_(wanted.sourcing))
    if wanted.since:
        found.append(documents.c.published_epoch >= period(wanted.since)[0])
    if wanted.until:
        found.append(documents.c.published_epoch < period(wanted.until)[1])
    if wanted.document:
        by_id = _begins(documents.c.id, printable(wanted.document))
        found.append(or_(by_id, _contains(documents.c.path, wanted.document)))
    return found


def _check(name: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    for value in given:
        if value not in known:
            raise UsageError(f"there is no {name} {value!r}", remedy=f"choose from {', '.join(known)}")


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    keys: dict[str, tuple[ColumnElement[Any], ...]] = {
        "document": (),
        "source": (attributions.c.source_text,),
        "force": (attributions.c.force,),
        "date": (documents.c.published_epoch.asc().nulls_last(),),
        "score": (attributions.c.score.desc(),),
        "outlet": (documents.c.outlet.asc().nulls_last(),),
    }
    if sort not in keys:
        raise UsageError(f"cannot sort by {sort!r}", remedy=f"choose from {', '.join(SORTS)}")
    return (*keys[sort], documents.c.path, documents.c.number, attributions.c.position)


def _claim_row(row: Row[Any]) -> ClaimRow:
    stored = dict(zip(_ATTRIBUTION, row, strict=False))
    for name in _SPAN_COLUMNS:
        stored[name] = tuple([Span(start, end) for start, end in stored[name]])
    mention = stored["source_mention"]
    stored["source_mention"] = None if mention is None else Span(*mention)
    stored["chain"] = tuple(stored["chain"])
    context = dict(zip(_CONTEXT, row[len(_ATTRIBUTION) :], strict=True))
    return ClaimRow(attribution=StoredAttribution(**stored), **context)
