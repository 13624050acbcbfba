"""Who or what a noun or a name can be: a person, a body, a place or a thing, and a woman or a man."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from sayso.attribution.mentions import (
    SITES,
    Names,
    is_in,
    load_names,
    load_nouns,
    looks_like_place,
)
from sayso.attribution.tables import read_table

Being = Literal["person", "body", "place", "thing", ""]
Gender = Literal["female", "male", ""]

SHE = frozenset(
    "woman girl mother daughter sister wife widow aunt niece grandmother queen princess duchess lady mrs ms miss"
    " madam spokeswoman chairwoman congresswoman businesswoman policewoman actress heroine bride girlfriend nun"
    " stepmother saleswoman goddess waitress hostess councilwoman".split()
)
HE = frozenset(
    "man boy father son brother husband widower uncle nephew grandfather king prince duke lord mr sir monk priest"
    " spokesman chairman congressman businessman policeman actor hero groom boyfriend pope imam sheikh mullah ayatollah"
    " stepfather salesman fisherman emperor waiter councilman".split()
)
PERSONAL = ("ist", "man", "woman", "crat", "person")
LIKELY = ("er", "or", "ian", "ee")
"""Endings of nouns for people, of which the second lot ends as many for things: ``trawler``, ``treatment``."""
PEOPLE = frozenset(
    "nobody somebody everybody anybody everyone someone anyone none agent student patient resident client participant"
    " assistant consultant accountant immigrant migrant militant"
    " combatant opponent dissident president respondent correspondent superintendent inhabitant descendant giant"
    " descendent parent adolescent infant merchant sergeant lieutenant commandant applicant informant tenant servant"
    " people person child kid baby poet author artist actor actress singer writer novelist historian physicist chemist"
    " biologist astronomer philosopher scientist researcher mathematician professor architect musician composer bishop"
    " defendant plaintiff petitioner respondent appellant applicant claimant athlete captain coach player champion"
    " host hero heroine spokesperson monk nun priest king queen emperor duke prince princess lord lady member victim"
    " individual couple co-founder ceo pm mp mep counsel".split()
)
REGIONS = frozenset(
    "north south east west northern southern eastern western new united saudi central great".split()
)


class Nature(NamedTuple):
    """What something named can be; empty where nothing tells."""

    being: Being
    gender: Gender = ""


@cache
def load_given() -> dict[str, Gender]:
    """Return the first names of ``given.tsv`` and whether they are women's or men's."""
    found: dict[str, Gender] = {}
    for kind, names in read_table("given.tsv"):
        gender: Gender = "female" if kind == "female" else "male"
        for name in names.split():
            found[name] = "" if name in found else gender
    return found


def nature_of_name(names: Sequence[str], *, titles: frozenset[str], opener: str, shown: Names) -> Nature:
    """Return what a name is, by the titles before it, by its words, and by what the text shows of its names."""
    lows, nouns, given = [name.lower() for name in names], load_nouns(), load_given()
    if titles:
        return Nature("person", _gender(titles) or given.get(lows[0], ""))
    if any(low in nouns["organisation-name"] for low in lows) or lows[-1] in nouns["outlet-name"]:
        return Nature("body")
    if lows[0] in given and (len(names) > 1 or given[lows[0]]):
        return Nature("person", given[lows[0]])
    if _is_state_name(lows):
        return Nature("place")
    if opener == "the" or (names[-1].isupper() and len(names[-1]) > 1):
        return Nature("body")
    if names[-1] in shown.sure:
        return Nature("person")
    placed = " ".join(names) in shown.places or (len(names) == 1 and looks_like_place(names[-1]))
    return Nature("place" if placed or lows[0] in SITES else "")


def nature_of_noun(noun: str) -> Nature:
    """Return what a noun, in lower case and singular, stands for."""
    gender = _gender(frozenset((noun,)))
    if gender or is_person(noun):
        return Nature("person", gender)
    if is_in(noun, "organisation") or is_in(noun, "outlet"):
        return Nature("body")
    return Nature("" if noun.endswith(LIKELY) else "thing")


def is_person(noun: str) -> bool:
    """Tell whether a noun, in lower case and singular, is one for people."""
    nouns = load_nouns()
    if noun in PEOPLE or noun in nouns["titled"] or noun in nouns["anonymous"]:
        return True
    if noun in nouns["document"] or noun in nouns["organisation"] or noun in nouns["outlet"]:
        return False
    return noun.endswith(PERSONAL) and len(noun) > len("actor")


def is_office(noun: str) -> bool:
    """Tell whether a noun, in lower case and singular, is that of an office: ``minister``."""
    return noun in load_nouns()["titled"]


def is_state(low: str) -> bool:
    """Tell whether a lower-case word names a state, a region or a capital."""
    return low in _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(name.lower() for name in load_names()["place"])


def _is_state_name(lows: Sequence[str]) -> bool:
    """Tell whether a name is that of a state or capital, and not ``Valeska Paris``."""
    found = [is_state(low) for low in lows]
    return any(found) and (len(lows) == 1 or found[0] or lows[0] in REGIONS)


def _gender(nouns: frozenset[str]) -> Gender:
    return "female" if nouns & SHE else "male" if nouns & HE else ""
