"""Split the clause of an attribution (``officials have repeatedly said``) into source and cue by its parse."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.attribution.training.corpora_conllu import Parsed

CLAUSAL = ("ccomp", "xcomp", "parataxis", "csubj", "obj", "acl", "advcl")
"""How what is said may hang on the predicate, the likeliest first."""
PHRASES = (("according", "to"), *(("in", "the", noun, "of") for noun in ("words", "view", "opinion", "eyes")))
PREDICATES = ("VERB", "ADJ", "NOUN", "AUX", "PROPN", "ADV")
BESIDE = frozenset(("aux", "cop", "advmod", "compound:prt"))
QUESTIONING = frozenset(("WRB", "WP", "WDT"))
OWN_SUBJECT = frozenset(
    "amaze concern convince disappoint interest persuade please quote surprise thrill worry".split()
)
"""Participles whose subject has the thought or the words: ``we are convinced``; that of ``was told`` only hears it."""
PASSING_ON = frozenset(("cite", "quote"))
"""``citing the ministry``: the source is the object."""
FARTHEST_GOVERNOR = 4
"""``went on to say``, ``was quoted as saying``: so many tokens at most from the governing verb to its complement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Source and cue by the indices of tokens; the source may be empty."""

    source: frozenset[int]
    cue: frozenset[int]
    predicate: int


def split_clause(parsed: Parsed, clause: frozenset[int], content: frozenset[int]) -> Clause | None:
    """Return the source and cue of ``clause``, or None when it holds no predicate (``Photo: Jane Roe``)."""
    according = _according(parsed, clause)
    if according is not None:
        return according
    predicate = _predicate(parsed, clause, content)
    if predicate is None:
        return None
    cue = _cue(parsed, clause, predicate)
    source = _source(parsed, predicate)
    return Clause(source=source - content - cue, cue=cue, predicate=predicate)


def _according(parsed: Parsed, clause: frozenset[int]) -> Clause | None:
    """Return source and cue of ``according to X`` and ``in the words of X``, where the clause is that alone."""
    for index in sorted(clause):
        for phrase in PHRASES:
            cue = range(index, index + len(phrase))
            if clause.issuperset(cue) and tuple(parsed.tokens[i].form.lower() for i in cue) == phrase:
                return Clause(source=_named_in(parsed, clause, cue), cue=frozenset(cue), predicate=index)
    return None


def _named_in(parsed: Parsed, clause: frozenset[int], cue: range) -> frozenset[int]:
    """Return the noun phrase after the last word of ``cue``, a preposition."""
    last = parsed.tokens[cue[-1]]
    head = parsed.tokens[last.head].head if last.head in cue and last.head is not None else last.head
    if head is None:
        return frozenset()
    return frozenset(index for index in parsed.subtree(head) & clause if index > cue[-1])


def _predicate(parsed: Parsed, clause: frozenset[int], content: frozenset[int]) -> int | None:
    """Return the word of ``clause`` that governs what is said, or else the one that governs the clause."""
    held = [
        (CLAUSAL.index(token.base), token.head)
        for token in (parsed.tokens[index] for index in sorted(content))
        if token.head in clause and token.base in CLAUSAL and parsed.tokens[token.head].upos in PREDICATES
    ]
    if held:
        return min(held)[1]
    tops = [index for index in sorted(clause) if parsed.tokens[index].head not in clause]
    verbal = [index for index in tops if _is_verbal(parsed, index)]
    return _innermost(parsed, clause, verbal[0]) if verbal else None


def _innermost(parsed: Parsed, clause: frozenset[int], index: int) -> int:
    """Return the last verb of a chain (``wanted to say``)."""
    for child in parsed.children[index]:
        token = parsed.tokens[child]
        if child in clause and token.relation == "xcomp" and token.upos == "VERB":
            return _innermost(parsed, clause, child)
    return index


def _is_verbal(parsed: Parsed, index: int) -> bool:
    below = {parsed.tokens[child].base for child in parsed.children[index]}
    return parsed.tokens[index].upos == "VERB" or "cop" in below or "nsubj" in below


def _cue(parsed: Parsed, clause: frozenset[int], predicate: int) -> frozenset[int]:
    start = _outer_predicate(parsed, clause, predicate)
    core = set(range(min(start, predicate), max(start, predicate) + 1)) & clause
    near = core | {
        child for index in (start, predicate) for child in parsed.children[index] if _is_beside(parsed, child)
    }
    return frozenset(core | _adjacent(near & clause, min(core), -1) | _adjacent(near & clause, max(core), 1))


def _is_beside(parsed: Parsed, index: int) -> bool:
    token = parsed.tokens[index]
    clear = token.relation == "xcomp" and token.upos == "ADJ"  # to make clear
    return (
        (clear or token.relation in BESIDE or token.base in BESIDE)
        and token.xpos not in QUESTIONING
        and not parsed.children[index]
    )


def _adjacent(near: set[int], edge: int, step: int) -> set[int]:
    found: set[int] = set()
    while edge + step in near:
        edge += step
        found.add(edge)
    return found


def _outer_predicate(parsed: Parsed, clause: frozenset[int], predicate: int) -> int:
    """Return the verb that ``predicate`` completes (``wanted to say``, ``made a statement``), or itself."""
    token = parsed.tokens[predicate]
    head = token.head
    if head is None or head not in clause or not 0 < predicate - head <= FARTHEST_GOVERNOR:
        return predicate
    relations = {parsed.tokens[child].base for child in parsed.children[head]}
    quoted = token.base == "advcl" and parsed.tokens[predicate - 1].form.lower() == "as"
    completes = token.base == "xcomp" and "obj" not in relations
    light = token.base == "obj" and token.upos == "NOUN" and parsed.tokens[head].upos == "VERB"
    return _outer_predicate(parsed, clause, head) if quoted or completes or light else predicate


def _source(parsed: Parsed, predicate: int) -> frozenset[int]:
    """Return whose words they are: subject, agent or possessor, of the predicate or of the verb that it goes with."""
    seen: set[int] = set()
    index: int | None = predicate
    while index is not None and index not in seen:
        seen.add(index)
        found = _dependent_source(parsed, index)
        if found is not None:
            return found
        governor = _governor(parsed, index)
        if governor is not None and parsed.tokens[index].base == "xcomp":
            controller = _object(parsed, governor)  # which made us think
            if controller is not None:
                return parsed.subtree(controller)
        index = governor
    return frozenset()


def _dependent_source(parsed: Parsed, index: int) -> frozenset[int] | None:
    """Return the source among the dependents of ``index``; empty when it has none for sure, None to look on."""
    if parsed.tokens[index].lemma in PASSING_ON and (named := _object(parsed, index)) is not None:
        return parsed.subtree(named)
    children = {parsed.tokens[child].relation: child for child in reversed(parsed.children[index])}
    if "nsubj:pass" in children and parsed.tokens[index].lemma in OWN_SUBJECT:
        return parsed.subtree(children["nsubj:pass"])
    if (agent := children.get("obl:agent")) is not None:
        return _without_preposition(parsed, agent)
    if "nsubj:pass" in children:
        return frozenset()
    for relation in ("nsubj", "nsubj:outer", "nmod:poss"):
        if relation in children:
            return parsed.subtree(children[relation])
    return frozenset[int]() if "expl" in children or "aux:pass" in children else None


def _object(parsed: Parsed, index: int) -> int | None:
    objects = (child for child in parsed.children[index] if parsed.tokens[child].relation == "obj")
    return next(objects, None)


def _without_preposition(parsed: Parsed, index: int) -> frozenset[int]:
    return parsed.subtree(index) - {c for c in parsed.children[index] if parsed.tokens[c].base == "case"}


def _governor(parsed: Parsed, index: int) -> int | None:
    """Return the verb whose subject is that of ``index`` too: ``and added``, ``wanted to say``, ``left, saying``."""
    token = parsed.tokens[index]
    if token.base in {"conj", "xcomp", "advcl", "obj"} and token.head is not None:
        return token.head
    return None
