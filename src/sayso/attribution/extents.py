"""How far a noun phrase reaches: with its apposition and the clause that says who it is, without loose remarks."""

from __future__ import annotations

from sayso.language.parse import Parse

NAMES = ("NNP", "NNPS")
BEFORE = frozenset(
    ("det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "predet", "case")
)
BEHIND = frozenset(("appos", "prep", "relcl", "acl", "nummod", "advmod", "amod", "agent", "pcomp", "case"))
"""What belongs to a noun, before it and behind it."""
EDGE = frozenset(",;:-–—'\"’”“‘")
BINDING = frozenset(("of", "for", "from", "at", "in", "with"))
"""Prepositions that belong to a name before them: ``Daly of Ohio``, not ``Daly on sea anemones``."""
LONGEST_CLAUSE = 15
"""Tokens."""
LONGEST = 30
"""Tokens; what a parser hangs on a noun beyond that is mostly not its own."""


def extent(parse: Parse, head: int) -> tuple[int, int]:
    """Return the first token of the phrase of a noun and the one after its last: without what ``and`` joins to it."""
    low, high = parse.bounds[parse.sentence_of[head]]
    first, stop = head, head + 1
    for child in reversed(parse.children[head]):
        if child < head and parse.labels[child] in BEFORE and parse.rights[child] <= first:
            first = parse.lefts[child]
    for child in parse.children[head]:
        if child < head or parse.labels[child] == "punct":
            continue
        if parse.labels[child] not in BEHIND or _ends(parse, head, child):
            break
        stop = max(stop, parse.rights[child])
    first, stop = max(first, low), min(stop, high)
    stop = _cut(parse, head, min(stop, head + LONGEST + 2))
    return _trimmed(parse, head, head if head - first > LONGEST else first, stop)


def _cut(parse: Parse, head: int, stop: int) -> int:
    """Return the end of a phrase before an owner's mark, before a bracket behind a name, or else near its head."""
    is_name = parse.tags[head] in NAMES
    for token in range(head + 1, stop):
        if _is_owner(parse, token) or (is_name and parse.words[token] in "(["):
            return token
    return head + 1 if stop - head > LONGEST else stop


def _trimmed(parse: Parse, head: int, first: int, stop: int) -> tuple[int, int]:
    while stop > head + 1 and _is_edge(parse, stop - 1) and parse.words[stop - 1] not in (")", "."):
        stop -= 1
    while first < head and parse.labels[first] in ("punct", "cc", "preconj"):
        first += 1
    return first, stop


def _is_edge(parse: Parse, token: int) -> bool:
    return parse.labels[token] == "punct" or parse.words[token] in EDGE


def _is_owner(parse: Parse, token: int) -> bool:
    """Tell whether what owned something was taken for the whole: ``the Church of Scientology's ship``."""
    return parse.tags[token] == "POS" and parse.labels[parse.heads[token]] != "poss"


def _ends(parse: Parse, head: int, child: int) -> bool:
    """Tell whether the phrase ends before ``child``: an age, a long clause, a remark behind a comma on a name."""
    if parse.tags[child] == "POS":
        return True
    behind_comma = parse.words[parse.lefts[child] - 1] in (",", "—", "–", "-", "(")
    if parse.labels[child] == "relcl":
        return parse.rights[child] - parse.lefts[child] > LONGEST_CLAUSE
    if parse.labels[child] == "appos" and parse.tags[child] == "CD":
        return True
    loose = parse.labels[child] == "prep" and parse.words[child] not in BINDING
    return (behind_comma or loose) and parse.labels[child] != "appos" and parse.tags[head] in NAMES
