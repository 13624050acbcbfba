"""From posts to acts: what each post shares, which texts are near copies, and numbers for names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sayso.coordination.near_text import NearText, make_near_text
from sayso.coordination.shares import ShareStage
from sayso.stages import SetEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTables:
    """Where the tables made of posts lie, each a folder of Parquet.

    ``shares`` and ``near_text`` (SHARES) together are all that is shared, ``repeats`` says which texts only go with a
    link; ``accounts`` and ``objects`` say what the numbers of ``acts`` (ACTS) stand for.
    """

    shares: Path
    near_text: Path
    repeats: Path
    accounts: Path
    objects: Path
    acts: Path


def make_acts(engine: SetEngine, posts: Path, folder: Path) -> ActTables:
    """Make shares, accounts, objects and acts of the table ``posts`` (POSTS), each a new folder below ``folder``."""
    shares = folder / "shares"
    engine.map(ShareStage(), reads=posts, to=shares)
    near = make_near_text(engine, shares, folder)
    return number_shares(engine, shares, near, folder)


def number_shares(engine: SetEngine, shares: Path, near: NearText, folder: Path) -> ActTables:
    """Make accounts, objects and acts of tables of shares, each a new folder below ``folder``."""
    accounts, objects, acts = folder / "accounts", folder / "objects", folder / "acts"
    both = {"shares": shares, "near_text": near.shares}
    engine.write("encode_accounts", reads=both, to=accounts)
    engine.write("encode_objects", reads=both | {"repeats": near.repeats}, to=objects)
    engine.write("encode_acts", reads=both | {"accounts": accounts, "objects": objects}, to=acts)
    return ActTables(
        shares=shares,
        near_text=near.shares,
        repeats=near.repeats,
        accounts=accounts,
        objects=objects,
        acts=acts,
    )
