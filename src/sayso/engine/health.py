"""Check that this machine, and a case, are fit for the work."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sayso import __version__
from sayso.errors import SaysoError

LIBRARIES = ("spacy", "trafilatura", "sqlalchemy", "pyarrow", "duckdb", "lxml", "pypdfium2")
# A thousand articles take about 40 MB with their raw bytes; less than this fills up within a case.
LEAST_FREE_BYTES = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: whether it is as it should be, and what was found (with the remedy when it is not)."""

    name: str
    ok: bool
    found: str


def check_machine() -> Iterator[Check]:
    """Yield the checks of this installation."""
    version = platform.python_version()
    yield Check(name="python", ok=sys.version_info >= (3, 11), found=f"{version} on {platform.platform()}")
    yield Check(name="sayso", ok=True, found=__version__)
    for library in LIBRARIES:
        yield _library(library)
    yield _sqlite()
    yield _postgresql()
    yield from _attributors()
    yield Check(
        name="network",
        ok=True,
        found="used only by 'sayso add' for the addresses you give; nothing else goes out",
    )


def check_case(path: Path) -> Iterator[Check]:
    """Yield the checks of one case."""
    from sayso.settings import load_settings
    from sayso.store.case import open_case

    try:
        with open_case(path, settings=load_settings(path)) as case:
            held = case.store.summary()
            found = f"{path}: {held.n_documents:,} documents, {held.n_attributions:,} claims, {held.n_issues:,} issues"
            found += f", {held.n_posts:,} posts" if held.n_posts else ""
            yield Check(name="case", ok=True, found=found)
    except SaysoError as error:
        yield Check(name="case", ok=False, found=str(error))
        return
    free = shutil.disk_usage(path).free
    yield Check(name="disk", ok=free >= LEAST_FREE_BYTES, found=f"{free / 2**30:.1f} GiB free")


def _library(name: str) -> Check:
    try:
        return Check(name=name, ok=True, found=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name=name, ok=False, found="not installed -- pip install --upgrade sayso")


def _sqlite() -> Check:
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("create virtual table probe using fts5(text)")
    except sqlite3.OperationalError as error:
        return Check(name="sqlite", ok=False, found=f"{error} -- use a Python whose SQLite has FTS5")
    return Check(name="sqlite", ok=True, found=f"{sqlite3.sqlite_version}, with full-text search")


def _postgresql() -> Check:
    try:
        return Check(name="postgresql", ok=True, found=f"driver pg8000 {metadata.version('pg8000')}")
    except metadata.PackageNotFoundError:
        found = "driver not installed (only needed for a shared store: pip install 'sayso[postgresql]')"
        return Check(name="postgresql", ok=True, found=found)


def _attributors() -> Iterator[Check]:
    from sayso.attribution import ATTRIBUTORS, load_attributor

    for name in ATTRIBUTORS:
        try:
            attributor = load_attributor(name)
        except SaysoError as error:
            yield Check(name=f"attributor {name}", ok=False, found=str(error))
            continue
        model = f", model {attributor.model_sha256[:12]}" if attributor.model_sha256 else ""
        yield Check(name=f"attributor {name}", ok=True, found=f"version {attributor.version}{model}")
