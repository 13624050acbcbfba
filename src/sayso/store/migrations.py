"""Steps that bring a database made by an older version to the present tables."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, inspect, select, text, update

from sayso.errors import CaseError
from sayso.store import coordination_ddl
from sayso.store.schema import SCHEMA_VERSION, meta, metadata

VERSION_KEY = "schema_version"
PSEUDONYM_KEY = "pseudonym_key"
"""What pseudonyms of accounts are made with: a secret of the case, made once, in no export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step to the schema version ``to`` from the one before it; never edited once released."""

    to: int
    what: str
    apply: Callable[[Connection], None]


def _add_mentions(connection: Connection) -> None:
    """Until its documents are read again, each source of an older case stands as it is written."""
    connection.execute(text("ALTER TABLE attributions ADD COLUMN source_mention JSON"))
    collation = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""
    column = f"source_as_written TEXT{collation} DEFAULT '' NOT NULL"
    connection.execute(text(f"ALTER TABLE attributions ADD COLUMN {column}"))
    connection.execute(text("UPDATE attributions SET source_as_written = source_text"))


def _add_posts(connection: Connection) -> None:
    """Give an older case the tables of its posts and ties, and the key of its pseudonyms."""
    text_type = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    number = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    connection.execute(
        text(
            f"CREATE TABLE posts_parts (number {number} NOT NULL, name {text_type} NOT NULL,"
            f" n_rows BIGINT NOT NULL, n_bytes BIGINT NOT NULL, sha256 {text_type} NOT NULL,"
            f" added_at {text_type} NOT NULL, row_sha256 {text_type} NOT NULL,"
            " PRIMARY KEY (number), UNIQUE (name))"
        )
    )
    connection.execute(insert(meta), [{"key": PSEUDONYM_KEY, "value": new_pseudonym_key()}])
    coordination_ddl.add_tables(connection)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(to=2, what="adds the fullest mention of each source", apply=_add_mentions),
    Migration(to=3, what="adds posts and ties", apply=_add_posts),
)


def create_tables(connection: Connection, values: Mapping[str, str]) -> None:
    """Create all tables in an empty database; write ``values``, the schema version and a new secret into ``meta``."""
    metadata.create_all(connection, checkfirst=False)
    own = {VERSION_KEY: str(SCHEMA_VERSION), PSEUDONYM_KEY: new_pseudonym_key()}
    connection.execute(
        insert(meta), [{"key": key, "value": value} for key, value in {**values, **own}.items()]
    )


def new_pseudonym_key() -> str:
    """Return 32 random bytes as hexadecimal digits."""
    return secrets.token_hex(32)


def has_tables(connection: Connection) -> bool:
    """Return whether the database holds a case."""
    return inspect(connection).has_table(meta.name)


def stored_version(connection: Connection) -> int:
    """Return the schema version of the database; raise `CaseError` when it holds no case."""
    version = None
    if has_tables(connection):
        version = connection.execute(select(meta.c.value).where(meta.c.key == VERSION_KEY)).scalar()
    if version is None or not version.isdecimal():
        raise CaseError("the database holds no case", remedy="make one with `sayso init CASE`")
    return int(version)


def migrate(
    connection: Connection, *, migrations: Sequence[Migration] = MIGRATIONS, target: int = SCHEMA_VERSION
) -> list[str]:
    """Apply, in order and in the caller's one transaction, the steps up to ``target``; return what each did.

    Raise `CaseError` for a database that a newer version made, or one no step leads on from.
    """
    version = stored_version(connection)
    if version > target:
        raise CaseError(
            f"the case was made by a newer sayso (schema {version}; this one knows up to {target})",
            remedy="upgrade sayso",
        )
    applied = []
    for step in migrations:
        if version < step.to <= target:
            if step.to != version + 1:
                break
            step.apply(connection)
            version = step.to
            applied.append(step.what)
    if version != target:
        raise CaseError(
            f"no step leads from schema {version} to {target}", remedy="open it with an older sayso"
        )
    if applied:
        connection.execute(update(meta).where(meta.c.key == VERSION_KEY).values(value=str(version)))
    return applied
