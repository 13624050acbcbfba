"""Who has been a source in a document so far, for the pronouns and short names that point back."""

from __future__ import annotations

from sayso.attribution.nounphrases import Mention, Number
from sayso.records import Sourcing


class Memory:
    """The sources of one document in the order of the text."""

    def __init__(self) -> None:
        self._place = 0
        self._latest: dict[Number, tuple[int, Mention]] = {}
        self._called: dict[str, Mention] = {}
        self._nameless: set[str] = set()

    def add(self, mention: Mention) -> None:
        """Remember the next source."""
        self._place += 1
        self._latest[mention.number] = (self._place, mention)
        if mention.number == "one":
            self._called.update(dict.fromkeys(mention.words, mention))
        if mention.sourcing == "anonymous":
            self._nameless.update(mention.words)

    def last(self, *numbers: Number) -> Sourcing | None:
        """Return the sourcing of the last source that was one person, many or a thing."""
        found = [self._latest[number] for number in numbers if number in self._latest]
        return max(found, key=lambda one: one[0])[1].sourcing if found else None

    def called(self, noun: str) -> Sourcing | None:
        """Return the sourcing of the last single person who was called by ``noun``."""
        mention = self._called.get(noun)
        return mention.sourcing if mention is not None else None

    def is_nameless(self, noun: str) -> bool:
        """Tell whether somebody called by ``noun`` has kept the name back."""
        return noun in self._nameless
