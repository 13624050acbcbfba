"""Read the time of a post: text or a number, in whatever form an export writes it, as epoch seconds in UTC."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from sayso.read.dates import parse_date

FIRST_YEAR = 1990
"""Before the first web page: what lies earlier is a null date or another number in the wrong column."""

LAST_YEAR = datetime.now(UTC).year + 2
"""A clock set wrong, or a planned post; further ahead lie the null dates of databases (9999-12-31)."""

_EARLIEST = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
_LATEST = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()) - 1
_SCALES = (1, 1_000, 1_000_000)
_NUMBER = re.compile(r"\d{1,20}(?:\.\d{0,20})?", re.ASCII)
_DAY_LENGTH = 10
_LONGEST = 120
_X_LENGTH = 30
_MONTHS = {
    name: i for i, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}


class TimeLostError(ValueError):
    """Say why a time cannot be used."""


def epoch_of(created: object, *, utc: bool = False, seconds: bool = False) -> int:
    """Return the time ``created`` as whole seconds since 1970, UTC.

    Numbers are seconds, milliseconds or microseconds, told apart by their size. ``utc`` says that the format writes
    times without a zone in UTC, ``seconds`` that it counts seconds from anywhere: small numbers then are times too.
    Raise `TimeLostError` for a time outside the years `FIRST_YEAR` to `LAST_YEAR`, one without a zone, a day without a
    time, and what is no time at all.
    """
    if isinstance(created, str):
        return _from_text(created.strip(), utc=utc, seconds=seconds)
    if isinstance(created, bool) or not isinstance(created, int | float):
        raise TimeLostError("is no time")
    return _from_number(created, seconds=seconds)


def iso_of(epoch: int) -> str:
    """Return ``epoch`` as ISO 8601 with an offset."""
    return datetime.fromtimestamp(epoch, UTC).isoformat()


def _from_number(number: float, *, seconds: bool) -> int:
    if isinstance(number, float) and not math.isfinite(number):
        raise TimeLostError("is no time")
    if seconds and 0 <= number < _EARLIEST:
        return int(number)
    for scale in _SCALES:
        if _EARLIEST * scale <= number <= _LATEST * scale:
            return int(number // scale)
    raise TimeLostError(f"is not between {FIRST_YEAR} and {LAST_YEAR}")


def _from_text(text: str, *, utc: bool, seconds: bool) -> int:
    if _NUMBER.fullmatch(text):
        return _from_number(float(text) if "." in text else int(text), seconds=seconds)
    if len(text) > _LONGEST:
        raise TimeLostError("is no time")
    moment = _from_iso(text) or _from_x(text)
    if moment is None:
        parsed = parse_date(text)
        if parsed is None:
            raise TimeLostError("is no time")
        if parsed.precision == "day":
            raise TimeLostError("has no time of day, or no time zone")
        moment = datetime.fromisoformat(parsed.iso)
    elif moment.tzinfo is None:
        if not utc:
            raise TimeLostError("has no time zone")
        moment = moment.replace(tzinfo=UTC)
    try:
        epoch = math.floor(moment.timestamp())
    except (ValueError, OverflowError):  # the year 1 with an offset
        epoch = 0
    if not _EARLIEST <= epoch <= _LATEST:
        raise TimeLostError(f"is not between {FIRST_YEAR} and {LAST_YEAR}")
    return epoch


def _from_iso(text: str) -> datetime | None:
    if len(text) <= _DAY_LENGTH:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if text.endswith((" UTC", " GMT")):
        return _from_iso(text[:-4] + "+00:00")
    return None


def _from_x(text: str) -> datetime | None:
    """Return the time in X's first form, ``Wed Oct 10 20:19:24 +0000 2018``, without the cost of ``strptime``."""
    month = _MONTHS.get(text[4:7])
    if month is None or len(text) != _X_LENGTH:
        return None
    offset = text[20:25]
    try:
        return datetime.fromisoformat(
            f"{text[26:]}-{month:02}-{text[8:10]}T{text[11:19]}{offset[:3]}:{offset[3:]}"
        )
    except ValueError:
        return None
