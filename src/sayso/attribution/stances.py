"""How a source stands to what it is said to say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.acts import NEGATIONS, acts_of, words_of
from sayso.attribution.force import OPEN_CLAUSE, is_silent, joined, main_act, refuses
from sayso.records import Attribution, Force, Sourcing, Spans, Stance

QUESTIONS = frozenset(
    "doubt question wonder unsure uncertain doubtful dubious skeptical sceptical skepticism scepticism".split()
)
RELAYS = frozenset("quoted quoting quotes cited citing cites heard hears hearing".split())
NOBODY = re.compile(r"\s*(?:none|nobody|no one|no|neither|not (?:one|a|any)|few)\b", re.IGNORECASE)
"""A source that makes the cue a negated one: ``None of them believed``."""
YES_OR_NO = re.compile(r"[\s\"“']*whether\b", re.IGNORECASE)
WITHHELD = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing)\s+to\s+\w", re.IGNORECASE)
TELLING = ("state", "claim")
PRONOUN = re.compile(r"(?:i|we|he|she|it|they|who|which|that)$", re.IGNORECASE)
WORD = re.compile(r"\w+")
PASSED_ON = frozenset(("state", "claim", "deny", "accuse", "warn", "admit", "believe"))
"""What can be passed on. Who says that others ordered or promised something tells what they did."""
WRAPPED = 0.7
"""Share of the words of a content that one nested attribution makes up when its teller only passes it on."""


def stance_of(
    text: str,
    force: Force,
    cue: Spans,
    content: Spans,
    *,
    source: Spans | None = None,
    sourcing: Sourcing | None = None,
) -> Stance:
    """Return how the source stands to the content: asserts, denies, questions, or only reports it.

    With no source (an empty ``source``), and where another medium is the source, it is only reported.
    """
    phrase = joined(text, cue)
    if is_silent(text, cue, content):
        return "reports"
    words = words_of(phrase)
    main = main_act(acts_of(phrase))
    nobody = bool(source) and NOBODY.match(joined(text, source or ())) is not None
    negated = nobody or (main.negated if main is not None else not NEGATIONS.isdisjoint(words))
    if source == () and force != "ask":
        return "reports"
    if main is not None and main.kind == "deny" and not refuses(main):
        return "reports" if negated else "denies"
    if force == "ask" or (main is not None and main.base in QUESTIONS):
        return "questions"
    following = joined(text, content)
    if (OPEN_CLAUSE if negated or WITHHELD.search(phrase) else YES_OR_NO).match(following):
        return "questions"
    if force == "deny":
        return "denies"
    if negated:
        return "denies" if force == "believe" else "questions" if nobody else "reports"
    hearsay = main is not None and main.kind == "weak-claim"
    relayed = hearsay or not RELAYS.isdisjoint(words) or (sourcing == "outlet" and force in TELLING)
    return "reports" if relayed else "asserts"


def mark_relays(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return ``attributions``, with ``reports`` where all that a source says is what another one says.

    ``Two aides say that Marchetti is convinced of it``: the aides only pass it on.
    """
    inner: defaultdict[int, list[Attribution]] = defaultdict(list)
    for attribution in attributions:
        if attribution.parent is not None and attribution.source:
            inner[attribution.parent].append(attribution)
    return [
        replace(one, stance="reports") if _only_relays(text, one, inner[number]) else one
        for number, one in enumerate(attributions)
    ]


def _only_relays(text: str, outer: Attribution, nested: Sequence[Attribution]) -> bool:
    if outer.stance != "asserts" or outer.force not in TELLING or outer.sourcing in ("document", "own-voice"):
        return False
    content = _words(text, outer.content)
    for one in nested:
        whole = _words(text, (*one.source, *one.cue, *one.content))
        pronoun = PRONOUN.match(joined(text, one.source))
        if pronoun is None and one.force in PASSED_ON and len(whole & content) >= WRAPPED * len(content):
            return True
    return False


def _words(text: str, spans: Spans) -> set[int]:
    return {match.start() for span in spans for match in WORD.finditer(text, span.start, span.end)}
