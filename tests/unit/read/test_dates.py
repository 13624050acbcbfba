"""The rules of `sayso.read.dates`."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.dates import MAX_LENGTH, parse_date

DAY = "2025-11-12T00:00:00+00:00"

STATED = [
    ("2025-11-12", DAY, "day"),
    ("2025/11/12", DAY, "day"),
    ("20251112", DAY, "day"),
    ("2025-11-12T15:04:05Z", "2025-11-12T15:04:05+00:00", "second"),
    ("2025-11-12T15:04:05.123456+03:00", "2025-11-12T15:04:05+03:00", "second"),
    ("2025-11-12 15:04:05+0300", "2025-11-12T15:04:05+03:00", "second"),
    ("2025-11-12T15:04+05:30", "2025-11-12T15:04:00+05:30", "minute"),
    ("2025-11-12T15:04:05+03", "2025-11-12T15:04:05+03:00", "second"),
    ("20251112T150405Z", "2025-11-12T15:04:05+00:00", "second"),
    ("20251112150405", DAY, "day"),
    ("2025-11-12 15:04:05 UTC", "2025-11-12T15:04:05+00:00", "second"),
    ("2025-11-12 15:04:05", DAY, "day"),
    ("Wed, 12 Nov 2025 15:04:05 +0200", "2025-11-12T15:04:05+02:00", "second"),
    ("Wed, 12 Nov 2025 15:04:05 GMT", "2025-11-12T15:04:05+00:00", "second"),
    ("Wed, 12 Nov 2025 15:04:05 -0000", "2025-11-12T15:04:05+00:00", "second"),
    ("Wed Nov 12 15:04:05 +0000 2025", "2025-11-12T15:04:05+00:00", "second"),
    ("Wed Nov 12 15:04:05 2025", DAY, "day"),
    (
        "Wed Nov 12 2025 15:04:05 GMT+0300 (Eastern European Standard Time)",
        "2025-11-12T15:04:05+03:00",
        "second",
    ),
    ("12 November 2025", DAY, "day"),
    ("12th of November, 2025", DAY, "day"),
    ("November 12, 2025", DAY, "day"),
    ("Wednesday, November 12th, 2025", DAY, "day"),
    ("12-Nov-2025", DAY, "day"),
    ("2025 Nov 12", DAY, "day"),
    ("Nov. 12, 2025 3:04 PM EST", "2025-11-12T15:04:00-05:00", "minute"),
    ("Nov 12, 2025 at 3:04\u202fp.m. ET", "2025-11-12T15:04:00-05:00", "minute"),
    ("July 4, 2025, 12:00 a.m. ET", "2025-07-04T00:00:00-04:00", "minute"),
    ("Published: 12 November 2025, 3 PM GMT", "2025-11-12T15:00:00+00:00", "minute"),
    ("15:04 GMT, 12 November 2025", "2025-11-12T15:04:00+00:00", "minute"),
    ("15:04 Nov 12 2025", DAY, "day"),
    ("3:04 PM Wednesday 12 November 2025", DAY, "day"),
    ("12 November 2025 15:04 IST", DAY, "day"),
    ("12 November 2025 15:04 CST", DAY, "day"),
    ("12 November 2025 | 15:04 UTC+3", "2025-11-12T15:04:00+03:00", "minute"),
    ("13/11/2025", "2025-11-13T00:00:00+00:00", "day"),
    ("11/13/2025", "2025-11-13T00:00:00+00:00", "day"),
    ("11/11/2025", "2025-11-11T00:00:00+00:00", "day"),
    ("12.11.2025", DAY, "day"),
    ("1762959845", "2025-11-12T15:04:05+00:00", "second"),
    ("1762959845.0", "2025-11-12T15:04:05+00:00", "second"),
    ("1762959845123", "2025-11-12T15:04:05+00:00", "second"),
]

NOT_STATED = [
    "",
    " ",
    "None",
    "null",
    "yesterday",
    "12/11/2025",
    "12/11/25",
    "12 Nov 25",
    "November 2025",
    "2025",
    "2025-11",
    "31 February 2025",
    "2025-13-01",
    "2025-11-12T25:00:00Z",
    "2025-11-12T15:04:05+19:00",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00",
    "9999-12-31",
    "1970-01-01T00:00:00Z",
    "12345",
    "12 November 2025 15:04 to 16:05",
    "12 November 2025 or 13 November 2025",
    "The 12 November 2025 talks",
    "\x00",
    "9" * 5000,
    "1:" * 5000,
]


@pytest.mark.parametrize(("text", "iso", "precision"), STATED, ids=[row[0][:40] for row in STATED])
def test_parse_date_keeps_what_is_stated(text: str, iso: str, precision: str) -> None:
    """A stated date is read with its own offset; without a zone only the day is kept."""
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.iso, parsed.precision) == (iso, precision)


@pytest.mark.parametrize("text", NOT_STATED, ids=[repr(text[:30]) for text in NOT_STATED])
def test_parse_date_guesses_nothing(text: str) -> None:
    """A text that states no date, two dates, or a date that could be two days is None."""
    assert parse_date(text) is None


@given(st.text(max_size=MAX_LENGTH + 10) | st.text("0123456789:-/. TZ+ampmGMTNov,", max_size=60))
def test_parse_date_never_raises(text: str) -> None:
    """Any text gives a valid ISO 8601 time with an offset, or None."""
    parsed = parse_date(text)
    assert parsed is None or datetime.fromisoformat(parsed.iso).tzinfo is not None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_parse_date_returns_iso_unchanged(moment: datetime, minutes: int) -> None:
    """An ISO 8601 time to the second with an offset comes back as it was."""
    sign = "-" if minutes < 0 else "+"
    text = f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    parsed = parse_date(text)
    assert parsed is not None
    assert datetime.fromisoformat(parsed.iso) == datetime.fromisoformat(text)
