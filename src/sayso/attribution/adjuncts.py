"""Frames of words that name a source beside the sentence: ``according to``, ``in his view``, ``reportedly``."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution.contents import clause_around, clean
from sayso.attribution.frames import Frame
from sayso.attribution.sources import NOBODY, Found, noun_phrase, without_medium
from sayso.language.parse import Parse

VIEWS = frozenset(
    "view views opinion words eyes estimation telling account reckoning mind judgment judgement".split()
)
PREPOSITIONS = frozenset(("per", "for", "to", "in", "from", "via", "under"))
DOCUMENTS = frozenset(
    "poll survey statement interview speech report letter memo article book tweet post email study document ad video"
    " column editorial piece release filing testimony story op-ed transcript remarks blog essay".split()
)


def adjunct_frames(parse: Parse) -> Iterator[Frame]:
    """Yield the frames of adjuncts that name a source, and of adverbs that stand for one."""
    for token, word in enumerate(parse.words):
        label = parse.labels[token]
        if word == "according":
            yield from _according(parse, token)
        elif label == "prep" and word in PREPOSITIONS:
            yield from _view(parse, token, word)
        elif word == "based" and label == "prep":
            yield from _according(parse, token)
        elif label == "advmod" and word.endswith("ly"):
            yield _adverb(parse, token)


def _according(parse: Parse, token: int) -> Iterator[Frame]:
    to = parse.child(token, ("prep",))
    if to is None:
        return
    inner = parse.child(to, ("pobj", "pcomp"))
    if inner is None:
        return
    source = Found(inner, without_medium(parse, noun_phrase(parse, inner)), "pobj")
    without = _with_citation(parse, parse.subtree(token))
    yield _frame(
        parse,
        token,
        f"{parse.words[token]}-{parse.words[to]}",
        (source, [token, to]),
        clause_around(parse, token, without),
    )


def _with_citation(parse: Parse, tokens: list[int]) -> list[int]:
    """Return ``tokens`` with the ``citing analysts`` that follows them, which belongs to the chain of sources."""
    after = tokens[-1] + 1
    while after < len(parse) and parse.words[after] == ",":
        after += 1
    if after < len(parse) and parse.words[after] in ("citing", "quoting"):
        return sorted({*tokens, *parse.subtree(after)})
    return tokens


def _view(parse: Parse, token: int, word: str) -> Iterator[Frame]:
    inner = parse.child(token, ("pobj",))
    if inner is None:
        return
    without = parse.subtree(token)
    content = clause_around(parse, token, without)
    noun = Found(inner, noun_phrase(parse, inner), "pobj")
    poss = parse.child(inner, ("poss",))
    if word in ("in", "from", "to") and parse.words[inner] in VIEWS and poss is not None:
        tokens = [t for t in noun_phrase(parse, poss) if parse.tags[t] != "POS"]
        yield _frame(parse, token, "in-view", (Found(poss, tokens, "poss"), [token, inner]), content)
    elif word == "in" and parse.lemmas[inner] in DOCUMENTS:
        yield _frame(parse, token, "in-document", (noun, [token]), content)
    elif (
        word in ("per", "for", "to", "via")
        and parse.lefts[token] == parse.bounds[parse.sentence_of[token]][0]
    ):
        yield _frame(parse, token, f"front-{word}", (noun, [token]), content)


def _adverb(parse: Parse, token: int) -> Frame:
    head = parse.heads[token]
    content = [other for other in parse.subtree(head) if other != token]
    return _frame(parse, token, "adverb", (NOBODY, [token]), content)


def _frame(
    parse: Parse, token: int, construction: str, found: tuple[Found, list[int]], content: list[int]
) -> Frame:
    """Return a frame; ``found`` is its source and the tokens of its cue."""
    source, cue = found
    own = {*source.tokens, *cue}
    label = parse.labels[token]
    return Frame(
        trigger=token,
        construction=construction,
        subject=source.how,
        cue=sorted(cue),
        source=source.tokens,
        content=clean(parse, [other for other in content if other not in own]),
        marks=(f"label={label}", f"first={parse.bounds[parse.sentence_of[token]][0] == token}"),
    )
