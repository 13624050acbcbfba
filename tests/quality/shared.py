"""Where the labelled data and its scorer lie, which are no part of the project."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import warnings
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")


def missing() -> str | None:
    """Say why PolNeAR cannot be scored here, or return None when it can."""
    for path in (SHARED / "data" / "polnear", SHARED / "eval" / "eval_polnear.py"):
        if not path.exists():
            return f"{path} is not there; set SAYSO_SHARED to the folder that holds data/ and eval/"
    return None


def load_scorer() -> ModuleType:
    """Load the scorer from its own place."""
    folder = str(SHARED / "eval")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location("eval_polnear", SHARED / "eval" / "eval_polnear.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_split(split: str) -> list[dict[str, object]]:
    """Return the documents of a split of PolNeAR: ``doc_id``, ``text`` and the first reader's ``attributions``."""
    scorer = load_scorer()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # the loader leaves its files to be closed by themselves
        return scorer.polnear_io.load(split)  # type: ignore[no-any-return]


def hash_split(split: str) -> str:
    """Return the SHA-256 over the files of a split, by name and bytes."""
    folder = SHARED / "data" / "polnear" / split
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
