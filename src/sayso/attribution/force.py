"""The speech act of a cue, and the stance it takes to its content."""

from __future__ import annotations

import re

from sayso.attribution.cues import load_cues
from sayso.records import Force, Spans, Stance

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEGATIONS = frozenset(
    "not never no n't neither nor hardly without cannot can't won't don't didn't doesn't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't".split()
)
OPINION = frozenset(("believe", "claim"))
QUESTION = re.compile(r"\s*[\"“']?(?:whether|if|why|how|who|what|when|where)\b", re.IGNORECASE)


def force_of(text: str, cue: Spans) -> Force:
    """Return the speech act of the words of ``cue``: that of the most telling one, ``other`` where none is known.

    A negated cue of assent is a denial (``did not accept``); a negated cue of saying keeps its force.
    """
    words = _words(text, cue)
    forces = load_cues()
    found = [forces[word] for word in words if word in forces]
    if not found:
        return "other"
    telling = [force for force in found if force not in ("state", "other")]
    force = telling[-1] if telling else found[-1]
    if force == "believe" and _is_negated(words) and any(word in _ASSENT for word in words):
        return "deny"
    return force  # type: ignore[return-value]


_ASSENT = frozenset(
    "accept accepts accepted recognize recognise recognizes recognises believe believes believed agree agrees agreed".split()
)


def stance_of(text: str, force: Force, cue: Spans, content: Spans) -> Stance:
    """Return how the source stands to the content: asserts, denies, questions, or only reports it."""
    words = _words(text, cue)
    opening = text[content[0].start : content[0].start + 20] if content else ""
    if force == "deny":
        return "asserts" if _is_negated(words) and force_of(text, cue) != "deny" else "denies"
    if force == "ask" or any(
        word in ("doubt", "doubts", "doubted", "question", "questions", "questioned") for word in words
    ):
        return "questions"
    if QUESTION.match(opening) and opening.lower().lstrip("\"“' ").startswith(("whether", "if")):
        return "questions"
    if _is_negated(words):
        return "denies" if force in ("believe", "admit") else "reports"
    if any(word in _RELAYS for word in words):
        return "reports"
    return "asserts"


_RELAYS = frozenset(
    "quoted quoting quotes cited citing cites heard hears reportedly allegedly rumored rumoured seen dismissed regarded viewed expected described known considered".split()
)


def _words(text: str, spans: Spans) -> list[str]:
    return [
        match.group().lower().replace("’", "'")
        for span in spans
        for match in WORD.finditer(text, span.start, span.end)
    ]


def _is_negated(words: list[str]) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words)
