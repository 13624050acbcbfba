"""Score an attributor on our own sentences: contested news about countries that do not exist.

``gold.jsonl`` holds one text a line with its attributions; sources, cues and contents are given as texts. One
counts as found when the words of its content overlap by half (intersection over union) and its source is touched, or
neither has one: the measure that the scorer of PolNeAR calls who_what. Sourcing, force, quotation, stance and chain are
then compared on what was found.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.attribution import Attributor, Passage
from sayso.records import Attribution, Spans

GOLD = Path(__file__).with_name("gold.jsonl")
WORD = re.compile(r"\w+")
LEAST_OVERLAP = 0.5
FIELDS = ("sourcing", "force", "quotation", "stance", "chain")


@dataclass(frozen=True, slots=True)
class Scores:
    """F1 of finding attributions, and the share right of each field on those found; ``mistakes`` names the rest."""

    who_what: float
    fields: dict[str, float]
    mistakes: list[str]


def load_gold() -> list[dict[str, Any]]:
    """Return the labelled texts."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def score_gold(attributor: Attributor) -> Scores:
    """Read every labelled text and compare."""
    counts: Counter[str] = Counter()
    mistakes: list[str] = []
    for item in load_gold():
        text = item["text"]
        found = list(attributor.read(Passage(text=text, outlet=item.get("outlet"))).attributions)
        counts["found"] += len(found)
        counts["gold"] += len(item["attributions"])
        for gold in item["attributions"]:
            match = _match(text, gold, found)
            if match is None:
                mistakes.append(f"missed: {gold['source']!r} {gold['cue']!r} {gold['content']}")
                continue
            found.remove(match)
            counts["right"] += 1
            for name in FIELDS:
                value = list(match.chain) if name == "chain" else getattr(match, name)
                counts[name] += value == gold[name]
                if value != gold[name]:
                    mistakes.append(f"{name}: {value!r} for {gold[name]!r} in {text!r}")
        mistakes += [f"extra: {_texts(text, extra)} in {text!r}" for extra in found]
    return Scores(
        who_what=2 * counts["right"] / (counts["found"] + counts["gold"]),
        fields={name: counts[name] / counts["right"] for name in FIELDS},
        mistakes=mistakes,
    )


def _match(text: str, gold: dict[str, Any], found: list[Attribution]) -> Attribution | None:
    content = set().union(*(_words_of(text, piece) for piece in gold["content"]))
    source = _words_of(text, gold["source"]) if gold["source"] else set()
    best, best_overlap = None, 0.0
    for attribution in found:
        theirs, named = _words(text, attribution.content), _words(text, attribution.source)
        overlap = len(content & theirs) / len(content | theirs)
        if overlap >= LEAST_OVERLAP and overlap > best_overlap and (source & named or source == named):
            best, best_overlap = attribution, overlap
    return best


def _words(text: str, spans: Spans) -> set[int]:
    return {match.start() for span in spans for match in WORD.finditer(text, span.start, span.end)}


def _words_of(text: str, piece: str) -> set[int]:
    start = text.index(piece)
    return {match.start() for match in WORD.finditer(text, start, start + len(piece))}


def _texts(text: str, attribution: Attribution) -> list[list[str]]:
    roles = (attribution.source, attribution.cue, attribution.content)
    return [[text[span.start : span.end] for span in spans] for spans in roles]
