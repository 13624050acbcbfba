"""Count what could not be read in one file, so that ten thousand bad rows are not ten thousand issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sayso.read.source import Source
from sayso.records import Issue

MOST_EACH = 50
"""Issues of one code written out for one file; a person looks at the first few, the rest are a number."""


class Tally:
    """Make the issues of one source: at most ``MOST_EACH`` of each code, then how many were left out."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many issues of each code there were, those left out included."""
        return self._counts

    def issue(self, code: str, message: str, *, remedy: str) -> Iterator[Issue]:
        """Yield the issue, or nothing when enough of this code were yielded before."""
        self._counts[code] += 1
        if self._counts[code] <= MOST_EACH:
            yield self._make(code, message, remedy)

    def keep(self, issue: Issue) -> Iterator[Issue]:
        """Yield an issue that another reader made, or nothing when enough of its code were yielded before."""
        self._counts[issue.code] += 1
        if self._counts[issue.code] <= MOST_EACH:
            yield issue

    def rest(self) -> Iterator[Issue]:
        """Yield one issue for each code of which some were left out."""
        for code, count in self._counts.items():
            if count > MOST_EACH:
                message = f"{self._source.path}: {count - MOST_EACH} more of these ({count} in all)"
                yield self._make(code, message, "do as for the ones before")

    def _make(self, code: str, message: str, remedy: str) -> Issue:
        return Issue(stage="read", code=code, message=message, remedy=remedy, path=self._source.path)
