"""Edge lists equal to those of the coordination-network-toolkit 1.5.2 (Graham 2020), without its loops.

Its edges are directed: the weight from A to B counts A's messages with a partner of B's within the window. PyPI's 1.5.2
compares a message with itself too, the newest sources do not; they differ in loops alone, which neither exports unless
asked, and which are left out here. Reposts are no part of any network but co_retweet and co_post.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc

from sayso.coordination.toolkit_texts import ToolkitTexts
from sayso.errors import UsageError
from sayso.stages import Parameter, SetEngine
from sayso.tables import read_table

ToolkitNetwork = Literal["co_tweet", "co_retweet", "co_link", "co_reply", "co_similar_tweet", "co_post"]
NETWORKS: tuple[ToolkitNetwork, ...] = get_args(ToolkitNetwork)

_TEXT_NETWORKS = frozenset({"co_tweet", "co_similar_tweet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolkitOptions:
    """The options of the toolkit's ``compute``, with its defaults; ``window`` is in whole seconds.

    ``similarity`` and ``min_words`` (its ``min_document_size_similarity``) are for co_similar_tweet alone. With
    ``min_words`` 0 the toolkit fails where two messages without words meet; here these have no edge.
    """

    network: ToolkitNetwork
    window: int = 1
    min_edge_weight: int = 2
    similarity: float = 0.8
    min_words: int = 1

    def check(self) -> None:
        """Raise `UsageError` for a value that makes no sense."""
        if self.network not in NETWORKS:
            raise UsageError(
                f"there is no network {self.network!r}", remedy=f"choose from {', '.join(NETWORKS)}"
            )
        if self.window < 0:
            raise UsageError(f"the window is {self.window} seconds", remedy="give 0 or more")


def toolkit_edges(engine: SetEngine, posts: Path, *, folder: Path, options: ToolkitOptions) -> Path:
    """Write the toolkit's edges for the table ``posts`` (schema `sayso.stages.POSTS`); return the folder they are in.

    Columns: ``user_1``, ``user_2``, ``weight``. Accounts are named by their id, with ``platform:`` before it where the
    posts are of several platforms. ``folder`` takes the tables on the way. Raise `UsageError` for an option that cannot
    be used.
    """
    options.check()
    steps = _Steps(engine, folder)
    similar = options.network == "co_similar_tweet"
    # At a similarity of 0 any two texts are similar enough, those without words too.
    any_text = similar and options.similarity <= 0
    network: dict[str, Parameter] = {"network": "any" if any_text else options.network}
    if options.network in _TEXT_NETWORKS:
        engine.map(ToolkitTexts(), reads=posts, to=folder / "texts")
        steps.write("text_rows", network, to="rows", texts="texts")
    else:
        steps.write("rows", network, posts=posts)
    return _similar(steps, options) if similar and not any_text else _same(steps, options)


def edge_table(edges: Path) -> pa.Table:
    """Return the edges in ``edges`` in the order of their names, byte by byte; they must fit into memory."""
    table = read_table(edges)
    return table.take(pc.sort_indices(table, sort_keys=[("user_1", "ascending"), ("user_2", "ascending")]))


def write_edges_csv(edges: Path, to: Path) -> None:
    """Write the edges in ``edges`` into the CSV file ``to``, sorted by name, with the toolkit's line ends (CR LF)."""
    table = edge_table(edges)
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        for batch in table.to_batches():
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))


@dataclass(frozen=True, slots=True)
class _Steps:
    """Runs ``toolkit_<step>.sql``, each into the folder of its name unless another is given."""

    engine: SetEngine
    folder: Path

    def write(
        self,
        step: str,
        parameters: Mapping[str, Parameter] | None = None,
        *,
        to: str | None = None,
        **reads: str | Path,
    ) -> Path:
        tables = {
            name: self.folder / table if isinstance(table, str) else table for name, table in reads.items()
        }
        written = self.folder / (to or step)
        self.engine.write(f"toolkit_{step}", reads=tables, to=written, parameters=parameters)
        return written


def _same(steps: _Steps, options: ToolkitOptions) -> Path:
    steps.write("accounts", rows="rows")
    # One more than the window: two times within it then are in one bucket or in neighbours, 0 s included.
    steps.write("acts", {"bucket": options.window + 1}, rows="rows", accounts="accounts")
    least: dict[str, Parameter] = {"window": options.window, "min_edge_weight": options.min_edge_weight}
    return steps.write("edges", least, acts="acts", accounts="accounts")


def _similar(steps: _Steps, options: ToolkitOptions) -> Path:
    similarity: dict[str, Parameter] = {"similarity": float(options.similarity)}
    bucket: dict[str, Parameter] = {"bucket": options.window + 1}
    steps.write("sets", {"min_words": options.min_words}, rows="rows")
    steps.write("words", similarity, sets="sets")
    steps.write("alike", similarity | bucket, words="words", rows="rows")
    least: dict[str, Parameter] = {"window": options.window, "min_edge_weight": options.min_edge_weight}
    return steps.write("similar_edges", least | bucket, rows="rows", alike="alike")
