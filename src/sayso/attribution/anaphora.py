"""Whom a pronoun stands for: what went before is weighed by distance, role, number, and who spoke last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.attribution.beings import Being, is_office
from sayso.attribution.entities import Entity, Register
from sayso.attribution.phrases import DEFINITE, FIRST_PERSON, RELATIVE, Phrase
from sayso.attribution.tables import read_table
from sayso.language.parse import Parse

INDEFINITE = frozenset("nobody somebody everybody anybody everyone someone anyone none".split())
REACH_EARLY = 3
REACH_SENTENCES = 6
REACH_PHRASES = 80
"""A pronoun is hardly ever farther from the last mention of whom it stands for."""
HE = frozenset("he him his himself she her hers herself".split())
IT = frozenset("it its itself".split())
POSSESSIVE = frozenset("his her its their".split())
ROLES = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "dobj": "object",
    "dative": "object",
    "poss": "owner",
    "pobj": "oblique",
    "agent": "oblique",
    "appos": "beside",
    "conj": "joined",
    "attr": "predicate",
    "ROOT": "root",
}
MANY = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a pronoun may stand for, and the parts of its score."""

    entity: int
    parts: tuple[str, ...]


Choose = Callable[[Register, int, Sequence[Candidate]], int | None]
"""Given the register, the place of a pronoun and its candidates, return the place of one of these, or None."""


@cache
def load_weights() -> dict[str, float]:
    """Return the weight of each part, from ``anaphora.tsv``."""
    return {name: float(weight) for name, weight in read_table("anaphora.tsv")}


def choose_best(register: Register, place: int, candidates: Sequence[Candidate]) -> int | None:
    """Return the place of the candidate with the greatest sum of weights; of equals the nearest."""
    return best_by(load_weights(), candidates)


def best_by(weights: Mapping[str, float], candidates: Sequence[Candidate]) -> int | None:
    """Return the place of the candidate with the greatest sum of ``weights``; of equals the nearest."""
    sums = [sum(weights.get(part, 0.0) for part in one.parts) for one in candidates]
    return max(range(len(sums)), key=lambda at: (round(sums[at], 9), -at), default=None)


def kind_of(word: str) -> str:
    """Return ``he``, ``it`` or ``they``: the kind of a pronoun of the third person."""
    return "he" if word in HE else "it" if word in IT else "they"


def is_third(phrase: Phrase) -> bool:
    """Tell whether ``phrase`` is a personal pronoun of the third person."""
    return phrase.kind == "pronoun" and phrase.noun not in FIRST_PERSON and phrase.noun not in RELATIVE


class Resolver:
    """Go through the phrases of a document in order and tie pronouns and descriptions to what went before."""

    def __init__(self, register: Register, speakers: Sequence[int], choose: Choose = choose_best) -> None:
        """Take ``speakers``: for each token the head of the source in whose words it stands, or -1."""
        self.register = register
        self.phrases = register.phrases
        self.parse: Parse = register.parse
        self._speakers = speakers
        self._choose = choose
        self._sources: list[int] = []

    def resolve(self) -> None:
        """Tie every phrase to an entity, but pronouns of the first person and those that fit nothing."""
        waiting: list[int] = []
        for place, phrase in enumerate(self.phrases):
            if phrase.kind == "pronoun":
                self._tie_pronoun(place)
            elif phrase.entity < 0:
                self.register.enter(place, self._find_noun(place))
            self.register.note(place)
            if phrase.kind == "pronoun" and phrase.entity < 0 and phrase.noun in HE:
                waiting.append(place)
            waiting = [early for early in waiting if not self._tie_early(early, place)]
            if phrase.is_source and phrase.entity >= 0:
                self._sources.append(place)

    def _tie_early(self, early: int, place: int) -> bool:
        """Tie ``“It is no wall,” he said`` to the first person who is named after it; tell whether the wait is over."""
        phrase, other = self.phrases[early], self.phrases[place]
        if other.sentence - phrase.sentence > REACH_EARLY:
            return True
        known = self.register.entity_of(other)
        if (
            known is None
            or other.kind == "pronoun"
            or known.being != "person"
            or not self._agrees(phrase, known)
        ):
            return False
        if self.parse.heads[phrase.head] == self.parse.heads[other.head]:
            return False
        self.register.enter(early, other.entity)
        return True

    def _find_noun(self, place: int) -> int | None:
        phrase = self.phrases[place]
        if phrase.kind == "group" or phrase.opener not in DEFINITE:
            return None
        found = self.register.find_described(place)
        return self._find_generic(phrase, place) if found is None and phrase.is_source else found

    def _find_generic(self, phrase: Phrase, place: int) -> int | None:
        """Return whom ``the official``, ``the charity`` or ``the minister`` can be who was not called so before."""
        general = phrase.noun in GENERAL_BODY or phrase.noun in GENERAL_PERSON or is_office(phrase.noun)
        if phrase.plural or phrase.marks or phrase.opener != "the" or not general:
            return None
        being: Being = "body" if phrase.noun in GENERAL_BODY else "person"
        before = range(place - 1, max(-1, place - 1 - REACH_PHRASES), -1)
        for source in (True, False):
            for other in (self.phrases[at] for at in before):
                if phrase.sentence - other.sentence > REACH_GENERAL:
                    break
                if other.is_source >= source and self._may_be(phrase, other, being):
                    return other.entity
        return None

    def _may_be(self, phrase: Phrase, other: Phrase, being: Being) -> bool:
        known = self.register.entity_of(other)
        if (
            known is None
            or known.plural
            or other.kind == "pronoun"
            or (phrase.quote != other.quote and other.quote >= 0)
        ):
            return False
        if known.gender and phrase.gender and known.gender != phrase.gender:
            return False
        if being == "body":
            return known.named and known.being == "body"
        if known.named:
            return known.being in ("person", "") and not known.nouns - GENERAL_PERSON
        return known.being == "person" and phrase.noun in GENERAL_PERSON and other.is_source

    def _tie_pronoun(self, place: int) -> None:
        phrase = self.phrases[place]
        if phrase.noun in RELATIVE:
            self._tie_relative(place)
        elif is_third(phrase) and (phrase.noun not in IT or phrase.is_source):
            candidates = self.candidates(place)
            at = self._choose(self.register, place, candidates)
            if at is not None:
                entity = self.register.enter(place, candidates[at].entity)
                known = self.register.entities[entity]
                known.gender = known.gender or phrase.gender

    def _tie_relative(self, place: int) -> None:
        parse, token = self.parse, self.phrases[place].head
        for _ in range(DEEPEST):
            if parse.labels[token] == "relcl":
                other = self.register.of_head.get(parse.heads[token])
                if other is not None and self.phrases[other].entity < 0:
                    self.register.enter(other, self._find_noun(other))
                if other is not None:
                    self.register.enter(place, self.phrases[other].entity)
                return
            token = parse.heads[token]

    def candidates(self, place: int) -> list[Candidate]:
        """Return the entities that the pronoun at ``place`` may stand for, the one last mentioned first."""
        phrase = self.phrases[place]
        seen: dict[int, int] = {}
        counts: dict[int, int] = {}
        bound: set[int] = set()
        for other_place in range(place - 1, max(-1, place - 1 - REACH_PHRASES), -1):
            other = self.phrases[other_place]
            if phrase.sentence - other.sentence > REACH_SENTENCES:
                break
            if other.entity < 0:
                continue
            counts[other.entity] = counts.get(other.entity, 0) + 1
            if self._is_bound(phrase, other):
                bound.add(other.entity)
            elif other.entity not in seen and self._may_stand(phrase, other):
                seen[other.entity] = other_place
        for source in reversed(self._sources[-REACH_GENERIC:]):
            other = self.phrases[source]
            if other.entity not in seen and self._may_stand(phrase, other):
                seen[other.entity] = source
        return [
            Candidate(entity, tuple(self._parts(phrase, self.phrases[last], rank, counts.get(entity, 0))))
            for rank, (entity, last) in enumerate((e, last) for e, last in seen.items() if e not in bound)
        ]

    def _may_stand(self, phrase: Phrase, other: Phrase) -> bool:
        known = self.register.entities[other.entity]
        if other.noun in INDEFINITE and other.sentence != phrase.sentence:
            return False
        return self._agrees(phrase, known)

    def _is_bound(self, phrase: Phrase, other: Phrase) -> bool:
        """Tell whether the grammar forbids that they are one: ``Kaya told him``, ``Rook, who she alleged lied``."""
        if other.first <= phrase.head < other.stop:
            return phrase.noun not in POSSESSIVE or other.head > phrase.head
        same_clause = self.parse.heads[phrase.head] == self.parse.heads[other.head]
        return same_clause and phrase.noun not in POSSESSIVE

    def _agrees(self, phrase: Phrase, known: Entity) -> bool:
        kind = kind_of(phrase.noun)
        if kind == "he":
            clash = known.gender and known.gender != phrase.gender
            return not known.plural and not clash and (known.being == "person" or self._may_be_person(known))
        if kind == "it":
            return not known.plural and known.being != "person"
        if phrase.is_source and known.being == "thing":
            return False
        return (
            known.plural
            or known.being in ("body", "place", "")
            or (known.being == "person" and not known.named)
        )

    def _may_be_person(self, known: Entity) -> bool:
        return known.named and not known.being

    def _parts(self, phrase: Phrase, other: Phrase, rank: int, n: int) -> Iterator[str]:
        known = self.register.entities[other.entity]
        kind = kind_of(phrase.noun)
        distance = min(phrase.sentence - other.sentence, REACH_SENTENCES + 1)
        role, own_role = self._role(other), self._role(phrase)
        yield f"{kind} distance {distance}"
        yield f"{kind} rank {min(rank, 4)}"
        yield f"{kind} role {role} {min(distance, 2)}"
        yield f"{kind} kind {other.kind}"
        yield f"{kind} being {known.being} {'named' if known.named else 'unnamed'}"
        yield f"{kind} plural {known.plural}"
        yield f"{kind} gender {'known' if known.gender else 'unknown'}"
        yield f"{kind} heard {self._heard(other.entity)} {'source' if phrase.is_source else ''}"
        yield f"{kind} often {sum(n >= least for least in MANY)}"
        yield f"roles {own_role} {role}"
        yield f"quotes {self._quotes(phrase, other)} {'source' if phrase.is_source else ''}"
        if known.phrases and self.phrases[known.phrases[0]].sentence <= FIRST_SENTENCES:
            yield f"{kind} opening"
        if self._speaks(phrase) == other.entity:
            yield "own words"
        if other.kind == "noun" and other.opener not in DEFINITE:
            yield f"{kind} indefinite"

    def _role(self, phrase: Phrase) -> str:
        label = self.parse.labels[phrase.head]
        return ROLES.get(label, "other")

    def _heard(self, entity: int) -> str:
        for back, place in enumerate(reversed(self._sources[-REACH_GENERIC:])):
            if self.phrases[place].entity == entity:
                return "last" if back == 0 else "before"
        return "no"

    def _quotes(self, phrase: Phrase, other: Phrase) -> str:
        if phrase.quote < 0:
            return "out-in" if other.quote >= 0 else "out"
        return "same" if other.quote == phrase.quote else "in-in" if other.quote >= 0 else "in-out"

    def _speaks(self, phrase: Phrase) -> int:
        head = self._speakers[phrase.head]
        place = self.register.of_head.get(head) if head >= 0 else None
        return self.phrases[place].entity if place is not None else -1


GENERAL_PERSON = frozenset(
    "official source man woman person diplomat politician spokesman spokeswoman leader".split()
)
GENERAL_BODY = frozenset(
    "group organization organisation company agency party firm body institution movement charity club team think-tank"
    " union association foundation institute university newspaper network broadcaster faction militia"
    " bank".split()
)
REACH_GENERAL = 3
"""Sentences."""
REACH_GENERIC = 12
DEEPEST = 8
FIRST_SENTENCES = 2
