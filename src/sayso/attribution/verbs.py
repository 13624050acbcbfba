"""Frames of verbs: clauses, infinitives, objects and prepositions that a verb takes."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution.contents import clause_around, clean, is_parenthetical
from sayso.attribution.frames import Frame
from sayso.attribution.sources import NOBODY, Found, find_source, is_passive, is_verb, noun_phrase
from sayso.language.parse import Parse

AUXILIARIES = ("aux", "auxpass", "neg", "prt")
SILENT = frozenset(("be", "have", "do", "'s"))
"""Verbs that never are a cue by themselves; with a noun or adjective they are read there."""
RELATIVES = frozenset(("which", "that", "who", "whom", "what"))
MEDIUM = frozenset("statement interview email e-mail letter tweet post memo speech news conference message call".split())


def verb_frames(parse: Parse) -> Iterator[Frame]:
    """Yield the frames of every verb of ``parse``."""
    for token, tag in enumerate(parse.tags):
        if tag.startswith("VB") and parse.labels[token] not in ("aux", "auxpass", "amod", "compound"):
            if parse.lemmas[token] not in SILENT:
                yield from _frames_of(parse, token)


def _frames_of(parse: Parse, verb: int) -> Iterator[Frame]:
    passive = is_passive(parse, verb)
    found = find_source(parse, verb)
    cue = cue_of(parse, verb)
    marks = marks_of(parse, verb, passive)
    by_label: dict[str, list[int]] = {}
    for child in parse.children[verb]:
        by_label.setdefault(parse.labels[child], []).append(child)

    def frame(construction: str, content: list[int], *, source: Found = found, extra: list[int] | None = None) -> Frame:
        own = set(source.tokens) | set(cue) | set(extra or ())
        return Frame(
            trigger=verb,
            construction=("pass-" if passive else "") + construction,
            subject=source.how,
            cue=sorted({*cue, *(extra or ())}),
            source=source.tokens,
            content=clean(parse, [token for token in content if token not in own]),
            marks=marks,
        )

    yield from _clausal(parse, verb, by_label, frame)
    yield from _nominal(parse, verb, by_label, frame, found)
    yield from _surrounding(parse, verb, by_label, frame, found)


def _clausal(parse, verb, by_label, frame):  # type: ignore[no-untyped-def]
    gap = relative_gap(parse, verb)
    for child in by_label.get("ccomp", ()):
        side = "ccomp" if child > verb else "ccomp-pre"
        content = parse.subtree(child)
        if child < verb:
            content = _widen_left(parse, content)
        if gap is not None and child > verb:
            yield frame("gap-" + side, [gap, *content])
        yield frame(side, content)
    for child in by_label.get("xcomp", ()):
        objects = by_label.get("dobj", []) + by_label.get("dative", [])
        content = parse.subtree(child)
        for noun in objects:
            content = content + parse.subtree(noun)
        yield frame("dobj-xcomp" if objects else "xcomp", content)
        yield from _raised(parse, verb, by_label, frame, child, "raise-xcomp")
    for label in ("oprd", "acomp", "attr"):
        for child in by_label.get(label, ()):
            content = parse.subtree(child)
            for noun in by_label.get("dobj", []):
                content = content + parse.subtree(noun)
            yield frame(("dobj-" if "dobj" in by_label else "") + label, content)
            yield from _raised(parse, verb, by_label, frame, child, "raise-" + label)
    for child in by_label.get("advcl", ()):
        mark = parse.child(child, ("mark", "advmod"))
        if child > verb and mark is not None and parse.words[mark] in ("if", "whether", "as", "like", "how", "why"):
            yield frame("advcl:" + parse.words[mark], parse.subtree(child))


def _raised(parse, verb, by_label, frame, child, name):  # type: ignore[no-untyped-def]
    """``Kaya seems to`` and ``is expected to``: the subject is part of what is said, not who says it."""
    subjects = by_label.get("nsubjpass", []) + by_label.get("nsubj", [])
    if subjects:
        agent = find_source(parse, verb) if is_passive(parse, verb) else NOBODY
        yield frame(name, noun_phrase(parse, subjects[0]) + parse.subtree(child), source=agent)
    elif parse.labels[verb] in ("acl", "relcl", "conj") and is_passive(parse, verb):
        yield frame(name + "-bare", parse.subtree(child), source=find_source(parse, verb))


def _nominal(parse, verb, by_label, frame, found):  # type: ignore[no-untyped-def]
    objects = by_label.get("dobj", [])
    for noun in objects:
        tokens = parse.subtree(noun)
        if noun > verb or parse.words[noun] in RELATIVES:
            yield frame("dobj", tokens)
        else:
            yield frame("dobj-pre", tokens)
        for prep in by_label.get("prep", ()):
            if prep > noun and parse.words[prep] in ("of", "for", "as", "over", "to", "with", "on", "about", "from"):
                yield frame("dobj+" + parse.words[prep], tokens + parse.subtree(prep))
    for prep in by_label.get("prep", []):
        if prep < verb and parse.labels[verb] != "relcl":
            continue
        for inner in parse.children[prep]:
            if parse.labels[inner] in ("pobj", "pcomp") and parse.words[prep] != "by":
                kind = "pcomp" if parse.labels[inner] == "pcomp" else "prep"
                dobj = "dobj>" if objects else ""
                extra = [prep] if not objects else [prep, *objects]
                if dobj and any(len(parse.subtree(noun)) > 3 for noun in objects):
                    continue
                tokens = parse.subtree(inner)
                yield frame(f"{dobj}{kind}:{parse.words[prep]}", tokens, extra=extra)
                passives = by_label.get("nsubjpass", [])
                if passives and parse.words[prep] in ("as", "of", "for", "with"):
                    yield frame(
                        f"raise-{kind}:{parse.words[prep]}", noun_phrase(parse, passives[0]) + tokens, extra=[prep]
                    )
    if by_label.get("nsubjpass") and "xcomp" not in by_label and "ccomp" not in by_label:
        yield frame("subject", noun_phrase(parse, by_label["nsubjpass"][0]))


def _surrounding(parse, verb, by_label, frame, found):  # type: ignore[no-untyped-def]
    gap = relative_gap(parse, verb)
    if gap is not None and not (by_label.get("ccomp") or by_label.get("dobj")):
        yield frame("gap", [gap])
    if by_label.get("ccomp") or by_label.get("dobj") or by_label.get("xcomp"):
        if not by_label.get("dobj") or by_label.get("ccomp") or by_label.get("xcomp"):
            return
    mark = parse.child(verb, ("mark", "advmod"))
    if parse.labels[verb] in ("advcl", "ccomp", "prep") and mark is not None and parse.words[mark] == "as":
        yield frame("as-clause", clause_around(parse, verb), extra=[mark])
    elif found.tokens and is_parenthetical(parse, verb):
        yield frame("parenthetical", clause_around(parse, verb))


def _widen_left(parse: Parse, content: list[int]) -> list[int]:
    """A fronted clause begins where its sentence does: what the parser left out before it belongs to it."""
    low = parse.bounds[parse.sentence_of[content[0]]][0]
    return [*range(low, content[0]), *content]


def relative_gap(parse: Parse, verb: int) -> int | None:
    """Return the relative pronoun (else the noun) that stands for the object of ``verb`` in a relative clause."""
    if parse.labels[verb] != "relcl" or parse.child(verb, ("nsubj",)) is None:
        return None
    subject = parse.child(verb, ("nsubj",))
    for child in parse.children[verb]:
        if child < verb and parse.words[child] in ("which", "that", "whom", "who") and child != subject:
            return child
    return parse.heads[verb] if parse.words[subject or 0] not in RELATIVES else None


def cue_of(parse: Parse, verb: int) -> list[int]:
    """Return the verb with its auxiliaries, negation, particles and the adverbs between them."""
    cue = {verb}
    for child in parse.children[verb]:
        label = parse.labels[child]
        if label in AUXILIARIES or (label == "advmod" and _is_adverb_of_cue(parse, child, verb)):
            cue.add(child)
        elif label == "prep" and child > verb and child - verb < 4 and parse.words[child] == "in":
            inner = parse.child(child, ("pobj",))
            if inner is not None and parse.lemmas[inner] in MEDIUM and inner - child < 5:
                cue.update(range(child, inner + 1))
    low = min(cue)
    return sorted(token for token in cue if token >= low)


def _is_adverb_of_cue(parse: Parse, adverb: int, verb: int) -> bool:
    between = range(min(adverb, verb) + 1, max(adverb, verb))
    if parse.children[adverb] or parse.tags[adverb] not in ("RB", "RBR", "RBS"):
        return False
    if adverb < verb:
        return all(parse.labels[token] in ("aux", "auxpass", "neg", "advmod") for token in between)
    return adverb == verb + 1


def marks_of(parse: Parse, verb: int, passive: bool) -> tuple[str, ...]:
    """Return facts about the clause of ``verb`` that make an attribution more or less likely."""
    marks = [f"tag={parse.tags[verb]}", f"label={parse.labels[verb]}"]
    for child in parse.children[verb]:
        if parse.labels[child] == "neg":
            marks.append("negated")
        elif parse.labels[child] == "aux":
            marks.append(f"aux={parse.lemmas[child]}")
    return tuple(marks)
