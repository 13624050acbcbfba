"""What kind of source a source is: person, organisation, office, many, nobody by name, paper, medium, own voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from sayso.attribution.mentions import find_names, is_in, load_nouns, looks_like_place, singular
from sayso.language.quotes import Quote
from sayso.records import Sourcing, Spans

WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
CUT = re.compile(
    r",|\(|;|—|–|\s(?:who|whom|whose|which|that|of|in|on|at|from|with|for|to|by|under|against|about|close|privy|near"
    r"|familiar|inside|including|such|like|among|speaking|citing|quoting|briefed|involved|based|seeking|asking|and"
    r"|reached|contacted|interviewed|consulted|quoted|present|working|living|aware|loyal|itself|himself|herself)\s"
)
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some many several other another one two three four"
    " five most all both such".split()
)
PARTITIVE = re.compile(
    r"(?P<count>[\w-]+) (?:[\w-]+ )?(?:of|among) (?P<rest>(?:the|its|his|her|their|our|my|those|these|them|us)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""``one of the delegates``: what is counted says who, the number how many."""
COUNTS = frozenset(
    "one some two three four five six several many most both few another any none each dozens".split()
)
LOOSE = frozenset(
    "each neither both others five four three two six seven eight nine ten several some many most".split()
)
"""Words that stand alone for the many that were named before."""
REFLEXIVE = frozenset(("itself", "himself", "herself", "themselves"))
INDEFINITE = frozenset("a an one another some several two three four five many other".split())
PRONOUNS: dict[str, str] = {
    **dict.fromkeys("he she him her his hers himself herself".split(), "person"),
    **dict.fromkeys("they them their theirs themselves".split(), "many"),
    **dict.fromkeys("it its itself".split(), "thing"),
    **dict.fromkeys("who whom whose which that".split(), "relative"),
    **dict.fromkeys("i we me us my our mine ours myself ourselves".split(), "own"),
    **dict.fromkeys("you this what there".split(), "nobody"),
}
PERSONAL = ("er", "or", "ist", "ian", "ee", "man", "woman", "crat")
"""Endings of nouns for people: ``villagers`` are many sources, ``incidents`` none."""
PEOPLES = ("ans", "ese", "ians", "ists", "ats", "ers")
OFFICES = frozenset(
    "spokesman spokeswoman spokesperson minister prosecutor judge commander negotiator".split()
)
NAMELESS = re.compile(
    r"\b(?:anonymity|not (?:to )?(?:be(?:ing)? )?(?:named|identified)|keep (?:his|her|their) names? out|unnamed"
    r"|unidentified|anonymous)\b",
    re.IGNORECASE,
)
APPOSED = re.compile(r"^[^,]*, (?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+")
"""``the harbour master, Ivo Brandt``."""
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}s?")
CLAUSE = re.compile(r"[.;:!?“”\"]\s|\b(?:is|are|was|were|by|and|of the|with|to|from|for|but)\s")
TRAILING_NAME = re.compile(r"(?:(?:[Tt]he|[Aa]n?) )?(?:(?<![\w’'])[A-Z][\w’'&-]*\s?){1,5}$")
BODIES_OF_STATES = (
    r"(?:[A-Za-z]+ )?(?:foreign|defen[cs]e|interior|finance|justice|prime) minist(?:ry|er)|ambassador|army"
    r"|military|navy|parliament"
    r"|borders?|capital|embassy|envoy|special envoy|soil|territory|airspace|troops"
)
"""What belongs to a state: ``Veridia's foreign ministry``."""
SHOWN = 200_000
"""Characters in which a text shows how it uses a name; to look through all of a book for each name takes minutes."""
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
        self._shown = text[:SHOWN]
        self._history: list[Mention] = []
        self._names = find_names(text)

    def read(self, source: Spans, *, quotes: Sequence[Quote] = ()) -> Sourcing:
        """Return the sourcing of ``source``; pronouns and short names take that of what they stand for."""
        phrase = " ".join(self._text[span.start : span.end] for span in source)
        words = [match.group() for match in WORD.finditer(phrase)]
        if len(words) > 1 and words[-1].lower() in REFLEXIVE:
            words.pop()
        if not words:
            return "unknown"
        if len(words) == 1 and words[0].lower() in PRONOUNS and not words[0].isupper() | (words[0] == "I"):
            return self._pronoun(PRONOUNS[words[0].lower()], source[0].start, quotes)
        if words[0] in ("I", "We") and len(words) == 1:
            return self._pronoun("own", source[0].start, quotes)
        loose = len(words) == 1 and words[0].lower() in LOOSE
        mention = self.classify(phrase)
        if loose:
            return self._last("many") or "collective"
        self._history.append(mention)
        return mention.sourcing

    def _pronoun(self, kind: str, position: int, quotes: Sequence[Quote]) -> Sourcing:
        if kind == "own":
            quoted = any(quote.span.start <= position < quote.span.end for quote in quotes)
            return (self._last("one", "many") or "unknown") if quoted else "own-voice"
        if kind == "person":
            return self._last("one") or self._person_before(position)
        if kind == "many":
            return self._last("many", "thing") or "unknown"
        if kind == "thing":
            return self._last("thing") or self._body_before(position)
        return self._antecedent(position) if kind == "relative" else "unknown"

    def _last(self, *numbers: Number) -> Sourcing | None:
        for mention in reversed(self._history):
            if mention.number in numbers and mention.sourcing != "unknown":
                return mention.sourcing
        return None

    def _person_before(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK_PERSON) : position]
        return "named-person" if any(name in before for name in self._names.people) else "unknown"

    def _body_before(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK_THING) : position]
        for match in reversed(list(re.finditer(r"\b[A-Z][\w’'-]*", before))):
            found = self.classify(re.sub(r"['’]s$", "", match.group()))
            if found.number == "thing" and found.sourcing != "unknown":
                return found.sourcing
        return "unknown"

    def _antecedent(self, position: int) -> Sourcing:
        before = self._text[max(0, position - BACK) : position].rstrip(" ,—–-")
        clause = CLAUSE.split(before)[-1]
        if not clause.strip():
            return "unknown"
        name = TRAILING_NAME.search(clause)
        mention = self.classify(name.group() if name else clause)
        self._history.append(mention)
        return mention.sourcing

    def classify(self, phrase: str) -> Mention:
        """Return what kind of source the noun phrase ``phrase`` names."""
        part = PARTITIVE.match(phrase.strip())
        if part is not None and (
            part["count"].lower() in COUNTS or "-" in part["count"] or part["count"].isdigit()
        ):
            return self._part(part["count"].lower(), part["rest"])
        core = CUT.split(f" {phrase.strip()} ", maxsplit=1)[0].strip() or phrase.strip()
        words = [re.sub(r"['’]s?$", "", match.group()) for match in WORD.finditer(core)]
        if not words:
            return Mention((), "unknown", "thing")
        opener = words[0].lower()
        while len(words) > 1 and words[0].lower() in DETERMINERS:
            words = words[1:]
        lows = tuple(word.lower().rstrip(".") for word in words)
        if words[-1][:1].isupper() and not self._is_common(words):
            sourcing, number = self._name(words, lows, opener)
        elif APPOSED.search(phrase) and _is_person(singular(lows[-1])):
            sourcing, number = "named-person", "one"
        else:
            sourcing, number = self._noun(lows, opener, phrase)
        return Mention(lows, sourcing, number)

    def _part(self, count: str, rest: str) -> Mention:
        """Return what ``one of the delegates`` is: one of many has no name, several are many."""
        whole = self.classify(rest)
        if count == "one":
            return Mention(whole.words, "anonymous", "one")
        return Mention(whole.words, "collective", "many")

    def _is_common(self, words: list[str]) -> bool:
        """Tell whether a capital letter is only that of a sentence's first word."""
        if len(words) > 1 or words[0].isupper():
            return False
        low = words[0].lower()
        kinds = ("titled", "anonymous", "collective", "document", "outlet", "organisation")
        if any(is_in(low, kind) for kind in kinds):
            return True
        return re.search(rf"(?<![A-Za-z]){re.escape(low)}(?![A-Za-z])", self._shown) is not None

    def _name(self, words: list[str], lows: tuple[str, ...], opener: str) -> tuple[Sourcing, Number]:
        nouns, head, short = load_nouns(), lows[-1], len(lows) <= len(("first", "last"))
        honoured = any(low in nouns["honorific"] for low in lows[:-1])
        if head in ("report", "reports"):
            return "document", "thing"
        if not honoured and len(words) > 1 and self._begins_body(words):
            return "named-organisation", "thing"
        if (honoured and head not in nouns["organisation-name"]) or self._is_known(words):
            return "named-person", "one"
        if head in nouns["outlet-name"] or (lows[0] in nouns["outlet-name"] and short):
            return "outlet", "thing"
        if any(low in nouns["organisation-name"] for low in lows) or head in nouns["country"]:
            return "named-organisation", "thing"
        if words[-1] not in self._names.people and ACRONYM.fullmatch(words[-1]) and short:
            return "named-organisation", "thing"
        if head in nouns["collective"] or (head.endswith(PEOPLES) and short):
            return "collective", "many"
        return ("named-organisation", "thing") if self._is_body(words, opener) else ("named-person", "one")

    def _is_known(self, words: list[str]) -> bool:
        """Tell whether the text gives this last name with a title or a first name."""
        place = len(words) == 1 and looks_like_place(words[0])
        return words[-1] in self._names.people and not place

    def _is_body(self, words: list[str], opener: str) -> bool:
        """Tell whether a name no list knows is that of a state or body, by how the text uses it."""
        if opener == "the" or words[-1] in self._names.places:
            return True
        if len(words) > 1:
            return self._begins_body(words)
        if looks_like_place(words[0]):
            return True
        return self._acts_as_state(re.escape(words[0])) or self._begins_body(words)

    def _acts_as_state(self, name: str) -> bool:
        """Tell whether the text has ``the Name``, its adjective, ``Name, which`` or ``Name's army``."""
        stem = name[:-1] if name[-1] in "aeiouy" else name
        pattern = (
            rf"\b(?:[Tt]he {name}\b(?! [A-Z])|{name}n\b|{stem}(?:ian|an|ese|ish)s?\b|{name}, which\b"
            rf"|{name}['’]s (?:{BODIES_OF_STATES})\b)"
        )
        return re.search(pattern, self._shown) is not None

    def _begins_body(self, words: list[str]) -> bool:
        """Tell whether a longer name of a body begins so: ``Blue Lantern`` of ``Blue Lantern Medical Aid``."""
        pattern = rf"\b{re.escape(' '.join(words))}((?: [A-Z][\w’'-]*)+)"
        for match in re.finditer(pattern, self._shown):
            last = match.group(1).split()[-1].lower()
            if last in load_nouns()["organisation-name"] or last in load_nouns()["outlet-name"]:
                return True
        return False

    def _noun(self, lows: tuple[str, ...], opener: str, phrase: str) -> tuple[Sourcing, Number]:
        head = lows[-1]
        one = singular(head)
        plural = one != head
        number: Number = "many" if plural else "one"
        if is_in(head, "document"):
            return "document", "thing"
        if is_in(head, "outlet") or (one in ("agency", "network") and "news" in lows):
            return "outlet", "thing"
        if is_in(head, "organisation"):
            return self._body(head, opener)
        if one in ("source", "official", "insider") or NAMELESS.search(phrase):
            return self._same(one, opener) or "anonymous", number
        if one in load_nouns()["titled"]:
            many = plural and one not in OFFICES
            return self._same(one, opener) or ("collective" if many else "titled"), number
        if head in load_nouns()["collective"] or (plural and _is_person(one)):
            return "collective", "many"
        return (self._same(one, opener) or "anonymous", "one") if _is_person(one) else ("unknown", "thing")

    def _body(self, head: str, opener: str) -> tuple[Sourcing, Number]:
        plural = singular(head) != head and head not in ("forces", "authorities")
        if plural:
            return "collective", "many"
        return "anonymous" if opener in INDEFINITE else "named-organisation", "thing"

    def _same(self, head: str, opener: str) -> Sourcing | None:
        """Return the sourcing of whoever was called that before: ``minister Leyla Kaya``, ``the minister``."""
        if opener not in ("the", "this", "that"):
            return None
        return next((mention.sourcing for mention in reversed(self._history) if head in mention.words), None)


def _is_person(noun: str) -> bool:
    return noun in load_nouns()["anonymous"] or noun in load_nouns()["titled"] or noun.endswith(PERSONAL)
