"""Who wrote the posts: accounts with their posts and what they share, as a table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sayso.stages import SetEngine
from sayso.tables import iter_batches, schema_of

COUNTED = {
    "n_urls": ("link", "links"),
    "n_hashtags": ("hashtag", "hashtags"),
    "n_mentions": ("mention", "mentions"),
    "n_media": ("picture or video", "pictures or videos"),
    "n_objects": ("object", "objects"),
    "n_reposts": ("repost", "reposts"),
    "n_replies": ("reply", "replies"),
    "n_quotes": ("quote", "quotes"),
}
"""Column of the table -> what it counts, in words: one, several."""


def write_posters(engine: SetEngine, posts: Path, to: Path) -> Path:
    """Write one row for each account that wrote posts of the table ``posts`` into the new folder ``to``; return it.

    Columns: ``key`` (``platform:account_id``), ``platform``, ``account_id``, ``account_name``, ``n_posts``,
    ``first_epoch``, ``last_epoch`` and those of `COUNTED`.
    """
    engine.write("posters", reads={"posts": posts}, to=to)
    return to


def posters_named(posters: Path, keys: pa.Array) -> pa.Table:
    """Return the rows of the accounts ``keys``, by their keys; memory is that of these and of one batch."""
    batches = [batch.filter(pc.is_in(batch["key"], keys)) for batch in iter_batches(posters)]
    return pa.Table.from_batches(batches, schema_of(posters)).sort_by("key")


def time_of(epoch: int | None) -> str | None:
    """Return epoch seconds as ISO 8601 in UTC; None for what no calendar has."""
    try:
        return None if epoch is None else datetime.fromtimestamp(epoch, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
