"""The speech act of a cue, and the stance it takes to its content."""

from __future__ import annotations

import re

from sayso.attribution.cues import load_cues
from sayso.records import Force, Spans, Stance

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEGATIONS = frozenset("not never no n't neither nor hardly without cannot".split())
ASSENT = frozenset(
    "accept accepts accepted recognize recognise recognizes recognises believe believes believed agree agrees"
    " agreed".split()
)
"""Words of thought whose negation denies: ``does not believe``."""
CALLS = frozenset(("call", "calls", "called", "calling"))
CALLING = frozenset(("for", "on", "upon"))
QUESTIONS = frozenset(("doubt", "doubts", "doubted", "question", "questions", "questioned"))
RELAYS = frozenset(
    "quoted quoting quotes cited citing cites heard hears reportedly allegedly rumored rumoured seen regarded viewed"
    " expected described known considered".split()
)
OPEN_CLAUSE = re.compile(r"[\s\"“']*(?:whether|if)\b", re.IGNORECASE)
TELLING_NOTHING = ("state", "other")


def force_of(text: str, cue: Spans) -> Force:
    """Return the speech act of the words of ``cue``: that of the most telling one, ``other`` where none is known.

    A negated cue of assent is a denial (``did not accept``); a negated cue of saying keeps its force.
    """
    words = _words(text, cue)
    forces = load_cues()
    found = [_force_of_word(word, words) for word in words if word in forces]
    if not found:
        return "other"
    telling = [force for force in found if force not in TELLING_NOTHING]
    force = telling[-1] if telling else found[-1]
    return "deny" if force in ("believe", "admit") and _is_denied_assent(words) else force


def stance_of(text: str, force: Force, cue: Spans, content: Spans) -> Stance:
    """Return how the source stands to the content: asserts, denies, questions, or only reports it."""
    words = _words(text, cue)
    negated = _is_negated(words)
    if force == "deny":
        return "asserts" if negated and not _is_denied_assent(words) else "denies"
    if force == "ask" or not QUESTIONS.isdisjoint(words):
        return "questions"
    if content and OPEN_CLAUSE.match(text, content[0].start):
        return "questions"
    if negated:
        return "denies" if force in ("believe", "admit") else "reports"
    return "asserts" if RELAYS.isdisjoint(words) else "reports"


def _force_of_word(word: str, words: list[str]) -> Force:
    """Return the force of ``word`` beside its preposition: one calls for peace, and calls a man a liar."""
    return "state" if word in CALLS and CALLING.isdisjoint(words) else load_cues()[word]


def _is_denied_assent(words: list[str]) -> bool:
    return _is_negated(words) and not ASSENT.isdisjoint(words)


def _is_negated(words: list[str]) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def _words(text: str, spans: Spans) -> list[str]:
    found = (match.group() for span in spans for match in WORD.finditer(text, span.start, span.end))
    return [word.lower().replace("’", "'") for word in found]
