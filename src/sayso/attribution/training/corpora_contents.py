"""Let what is said reach as far as its quotation does.

A rhetorical structure tree hangs the clause of the speaker on one sentence of a quotation, and the next sentence on
both; docs/annotating.md counts all of a quotation to the attribution that begins it, and a quotation that goes on right
after the clause of the speaker too. A further sentence outside quotation marks belongs to it only after a colon.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.training.corpora_conllu import Parsed
from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import find_quotes, outermost

BETWEEN = frozenset((".", ",", ";", ":", "-", "–", "—", "--"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The cue of an attribution, the whole clause it stands in and what is said, by the indices of tokens."""

    cue: frozenset[int]
    satellite: frozenset[int]
    content: frozenset[int]


def extend_over_quotes(parsed: Parsed, said: Sequence[Said]) -> list[frozenset[int]]:
    """Return the content of each attribution with the rest of the quotations that it stands in or goes on with."""
    quotes = _quotations(parsed)
    whole = [_complete(parsed, one, quotes) for one in said]
    return [
        _go_on(parsed, one.satellite, content, _free(number, said, whole, quotes))
        for number, (one, content) in enumerate(zip(said, whole, strict=True))
    ]


def _quotations(parsed: Parsed) -> list[range]:
    """Return the quotations that lie in no other."""
    starts = [token.span.start for token in parsed.tokens]
    found = outermost(find_quotes(parsed.text, split_paragraphs(parsed.text)))
    return [
        range(bisect_left(starts, quote.span.start), bisect_left(starts, quote.span.end)) for quote in found
    ]


def _complete(parsed: Parsed, one: Said, quotes: Sequence[range]) -> frozenset[int]:
    """Add the rest of each quotation of which the content holds a part, and drop sentences apart from it.

    What is said inside a quotation stays inside of it, and in its sentence.
    """
    quoted = set[int]().union(*(quote for quote in quotes))
    if not one.cue.isdisjoint(quoted):
        return _in_sentence(parsed, one) & quoted or one.content
    content = set(_in_sentence(parsed, one))
    for quote in quotes:
        if not content.isdisjoint(quote):
            content.update(set(quote) - one.satellite)
    return frozenset(content)


def _in_sentence(parsed: Parsed, one: Said) -> frozenset[int]:
    """Return the part of the content in the sentence of the cue, all of it when a colon introduces it.

    Where the cue has a sentence of its own, the first sentence of the content is what it introduces.
    """
    if parsed.tokens[max(one.satellite)].form == ":":
        return one.content
    sentences = {parsed.tokens[index].sentence for index in one.cue}
    here = frozenset(index for index in one.content if parsed.tokens[index].sentence in sentences)
    first = parsed.tokens[min(one.content)].sentence
    return here or frozenset(index for index in one.content if parsed.tokens[index].sentence == first)


def _free(
    number: int, said: Sequence[Said], whole: Sequence[frozenset[int]], quotes: Sequence[range]
) -> dict[int, range]:
    """Return, by their first token, the quotations that no other attribution introduces from outside of them."""
    others = [pair for at, pair in enumerate(zip(said, whole, strict=True)) if at != number]
    return {
        quote.start: quote
        for quote in quotes
        if all(content.isdisjoint(quote) or not one.cue.isdisjoint(quote) for one, content in others)
    }


def _go_on(
    parsed: Parsed, satellite: frozenset[int], content: frozenset[int], free: dict[int, range]
) -> frozenset[int]:
    """Add the quotations that follow the content or the clause of its speaker with only punctuation between.

    A quotation that is a paragraph of its own goes on with the one before it.
    """
    words = [index for index in content if parsed.tokens[index].form not in BETWEEN]
    at, added = max(content | satellite) + 1, set(content)
    if not any(max(words, default=-1) in quote for quote in free.values()):
        return content
    while at < len(parsed.tokens):
        quote = free.get(at)
        if parsed.parted(at) and (quote is None or not _ends_paragraph(parsed, quote)):
            break
        if quote is not None:
            added.update(quote)
            at = quote.stop
        elif parsed.tokens[at].form in BETWEEN:
            at += 1
        else:
            break
    return frozenset(added)


def _ends_paragraph(parsed: Parsed, quote: range) -> bool:
    stop = quote.stop
    return stop == len(parsed.tokens) or parsed.parted(stop)
