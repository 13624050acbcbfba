"""``sayso documents``, ``claims``, ``issues`` and ``search``: the listings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from sayso.cli.options import AsCsv, AsJson, AsJsonl, CasePath, Limit
from sayso.cli.output import Column, Form, emit
from sayso.records import FORCES, SOURCINGS
from sayso.settings import load_settings

if TYPE_CHECKING:
    from sayso.store import ClaimRow, StoredAttribution, StoredDocument

# Enough of an id to name one thing in a case of a hundred thousand; `sayso show` says so when it does not.
ID_SHOWN = 8
ARROW = " ← "
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset(("the", "a", "an", "s"))

CLAIM_COLUMNS = (
    Column(name="short_id", title="id", style="dim"),
    Column(name="source_text", title="source", ratio=5, style="bold"),
    Column(name="force", title="force"),
    Column(name="hedge_text", title="hedge", width=11),
    Column(name="content_text", title="what", ratio=12),
    Column(name="word", title="on whose word", ratio=5),
    Column(name="where", title="where", ratio=4, style="dim"),
)
DOCUMENT_COLUMNS = (
    Column(name="short_id", title="id", style="dim"),
    Column(name="date", title="date"),
    Column(name="outlet", title="outlet", ratio=3),
    Column(name="title", title="title", ratio=8),
    Column(name="language", title="lang"),
    Column(name="where", title="file", ratio=5, style="dim"),
)
ISSUE_COLUMNS = (
    Column(name="stage", title="stage"),
    Column(name="code", title="code"),
    Column(name="message", title="what is wrong", ratio=6),
    Column(name="remedy", title="what to do", ratio=4),
)
SEARCH_COLUMNS = (
    Column(name="short_id", title="id", style="dim"),
    Column(name="outlet", title="outlet", ratio=2),
    Column(name="title", title="title", ratio=4),
    Column(name="snippet", title="passage", ratio=8),
)


def claims(
    case: CasePath,
    *,
    source: Annotated[str | None, typer.Option(help="Only sources that hold this text.")] = None,
    force: Annotated[list[str] | None, typer.Option(help=f"Only these: {', '.join(FORCES)}.")] = None,
    sourcing: Annotated[list[str] | None, typer.Option(help=f"Only these: {', '.join(SOURCINGS)}.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only outlets that hold this text.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on or after this day or time.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on or before this day or time.")
    ] = None,
    document: Annotated[
        str | None, typer.Option(help="Only this document: start of its id, or part of its path.")
    ] = None,
    contains: Annotated[str | None, typer.Option(help="Only claims whose content holds this text.")] = None,
    sort: Annotated[str, typer.Option(help="document, source, force, date, score or outlet.")] = "document",
    limit: Limit = 200,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> None:
    """List who claims what, on whose word."""
    from sayso.store import ClaimFilter, open_case

    form = Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_)
    wanted = ClaimFilter(
        source=source,
        force=values_of(force),
        sourcing=values_of(sourcing),
        outlet=outlet,
        since=since,
        until=until,
        document=document,
        contains=contains,
    )
    with open_case(case, settings=load_settings(case)) as opened:
        order = cast("Any", sort)
        if form.kind == "table":
            shown = claim_view(opened.store.claims(wanted, sort=order, limit=limit or None))
            emit(shown, CLAIM_COLUMNS, form, limit=limit, total=opened.store.count_claims(wanted))
        else:
            emit(claim_rows(opened.store.claims(wanted, sort=order)), CLAIM_COLUMNS, form)


def documents(
    case: CasePath, *, limit: Limit = 200, json_: AsJson = False, jsonl: AsJsonl = False, csv_: AsCsv = False
) -> None:
    """List the documents: date, outlet, title, language, file."""
    from sayso.store import open_case

    with open_case(case, settings=load_settings(case)) as opened:
        rows = (_document_row(stored) for stored in opened.store.documents())
        emit(rows, DOCUMENT_COLUMNS, Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_), limit=limit)


def issues(
    case: CasePath, *, limit: Limit = 200, json_: AsJson = False, jsonl: AsJsonl = False, csv_: AsCsv = False
) -> None:
    """List what could not be read, and what to do about it."""
    from sayso.store import open_case

    with open_case(case, settings=load_settings(case)) as opened:
        rows = (asdict(issue) for issue in opened.store.issues())
        emit(rows, ISSUE_COLUMNS, Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_), limit=limit)


def search(
    case: CasePath,
    query: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help='Words and "phrases"; all must be there.')
    ],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Documents to show at most.")] = 20,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> None:
    """Find documents by words, the best first."""
    from sayso.store import open_case

    with open_case(case, settings=load_settings(case)) as opened:
        hits = opened.store.search(" ".join(query), limit=limit)
        rows = ({"short_id": hit.document_id[:ID_SHOWN], **asdict(hit)} for hit in hits)
        emit(rows, SEARCH_COLUMNS, Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_))


def claim_rows(rows: Iterator[ClaimRow]) -> Iterator[dict[str, object]]:
    """Yield rows for programs: the fields of ``attributions.jsonl`` and those of the document."""
    for row in rows:
        context = asdict(row)
        yield {**context.pop("attribution"), **context}


def claim_view(rows: Iterator[ClaimRow]) -> Iterator[dict[str, object]]:
    """Yield rows for people: the chain as arrows, the place of the passage in a word."""
    for row in rows:
        found = row.attribution
        yield {
            "short_id": found.id[:ID_SHOWN],
            "source_text": name_source(found) or "(none given)",
            "force": found.force,
            "hedge_text": found.hedge_text,
            "content_text": found.content_text,
            "word": ARROW.join(found.chain)
            or ("(own voice)" if found.sourcing == "own-voice" else "(not said)"),
            "where": f"{row.outlet or _file(row.path, row.record)}{_day(row.published_at)}",
        }


def name_source(found: StoredAttribution) -> str:
    """Return the source for people: as written, and whom it stands for where that says more."""
    written, full = found.source_as_written, found.source_text
    return full if _words(written) <= _words(full) else f"{written} ({full})"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _ARTICLES


def _document_row(stored: StoredDocument) -> dict[str, object]:
    document = stored.document
    return {
        "short_id": document.id[:ID_SHOWN],
        "id": document.id,
        "date": (document.published_at or "")[:10],
        "published_at": document.published_at,
        "outlet": document.outlet,
        "author": document.author,
        "title": document.title,
        "language": document.language,
        "format": document.format,
        "url": document.url,
        "path": document.path,
        "record": document.record,
        "where": _file(document.path, document.record),
        "n_characters": len(document.text),
    }


def values_of(given: list[str] | None) -> tuple[str, ...]:
    """Return the values of a flag that may be repeated or hold several, with commas between them."""
    return tuple(value for words in given or () for value in words.split(",") if value)


def _file(path: str, record: str | None) -> str:
    """Return the file's name, which is what fits a table; the whole path is in `sayso show` and in --json."""
    return Path(path).name + (f"#{record}" if record else "")


def _day(published_at: str | None) -> str:
    return f", {published_at[:10]}" if published_at else ""
