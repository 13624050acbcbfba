"""Turn offsets that count UTF-16 units or UTF-8 bytes into code points, which is what sayso counts.

Telegram, TikTok and all of JavaScript count UTF-16 units: an emoji is two. Bluesky counts UTF-8 bytes: a Cyrillic
letter is two, an emoji four.
"""

from __future__ import annotations

from collections.abc import Callable

_ASTRAL = 0x10000
"""From here on a code point takes two UTF-16 units."""


def utf16_slice(text: str, start: int, end: int) -> str | None:
    """Return the characters of ``text`` between two offsets in UTF-16 units, half-open.

    None when they do not lie in order inside the text, or cut a character in two.
    """
    return _slice(text, start, end, _units)


def utf8_slice(text: str, start: int, end: int) -> str | None:
    """Return the characters of ``text`` between two offsets in UTF-8 bytes, half-open; None as `utf16_slice` does."""
    return _slice(text, start, end, _bytes)


def from_utf16(text: str, unit: int) -> int | None:
    """Return the code point at which the UTF-16 unit number ``unit`` of ``text`` starts; its end counts too.

    None when it lies outside, or in the middle of a character.
    """
    return _point(text, unit, _units)


def from_utf8(text: str, byte: int) -> int | None:
    """Return the code point at which the UTF-8 byte number ``byte`` of ``text`` starts; None as `from_utf16`."""
    return _point(text, byte, _bytes)


def _slice(text: str, start: int, end: int, width: Callable[[str], int]) -> str | None:
    first, last = _point(text, start, width), _point(text, end, width)
    if first is None or last is None or last < first:
        return None
    return text[first:last]


def _point(text: str, offset: int, width: Callable[[str], int]) -> int | None:
    if offset < 0:
        return None
    if text.isascii():
        return offset if offset <= len(text) else None
    passed = 0
    for point, character in enumerate(text):
        if passed >= offset:
            return point if passed == offset else None
        passed += width(character)
    return len(text) if passed == offset else None


def _units(character: str) -> int:
    return 2 if ord(character) >= _ASTRAL else 1


def _bytes(character: str) -> int:
    code = ord(character)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < _ASTRAL else 4  # noqa: PLR2004 - UTF-8 itself
