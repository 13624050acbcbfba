"""Frames of nouns and adjectives: ``the claim that``, ``plans to``, ``criticism of``, ``is confident that``."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution.contents import clean
from sayso.attribution.cues import cue_of
from sayso.attribution.frames import Frame
from sayso.attribution.sources import NOBODY, Found, find_source, is_verb, noun_phrase
from sayso.language.parse import Parse

LINKS = frozenset(
    ("be", "seem", "appear", "remain", "feel", "look", "sound", "become", "grow", "stay", "get")
)
ADJECTIVES = frozenset(("JJ", "JJR", "RB", "VBN", "VBG"))
PREDICATES = frozenset(("acomp", "oprd", "conj", "attr"))
PREPOSITIONS = frozenset(
    ("of", "on", "about", "for", "against", "to", "with", "in", "over", "from", "toward", "at", "as")
)


def noun_frames(parse: Parse) -> Iterator[Frame]:
    """Yield the frames of nouns that carry a clause, an infinitive or a prepositional phrase."""
    for token, tag in enumerate(parse.tags):
        if tag in ("NN", "NNS") and parse.labels[token] not in ("compound", "nmod"):
            yield from _frames_of_noun(parse, token)
        elif tag in ADJECTIVES and parse.labels[token] == "amod":
            yield from _frames_of_modifier(parse, token)
        elif tag in ADJECTIVES and parse.labels[token] in PREDICATES:
            yield from _frames_of_adjective(parse, token)


def _frames_of_noun(parse: Parse, noun: int) -> Iterator[Frame]:
    source, part, role = _source_of_noun(parse, noun)
    for child in parse.children[noun]:
        label = parse.labels[child]
        if child < noun:
            continue
        if label in ("acl", "relcl", "ccomp") and is_verb(parse, child):
            opener = parse.words[parse.lefts[child]]
            if opener in ("that", "to", "whether") or label == "ccomp":
                kind = {"to": "noun-to", "that": "noun-that"}.get(opener, "noun-clause")
                yield _frame(parse, noun, kind + role, (source, part), parse.subtree(child))
        elif _is_preposition(parse, child):
            construction = f"noun-prep:{parse.words[child]}{role}"
            for inner in parse.children[child]:
                if parse.labels[inner] in ("pobj", "pcomp") and inner not in source.tokens:
                    yield _frame(parse, noun, construction, (source, [*part, child]), parse.subtree(inner))
    yield from _predicates_of_noun(parse, noun, source)


def _predicates_of_noun(parse: Parse, noun: int, source: Found) -> Iterator[Frame]:
    """Read ``the hope is that the truce holds``."""
    verb = parse.heads[noun]
    if parse.labels[noun] != "nsubj" or parse.lemmas[verb] != "be":
        return
    for child in parse.children[verb]:
        if parse.labels[child] in ("ccomp", "xcomp", "attr") and child > verb:
            yield _frame(
                parse, noun, "noun-be-" + parse.labels[child], (source, [verb]), parse.subtree(child)
            )


def _source_of_noun(parse: Parse, noun: int) -> tuple[Found, list[int], str]:
    """Return the source of a noun, the tokens of the cue before it, and how they hang together."""
    determiner = [
        child for child in parse.children[noun] if child < noun and parse.labels[child] in ("det", "amod")
    ]
    for child in parse.children[noun]:
        if parse.labels[child] == "poss":
            tokens = [token for token in noun_phrase(parse, child) if parse.tags[token] != "POS"]
            case = [token for token in parse.children[child] if parse.tags[token] == "POS"]
            return Found(child, tokens, "poss"), [*case, *determiner], "|poss"
    for child in parse.children[noun]:
        if parse.words[child] in ("by", "from") and parse.labels[child] == "prep" and child > noun:
            inner = parse.child(child, ("pobj",))
            if inner is not None:
                return Found(inner, noun_phrase(parse, inner), "by"), determiner, "|by"
    verb = parse.heads[noun]
    if parse.labels[noun] == "dobj" and is_verb(parse, verb) and verb < noun:
        found = find_source(parse, verb)
        if found.tokens:
            between = [t for t in range(verb, noun) if t not in found.tokens]
            return found, sorted({*cue_of(parse, verb), *between}), "|dobj"
    if parse.labels[noun] == "attr" and parse.lemmas[verb] == "be":
        found = find_source(parse, verb)
        return found, sorted({*cue_of(parse, verb), *range(verb, noun)}), "|attr"
    return NOBODY, determiner, ""


def _frame(
    parse: Parse, trigger: int, construction: str, found: tuple[Found, list[int]], content: list[int]
) -> Frame:
    """Return a frame; ``found`` is its source and the tokens of its cue besides the trigger."""
    source, part = found
    own = {*source.tokens, *part, trigger}
    verb = parse.heads[trigger]
    marks = (
        f"label={parse.labels[trigger]}",
        f"governor={parse.lemmas[verb]}" if "|dobj" in construction else "",
    )
    return Frame(
        trigger=trigger,
        construction=construction,
        subject=source.how,
        cue=sorted({trigger, *(token for token in part if token not in source.tokens)}),
        source=source.tokens,
        content=clean(parse, [token for token in content if token not in own]),
        marks=tuple(mark for mark in marks if mark),
    )


def _frames_of_adjective(parse: Parse, adjective: int) -> Iterator[Frame]:
    """Read ``is confident that``, ``was wary of``, ``it is clear that``, ``the deal is likely to``."""
    verb = parse.heads[adjective]
    if parse.labels[adjective] == "conj":
        verb = parse.heads[verb]
    if parse.lemmas[verb] not in LINKS or not (is_verb(parse, verb) or parse.labels[verb] == "ROOT"):
        return
    source = find_source(parse, verb)
    before = (t for t in parse.children[adjective] if t < adjective and parse.labels[t] in ("neg", "advmod"))
    part = sorted({*cue_of(parse, verb), *before})
    for child in [*parse.children[adjective], *parse.children[verb]]:
        if child > adjective and parse.labels[child] in ("ccomp", "xcomp"):
            yield from _clauses_of_adjective(parse, adjective, verb, child, (source, part))
        elif child > adjective and _is_preposition(parse, child) and parse.heads[child] == adjective:
            for inner in parse.children[child]:
                if parse.labels[inner] in ("pobj", "pcomp"):
                    construction = f"adj-prep:{parse.words[child]}"
                    yield _frame(
                        parse, adjective, construction, (source, [*part, child]), parse.subtree(inner)
                    )


def _is_preposition(parse: Parse, token: int) -> bool:
    return parse.labels[token] == "prep" and parse.words[token] in PREPOSITIONS


def _clauses_of_adjective(
    parse: Parse, adjective: int, verb: int, clause: int, found: tuple[Found, list[int]]
) -> Iterator[Frame]:
    label, content = parse.labels[clause], parse.subtree(clause)
    yield _frame(parse, adjective, f"adj-{label}", found, content)
    subject = parse.child(verb, ("nsubj",))
    if subject is None:
        return
    nobody = (NOBODY, found[1])
    if parse.words[subject] == "it":
        yield _frame(parse, adjective, f"adj-it-{label}", nobody, content)
    elif label == "xcomp":
        yield _frame(parse, adjective, "adj-raise", nobody, noun_phrase(parse, subject) + content)


def _frames_of_modifier(parse: Parse, modifier: int) -> Iterator[Frame]:
    """Read ``alleged crimes``, ``the so-called caliphate``, ``his expected visit``."""
    noun = parse.heads[modifier]
    if modifier < noun and parse.tags[noun].startswith("NN"):
        content = list(range(modifier + 1, noun + 1))
        yield _frame(parse, modifier, "modifier", (NOBODY, []), content)
