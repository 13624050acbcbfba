"""Names in a text: which capitalised words it uses as people and which as places, states or bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAME = r"[A-Z][^\W\d_]*(?:['’-][A-Z]?[^\W\d_]+)*"
PLACED = re.compile(
    r"\b(?:in|into|inside|across|near|toward|towards|northern|southern|eastern|western|central|throughout|outside)"
    rf"\s+({NAME})"
)
PLACE = re.compile(r"[A-Z]\w+(?:land|lands|stan|burg|ia)")
GIVEN = frozenset(
    "Maria Julia Yulia Sofia Sophia Olivia Victoria Claudia Patricia Lydia Cynthia Sylvia Natalia Nadia Anastasia"
    " Ksenia Gloria Virginia Amelia Aurelia Cecilia Delia Emilia Eugenia Lucia Mia Silvia Valeria Kirkland Rowland"
    " Copeland McFarland Cleveland Strickland".split()
)
"""People's names with the endings of names of countries."""
SHORTEST_NAME = 3
SHORTEST_PLURAL = 5


@dataclass(frozen=True, slots=True)
class Names:
    """The last names a text gives with a title or first name, and the names it uses as places."""

    people: frozenset[str]
    places: frozenset[str]


@cache
def load_nouns() -> dict[str, frozenset[str]]:
    """Return the words of each kind in ``sources.tsv``."""
    text = files("sayso.attribution").joinpath("sources.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {kind: frozenset(words.split()) for kind, words in lines}


def is_in(word: str, kind: str) -> bool:
    """Tell whether ``word``, as it is or made singular, is a noun of ``kind``."""
    words = load_nouns()[kind]
    return word in words or singular(word) in words


def singular(word: str) -> str:
    """Return the singular of a lower-case English noun, by its ending."""
    if word.endswith("men") and len(word) > len("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) >= SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")) else word


def find_names(text: str) -> Names:
    """Return the people and places that ``text`` names."""
    people: set[str] = set()
    for match in _person().finditer(text):
        last = match["titled"] or match["last"]
        words = match.group().lower().replace(".", "").split()
        if len(last) >= SHORTEST_NAME and not any(_is_body(word) for word in words):
            people.add(last)
    places = {match.group(1) for match in PLACED.finditer(text)}
    return Names(frozenset(people), frozenset(places))


def _is_body(word: str) -> bool:
    nouns = load_nouns()
    return any(word in nouns[kind] for kind in ("organisation-name", "outlet-name", "country"))


def looks_like_place(name: str) -> bool:
    """Tell whether a name has the ending of a country's and is no known first or last name."""
    return PLACE.fullmatch(name) is not None and name not in GIVEN


@cache
def _person() -> re.Pattern[str]:
    words = sorted(load_nouns()["honorific"], key=lambda word: (-len(word), word))
    titles = "|".join(f"{word}|{word.capitalize()}" for word in words)
    # Capitalised for beginning a sentence, not for naming anybody.
    openers = (
        r"(?:The|An?|In|On|At|But|And|If|As|When|While|After|Before|For|From|By|With|This|That|These|Those|Its|His|Her"
        r"|Then|So|Now|Yet|Once|Only|Even|Also|Still|Later|Earlier|No|Not|All|Some|Many|Most|Both|What|How|Why|Who"
        r"|Where|Meanwhile)\b"
    )
    return re.compile(
        rf"\b(?:(?:{titles})\.?\s+(?:{NAME}\s+|[A-Z]\.\s+){{0,3}}(?P<titled>{NAME})"
        rf"|(?!{openers}){NAME}\s+(?:[A-Z]\.\s+|{NAME}\s+)?(?P<last>{NAME}))"
    )
