"""Offsets of exports become code points."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.language.offsets import from_utf8, from_utf16, utf8_slice, utf16_slice

FAMILY = "👩‍👩‍👧"  # five code points: three people and two joiners

CASES = {
    "emoji": ("🚢 port #quay", "#quay"),
    "a family joined by ZWJ": (f"{FAMILY} #quay", "#quay"),
    "right to left": ("הנמל סגור #נמל היום", "#נמל"),
    "right to left with emoji": ("🚢הנמל #נמל", "#נמל"),
    "composed": (unicodedata.normalize("NFC", "Ünïcödé #é"), unicodedata.normalize("NFC", "#é")),
    "decomposed": (unicodedata.normalize("NFD", "Ünïcödé #é"), unicodedata.normalize("NFD", "#é")),
    "Cyrillic": ("Порт закрыт #порт", "#порт"),
    "ASCII": ("port #quay", "#quay"),
}


@pytest.mark.parametrize(("text", "part"), CASES.values(), ids=CASES.keys())
def test_slices_are_the_part_that_the_units_mark(text: str, part: str):
    """UTF-16 units and UTF-8 bytes around a part give that part, whatever stands before it."""
    before = text[: text.index(part)]
    units, wide = len(before.encode("utf-16-le")) // 2, len(part.encode("utf-16-le")) // 2
    start, size = len(before.encode()), len(part.encode())
    assert utf16_slice(text, units, units + wide) == part
    assert utf8_slice(text, start, start + size) == part


@given(st.text(), st.integers(min_value=0))
def test_offsets_round_trip(text: str, point: int):
    """Every code point is found again from its offset in units and in bytes."""
    point = min(point, len(text))
    units = len(text[:point].encode("utf-16-le")) // 2
    assert from_utf16(text, units) == point
    assert from_utf8(text, len(text[:point].encode())) == point


@pytest.mark.parametrize(("start", "end"), [(1, 2), (0, 1), (-1, 2), (0, 9), (2, 0)])
def test_slice_is_none_outside_and_inside_a_character(start: int, end: int):
    """An offset in the middle of an emoji, before the text, behind it or in reverse marks nothing."""
    assert utf16_slice("🚢 a", start, end) is None


@pytest.mark.parametrize(("start", "end"), [(1, 4), (0, 3), (0, 99), (-4, 4), (4, 0)])
def test_byte_slice_is_none_outside_and_inside_a_character(start: int, end: int):
    """The same for bytes."""
    assert utf8_slice("🚢 a", start, end) is None
