"""What a name is the name of: a person, a body, a medium or a people, by its words and by how the text uses it."""

from __future__ import annotations

import re

from sayso.attribution.mentions import (
    SITES,
    Names,
    is_given,
    load_names,
    load_nouns,
    looks_like_place,
    singular,
)
from sayso.attribution.nounphrases import Mention, Number, Phrase, is_capital, is_noun, is_person
from sayso.attribution.usage import Usage
from sayso.records import Sourcing

PEOPLES = ("ians", "ists", "crats", "icans", "ites", "eans", "anis", "landers", "ese", "ists", "ents")
"""Endings of names of peoples and parties. Bare ``ers`` and ``ans`` end last names too: ``Sanders``, ``Evans``."""
ABSTRACT = ("tions", "ments", "ings", "ures", "sions", "nesses")
"""Endings of plurals that are no names, but begin a sentence."""
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}s?(?:-[A-Z]\w*)?$")
OFFICIAL = re.compile(
    r"(?:ministry|mfa|mofa|mindef|^min(?:of|for|int|fin)|gov|army|police|official|embassy|mission|hq|council"
    r"|party|forces?|navy|command|nato|_un$|^un_|white_?house"
    r"|state_?dept|parliament|president_?office|spox)",
    re.IGNORECASE,
)
PRESS = re.compile(
    r"(?:news|times|post|press|daily|herald|tribune|tv\b|tv$|radio|media|journal|gazette|ledger|reuters|afp|bbc|cnn"
    r"|_live$|live$|watch|updates?|alerts?|_?info$|online|reports?$|today|monitor|newsfeed|wire)",
    re.IGNORECASE,
)
LONGEST_ACRONYM = 5
TITLES_OF_PAPERS = frozenset(
    "report poll survey study act bill law constitution treaty agreement index review letter memo memorandum resolution"
    " charter declaration convention protocol accord code census".split()
)
"""Papers whose names end so; what else ends like a paper, as the Green Column, may be a body."""
COURTESY = frozenset("mr mrs ms miss dr prof sir lady lord".split())
STATION = re.compile(r".-(?:TV|FM|AM|Radio)$|^(?:K|W)[A-Z]{3}$")


class NameReader:
    """Tell what the names of one document are names of."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self._usage = Usage(text)
        self._remembered: dict[tuple[str, ...], tuple[Sourcing, Number]] = {}

    def read(self, phrase: Phrase) -> tuple[Sourcing, Number] | None:
        """Return kind and number of ``phrase``, or None when its head is a common noun."""
        words = phrase.words
        if not is_capital(words[-1]) or self._is_common(phrase):
            return None
        key = (phrase.opener, *words)
        if key not in self._remembered:
            self._remembered[key] = self._decide(phrase)
        return self._remembered[key]

    def read_handle(self, name: str) -> Mention:
        """Return what an account is by its handle: a person's, unless it names a body or a medium."""
        if PRESS.search(name):
            return Mention((name.lower(),), "outlet", "thing")
        if OFFICIAL.search(name):
            return Mention((name.lower(),), "named-organisation", "thing")
        return Mention((name.lower(),), "named-person", "one")

    def _is_common(self, phrase: Phrase) -> bool:
        """Tell whether the capital letter of the head is that of a sentence's first word, a headline or an office."""
        words, head = phrase.words, phrase.head
        one = singular(head)
        nouns = load_nouns()
        if len(words) > 1 and (is_given(words[0]) or phrase.lows[-2] in COURTESY):
            return False  # Matthew Prince, Mr. King
        if len(words) == 1 and not phrase.opener and not phrase.quantity and not words[0].isupper():
            if words[0] in self._names.people or _listed(words[0]) is not None:
                return False
            return is_noun(head) or head.endswith(ABSTRACT) or self._usage.is_written_small(head)
        if not words[0][0].isupper() and words[-1] not in self._names.people and is_noun(head):
            return not self._begins_name(phrase)
        if one in nouns["titled"] and one not in nouns["outlet-name"]:
            return True  # the Foreign Minister, Secretary of State
        if one in nouns["document"] and (one in TITLES_OF_PAPERS or not words[-2:-1] or words[-2].islower()):
            return head not in nouns["outlet-name"] and head not in nouns["organisation-name"]
        media = nouns["outlet-name"] | nouns["organisation-name"]
        return bool(phrase.opener) and one in nouns["anonymous"] and head not in media and one not in media

    def _begins_name(self, phrase: Phrase) -> bool:
        """Tell whether a known noun ends a longer name: ``rebel group Blue Lantern Aid``."""
        return len(_proper(phrase.words)) > 1

    def _decide(self, phrase: Phrase) -> tuple[Sourcing, Number]:
        words, nouns = _unpossessed(phrase.words), load_nouns()
        proper = _proper(words)
        lows = phrase.lows[-len(words) :]
        head = lows[-1]
        body = head in nouns["organisation-name"] or head in nouns["outlet-name"]
        listed = _listed("-".join(words)) or _listed("-".join(proper))
        if listed is not None:
            return listed
        begins = self._usage.begins_body(proper) and not (len(proper) > 1 and is_given(proper[0]))
        if not body and not begins and (self._has_title(words) or _is_full_name(proper)):
            return "named-person", "one"
        beside = _noun_before(words, len(words) - len(proper)) or self._by_mention(phrase, proper, body=body)
        if beside is not None:
            return beside
        if len(words) > 1 and begins:
            return "named-organisation", "thing"
        short = len(lows) <= len(("Essel", "Radio"))
        if (
            head in nouns["outlet-name"]
            or (short and lows[0] in nouns["outlet-name"])
            or STATION.search(proper[-1])
        ):
            return "outlet", "thing"
        if any(low in nouns["organisation-name"] for low in lows) or head in nouns["organisation"]:
            return ("collective", "many") if phrase.quantity else ("named-organisation", "thing")
        return self._by_use(phrase, proper)

    def _by_mention(
        self, phrase: Phrase, proper: tuple[str, ...], *, body: bool
    ) -> tuple[Sourcing, Number] | None:
        """Return what the text says elsewhere that the name is: ``Mira Tolen``, ``the Lantern, a weekly``."""
        if proper[-1] in load_names()["people"]:
            return "collective", "many"
        if len(proper) == 1 and proper[0] in self._names.people and not body and phrase.opener != "the":
            state = looks_like_place(proper[0]) and proper[0] not in self._names.sure
            return ("named-organisation", "thing") if state else ("named-person", "one")
        return None if is_given(proper[0]) else self._usage.described(" ".join(proper))

    def _by_use(self, phrase: Phrase, proper: tuple[str, ...]) -> tuple[Sourcing, Number]:
        """Return what a name that no list knows is, by its form and by how the text uses it."""
        last = proper[-1]
        if is_given(proper[0]) and phrase.opener != "the":
            return "named-person", "one"
        last = last.title() if last.isupper() and last.title() in self._names.people else last
        place = len(proper) == 1 and looks_like_place(last) and last not in self._names.sure
        known = last in self._names.people and not place
        if ACRONYM.fullmatch(last) and len(proper) == 1 and not known and len(last) <= LONGEST_ACRONYM:
            return "named-organisation", "thing"
        if phrase.head.endswith(PEOPLES) and not known and len(last) > len("Ients"):
            return "collective", "many"
        if phrase.opener in ("many", "some", "most") or phrase.quantity:
            return "collective", "many"
        if known and phrase.opener != "the":
            return "named-person", "one"
        return ("named-organisation", "thing") if self._is_body(phrase, proper) else ("named-person", "one")

    def _has_title(self, words: tuple[str, ...]) -> bool:
        """Tell whether an office or a noun for a person stands before the name."""
        nouns = load_nouns()
        for place, word in enumerate(words[:-1]):
            low = re.sub(r"['’]s?$", "", word.lower()).rstrip(".")
            title = (
                low in nouns["honorific"] or low in nouns["titled"] or (word[0].islower() and is_person(low))
            )
            if title and not word.endswith(("'s", "’s")) and is_capital(words[place + 1]):
                return True
        return False

    def _is_body(self, phrase: Phrase, proper: tuple[str, ...]) -> bool:
        """Tell whether a name no list knows is that of a state or body, by how the text uses it."""
        if phrase.opener == "the" or proper[-1] in self._names.places or proper[0].lower() in SITES:
            return True
        if len(proper) > 1:
            return False
        name = proper[0]
        if looks_like_place(name) or self._usage.acts_as_state(name) or self._usage.begins_body(proper):
            return True
        return self._usage.is_long and not self._usage.is_introduced(name)


def _unpossessed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words behind the last possessive: ``the Post's Ed Mills``."""
    starts = [place + 1 for place, word in enumerate(words[:-1]) if re.search(r"(?:['’]s|s['’])$", word)]
    return words[starts[-1] :] if starts else words


def _is_full_name(proper: tuple[str, ...]) -> bool:
    return len(proper) > 1 and is_given(proper[0]) and not is_noun(proper[-1].lower())


def _proper(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the capitalised words at the end, small links between them included: ``Ursula von der Leyen``."""
    start = len(words)
    while start > 0:
        word = words[start - 1]
        link = (
            0 < start < len(words) and word.islower() and len(word) <= LONGEST_LINK and is_capital(words[0])
        )
        if not (is_capital(word) or link):
            break
        start -= 1
    return words[start:]


LONGEST_LINK = 3


def _noun_before(words: tuple[str, ...], start: int) -> tuple[Sourcing, Number] | None:
    """Return what the common noun says that stands before a name: ``the think tank Velling``."""
    if start == 0 or start == len(words) or not words[start - 1].islower():
        return None
    low = words[start - 1].lower()
    for kind, sourcing in (
        ("document", "document"),
        ("outlet", "outlet"),
        ("organisation", "named-organisation"),
    ):
        if low in load_nouns()[kind] and low not in load_nouns()["honorific"] and not is_person(low):
            # the state broadcaster KRB, but the ministry spokesman; the party leader Karim
            return sourcing, "thing"  # type: ignore[return-value]
    return None


def _listed(name: str) -> tuple[Sourcing, Number] | None:
    """Return what the lists of names say."""
    names = load_names()
    for form in (name, name.rstrip("."), name.replace(".", "")):
        if form in names["body"] or form in names["place"]:
            return "named-organisation", "thing"
        if form in names["medium"]:
            return "outlet", "thing"
        if form in names["people"]:
            return "collective", "many"
        if form in names["given"]:
            return "named-person", "one"
    return None
