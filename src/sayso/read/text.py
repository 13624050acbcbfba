"""Read plain text: all of it is kept; a headline, byline or dated dateline is taken only where its form is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sayso.read.dates import parse_date
from sayso.read.decode import Declared, decode
from sayso.read.notice import place
from sayso.read.source import Source
from sayso.records import Document, Issue, Precision

MAX_HEADLINE = 160
"""Longest headline in the PolNeAR dev articles has 118 characters."""

_TOP_LINES = 8  # a byline stands above the first paragraphs
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# Two to four capitalised words, particles between them: "Ann van der Berg", "J. K. O'Neil".
_NAME = r"(?:[A-Z][\w.'’-]*)(?: (?:van|von|der|de|al|bin|ibn|el|[A-Z][\w.'’-]*)){1,4}"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Reported by) (?P<authors>{_NAME}(?:(?:, | and | & ){_NAME}){{0,5}})"
    r"(?:(?:,| [-–—|]| for| of) (?P<outlet>(?:The )?[A-Z][\w.&'’ -]{1,50}))?"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’-]{2,60}?,? "
    r"(?P<date>(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4})"
    r"(?: \([A-Z][\w ]{1,30}\))? ?(?:--|[-–—:―])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopMatter:
    """What the first lines of a text say about it, and for each field the words it was read from."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    published_precision: Precision | None = None
    evidence: dict[str, str] = field(default_factory=dict)


def read_text(source: Source) -> Iterator[Document | Issue]:
    """Yield the one document of a plain text file."""
    decoded = decode(source.read(), declared=declared_charsets(source), place=place(source))
    yield from decoded.issues
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    top = read_top(text)
    yield Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        text=text,
        format="text",
        url=source.url,
        title=top.title,
        author=top.author,
        outlet=top.outlet,
        published_at=top.published_at,
        published_precision=top.published_precision,
        evidence={**top.evidence, "encoding": f"{decoded.encoding}: {decoded.evidence}"},
    )


def declared_charsets(source: Source) -> list[Declared]:
    """Return the charset that the content type of ``source`` states, if any."""
    match = _CHARSET.search(source.content_type or "")
    return [Declared(match[1], "HTTP header")] if match else []


def read_top(text: str) -> TopMatter:
    """Return what the first lines of ``text`` say: headline, byline, and a dateline that states a whole date."""
    top = TopMatter()
    lines = [line.strip() for line in text[:8192].lstrip("\ufeff").split("\n")]
    first = next((i for i, line in enumerate(lines) if line), None)
    if first is None:
        return top
    if _is_headline(lines[first]) and (
        first + 1 < len(lines) and not lines[first + 1] and any(lines[first + 1 :])
    ):
        top = replace(top, title=lines[first], evidence={"title": "first line"})
    for line in [line for line in lines[first:] if line][:_TOP_LINES]:
        top = _with_byline(top, line)
        top = _with_dateline(top, line)
    return top


def _is_headline(line: str) -> bool:
    return (
        len(line) <= MAX_HEADLINE
        and line[-1] not in ".,;:!"
        and line.count(" ") >= 1
        and any(character.isalpha() for character in line)
        and not _BYLINE.fullmatch(line)
    )


def _with_byline(top: TopMatter, line: str) -> TopMatter:
    match = _BYLINE.fullmatch(line.rstrip(" .|")) if top.author is None else None
    if match is None:
        return top
    evidence = {**top.evidence, "author": f"byline: {line}"}
    if match["outlet"]:
        evidence["outlet"] = f"byline: {line}"
    return replace(top, author=match["authors"], outlet=match["outlet"], evidence=evidence)


def _with_dateline(top: TopMatter, line: str) -> TopMatter:
    match = _DATELINE.match(line) if top.published_at is None else None
    date = parse_date(match["date"]) if match else None
    if match is None or date is None:
        return top
    return replace(
        top,
        published_at=date.iso,
        published_precision=date.precision,
        evidence={**top.evidence, "published_at": f"dateline: {match[0]}"},
    )
