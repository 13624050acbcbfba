"""The noun phrases of a parsed text: what each is called, whom it can be, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sayso.attribution.beings import Being, Gender, is_person, nature_of_name, nature_of_noun
from sayso.attribution.extents import NAMES, extent
from sayso.attribution.mentions import find_names, load_nouns, singular
from sayso.language.parse import Parse
from sayso.language.quotes import Quote, outermost
from sayso.records import Span

Kind = Literal["pronoun", "name", "noun", "group"]
"""``group`` is several phrases joined by ``and``."""
NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "poss", "agent", "appos"))
PRONOMINAL = frozenset(("PRP", "PRP$", "WP", "WDT", "WP$"))
NOUNS = ("NN", "NNS", *NAMES)
INNER = ("compound", "nmod")
PRONOUNS: dict[str, tuple[Gender, bool | None]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("male", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("female", False)),
    **dict.fromkeys(("it", "its", "itself"), ("", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", True)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("", False)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("", True)),
    **dict.fromkeys(("who", "which", "that", "whom", "whose"), ("", None)),
}
FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december today yesterday tomorrow".split()
)
NEAR_OF = 4
"""Tokens from ``Ministry`` to ``Affairs`` in ``Ministry of Foreign Affairs``."""
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
VAGUE = frozenset("same other former new late own very said alleged so-called current".split())


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A noun phrase or pronoun. ``names`` are its name's words, ``titles`` the nouns that stand for an office in it.

    ``noun`` is the head in lower case and singular; ``opener`` its determiner; ``marks`` the words that tell it from
    others of that noun; ``n_words`` how many words of content there are beside the head;
    ``quote`` the number of the outermost quotation it stands in, or -1; ``entity`` whom it names, filled in by the
    register of entities.
    """

    head: int
    first: int
    stop: int
    kind: Kind
    noun: str
    plural: bool | None
    being: Being = ""
    gender: Gender = ""
    names: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    opener: str = ""
    marks: frozenset[str] = frozenset()
    n_words: int = 0
    quote: int = -1
    sentence: int = 0
    entity: int = -1
    is_source: bool = False
    beside: list[int] = field(default_factory=list)
    """Heads of phrases that name the same: appositions and predicates."""


def number_quotes(parse: Parse, quotes: Sequence[Quote]) -> list[int]:
    """Return for each token the number of the outermost quotation it stands in, or -1.

    Paragraph after paragraph of one quotation has one number.
    """
    quote_of = [-1] * len(parse)
    number, goes_on = -1, False
    for quote in outermost(quotes):
        number += not goes_on
        goes_on = quote.continues
        for token in parse.tokens_in(quote.span.start, quote.span.end):
            quote_of[token] = number
    return quote_of


def find_phrases(parse: Parse, quote_of: Sequence[int]) -> list[Phrase]:
    """Return the noun phrases and personal pronouns of ``parse``, in the order of their heads."""
    return _Finder(parse, quote_of).find()


class _Finder:
    def __init__(self, parse: Parse, quote_of: Sequence[int]) -> None:
        self.parse = parse
        self.shown = find_names(parse.text)
        self.quote_of = quote_of

    def find(self) -> list[Phrase]:
        parse, found = self.parse, []
        for token, tag in enumerate(parse.tags):
            if tag in PRONOMINAL and parse.words[token] in PRONOUNS and not self._is_acronym(token):
                found.append(self._pronoun(token))
            elif (tag in NOUNS or self._is_misread(token) or self._is_acronym(token)) and not self._is_inner(
                token
            ):
                found.append(self._noun(token))
                if any(self._is_joined(child) for child in parse.children[token]):
                    found.append(self._group(token))
        return found

    def _is_inner(self, token: int) -> bool:
        """Tell whether a noun stands before another that it belongs to: ``transport`` in ``transport minister``."""
        head = self.parse.heads[token]
        return self.parse.labels[token] in INNER and head > token and self.parse.tags[head] in NOUNS

    def _is_misread(self, token: int) -> bool:
        """Tell whether a name was tagged as a verb or adjective: ``according to Rathbun``."""
        return self._spelled(token) in self.shown.people and self.parse.labels[token] in NOMINAL

    def _is_acronym(self, token: int) -> bool:
        """Tell whether a pronoun in capitals is a name: ``WHO``; not where all around it is in capitals."""
        if self.parse.tags[token] not in PRONOMINAL or len(self.parse.words[token]) == 1:
            return False
        around = (t for t in (token - 1, token + 1) if 0 <= t < len(self.parse))
        near = [word for word in map(self._spelled, around) if word.isalpha()]
        return self._spelled(token).isupper() and not any(word.isupper() for word in near)

    def _is_joined(self, token: int) -> bool:
        return self.parse.labels[token] == "conj" and self.parse.tags[token] in (*NOUNS, "PRP")

    def _pronoun(self, token: int) -> Phrase:
        word = self.parse.words[token]
        gender, plural = PRONOUNS[word]
        being: Being = "person" if gender or word == "who" else ""
        return self._phrase(
            token, token, token + 1, kind="pronoun", plural=plural, being=being, gender=gender
        )

    def _group(self, token: int) -> Phrase:
        stop = max(
            extent(self.parse, child)[1] for child in self.parse.children[token] if self._is_joined(child)
        )
        first = extent(self.parse, token)[0]
        being = nature_of_noun(singular(self.parse.words[token]))[0]
        found = self._phrase(token, first, max(stop, token + 1), kind="group", plural=True)
        found.being = "thing" if being == "thing" and self.parse.tags[token] not in NAMES else ""
        return found

    def _phrase(
        self,
        head: int,
        first: int,
        stop: int,
        *,
        kind: Kind,
        plural: bool | None,
        being: Being = "",
        gender: Gender = "",
    ) -> Phrase:
        return Phrase(
            head=head,
            first=first,
            stop=stop,
            kind=kind,
            noun=self.parse.words[head],
            plural=plural,
            being=being,
            gender=gender,
            quote=self.quote_of[head],
            sentence=self.parse.sentence_of[head],
        )

    def _noun(self, head: int) -> Phrase:
        parse = self.parse
        first, stop = extent(self.parse, head)
        plural = parse.tags[head] in ("NNS", "NNPS")
        found = self._phrase(head, first, stop, kind="noun", plural=plural)
        found.noun = singular(parse.words[head])
        found.opener = self._opener(head)
        found.beside = self._beside(head)
        before = [t for t in range(first, head) if self._is_own(t, head)]
        if self._is_name(head):
            self._add_name(found, before)
        else:
            found.being, found.gender = nature_of_noun(found.noun)
        # A clause about ``the official`` tells what is new of him, one about ``an official`` who he is.
        counted = head if found.opener in DEFINITE and not found.beside else stop
        found.n_words = sum(parse.tags[t][0] in "NJV" for t in range(found.first, counted) if t != head)
        found.marks = frozenset(
            parse.words[t]
            for t in range(found.first, stop)
            if self._marks(t, head) and parse.words[t] not in VAGUE
        )
        return found

    def _marks(self, token: int, head: int) -> bool:
        """Tell whether ``token`` says which one it is: ``the Veridian minister``, ``the minister of Veridia``."""
        parse = self.parse
        if token < head:
            return parse.tags[token][0] in "NJV"
        inner = parse.labels[token] == "pobj" and parse.heads[parse.heads[token]] == head
        return inner and parse.words[parse.heads[token]] == "of"

    def _is_name(self, head: int) -> bool:
        tag, word = self.parse.tags[head], self._spelled(head)
        # In headlines (``Kaya: No deal``) a name is often tagged as a noun.
        if tag in NAMES:
            return self._is_capital(head) and word.lower() not in TIMES
        return tag in PRONOMINAL or word in self.shown.people

    def _is_own(self, token: int, head: int) -> bool:
        """Tell whether ``token`` hangs on ``head`` by nothing but modifiers that stand before it."""
        parse = self.parse
        while token != head:
            if parse.labels[token] not in (*INNER, "amod", "nummod", "appos") or parse.heads[token] <= token:
                return False
            token = parse.heads[token]
        return True

    def _opener(self, head: int) -> str:
        for child in self.parse.children[head]:
            if child < head and self.parse.labels[child] in ("det", "poss"):
                if self.parse.labels[child] == "poss":
                    return "poss"
                word = self.parse.words[child]
                return "a" if word in ("a", "an", "another", "some", "one") else word
        return ""

    def _beside(self, head: int) -> list[int]:
        parse = self.parse
        found = [c for c in parse.children[head] if parse.labels[c] == "appos" and parse.tags[c] in NOUNS]
        if parse.labels[head] == "nsubj" and parse.lemmas[parse.heads[head]] == "be":
            found += [
                c
                for c in parse.children[parse.heads[head]]
                if parse.labels[c] == "attr" and parse.tags[c] in NOUNS
            ]
        return found

    def _add_name(self, found: Phrase, before: list[int]) -> None:
        parse, honorific = self.parse, load_nouns()["honorific"]
        words: list[int] = [found.head]
        titles: set[str] = set()
        for token in reversed(before):
            word = parse.words[token].rstrip(".")
            if word in honorific or (parse.tags[token] in ("NN", "NNS") and is_person(singular(word))):
                titles.add(singular(word))
            elif (
                parse.tags[token] in NAMES
                and self._is_capital(token)
                and not titles
                and token == words[0] - 1
            ):
                words.insert(0, token)
        found.names = tuple(self._spelled(t) for t in words)
        if not titles and (
            found.opener == "the" or found.names[-1].lower() in load_nouns()["organisation-name"]
        ):
            found.names += tuple(self._behind_of(found.head))
        found.first = max([found.first, *(t + 1 for t in range(found.first, words[0]) if self._parts(t))])
        found.titles, found.kind = frozenset(titles), "name"
        found.being, found.gender = nature_of_name(
            found.names, titles=found.titles, opener=found.opener, shown=self.shown
        )

    def _is_capital(self, token: int) -> bool:
        return self.parse.text[self.parse.starts[token]].isupper()

    def _parts(self, token: int) -> bool:
        """Tell whether a headline's verb stands before a name: ``Wikinews interviews Marymegan Daly``."""
        return self.parse.words[token] == ":" or self.parse.tags[token] in ("NNS", "VBZ", "VBP", "VBD")

    def _spelled(self, token: int) -> str:
        return self.parse.text[self.parse.starts[token] : self.parse.ends[token]]

    def _behind_of(self, head: int) -> list[str]:
        """Return the name in ``Ministry of Defence``."""
        parse = self.parse
        if head + 1 < len(parse) and parse.words[head + 1] in ("of", "for") and parse.heads[head + 1] == head:
            inner = parse.child(head + 1, ("pobj",))
            if inner is not None and parse.tags[inner] in NAMES and inner - head <= NEAR_OF:
                return [self._spelled(t) for t in range(head + 1, inner + 1) if parse.tags[t] in NAMES]
        return []


def span_of(parse: Parse, phrase: Phrase) -> Span:
    """Return where ``phrase`` stands."""
    return Span(parse.starts[phrase.first], parse.ends[phrase.stop - 1])
