"""Posts of a made crowd: accounts of unequal zeal share links of unequal appeal; a circle may act together in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sayso.coordination.posting import ActTables, make_acts
from sayso.stages import POSTS, SetEngine
from sayso.tables import write_batches

START = 1_700_000_000
DAYS = 10


def crowd(seed: int, *, n_posts: int = 6_000, n_accounts: int = 500, n_links: int = 500) -> pa.Table:
    """Return posts (POSTS) of people who choose for themselves: each link is born once and passed on less and less."""
    dice = np.random.default_rng(seed)
    zeal, appeal = dice.lognormal(0, 1.2, n_accounts), 1 / (np.arange(n_links) + 5.0)
    account = dice.choice(n_accounts, n_posts, p=zeal / zeal.sum())
    link = dice.choice(n_links, n_posts, p=appeal / appeal.sum())
    born = START + dice.random(n_links) * DAYS * 86_400
    t = born[link] + dice.pareto(0.9, n_posts).clip(0, 200) * 1_800
    return posts([f"a{number}" for number in account], [f"https://site{n % 40}.example/{n}" for n in link], t)


def circle(
    seed: int,
    *,
    n_accounts: int = 8,
    n_links: int = 12,
    seconds: int = 30,
    often: float = 0.8,
    first: str = "c",
) -> pa.Table:
    """Return posts of a circle that passes on links of its own, each within ``seconds``; members join in ``often``."""
    dice = np.random.default_rng(seed)
    at = START + dice.random(n_links) * DAYS * 86_400
    member, link = (
        place.ravel() for place in np.meshgrid(np.arange(n_accounts), np.arange(n_links), indexing="ij")
    )
    taken = dice.random(len(member)) < often
    t = at[link] + dice.random(len(link)) * seconds
    return posts(
        [f"{first}{number}" for number in member[taken]],
        [f"https://circle{seed}.example/{n}" for n in link[taken]],
        t[taken],
        first=f"{first}{seed}-",
    )


def posts(accounts: list[str], links: list[str], t: NDArray[np.float64], *, first: str = "p") -> pa.Table:
    """Return posts with one link each."""
    rows = [
        {
            "platform": "x",
            "id": f"{first}{number}",
            "account_id": account,
            "created_epoch": int(at),
            "text": "",
            "links": [link],
            "hashtags": [],
            "mentions": [],
            "media": [],
            "objects": [],
        }
        for number, (account, link, at) in enumerate(zip(accounts, links, t, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=POSTS)


def acts_of(engine: SetEngine, tables: list[pa.Table], folder: Path) -> ActTables:
    """Make acts of the posts in ``tables`` below ``folder``."""
    made = pa.concat_tables(tables)
    write_batches(folder / "posts", made.to_batches(max_chunksize=2_000), schema=POSTS)
    return make_acts(engine, folder / "posts", folder)
