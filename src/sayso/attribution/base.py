"""The seam behind which an extractor of attributions stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sayso.records import Attribution, Span, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A document as an extractor gets it: text, what else is known of it, and the stretches not to be read."""

    text: str
    title: str | None = None
    outlet: str | None = None
    unread: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an extractor found in one passage; both lists are in the order of the text."""

    sentences: tuple[Span, ...]
    attributions: tuple[Attribution, ...]


class Attributor(Protocol):
    """Find who says what in one English passage.

    ``version`` changes when the output for the same input changes; ``model_sha256`` names the weights, if any.
    The answer depends on the passage alone: not on the passages read before it, nor on how they were batched.
    """

    @property
    def name(self) -> str:
        """What the setting ``attributor`` calls it."""
        ...

    @property
    def version(self) -> str:
        """What changes with the output."""
        ...

    @property
    def model_sha256(self) -> str | None:
        """The hash of the weights."""
        ...

    def read(self, passage: Passage) -> Reading:
        """Return the sentences and attributions of ``passage``."""
        ...
