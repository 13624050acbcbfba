"""From posts to acts: what each post shares, which texts are near copies, and numbers for names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sayso.coordination.shares import ShareStage
from sayso.stages import SetEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTables:
    """Where the tables made of posts lie, each a folder of Parquet.

    ``shares`` (SHARES), ``accounts`` and ``objects`` (what the numbers of ``acts`` stand for) and ``acts`` (ACTS).
    """

    shares: Path
    accounts: Path
    objects: Path
    acts: Path


def make_acts(engine: SetEngine, posts: Path, folder: Path) -> ActTables:
    """Make shares, accounts, objects and acts of the table ``posts`` (POSTS), each a new folder below ``folder``."""
    tables = ActTables(
        shares=folder / "shares",
        accounts=folder / "accounts",
        objects=folder / "objects",
        acts=folder / "acts",
    )
    engine.map(ShareStage(), reads=posts, to=tables.shares)
    return number(engine, tables)


def number(engine: SetEngine, tables: ActTables) -> ActTables:
    """Make accounts, objects and acts of the table of shares."""
    shares = {"shares": tables.shares}
    engine.write("encode_accounts", reads=shares, to=tables.accounts)
    engine.write("encode_objects", reads=shares, to=tables.objects)
    numbers = {"accounts": tables.accounts, "objects": tables.objects}
    engine.write("encode_acts", reads=shares | numbers, to=tables.acts)
    return tables
