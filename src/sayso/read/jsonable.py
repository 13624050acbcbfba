"""Bring the values of a table into the kinds that JSON has."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from hashlib import sha256


def as_json(value: object) -> object:
    """Return ``value`` as JSON would hold it, so that a record has one digest whatever file it comes in."""
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"sha256:{sha256(value).hexdigest()}"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)
