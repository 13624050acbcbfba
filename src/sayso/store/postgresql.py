"""Addresses and errors of PostgreSQL, which is spoken to by pg8000."""

from __future__ import annotations

import getpass
import importlib.util
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sayso.errors import UsageError

SCHEMES = ("postgresql", "postgres", "postgresql+pg8000")
LOCK_TIMEOUT = "55P03"
NO_ANSWER = "no-answer"
_SETTINGS = ("host", "sslmode")
_CHECK_ADDRESS = "check the address in the setting store"
REMEDIES: Mapping[str, str] = {
    NO_ANSWER: f"start the server, or {_CHECK_ADDRESS}",
    "28P01": "put the right password in PGPASSWORD",
    "28000": "put the right user in the address, and the password in PGPASSWORD",
    "3D000": "make it with `createdb --encoding=UTF8 NAME`",
    "42501": "let the user create tables there: GRANT ALL ON SCHEMA public TO user",
    "53100": "free some disk space on the server, then run again",
    "53300": "close other programs that use the server, then run again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server and database; ``name`` is its address without the password. ``url`` may hold one: never print it."""

    url: URL
    name: str
    arguments: dict[str, object]


def target(address: str) -> Target:
    """Return how to reach ``address``; raise `UsageError` when it cannot be used or pg8000 is missing."""
    url = _parse(address)
    if importlib.util.find_spec("pg8000") is None:
        raise UsageError("PostgreSQL needs the driver pg8000", remedy='pip install "sayso[postgresql]"')
    arguments: dict[str, object] = {}
    socket = url.query.get("host")
    if socket is not None:
        arguments["unix_sock"] = f"{socket}/.s.PGSQL.{url.port or 5432}"
    arguments.update(_encryption(str(url.query.get("sslmode", ""))))
    full = URL.create(
        "postgresql+pg8000",
        username=url.username or os.environ.get("PGUSER") or getpass.getuser(),
        password=url.password or os.environ.get("PGPASSWORD") or None,
        host=None if socket is not None else url.host or "localhost",
        port=None if socket is not None else url.port,
        database=url.database,
    )
    return Target(url=full, name=without_password(address), arguments=arguments)


def without_password(address: str) -> str:
    """Return ``address`` as it may be written down and printed."""
    url = _parse(address)
    return URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    ).render_as_string(hide_password=False)


def reason(error: BaseException | None) -> tuple[str, str]:
    """Return the first line of what a database said, and PostgreSQL's code for it (empty for SQLite)."""
    said = error.args[0] if error is not None and error.args else ""
    if isinstance(said, dict):
        return str(said.get("M", "")).split("\n", 1)[0], str(said.get("C", ""))
    line = str(said).split("\n", 1)[0]
    unreachable = type(error).__module__.startswith("pg8000") and type(error).__name__ == "InterfaceError"
    return ("the server does not answer", NO_ANSWER) if unreachable else (line, "")


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    # The address is not repeated: it may hold a password.
    if url is None or url.drivername not in SCHEMES or not url.database:
        raise UsageError(
            "the setting store is not an address of a PostgreSQL database",
            remedy="write postgresql://user@host:5432/name, or leave it empty for a file in the case",
        )
    for name in url.query:
        if name not in _SETTINGS:
            raise UsageError(
                f"the setting store has ?{name}=, which is not known",
                remedy=f"choose from {', '.join(_SETTINGS)}",
            )
    return url


def _encryption(mode: str) -> dict[str, object]:
    if mode in ("", "disable", "allow", "prefer"):
        return {}
    context = ssl.create_default_context()
    if mode == "require":  # as libpq has it: encrypted, but the server is taken at its word
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif mode != "verify-full":
        raise UsageError(
            f"the setting store has sslmode={mode}, which is not known",
            remedy="choose disable, require, verify-full",
        )
    return {"ssl_context": context}
