"""What is said: from the tokens below a word to the spans of a content."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.language.parse import Parse
from sayso.records import Span, Spans

EDGE = frozenset(",;:.!?-–—…*•")
BRACKETS = {"(": ")", "[": "]"}
MARKS = frozenset("\"'“”‘’«»") | {"''", "``"}


def clean(parse: Parse, tokens: Sequence[int]) -> list[int]:
    """Return ``tokens`` sorted, without white space, and without punctuation or conjunctions at the edges."""
    kept = sorted({token for token in tokens if not parse.tags[token].startswith("_")})
    while kept and parse.words[kept[-1]] in EDGE:
        kept.pop()
    while kept and (parse.words[kept[0]] in EDGE):
        kept.pop(0)
    return kept


def is_parenthetical(parse: Parse, verb: int) -> bool:
    """Tell whether the clause of ``verb`` stands between commas (or at the end after one), as ``critics say`` does."""
    first, stop = parse.lefts[verb], parse.rights[verb]
    low, high = parse.bounds[parse.sentence_of[verb]]
    while first < verb and parse.words[first] in EDGE:
        first += 1
    while stop > verb + 1 and parse.words[stop - 1] in EDGE:
        stop -= 1
    before = first > low and parse.words[first - 1] in (",", "—", "–", "-", '"', "''", "(")
    after = stop >= high - 1 or parse.words[stop] in (",", "—", "–", "-", '"', "''", ")", ".", ":")
    return before and after and (first > low + 1)


def clause_around(parse: Parse, token: int) -> list[int]:
    """Return the tokens of the clause that ``token``'s clause is put into, without the latter."""
    below = set(parse.subtree(token))
    head = parse.heads[token]
    while parse.heads[head] != head and not parse.tags[head].startswith("VB"):
        head = parse.heads[head]
    while parse.labels[head] in ("xcomp", "auxpass", "aux", "pcomp"):
        head = parse.heads[head]
    return [other for other in parse.subtree(head) if other not in below]


def spans_of(parse: Parse, tokens: Sequence[int]) -> Spans:
    """Return the spans that ``tokens`` cover; tokens with only punctuation or space between them share one."""
    spans: list[Span] = []
    last = -2
    for token in tokens:
        if spans and all(_is_filler(parse, between) for between in range(last + 1, token)):
            spans[-1] = Span(spans[-1].start, parse.ends[token])
        else:
            spans.append(Span(parse.starts[token], parse.ends[token]))
        last = token
    return tuple(spans)


def _is_filler(parse: Parse, token: int) -> bool:
    return parse.tags[token].startswith("_") or parse.words[token] in EDGE
