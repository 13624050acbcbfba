"""Words that announce what somebody says, thinks or wants: the lexicon, and which words of a clause are the cue."""

from __future__ import annotations

from functools import cache
from typing import cast

from sayso.attribution.sources import MEDIUM
from sayso.attribution.tables import read_table
from sayso.language.parse import Parse
from sayso.records import Force

AUXILIARIES = ("aux", "auxpass", "neg", "prt")
ADVERBS = ("RB", "RBR", "RBS")
MEDIUM_REACH = 4
"""Tokens between a verb and the ``in`` of ``said in a statement``, and from there to the noun, at most."""


@cache
def load_cues() -> dict[str, Force]:
    """Return the force of each form of each word of the lexicon ``cues.tsv``."""
    forces: dict[str, Force] = {}
    for force, words in read_table("cues.tsv"):
        for entry in words.split():
            for form in forms_of(entry):
                forces.setdefault(form, cast("Force", force))
    return forces


def forms_of(entry: str) -> list[str]:
    """Return the forms of ``entry``: ``tell=told`` names an irregular one; a final ``~`` means the word as it is."""
    word, *irregular = entry.split("=")
    if word.endswith("~"):
        return [word[:-1], *irregular]
    forms = [word, *irregular]
    if word.endswith("e"):
        return [*forms, word + "s", word + "d", word[:-1] + "ing"]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [*forms, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    ending = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
    doubled = [word + word[-1] + "ed", word + word[-1] + "ing"] if word[-1] not in "wxy" else []
    return [*forms, word + ending, word + "ed", word + "ing", *doubled]


def cue_of(parse: Parse, verb: int) -> list[int]:
    """Return the verb with its auxiliaries, negation and particles, the adverbs beside it, and ``in a statement``."""
    cue = {verb}
    for child in parse.children[verb]:
        label = parse.labels[child]
        if label in AUXILIARIES or (label == "advmod" and _is_beside(parse, child, verb)):
            cue.add(child)
        elif label == "prep" and verb < child < verb + MEDIUM_REACH and parse.words[child] == "in":
            inner = parse.child(child, ("pobj",))
            if inner is not None and parse.lemmas[inner] in MEDIUM and inner <= child + MEDIUM_REACH:
                cue.update(range(child, inner + 1))
    return sorted(cue)


def _is_beside(parse: Parse, adverb: int, verb: int) -> bool:
    if parse.children[adverb] or parse.tags[adverb] not in ADVERBS:
        return False
    if adverb > verb:
        return adverb == verb + 1
    return all(
        parse.labels[token] in ("aux", "auxpass", "neg", "advmod") for token in range(adverb + 1, verb)
    )


def marks_of(parse: Parse, verb: int) -> tuple[str, ...]:
    """Return facts about the clause of ``verb`` that make an attribution more or less likely."""
    marks = [f"tag={parse.tags[verb]}", f"label={parse.labels[verb]}"]
    for child in parse.children[verb]:
        if parse.labels[child] == "neg":
            marks.append("negated")
        elif parse.labels[child] == "aux":
            marks.append(f"aux={parse.lemmas[child]}")
    return tuple(marks)
