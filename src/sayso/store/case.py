"""A case: the folder of one investigation."""

from __future__ import annotations

import json
import secrets
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sayso import __version__
from sayso.errors import CaseError
from sayso.settings import FILE_NAME, Settings
from sayso.store import log, migrations
from sayso.store.clock import now
from sayso.store.database import Database, open_postgresql, open_sqlite
from sayso.store.evidence import Evidence
from sayso.store.postgresql import without_password
from sayso.store.schema import SCHEMA_VERSION
from sayso.store.store import Store

DATABASE_NAME = "case.sqlite"
EVIDENCE_NAME = "evidence"
POSTS_NAME = "posts"
CASE_ID = "case_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An open case. Close it, or use it in a ``with`` statement."""

    path: Path
    id: str
    store: Store
    evidence: Evidence

    @property
    def posts(self) -> Path:
        """The folder of the posts."""
        return self.path / POSTS_NAME

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def is_case(path: Path) -> bool:
    """Return whether the folder ``path`` is a case."""
    return (path / FILE_NAME).is_file()


def require_case(path: Path) -> None:
    """Raise `CaseError` unless the folder ``path`` is a case."""
    if not is_case(path):
        raise CaseError(f"{path} is not a case", remedy=f"make one with `sayso init {path}`")


def create_case(path: Path, *, settings: Settings) -> Case:
    """Make a case in the new or empty folder ``path`` and open it.

    ``settings.store`` decides where its rows are kept from now on. Raise `CaseError` when something is there already.
    """
    _check_free(path)
    is_new = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        _build(path, settings)
    except BaseException as error:
        _remove(path, whole=is_new)
        if isinstance(error, OSError):
            raise CaseError(
                f"cannot make a case at {path}: {error.strerror or error}",
                remedy="choose a folder you may write to",
            ) from error
        raise
    return open_case(path, settings=settings)


def open_case(path: Path, *, settings: Settings) -> Case:
    """Open the case in the folder ``path`` and bring its tables to the present version.

    Raise `CaseError` when it is not a case, a newer version made it, or its database belongs to another case.
    """
    require_case(path)
    values = _read_file(path / FILE_NAME)
    address = settings.store or values.get("store", "")
    database = _open_database(path, address)
    try:
        _check_database(database, path, case_id := values[CASE_ID])
        evidence = Evidence(path / EVIDENCE_NAME)
        evidence.create()
        evidence.clean()
    except BaseException:
        database.close()
        raise
    return Case(path=path, id=case_id, store=Store(database, path / POSTS_NAME), evidence=evidence)


def _check_free(path: Path) -> None:
    if is_case(path):
        raise CaseError(f"{path} is a case already", remedy=f"add to it with `sayso add {path} FILE...`")
    if path.is_dir() and any(path.iterdir()):
        raise CaseError(f"{path} is not empty", remedy="choose a new or empty folder")
    if path.exists() and not path.is_dir():
        raise CaseError(f"{path} is a file", remedy="choose a new or empty folder")


def _build(folder: Path, settings: Settings) -> None:
    case_id = secrets.token_hex(16)
    (folder / POSTS_NAME).mkdir()
    Evidence(folder / EVIDENCE_NAME).create()
    database = open_postgresql(settings.store) if settings.store else open_sqlite(folder / DATABASE_NAME)
    try:
        with database.write() as connection:
            if migrations.has_tables(connection):
                raise CaseError(
                    f"{database.name} holds a case already", remedy="make a database for each case"
                )
            values = {CASE_ID: case_id, "created_at": now(), "tool_version": __version__}
            migrations.create_tables(connection, values)
            log.append(connection, "init", case_id, {"tool_version": __version__})
            # Inside the transaction and last: without this file the folder is no case, without the rows neither.
            (folder / FILE_NAME).write_text(_file_text(case_id, settings.store), encoding="utf-8")
    finally:
        database.close()


def _remove(folder: Path, *, whole: bool) -> None:
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in folder.iterdir() if folder.is_dir() else ():  # it was empty before
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _file_text(case_id: str, store: str) -> str:
    lines = ["# Settings of this case; `sayso config` lists them all."]
    if store:
        lines.append(
            f"store = {_quoted(without_password(store))}  # the password belongs in PGPASSWORD, never here"
        )
    lines += ["", "[case]", f"id = {_quoted(case_id)}", ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read_file(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return {CASE_ID: str(content["case"]["id"]), "store": str(content.get("store", ""))}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} is not valid TOML: {error}", remedy="correct it") from None
    except (KeyError, TypeError):
        raise CaseError(
            f"{path} does not say which case it is", remedy="restore its [case] id = ..."
        ) from None


def _open_database(path: Path, address: str) -> Database:
    if address:
        return open_postgresql(address)
    file = path / DATABASE_NAME
    if not file.is_file():
        raise CaseError(f"{file} is missing", remedy="restore it from a copy of the case")
    return open_sqlite(file)


def _check_database(database: Database, path: Path, case_id: str) -> None:
    with database.read() as connection:
        outdated = migrations.stored_version(connection) != SCHEMA_VERSION
    if outdated:
        with database.write() as connection:
            for what in migrations.migrate(connection):
                log.append(connection, "migrate", what, {"tool_version": __version__})
    stored = Store(database, path / POSTS_NAME).meta().get(CASE_ID)
    if stored != case_id:
        raise CaseError(
            f"{database.name} belongs to case {stored}, the folder to case {case_id}",
            remedy="correct the setting store, or make a database for each case",
        )
