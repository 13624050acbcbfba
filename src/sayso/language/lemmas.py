"""Lemmas of English words, from the tables of the English pipeline, remembered by word and tag."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache

from spacy.language import Language

KINDS = {"V": "verb", "N": "noun", "J": "adj", "R": "adv"}
CONTRACTIONS = {
    "'s": "be",
    "'re": "be",
    "'m": "be",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "n't": "not",
    "wo": "will",
}


def make_lemmatizer(pipeline: Language) -> Callable[[str, str], str]:
    """Return a function of (lower-case word, Penn tag) that gives the lemma, by the tables ``pipeline`` carries."""
    tables = pipeline.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index, exceptions, rules = (
        tables.get_table(name) for name in ("lemma_index", "lemma_exc", "lemma_rules")
    )

    @cache
    def lemma(word: str, tag: str) -> str:
        kind = KINDS.get(tag[:1], "")
        if tag in ("VB", "VBP", "NN", "JJ", "NNP", "NNPS") or not kind or tag in ("RP", "RBR", "RBS", "RB"):
            return CONTRACTIONS.get(word, word) if kind == "verb" or tag in ("MD", "RB") else word
        if word in CONTRACTIONS and kind == "verb":
            return CONTRACTIONS[word]
        return _reduce(word, index.get(kind, {}), exceptions.get(kind, {}), rules.get(kind, []))

    return lemma


def _reduce(
    word: str, index: Container[str], exceptions: Mapping[str, list[str]], rules: Iterable[tuple[str, str]]
) -> str:
    if word in exceptions:
        return str(exceptions[word][0])
    guesses = []
    for old, new in rules:
        if word.endswith(old):
            form = word[: len(word) - len(old)] + new
            if form in index:
                return str(form)
            if form and form.isalpha():
                guesses.append(form)
    if word in index or not guesses:
        return word
    return str(guesses[0])
