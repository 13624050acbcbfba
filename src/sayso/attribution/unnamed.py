"""What kind of source a noun phrase without a name is: an office, many, nobody by name, a paper, a body."""

from __future__ import annotations

import re

from sayso.attribution.memory import Memory
from sayso.attribution.mentions import Names, is_given, is_in, load_nouns, singular
from sayso.attribution.nounphrases import (
    INDEFINITE,
    NUMBER,
    SMALL,
    Number,
    Phrase,
    is_noun,
    is_person,
)
from sayso.records import Sourcing

LOOSE = frozenset(
    "each neither both others more fewer few many some most several all none everyone everybody nobody anyone"
    " anybody no-one".split()
)
"""Words that stand alone for many."""
SINGLE = frozenset("one another someone somebody".split())
OFFICES = frozenset(
    "spokesman spokeswoman spokesperson minister president premier chancellor secretary ambassador envoy"
    " governor mayor"
    " king queen director chairman chairwoman chairperson chair prosecutor judge commissioner consul ombudsman"
    " chief head"
    " superintendent undersecretary rector dean pope sultan emir speaker negotiator mediator harbourmaster master ceo"
    " coroner attorney-general secretary-general prime-minister director-general vice-president founder imam bishop"
    " archbishop leader commander-in-chief manager abbot mufti patriarch sheriff representative".split()
)
"""Offices that ``a`` before them leaves one: ``a ministry spokesman``; a lawyer or a commander is one of many."""
FORMER = frozenset(("former", "ex", "retired", "onetime", "ex-minister", "then"))
NAMELESS = re.compile(
    r"\b(?:anonymity|anonymously|not (?:to )?(?:be(?:ing)? )?(?:named|identified|quoted by name)|keep (?:his"
    r"|her|their) names? out"
    r"|would not (?:give|be)|unnamed|unidentified|anonymous|on background|not authori[sz]ed to"
    r"|declined to (?:be named|give (?:his|her|their)))|^[^,]*\b(?:familiar with|privy to|briefed (?:on|about)"
    r"|close to"
    r"|with (?:\w+ )?knowledge of)",
    re.IGNORECASE,
)
"""Words that keep a name back. Who is close to whom tells so of the source alone, not of what is told of it."""
NAMED = re.compile(
    r"\b(?:named|called|identified (?:only )?(?:as|by)|(?:gave|giving) (?:his|her) (?:first )?name (?:only )?as"
    r"|known as)\s+"
    r"(?:(?:only|just)\s+)?(?:by\s+\w+\s+\w+\s+name,?\s+)?[\"“]?[A-Z]"
)
APPOSED_NAME = re.compile(
    r",\s+(?:(?:then|former|longtime|veteran)\s+)?(?:[a-z][\w’'-]*\s+|[A-Z][\w’'-]*\s+){0,5}?"
    r"(?:[A-Z][\w.’'-]*\s+)(?:(?:[a-z]{1,3}[ -])?[A-Z][\w.’'-]*\s*){1,3}(?=[,)]|$)"
)
"""``the harbour master, Ivo Brandt``; ``his wife, longtime aide Huma Abedin,``."""
NOT_APPOSED = re.compile(
    r",\s+(?:who|which|whose|in|at|on|of|for|from|with|by|to|like|such|including|led|as|and|a|an|where|not)\b"
)
MEDIA_WORDS = frozenset(("news", "wire", "press", "tv", "television", "media"))
PREPOSITIONS = frozenset("of in at on for from to by with the near a an".split())
EVERYBODY = frozenset("official resident diplomat witness analyst person source insider".split())
"""Whom a text names one of is not who ``the official`` is."""
EPITHETS = frozenset(
    "candidate nominee front-runner frontrunner billionaire businessman tycoon mogul lawmaker incumbent"
    " author".split()
)
WIRE = re.compile(r"\bnews agency\b|\bagency,? (?:quoting|citing|quoted|cited|reported)\b")
CROWD = re.compile(
    r"^(?:ever |an? )?(?:growing|large|increasing|record|small|considerable) numbers?\b", re.IGNORECASE
)
GROUPS = frozenset(
    "side party nation country state group organisation organization company government agency union".split()
)
"""Bodies of which several are many, and two are not persons without names."""
COLLECTIVE_BODIES = frozenset("group side team staff crew".split())
SHOWN = 200_000
"""Characters in which somebody is looked for who was brought in without a name."""


class NounReader:
    """Tell what the noun phrases of one document are, given who was named or called so before."""

    def __init__(self, text: str, names: Names, memory: Memory) -> None:
        self._shown = text[:SHOWN]
        self._names = names
        self._memory = memory
        self._has_wire = WIRE.search(self._shown) is not None
        self._introduced: dict[str, bool] = {}

    def read(self, phrase: Phrase, text: str) -> tuple[Sourcing, Number]:
        """Return kind and number of ``phrase``, the noun phrase at the start of ``text``."""
        head, one = phrase.head, singular(phrase.head)
        plain = len(phrase.words) == 1 and not phrase.opener and not phrase.quantity
        if _is_crowd(phrase):
            return "anonymous" if plain and head in SMALL else "collective", "many"
        if plain and head in SINGLE:
            return "anonymous", "one"
        if is_in(head, "document") and head not in load_nouns()["anonymous"] and not _is_line(phrase):
            return "document", "thing"
        if self._is_medium(phrase, one):
            return "outlet", "thing"
        plural = one != head and head not in ("forces", "authorities", "news")
        if _is_line(phrase) or (is_in(head, "organisation") and one not in load_nouns()["anonymous"]):
            return self._body(phrase, one, plural=plural)
        if plural or head in load_nouns()["collective"]:
            return self._many(phrase, one, text)
        return self._one(phrase, one, text) if is_person(one) else ("document", "thing")

    def _is_medium(self, phrase: Phrase, one: str) -> bool:
        """Tell whether a noun is one for a medium, or for an agency that the text shows to report."""
        if one in ("agency", "network"):
            wire = one == "agency" and self._has_wire and len(phrase.words) == 1
            return wire or not MEDIA_WORDS.isdisjoint(phrase.lows)
        return is_in(phrase.head, "outlet")

    def _body(self, phrase: Phrase, one: str, *, plural: bool) -> tuple[Sourcing, Number]:
        if plural:
            return ("named-organisation" if phrase.opener == "both" else "collective"), "many"
        crowd = one in COLLECTIVE_BODIES and phrase.opener in INDEFINITE
        return ("collective", "many") if crowd else ("named-organisation", "thing")

    def _many(self, phrase: Phrase, one: str, text: str) -> tuple[Sourcing, Number]:
        if one in ("source", "insider") or (NAMELESS.search(text) and one not in GROUPS):
            return "anonymous", "many"
        few = (
            phrase.quantity in SMALL
            and one not in GROUPS
            and one in {"person", *load_nouns()["anonymous"], *load_nouns()["titled"]}
        )
        return "anonymous" if few else "collective", "many"

    def _one(self, phrase: Phrase, one: str, text: str) -> tuple[Sourcing, Number]:
        """Return what one person without a name before the head is: named behind it or elsewhere, titled, nobody."""
        if _has_apposed_name(text) or self._ends_with_person(text) or NAMED.search(phrase.rest):
            return "named-person", "one"
        lows = (*phrase.lows[:-1], one)
        office = one in load_nouns()["titled"]
        nameless = one in ("source", "insider") or bool(NAMELESS.search(text))
        definite = (
            phrase.opener not in INDEFINITE
            and phrase.opener not in ("this", "that", "no", "every", "each")
            and not phrase.quantity
        )
        if definite and not nameless:
            known = self._known(phrase, one)
            if known is not None:
                return known, "one"
        if phrase.opener in ("the", "this", "that") and not nameless:
            same = self._memory.called(one)
            if same is not None:
                return same, "one"
        if nameless or not office:
            return "anonymous", "one"
        retired = not FORMER.isdisjoint(lows) and not definite
        return ("titled" if (definite or one in OFFICES) and not retired else "anonymous"), "one"

    def _ends_with_person(self, text: str) -> bool:
        """Tell whether a name follows further words: ``chief of staff Don Regan``, ``his wife, Jane``."""
        first, *others = text.split(",")
        run = re.search(r"(?P<before>[\w’'-]+)\s+(?P<name>(?:[A-Z][\w.’'-]*(?:\s+|$)){2,})$", first)
        if run is not None:
            *earlier, last = run["name"].split()
            if is_given(earlier[-1]) or (len(earlier) > 1 and is_given(earlier[-2])):
                return True
            if run["before"].islower() and run["before"] not in PREPOSITIONS:
                return last in self._names.people
        alone = others[0].strip() if others else ""
        return bool(re.fullmatch(r"[A-Z][\w’'-]+", alone)) and PREPOSITIONS.isdisjoint(first.split())

    def _known(self, phrase: Phrase, one: str) -> Sourcing | None:
        """Return ``named-person`` where the text names who holds this office, or who is called so."""
        if one in EVERYBODY or self._memory.is_nameless(one):
            return None
        capitals = frozenset(
            low
            for low, word in zip(phrase.lows[:-1], phrase.words, strict=False)
            if word[0].isupper() and low not in load_nouns()["titled"]
        )
        if len(phrase.words) > 1 and phrase.words[-1][0].isupper():
            capitals = frozenset()  # the Foreign Minister
        if self._names.holds((*phrase.lows[:-1], one), capitals=capitals):
            return "named-person"
        if phrase.opener != "the" or one in load_nouns()["titled"] - EPITHETS:
            return None
        spoken = self._memory.last("one") == "named-person"
        return "named-person" if spoken and not self._is_introduced(one) else None

    def _is_introduced(self, noun: str) -> bool:
        """Tell whether the text brings somebody in by ``noun`` without a name: ``a driver``."""
        if noun not in self._introduced:
            pattern = rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w’'-]+ ){{0,4}}{re.escape(noun)}\b"
            self._introduced[noun] = re.search(pattern, self._shown) is not None
        return self._introduced[noun]


def _is_crowd(phrase: Phrase) -> bool:
    """Tell whether a number, or a word for some, stands for those who are counted."""
    head = phrase.head
    nobody = phrase.opener == "no" and head == "one"
    those = phrase.opener in ("those", "these") and not is_noun(head)
    return head in LOOSE or head in SMALL or nobody or those or NUMBER.match(head) is not None


def _is_line(phrase: Phrase) -> bool:
    """Tell whether a line is a company: ``the shipping line``."""
    return phrase.head == "line" and phrase.opener == "the" and len(phrase.words) > 1


def _has_apposed_name(text: str) -> bool:
    match = APPOSED_NAME.search(text)
    return match is not None and not NOT_APPOSED.match(text, match.start())
