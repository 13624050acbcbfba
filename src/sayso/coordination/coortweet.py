"""Edge lists equal to those of CooRTweet 2.1.3, row for row: its rules, its order of rows, and its defects.

CooRTweet (Righetti and Balluff 2025, "CooRTweet: A generalized R software for coordinated network detection") pairs
rows of two accounts that share one object within a window, and marks account pairs whose number of row pairs exceeds
a quantile. Known defects are kept, since the edges must be equal: a weight counts pairs of rows, not objects; the
least participation is asked of one side of a pair only; ``n_content_id`` and ``edge_symmetry_score`` are documented
per account and counted per older and newer side (wrong on 682 of 169,781 edges of its Russian sample at 3600 s).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc

from sayso.errors import UsageError
from sayso.stages import Parameter, SetEngine
from sayso.tables import read_table

PeerTrace = Literal["object", "repost", "url", "domain", "hashtag", "mention", "media", "reply", "text"]
"""What is taken for the object: as the export gives it, links and texts not normalised, as its users do."""

TRACES: tuple[PeerTrace, ...] = get_args(PeerTrace)

_BY_DEFAULT: tuple[PeerTrace, ...] = ("object", "repost", "url")

# R's fwrite shows fifteen digits, and rounds twice: 4.864864864864865 becomes 4.86486486486487.
_DIGITS = 15
_NEARLY_TEN = 9.99999999999999


@dataclass(frozen=True, slots=True, kw_only=True)
class CoortweetOptions:
    """The arguments of ``detect_groups`` and ``generate_coordinated_network``, with CooRTweet's defaults.

    ``window`` is in whole seconds, ``edge_weight`` the quantile that a weight must exceed. ``subgraph`` keeps the
    edges that do (CooRTweet's ``subgraph = 1``), else all are given and marked. ``trace`` is what is shared; None means
    the objects that the table itself names, else reposts, else links.
    """

    window: int = 10
    min_participation: int = 2
    edge_weight: float = 0.5
    remove_loops: bool = True
    subgraph: bool = False
    trace: PeerTrace | None = None

    def check(self) -> None:
        """Raise `UsageError` for a value that CooRTweet would not take."""
        if self.window < 0:
            raise UsageError(f"the window is {self.window} seconds", remedy="give 0 or more")
        if self.min_participation < 0:
            raise UsageError(f"the least participation is {self.min_participation}", remedy="give 1 or more")
        if not 0 <= self.edge_weight <= 1:
            raise UsageError(f"the edge weight is {self.edge_weight}", remedy="give a quantile from 0 to 1")
        if self.trace is not None and self.trace not in TRACES:
            raise UsageError(f"there is no trace {self.trace!r}", remedy=f"choose from {', '.join(TRACES)}")


def coortweet_edges(engine: SetEngine, posts: Path, *, folder: Path, options: CoortweetOptions) -> Path:
    """Write CooRTweet's edges for the table ``posts`` (schema `sayso.stages.POSTS`); return the folder they are in.

    Columns: ``from``, ``to``, ``weight``, ``avg_time_delta``, ``n_content_id``, ``n_content_id_y``,
    ``edge_symmetry_score``, ``weight_threshold``. Accounts are named by their id, with ``platform:`` before it where
    the posts are of several platforms. ``folder`` takes the tables on the way; its parent must exist. Raise
    `UsageError` for an option that cannot be used.
    """
    options.check()
    steps = _Steps(engine, folder)
    steps.write("rows", {"trace": options.trace or default_trace(engine, posts, folder=folder)}, posts=posts)
    steps.write("accounts", rows="rows")
    loops = int(not options.remove_loops)
    pairs: dict[str, Parameter] = {"window": options.window, "loops": loops}
    least: dict[str, Parameter] = {"min_participation": options.min_participation}
    # One more than the window: two times of a pair then are in one bucket or in neighbours, 0 s included.
    bucket: dict[str, Parameter] = {"bucket": options.window + 1, "loops": loops}
    steps.write("acts", least | bucket, rows="rows", accounts="accounts")
    steps.write("kept", least | pairs, acts="acts")
    steps.write("weights", pairs, acts="acts", kept="kept")
    steps.write("contents", pairs, acts="acts", kept="kept", weights="weights")
    steps.write("histogram", weights="weights")
    threshold = weight_threshold(_histogram(folder / "histogram"), options.edge_weight)
    marks: dict[str, Parameter] = {"threshold": threshold, "subgraph": int(options.subgraph)}
    return steps.write("edges", marks, weights="weights", contents="contents", accounts="accounts")


def default_trace(engine: SetEngine, posts: Path, *, folder: Path) -> PeerTrace:
    """Return what to take for the object: what the table itself names, else reposts, else links."""
    _Steps(engine, folder).write("traces", posts=posts)
    counts = read_table(folder / "traces").to_pylist()[0]
    return next((trace for trace in _BY_DEFAULT if counts[trace]), "object")


def weight_threshold(histogram: Mapping[int, int], quantile: float) -> float:
    """Return R's ``quantile(weights, quantile)`` (type 7) of the weights; ``histogram`` says how often each occurs.

    The arithmetic is R's, operation by operation: whether a weight is above must not hang on a last digit. No weights
    give 0.
    """
    if not histogram:
        return 0.0
    place = max(sum(histogram.values()) - 1, 0) * quantile
    low = _nth(histogram, math.floor(1 + place))
    high = _nth(histogram, math.ceil(1 + place))
    share = (1 + place) - math.floor(1 + place)
    return (1 - share) * low + share * high if share > 0 and high != low else float(low)


def edge_table(edges: Path) -> pa.Table:
    """Return the edges in ``edges`` in the order of their names, byte by byte; they must fit into memory."""
    table = read_table(edges)
    return table.take(pc.sort_indices(table, sort_keys=[("from", "ascending"), ("to", "ascending")]))


def write_edges_csv(edges: Path, to: Path) -> None:
    """Write the edges in ``edges`` into the CSV file ``to`` as R's ``fwrite`` does, sorted by name."""
    table = edge_table(edges)
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        for batch in table.to_batches():
            writer.writerows(
                map(_as_text, zip(*(column.to_pylist() for column in batch.columns), strict=True))
            )


@dataclass(frozen=True, slots=True)
class _Steps:
    """Runs ``coortweet_<step>.sql``, each into the folder of its name."""

    engine: SetEngine
    folder: Path

    def write(
        self, step: str, parameters: Mapping[str, Parameter] | None = None, **reads: str | Path
    ) -> Path:
        tables = {
            name: self.folder / table if isinstance(table, str) else table for name, table in reads.items()
        }
        to = self.folder / step
        self.engine.write(f"coortweet_{step}", reads=tables, to=to, parameters=parameters)
        return to


def _histogram(table: Path) -> dict[int, int]:
    rows = read_table(table).to_pylist()
    return {row["weight"]: row["n_edges"] for row in rows}


def _nth(histogram: Mapping[int, int], place: int) -> int:
    """Return the weight at ``place``, counted from 1 in ascending order."""
    passed = 0
    for weight in sorted(histogram):
        passed += histogram[weight]
        if passed >= place:
            return weight
    return max(histogram)


def _as_text(row: tuple[object, ...]) -> list[str]:
    return [_as_r_writes(value) if isinstance(value, float) else str(value) for value in row]


def _as_r_writes(value: float) -> str:
    """Return ``value`` (0 or more) as data.table's ``fwrite`` shows it, to the last digit."""
    if not value:
        return "0"
    fraction, exponent = math.frexp(value)
    power = math.floor(math.log10(2.0 ** (exponent - 1)))
    scaled = 2 * fraction * float(Fraction(2) ** (exponent - 1) / Fraction(10) ** power)
    if scaled >= _NEARLY_TEN:
        scaled, power = scaled / 10, power + 1
    digits = (int(scaled * 10**_DIGITS) + 5) // 10
    return format(Decimal(digits).scaleb(power - _DIGITS + 1).normalize(), "f")
