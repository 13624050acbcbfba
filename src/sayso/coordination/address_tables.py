"""What is known of hosts and parameters: wrappers, aliases, tracking, shorteners, platforms, publishers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def _rows() -> dict[str, list[list[str]]]:
    """Return the rows of the table by their kind, without it."""
    text = files("sayso.coordination").joinpath("addresses.tsv").read_text(encoding="utf-8")
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, *cells = line.split("\t")
            rows[kind].append(cells)
    return rows


@cache
def hosts(kind: str) -> frozenset[str]:
    """Return the hosts, or the values, that rows of ``kind`` name (shortener, platform, publisher, channel)."""
    return frozenset(cells[0] for cells in _rows()[kind])


@cache
def aliases() -> dict[str, str]:
    """Return the host that serves the same pages, by host."""
    return {cells[0]: cells[1] for cells in _rows()["alias"]}


@cache
def _wrappers() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return by host the starts of paths that lead elsewhere, each with the parameters that say where."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for host, path, names in _rows()["wrapper"]:
        found[host].append((path, tuple(names.split())))
    return found


def wrapper_parameters(host: str, path: str) -> tuple[str, ...] | None:
    """Return the parameters that hold the address behind a redirect; none for no redirect, () for the whole query."""
    for name in _above(host):
        for start, names in _wrappers().get(name, ()):
            if path.startswith(start) and (start != "/" or path == "/"):
                return names
    return None


@cache
def _tracking() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return by host (``*``: all) the names of tracking parameters, and the beginnings of such names."""
    names: dict[str, set[str]] = defaultdict(set)
    for host, name in _rows()["tracking"]:
        names[host].add(name)
    return {
        host: (
            frozenset(name for name in some if not name.endswith("*")),
            tuple(sorted(name[:-1] for name in some if name.endswith("*"))),
        )
        for host, some in names.items()
    }


def is_tracking(host: str, name: str) -> bool:
    """Tell whether the parameter ``name`` (lower case) of ``host`` says how a reader came, not what is read."""
    return any(
        name in names or name.startswith(starts)
        for names, starts in (_tracking()[key] for key in ("*", *_above(host)) if key in _tracking())
    )


def _above(host: str) -> Iterator[str]:
    """Yield ``host``, the domains it lies in, and each of them under any suffix (``google.*``)."""
    labels = host.split(".")
    for i in range(len(labels) - 1):
        yield ".".join(labels[i:])
        yield f"{labels[i]}.*"
