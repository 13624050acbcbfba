"""The map stage that reads documents for attributions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from sayso.attribution import load_attributor
from sayso.attribution.base import Attributor, Passage, Reading
from sayso.records import Attribution, Span, Spans
from sayso.stages import SPAN, SPANS, STAGE_ISSUE

ATTRIBUTION = pa.struct(
    [
        ("source", SPANS),
        ("cue", SPANS),
        ("content", SPANS),
        ("sourcing", pa.string()),
        ("force", pa.string()),
        ("quotation", pa.string()),
        ("stance", pa.string()),
        ("mention", SPAN),
        ("hedges", SPANS),
        ("chain", pa.list_(pa.string())),
        ("parent", pa.int64()),
        ("score", pa.float64()),
    ]
)
READ_LANGUAGE = "en"
# Scores are sums of floats: six decimals keep the export equal where the last bit is not.
SCORE_DECIMALS = 6


class AttributionStage:
    """Find sentences and attributions in each English document; say of the others that they were not read."""

    name = "attribution"
    writes = pa.schema(
        [
            ("document_id", pa.string()),
            ("sentences", pa.list_(SPAN)),
            ("attributions", pa.list_(ATTRIBUTION)),
            ("issues", pa.list_(STAGE_ISSUE)),
        ]
    )

    def __init__(self, attributor: str) -> None:
        self._attributor_name = attributor
        described = load_attributor(attributor)
        self.version = described.version
        self.model_sha256 = described.model_sha256
        self.parameters: Mapping[str, object] = {"attributor": attributor}
        self._attributor: Attributor | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_attributor": None}  # models are loaded in the child, never sent to it

    def open(self) -> None:
        """Load the extractor."""
        self._attributor = load_attributor(self._attributor_name)

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return ``document_id``, ``sentences``, ``attributions`` and ``issues``, one row a document."""
        rows = [self._row(row) for row in batch.to_pylist()]
        return pa.RecordBatch.from_pylist(rows, schema=self.writes)

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "document_id": row["document_id"],
            "sentences": [],
            "attributions": [],
            "issues": [],
        }
        if row["language"] != READ_LANGUAGE:
            answer["issues"].append(_not_read(row["language"]))
            return answer
        reading = self._read(row)
        answer["sentences"] = [{"start": s.start, "end": s.end} for s in reading.sentences]
        answer["attributions"] = [_attribution_row(a) for a in reading.attributions]
        return answer

    def _read(self, row: dict[str, Any]) -> Reading:
        if self._attributor is None:
            self.open()
        assert self._attributor is not None  # noqa: S101 -- open() sets it
        unread = tuple(Span(s["start"], s["end"]) for s in row["unread"] or ())
        passage = Passage(text=row["text"], title=row["title"], outlet=row["outlet"], unread=unread)
        return self._attributor.read(passage)


def _not_read(language: str | None) -> dict[str, str]:
    if language is None:
        what, code = "its language could not be told (too short or mixed)", "language-unknown"
    else:
        what, code = f"its language is {language!r}; only English is read", "language-not-read"
    return {
        "code": code,
        "message": f"stored and searchable, not read: {what}",
        "remedy": "add an English version",
    }


def _attribution_row(attribution: Attribution) -> dict[str, Any]:
    return {
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "sourcing": attribution.sourcing,
        "force": attribution.force,
        "quotation": attribution.quotation,
        "stance": attribution.stance,
        "mention": None if attribution.mention is None else attribution.mention._asdict(),
        "hedges": _spans(attribution.hedges),
        "chain": list(attribution.chain),
        "parent": attribution.parent,
        "score": round(attribution.score, SCORE_DECIMALS),
    }


def _spans(spans: Spans) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
