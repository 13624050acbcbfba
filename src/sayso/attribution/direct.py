"""Direct quotation: which words stand in quotation marks, whose cue they follow, and where they go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.attribution.contents import clean
from sayso.attribution.cues import cue_of, marks_of
from sayso.attribution.frames import Frame
from sayso.attribution.sources import Found, find_source, is_verb, noun_phrase
from sayso.language.parse import Parse
from sayso.language.quotes import Quote, outermost

SHORTEST = 4
"""Words; shorter quotations are titles and scare quotes more often than speech (PolNeAR: 32 % of them unattributed)."""
REACH = 14
"""Tokens between a quotation and its verb, at most."""


@dataclass(slots=True)
class QuoteMap:
    """For each token the number of the quotation it stands in, else -1; the tokens of each quotation.

    Paragraph after paragraph of one multi-paragraph quotation count as one. ``bare`` says of each sentence whether it
    holds nothing but quotation.
    """

    of_token: list[int]
    tokens: list[list[int]]
    bare: list[bool]
    paragraph: list[int]


def map_quotes(parse: Parse, quotes: Sequence[Quote], paragraphs: Sequence[tuple[int, int]]) -> QuoteMap:
    """Return where the quotations of ``parse`` are, by token."""
    of_token = [-1] * len(parse)
    groups: list[list[int]] = []
    goes_on = False
    for quote in outermost(quotes):
        tokens = list(parse.tokens_in(quote.span.start, quote.span.end))
        if not goes_on:
            groups.append([])
        groups[-1] += tokens
        for token in tokens:
            of_token[token] = len(groups) - 1
        goes_on = quote.continues
    bare = [_is_bare(parse, of_token, number) for number in range(len(parse.bounds))]
    return QuoteMap(of_token, groups, bare, _paragraph_numbers(parse, paragraphs))


def _is_bare(parse: Parse, of_token: list[int], number: int) -> bool:
    first, stop = parse.bounds[number]
    if first >= stop or of_token[first] < 0:
        return False
    outside = [t for t in range(first, stop) if of_token[t] < 0 and parse.tags[t][0].isalpha()]
    return not any(is_verb(parse, token) for token in outside) and 2 * len(outside) < stop - first


def _paragraph_numbers(parse: Parse, paragraphs: Sequence[tuple[int, int]]) -> list[int]:
    numbers, at = [], 0
    for sentence in parse.sentences:
        while at + 1 < len(paragraphs) and paragraphs[at + 1][0] <= sentence.start:
            at += 1
        numbers.append(at)
    return numbers


def quote_frames(parse: Parse, marks: QuoteMap) -> Iterator[Frame]:
    """Yield, for every quotation long enough to be speech, the frames of the verbs beside it."""
    for tokens in marks.tokens:
        if sum(parse.tags[token][0].isalpha() for token in tokens) >= SHORTEST:
            yield from _after(parse, marks, tokens)
            yield from _before(parse, marks, tokens)


def _after(parse: Parse, marks: QuoteMap, tokens: list[int]) -> Iterator[Frame]:
    last = tokens[-1]
    stop = parse.bounds[parse.sentence_of[last]][1]
    for verb in range(last + 1, min(stop, last + REACH)):
        if marks.of_token[verb] >= 0 or parse.words[verb] in (";", ":"):
            return
        if (
            is_verb(parse, verb)
            and parse.labels[verb] not in ("aux", "auxpass")
            and parse.lemmas[verb] != "be"
        ):
            yield _frame(parse, verb, "quote-after", _beside(parse, marks, last + 1, verb, stop), tokens)
            return


def _before(parse: Parse, marks: QuoteMap, tokens: list[int]) -> Iterator[Frame]:
    first = tokens[0]
    number = parse.sentence_of[first]
    low = parse.bounds[number][0]
    construction = "quote-before"
    if first == low:
        if number == 0 or parse.words[parse.bounds[number - 1][1] - 1] != ":":
            return
        low, first, construction = parse.bounds[number - 1][0], parse.bounds[number - 1][1], "quote-colon"
    elif parse.words[first - 1] == ":":
        construction = "quote-colon"
    for verb in range(first - 1, max(low, first - REACH) - 1, -1):
        if marks.of_token[verb] >= 0:
            return
        if (
            is_verb(parse, verb)
            and parse.labels[verb] not in ("aux", "auxpass")
            and parse.lemmas[verb] != "be"
        ):
            yield _frame(parse, verb, construction, _beside(parse, marks, low, verb, first), tokens)
            return


def _beside(parse: Parse, marks: QuoteMap, low: int, verb: int, stop: int) -> Found:
    """Return the source of a verb beside a quotation; where the parse has none, the nearest noun phrase."""
    found = find_source(parse, verb)
    if found.tokens and not any(marks.of_token[token] >= 0 for token in found.tokens):
        return found
    nouns = [t for t in range(low, verb) if _is_name(parse, t)] or [
        t for t in range(verb + 1, stop) if _is_name(parse, t)
    ]
    if not nouns:
        return Found(None, [], "none")
    head = nouns[-1] if nouns[-1] < verb else nouns[0]
    while (
        parse.labels[head] in ("compound", "nmod", "amod", "det", "poss") and low <= parse.heads[head] < stop
    ):
        if parse.heads[head] == verb:
            break
        head = parse.heads[head]
    phrase = [t for t in noun_phrase(parse, head) if marks.of_token[t] < 0 and low <= t < stop and t != verb]
    return Found(head, [t for t in phrase if (t < verb) == (head < verb)], "near")


def _is_name(parse: Parse, token: int) -> bool:
    return parse.tags[token] in ("NN", "NNS", "NNP", "NNPS", "PRP")


def _frame(parse: Parse, verb: int, construction: str, found: Found, tokens: list[int]) -> Frame:
    cue = [token for token in cue_of(parse, verb) if token not in set(tokens)]
    return Frame(
        trigger=verb,
        construction=construction,
        subject=found.how,
        cue=cue,
        source=found.tokens,
        content=clean(parse, [token for token in tokens if token not in found.tokens]),
        marks=marks_of(parse, verb),
    )


def complete_quotes(parse: Parse, marks: QuoteMap, frame: Frame) -> None:
    """Let the content of ``frame`` take in the whole of each quotation it enters, and the bare ones that follow."""
    if not frame.content or marks.of_token[frame.trigger] >= 0:
        return
    entered = {marks.of_token[token] for token in frame.content} - {-1}
    entered = {number for number in entered if frame.trigger not in marks.tokens[number]}
    if not entered:
        return
    content = set(frame.content)
    for number in entered:
        content.update(marks.tokens[number])
    long_enough = any(len(marks.tokens[number]) > SHORTEST + 2 for number in entered)
    if long_enough:
        content.update(_following(parse, marks, max(*content, frame.trigger)))
    own = {*frame.source, *frame.cue}
    frame.content = clean(parse, [token for token in content if token not in own])


def _following(parse: Parse, marks: QuoteMap, last: int) -> list[int]:
    """Return the tokens of the sentences after ``last`` that hold nothing but quotation."""
    found: list[int] = []
    number = parse.sentence_of[last] + 1
    while number < len(parse.bounds) and marks.bare[number]:
        first, stop = parse.bounds[number]
        group = marks.of_token[first]
        end = marks.tokens[group][-1]
        if parse.sentence_of[end] != number and not marks.bare[parse.sentence_of[end]]:
            break  # the quotation ends in a sentence with a cue of its own
        found += range(first, stop)
        number += 1
    return found
