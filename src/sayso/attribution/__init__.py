"""Who says what: extractors of attributions behind one seam."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sayso.attribution.base import Attributor, Passage, Reading
from sayso.errors import StageError

__all__ = ["ATTRIBUTORS", "Attributor", "Passage", "Reading", "load_attributor"]


def _load_rules() -> Attributor:
    from sayso.attribution.rules import RuleAttributor  # spaCy loads only when something is read

    return RuleAttributor()


def _load_trained() -> Attributor:
    from sayso.attribution.trained import TrainedAttributor  # onnxruntime too

    return TrainedAttributor()


ATTRIBUTORS: dict[str, Callable[[], Attributor]] = {"rules": _load_rules, "trained": _load_trained}
"""The extractors that `sayso.settings.Settings.attributor` can name."""


def load_attributor(name: str) -> Attributor:
    """Return the extractor called ``name``, or the one whose model lies in the folder ``name``.

    Raise `StageError` naming the choices when it is neither.
    """
    if name in ATTRIBUTORS:
        return ATTRIBUTORS[name]()
    if not Path(name).is_dir():
        choices = ", ".join(sorted(ATTRIBUTORS))
        remedy = f"choose from {choices}, or give the folder that `sayso train attribution` wrote"
        raise StageError(f"there is no attributor {name!r}", remedy=remedy)
    from sayso.attribution.trained import TrainedAttributor

    return TrainedAttributor(Path(name))
