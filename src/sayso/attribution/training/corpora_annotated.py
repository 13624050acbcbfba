"""A text with its attributions as a person annotated them."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import SaysoError
from sayso.records import Spans


class CorpusError(SaysoError):
    """Say that annotated texts cannot be read: which file, which line, what is wrong there."""

    exit_code = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One annotated attribution; ``parent`` is the index of the one whose content holds it.

    Any of the spans may be empty. They are in the order of the text.
    """

    source: Spans
    cue: Spans
    content: Spans
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A text and its attributions; spans are code points of ``text``.

    ``nested`` says whether the annotators marked attributions inside the content of others: where they did not, the
    absence of one there says nothing. ``exhaustive`` says whether every kind of attribution was marked: where only
    clauses and quotations were, ``criticism of the plan`` without a mark says nothing either. ``cues`` says whether a
    person marked the words of each cue; where not, only the word it hangs by is sure. ``licence`` is that of the text,
    empty when it is not known.
    """

    document_id: str
    text: str
    relations: tuple[Gold, ...]
    nested: bool
    licence: str
    exhaustive: bool = True
    cues: bool = True
