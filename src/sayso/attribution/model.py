"""A trained model: the folder of its files, the one that ships or one that ``sayso train attribution`` wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from sayso.attribution.combining import read_parts
from sayso.attribution.decoding import Network
from sayso.attribution.network import ENCODER, ROLES, OnnxNetwork
from sayso.attribution.windows import Pieces
from sayso.errors import StageError

TOKENIZER, PARTS = "tokenizer.json", "parts.tsv"
FILES = (ENCODER, ROLES, TOKENIZER, PARTS)
"""What an answer depends on."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What reading needs: the network, how words are cut for it, how its proposals are weighed."""

    network: Network
    pieces: Pieces
    parts: Mapping[str, float]


def shipped() -> Traversable:
    """Return the folder of the model that ships with the package."""
    return files("sayso.attribution").joinpath("model")


def is_model(path: Path) -> bool:
    """Tell whether ``path`` is a folder with all files of a model."""
    return all((path / name).is_file() for name in FILES)


def open_model(folder: Traversable) -> Model:
    """Load the model in ``folder``; raise `StageError` naming what is missing or broken there."""
    for name in FILES:
        if not folder.joinpath(name).is_file():
            raise StageError(f"{folder}: there is no {name}", remedy="install sayso again, or train anew")
    try:
        network = OnnxNetwork(folder)
        pieces = _read(folder, TOKENIZER, Pieces)
        parts = _read(folder, PARTS, read_parts)
    except (OSError, ValueError) as error:
        message = str(error).partition("\n")[0]
        raise StageError(f"{folder}: no readable model: {message}", remedy="train anew") from None
    return Model(network=network, pieces=pieces, parts=parts)


def _read(folder: Traversable, name: str, make: Callable[[str], Made]) -> Made:
    try:
        return make(folder.joinpath(name).read_text(encoding="utf-8"))
    except Exception as error:  # noqa: BLE001 -- those of tokenizers have no name of their own
        raise ValueError(f"{name}: {error}") from None


def model_sha256(folder: Traversable) -> str:
    """Return the SHA-256 over the names and bytes of the files of a model."""
    total = sha256()
    for name in FILES:
        total.update(name.encode() + b"\0" + sha256(folder.joinpath(name).read_bytes()).digest())
    return total.hexdigest()
