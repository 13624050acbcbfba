"""Who is who in one document: names, short names, acronyms, appositions and titles tied together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.attribution.beings import Being, Gender, is_state
from sayso.attribution.mentions import singular
from sayso.attribution.phrases import Phrase
from sayso.language.parse import Parse

SMALL = frozenset("of the and for in on de la du des al el von van".split())
OWNED = frozenset(
    "ministry minister government army ambassador parliament delegation border capital embassy envoy president military"
    " navy troop territory airspace soil economy people constitution".split()
)
"""What a state has."""
SHORTEST_ACRONYM = 2
BODIES = frozenset(("body", "place"))
"""A state may be told of as a body: ``Ostland, the country that ...``."""


@dataclass(slots=True)
class Entity:
    """What several phrases name: their places in the list of phrases, in the order they were tied."""

    phrases: list[int] = field(default_factory=list)
    being: Being = ""
    gender: Gender = ""
    plural: bool = False
    named: bool = False
    nouns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    """Name words, in lower case."""


class Register:
    """The entities of one document; phrases are entered by their place in the list."""

    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.entities: list[Entity] = []
        self.of_head = {phrase.head: place for place, phrase in enumerate(phrases) if phrase.kind != "group"}
        self._by_name: dict[tuple[str, ...], int] = {}
        self._usual: dict[str, int] = {}
        """Whom a short name stands for once it has: a wife named later does not take over ``Moreau``."""
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_noun: defaultdict[str, list[int]] = defaultdict(list)
        self._named_by_noun: dict[str, int] = {}
        self._enter_names()
        self._join_beside()
        self._see_owners()
        for number, known in enumerate(self.entities):
            for noun in known.nouns if known.named else ():
                self._named_by_noun.setdefault(noun, number)

    def _see_owners(self) -> None:
        """Take ``Kessary`` for a state where the text has ``Kessary's ambassador``."""
        for phrase in self.phrases:
            if phrase.kind == "name" and self.parse.labels[phrase.head] == "poss":
                known = self.entities[phrase.entity]
                owned = singular(self.parse.words[self.parse.heads[phrase.head]])
                known.being = known.being or ("place" if owned in OWNED else "")

    def entity_of(self, phrase: Phrase) -> Entity | None:
        """Return the entity of ``phrase``, if it was tied to one."""
        return self.entities[phrase.entity] if phrase.entity >= 0 else None

    def enter(self, place: int, entity: int | None = None) -> int:
        """Tie a phrase to an entity, to a new one when None is given, and return it."""
        phrase = self.phrases[place]
        if entity is None:
            entity = len(self.entities)
            self.entities.append(Entity(plural=bool(phrase.plural)))
        phrase.entity = entity
        known = self.entities[entity]
        known.phrases.append(place)
        self._learn(known, phrase)
        return entity

    def _learn(self, known: Entity, phrase: Phrase) -> None:
        if phrase.kind == "name":
            known.being, known.named = known.being or phrase.being, True
            known.words.update(_low(phrase.names))
        elif not known.being:
            known.being = phrase.being
        known.gender = known.gender or phrase.gender
        known.nouns.update(phrase.titles)
        if phrase.kind == "noun":
            known.nouns.add(phrase.noun)

    def note(self, place: int) -> None:
        """Make the entity of a phrase the last one that its nouns were said of."""
        phrase = self.phrases[place]
        if phrase.entity < 0:
            return
        own = {phrase.noun, *phrase.titles} if phrase.kind == "noun" else self.entities[phrase.entity].nouns
        for noun in own:
            line = self._by_noun[noun]
            if not line or line[-1] != phrase.entity:
                line.append(phrase.entity)

    def find_described(self, place: int) -> int | None:
        """Return the entity last called by the noun of ``the minister``, if nothing speaks against it."""
        phrase = self.phrases[place]
        for entity in reversed(self._by_noun[phrase.noun][-LAST_CALLED:]):
            if self._may_be(self.entities[entity], phrase):
                return entity
        return self._find_later(phrase)

    def _find_later(self, phrase: Phrase) -> int | None:
        """Return who is named with that office only later: ``the captain``, then ``the captain, Jonas Weil``."""
        if phrase.n_words or phrase.plural or not phrase.is_source:
            return None
        return self._named_by_noun.get(phrase.noun)

    def _may_be(self, entity: Entity, phrase: Phrase) -> bool:
        """Tell whether ``the Veridian minister`` may be it: no other state, no other name, the same number."""
        if entity.plural != bool(phrase.plural):
            return False
        if not phrase.marks:
            return True
        known: set[str] = set(entity.words)
        for place in entity.phrases[:LAST_CALLED]:
            known |= self.phrases[place].marks
        return not phrase.marks or not known or bool(phrase.marks & known)

    def _enter_names(self) -> None:
        """Enter longer names first: a headline may have the short one before the text has the full one."""
        named = [place for place, phrase in enumerate(self.phrases) if phrase.kind == "name"]
        for place in (p for p in named if len(self.phrases[p].names) > 1):
            self._index(place, self.enter(place, self._find_long(self.phrases[place])))
        self._join_beside()
        acronyms = self._acronyms()
        for place in (p for p in named if len(self.phrases[p].names) == 1):
            found = self._find_short(self.phrases[place], place, acronyms)
            entity = self.enter(place, found)
            self._usual.setdefault(_low(self.phrases[place].names)[0], entity)
            self._index(place, entity)

    def find_name(self, names: tuple[str, ...]) -> int | None:
        """Return the entity that a name no phrase was made of stands for."""
        lows = _low(names)
        line = self._by_word.get(lows[-1], []) if lows else []
        usual = self._usual.get(lows[-1]) if lows else None
        return usual if usual is not None else line[0] if line else None

    def _index(self, place: int, entity: int) -> None:
        names = _low(self.phrases[place].names)
        self._by_name.setdefault(names, entity)
        for word in names:
            line = self._by_word[word]
            if entity not in line[-LAST_CALLED:]:
                line.append(entity)

    def _find_long(self, phrase: Phrase) -> int | None:
        names = _low(phrase.names)
        exact = self._by_name.get(names)
        if exact is not None:
            return exact
        near = (*self._by_word[names[-1]][-LAST_CALLED:], *self._by_word[names[0]][-LAST_CALLED:])
        for entity in dict.fromkeys(near):
            known = self.entities[entity]
            same_kind = (phrase.being in BODIES) == (known.being in BODIES)
            if (same_kind and self._agree(entity, names, phrase)) or self._begins(entity, names, phrase):
                return entity
        return None

    def _begins(self, entity: int, names: tuple[str, ...], phrase: Phrase) -> bool:
        """Tell whether one of two names of bodies begins the other: ``Blue Lantern``, ``Blue Lantern Medical Aid``."""
        known = self.entities[entity]
        beings = {known.being, phrase.being}
        if "body" not in beings or not beings <= {"body", ""}:
            return False
        others = (_low(self.phrases[place].names) for place in known.phrases[:LAST_CALLED])
        return any(o[: len(names)] == names or (o and names[: len(o)] == o) for o in others)

    def _agree(self, entity: int, names: tuple[str, ...], phrase: Phrase) -> bool:
        """Tell whether two longer names with a word in common may be one person's: ``J. Kaya``, ``Leyla M. Kaya``."""
        known = self.entities[entity]
        if known.gender and phrase.gender and known.gender != phrase.gender:
            return False
        for place in known.phrases[:LAST_CALLED]:
            around, other = self.phrases[place], _low(self.phrases[place].names)
            is_inside = around.first <= phrase.head < around.stop  # ``Coastal Studies`` is not its institute
            if is_inside or len(other) == 1 or other[-1:] != names[-1:]:
                continue
            a, b = other[0], names[0]
            if a == b or set(names) <= set(other) or set(other) <= set(names):
                return True
            if 1 in (len(a.rstrip(".")), len(b.rstrip("."))) and a[0] == b[0]:
                return True
        return False

    def _find_short(self, phrase: Phrase, place: int, acronyms: dict[str, int]) -> int | None:
        names = _low(phrase.names)
        word = phrase.names[0].replace(".", "")
        if word.isupper() and len(word) >= SHORTEST_ACRONYM and word in acronyms:
            return acronyms[word]
        line = self._by_word.get(names[0], [])
        ranks = {entity: self._rank_short(entity, phrase, names[0]) for entity in line[-2 * LAST_CALLED :]}
        if is_state(names[0]):  # unless it is somebody's last name: Valeska Paris
            ranks = {
                entity: rank for entity, rank in ranks.items() if self.entities[entity].being == "person"
            }
        top = max(ranks.values(), default=0)
        fit = [entity for entity, rank in ranks.items() if rank == top and top > 0]
        usual = self._usual.get(names[0])
        if usual in fit:
            return usual
        before = [e for e in fit if self._first(e) < place]
        return (
            max(before, key=self._first)
            if before
            else min(fit, key=self._first, default=self._by_name.get(names))
        )

    def _rank_short(self, entity: int, phrase: Phrase, word: str) -> int:
        """Return how well ``word`` is short for an entity's name: a person's last name best, 0 for not at all."""
        known = self.entities[entity]
        if phrase.gender and known.gender and phrase.gender != known.gender:
            return 0
        if known.being in BODIES and (phrase.titles or phrase.being == "person"):
            return 0
        named = (self.phrases[p].names for p in known.phrases[:LAST_CALLED])
        names = [_low(name) for name in named if name]
        if any(name[-1] == word for name in names):
            return 3 if known.being == "person" else 2
        return int(any(name[0] == word for name in names) and not phrase.titles)

    def _first(self, entity: int) -> int:
        return self.entities[entity].phrases[0]

    def _acronyms(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for phrase in self.phrases:
            if phrase.kind in ("name", "noun") and phrase.stop < len(self.parse):
                self._add_bracketed(found, phrase)
        for names, entity in self._by_name.items():
            if self.entities[entity].being != "person":
                letters = "".join(name[0] for name in names if name not in SMALL).upper()
                found.setdefault(letters, entity)
        return found

    def _add_bracketed(self, found: dict[str, int], phrase: Phrase) -> None:
        """Read ``the Institute for Coastal Studies (ICS)``."""
        words = self.parse.words
        for at in (phrase.head + 1, phrase.stop):
            if at + 2 < len(words) and words[at] == "(" and words[at + 2] == ")" and phrase.entity >= 0:
                short = self.parse.text[self.parse.starts[at + 1] : self.parse.ends[at + 1]]
                if short.isupper() and len(short) >= SHORTEST_ACRONYM:
                    found.setdefault(short, phrase.entity)  # the outer phrase comes first

    def _join_beside(self) -> None:
        """Tie ``the transport minister, Leyla Kaya`` and what ``Kaya is`` to one entity."""
        for place, phrase in enumerate(self.phrases):
            for head in phrase.beside:
                other = self.of_head.get(head)
                if other is not None:
                    self._join(place, other, is_apposition=self.parse.heads[head] == phrase.head)

    def _join(self, place: int, other: int, *, is_apposition: bool) -> None:
        first, second = self.phrases[place], self.phrases[other]
        if bool(first.plural) != bool(second.plural):
            return
        named = [p for p in (place, other) if self.phrases[p].kind == "name"]
        if len(named) != 1:
            if not named and is_apposition and second.entity < 0:
                self.enter(other, self.enter(place) if first.entity < 0 else first.entity)
            return
        entity = self.phrases[named[0]].entity
        if entity < 0:
            return
        noun = self.phrases[other if named[0] == place else place]
        beings = {self.entities[entity].being, noun.being} - {""}
        unlike = not noun.being and self.entities[entity].being in BODIES
        if (
            unlike
            or (len(beings) > 1 and beings != BODIES)
            or (not is_apposition and noun.being not in ("person", "body"))
        ):
            return
        if is_apposition and noun.entity < 0:
            self.enter(self.of_head[noun.head], entity)
        else:
            known = self.entities[entity]
            known.nouns.add(noun.noun)
            known.being, known.gender = known.being or noun.being, known.gender or noun.gender


LAST_CALLED = 8
"""Entities, or phrases of one, that are looked at: a bound that keeps long documents linear."""


def _low(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
