"""What a text shows of its names: who is a person with which office, and which names are places."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from sayso.attribution.tables import read_table

NAME = r"[A-Z][^\W\d_]*(?:['’-][A-Z]?[^\W\d_]+)*"
LINK = (
    r"(?:(?:al|el|ul|ur|bin|ibn|bint|abu|de|da|del|della|di|dos|du|la|le|van|von|der|den|ter|y|e)[ -]|[ao]l-)"
)
"""Small words inside names: ``Ursula von der Leyen``, ``Bashar al-Assad``."""
PLACED = re.compile(
    r"\b(?:in|into|inside|across|near|toward|towards|northern|southern|eastern|western|central|throughout|outside)"
    rf"\s+({NAME}(?:\s+{NAME})?)"
)
PLACE = re.compile(r"[A-Z]\w+(?:land|lands|stan|burg|ia)")
SITES = frozenset(
    "port fort mount lake north south east west northern southern eastern western upper lower new old san santa saint"
    " st cape river great little camp sector point bay street square bridge".split()
)
"""First words of names of places: ``Port Essel`` is nobody's name."""
SHORTEST_NAME = 3
SHORTEST_PLURAL = 5
OPENERS = (
    r"(?:The|An?|In|On|At|But|And|If|As|When|While|After|Before|For|From|By|With|This|That|These|Those|Its|His|Her"
    r"|Then|So|Now|Yet|Once|Only|Even|Also|Still|Later|Earlier|No|Not|All|Some|Many|Most|Both|What|How|Why|Who"
    r"|Where|Meanwhile|According|Some|Former|Last|Speaking|Asked|Citing|Quoting|To|Of|It|He|She|They|We|I|You"
    r"|Or|Every"
    r"|One|Two|Three|Four|Five|Until|Since|Because|Despite|Although|Though|However|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December)\b"
)
"""Capitalised for beginning a sentence, not for naming anybody."""
BEFORE = re.compile(r"(?:[\w’'-]+\s+){1,4}$")
APPOSED = re.compile(
    r"\s*,\s+(?:(?:the|an?|its|his|her|their|who was|who is)\s+)?((?:[\w’'-]+\s+){0,4}?[\w’'-]+)(?=\s*[,.;)]"
    r"|\s+(?:of|for|at|in|from|to|with|who|on)\b)"
)
AGED = re.compile(r"\s*,\s+\d{1,3}\s*,")
TITLE_REACH = 60
MOST_MODIFIERS = 3
APPOSITION_REACH = 80


@dataclass(frozen=True, slots=True)
class Names:
    """What a text shows: last names of people, names used as places, and the offices of those whom it names.

    ``sure`` are the last names behind a title or a known first name: ``Tolen`` of ``Ms. Tolen``.
    ``offices`` gives for each noun (``minister``) the words before it in each place where a name stands beside it.
    """

    people: frozenset[str]
    sure: frozenset[str]
    places: frozenset[str]
    offices: dict[str, list[frozenset[str]]]

    def holds(self, words: tuple[str, ...], *, capitals: frozenset[str] = frozenset()) -> bool:
        """Tell whether somebody named in the text has the office that ``words`` say: ``the transport minister``.

        Of ``capitals``, those of the words that are names, each must be said of the office: ``the French president``.
        """
        wanted = frozenset(words[:-1]) - VAGUE
        held = self.offices.get(words[-1], ())
        return any(
            (wanted <= modifiers or modifiers <= wanted)
            and all(_is_said(name, modifiers) for name in capitals)
            for modifiers in held
        )


VAGUE = frozenset("former senior chief top late retired current new outgoing incoming acting the".split())


def _is_said(name: str, modifiers: frozenset[str]) -> bool:
    """Tell whether one of ``modifiers`` begins as ``name`` does: ``Kessarian`` and ``Kessary's``."""
    return any(word[:STEM] == name[:STEM] for word in modifiers)


STEM = 4


@cache
def load_nouns() -> dict[str, frozenset[str]]:
    """Return the words of each kind in ``sources.tsv``."""
    return {kind: frozenset(words) for kind, words in _rows("sources.tsv")}


@cache
def load_names() -> dict[str, frozenset[str]]:
    """Return the names of each kind in ``names.tsv``; several words are joined by a hyphen."""
    return {kind: frozenset(words) for kind, words in _rows("names.tsv")}


@cache
def load_given() -> frozenset[str]:
    """Return the first names that are known, in lower case."""
    listed = {word.lower() for word in load_names()["given"]}
    return frozenset(listed.union(*(words for _, words in _rows("given.tsv"))))


def is_given(word: str) -> bool:
    """Tell whether a word is a first name."""
    return word.lower() in load_given()


def _rows(name: str) -> list[tuple[str, list[str]]]:
    return [(kind, words.split()) for kind, words in read_table(name)]


def is_in(word: str, kind: str) -> bool:
    """Tell whether ``word``, as it is or made singular, is a noun of ``kind``."""
    words = load_nouns()[kind]
    return word in words or singular(word) in words


IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "wives": "wife"}


def singular(word: str) -> str:
    """Return the singular of a lower-case English noun, by its ending."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men") and len(word) > len("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) >= SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")) else word


def find_names(text: str) -> Names:
    """Return the people, offices and places that ``text`` names."""
    people: set[str] = set()
    sure: set[str] = set()
    offices: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for match in _person().finditer(text):
        last = match["titled"] or match["last"]
        words = match.group().lower().replace(".", "").split()
        if len(last) < SHORTEST_NAME or any(_is_body(word) for word in words) or words[0] in SITES:
            continue
        people.add(last)
        if match["titled"] or is_given(match.group().split()[0]) or AGED.match(text, match.end()):
            sure.add(last)
        for noun, modifiers in _offices_beside(text, match):
            offices[noun].append(modifiers)
    places = {match.group(1).split()[0] for match in PLACED.finditer(text)}
    places = {place for place in places if not is_given(place)} - sure
    return Names(frozenset(people), frozenset(sure), frozenset(places), dict(offices))


def _offices_beside(text: str, match: re.Match[str]) -> list[tuple[str, frozenset[str]]]:
    """Return the offices that stand before or behind a name: ``transport minister``, ``, the mayor of``."""
    found: list[tuple[str, frozenset[str]]] = []
    inside = match.group().split()
    before = text[max(0, match.start() - TITLE_REACH) : match.start()]
    before = re.split(r"[.;:!?()“”\"\n]", before)[-1]
    comma = before.rstrip().endswith(",")
    lead = (before.rstrip(" ,") if comma else before).split(",")[-1].split()
    words = [*lead, *inside]
    found += [
        (noun, _modifiers(words[max(0, place - MOST_MODIFIERS) : place]))
        for place in range(max(0, len(lead) - 1), len(words) - 1)
        if (noun := _office(words[place]))
    ]
    behind = APPOSED.match(text, match.end(), match.end() + APPOSITION_REACH)
    if behind is not None:
        *rest, head = behind.group(1).split()
        noun = _office(head)
        after = re.match(
            r"\s+(?:of|for|at|in)\s+(?:the\s+)?([\w’'-]+)", text[behind.end() : behind.end() + TITLE_REACH]
        )
        if noun:
            found.append((noun, _modifiers([*rest, *(after.groups() if after else ())])))
    return found


def _office(word: str) -> str | None:
    low = singular(re.sub(r"['’]s?$", "", word.lower()).rstrip("."))
    low = SHORT_TITLES.get(low, low)
    nouns = load_nouns()
    return low if low in nouns["titled"] or low in nouns["anonymous"] else None


SHORT_TITLES = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "col": "colonel",
}


def _modifiers(words: list[str]) -> frozenset[str]:
    lows = [re.sub(r"['’]s?$", "", word.lower().strip(",.")) for word in words]
    cut = max((place + 1 for place, low in enumerate(lows) if low in STARTS), default=0)
    return frozenset(lows[cut:]) - VAGUE


STARTS = frozenset(
    "the a an its his her their and or of for in on at to by from with that said says told as".split()
)


def _is_body(word: str) -> bool:
    nouns = load_nouns()
    return any(word in nouns[kind] for kind in ("organisation-name", "outlet-name", "country"))


def looks_like_place(name: str) -> bool:
    """Tell whether a name has the ending of a country's and is no known first or last name."""
    return PLACE.fullmatch(name) is not None and not is_given(name)


@cache
def _person() -> re.Pattern[str]:
    words = sorted(load_nouns()["honorific"], key=lambda word: (-len(word), word))
    titles = "|".join(f"{word}|{word.capitalize()}" for word in words)
    return re.compile(
        rf"\b(?:(?:{titles})\.?\s+(?:(?:{NAME}|{LINK})\s+|[A-Z]\.\s+){{0,3}}{LINK}?(?P<titled>{NAME})"
        rf"|(?!{OPENERS}){NAME}\s+(?:[A-Z]\.\s+|{NAME}\s+|{LINK}\s*)?(?:{NAME}\s+)?(?P<last>{NAME}))"
    )
