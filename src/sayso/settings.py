"""One frozen ``Settings``: defaults < ``sayso.toml`` in the case < ``SAYSO_*`` in the environment < flags."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sayso.errors import UsageError

FILE_NAME = "sayso.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a user can set. Sizes are bytes, times seconds.

    ``store``: empty for the SQLite file inside the case, else ``postgresql://...`` (keep the password in PGPASSWORD).
    ``workers``: processes for reading and for map stages; 0 means one a core.
    ``attributor``: which extractor finds attributions; see ``sayso.attribution.ATTRIBUTORS``.
    ``operator``: alias written into custody rows; empty means none is recorded.
    """

    store: str = ""
    workers: int = 0
    batch_documents: int = 32
    attributor: str = "rules"
    operator: str = ""
    user_agent: str = ""
    max_file_bytes: int = 4 * 2**30
    max_document_bytes: int = 64 * 2**20
    max_document_characters: int = 2_000_000
    max_members: int = 100_000
    max_expanded_bytes: int = 8 * 2**30
    max_ratio: int = 200
    max_pages: int = 3_000
    max_seconds: float = 120.0
    max_worker_bytes: int = 3 * 2**30
    max_fetch_bytes: int = 64 * 2**20
    max_fetch_seconds: float = 60.0
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """For each field that is not the default: ``sayso.toml``, the environment variable's name, or ``flag``."""


NAMES: tuple[str, ...] = tuple(f.name for f in fields(Settings) if f.name != "origins")


def load_settings(
    case: Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings that hold for ``case``; raise `UsageError` naming the place of a bad value."""
    settings = Settings()
    if case is not None and (case / FILE_NAME).is_file():
        settings = _apply(settings, _read_file(case / FILE_NAME), lambda name: FILE_NAME)
    variables = {name: environ[_variable(name)] for name in NAMES if _variable(name) in environ}
    settings = _apply(settings, variables, _variable)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    return _apply(settings, given, lambda name: "flag")


def _variable(name: str) -> str:
    return f"SAYSO_{name.upper()}"


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}", remedy="correct or delete the file") from None


def _apply(settings: Settings, values: Mapping[str, object], origin: Any) -> Settings:
    changed: dict[str, object] = {}
    origins = dict(settings.origins)
    for name, value in values.items():
        if name not in NAMES:
            raise UsageError(
                f"{origin(name)}: there is no setting {name!r}", remedy=f"choose from {', '.join(NAMES)}"
            )
        changed[name] = _convert(name, value, type(getattr(settings, name)), origin(name))
        origins[name] = origin(name)
    return replace(settings, **changed, origins=origins)  # type: ignore[arg-type]


def _convert(name: str, value: object, kind: type, origin: str) -> object:
    try:
        if kind in (int, float) and isinstance(value, str | int | float) and not isinstance(value, bool):
            number = kind(value)
            if number >= 0:
                return number
        elif kind is str and isinstance(value, str):
            return value
    except ValueError:
        pass
    wanted = {int: "a whole number, 0 or more", float: "a number, 0 or more", str: "a text"}[kind]
    raise UsageError(f"{origin}: {name} = {value!r} is not {wanted}", remedy=f"give {wanted}")
