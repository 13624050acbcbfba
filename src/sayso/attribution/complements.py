"""What follows a verb of saying: one clause, several joined ones, and where an independent one begins."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.cues import load_cues
from sayso.language.parse import Parse

LENDERS = frozenset(("acl", "advcl"))
JOINTS = frozenset((",", ";", "and", "but", "or", "nor", "—", "–"))
SUBJECTS = ("nsubj", "nsubjpass", "expl")
PRONOUNS = frozenset("he she they it we i".split())
SHIFTED = frozenset("had would could was were might".split())
"""Auxiliaries of reported speech: beside them, a plain past tense is the reporter's own."""


def complements(parse: Parse, verb: int, clauses: Sequence[int]) -> list[list[int]]:
    """Return the contents that ``clauses`` behind ``verb`` make up: joined clauses are one.

    ``said that A, that B and that C`` is one content; ``said A, and he left`` ends where he leaves.
    """
    contents: list[list[int]] = []
    for clause in clauses:
        tokens = _without_aside(parse, clause, _without_sequel(parse, clause, parse.subtree(clause)))
        if contents and (tokens[0] in contents[-1] or _goes_on(parse, clause, tokens[0])):
            between = range(contents[-1][-1] + 1, tokens[0])
            joint = between if all(parse.words[token] in JOINTS for token in between) else ()
            contents[-1] = sorted({*contents[-1], *joint, *tokens})
        else:
            contents.append(tokens)
    return [_with_joined(parse, verb, tokens) for tokens in contents]


def _without_contrast(parse: Parse, clause: int, tokens: list[int]) -> list[int]:
    """Leave out ``, while residents insist that it was shelled``, which has a source of its own."""
    for child in parse.children[clause]:
        first = parse.lefts[child]
        contrast = parse.labels[child] == "advcl" and parse.words[first] in ("while", "whereas", "although")
        spoken = load_cues().get(parse.words[child]) not in (None, "other")
        whole = parse.child(child, SUBJECTS) is not None and parse.child(child, ("ccomp",)) is not None
        if contrast and spoken and whole and child > clause and parse.words[first - 1] == ",":
            return [token for token in tokens if token < first - 1]
    return tokens


def _without_aside(parse: Parse, clause: int, tokens: list[int]) -> list[int]:
    """Leave out what stands before ``that``: ``told the clinic, according to a nurse, that``."""
    mark = parse.child(clause, ("mark",))
    if mark is None or parse.words[mark] != "that" or mark >= clause or parse.words[mark - 1] != ",":
        return tokens
    return [token for token in tokens if token >= mark]


def _goes_on(parse: Parse, clause: int, first: int) -> bool:
    """Tell whether a second clause belongs to the first: it begins with ``that``, lacks a subject or says nothing."""
    if parse.words[first] in ("that", "whether") or parse.child(clause, SUBJECTS) is None:
        return True
    return load_cues().get(parse.words[clause]) in (None, "other")


def _with_joined(parse: Parse, verb: int, tokens: list[int]) -> list[int]:
    """Add each ``, and that B`` right behind ``tokens``, whatever the parser hung it on."""
    high = parse.bounds[parse.sentence_of[verb]][1]
    found = set(tokens)
    while True:
        at = max(found) + 1
        start = at
        while at < high and parse.words[at] in JOINTS:
            at += 1
        clause = parse.heads[at] if at < high else verb
        if (
            at == start
            or at >= high
            or parse.words[at] != "that"
            or parse.labels[at] != "mark"
            or clause <= at
        ):
            return sorted(found)
        found.update(range(start, at))
        found.update(token for token in parse.subtree(clause) if token >= at)


def _without_sequel(parse: Parse, clause: int, tokens: list[int]) -> list[int]:
    """Leave out ``, and he accused two villages``: the reporter's words, not those of the source."""
    tokens = _without_contrast(parse, clause, tokens)
    auxiliaries = {parse.words[child] for child in parse.children[clause] if parse.labels[child][:3] == "aux"}
    if SHIFTED.isdisjoint({*auxiliaries, parse.words[clause]}):
        return tokens
    for sequel in parse.children[clause]:
        subject = parse.child(sequel, SUBJECTS)
        helped = parse.child(sequel, ("aux", "auxpass", "mark")) is not None
        if parse.labels[sequel] != "conj" or subject is None or helped or parse.tags[sequel] != "VBD":
            continue
        first = parse.lefts[sequel]
        own = parse.words[subject] in PRONOUNS and parse.words[sequel] in load_cues()
        if own and first - 2 >= tokens[0] and parse.words[first - 2] == ",":
            return [token for token in tokens if token < first - 2]
    return tokens


def may_lend(parse: Parse, token: int) -> bool:
    """Tell whether a clause below ``token`` may be that of the verb above: not that of ``absurd to suggest that``."""
    infinitive = parse.tags[token] == "VB" and parse.child(token, ("aux",)) is not None
    return not infinitive and (parse.tags[token][0] != "V" or parse.labels[token] in LENDERS)


def line_between(parse: Parse, token: int, above: int) -> list[int]:
    """Return the heads of ``token`` that stand below ``above``."""
    line: list[int] = []
    token = parse.heads[token]
    while token != above and parse.heads[token] != token:
        line.append(token)
        token = parse.heads[token]
    return line
