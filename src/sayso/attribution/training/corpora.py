"""Read annotated texts for training and scoring, by what a folder or file holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from sayso.attribution.training.corpora_annotated import Annotated, CorpusError, Gold
from sayso.attribution.training.corpora_brat import is_brat, read_brat
from sayso.attribution.training.corpora_gum import is_gum, read_gum
from sayso.attribution.training.corpora_jsonl import SUFFIX, read_jsonl, write_jsonl

__all__ = ["KEPT_OUT", "Annotated", "CorpusError", "Gold", "Part", "read_corpus", "write_corpus"]

Part = Literal["train", "dev"]
KEPT_OUT = 12
"""Every twelfth text of a corpus is learnt from by neither network nor rules: it shows how to combine them."""

FORMS = f"a folder with text/ and attributions/ (brat), one with dep/ and rst/ (GUM), or a {SUFFIX} file"


def read_corpus(path: Path, *, part: Part | None = None) -> list[Annotated]:
    """Return the annotated texts of ``path``, in an order that does not change.

    ``part`` takes one part of a corpus that is split: the folder of that name (brat), the file of that name (JSON
    lines) or what splits.md lists (GUM). Raise `CorpusError` when there is none there, or one that cannot be read.
    """
    if is_gum(path):
        return list(read_gum(path, part=part))
    place = path if part is None else path / part
    if is_brat(place):
        return list(read_brat(place))
    lines = place if part is None else place.with_suffix(SUFFIX)
    if lines.suffix == SUFFIX and lines.is_file():
        return list(read_jsonl(lines))
    raise CorpusError(f"{place}: no annotated texts that sayso can read", remedy=f"give {FORMS}")


def write_corpus(texts: Iterable[Annotated], path: Path) -> None:
    """Write annotated texts to a file of JSON lines."""
    write_jsonl(texts, path)
