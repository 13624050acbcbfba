"""Take values out of a row whatever is in it: nothing here raises, and an id never becomes a float."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Mapping

from sayso.read.fragment import fragment_text
from sayso.read.jsonable import as_json
from sayso.records import digest

MISSING = frozenset(
    {
        "",
        "none",
        "null",
        "nan",
        "nat",
        "n/a",
        "na",
        "<na>",
        "undefined",
        "$undefined",
        "redacted",
        "[redacted]",
    }
)
"""What tools write for a value that is not there; 4CAT writes ``REDACTED`` where it took a name out."""

MOST_LISTED = 200_000
"""Characters of a cell that are looked at as a list: twarc-csv's longest, of annotations, has some 30,000."""

_EXACT = 2.0**53
_BOUNDS = {"[": "]", "{": "}", "(": ")"}


def text_at(row: object, *path: str | int) -> str:
    """Return the text at ``path`` inside ``row``, a number as its digits; an empty text where there is none."""
    value = at(row, *path) if path else row
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return id_of(value) or ""


def at(row: object, *path: str | int) -> object:
    """Return what stands at ``path`` inside dictionaries and lists, None where the path breaks off."""
    value = row
    for key in path:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def first_text(row: Mapping[str, object], *names: str) -> str:
    """Return the first text among the columns ``names`` that is not empty."""
    for name in names:
        value = row.get(name)
        if value is not None and (text := value if isinstance(value, str) else text_at(value)).strip():
            return text
    return ""


def id_of(value: object) -> str | None:
    """Return an id as text: a whole number as its digits; a float that lost digits as it is written (``1.2e+18``)."""
    if isinstance(value, str):
        value = value.strip()
        return None if value.lower() in MISSING else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    try:
        return str(value)
    except ValueError:  # more digits than Python turns into text
        return None


def first_id(row: Mapping[str, object], *names: str) -> str | None:
    """Return the first id among the columns ``names``."""
    for name in names:
        if (found := id_of(row.get(name))) is not None:
            return found
    return None


def dicts_at(row: object, *path: str | int) -> list[dict[str, object]]:
    """Return the objects of the list at ``path``; the one object where no list is; nothing for anything else."""
    value = at(row, *path) if path else row
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts_at(row: object, *path: str | int) -> list[str]:
    """Return the texts of the list at ``path``, numbers as digits; one text where no list is."""
    value = at(row, *path) if path else row
    items = value if isinstance(value, list) else [value]
    return [text for text in (text_at(item) for item in items) if text]


def listed(value: object, separators: str = ",") -> list[str]:
    """Return the texts of a cell that holds a list: JSON, Python's own form, or parts between ``separators``."""
    if isinstance(value, list):
        return texts_at(value)
    text = text_at(value).strip()
    if not text or text.lower() in MISSING or len(text) > MOST_LISTED:
        return []
    if (inner := loaded(text)) is not None:
        return texts_at(inner)
    if text[0] in "[{" and text[-1] == _BOUNDS[text[0]]:
        text = text[1:-1]
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part for part in (part.strip().strip("'\"") for part in text.split(separators[0])) if part]


def loaded(text: str) -> object:
    """Return the list or object that ``text`` is, in JSON or as Python prints it; None where it is neither."""
    if text[:1] not in _BOUNDS or text[-1:] != _BOUNDS[text[0]] or len(text) > MOST_LISTED:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None


def html_text(value: object) -> str:
    """Return the text of the HTML that Mastodon and others hold a post in."""
    text = text_at(value)
    return fragment_text(text) if "<" in text or "&" in text else text


def row_id(row: Mapping[str, object]) -> str:
    """Return the id of a post of a format that gives none: the digest of its row."""
    return f"row-{digest(as_json(dict(row)))[:32]}"
