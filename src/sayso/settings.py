"""One frozen ``Settings``: defaults < ``sayso.toml`` in the case < ``SAYSO_*`` in the environment < flags."""

from __future__ import annotations

import json
import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sayso.errors import UsageError

FILE_NAME = "sayso.toml"
CASE_TABLE = "case"
"""The table of ``sayso.toml`` that says which case it is; written once, no setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a user can set. Sizes are bytes, times seconds.

    ``store``: empty for the SQLite file inside the case, else ``postgresql://...`` (keep the password in PGPASSWORD).
    ``engine``: where stages run: ``local`` (processes of this machine, DuckDB) or ``spark`` (the extra sayso[spark]).
    ``spark_master``: the master URL for ``spark``: ``local[*]`` for this machine, ``spark://host:7077``, ``yarn``, ...
    ``memory_bytes``: memory for queries over all posts, beyond which they spill into the case's posts folder; 0 means
    60 % of the machine's, 4 GB at most.
    ``workers``: processes for reading and for map stages; 0 means one a core.
    ``batch_documents``: documents read between two commits at most; a kill loses no more than that.
    ``attributor``: which extractor finds attributions: ``trained``, ``rules``, or the folder of a model that
    ``sayso train attribution`` wrote.
    ``operator``: alias written into custody rows; empty means none is recorded.
    ``user_agent``: what ``sayso add`` tells the hosts of addresses it is; empty for the name and version of sayso.
    ``max_file_bytes``: size of a file that holds several documents (an archive, a table, a mail) at most.
    ``max_document_bytes``: size of a file that is one document, or of one member of an archive, at most.
    ``max_document_characters``: length of the text of one document at most.
    ``max_members``: members of one archive at most.
    ``max_expanded_bytes``: what one archive or Parquet file may unpack to in all.
    ``max_ratio``: how many times its packed size a member may unpack to.
    ``max_pages``: pages of one PDF at most.
    ``max_seconds``: time that reading may take without yielding anything, and a stage for one document.
    ``max_worker_bytes``: memory (address space) of one process that reads files.
    ``max_fetch_bytes``: size of a page fetched from an address at most, unpacked.
    ``max_fetch_seconds``: time that fetching one address may take, redirects included.
    """

    store: str = ""
    engine: str = "local"
    spark_master: str = "local[*]"
    memory_bytes: int = 0
    workers: int = 0
    batch_documents: int = 32
    attributor: str = "trained"
    operator: str = ""
    user_agent: str = ""
    max_file_bytes: int = 4 * 2**30
    max_document_bytes: int = 64 * 2**20
    max_document_characters: int = 1_000_000
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

_ZERO_ALLOWED = frozenset({"memory_bytes", "workers"})
"""Elsewhere a zero would stop all work or refuse every input, where a user most likely means "no limit"."""


def load_settings(
    case: Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings that hold for ``case``; raise `UsageError` naming the place of a bad value."""
    settings = Settings()
    if case is not None:
        file = case / FILE_NAME
        values = {name: value for name, value in _read_file(file).items() if name != CASE_TABLE}
        settings = _apply(settings, values, origin=lambda _: FILE_NAME, place=str(file))
    variables = {name: environ[_variable(name)] for name in NAMES if _variable(name) in environ}
    settings = _apply(settings, variables, origin=_variable, place="the environment")
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    return _apply(settings, given, origin=lambda _: "flag", place="the command line")


def _variable(name: str) -> str:
    return f"SAYSO_{name.upper()}"


def _read_file(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(
            encoding="utf-8-sig"
        )  # editors on Windows write a byte order mark, TOML allows none
        return tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise UsageError(message, remedy="make it a readable file, or delete it") from None
    except (
        ValueError,
        RecursionError,
    ) as error:  # bad syntax, bad UTF-8, a number of 5,000 digits, deep nesting
        raise UsageError(f"{path} is not valid TOML: {error}", remedy="correct or delete the file") from None


def _apply(
    settings: Settings, values: Mapping[str, object], *, origin: Callable[[str], str], place: str
) -> Settings:
    changed: dict[str, Any] = {}
    origins = dict(settings.origins)
    for name, value in values.items():
        if name not in NAMES:
            remedy = f"choose from {', '.join(NAMES)}"
            raise UsageError(f"{place}: there is no setting {name!r}", remedy=remedy)
        default = getattr(settings, name)
        label = name if origin(name) in (FILE_NAME, "flag") else origin(name)
        changed[name] = _convert(value, type(default), f"{place}: {label}", zero=name in _ZERO_ALLOWED)
        origins[name] = origin(name)
    return replace(settings, **changed, origins=origins)


def _convert(value: object, kind: type, label: str, *, zero: bool) -> str | int | float:
    if kind is str:
        if isinstance(value, str):
            return value
        wanted = "a text"
    else:
        number = _number(value, kind)
        if number is not None and (number > 0 or (zero and number == 0)):
            return number
        wanted = f"a {'whole ' * (kind is int)}number{', 0 or more' if zero else ' above 0'}"
    raise UsageError(f"{label} = {value!r} is not {wanted}", remedy=f"give {wanted}")


def _number(value: object, kind: type) -> int | float | None:
    """Return ``value`` as an int or a finite float; None where that would be a guess (3.5 workers, true, nan)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value) if kind is float or isinstance(value, float) else int(value)
    except (ValueError, OverflowError):
        return None
    if isinstance(number, float) and not math.isfinite(number):
        return None
    if kind is int:
        return int(number) if number == int(number) else None
    return number


def write_setting(case: Path, assignment: str) -> None:
    """Write ``name=value`` to the case's ``sayso.toml``; raise `UsageError` for a name or value that cannot be.

    Comments and all other lines stay; a kill leaves the old file or the new one, never half of it.
    """
    name, separator, text = (part.strip() for part in assignment.partition("="))
    if not separator:
        raise UsageError(f"--set {assignment!r} is not NAME=VALUE", remedy="for example --set workers=4")
    checked = _apply(Settings(), {name: text}, origin=lambda _: "flag", place="--set")
    path = case / FILE_NAME
    load_settings(case, environ={})  # a file that does not load is the user's to correct, not ours to rewrite
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    temporary = path.with_name(path.name + ".new")
    changed = _with_setting(lines, name, _toml(getattr(checked, name)))
    temporary.write_text("\n".join(changed) + "\n", encoding="utf-8")
    temporary.replace(path)


def _with_setting(lines: list[str], name: str, value: str) -> list[str]:
    """Return the lines of a TOML file with ``name = value`` in its first, unnamed table."""
    first_table = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    own = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    kept = [line for line in lines[:first_table] if not own.match(line)]
    while kept and not kept[-1].strip():
        kept.pop()
    rest = lines[first_table:]
    return [*kept, f"{name} = {value}", *([""] if rest else []), *rest]


def _toml(value: object) -> str:
    # A JSON string is a TOML basic string, but for two things: DEL must be escaped, and the pair of escapes that
    # JSON may write for a character beyond the first 65,536 must not be there.
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.encode("utf-8", "replace").decode()  # what was no UTF-8 on the command line ends as "?"
