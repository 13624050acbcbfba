"""The fullest mention in a document of whom a source stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sayso.attribution.anaphora import Choose, Resolver, choose_best
from sayso.attribution.entities import Register
from sayso.attribution.phrases import FIRST_PERSON, Phrase, find_phrases, number_quotes, span_of
from sayso.language.parse import Parse
from sayso.language.quotes import Quote
from sayso.records import Span, Spans

NAME_WORD = 20
"""One word of a name says more than all else beside it."""
MOST_NAME_WORDS = 4
TITLE = 6
MOST_WORDS = 5
"""Other words of a mention that count."""
NEAR_SENTENCES = 2
"""Between a source and a quotation after it that nobody else is said to have spoken."""
DEEPEST = 4
"""Quotations inside one another, as ``I said that I said``."""


class Said(NamedTuple):
    """A source and what it says, as an extractor found them."""

    source: Spans
    content: Spans


class MentionReader:
    """Find the fullest mention of each source of one document, in time proportional to its length."""

    def __init__(
        self, parse: Parse, quotes: Sequence[Quote], said: Sequence[Said], *, choose: Choose = choose_best
    ) -> None:
        self._parse = parse
        self._quote_of = number_quotes(parse, quotes)
        self.phrases = find_phrases(parse, self._quote_of)
        self._register = Register(parse, self.phrases)
        heads = [self._head(one.source) for one in said]
        for head in heads:
            if head in self._register.of_head:
                self._mark_source(self.phrases[self._register.of_head[head]])
        speakers = self._find_speakers(said, heads)
        self._quoted = self._find_quoted(speakers)
        self._bests: dict[int, Phrase | None] = {}
        Resolver(self._register, speakers, choose).resolve()

    def fullest(self, source: Spans) -> Span | None:
        """Return the fullest mention of whom ``source`` stands for, the first one where several are equally full.

        That is the source itself where nothing is fuller; ``None`` for no source, for a pronoun that stands for
        nobody the text names, and for a source in several pieces that is named nowhere more fully.
        """
        own = source[0] if len(source) == 1 else None
        phrase = self.phrase_of(source)
        if phrase is None:
            return self._fullest_name(source) or own
        named = self._speaker_of(phrase)
        if named is None or named.entity < 0:
            return None if phrase.kind == "pronoun" else own
        best = self._best(named.entity)
        if best is None:
            return None
        if phrase.kind != "pronoun" and self._fullness(phrase) >= self._fullness(best):
            return own
        return self._without(best, source)

    def _without(self, best: Phrase, source: Spans) -> Span:
        """Return where ``best`` stands, without a clause about it that holds the source: ``the report, which``."""
        parse, span = self._parse, span_of(self._parse, best)
        inside = parse.tokens_in(source[0].start, source[0].end)
        if not inside or not best.head < inside[0] < best.stop:
            return span
        stop = next(
            (c for c in parse.children[best.head] if parse.lefts[c] <= inside[0] < parse.rights[c]), None
        )
        last = (inside[0] if stop is None else max(best.head + 1, parse.lefts[stop])) - 1
        while last > best.head and parse.labels[last] == "punct":
            last -= 1
        return Span(span.start, parse.ends[last])

    def _best(self, entity: int) -> Phrase | None:
        """Return the fullest of an entity's phrases, looked for once: somebody may be a thousand sources."""
        if entity not in self._bests:
            places = sorted(self._register.entities[entity].phrases)
            phrases = (self.phrases[place] for place in places if self.phrases[place].kind != "pronoun")
            self._bests[entity] = max(phrases, key=self._fullness, default=None)
        return self._bests[entity]

    def _fullest_name(self, source: Spans) -> Span | None:
        """Return the fullest mention of a name that the parser took for a part of what follows it."""
        parse = self._parse
        tokens = [token for span in source for token in parse.tokens_in(span.start, span.end)]
        names = tuple(parse.text[parse.starts[t] : parse.ends[t]] for t in tokens)
        if not names or not all(name[:1].isupper() for name in names):
            return None
        entity = self._register.find_name(names)
        best = None if entity is None else self._best(entity)
        return span_of(parse, best) if best is not None and len(best.names) > len(names) else None

    def _mark_source(self, phrase: Phrase) -> None:
        """Note that ``phrase`` speaks; nouns as ``caller`` and ``trawler`` are people when they do."""
        phrase.is_source = True
        if phrase.kind == "noun" and not phrase.being:
            phrase.being = "person"

    def phrase_of(self, source: Spans) -> Phrase | None:
        """Return the phrase that a source is, by the word that the others of it hang on."""
        place = self._register.of_head.get(self._head(source))
        return None if place is None else self.phrases[place]

    def _head(self, source: Spans) -> int:
        """Return the word that the others of ``source`` hang on, or -1."""
        parse = self._parse
        tokens = [token for span in source for token in parse.tokens_in(span.start, span.end)]
        inside = set(tokens)
        known = [token for token in tokens if token in self._register.of_head]
        tops = [token for token in known if parse.heads[token] not in inside or parse.heads[token] == token]
        # Of ``one of them`` the parser gives no noun, and ``them`` is somebody else.
        known = [token for token in known if parse.labels[token] not in ("pobj", "poss")]
        return (tops or known or [-1])[0]

    def _find_speakers(self, said: Sequence[Said], heads: Sequence[int]) -> list[int]:
        """Return for each token the head of the source in whose words it stands: of nested ones the innermost."""
        parse, speakers = self._parse, [-1] * len(self._parse)
        contents = [
            [token for span in one.content for token in parse.tokens_in(span.start, span.end)] for one in said
        ]
        for number in sorted(range(len(said)), key=lambda at: -len(contents[at])):
            for token in contents[number]:
                speakers[token] = heads[number]
        return speakers

    def _find_quoted(self, speakers: Sequence[int]) -> dict[int, int]:
        """Return for each quotation the head of the source outside it whose words it is.

        One without its own follows a source: ``Galantino called it dangerous: “I have ...``.
        """
        quoted: dict[int, int] = {}
        for token, head in enumerate(speakers):
            quote = self._quote_of[token]
            if quote >= 0 and head >= 0 and self._quote_of[head] != quote:
                quoted.setdefault(quote, head)
        last: Phrase | None = None
        for phrase in self.phrases:
            person = phrase.being == "person" and self._parse.labels[phrase.head] in ("nsubj", "nsubjpass")
            if phrase.quote < 0 and (phrase.is_source or (person and not phrase.plural)):
                last = phrase
            near = last is not None and phrase.sentence - last.sentence <= NEAR_SENTENCES
            if last is not None and near and phrase.quote >= 0:
                quoted.setdefault(phrase.quote, last.head)
        return quoted

    def _speaker_of(self, phrase: Phrase) -> Phrase | None:
        """Return the source whose words ``I`` or ``we`` stands in; another phrase is itself."""
        for _ in range(DEEPEST):
            if phrase.kind != "pronoun" or phrase.noun not in FIRST_PERSON:
                return phrase
            place = self._register.of_head.get(self._quoted.get(phrase.quote, -1))
            if place is None or self.phrases[place] is phrase:
                return None
            phrase = self.phrases[place]
        return None

    def _fullness(self, phrase: Phrase) -> int:
        """Return how much ``phrase`` says of who it is: its name first, then its office, then other words."""
        of_head = self._register.of_head
        beside = [self.phrases[of_head[head]] for head in phrase.beside if head in of_head]
        beside = [other for other in beside if other.entity == phrase.entity and other.head < phrase.stop]
        n_names = max([len(phrase.names), *(len(other.names) for other in beside)])
        titled = bool(phrase.titles) or any(
            (other.kind == "name") != (phrase.kind == "name") for other in beside
        )
        return NAME_WORD * min(n_names, MOST_NAME_WORDS) + TITLE * titled + min(phrase.n_words, MOST_WORDS)
