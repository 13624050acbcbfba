"""Which claims of the case a network passes on, and what part of their spread among the posts is its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClaim:
    """What a document of the case says on somebody's word: the content of one attribution, and where it stands."""

    attribution_id: str
    document_id: str
    document_url: str | None
    content_text: str
    source_text: str
