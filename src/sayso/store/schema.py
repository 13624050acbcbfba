"""The one definition of the tables; what other forms need (SQL of each database, Arrow) derives from it.

Columns ``number`` count rows in the order they came, without gaps: the log names the rows of a batch by them.
"""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)

SCHEMA_VERSION = 3

SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
SPANS = pa.list_(SPAN)
STRINGS = pa.list_(pa.string())
COUNTS = pa.list_(pa.int64())

# Byte order on both databases: a listing has the same order whatever the server's locale.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite makes only a column of type INTEGER the row's own key.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_JSON = JSON(none_as_null=True)

metadata = MetaData()

meta = Table("meta", metadata, Column("key", _TEXT, primary_key=True), Column("value", _TEXT, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", _TEXT, nullable=False, unique=True),
    Column("blob", _TEXT, nullable=False, index=True),
    Column("path", _TEXT, nullable=False),
    Column("record", _TEXT),
    Column("format", _TEXT, nullable=False),
    Column("kind", _TEXT, nullable=False),
    Column("url", _TEXT),
    Column("title", _TEXT),
    Column("outlet", _TEXT),
    Column("author", _TEXT),
    Column("published_at", _TEXT),
    Column("published_epoch", BigInteger, index=True),
    Column("published_precision", _TEXT),
    Column("language", _TEXT),
    Column("text", _TEXT, nullable=False),
    Column("text_sha256", _TEXT, nullable=False),
    Column("unread", _JSON, nullable=False),
    Column("evidence", _JSON, nullable=False),
    Column("added_at", _TEXT, nullable=False),
    Column("row_sha256", _TEXT, nullable=False),
    Column("copy_group_id", _TEXT),
    Index("documents_in_order", "path", "number"),
)

custody = Table(
    "custody",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("blob", _TEXT, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("origin", _TEXT, nullable=False),
    Column("added_at", _TEXT, nullable=False),
    Column("headers", _JSON, nullable=False),
    Column("tool_version", _TEXT, nullable=False),
    Column("operator", _TEXT),
    Column("row_sha256", _TEXT, nullable=False),
    UniqueConstraint("blob", "origin"),
)

blobs_read = Table(
    "blobs_read",
    metadata,
    Column("blob", _TEXT, primary_key=True),
    Column("reader", _TEXT, nullable=False),
)

# The posts themselves are Parquet in the case folder; a file there counts when it is named here.
posts_parts = Table(
    "posts_parts",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("name", _TEXT, nullable=False, unique=True),
    Column("n_rows", BigInteger, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("sha256", _TEXT, nullable=False),
    Column("added_at", _TEXT, nullable=False),
    Column("row_sha256", _TEXT, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),
    Column("at", _TEXT, nullable=False),
    Column("action", _TEXT, nullable=False),
    Column("subject", _TEXT, nullable=False),
    Column("detail", _JSON, nullable=False),
    Column("previous_hash", _TEXT, nullable=False),
    Column("hash", _TEXT, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("stage", _TEXT, nullable=False),
    Column("version", _TEXT, nullable=False),
    Column("parameters", _JSON, nullable=False),
    Column("model_sha256", _TEXT),
    Column("started_at", _TEXT, nullable=False),
    Column("ended_at", _TEXT),
)

# No foreign key to documents: an issue may be about something that did not become one.
issues = Table(
    "issues",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("document_id", _TEXT, index=True),
    Column("path", _TEXT),
    Column("stage", _TEXT, nullable=False),
    Column("code", _TEXT, nullable=False),
    Column("message", _TEXT, nullable=False),
    Column("remedy", _TEXT, nullable=False),
    Column("run_id", _TEXT, ForeignKey("runs.id"), index=True),
)

done = Table(
    "done",
    metadata,
    Column("document_id", _TEXT, ForeignKey("documents.id"), primary_key=True),
    Column("stage", _TEXT, primary_key=True),
    Column("fingerprint", _TEXT, nullable=False),
    Column("run_id", _TEXT, ForeignKey("runs.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

sentences = Table(
    "sentences",
    metadata,
    Column("document_id", _TEXT, ForeignKey("documents.id"), primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("end", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

attributions = Table(
    "attributions",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("document_id", _TEXT, ForeignKey("documents.id"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("source", _JSON, nullable=False, info={"arrow": SPANS}),
    Column("cue", _JSON, nullable=False, info={"arrow": SPANS}),
    Column("content", _JSON, nullable=False, info={"arrow": SPANS}),
    Column("source_mention", _JSON, info={"arrow": SPAN}),
    Column("source_text", _TEXT, nullable=False),
    Column("source_as_written", _TEXT, nullable=False, server_default=""),
    Column("cue_text", _TEXT, nullable=False),
    Column("content_text", _TEXT, nullable=False),
    Column("hedge_text", _TEXT, nullable=False),
    Column("sourcing", _TEXT, nullable=False),
    Column("force", _TEXT, nullable=False),
    Column("hedges", _JSON, nullable=False, info={"arrow": SPANS}),
    Column("quotation", _TEXT, nullable=False),
    # Deferred: a parent may stand after its child in the text, hence in the batch.
    Column(
        "parent_id", _TEXT, ForeignKey("attributions.id", deferrable=True, initially="DEFERRED"), index=True
    ),
    Column("chain", _JSON, nullable=False, info={"arrow": STRINGS}),
    Column("actor_id", _TEXT),
    Column("claim_id", _TEXT),
    Column("stance", _TEXT, nullable=False),
    Column("score", Float, nullable=False),
    Column("judgement", _TEXT),
    Column("run_id", _TEXT, ForeignKey("runs.id"), nullable=False, index=True),
    Index("attributions_in_order", "document_id", "position"),
)

# Of the search for ties only the latest result is kept: one row here, and the rows of the three tables below.
coordination = Table(
    "coordination",
    metadata,
    Column("run_id", _TEXT, ForeignKey("runs.id"), primary_key=True),
    Column("n_posts", BigInteger, nullable=False),
    Column("n_accounts", BigInteger, nullable=False),
    Column("left_out", _JSON, nullable=False, info={"arrow": COUNTS}),
    Column("notes", _JSON, nullable=False),
)

networks = Table(
    "networks",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("n_accounts", BigInteger, nullable=False),
    Column("accounts", _JSON, nullable=False, info={"arrow": STRINGS}),
    Column("n_ties", BigInteger, nullable=False),
    Column("q_value", Float, nullable=False),
    Column("window_seconds", BigInteger, nullable=False),
    Column("first_at", _TEXT, nullable=False),
    Column("last_at", _TEXT, nullable=False),
    Column("objects", _JSON, nullable=False),
    Column("narratives", _JSON, nullable=False),
    Column("explanations", _JSON, nullable=False),
    Column("hints", _JSON, nullable=False),
    Column("in_words", _TEXT, nullable=False),
    Column("run_id", _TEXT, ForeignKey("runs.id"), nullable=False, index=True),
)

ties = Table(
    "ties",
    metadata,
    Column("a", _TEXT, primary_key=True),
    Column("b", _TEXT, primary_key=True),
    Column("kind", _TEXT, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("n_objects", BigInteger, nullable=False),
    Column("n_shares", BigInteger, nullable=False),
    Column("window_seconds", BigInteger, nullable=False),
    Column("expected", Float, nullable=False),
    Column("p_value", Float, nullable=False),
    Column("q_value", Float, nullable=False),
    Column("found", _TEXT, nullable=False),
    Column("excess_p", Float, nullable=False),
    Column("excess_q", Float, nullable=False),
    Column("synchrony_p", Float, nullable=False),
    Column("synchrony_q", Float, nullable=False),
    Column("n_common", BigInteger, nullable=False),
    Column("n_near", BigInteger, nullable=False),
    Column("expected_near", Float, nullable=False),
    Column("near_seconds", BigInteger, nullable=False),
    Column("mean_delay_seconds", Float, nullable=False),
    Column("first_at", _TEXT, nullable=False),
    Column("last_at", _TEXT, nullable=False),
    Column("in_words", _TEXT, nullable=False),
    Column("network_id", _TEXT, ForeignKey("networks.id"), index=True),
    Column("run_id", _TEXT, ForeignKey("runs.id"), nullable=False, index=True),
    Index("ties_by_second", "b"),
    sqlite_with_rowid=False,
)

tied_accounts = Table(
    "tied_accounts",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("platform", _TEXT, nullable=False),
    Column("account_id", _TEXT, nullable=False),
    Column("name", _TEXT),
    Column("n_posts", BigInteger, nullable=False),
    Column("n_ties", BigInteger, nullable=False),
    Column("first_at", _TEXT),
    Column("last_at", _TEXT),
    Column("network_id", _TEXT, ForeignKey("networks.id"), index=True),
    Column("run_id", _TEXT, ForeignKey("runs.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


# The search index holds words only (see `sayso.store.search`); the text stays in ``documents``.
_WORDS_SQLITE = _ddl(
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 0')"
)
_WORDS_POSTGRESQL = _ddl(
    "CREATE TABLE words (number bigint NOT NULL REFERENCES documents (number), part bigint NOT NULL,"
    " words tsvector NOT NULL, PRIMARY KEY (number, part))"
)
_WORDS_INDEX = _ddl("CREATE INDEX words_gin ON words USING gin (words)")
event.listen(metadata, "after_create", _WORDS_SQLITE.execute_if(dialect="sqlite"))
event.listen(metadata, "after_create", _WORDS_POSTGRESQL.execute_if(dialect="postgresql"))
event.listen(metadata, "after_create", _WORDS_INDEX.execute_if(dialect="postgresql"))


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of ``table``; a JSON column without a stated Arrow type is its JSON text."""
    return pa.schema(
        [
            pa.field(column.name, _arrow_type(column), nullable=bool(column.nullable))
            for column in table.columns
        ]
    )


def _arrow_type(column: Column[object]) -> pa.DataType:
    stated = column.info.get("arrow")
    if isinstance(stated, pa.DataType):
        return stated
    if isinstance(column.type, Integer):
        return pa.int64()
    return pa.float64() if isinstance(column.type, Float) else pa.string()
