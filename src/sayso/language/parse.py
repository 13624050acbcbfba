"""A parsed text as plain lists: what the rules look at, whichever parser made it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.records import Span


@dataclass(slots=True, kw_only=True)
class Parse:
    """The sentences and tokens of one text. Token numbers run through the whole text; a root is its own head.

    ``starts`` and ``ends`` are code points; ``words`` are lower case; ``tags`` are Penn tags; ``labels`` are the
    dependency labels of spaCy's English pipelines; ``lemmas`` are lower case.
    ``lefts`` and ``rights`` bound the tokens below each token, ``rights`` exclusive.
    """

    text: str
    sentences: tuple[Span, ...]
    starts: list[int]
    ends: list[int]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    labels: list[str]
    heads: list[int]
    sentence_of: list[int]
    children: list[list[int]] = field(init=False)
    lefts: list[int] = field(init=False)
    rights: list[int] = field(init=False)
    bounds: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.link()
        self.bounds = [
            (bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end))
            for sentence in self.sentences
        ]

    def link(self) -> None:
        """Set ``children``, ``lefts`` and ``rights`` by ``heads``; to be called again when those were mended."""
        n_tokens = len(self.words)
        self.children = [[] for _ in range(n_tokens)]
        self.lefts = list(range(n_tokens))
        self.rights = list(range(1, n_tokens + 1))
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)
        self._set_edges()

    def _set_edges(self) -> None:
        heads, lefts, rights = self.heads, self.lefts, self.rights
        for token in range(len(heads)):
            at, head = token, heads[token]
            while head != at:
                if token < lefts[head]:
                    lefts[head] = token
                elif token >= rights[head]:
                    rights[head] = token + 1
                else:
                    break
                at, head = head, heads[head]

    def __len__(self) -> int:
        return len(self.words)

    def text_of(self, first: int, stop: int) -> str:
        """Return the text from token ``first`` up to, not including, token ``stop``."""
        return self.text[self.starts[first] : self.ends[stop - 1]]

    def tokens_in(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that begin in ``[start, end)``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def child(self, token: int, labels: Iterable[str]) -> int | None:
        """Return the first child of ``token`` with one of ``labels``, if any."""
        for child in self.children[token]:
            if self.labels[child] in labels:
                return child
        return None

    def subtree(self, token: int) -> list[int]:
        """Return ``token`` and all tokens below it, in the order of the text."""
        found, open_tokens = [token], [token]
        while open_tokens:
            below = self.children[open_tokens.pop()]
            found += below
            open_tokens += below
        return sorted(found)
