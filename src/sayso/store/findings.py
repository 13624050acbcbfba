"""What a stage found in documents: replaced as a whole, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, delete, select

from sayso.errors import StoreError
from sayso.records import Attribution, Issue, Span, Spans, attribution_id
from sayso.store.database import insert_rows
from sayso.store.documents import add_issues
from sayso.store.rows import printable, source_shown, text_at
from sayso.store.schema import attributions, documents, done, issues, sentences

# Documents whose findings are written by one set of statements.
MAX_DOCUMENTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one stage found in one document; empty lists say that it looked and found nothing."""

    document_id: str
    sentences: Spans = ()
    attributions: tuple[Attribution, ...] = ()
    issues: tuple[Issue, ...] = ()


def findings_of(batch: pa.RecordBatch, *, stage: str) -> list[Findings]:
    """Return the findings in a batch with ``document_id``, ``sentences``, ``attributions`` and ``issues``.

    These are the columns that the attribution stage writes, one row a document.
    """
    return [_findings(row, stage) for row in batch.to_pylist()]


def write(
    connection: Connection, stage: str, results: Sequence[Findings], *, run_id: str, fingerprint: str
) -> None:
    """Replace what ``stage`` had found in these documents (see `Store.write_findings`)."""
    by_id = {found.document_id: found for found in results}
    for start in range(0, len(by_id), MAX_DOCUMENTS):
        some = list(by_id.values())[start : start + MAX_DOCUMENTS]
        texts = _texts(connection, [found.document_id for found in some])
        _delete(connection, stage, list(texts))
        _insert(connection, [_checked(found, texts, stage) for found in some], texts, run_id)
        mark = {"stage": stage, "fingerprint": fingerprint, "run_id": run_id}
        insert_rows(connection, done, [{"document_id": found.document_id, **mark} for found in some])


def _texts(connection: Connection, ids: list[str]) -> dict[str, str]:
    query = select(documents.c.id, documents.c.text).where(documents.c.id.in_(ids))
    texts: dict[str, str] = {row.id: row.text for row in connection.execute(query)}
    for unknown in set(ids) - texts.keys():
        raise StoreError(f"findings for document {unknown}, which is not in the store")
    return texts


def _delete(connection: Connection, stage: str, ids: list[str]) -> None:
    connection.execute(delete(sentences).where(sentences.c.document_id.in_(ids)))
    connection.execute(delete(attributions).where(attributions.c.document_id.in_(ids)))
    connection.execute(delete(issues).where(issues.c.document_id.in_(ids), issues.c.stage == stage))
    connection.execute(delete(done).where(done.c.document_id.in_(ids), done.c.stage == stage))


def _insert(connection: Connection, results: list[Findings], texts: dict[str, str], run_id: str) -> None:
    spans = [(found.document_id, span) for found in results for span in dict.fromkeys(found.sentences)]
    insert_rows(
        connection, sentences, [{"document_id": key, "start": s.start, "end": s.end} for key, s in spans]
    )
    rows = [row for found in results for row in _attribution_rows(found, texts[found.document_id], run_id)]
    insert_rows(connection, attributions, rows)
    add_issues(connection, [issue for found in results for issue in found.issues], run_id=run_id)


def _checked(found: Findings, texts: dict[str, str], stage: str) -> Findings:
    """Leave out what does not lie inside the document, and say so in an issue of that document."""
    length = len(texts[found.document_id])
    keep = [_inside(a, length) for a in found.attributions]
    kept_sentences = tuple(span for span in found.sentences if 0 <= span.start <= span.end <= length)
    n_outside = keep.count(False) + len(found.sentences) - len(kept_sentences)
    if n_outside == 0:
        return found
    place = {old: new for new, old in enumerate(i for i, inside in enumerate(keep) if inside)}
    kept = tuple(
        replace(a, parent=None if a.parent is None else place.get(a.parent))
        for a, inside in zip(found.attributions, keep, strict=True)
        if inside
    )
    issue = Issue(
        stage=stage,
        code="span-outside-document",
        message=f"{n_outside} findings were left out: they lie outside the document",
        remedy="report this: the stage should not give them",
        document_id=found.document_id,
    )
    return replace(found, sentences=kept_sentences, attributions=kept, issues=(*found.issues, issue))


def _inside(attribution: Attribution, length: int) -> bool:
    spans = (*attribution.source, *attribution.cue, *attribution.content, *attribution.hedges)
    spans += () if attribution.mention is None else (attribution.mention,)
    return all(0 <= start <= end <= length for start, end in spans)


def _attribution_rows(found: Findings, text: str, run_id: str) -> list[dict[str, object]]:
    ids = [attribution_id(found.document_id, attribution) for attribution in found.attributions]
    rows: dict[str, dict[str, object]] = {}
    for position, (key, attribution) in enumerate(zip(ids, found.attributions, strict=True)):
        parent = attribution.parent
        parent_id = (
            ids[parent] if parent is not None and 0 <= parent < len(ids) and ids[parent] != key else None
        )
        # The same spans twice are one relation: the first stays.
        rows.setdefault(
            key, _attribution_row(attribution, text, position) | {"id": key, "parent_id": parent_id}
        )
    common = {"document_id": found.document_id, "run_id": run_id}
    return [row | common for row in rows.values()]


def _attribution_row(attribution: Attribution, text: str, position: int) -> dict[str, object]:
    return {
        "position": position,
        "source": [list(span) for span in attribution.source],
        "cue": [list(span) for span in attribution.cue],
        "content": [list(span) for span in attribution.content],
        "source_mention": None if attribution.mention is None else list(attribution.mention),
        "source_text": text_at(text, source_shown(attribution.source, attribution.mention)),
        "source_as_written": text_at(text, attribution.source),
        "cue_text": text_at(text, attribution.cue),
        "content_text": text_at(text, attribution.content),
        "hedge_text": text_at(text, attribution.hedges),
        "sourcing": attribution.sourcing,
        "force": attribution.force,
        "hedges": [list(span) for span in attribution.hedges],
        "quotation": attribution.quotation,
        "chain": [printable(link) for link in attribution.chain],
        "actor_id": None,
        "claim_id": None,
        "stance": attribution.stance,
        "score": attribution.score,
        "judgement": None,
    }


def _findings(row: dict[str, Any], stage: str) -> Findings:
    document_id = row["document_id"]
    return Findings(
        document_id=document_id,
        sentences=_spans(row["sentences"]),
        attributions=tuple(_attribution(found) for found in row["attributions"] or ()),
        issues=tuple(Issue(stage=stage, document_id=document_id, **issue) for issue in row["issues"] or ()),
    )


def _attribution(row: dict[str, Any]) -> Attribution:
    spans = {name: _spans(row[name]) for name in ("source", "cue", "content", "hedges")}
    mention = row["mention"] and Span(**row["mention"])
    return Attribution(**{**row, **spans, "mention": mention, "chain": tuple(row["chain"] or ())})


def _spans(rows: list[dict[str, int]] | None) -> Spans:
    return tuple(Span(row["start"], row["end"]) for row in rows or ())
