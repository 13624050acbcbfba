"""The queries of set stages: one a file, in the dialect of DuckDB, with a header that says what it needs and gives.

The header is the comment at the top: what the query is for, then ``-- reads:`` the tables, ``-- writes:`` the columns
in their order, ``-- parameters:`` the ``$names`` it takes (left out when there are none). Each list is separated by
commas and may go on over several lines. The same text runs on Spark, so a query keeps to what both understand alike:
see `docs/scale.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.errors import EngineError

FOLDER = Path(__file__).parent

_KEYS = ("reads", "writes", "parameters")
_ENTRY = re.compile(rf"({'|'.join(_KEYS)}):\s*(.*)")
# What is no code: comments, texts, and names in double quotes are kept.
_NO_CODE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_PARAMETER = re.compile(r"\$(\w+)")
# Not `is distinct from x`, not the function in `from unnest(...)`.
_TABLE = re.compile(r"(?<!distinct )\b(?:from|join)\s+([a-z_]\w*)\b(?!\s*\()", re.IGNORECASE)
_NAMED_PART = re.compile(
    r"(?:\bwith|,)\s*([a-z_]\w*)\s+as\s+(?:(?:not\s+)?materialized\s+)?\(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query and what its header says of it.

    ``reads`` are the tables it needs, ``writes`` the columns it gives in their order, ``parameters`` the names of the
    values it takes, without ``$``. ``text`` is the file as it is, ``code`` the same without comments and final ``;``.
    """

    name: str
    text: str
    code: str
    purpose: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    parameters: tuple[str, ...]


def query_names() -> list[str]:
    """Return the names of all queries, in their order."""
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


@cache
def load_query(name: str) -> Query:
    """Return the query in ``sql/<name>.sql``.

    Raise `EngineError` naming the query when there is none, or its header and its text say different things.
    """
    path = FOLDER / f"{name}.sql"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        remedy = f"choose from {', '.join(query_names())}"
        raise EngineError(f"there is no query {name!r} in sayso.sql", remedy=remedy) from None
    return parse_query(name, text)


def parse_query(name: str, text: str) -> Query:
    """Return the query that ``text`` holds; raise `EngineError` as `load_query` does."""
    header = _header(name, text)
    query = Query(
        name=name,
        text=text,
        code="\n".join(line for line in _without_comments(text).splitlines() if line.strip()).rstrip("; \n"),
        purpose=header["purpose"],
        reads=_names(header["reads"]),
        writes=_names(header["writes"]),
        parameters=_names(header["parameters"].replace("$", "")),
    )
    _check(query)
    return query


def _header(name: str, text: str) -> dict[str, str]:
    """Return what the comment lines at the top say, by key; what stands before the first key is the purpose."""
    found = dict.fromkeys(("purpose", *_KEYS), "")
    key = "purpose"
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        words = line.removeprefix("--").strip()
        entry = _ENTRY.fullmatch(words)
        if entry:
            key, words = entry[1], entry[2]
        found[key] = f"{found[key]} {words}".strip()
    for needed in ("purpose", "reads", "writes"):
        if not found[needed]:
            what = "does not say what it is for" if needed == "purpose" else f"has no line `-- {needed}:`"
            raise _wrong(name, 1, f"the header {what}")
    return found


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _check(query: Query) -> None:
    code = _code_only(query.text)
    used = set(_PARAMETER.findall(code))
    _compare(query, "parameter", used, set(query.parameters), mark="$")
    parts = {part.lower() for part in _NAMED_PART.findall(code)}
    tables = {table.lower() for table in _TABLE.findall(code)} - parts
    _compare(query, "table", tables, set(query.reads))


def _compare(query: Query, noun: str, used: set[str], declared: set[str], mark: str = "") -> None:
    for name in sorted(used - declared):
        place = _line_of(query.text, rf"{re.escape(mark)}\b{name}\b")
        raise _wrong(query.name, place, f"the {noun} {mark}{name} is used, but not in the header")
    for name in sorted(declared - used):
        place = _line_of(query.text, rf"^--.*\b{name}\b", in_code=False)
        raise _wrong(query.name, place, f"the {noun} {mark}{name} is in the header, but not used")


def _line_of(text: str, pattern: str, *, in_code: bool = True) -> int:
    searched = _code_only(text) if in_code else text
    found = re.search(pattern, searched, re.IGNORECASE | re.MULTILINE)
    return searched.count("\n", 0, found.start()) + 1 if found else 1


def _code_only(text: str) -> str:
    """Return ``text`` with comments and literal texts blanked, every line where it was."""
    return _NO_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _without_comments(text: str) -> str:
    return _NO_CODE.sub(lambda found: found[0] if found[0].startswith("'") else "", text)


def _wrong(name: str, line: int, what: str) -> EngineError:
    return EngineError(f"sayso/sql/{name}.sql, line {line}: {what}", remedy="correct the query or its header")
