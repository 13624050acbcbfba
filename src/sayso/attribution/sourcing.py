"""What kind of source a source is: person, organisation, office, many, nobody by name, paper, medium, own voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from sayso.attribution.mentions import find_names, is_given, is_in, load_nouns, singular
from sayso.attribution.naming import NameReader
from sayso.attribution.nounphrases import (
    BRACKETED,
    INDEFINITE,
    MANY_OF,
    NUMBER,
    SMALL,
    Phrase,
    is_noun,
    is_person,
    read_phrase,
)
from sayso.language.quotes import Quote
from sayso.records import Sourcing, Span, Spans

WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
LOOSE = frozenset(
    "each neither both others more fewer few many some most several all none everyone everybody nobody anyone anybody no-one".split()
)
"""Words that stand alone for many."""
SINGLE = frozenset("one another someone somebody".split())
REFLEXIVE = frozenset(("itself", "himself", "herself", "themselves"))
PRONOUNS: dict[str, str] = {
    **dict.fromkeys("he she him her his hers himself herself".split(), "person"),
    **dict.fromkeys("they them their theirs themselves".split(), "many"),
    **dict.fromkeys("it its itself this that".split(), "thing"),
    **dict.fromkeys("who whom whose which".split(), "relative"),
    **dict.fromkeys("i we me us my our mine ours myself ourselves".split(), "own"),
    **dict.fromkeys("you what there".split(), "nobody"),
}
SHOUTED = frozenset(("US", "IT", "WHO", "ME"))
"""Written so, a name: the United States, not us."""
OFFICES = frozenset(
    "spokesman spokeswoman spokesperson minister president premier chancellor secretary ambassador envoy governor mayor"
    " king queen director chairman chairwoman chairperson chair prosecutor judge commissioner consul ombudsman chief head"
    " superintendent undersecretary rector dean pope sultan emir speaker negotiator mediator harbourmaster master ceo"
    " coroner attorney-general secretary-general prime-minister director-general vice-president founder imam bishop"
    " archbishop leader commander-in-chief manager abbot mufti patriarch sheriff representative".split()
)
"""Offices that ``a`` before them leaves one: ``a ministry spokesman``; a lawyer or a commander is one of many."""
FORMER = frozenset(("former", "ex", "retired", "onetime", "ex-minister", "then"))
NAMELESS = re.compile(
    r"\b(?:anonymity|anonymously|not (?:to )?(?:be(?:ing)? )?(?:named|identified|quoted by name)|keep (?:his|her|their) names? out"
    r"|would not (?:give|be)|unnamed|unidentified|anonymous|on background|not authori[sz]ed to"
    r"|declined to (?:be named|give (?:his|her|their)))|^[^,]*\b(?:familiar with|privy to|briefed (?:on|about)|close to"
    r"|with (?:\w+ )?knowledge of)",
    re.IGNORECASE,
)
"""Words that keep a name back. Who is close to whom tells so of the source alone, not of what is told of it."""
NAMED = re.compile(
    r"\b(?:named|called|identified (?:only )?(?:as|by)|(?:gave|giving) (?:his|her) (?:first )?name (?:only )?as|known as)\s+"
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
CLAUSE = re.compile(
    r"[.;:!?“”\"]\s|\b(?:is|are|was|were|had|has|by|and|with|to|from|for|but|called|told|said|including|says)\s"
)
TRAILING_NAME = re.compile(r"(?:(?:[Tt]he|[Aa]n?) )?(?:(?<![\w’'])[A-Z][\w’'&-]*\s?){1,5}$")
OWN_MEDIA = re.compile(
    r"^(?:this|our)\s+(?:newspaper|website|site|magazine|agency|channel|station|programme|program|reporter|correspondent"
    r"|journalist|writer|author|blog|column|columnist|podcast|desk|editorial board|newsroom)\b|^(?:yours truly|the present writer)$",
    re.IGNORECASE,
)
HANDLE = re.compile(r"^@(?P<name>\w+)$")
PREPOSITIONS = frozenset("of in at on for from to by with the near a an".split())
EVERYBODY = frozenset("official resident diplomat witness analyst person source insider".split())
"""Whom a text names one of is not who ``the official`` is."""
EPITHETS = frozenset(
    "candidate nominee front-runner frontrunner billionaire businessman tycoon mogul lawmaker incumbent author".split()
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
BACK = 90
"""Characters before a relative pronoun in which its noun stands."""
BACK_PERSON = 600
BACK_THING = 250

Number = Literal["one", "many", "thing"]


class Mention(NamedTuple):
    """A source as it was read: its words in lower case, its kind, and whether it is one person, many or a thing."""

    words: tuple[str, ...]
    sourcing: Sourcing
    number: Number


class SourceReader:
    """Tell the sourcing of the sources of one document, read in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._history: list[Mention] = []
        self._names = find_names(text)
        self._naming = NameReader(text, self._names)

    def read(
        self,
        source: Spans,
        *,
        quotes: Sequence[Quote] = (),
        mention: Span | None = None,
        speaker: Sourcing | None = None,
    ) -> Sourcing:
        """Return the sourcing of ``source``; pronouns and short names take that of what they stand for.

        ``mention`` is the fullest mention of whom it stands for, where that is known; ``speaker`` the sourcing of
        who is quoted, for the ``I`` and ``we`` inside the quotation.
        """
        phrase = " ".join(" ".join(self._text[span.start : span.end].split()) for span in source)
        words = [match.group() for match in WORD.finditer(phrase)]
        if len(words) > 1 and words[-1].lower() in REFLEXIVE:
            words.pop()
            phrase = phrase[: phrase.rindex(" ")]
        if not words:
            return "unknown"
        if mention is not None and source and not source[0].start <= mention.start < source[-1].end:
            fuller = self.classify(" ".join(self._text[mention.start : mention.end].split()))
            if PRONOUNS.get(words[0].lower()) != "own":
                self._history.append(fuller)
                return fuller.sourcing
        joined = len(words) > 1 and words[0].lower() in ("he", "she") and words[1] == "and"
        if joined or (words[0] in ("We", "we", "I") and len(words) > 1):
            words = words[:1]  # she and her husband, we at the tenants' league
        if len(words) == 1 and words[0].lower() in PRONOUNS and words[0] not in SHOUTED:
            return self._pronoun(PRONOUNS[words[0].lower()], source[0].start, quotes, speaker)
        found = self.classify(phrase)
        if len(words) == 1 and words[0].lower() in LOOSE:
            return found.sourcing
        self._history.append(found)
        return found.sourcing

    def _pronoun(
        self, kind: str, position: int, quotes: Sequence[Quote], speaker: Sourcing | None
    ) -> Sourcing:
        if kind == "own":
            quoted = any(quote.span.start <= position < quote.span.end for quote in quotes)
            if not quoted and speaker is None:
                return "own-voice"
            return speaker or self._last("one", "many") or "own-voice"
        if kind == "person":
            return self._last("one") or self._person_before(position)
        if kind == "many":
            return self._last("many", "thing") or "collective"
        if kind == "thing":
            return self._last("thing") or self._body_before(position)
        return self._antecedent(position) if kind == "relative" else "collective"

    def _last(self, *numbers: Number) -> Sourcing | None:
        return next((one.sourcing for one in reversed(self._history) if one.number in numbers), None)

    def _person_before(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK_PERSON) : position]
        if any(name in before for name in self._names.people):
            return "named-person"
        nouns = re.findall(r"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Hh]is|[Hh]er) (?:[\w’'-]+ ){0,3}[\w’'-]+", before)
        found = (self.classify(noun) for noun in reversed(nouns))
        return next((one.sourcing for one in found if one.number == "one"), "named-person")

    def _body_before(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK_THING) : position]
        for match in reversed(
            list(
                re.finditer(r"\b(?:[Tt]he |[Aa]n? )?[A-Z][\w’'-]*|\b(?:[Tt]he|[Aa]n?|[Ii]ts) [a-z-]+", before)
            )
        ):
            found = self.classify(re.sub(r"['’]s$", "", match.group()))
            if found.number == "thing" and found.sourcing in ("named-organisation", "outlet", "document"):
                return found.sourcing
        return "named-organisation"

    def _antecedent(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK) : position].rstrip(" ,—–-")
        clause = CLAUSE.split(before)[-1].rsplit(", ", maxsplit=1)[-1]
        if not clause.strip():
            return self._last("one", "many", "thing") or "collective"
        name = TRAILING_NAME.search(clause)
        mention = self.classify(name.group() if name else _last_phrase(clause))
        self._history.append(mention)
        return mention.sourcing

    def classify(self, text: str) -> Mention:
        """Return what kind of source the noun phrase ``text`` names."""
        text = BRACKETED.sub("", text.strip(" ,;")).strip()
        if text.isupper() and " " in text:
            text = text.lower() if text.startswith("THE ") else text.title()
        if OWN_MEDIA.match(text):
            return Mention(("we",), "own-voice", "thing")
        handle = HANDLE.match(text)
        if handle is not None:
            return self._naming.read_handle(handle["name"])
        part = MANY_OF.match(text)
        if part is not None:
            return self._part(part["count"].lower(), part["rest"])
        phrase = read_phrase(text)
        if not phrase.words or CROWD.search(text):
            return Mention(phrase.lows, "collective", "many")
        named = self._naming.read(phrase)
        if named is not None:
            return Mention(phrase.lows, *named)
        return Mention(phrase.lows, *self._noun(phrase, text))

    def _part(self, count: str, rest: str) -> Mention:
        """Return what ``one of the delegates`` is: one or two of many have no names, several are many."""
        whole = self.classify(rest)
        if count in ("one", "another", "any", "member", "each"):
            number: Number = "one" if count != "each" else "many"
            return Mention(whole.words, "anonymous" if number == "one" else "collective", number)
        if whole.sourcing in ("document", "outlet"):
            return whole
        few = (
            count in SMALL
            and not NUMBER.match(rest.split()[0])
            and rest.split()[0] not in SMALL
            and (whole.number == "many" or rest.lower() in ("them", "us", "those"))
        )
        return Mention(
            whole.words,
            "anonymous"
            if few or (whole.sourcing == "anonymous" and rest.split()[0] not in SMALL)
            else "collective",
            "many",
        )

    def _noun(self, phrase: Phrase, text: str) -> tuple[Sourcing, Number]:
        head, one = phrase.head, singular(phrase.head)
        plural = one != head and head not in ("forces", "authorities", "news")
        plain = len(phrase.words) == 1 and not phrase.opener and not phrase.count
        if (
            head in LOOSE
            or (phrase.opener == "no" and head == "one")
            or NUMBER.match(head)
            or head in SMALL
            or (phrase.opener in ("those", "these") and not is_noun(head))
        ):
            return "anonymous" if plain and head in SMALL else "collective", "many"
        if plain and head in SINGLE:
            return "anonymous", "one"
        if one == "line" and len(phrase.words) > 1 and phrase.opener == "the":
            return "named-organisation", "thing"  # the shipping line
        if is_in(head, "document") and head not in load_nouns()["anonymous"]:
            return "document", "thing"
        wire = one == "agency" and WIRE.search(self._text[:SHOWN]) is not None and len(phrase.words) == 1
        if is_in(head, "outlet") or wire or (one in ("agency", "network") and "news" in phrase.lows):
            return "outlet", "thing"
        if is_in(head, "organisation") and one not in load_nouns()["anonymous"]:
            return self._body(phrase, one, plural)
        if head in load_nouns()["collective"] or plural or head in ("people", "children", "men", "women"):
            return self._many(phrase, one, text)
        if is_person(one):
            return self._one(phrase, one, text)
        return "document", "thing"

    def _body(self, phrase: Phrase, one: str, plural: bool) -> tuple[Sourcing, Number]:
        if plural:
            return ("named-organisation" if phrase.opener == "both" else "collective"), "many"
        crowd = one in COLLECTIVE_BODIES and phrase.opener in INDEFINITE
        return ("collective", "many") if crowd else ("named-organisation", "thing")

    def _many(self, phrase: Phrase, one: str, text: str) -> tuple[Sourcing, Number]:
        if one in ("source", "insider") or (NAMELESS.search(text) and one not in GROUPS):
            return "anonymous", "many"
        few = (
            phrase.count in SMALL
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
            and not phrase.count
        )
        if definite and not nameless:
            known = self._known(phrase, one)
            if known is not None:
                return known, "one"
        if phrase.opener in ("the", "this", "that"):
            same = next(
                (m.sourcing for m in reversed(self._history) if one in m.words and m.number == "one"), None
            )
            if same is not None and not nameless:
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
        if one in EVERYBODY or any(one in m.words and m.sourcing == "anonymous" for m in self._history):
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
        introduced = re.search(
            rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w’'-]+ ){{0,4}}{re.escape(one)}\b", self._text[:SHOWN]
        )
        last = next((m for m in reversed(self._history) if m.number == "one"), None)
        return (
            "named-person"
            if introduced is None and last is not None and last.sourcing == "named-person"
            else None
        )


def _has_apposed_name(text: str) -> bool:
    match = APPOSED_NAME.search(text)
    return match is not None and not NOT_APPOSED.match(text, match.start())


def _last_phrase(clause: str) -> str:
    """Return the last noun phrase of ``clause``: what stands behind its last determiner or verb."""
    found = re.search(
        r".*\b((?:the|an?|one|two|three|some|several|many|his|her|its|their|those)\s+[^,]+)$",
        clause,
        re.IGNORECASE | re.DOTALL,
    )
    words = (found.group(1) if found else clause).split()
    return " ".join(words)
