from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest
from sqlalchemy import inspect, text

from sayso.errors import CaseError, SaysoError, StoreError, UsageError
from sayso.settings import Settings, load_settings
from sayso.store import create_case, open_case, verify
from sayso.store.clock import now, period
from sayso.store.migrations import Migration, migrate, stored_version
from sayso.store.post_rows import post_batch
from sayso.store.postgresql import target, without_password
from sayso.store.schema import SCHEMA_VERSION, arrow_schema, attributions, documents, metadata

PASSWORD = "made-up for the tests"


def test_case_has_its_parts(tmp_path, settings):
    """A new case is a folder with its settings, evidence, posts and log, and opens again."""
    path = tmp_path / "deep" / "case"
    with create_case(path, settings=settings) as case:
        assert case.posts == path / "posts"
        assert {entry.name for entry in path.iterdir()} >= {"sayso.toml", "evidence", "posts"}
        assert [entry.action for entry in case.store.log()] == ["init"]
        assert case.store.meta()["schema_version"] == str(SCHEMA_VERSION)
        case_id = case.id
    with open_case(path, settings=load_settings(path)) as again:
        assert again.id == case_id == again.store.meta()["case_id"]
        assert list(verify(again)) == []


def test_empty_folder_may_become_a_case(tmp_path):
    """The folder may be there already, if it is empty."""
    create_case(tmp_path, settings=Settings()).close()
    assert (tmp_path / "case.sqlite").is_file()


@pytest.mark.parametrize("kind", ["case", "full", "file"])
def test_place_that_is_taken_is_refused(tmp_path, kind):
    """Nothing that is there is ever overwritten."""
    path = tmp_path / "place"
    if kind == "case":
        create_case(path, settings=Settings()).close()
    elif kind == "full":
        path.mkdir()
        (path / "note").write_text("mine")
    else:
        path.write_text("mine")
    with pytest.raises(CaseError) as caught:
        create_case(path, settings=Settings())
    assert str(path) in caught.value.message
    assert caught.value.remedy


def test_case_that_failed_leaves_nothing(tmp_path):
    """When the database cannot be reached, no half of a case stays behind."""
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        with pytest.raises(StoreError, match="does not answer"):
            create_case(tmp_path / name, settings=Settings(store="postgresql://127.0.0.1:1/none"))
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_folder_that_is_no_case_is_refused(tmp_path):
    """The message names the folder, the remedy the command that makes a case."""
    with pytest.raises(CaseError, match="is not a case -- make one with `sayso init") as caught:
        open_case(tmp_path, settings=Settings())
    assert str(tmp_path) in caught.value.message


@pytest.mark.parametrize("content", ["[case", "", "case = 1", "\udcff"])
def test_file_that_does_not_say_which_case_is_refused(tmp_path, content):
    """A settings file that was damaged is named."""
    create_case(tmp_path / "case", settings=Settings()).close()
    (tmp_path / "case" / "sayso.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CaseError, match=r"sayso\.toml"):
        open_case(tmp_path / "case", settings=Settings())


def test_case_without_its_database_is_refused(tmp_path):
    """A missing database is named; no new one is made in its place."""
    create_case(tmp_path / "case", settings=Settings()).close()
    (tmp_path / "case" / "case.sqlite").unlink()
    with pytest.raises(CaseError, match=r"case\.sqlite is missing"):
        open_case(tmp_path / "case", settings=Settings())


def test_case_of_a_newer_version_is_refused(case, settings):
    """Tables made by a newer version are never touched."""
    with case.store.database.write() as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE key = 'schema_version'"))
    with pytest.raises(CaseError, match=r"newer sayso \(schema 99.*upgrade"):
        open_case(case.path, settings=settings)


def test_database_of_another_case_is_refused(tmp_path, settings):
    """The folder and the database must belong together."""
    for name in ("a", "b"):
        create_case(tmp_path / name, settings=Settings()).close()
    (tmp_path / "a" / "case.sqlite").replace(tmp_path / "b" / "case.sqlite")
    with pytest.raises(CaseError, match="belongs to case"):
        open_case(tmp_path / "b", settings=Settings())


def test_older_database_is_migrated_in_order(case):
    """Steps are applied one after the other in one transaction; one that fails leaves all as it was."""

    def add(column):
        return lambda connection: connection.execute(text(f"ALTER TABLE documents ADD COLUMN {column} text"))

    base = SCHEMA_VERSION
    second = Migration(to=base + 1, what="adds b", apply=add("b"))
    third = Migration(to=base + 2, what="adds c", apply=add("c"))
    failing = Migration(to=base + 2, what="fails", apply=add("b"))
    database = case.store.database
    with pytest.raises(StoreError), database.write() as connection:
        migrate(connection, migrations=[second, failing], target=base + 2)
    with database.write() as connection:
        assert stored_version(connection) == base
        assert migrate(connection, migrations=[second, third], target=base + 2) == ["adds b", "adds c"]
        assert stored_version(connection) == base + 2
        assert migrate(connection, migrations=[second, third], target=base + 2) == []
        connection.execute(text("SELECT b, c FROM documents"))


NEW_TABLES = ("tied_accounts", "ties", "networks", "coordination", "posts_parts")


def shape_of(connection):
    """Return the columns, keys and indexes of the tables of posts and ties."""
    tables = inspect(connection)
    for table in NEW_TABLES:
        columns = [(one["name"], str(one["type"]), one["nullable"]) for one in tables.get_columns(table)]
        keys = tables.get_pk_constraint(table)["constrained_columns"]
        foreign = sorted(
            (one["constrained_columns"], one["referred_table"]) for one in tables.get_foreign_keys(table)
        )
        indexes = sorted((one["name"], one["column_names"]) for one in tables.get_indexes(table))
        yield table, columns, keys, foreign, indexes


def without_posts(connection, *, version):
    """Bring the tables back to what they were before there were posts and ties."""
    for table in NEW_TABLES:
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DELETE FROM meta WHERE key = 'pseudonym_key'"))
    connection.execute(text(f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'"))


def test_case_of_version_two_is_upgraded(settings, fill, case, make_post):
    """A case made before there were posts opens, takes posts in, has a secret for pseudonyms, and passes the check."""
    fill(2)
    with case.store.database.write() as connection:
        shape = list(shape_of(connection))
        without_posts(connection, version=2)
    path = case.path
    case.close()
    with open_case(path, settings=settings) as upgraded:
        with upgraded.store.database.read() as connection:
            assert list(shape_of(connection)) == shape
        assert len(upgraded.store.pseudonym_key()) == 32
        assert upgraded.store.count_posts() == 0
        upgraded.store.add_documents(
            [], new_posts=[post_batch([make_post(1, blob=next(upgraded.evidence.blobs()))])]
        )
        assert upgraded.store.count_posts() == 1
        assert list(verify(upgraded)) == []


def test_case_of_version_one_is_upgraded(tmp_path, settings, fill, case):
    """A case made before sources had mentions opens, shows its sources as they are written, and passes the check."""
    fill(2)
    shown = [row.attribution.source_text for row in case.store.claims()]
    with case.store.database.write() as connection:
        for column in ("source_mention", "source_as_written"):
            connection.execute(text(f"ALTER TABLE attributions DROP COLUMN {column}"))
        without_posts(connection, version=1)
    path = case.path
    case.close()
    with open_case(path, settings=settings) as upgraded:
        rows = [row.attribution for row in upgraded.store.claims()]
        assert [row.source_as_written for row in rows] == [row.source_text for row in rows] == shown
        assert {row.source_mention for row in rows} == {None}
        assert list(verify(upgraded)) == []


def test_database_no_step_leads_on_from_is_refused(case):
    """A gap in the steps is an error, not a jump."""
    too_far = SCHEMA_VERSION + 2
    step = Migration(to=too_far, what="too far", apply=lambda _: None)
    with case.store.database.write() as connection, pytest.raises(CaseError, match="no step leads"):
        migrate(connection, migrations=[step], target=too_far)


def test_arrow_schema_follows_the_tables():
    """Every column is there with a type and whether it may be null."""
    schema = arrow_schema(attributions)
    assert schema.names == [column.name for column in attributions.columns]
    assert schema.field("content").type == pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
    assert schema.field("chain").type == pa.list_(pa.string())
    assert schema.field("score").type == pa.float64()
    assert schema.field("parent_id").nullable
    assert not schema.field("id").nullable
    assert arrow_schema(documents).field("published_epoch").type == pa.int64()
    for table in metadata.sorted_tables:
        assert len(arrow_schema(table)) == len(table.columns)


@pytest.mark.postgresql
def test_password_is_never_written_nor_printed(tmp_path, postgresql_address, monkeypatch):
    """A password in the address opens the case, but is in no file and no message."""
    monkeypatch.delenv("PGPASSWORD")
    secret = postgresql_address.replace("sayso@", f"sayso:{PASSWORD.replace(' ', '%20')}@")
    with create_case(tmp_path / "case", settings=Settings(store=secret)) as case:
        assert "made-up" not in case.store.database.name
    written = b"".join(path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file())
    assert b"made-up" not in written
    monkeypatch.setenv("PGPASSWORD", "wrong-one")
    with pytest.raises(StoreError, match="PGPASSWORD") as caught:
        open_case(tmp_path / "case", settings=load_settings(tmp_path / "case"))
    assert "wrong-one" not in str(caught.value)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    open_case(tmp_path / "case", settings=load_settings(tmp_path / "case")).close()
    monkeypatch.delenv("PGPASSWORD")
    open_case(tmp_path / "case", settings=Settings(store=secret)).close()


@pytest.mark.postgresql
def test_database_holds_one_case(tmp_path, postgresql_address, postgresql_server):
    """A second case in the same database is refused, and so is a folder led to another one's database."""
    settings = Settings(store=postgresql_address)
    create_case(tmp_path / "a", settings=settings).close()
    with pytest.raises(CaseError, match="holds a case already"):
        create_case(tmp_path / "b", settings=settings)
    create_case(tmp_path / "c", settings=Settings()).close()
    with pytest.raises(CaseError, match="belongs to case"):
        open_case(tmp_path / "c", settings=settings)
    with pytest.raises(StoreError, match="createdb"):
        open_case(tmp_path / "a", settings=Settings(store=f"{postgresql_server.address}/not_there"))
    with pytest.raises(CaseError, match="holds no case"):
        open_case(tmp_path / "a", settings=Settings(store=f"{postgresql_server.address}/postgres"))


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:hush@h/d",
        "postgresql://u:hush@h",
        "hush",
        "postgresql://u:hush@h:port/d",
        "postgresql://u:hush@h/d?x=hush",
    ],
)
def test_address_that_cannot_be_used_is_refused_without_repeating_it(tmp_path, address):
    """The message says what an address looks like, and does not show the password in this one."""
    with pytest.raises(UsageError, match="setting store") as caught:
        create_case(tmp_path / "case", settings=Settings(store=address))
    assert "hush" not in str(caught.value)


def test_address_is_understood(monkeypatch):
    """User, password, socket and encryption come from the address and the environment."""
    monkeypatch.setenv("PGPASSWORD", "from-environment")
    monkeypatch.setenv("PGUSER", "me")
    found = target("postgres:///news?host=/run/postgresql")
    assert (found.url.username, found.url.password, found.url.database) == ("me", "from-environment", "news")
    assert found.arguments == {"unix_sock": "/run/postgresql/.s.PGSQL.5432"}
    assert target("postgresql://u:p@h:1/d").url.password == "p"
    assert "ssl_context" in target("postgresql://h/d?sslmode=verify-full").arguments
    with pytest.raises(UsageError, match="sslmode"):
        target("postgresql://h/d?sslmode=perhaps")
    assert (
        without_password("postgresql://u:p@h:1/d?sslmode=require") == "postgresql://u@h:1/d?sslmode=require"
    )


def test_missing_driver_names_what_to_install():
    """Without pg8000 the message says how to get it."""
    script = (
        "import sys, importlib.util as u\n"
        "found = u.find_spec\n"
        "sys.modules['pg8000'] = None\n"
        "sys.path_importer_cache.clear()\n"
        "from sayso.store.postgresql import target\n"
        "from sayso.errors import UsageError\n"
        "try:\n    target('postgresql://h/d')\n"
        "except UsageError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert 'pip install "sayso[postgresql]"' in done.stdout


def test_now_is_utc_with_offset_and_can_be_fixed(monkeypatch):
    """Times are ISO 8601 in UTC; SOURCE_DATE_EPOCH fixes them, and a bad one is refused."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert now().endswith("+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert now() == "1970-01-01T00:00:00+00:00"
    for bad in ("soon", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", bad)
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            now()


@pytest.mark.parametrize(
    ("given", "days"), [("2023", 365), ("2024", 366), ("2024-02", 29), ("2023-12", 31), ("2024-05-06", 1)]
)
def test_period_covers_the_whole_of_what_is_named(given, days):
    """A year, month or day is all of it."""
    start, end = period(given)
    assert end - start == days * 86_400


@pytest.mark.parametrize("given", ["", "24", "2024-13", "2024-02-30", "yesterday", "9999", "9999-12-31"])
def test_period_refuses_what_is_no_date(given):
    """Anything else is a mistake that names the forms."""
    with pytest.raises(SaysoError, match="is not a date"):
        period(given)
