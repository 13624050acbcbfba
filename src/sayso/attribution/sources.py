"""Who a trigger names as its source."""

from __future__ import annotations

from typing import NamedTuple

from sayso.language.parse import Parse

SUBJECTS = ("nsubj", "csubj")
PASSIVES = ("nsubjpass", "csubjpass")


MEDIUM = frozenset(
    "statement interview email e-mail letter tweet post memo speech news conference message call report briefing"
    " comment editorial article note video testimony".split()
)


DEEPEST = 3
"""Verbs to climb in search of a subject."""


class Found(NamedTuple):
    """A source: its head token (None when nobody is named), its tokens, and how it was found."""

    head: int | None
    tokens: list[int]
    how: str


NOBODY = Found(None, [], "none")


def find_source(parse: Parse, verb: int, *, depth: int = 0) -> Found:
    """Return who does what ``verb`` says: its subject, its agent, or the subject it shares with another verb."""
    passive = is_passive(parse, verb)
    if passive:
        return _find_agent(parse, verb)
    subject = parse.child(verb, SUBJECTS)
    if subject is None:
        subject = _inverted(parse, verb)
    if subject is not None:
        if is_expletive(parse, verb, subject):
            return Found(None, [], "it")
        return Found(
            subject,
            without_medium(parse, noun_phrase(parse, subject)),
            "nsubj" if subject < verb else "inverted",
        )
    if depth > DEEPEST or parse.heads[verb] == verb:
        return NOBODY
    return _find_above(parse, verb, depth)


def _find_above(parse: Parse, verb: int, depth: int) -> Found:
    """Return the source of a verb without a subject: that of the verb or noun it hangs on."""
    label, head = parse.labels[verb], parse.heads[verb]
    if label == "conj" and is_verb(parse, head):
        return _shared(parse, head, depth, "conj")
    if label in ("acl", "relcl"):
        return _find_modified(parse, verb, head)
    if label in ("xcomp", "advcl", "pcomp", "dep", "ccomp") and parse.tags[verb] in ("VBG", "VB", "VBN"):
        if label == "pcomp":
            head = _verb_above(parse, head)
        if is_verb(parse, head):
            return _controller(parse, verb, head, depth, label)
    if label in ("dep", "ccomp", "advcl", "parataxis") and is_verb(parse, head) and head < verb:
        return _shared(parse, head, depth, "misread")
    return NOBODY


def _inverted(parse: Parse, verb: int) -> int | None:
    """Return the subject of ``..., reported Kaya`` where the parser took it for an object."""
    fronted = any(
        parse.labels[child] == "ccomp" and child < verb and is_verb(parse, child)
        for child in parse.children[verb]
    )
    if not fronted or parse.tags[verb] not in ("VBD", "VBZ", "VBN"):
        return None
    return next(
        (
            c
            for c in parse.children[verb]
            if c > verb and parse.labels[c] in ("dobj", "attr", "oprd", "npadvmod")
        ),
        None,
    )


def without_medium(parse: Parse, tokens: list[int]) -> list[int]:
    """Return a noun phrase without a last ``in a statement`` or ``citing analysts`` that the parser put into it."""
    for place, token in enumerate(tokens):
        if place and parse.words[token] in ("citing", "quoting"):
            return _without_comma(parse, tokens[:place])
        if place and parse.words[token] == "in" and parse.labels[token] == "prep":
            inner = parse.child(token, ("pobj",))
            if inner is not None and parse.lemmas[inner] in MEDIUM and parse.subtree(inner)[-1] == tokens[-1]:
                return _without_comma(parse, tokens[:place])
    return tokens


def _without_comma(parse: Parse, tokens: list[int]) -> list[int]:
    while len(tokens) > 1 and parse.words[tokens[-1]] == ",":
        tokens = tokens[:-1]
    return tokens


def is_verb(parse: Parse, token: int) -> bool:
    """Tell whether ``token`` is tagged as a verb."""
    return parse.tags[token].startswith("VB")


def is_passive(parse: Parse, verb: int) -> bool:
    """Tell whether ``verb`` is passive: by its auxiliary or subject, or a bare participle after a noun."""
    for child in parse.children[verb]:
        if parse.labels[child] in ("auxpass", "nsubjpass", "csubjpass"):
            return True
    if parse.tags[verb] != "VBN":
        return False
    if parse.labels[verb] == "conj":
        head = parse.heads[verb]
        own = parse.child(verb, ("aux", "nsubj")) is not None
        return not own and parse.tags[head] == "VBN" and is_passive(parse, head)
    has_aux = any(parse.labels[child] == "aux" for child in parse.children[verb])
    return not has_aux and parse.child(verb, ("nsubj",)) is None


def is_expletive(parse: Parse, verb: int, subject: int) -> bool:
    """Tell whether the subject is the ``it`` of ``it seems that`` or ``there``."""
    return parse.words[subject] == "there"


def noun_phrase(parse: Parse, head: int) -> list[int]:
    """Return the tokens of the noun phrase of ``head``, without punctuation at its end."""
    tokens = [token for token in parse.subtree(head) if not parse.tags[token].startswith("_")]
    low, high = parse.bounds[parse.sentence_of[head]]
    tokens = [token for token in tokens if low <= token < high]
    while tokens and parse.labels[tokens[-1]] == "punct" and parse.words[tokens[-1]] not in (")", "."):
        tokens.pop()
    while tokens and parse.labels[tokens[0]] in ("punct", "cc", "preconj"):
        tokens.pop(0)
    return tokens


def _find_agent(parse: Parse, verb: int) -> Found:
    for child in parse.children[verb]:
        if parse.labels[child] == "agent" or (parse.labels[child] == "prep" and parse.words[child] == "by"):
            inner = parse.child(child, ("pobj",))
            if inner is not None:
                return Found(inner, noun_phrase(parse, inner), "agent")
    return NOBODY


def _shared(parse: Parse, head: int, depth: int, how: str) -> Found:
    if is_passive(parse, head):
        subject = parse.child(head, PASSIVES)
        found = Found(subject, noun_phrase(parse, subject), "nsubj") if subject is not None else NOBODY
    else:
        found = find_source(parse, head, depth=depth + 1)
    return found._replace(how=how) if found.tokens else NOBODY


def _find_modified(parse: Parse, verb: int, noun: int) -> Found:
    """Return the noun that a participle, infinitive or relative clause without a subject of its own belongs to."""
    if parse.tags[verb] == "VBG" and parse.tags[noun][0] in "NPDJ":
        below = set(parse.subtree(verb))
        tokens = [token for token in noun_phrase(parse, noun) if token not in below]
        while tokens and parse.labels[tokens[-1]] == "punct":
            tokens.pop()
        return Found(noun, tokens, "noun")
    if parse.tags[verb] == "VB" and parse.tags[noun][0] == "N":
        above = parse.heads[noun]
        if is_verb(parse, above) and parse.labels[noun] == "dobj":
            return _shared(parse, above, 2, "control")
    return NOBODY


def _controller(parse: Parse, verb: int, head: int, depth: int, label: str) -> Found:
    if label == "xcomp" and parse.tags[verb] != "VBG":
        person = parse.child(head, ("dobj", "dative"))
        if person is not None and person < verb:
            return Found(person, noun_phrase(parse, person), "object")
    return _shared(parse, head, depth, "control")


def _verb_above(parse: Parse, token: int) -> int:
    for _ in range(4):
        if is_verb(parse, token):
            return token
        token = parse.heads[token]
    return token
