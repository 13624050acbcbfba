"""``sayso show``: a passage with its spans marked, or a whole document with its history."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from sayso.cli.listing import ARROW, ID_SHOWN
from sayso.cli.options import AsJson, CasePath
from sayso.cli.output import console, printable
from sayso.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.records import Span
    from sayso.store import Case, ClaimRow, StoredAttribution, StoredDocument

# Characters shown before and after the spans, so that a reader sees what the sentence stands in.
CONTEXT = 240
STYLES = {
    "source": "bold cyan",
    "cue": "bold yellow",
    "content": "green",
    "hedge": "bold magenta",
    "unread": "dim",
}


def show(
    case: CasePath,
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="The beginning of the id of a claim or a document.")
    ],
    *,
    json_: AsJson = False,
) -> None:
    """Print the passage of a claim, or a whole document, with source, cue, content and hedges marked."""
    from sayso.store import open_case

    with open_case(case, settings=load_settings(case)) as opened:
        found = opened.store.find(id_)
        if found.kind == "attribution":
            row = opened.store.claim(found.id)
            stored = opened.store.document(row.attribution.document_id) if row else None
            if row and stored:
                _show_claim(row, stored, as_json=json_)
        else:
            stored = opened.store.document(found.id)
            if stored:
                _show_document(opened, stored, as_json=json_)


def _show_claim(row: ClaimRow, stored: StoredDocument, *, as_json: bool) -> None:
    found, text = row.attribution, stored.document.text
    start, end = _window(found, text)
    if as_json:
        print(
            json.dumps(
                {**asdict(found), "passage": text[start:end], "passage_start": start}, ensure_ascii=False
            )
        )
        return
    out = console()
    for name, value in _claim_fields(row):
        if value:
            out.print(Text.assemble((f"{name:<14}", "dim"), printable(value)))
    out.print()
    out.print(_marked(text, start, end, _marks(found)))
    out.print()
    out.print(_legend())


def _claim_fields(row: ClaimRow) -> Iterator[tuple[str, str]]:
    found = row.attribution
    yield "claim", found.id
    yield "source", f"{found.source_as_written or 'none given'} ({found.sourcing})"
    if found.source_text != found.source_as_written:
        yield "who that is", found.source_text
    yield "on whose word", ARROW.join(found.chain)
    yield "force", f"{found.force}; the source {found.stance} it; {found.quotation} quotation"
    yield "score", f"{found.score:.2f}"
    yield "nested in", found.parent_id or ""
    yield "document", f"{row.title or '(no title)'} [{found.document_id[:ID_SHOWN]}]"
    yield "outlet", row.outlet or ""
    yield "published", row.published_at or ""
    yield "file", row.path + (f"#{row.record}" if row.record else "")
    yield "address", row.url or ""


def _show_document(case: Case, stored: StoredDocument, *, as_json: bool) -> None:
    from sayso.store import ClaimFilter

    document = stored.document
    rows = list(case.store.claims(ClaimFilter(document=document.id)))
    if as_json:
        fields = {
            **asdict(document),
            "added_at": stored.added_at,
            "attributions": [asdict(r.attribution) for r in rows],
        }
        print(json.dumps(fields, ensure_ascii=False))
        return
    out = console()
    for name in (
        "id",
        "title",
        "outlet",
        "author",
        "published_at",
        "language",
        "url",
        "path",
        "record",
        "format",
    ):
        value = getattr(document, name)
        if value:
            evidence = document.evidence.get(name)
            out.print(
                Text.assemble(
                    (f"{name:<14}", "dim"),
                    printable(str(value)),
                    (f"  ({evidence})" if evidence else "", "dim"),
                )
            )
    out.print(
        Text.assemble((f"{'raw bytes':<14}", "dim"), f"sha256 {document.blob}, added {stored.added_at}")
    )
    out.print()
    marks = [mark for row in rows for mark in _marks(row.attribution)]
    marks += [(unread.span, "unread") for unread in document.unread]
    out.print(_marked(document.text, 0, len(document.text), marks))
    out.print()
    out.print(_legend())


def _marks(found: StoredAttribution) -> list[tuple[Span, str]]:
    named = {"content": found.content, "source": found.source, "cue": found.cue, "hedge": found.hedges}
    return [(span, name) for name, spans in named.items() for span in spans]


def _window(found: StoredAttribution, text: str) -> tuple[int, int]:
    """Return the stretch around all spans, cut at white space."""
    spans = [*found.source, *found.cue, *found.content]
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start, end = max(0, first - CONTEXT), min(len(text), last + CONTEXT)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    return start, end


def _marked(text: str, start: int, end: int, marks: list[tuple[Span, str]]) -> Text:
    """Return the stretch with each span in brackets named by its role, coloured where the terminal can."""
    opens: dict[int, list[tuple[int, str]]] = {}
    closes: dict[int, list[str]] = {}
    for span, name in dict.fromkeys(marks):
        opens.setdefault(span.start, []).append((-span.end, name))
        closes.setdefault(span.end, []).append(name)
    out = Text()
    active: list[str] = []
    for place in range(start, end + 1):
        for name in closes.get(place, []):
            if name in active:
                active.remove(name)
                out.append("]", style=STYLES[name])
        for _, name in sorted(opens.get(place, [])):
            active.append(name)
            out.append(f"[{name} ", style=STYLES[name])
        if place < end:
            character = text[place]
            shown = character if character.isprintable() or character == "\n" else " "
            out.append(shown, style=STYLES[active[-1]] if active else "")
    return out


def _legend() -> Text:
    return Text.assemble(*((f"[{name}] ", style) for name, style in STYLES.items()))
