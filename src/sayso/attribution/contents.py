"""What is said: from the tokens below a word to the spans of a content."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.language.parse import Parse
from sayso.records import Span, Spans

EDGE = frozenset(",;:.!?-–—…*•")
ASIDE = frozenset((",", "—", "–", "-", "--", '"', "''", "(", ")", ":"))
"""What may stand on either side of a source and verb that are put into a sentence."""


DATELINE = 4
"""Tokens of a place of writing before its colon, at most."""


def without_dateline(parse: Parse, tokens: list[int]) -> list[int]:
    """Return ``tokens`` without a leading ``ISTANBUL:``."""
    for place, token in enumerate(tokens[:DATELINE]):
        if parse.words[token] == ":" and place:
            capitals = parse.text[parse.starts[tokens[0]] : parse.ends[tokens[place - 1]]]
            return tokens[place + 1 :] if capitals.isupper() else tokens
    return tokens


def clean(parse: Parse, tokens: Sequence[int]) -> list[int]:
    """Return ``tokens`` sorted, without white space, and without punctuation or conjunctions at the edges."""
    kept = sorted({token for token in tokens if not parse.tags[token].startswith("_")})
    while kept and (parse.words[kept[-1]] in EDGE or (len(kept) > 1 and parse.labels[kept[-1]] == "cc")):
        kept.pop()
    while kept and (parse.words[kept[0]] in EDGE):
        kept.pop(0)
    return without_dateline(parse, kept)


def find_aside(parse: Parse, verb: int, source: Sequence[int]) -> range | None:
    """Return the tokens of ``critics say`` where source and verb stand between commas, or after the last one."""
    first, stop = min(verb, source[0]), max(verb, source[-1]) + 1
    low, high = parse.bounds[parse.sentence_of[verb]]
    while (
        first > low
        and parse.heads[first - 1] == verb
        and parse.labels[first - 1] in ("aux", "advmod", "neg", "cc")
    ):
        first -= 1
    while stop < high and verb in line_above(parse, stop) and parse.words[stop] not in ASIDE:
        stop += 1
    if first <= low + 1 or parse.words[first - 1] not in ASIDE:
        return None
    return (
        range(first, stop) if stop >= high or parse.words[stop] in ASIDE or parse.words[stop] == "." else None
    )


def line_above(parse: Parse, token: int) -> list[int]:
    """Return the heads above ``token``, the nearest first."""
    line = []
    while parse.heads[token] != token:
        token = parse.heads[token]
        line.append(token)
    return line


def clause_around(parse: Parse, token: int, aside: Sequence[int]) -> list[int]:
    """Return the tokens of the clause that ``token`` hangs on, without those of ``aside``."""
    below = set(aside)
    head = parse.heads[token]
    if head == token:
        return [other for other in range(*parse.bounds[parse.sentence_of[token]]) if other not in below]
    while parse.heads[head] != head and not parse.tags[head].startswith("VB"):
        head = parse.heads[head]
    while parse.labels[head] in ("xcomp", "auxpass", "aux", "pcomp") or _stands_before_mark(
        parse, token, head
    ):
        head = parse.heads[head]
    return [other for other in parse.subtree(head) if other not in below]


def _stands_before_mark(parse: Parse, token: int, clause: int) -> bool:
    """Tell whether ``token`` stands before the ``that`` of the clause it was hung on: it is about the one above."""
    mark = parse.child(clause, ("mark",))
    return (
        mark is not None
        and token < mark < clause
        and parse.labels[clause] in ("ccomp", "conj")
        and parse.words[mark] == "that"
    )


def spans_of(parse: Parse, tokens: Sequence[int]) -> Spans:
    """Return the spans that ``tokens`` cover; tokens with nothing but white space between them share one."""
    runs: list[list[int]] = []
    last = -2
    for token in tokens:
        if runs and not parse.text[parse.ends[last] : parse.starts[token]].strip():
            runs[-1].append(token)
        else:
            runs.append([token])
        last = token
    trimmed = (clean(parse, run) if len(runs) > 1 else run for run in runs)
    return tuple(Span(parse.starts[run[0]], parse.ends[run[-1]]) for run in trimmed if run)
