"""Read the dependency parses of a CoNLL-U document and rebuild its text.

Universal Dependencies, https://universaldependencies.org/format.html. Sentences of one paragraph (``# newpar``) are
joined by one space, paragraphs by a blank line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sayso.attribution.training.corpora_annotated import CorpusError
from sayso.records import Span, Spans

NEW_PARAGRAPH = "# newpar"
SENTENCE_TEXT = "# text = "
COLUMNS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A syntactic word; ``head`` is the index of its head in the document, None for a root.

    ``sentence`` counts from 0.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    relation: str
    head: int | None
    span: Span
    sentence: int

    @property
    def base(self) -> str:
        """Return the relation without its subtype."""
        return self.relation.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A parsed document: its text, and all tokens in order."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Return the indices of each token's dependents, in order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head is not None:
                below[token.head].append(index)
        return tuple(map(tuple, below))

    def subtree(self, index: int) -> frozenset[int]:
        """Return the token and all that depends on it."""
        found, waiting = {index}, [index]
        while waiting:
            new = set(self.children[waiting.pop()]) - found
            found |= new
            waiting += new
        return frozenset(found)

    def spans(self, indices: Iterable[int]) -> Spans:
        """Return the spans of tokens; neighbours of one paragraph join, punctuation at the edges goes."""
        runs: list[list[int]] = []
        for index in sorted(indices):
            if runs and index == runs[-1][-1] + 1 and not self.parted(index):
                runs[-1].append(index)
            else:
                runs.append([index])
        trimmed = filter(None, map(self._trim, runs))
        return tuple(Span(self.tokens[run[0]].span.start, self.tokens[run[-1]].span.end) for run in trimmed)

    def parted(self, index: int) -> bool:
        """Say whether a paragraph begins with the token."""
        return "\n" in self.text[self.tokens[index - 1].span.end : self.tokens[index].span.start]

    def _trim(self, run: list[int]) -> list[int]:
        while run and self._is_edge(run[-1]):
            run = run[:-1]
        while run and self._is_edge(run[0]):
            run = run[1:]
        return self._drop_half_pairs(run)

    def _is_edge(self, index: int) -> bool:
        return self.tokens[index].form in EDGES

    def _drop_half_pairs(self, run: list[int]) -> list[int]:
        """Drop a bracket or a quotation mark at an edge whose partner is not in the run."""
        if not run:
            return run
        text = self.text[self.tokens[run[0]].span.start : self.tokens[run[-1]].span.end]
        if _is_alone(text, text[0]):
            return self._trim(run[1:])
        return self._trim(run[:-1]) if _is_alone(text, text[-1]) else run


EDGES = frozenset((".", ",", ";", ":", "-", "–", "—", "--", "...", "…", "/"))
"""As in PolNeAR, where one content in 200 ends in a full stop that stands in no quotation."""
PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ('"', '"'))


def _is_alone(text: str, mark: str) -> bool:
    """Say whether ``mark`` is one of a pair and its partner is not in ``text``."""
    for opener, closer in PAIRS:
        if mark in {opener, closer}:
            odd = text.count(opener) % 2 == 1
            return odd if opener == closer else text.count(opener) != text.count(closer)
    return False


@dataclass(slots=True)
class _Builder:
    parts: list[str] = field(default_factory=list)
    sentences: int = 0
    length: int = 0
    tokens: list[Token] = field(default_factory=list)

    def add(self, lines: Sequence[str]) -> None:
        text = next(line.removeprefix(SENTENCE_TEXT) for line in lines if line.startswith(SENTENCE_TEXT))
        if self.parts:
            paragraph = any(line.split(" ")[:2] == ["#", "newpar"] for line in lines)
            self._append("\n\n" if paragraph else " ")
        offset, first, at = self.length, len(self.tokens), 0
        for row in map(_cells, (line for line in lines if not line.startswith("#"))):
            if not row[0].isdigit():
                continue  # a surface word of several tokens, or an empty node
            start = text.find(row[1], at)
            if start < 0 or text[at:start].strip():
                raise ValueError(f"{row[1]!r} does not follow {text[:at]!r} in the text of its sentence")
            at = start + len(row[1])
            self.tokens.append(_token(row, first, Span(offset + start, offset + at), self.sentences))
        self._append(text)
        self.sentences += 1

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _cells(line: str) -> list[str]:
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns where {COLUMNS} are due")
    return cells


def _token(row: list[str], first: int, span: Span, sentence: int) -> Token:
    head = int(row[6])
    return Token(
        form=row[1],
        lemma=row[2],
        upos=row[3],
        xpos=row[4],
        relation=row[7],
        head=first + head - 1 if head else None,
        span=span,
        sentence=sentence,
    )


def read_conllu(path: Path) -> Parsed:
    """Return the one document of a file; raise `CorpusError` where it is not CoNLL-U with ``# text``."""
    builder = _Builder()
    for number, lines in _sentences(path):
        try:
            builder.add(lines)
        except (ValueError, StopIteration) as error:
            reason = str(error) or "no '# text = '"
            remedy = "give CoNLL-U as GUM has it, with the text of each sentence"
            raise CorpusError(
                f"{path}, sentence that begins in line {number}: {reason}", remedy=remedy
            ) from error
    return Parsed(text="".join(builder.parts), tokens=tuple(builder.tokens))


def _sentences(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}", remedy="give it as UTF-8") from error
    block: list[str] = []
    for number, row in enumerate([*rows, ""], start=1):
        if row.strip():
            block.append(row)
        elif block:
            yield number - len(block), block
            block = []
