"""Which claims of the case a network passes on, and what part of their spread among the posts is its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.coordination.circles import Circle, Search
from sayso.records import Push


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClaim:
    """What a document of the case says on somebody's word: the content of one attribution, and where it stands."""

    attribution_id: str
    document_id: str
    document_url: str | None
    content_text: str
    source_text: str


def push(search: Search, circles: list[Circle], claims: Iterable[CaseClaim]) -> dict[int, tuple[Push, ...]]:
    """Return for each network, by its number, the claims it passes on, those it passes on most first."""
    return {}
