"""Make running text of laid-out pages: running heads out, hyphens mended, lines joined to paragraphs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

EDGE_LINES = 3
"""Running heads and feet stand in the first or last three lines of a page."""

RUNNING_SHARE = 0.4
"""Share of pages that a line must repeat on; below a half, because left and right pages may have different
ones."""

SHORT_LINE = 0.75
"""A line below this share of the page's width ends a paragraph if the next one starts like a new one."""

_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
# pdfium writes U+FFFE, and U+0002 in older versions, for a hyphen that ends a line.
_BREAK = re.compile(r"[\ufffe\x02]\r?\n?")
_HYPHENATED = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_PAGE_NUMBER = re.compile(
    r"[\s\-\u2013\u2014|\[(]*(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,4})?[\s\-\u2013\u2014|\])]*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\uf0b7\u2013-]\s|\(?[a-z0-9]{1,3}[.)]\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\ufeff]")


def remove_running(pages: list[str]) -> tuple[list[list[str]], int]:
    """Return the lines of each page without running heads, feet and page numbers, and how many those were.

    A line runs if it stands at the edge of enough pages, digits apart ("Paper 12 | Page 3"), and so do those between it
    and the edge. One page alone has none.
    """
    lines = [_lines(page) for page in pages]
    counts = Counter(key for page in lines for key in {_key(page[index]) for index in _edge(page)})
    filled = sum(bool(page) for page in lines)
    needed = max(2, math.ceil(RUNNING_SHARE * filled)) if filled > EDGE_LINES else filled
    kept: list[list[str]] = []
    n_removed = 0
    for page in lines:
        runs = [filled > 1 and counts[_key(line)] >= needed for line in page]
        # A page number alone on the outermost line goes even where its form changes (i, ii, 1, 2).
        ends = {0, len(page) - 1} if filled > 1 else set()
        runs = [
            run or (index in ends and bool(_PAGE_NUMBER.fullmatch(page[index])))
            for index, run in enumerate(runs)
        ]
        start, end = _peel(runs)
        n_removed += len(page) - (end - start)
        kept.append(page[start:end])
    return kept, n_removed


def _peel(runs: list[bool]) -> tuple[int, int]:
    """Return the part that stays when running lines are taken from both edges, at most three from each."""
    start, end = 0, len(runs)
    while start < min(EDGE_LINES, end) and runs[start]:
        start += 1
    while end > max(start, len(runs) - EDGE_LINES) and runs[end - 1]:
        end -= 1
    return start, end


def _lines(page: str) -> list[str]:
    text = _BREAK.sub("-\n", page.translate(_LIGATURES)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (" ".join(_CONTROL.sub("", line).split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _edge(page: list[str]) -> list[int]:
    n_lines = len(page)
    return [index for index in range(n_lines) if index < EDGE_LINES or index >= n_lines - EDGE_LINES]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def join_pages(pages: Iterable[list[str]]) -> str:
    """Return the lines of all pages as paragraphs with an empty line between; a sentence over a page break is whole.

    A hyphen at the end of a line goes if the word goes on in lower case, unless the document writes that word with
    its hyphen elsewhere.
    """
    paragraphs: list[list[str]] = [[]]
    previous, width = "", 0
    for page in pages:
        width = _width(page) or width
        for line in page:
            if previous and _starts_paragraph(previous, line, width):
                paragraphs.append([])
            paragraphs[-1].append(line)
            previous = line
    text = "\n\n".join("\n".join(lines) for lines in paragraphs)
    return "\n\n".join(part.replace("\n", " ") for part in _mend(text).split("\n\n")).strip()


def _width(page: list[str]) -> int:
    """Return the length of full lines: the ninth decile, because a few headings are longer."""
    lengths = sorted(map(len, page))
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _starts_paragraph(previous: str, line: str, width: int) -> bool:
    if _BULLET.match(line):
        return True
    if previous.endswith("-") or line[0].islower():
        return False
    return len(previous) < SHORT_LINE * width


def _mend(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))

    def join(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        whole, hyphened = words[f"{first}{second}".lower()], words[f"{first}-{second}".lower()]
        keep = not second[0].islower() or hyphened > whole
        return f"{first}-{second}" if keep else f"{first}{second}"

    return _HYPHENATED.sub(join, text)
