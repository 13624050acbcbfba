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
OPEN_CLAUSE = re.compile(r"[\s\"“']*(?:whether|if|who|why|how|what|when|where|which)\b", re.IGNORECASE)
"""What such a clause says is left open, but for that of a plain cue: ``explained how it works``."""
YES_OR_NO = re.compile(r"[\s\"“']*(?:whether|if)\b", re.IGNORECASE)
MEDIUM = re.compile(r"\s+in\s+(?:an?|the|his|her|its|their)\s[^,]*$", re.IGNORECASE)
"""``denied in an interview``: the interview says nothing of the act."""
SILENT_CUE = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\b|\b(?:not|n['’]t|never)\b.*\b(?:respond|repl|return|answer|comment)\w*"
    r"|\bfailed\b",
    re.IGNORECASE | re.DOTALL,
)
SILENT_CONTENT = re.compile(
    r"\s*(?:to\s+(?:\w+ly\s+)?(?:comment|answer|respond|reply|elaborate|be\s+(?:interviewed|named|identified|quoted)"
    r"|give\s+(?:(?:his|her|their|a|any|further)\s+)?(?:names?|details?|interviews?)|provide\s+(?:any\s+|further\s+)?details?"
    r"|speak|discuss|say\s+more)\b"
    r"|(?:an?\s+|the\s+|any\s+|our\s+|several\s+|repeated\s+|\w+['’]s\s+)*(?:\w+\s+)?"
    r"(?:requests?|calls?|e-?mails?|messages?|inquir(?:y|ies)|questions?|comment)\b)",
    re.IGNORECASE,
)
"""What somebody who keeps silent does not do: it is no claim."""
WITHHELD = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing)\s+to\s+\w", re.IGNORECASE)
HOLDS = frozenset(("hold", "holds", "held", "holding"))
GUILT = frozenset(("responsible", "accountable", "liable"))
ASKS = frozenset(("ask", "asks", "asked", "asking"))
REQUEST = re.compile(r"(?:[^\s?]+\s+){0,8}?to\s+[a-z]", re.IGNORECASE)
TELLING_NOTHING = ("state", "other")


def force_of(text: str, cue: Spans, content: Spans = ()) -> Force:
    """Return the speech act of the words of ``cue``: that of the most telling one, ``other`` where none is known.

    A negated cue of assent is a denial (``did not accept``); a negated cue of saying keeps its force. Who keeps silent
    does no act that has a name (``declined to comment``, ``declined to say whether``); who is asked to do something
    is under a demand.
    """
    if is_silent(text, cue, content) or WITHHELD.search(_joined(text, cue)):
        return "other"
    words = _words(text, cue)
    if not GUILT.isdisjoint(words) and not HOLDS.isdisjoint(words):
        return "accuse"
    if content and not ASKS.isdisjoint(words) and _is_request(text, words, content):
        return "demand"
    forces = load_cues()
    acts = WORD.findall(MEDIUM.sub("", _joined(text, cue)).lower().replace("’", "'")) or words
    found = [_force_of_word(word, words) for word in acts if word in forces]
    if not found:
        return "other"
    telling = [force for force in found if force not in TELLING_NOTHING]
    force = telling[-1] if telling else found[-1]
    return "deny" if force in ("believe", "admit") and _is_denied_assent(words) else force


def is_silent(text: str, cue: Spans, content: Spans) -> bool:
    """Tell whether the source says nothing: ``declined to comment``, ``did not respond to a request``."""
    return bool(content and SILENT_CUE.search(_joined(text, cue))) and bool(
        SILENT_CONTENT.match(text, content[0].start)
    )


def _is_request(text: str, words: list[str], content: Spans) -> bool:
    if "for" in words:
        return True
    first = content[0]
    return not OPEN_CLAUSE.match(text, first.start) and bool(REQUEST.match(_joined(text, content[:2])))


def _joined(text: str, spans: Spans) -> str:
    return " ".join(text[span.start : span.end] for span in spans)


def stance_of(text: str, force: Force, cue: Spans, content: Spans) -> Stance:
    """Return how the source stands to the content: asserts, denies, questions, or only reports it."""
    words = _words(text, cue)
    negated = _is_negated(words)
    if is_silent(text, cue, content):
        return "reports"
    if force == "deny":
        return "asserts" if negated and not _is_denied_assent(words) else "denies"
    if force == "ask" or not QUESTIONS.isdisjoint(words):
        return "questions"
    open_clause = OPEN_CLAUSE if negated or WITHHELD.search(_joined(text, cue)) else YES_OR_NO
    if content and open_clause.match(text, content[0].start):
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
