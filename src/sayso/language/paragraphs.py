"""Where the paragraphs of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sayso.records import Span, Spans

LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
BULLET = re.compile(r"(?:[•‣◦▪●○■□▶►*–—-]|\d{1,2}[.)])\s+(?=\S)|[•‣▪●■]\s*(?=\S)")
BLANK_LINE = re.compile(r"\r\n[ \t]*\r|\n[ \t]*[\r\n]|[\v\f\x1c-\x1e\x85\u2029]|\r[ \t]*\r")
WRAPPED_SHORTEST = 50
"""A line cut by a line-wrapper has at least this many characters: mail wraps at 72, PDF columns at about 55."""
WRAPPED_SPREAD = 30
"""The lines of a wrapped paragraph, all but its last, differ by less than a long word and its neighbours."""


def split_paragraphs(text: str, *, unread: Spans = ()) -> tuple[Span, ...]:
    """Return the paragraphs of ``text``, without leading bullets and without space at their edges.

    Every line is a paragraph of its own, except where a line-wrapper cut the lines of one paragraph.
    What lies in one of ``unread`` is left out, and each of its edges is a border.
    """
    paragraphs: list[Span] = []
    block: list[Span] = []
    for start, end in _lines(text, unread):
        line = _trim(text, start, end)
        if block and (line is None or BLANK_LINE.search(text, block[-1].end, line.start)):
            paragraphs += _join_wrapped(text, block)
            block = []
        if line is not None:
            block.append(line)
    paragraphs += _join_wrapped(text, block)
    return tuple(paragraphs)


def _lines(text: str, unread: Spans) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in sorted(unread):
        yield from (match.span() for match in LINE.finditer(text, at, max(at, gap.start)))
        at = max(at, gap.end)
        yield at, at  # an empty line: those on both sides are never joined across what is not read
    yield from (match.span() for match in LINE.finditer(text, at))


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    bullet = BULLET.match(text, start, end)
    # An opening dash is a bullet at the start of a line only when something other than a number follows.
    if bullet is not None:
        start = bullet.end()
    end = start + len(text[start:end].rstrip())
    return Span(start, end) if start < end else None


def _join_wrapped(text: str, lines: list[Span]) -> list[Span]:
    if not _is_wrapped(text, lines):
        return lines
    return [Span(lines[0].start, lines[-1].end)]


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether lines of about one length, most of them cut in mid-sentence, are one paragraph."""
    if len(lines) <= 1:
        return False
    widths = [line.end - line.start for line in lines[:-1]]
    if min(widths) < WRAPPED_SHORTEST or max(widths) - min(widths) > WRAPPED_SPREAD:
        return False
    if lines[-1].end - lines[-1].start > max(widths) + WRAPPED_SPREAD // 2:
        return False
    if any(BULLET.search(text, before.end, after.start) for before, after in pairwise(lines)):
        return False
    cut = sum(text[line.end - 1] not in '.!?:"”' for line in lines[:-1])
    return cut * 2 > len(widths)
