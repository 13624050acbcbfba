"""``sayso coordination --as``: the edges that another tool would find, as CSV."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.settings import Settings
    from sayso.stages import SetEngine
    from sayso.store import Case

COORTWEET, TOOLKIT = "coortweet", "toolkit"
PEERS = (COORTWEET, TOOLKIT)
_OWN = {
    COORTWEET: ("min_participation", "edge_weight", "keep_loops", "object_"),
    TOOLKIT: ("min_edge_weight", "similarity"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerFlags:
    """The flags for other tools as they were given."""

    windows: tuple[int, ...]
    network: str | None
    min_participation: int | None
    edge_weight: float | None
    keep_loops: bool
    object_: str | None
    min_edge_weight: int | None
    similarity: float | None
    out: Path | None

    def given(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return those of the flags ``names`` that were given."""
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not None and value is not False}

    def window(self) -> dict[str, Any]:
        """Return the window where one was given."""
        return {"window": self.windows[0]} if self.windows else {}

    def refuse(self, *, but: str | None = None) -> None:
        """Raise `UsageError` for a flag of another tool than ``but``."""
        for tool, names in _OWN.items():
            for name in self.given(names) if tool != but else ():
                flag = f"--{name.strip('_').replace('_', '-')}"
                raise UsageError(
                    f"{flag} goes with --as {tool} alone", remedy=f"add --as {tool}, or leave it out"
                )
        if but is None and self.out is not None:
            raise UsageError("--out goes with --as alone", remedy=f"add --as {' or --as '.join(PEERS)}")


def print_peer(case: Case, tool: str, flags: PeerFlags, settings: Settings) -> None:
    """Print the edges that ``tool`` would find, or write them to the file that was asked for."""
    if tool not in PEERS:
        raise UsageError(f"there is no tool {tool!r}", remedy=f"choose from {', '.join(PEERS)}")
    if len(flags.windows) > 1:
        raise UsageError(f"--as {tool} takes one window", remedy="for example --window 60")
    flags.refuse(but=tool)
    from sayso.engine.coordinating import engine_at_work

    make = _coortweet if tool == COORTWEET else _toolkit
    with engine_at_work(case, settings=settings) as (engine, folder):
        edges = make(engine, case.store.link_posts(folder / "posts"), folder / tool, flags)
        _give(edges, flags.out)


def _coortweet(engine: SetEngine, posts: Path, folder: Path, flags: PeerFlags) -> Path:
    """Write CooRTweet's edges into a file and return it."""
    from sayso.coordination.coortweet import CoortweetOptions, coortweet_edges, write_edges_csv

    if flags.network is not None:
        raise UsageError(
            "--network does not go with --as coortweet", remedy="leave it out, or give --as toolkit"
        )
    given = flags.given(_OWN[COORTWEET])
    if given.pop("keep_loops", False):
        given["remove_loops"] = False
    if "object_" in given:
        given["trace"] = given.pop("object_")
    to = folder.with_suffix(".csv")
    options = CoortweetOptions(**flags.window(), **given)
    write_edges_csv(coortweet_edges(engine, posts, folder=folder, options=options), to)
    return to


def _toolkit(engine: SetEngine, posts: Path, folder: Path, flags: PeerFlags) -> Path:
    """Write the toolkit's edges into a file and return it."""
    from sayso.coordination.toolkit import NETWORKS, ToolkitOptions, toolkit_edges, write_edges_csv

    chosen = next((known for known in NETWORKS if known == flags.network), None)
    if chosen is None:
        wrong = (
            "--as toolkit needs --network"
            if flags.network is None
            else f"there is no network {flags.network!r}"
        )
        raise UsageError(wrong, remedy=f"choose from {', '.join(NETWORKS)}")
    to = folder.with_suffix(".csv")
    options = ToolkitOptions(network=chosen, **flags.window(), **flags.given(_OWN[TOOLKIT]))
    write_edges_csv(toolkit_edges(engine, posts, folder=folder, options=options), to)
    return to


def _give(edges: Path, out: Path | None) -> None:
    """Copy the bytes as they are: line ends are those of the tool."""
    if out is None:
        sys.stdout.flush()
        with edges.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        shutil.copyfile(edges, out)
    except OSError as error:
        raise UsageError(
            f"cannot write {out}: {error.strerror or error}", remedy="give another file with --out"
        ) from error
