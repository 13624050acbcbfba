"""What kind of source a source is: person, organisation, office, many, nobody by name, paper, medium, own voice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution.memory import Memory
from sayso.attribution.mentions import find_names
from sayso.attribution.naming import NameReader
from sayso.attribution.nounphrases import (
    BRACKETED,
    MANY_OF,
    NUMBER,
    SMALL,
    Mention,
    Number,
    is_person,
    read_phrase,
)
from sayso.attribution.unnamed import CROWD, LOOSE, NounReader
from sayso.language.quotes import Quote
from sayso.records import Sourcing, Span, Spans

WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
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
CLAUSE = re.compile(
    r"[.;:!?“”\"]\s|\b(?:is|are|was|were|had|has|by|and|with|to|from|for|but|called|told|said|including|says)\s"
)
TRAILING_NAME = re.compile(r"(?:(?:[Tt]he|[Aa]n?) )?(?:(?<![\w’'])[A-Z][\w’'&-]*\s?){1,5}$")
UNLIKE = frozenset((("person", "thing"), ("person", "many"), ("thing", "one")))
"""Pronouns and what they do not stand for."""
OWN_MEDIA = re.compile(
    r"^(?:this|our)\s+(?:newspaper|website|site|magazine|agency|channel|station|programme|program|reporter"
    r"|correspondent"
    r"|journalist|writer|author|blog|column|columnist|podcast|desk|editorial board|newsroom)\b|^(?:yours truly"
    r"|the present writer)$",
    re.IGNORECASE,
)
CUT_OFF = re.compile(
    r"\b(?:(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome|[Mm]any|[Ss]everal|[Mm]ost|[Nn]one)\s+of\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+)?"
    r"|(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+(?:[\w-]+\s+)?(?P<noun>[a-z]+)\s+(?:in|of|from|for|at)\s+(?:the\s+)?)$"
)
"""The start of a noun phrase of which an extractor gave only the end."""
STAMP = re.compile(r"^(?:\d{1,2}[:.]?\d{2}\s*(?:GMT|UTC|[ap]\.?m\.?)?\s*[—–:-]\s*|RT\s+(?=@))")
"""What stands before a source in a ticker or a shared post."""
LONGEST_SHOUT = 6
"""Letters of a word in capitals that may be an acronym."""
HANDLE = re.compile(r"^@(?P<name>\w+)$")
BACK = 90
"""Characters before a relative pronoun in which its noun stands."""
BACK_PERSON = 600
BACK_THING = 250


class SourceReader:
    """Tell the sourcing of the sources of one document, read in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._names = find_names(text)
        self._memory = Memory()
        self._naming = NameReader(text, self._names)
        self._unnamed = NounReader(text, self._names, self._memory)

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
        if mention is not None and not source[0].start <= mention.start < source[-1].end:
            fuller = self.classify(" ".join(self._text[mention.start : mention.end].split()))
            if self._can_stand_for(words, phrase, fuller):
                self._memory.add(fuller)
                return fuller.sourcing
        joined = len(words) > 1 and words[0].lower() in ("he", "she") and words[1] == "and"
        if joined or (words[0] in ("We", "we", "I") and len(words) > 1):
            words = words[:1]  # she and her husband, we at the tenants' league
        if len(words) == 1 and words[0].lower() in PRONOUNS and words[0] not in SHOUTED:
            return self._pronoun(PRONOUNS[words[0].lower()], source[0].start, quotes, speaker)
        found = self.classify(self._left_of(source[0].start) + phrase)
        if len(words) == 1 and words[0].lower() in LOOSE:
            return found.sourcing
        self._memory.add(found)
        return found.sourcing

    def _left_of(self, position: int) -> str:
        """Return what a source lacks at its left: ``a cousin in`` of ``a cousin in Kessary``, ``one of the``."""
        before = self._text[max(0, position - BACK) : position]
        match = CUT_OFF.search(before)
        if match is None or (match["noun"] and not is_person(match["noun"].lower())):
            return ""
        return match.group()

    def _can_stand_for(self, words: Sequence[str], phrase: str, fuller: Mention) -> bool:
        """Tell whether a source can stand for a mention: ``he`` for no paper, ``the caller`` for no state."""
        kind = PRONOUNS.get(words[0].lower()) if len(words) == 1 else None
        if kind is not None:
            return kind != "own" and (kind, fuller.number) not in UNLIKE
        own = self.classify(phrase)
        if own.sourcing == "own-voice" or words[0].lower() == "this":
            return False
        if fuller.sourcing == "document" and own.sourcing in ("named-organisation", "outlet"):
            return False  # the Velling Institute is not the Velling Institute Report
        return (own.number == "one") == (fuller.number == "one")

    def _pronoun(
        self, kind: str, position: int, quotes: Sequence[Quote], speaker: Sourcing | None
    ) -> Sourcing:
        if kind == "own":
            quoted = any(quote.span.start <= position < quote.span.end for quote in quotes)
            if not quoted and speaker is None:
                return "own-voice"
            return speaker or self._memory.last("one", "many") or "own-voice"
        if kind == "person":
            return self._memory.last("one") or self._person_before(position)
        if kind == "many":
            return self._memory.last("many", "thing") or "collective"
        if kind == "thing":
            return self._memory.last("thing") or self._body_before(position)
        return self._antecedent(position) if kind == "relative" else "collective"

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
            return self._memory.last("one", "many", "thing") or "collective"
        name = TRAILING_NAME.search(clause)
        mention = self.classify(name.group() if name else _last_phrase(clause))
        self._memory.add(mention)
        return mention.sourcing

    def classify(self, text: str) -> Mention:
        """Return what kind of source the noun phrase ``text`` names."""
        text = BRACKETED.sub("", text.strip(" ,;")).strip()
        text = STAMP.sub("", text)
        if text.isupper() and (" " in text or len(text) > LONGEST_SHOUT):
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
        return Mention(phrase.lows, *self._unnamed.read(phrase, text))

    def _part(self, count: str, rest: str) -> Mention:
        """Return what ``one of the delegates`` is: one or two of many have no names, several are many."""
        whole = self.classify(rest)
        if count in ("one", "another", "any", "member", "each"):
            number: Number = "one" if count != "each" else "many"
            return Mention(whole.words, "anonymous" if number == "one" else "collective", number)
        if whole.sourcing in ("document", "outlet") and rest.lower() not in PRONOUNS:
            return whole
        first = rest.split(maxsplit=1)[0]
        few = (
            count in SMALL
            and not NUMBER.match(first)
            and first not in SMALL
            and (whole.number == "many" or rest.lower() in ("them", "us", "those"))
        )
        return Mention(
            whole.words,
            "anonymous" if few or (whole.sourcing == "anonymous" and first not in SMALL) else "collective",
            "many",
        )


def _last_phrase(clause: str) -> str:
    """Return the last noun phrase of ``clause``: what stands behind its last determiner or verb."""
    found = re.search(
        r".*\b((?:the|an?|one|two|three|some|several|many|his|her|its|their|those)\s+[^,]+)$",
        clause,
        re.IGNORECASE | re.DOTALL,
    )
    words = (found.group(1) if found else clause).split()
    return " ".join(words)
