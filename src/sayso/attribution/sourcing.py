"""What kind of source a source is: person, organisation, office, many, nobody by name, paper, medium, own voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sayso.language.quotes import Quote
from sayso.records import Sourcing, Spans

WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
CUT = re.compile(
    r",|\(|;|—|–|\s(?:who|whom|whose|which|that|of|in|on|at|from|with|for|to|by|under|against|about|close|privy|familiar|near"
    r"|inside|including|such|like|among|speaking|citing|quoting|briefed|involved|based|close|seeking|asking|and)\s"
)
DETERMINERS = frozenset("the a an this that these those his her its their our my your some many several other another one two three four five most all both".split())
INDEFINITE = frozenset("a an one another some several two three four five many other".split())
HE = frozenset("he she him her his hers himself herself".split())
THEY = frozenset("they them their theirs themselves".split())
IT = frozenset("it its itself".split())
WHO = frozenset("who whom whose which that".split())
OWN = frozenset("i we me us my our mine ours myself ourselves".split())
NAMELESS = re.compile(r"\b(?:anonymity|not (?:be(?:ing)? )?(?:named|identified)|unnamed|unidentified|anonymous)\b", re.IGNORECASE)
BACK = 90
"""Characters before a relative pronoun in which its noun stands."""


class Mention(NamedTuple):
    """A source read earlier in the document: its head word, kind, and whether it is one person or many or a thing."""

    head: str
    sourcing: Sourcing
    number: str


@cache
def load_nouns() -> dict[str, frozenset[str]]:
    """Return the words of each kind in ``sources.tsv``."""
    text = files("sayso.attribution").joinpath("sources.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {kind: frozenset(words.split()) for kind, words in lines}


class SourceReader:
    """Tell the sourcing of the sources of one document, read in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._history: list[Mention] = []
        self._people = _people_of(text)

    def read(self, source: Spans, *, quotes: Sequence[Quote] = ()) -> Sourcing:
        """Return the sourcing of ``source``; pronouns and short names take that of what they stand for."""
        if not source:
            return "unknown"
        phrase = " ".join(self._text[span.start : span.end] for span in source)
        words = [match.group() for match in WORD.finditer(phrase)]
        if not words:
            return "unknown"
        if len(words) == 1 and (found := self._pronoun(words[0].lower(), source[0].start, quotes)) is not None:
            return found
        mention = self.classify(phrase)
        self._history.append(mention)
        return mention.sourcing

    def _pronoun(self, word: str, position: int, quotes: Sequence[Quote]) -> Sourcing | None:
        if word in OWN:
            quoted = any(quote.span.start <= position < quote.span.end for quote in quotes)
            return self._last(("one", "many")) if quoted else "own-voice"
        if word in HE:
            return self._last(("one",)) or self._person_before(position)
        if word in THEY:
            return self._last(("many", "thing")) or "unknown"
        if word in IT:
            return self._last(("thing",)) or "unknown"
        if word in WHO:
            return self._antecedent(position)
        if word in ("you", "this", "what"):
            return "unknown"
        return None

    def _last(self, numbers: tuple[str, ...]) -> Sourcing | None:
        for mention in reversed(self._history):
            if mention.number in numbers:
                return mention.sourcing
        return None

    def _person_before(self, position: int) -> Sourcing:
        before = self._text[max(0, position - 600) : position]
        return "named-person" if any(name in before for name in self._people) else "unknown"

    def _antecedent(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK) : position].rstrip(" ,—–-")
        clause = re.split(r"[.;:!?“”\"]\s|\b(?:is|are|was|were|by|and|of the|with|to|from|for|but)\s", before)[-1]
        if not clause.strip():
            return "unknown"
        mention = self.classify(clause)
        if mention.number == "one" or mention.sourcing != "unknown":
            self._history.append(mention)
        return mention.sourcing

    def classify(self, phrase: str) -> Mention:
        """Return what kind of source the noun phrase ``phrase`` names."""
        core = CUT.split(" " + phrase.strip() + " ", maxsplit=1)[0].strip() or phrase.strip()
        words = [match.group() for match in WORD.finditer(core)]
        words = [re.sub(r"['’]s?$", "", word) for word in words]
        if not words:
            return Mention("", "unknown", "thing")
        opener = words[0].lower()
        while len(words) > 1 and words[0].lower() in DETERMINERS:
            words = words[1:]
        head = words[-1]
        if head[:1].isupper() and not self._is_common(words):
            return self._name(words, opener)
        return self._noun(words, opener, phrase)

    def _is_common(self, words: list[str]) -> bool:
        """Tell whether a capital letter is only that of the sentence's first word."""
        if len(words) > 1 or words[0].isupper():
            return False
        low = words[0].lower()
        nouns = load_nouns()
        known = any(_is_in(low, nouns[kind]) for kind in ("titled", "anonymous", "collective", "document", "outlet", "organisation"))
        return known or re.search(rf"(?<![A-Za-z]){re.escape(low)}(?![A-Za-z])", self._text) is not None

    def _name(self, words: list[str], opener: str) -> Mention:
        nouns, lows = load_nouns(), [word.lower().rstrip(".") for word in words]
        head = lows[-1]
        honoured = any(low in nouns["honorific"] for low in lows[:-1])
        if honoured and head not in nouns["organisation-name"]:
            return Mention(head, "named-person", "one")
        if head in nouns["outlet-name"] or (lows[0] in nouns["outlet-name"] and len(lows) < 3 and not honoured):
            return Mention(head, "outlet", "thing")
        if any(low in nouns["organisation-name"] for low in lows) or head in nouns["country"]:
            return Mention(head, "named-organisation", "thing")
        if words[-1] in self._people:
            return Mention(head, "named-person", "one")
        if re.fullmatch(r"(?:[A-Z]\.?){2,6}s?", words[-1]) and len(words) < 3:
            return Mention(head, "named-organisation", "thing")
        if _is_in(head, nouns["collective"]) or (head.endswith(("ans", "ese", "ians", "ists", "ats")) and len(words) < 3):
            return Mention(head, "collective", "many")
        if len(words) == 1 and (opener == "the" or re.search(rf"\b[Tt]he {re.escape(words[0])}\b", self._text)):
            return Mention(head, "named-organisation", "thing")
        if opener == "the" and words[0][:1].isupper():
            return Mention(head, "named-organisation", "thing")
        return Mention(head, "named-person", "one")

    def _noun(self, words: list[str], opener: str, phrase: str) -> Mention:
        head = words[-1].lower()
        one = _singular(head)
        nouns = load_nouns()
        plural = one != head
        if _is_in(head, nouns["document"]):
            return Mention(one, "document", "thing")
        if head in ("agency", "network") and len(words) > 1 and words[-2].lower() == "news" or _is_in(head, nouns["outlet"]):
            return Mention(one, "outlet", "thing")
        if _is_in(head, nouns["organisation"]):
            return self._organisation(one, plural and head not in ("forces", "authorities", "police"), opener)
        if one in ("source", "official", "insider") or NAMELESS.search(phrase):
            return Mention(one, self._same(one, opener) or "anonymous", "many" if plural else "one")
        if one in nouns["titled"]:
            return Mention(one, self._same(one, opener) or ("collective" if plural and one not in _OFFICES else "titled"), "many" if plural else "one")
        if head in nouns["collective"] or (plural and opener not in ("he", "she")):
            return Mention(one, "collective", "many")
        if one in nouns["anonymous"]:
            return Mention(one, self._same(one, opener) or "anonymous", "one")
        return Mention(one, "unknown", "thing")

    def _organisation(self, head: str, plural: bool, opener: str) -> Mention:
        if plural:
            return Mention(head, "collective", "many")
        return Mention(head, "anonymous" if opener in INDEFINITE else "named-organisation", "thing")

    def _same(self, head: str, opener: str) -> Sourcing | None:
        """Return the sourcing of the person that ``the minister`` or ``the source`` was called before."""
        if opener not in ("the", "this", "that"):
            return None
        for mention in reversed(self._history):
            if mention.head == head or (mention.sourcing == "named-person" and head in load_nouns()["titled"]):
                return mention.sourcing
        return None


_OFFICES = frozenset("spokesman spokeswoman spokesperson minister prosecutor judge commander negotiator".split())


def _is_in(word: str, words: frozenset[str]) -> bool:
    return word in words or _singular(word) in words


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 3:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def _name_pattern() -> re.Pattern[str]:
    honorifics = "|".join(sorted((word.capitalize() for word in load_nouns()["honorific"]), key=lambda w: (-len(w), w)))
    name = r"[A-Z][^\W\d_]*(?:['’-][A-Z]?[^\W\d_]+)*"
    return re.compile(rf"\b(?:(?:{honorifics})\.?\s+(?:{name}\s+|[A-Z]\.\s+)*(?P<titled>{name})|(?P<first>{name})\s+(?:[A-Z]\.\s+|{name}\s+)?(?P<last>{name}))")


def _people_of(text: str) -> frozenset[str]:
    """Return the last names that the text gives with a title or a first name."""
    nouns = load_nouns()
    names: set[str] = set()
    for match in _name_pattern().finditer(text):
        last = match["titled"] or match["last"]
        words = match.group().lower().replace(".", "").split()
        known = any(word in nouns["organisation-name"] or word in nouns["outlet-name"] or word in nouns["country"] for word in words)
        if not known and len(last) > 2 and (match["titled"] or match["first"].lower() not in DETERMINERS):
            names.add(last)
    return frozenset(names)
