"""What several folders of tests need: a case on each database."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sayso.settings import Settings
from sayso.store.case import Case, create_case
from sayso.store.postgresql import target

REQUIRE_POSTGRESQL = "SAYSO_REQUIRE_POSTGRESQL"
PASSWORD = "made-up for the tests"


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server of our own; ``address`` lacks the database and the password, which is in PGPASSWORD."""

    address: str

    def command(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        where = target(f"{self.address}/postgres")
        engine = create_engine(where.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """Start Debian's PostgreSQL on a free port, with a password; skip when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        if os.environ.get(REQUIRE_POSTGRESQL) == "1":
            pytest.fail(f"{REQUIRE_POSTGRESQL}=1, but there is no /usr/lib/postgresql/*/bin/initdb")
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="sayso-postgresql-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:  # the server refuses to run as root
        shutil.chown(folder, user)
    server = _start(found[-1].parent, folder, ["runuser", "-u", user, "--"] if user else [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", PASSWORD)
        try:
            yield server
        finally:
            prefix = ["runuser", "-u", user, "--"] if user else []
            control = str(found[-1].parent / "pg_ctl")
            _run([*prefix, control, "--pgdata", str(folder / "data"), "--mode=immediate", "stop"], folder)
            shutil.rmtree(folder)


def _start(binaries: Path, folder: Path, prefix: list[str]) -> Server:
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)
    data = ["--pgdata", str(folder / "data")]
    options = ["--username=sayso", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
    # The locale that knows least: what works here works under any.
    _run([*prefix, str(binaries / "initdb"), *data, *options, "--locale=C", "--encoding=UTF8"], folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flags = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    log = ["--log", str(folder / "log")]
    _run([*prefix, str(binaries / "pg_ctl"), *data, *log, "-o", flags, "--wait", "start"], folder)
    return Server(f"postgresql://sayso@127.0.0.1:{port}")


def _run(command: list[str], folder: Path) -> None:
    # Not a pipe: the server inherits it and would keep it open.
    with (folder / "output").open("w+") as output:
        done = subprocess.run(command, cwd="/", stdout=output, stderr=output, check=False)
        output.seek(0)
        assert done.returncode == 0, output.read()


@pytest.fixture
def postgresql_address(postgresql_server: Server) -> Iterator[str]:
    """Return the address of an empty database."""
    name = f"test_{secrets.token_hex(8)}"
    postgresql_server.command(f"CREATE DATABASE {name} TEMPLATE template0")
    yield f"{postgresql_server.address}/{name}"
    postgresql_server.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_address(request: pytest.FixtureRequest) -> str:
    """Return what the setting ``store`` is for each database: the same test body runs on both."""
    if request.param == "sqlite":
        return ""
    address: str = request.getfixturevalue("postgresql_address")
    return address


@pytest.fixture
def settings(store_address: str) -> Settings:
    """Return settings that keep the rows of a new case in an empty database."""
    return Settings(store=store_address)


@pytest.fixture
def case(tmp_path: Path, settings: Settings) -> Iterator[Case]:
    """Make an empty case."""
    with create_case(tmp_path / "case", settings=settings) as made:
        yield made
