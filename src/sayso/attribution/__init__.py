"""Who says what: extractors of attributions behind one seam."""

from __future__ import annotations

from collections.abc import Callable

from sayso.attribution.base import Attributor, Passage, Reading
from sayso.errors import StageError

__all__ = ["ATTRIBUTORS", "Attributor", "Passage", "Reading", "load_attributor"]


def _load_rules() -> Attributor:
    from sayso.attribution.rules import RuleAttributor  # spaCy loads only when something is read

    return RuleAttributor()


ATTRIBUTORS: dict[str, Callable[[], Attributor]] = {"rules": _load_rules}
"""The extractors that `sayso.settings.Settings.attributor` can name."""


def load_attributor(name: str) -> Attributor:
    """Return the extractor called ``name``; raise `StageError` naming the choices when there is none."""
    if name not in ATTRIBUTORS:
        raise StageError(
            f"there is no attributor {name!r}", remedy=f"choose from {', '.join(sorted(ATTRIBUTORS))}"
        )
    return ATTRIBUTORS[name]()
