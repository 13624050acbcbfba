"""What the words of a cue do, one by one: the lexicon of acts, its phrases, and which of them are negated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sayso.attribution.cues import forms_of
from sayso.attribution.tables import read_table

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEGATIONS = frozenset(
    "not never no n't neither nor hardly without cannot nothing nobody none barely scarcely".split()
)
WITHHOLDING = re.compile(
    r"\b(?:(?:declin|refus)(?:e|es|ed|ing)\s+to|(?:fail|failed|fails|failing)\s+to|(?:stop|stopped|stops|stopping)(?=\s+\w+ing)"
    r"|(?:stop|stopped|stops|stopping|fall|falls|fell)\s+short\s+of|(?:avoid|avoided|avoids|avoiding)(?=\s+\w+ing)"
    r"|refrain(?:s|ed|ing)?\s+from|ceas(?:e|es|ed|ing)\s+to|unable\s+to|yet\s+to|unwilling\s+to|reluctant\s+to)",
    re.IGNORECASE,
)
"""What negates the act after it without a word of negation: ``stopped short of blaming``."""
EMPHATIC = re.compile(
    r"\b(?:not|no)\s+(?:only|just|merely|doubt|question|longer\s+only)\b|\bwithout\s+(?:a\s+)?doubt\b",
    re.IGNORECASE,
)
"""No negation: ``not only said``."""
PERSON = re.compile(
    r"^(?:reporters?|journalists?|supporters?|opponents?|critics?|fans?|friends?|allies|interviewers?)$"
)
LONGEST_GAP = 3
"""Words that a ``*`` of a phrase stands for, at most: ``laid the blame squarely on``."""


class Act(NamedTuple):
    """One word or phrase of a cue that does something: its kind in ``forces.tsv``, base form, and whether negated."""

    kind: str
    base: str
    place: int
    negated: bool


@cache
def load_acts() -> dict[str, tuple[str, str]]:
    """Return kind and base form of each form of each word in ``forces.tsv``."""
    acts: dict[str, tuple[str, str]] = {}
    for kind, words in read_table("forces.tsv"):
        for entry in words.split():
            base = re.split("[~=]", entry)[0]
            for form in forms_of(entry):
                acts.setdefault(form, (kind, base))
    return acts


@cache
def load_phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return kind and base forms of each phrase in ``force_phrases.tsv``, the longest first, by its first word."""
    phrases: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for kind, rows in read_table("force_phrases.tsv"):
        for phrase in rows.split("|"):
            words = tuple(phrase.split())
            phrases[words[0]].append((kind, words))
    return {first: sorted(found, key=lambda one: -len(one[1])) for first, found in phrases.items()}


@cache
def _bases() -> dict[str, str]:
    """Return the base form of each form of the words of the phrases and of the lexicon."""
    bases = dict(IRREGULAR)
    for found in load_phrases().values():
        for _, words in found:
            for word in words:
                bases.setdefault(word, word)
                for form in forms_of(word) if len(word) > SHORTEST_VERB else ():
                    bases.setdefault(form, word)
    return bases


SHORTEST_VERB = 2
IRREGULAR = {
    form: base
    for base, forms in {
        "be": "is am are was were been being 's 're",
        "have": "has had having",
        "make": "made makes making",
        "take": "took taken takes taking",
        "give": "gave given gives giving",
        "put": "puts putting",
        "go": "goes went gone going",
        "come": "comes came coming",
        "lay": "laid lays laying",
        "hold": "held holds holding",
        "see": "saw seen sees seeing",
        "know": "knew known knows knowing",
        "tell": "told tells telling",
        "say": "said says saying",
        "cast": "casts casting",
        "shoot": "shot shoots shooting",
        "strike": "struck strikes striking",
        "throw": "threw thrown throws throwing",
        "speak": "spoke spoken speaks speaking",
        "find": "found finds finding",
        "hit": "hits hitting",
        "set": "sets setting",
        "stand": "stood stands standing",
        "stick": "stuck sticks sticking",
        "cry": "cried cries crying",
        "draw": "drew drawn draws drawing",
        "beg": "begged begs begging",
        "plead": "pleaded pled pleads pleading",
        "ring": "rang rung rings ringing",
        "fall": "fell fallen falls falling",
        "fight": "fought fights fighting",
        "lead": "led leads leading",
        "keep": "kept keeps keeping",
        "think": "thought thinks thinking",
        "do": "did done does doing",
        "have to": "",
    }.items()
    for form in forms.split()
}


def words_of(cue: str) -> list[str]:
    """Return the words of ``cue`` in lower case, ``didn't`` cut into ``did`` and ``n't``."""
    words: list[str] = []
    for match in WORD.finditer(cue.replace("’", "'")):
        word = match.group().lower()
        stem = word[: -len("n't")]
        words += [stem, "n't"] if word.endswith("n't") else [word]
    return words


def acts_of(cue: str) -> list[Act]:
    """Return the acts of ``cue``, in order; a phrase is one act."""
    words = words_of(cue)
    blind = {place for match in EMPHATIC.finditer(" ".join(words)) for place in _places(words, match)}
    held = _held(words)
    negated, acts, place = False, [], 0
    while place < len(words):
        word = words[place]
        found = _phrase_at(words, place)
        if found is not None:
            kind, base, length = found
            acts.append(Act(kind, base, place, negated or place in held))
            place += length
            continue
        if word in NEGATIONS and place not in blind:
            negated = True
        elif place not in blind and word in load_acts() and not (PERSON.match(word) and acts):
            acts.append(Act(*load_acts()[word], place, negated or place in held))
        place += 1
    return acts


def _places(words: Sequence[str], match: re.Match[str]) -> range:
    first = match.string.count(" ", 0, match.start())
    return range(first, first + match.group().count(" ") + 1)


def _held(words: Sequence[str]) -> range:
    """Return the places behind ``refused to``, ``stopped short of``."""
    match = WITHHOLDING.search(" ".join(words))
    return range(_places(words, match).stop, len(words)) if match else range(0)


def _phrase_at(words: Sequence[str], place: int) -> tuple[str, str, int] | None:
    first = _base(words[place])
    for kind, phrase in load_phrases().get(first, ()):
        length = _length(words, place, phrase)
        if length:
            return kind, " ".join(phrase), length
    return None


def _length(words: Sequence[str], place: int, phrase: Sequence[str]) -> int:
    """Return how many words from ``place`` on are ``phrase``; 0 if they are not."""
    here, gap = place, 0
    for wanted in phrase:
        if wanted == "*":
            gap = LONGEST_GAP
            continue
        stop = min(len(words), here + gap + 1)
        found = next((at for at in range(here, stop) if wanted in (words[at], _base(words[at]))), None)
        if found is None:
            return 0
        here, gap = found + 1, 0
    return here - place


def _base(word: str) -> str:
    return _bases().get(word, word)
