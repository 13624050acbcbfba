"""What a check of a case finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not match. ``subject`` is a file or row; a ``warning`` may be innocent."""

    severity: Literal["error", "warning"]
    code: str
    subject: str
    message: str


def error(code: str, subject: str, message: str) -> Finding:
    """Return a finding that is no accident of timing."""
    return Finding(severity="error", code=code, subject=subject, message=message)


def warning(code: str, subject: str, message: str) -> Finding:
    """Return a finding that may be innocent."""
    return Finding(severity="warning", code=code, subject=subject, message=message)
