"""The English parser: loaded once a process, fed one paragraph at a time."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache

import numpy as np
from spacy.attrs import DEP, HEAD, LENGTH, LOWER, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from sayso.language.lemmas import make_lemmatizer
from sayso.language.paragraphs import split_paragraphs
from sayso.language.parse import Parse
from sayso.language.pipeline import find_package
from sayso.language.sentences import find_sentence, split_paragraph
from sayso.records import Span, Spans

UNUSED = ("attribute_ruler", "ner")
"""Neither loaded nor run: bare pipeline 5,600 words a CPU second with them, 9,500 without."""
BATCH_PARAGRAPHS = 64


@cache
def load_english() -> Language:
    """Load the small English pipeline, once a process; raise `StageError` when it is not installed."""
    module = importlib.import_module(find_package())
    pipeline: Language = module.load(exclude=list(UNUSED), disable=["lemmatizer"])
    return pipeline


PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„«»‟", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("\r\n\t\xa0\u2028", " "),
    }
)
"""The parser learnt from texts with straight quotation marks; one character for one keeps the offsets."""


@cache
def load_lemmatizer() -> Callable[[str, str], str]:
    """Return the function from (lower-case word, Penn tag) to lemma."""
    return make_lemmatizer(load_english())


def parse_english(text: str, *, unread: Spans = ()) -> Parse:
    """Parse English ``text``, leaving out each paragraph that begins in one of the stretches ``unread``.

    Sentences are those of `split_sentences`: the parser may neither add nor drop a border. Paragraphs of one text
    are parsed together, never with those of another text, so that the answer depends on ``text`` alone.
    """
    pipeline = load_english()
    paragraphs = split_paragraphs(text, unread=unread)
    sentences = [split_paragraph(text, paragraph) for paragraph in paragraphs]
    docs = [
        _make_doc(pipeline, text[p.start : p.end].translate(PLAIN), [s.start - p.start for s in within])
        for p, within in zip(paragraphs, sentences, strict=True)
    ]
    columns = _Columns()
    for doc, paragraph in zip(pipeline.pipe(docs, batch_size=BATCH_PARAGRAPHS), paragraphs, strict=True):
        columns.add(doc, paragraph.start)
    return columns.parse(text, tuple(s for within in sentences for s in within))


def _make_doc(pipeline: Language, text: str, borders: list[int]) -> Doc:
    """Tokenise ``text`` and fix where its sentences begin: a 1 at each border, a -1 everywhere else."""
    doc = pipeline.make_doc(text)
    marks = np.full(len(doc), -1, dtype=np.int64)
    starts = np.array([token.idx for token in doc], dtype=np.int64)
    places = np.searchsorted(starts, borders)
    marks[places[places < len(doc)]] = 1
    doc.from_array([SENT_START], marks.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]
    return doc


class _Columns:
    """Collect the tokens of one paragraph after another."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.lemmas: list[str] = []
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.heads: list[int] = []

    def add(self, doc: Doc, offset: int) -> None:
        strings, lemma, first = doc.vocab.strings, load_lemmatizer(), len(self.words)
        table = doc.to_array([LOWER, TAG, DEP, HEAD, LENGTH])
        starts = [token.idx + offset for token in doc]
        words = [strings[key] for key in table[:, 0].tolist()]
        tags = [strings[key] for key in table[:, 1].tolist()]
        self.starts += starts
        self.ends += [start + length for start, length in zip(starts, table[:, 4].tolist(), strict=True)]
        self.words += words
        self.tags += tags
        self.labels += [strings[key] for key in table[:, 2].tolist()]
        self.heads += [first + i + step for i, step in enumerate(table[:, 3].astype(np.int64).tolist())]
        self.lemmas += [lemma(word, tag) for word, tag in zip(words, tags, strict=True)]

    def parse(self, text: str, sentences: tuple[Span, ...]) -> Parse:
        sentence_of = [find_sentence(sentences, start) for start in self.starts]
        return Parse(
            text=text,
            sentences=sentences,
            starts=self.starts,
            ends=self.ends,
            words=self.words,
            lemmas=self.lemmas,
            tags=self.tags,
            labels=self.labels,
            heads=self.heads,
            sentence_of=sentence_of,
        )
