"""Read annotated texts for training and scoring, by what a folder or file holds."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sayso.attribution.training.corpora_annotated import Annotated, CorpusError, Gold
from sayso.attribution.training.corpora_brat import is_brat, read_brat
from sayso.attribution.training.corpora_gum import is_gum, read_gum

__all__ = ["Annotated", "CorpusError", "Gold", "Part", "read_corpus"]

Part = Literal["train", "dev"]

FORMS = "text/ with attributions/ (brat), dep/ with rst/ (GUM), or a .jsonl file"


def read_corpus(path: Path, *, part: Part | None = None) -> list[Annotated]:
    """Return the annotated texts of ``path``, in an order that does not change.

    ``part`` takes one part of a corpus that is split: a folder of that name (brat), or what its splits.md lists (GUM).
    Raise `CorpusError` when there is none there, or one that cannot be read.
    """
    if part is not None and is_brat(path / part):
        return list(read_brat(path / part))
    if is_brat(path) and part is None:
        return list(read_brat(path))
    if is_gum(path):
        return list(read_gum(path, part=part))
    raise CorpusError(f"{path}: no annotated texts known to sayso", remedy=f"give {FORMS}")
