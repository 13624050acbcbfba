"""Places of writing: ``PORT LYSE, March 9 (Continental Wire) –`` at the start of a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from sayso.records import Span

CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*[A-ZÀ-Þ]\.?"
NAME = r"[A-ZÀ-Þ][\w.'’-]*"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATE = rf"(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+\d{{4}})?"
PLACE = rf"{CAPITALS}(?:[ /]{CAPITALS}){{0,3}}"
REGION = rf"(?:,\s+{NAME}(?:\s+{NAME})?)?"
AGENCY = r"\((?P<agency>[A-ZÀ-Þ][\w.&/'’-]*(?:\s+[\w.&/'’-]+){0,3})\)"
DASH = r"(?:\s+(?:--|[-–—])\s+|\s*—\s*)"
DATELINE = re.compile(
    rf"(?:{PLACE}{REGION}(?:,\s+{DATE})?(?:\s+{AGENCY})?"
    rf"|(?:{NAME}(?:\s+{NAME}){{0,3}}{REGION}(?:,\s+{DATE})?\s+)?{AGENCY.replace('agency', 'named')}){DASH}(?=\S)"
)
"""Capitals and a dash; or a name as it is, but then only with its agency in brackets."""
LONGEST = 100
COLON = re.compile(rf"(?P<place>{PLACE}):\s+(?=[A-ZÀ-Þ\"“])")
"""``ISTANBUL: With the talks ...``, where no other line begins so: a transcript has many speakers."""
SPEAKER = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,30}(?:\([^)\n]*\))?:\s", re.MULTILINE)
LABEL = re.compile(
    r"(?:M[RS]S?|DR|QUESTION|ANSWER|BREAKING|WATCH|UPDATED?|EXCLUSIVE|ANALYSIS|OPINION|VIDEO|LIVE|NOTE|CORRECTION|ALERT"
    r"|READ|MORE|RELATED|FACTBOX|TIMELINE|EXPLAINER|POLL|Q|A)\b|.*\b(?:AT|IN|ON|FOR|AND|THE)\b"
)
FIRST_LINES = 4
SHORTEST = 80
"""Characters of a paragraph; a shorter one behind a colon is a headline or an answer."""


class Dateline(NamedTuple):
    """``span`` reaches to the end of the dash; ``agency`` stood in brackets, if any."""

    span: Span
    agency: str | None


def find_dateline(text: str, paragraph: Span) -> Dateline | None:
    """Return the place of writing at the start of ``paragraph``; None where nothing is written after it."""
    match = DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + LONGEST))
    if match is None:
        return _before_colon(text, paragraph)
    if match.end() >= paragraph.end:
        return None
    end = match.start() + len(match.group().rstrip())
    return Dateline(Span(match.start(), end), match["agency"] or match["named"])


def _before_colon(text: str, paragraph: Span) -> Dateline | None:
    match = COLON.match(text, paragraph.start, min(paragraph.end, paragraph.start + LONGEST))
    if match is None or paragraph.end - paragraph.start < SHORTEST or LABEL.match(match["place"]):
        return None
    if text.count("\n", 0, paragraph.start) > FIRST_LINES or len(SPEAKER.findall(text)) > 1:
        return None
    return Dateline(Span(match.start(), match.start() + len(match.group().rstrip())), None)
