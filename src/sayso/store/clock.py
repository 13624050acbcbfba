"""The one place times come from."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

from sayso.errors import UsageError

# https://reproducible-builds.org/specs/source-date-epoch/: a fixed time makes two runs give the same bytes.
FIXED_TIME_VARIABLE = "SOURCE_DATE_EPOCH"
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def now() -> str:
    """Return the present time, ISO 8601 in UTC to the second; ``SOURCE_DATE_EPOCH`` fixes it.

    Raise `UsageError` when that variable is not a number of seconds.
    """
    fixed = os.environ.get(FIXED_TIME_VARIABLE)
    if not fixed:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        return datetime.fromtimestamp(int(fixed), UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"{FIXED_TIME_VARIABLE}={fixed!r} is not a time",
            remedy="give whole seconds since 1970, or unset it",
        ) from None


def epoch(text: str) -> int:
    """Return the seconds since 1970 of an ISO 8601 date or time; without an offset it is taken as UTC.

    Raise `ValueError` when it is neither.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() // 1)


def period(text: str) -> tuple[int, int]:
    """Return the half-open epoch seconds that a year, month, day or time covers.

    ``2024-05`` covers May, so a search until ``2024-05`` holds its last day. Raise `UsageError` for anything else.
    """
    try:
        partial = _PARTIAL.fullmatch(text.strip())
        if partial is None:
            start = epoch(text.strip())
            return start, start + 1
        year, month, day = (int(part) if part else None for part in partial.groups())
        first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        return int(first.timestamp()), int(_after(first, month, day).timestamp())
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is not a date", remedy="write 2024, 2024-05, 2024-05-31 or 2024-05-31T18:00:00+00:00"
        ) from None


def _after(first: datetime, month: int | None, day: int | None) -> datetime:
    if day is not None:
        return first + timedelta(days=1)
    if month is not None:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)
