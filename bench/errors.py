"""What stops a measurement."""

from __future__ import annotations


class BenchError(Exception):
    """A measurement that cannot be made; the message says why and what to do."""
