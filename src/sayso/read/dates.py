"""Read the dates that pages, feeds and tables write, without guessing.

What is known is kept and nothing is added: a time without a zone could be any of 26 hours, so only its day is
kept; ``05/06/2025`` could be two days, so it is not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sayso.records import Precision

MAX_LENGTH = 120
"""Longest text looked at; JavaScript's ``Date.toString`` with the zone's name spelled out takes up to 75
characters."""

FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Outside lie the null dates of databases (0001-01-01, 9999-12-31), not publications."""

_NOON = _DECEMBER = 12
_DAY_MONTH_YEAR = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
# Abbreviations that mean one offset wherever news is published. Left out because they mean several: BST
# (Britain, Bangladesh), CST (Chicago, Beijing, Havana), IST (India, Israel, Ireland), AST, GST, SST. Those
# keep the day only.
_HOURS = {
    "Z": 0.0,
    "UT": 0.0,
    "UTC": 0.0,
    "GMT": 0.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CDT": -5.0,
    "MST": -7.0,
    "MDT": -6.0,
    "PST": -8.0,
    "PDT": -7.0,
    "WET": 0.0,
    "WEST": 1.0,
    "CET": 1.0,
    "CEST": 2.0,
    "EET": 2.0,
    "EEST": 3.0,
    "MSK": 3.0,
    "EAT": 3.0,
    "PKT": 5.0,
    "NPT": 5.75,
    "HKT": 8.0,
    "SGT": 8.0,
    "JST": 9.0,
    "KST": 9.0,
    "AEST": 10.0,
    "AEDT": 11.0,
    "NZST": 12.0,
    "NZDT": 13.0,
}
# Written all year round; the date says whether summer time holds.
_REGIONS = {"ET": "America/New_York", "PT": "America/Los_Angeles"}

_WEEKDAY = re.compile(
    r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?", re.IGNORECASE
)
_LABEL = re.compile(r"^(?:published|posted|date)(?:\s+(?:on|at))?\s*:?\s+", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\([^()]*\)$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?![\d:])"
    r"(?:\s*(?:GMT|UTC)?(?P<sign>[+-])(?P<off_h>\d{1,2})(?::?(?P<off_m>\d{2}))?(?!\d)|\s*(?P<zone>[A-Za-z]{1,5})\b)?",
    re.IGNORECASE | re.ASCII,
)
_BASIC = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_SECONDS = re.compile(r"(\d{10}|\d{13}|\d{16})(?:\.\d+)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as ISO 8601 with an offset, and how exact it is.

    With precision ``day`` the time and the offset are filled with ``T00:00:00+00:00`` and mean nothing.
    """

    iso: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class _Clock:
    at: time
    zone: timezone | ZoneInfo | None
    precision: Precision


def parse_date(value: str) -> ParsedDate | None:
    """Return the date that ``value`` states, or None if it states none, or more than one.

    Reads ISO 8601 (extended and basic), RFC 2822 and 850, ``ctime``, JavaScript and Twitter forms, seconds,
    milliseconds and microseconds since 1970, and English dates such as ``Nov. 12, 2025 at 3:04 p.m. EST``.
    ``12.11.2025`` is day first, as everywhere it is written; ``12/11/2025`` is None, ``13/11/2025`` is not.

    >>> parse_date("12 November 2025")
    ParsedDate(iso='2025-11-12T00:00:00+00:00', precision='day')
    """
    text = " ".join(value[: MAX_LENGTH + 1].split())
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        return _parse_number(text) or _parse_words(text)
    except (ValueError, OverflowError):  # the 31st of February, an hour 25
        return None


def _parse_number(text: str) -> ParsedDate | None:
    if match := _SECONDS.fullmatch(text):
        digits = match[1]
        moment = _EPOCH + timedelta(seconds=int(digits) / 10 ** (len(digits) - 10))
        return _result(moment.replace(microsecond=0), "second")
    match = _BASIC.fullmatch(text)
    if match is None:
        return None
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None or match["zone"] is None:
        return _day(day)
    clock = time(int(match[4]), int(match[5]), int(match[6] or 0))
    zone = match["zone"].replace(":", "")
    offset = UTC if zone == "Z" else _offset(zone[0], zone[1:3], zone[3:])
    return _result(datetime.combine(day, clock, offset), "second" if match[6] else "minute")


def _parse_words(text: str) -> ParsedDate | None:
    text = _COMMENT.sub("", _LABEL.sub("", text))
    for match in _CLOCK.finditer(text):
        if match["minute"] is None and match["half"] is None:
            continue  # a bare number is a day or a year
        clock, end = _read_clock(match)
        day = _read_day(text[: match.start()].removesuffix("T") + " " + text[end:])
        if day is None:
            return None
        if clock.zone is None:
            return _day(day)
        return _result(datetime.combine(day, clock.at, clock.zone), clock.precision)
    day = _read_day(text)
    return None if day is None else _day(day)


def _read_clock(match: re.Match[str]) -> tuple[_Clock, int]:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        if hour == 0:
            raise ValueError("0 o'clock with am or pm")
        hour = hour % 12 + (12 if half.startswith("p") else 0) if hour <= _NOON else hour
    at = time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    precision: Precision = "second" if match["second"] else "minute"
    if match["sign"]:
        return _Clock(
            at, _offset(match["sign"], match["off_h"], match["off_m"] or "0"), precision
        ), match.end()
    name = match["zone"] or ""
    if not name or name[:3].lower() in _MONTHS or _WEEKDAY.fullmatch(name) or name.lower() in ("on", "at"):
        return _Clock(at, None, precision), match.end("half") if half else match.start() + _width(match)
    return _Clock(at, _named_zone(name.upper()), precision), match.end()


def _width(match: re.Match[str]) -> int:
    """Return the length of the time without what follows it, so that a month after it stays in the date."""
    end = match.end() if not match["zone"] else match.start("zone")
    return end - match.start()


def _named_zone(name: str) -> timezone | ZoneInfo | None:
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name])) if _HOURS[name] else UTC
    try:
        return ZoneInfo(_REGIONS[name]) if name in _REGIONS else None
    except ZoneInfoNotFoundError:  # a machine without the zone database
        return None


def _offset(sign: str, hours: str, minutes: str) -> timezone:
    amount = timedelta(hours=int(hours), minutes=int(minutes))
    if amount > timedelta(hours=14) or int(minutes) >= 60:  # noqa: PLR2004
        raise ValueError("no such offset")
    return timezone(-amount if sign == "-" else amount)


def _read_day(text: str) -> date | None:
    text = _ORDINAL.sub("", _WEEKDAY.sub(" ", text)).strip(" ,;|-\u2013\u2014\u00b7\u2022")
    if match := _YEAR_FIRST.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        return _numeric_day(int(match[1]), int(match[3]), int(match[4]), dotted=match[2] == ".")
    words = [
        word for word in re.split(r"[\s,./|-]+", text.lower()) if word not in ("", "of", "the", "on", "at")
    ]
    if len(words) != _DAY_MONTH_YEAR:
        return None
    months = [word for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isascii() and word.isdigit()]
    if len(months) != 1 or sorted(map(len, numbers)) not in ([1, 4], [2, 4]):
        return None
    day, year = sorted(numbers, key=len)
    return date(int(year), _MONTHS[months[0]], int(day))


def _numeric_day(first: int, second: int, year: int, *, dotted: bool) -> date | None:
    if dotted or first > _DECEMBER or first == second:
        return date(year, second, first)
    return date(year, first, second) if second > _DECEMBER else None


def _day(day: date) -> ParsedDate | None:
    return _result(datetime.combine(day, time(), UTC), "day")


def _result(moment: datetime, precision: Precision) -> ParsedDate | None:
    # Second zero of 1970 is how a lost timestamp looks.
    if not FIRST_YEAR <= moment.year <= LAST_YEAR or (moment == _EPOCH and precision != "day"):
        return None
    return ParsedDate(moment.isoformat(timespec="seconds"), precision)
