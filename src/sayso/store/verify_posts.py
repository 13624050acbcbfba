"""Check that the parts of the posts are as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.store.finding import Finding, error, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sayso.store.posts import PostFolder, PostPart


def check_parts(folder: PostFolder, parts: Sequence[PostPart]) -> Iterator[Finding]:
    """Re-hash every part; name each that is missing or changed, and each file that is none."""
    for part in parts:
        path = str(folder.path(part))
        try:
            if folder.digest(part) != part.sha256:
                yield error(
                    "part-changed", path, f"its bytes are not those that were written; {part.n_rows:,} posts"
                )
        except FileNotFoundError:
            yield error("part-missing", path, f"a row names it, but it is not there; {part.n_rows:,} posts")
        except OSError as reason:
            yield error("unreadable", path, reason.strerror or str(reason))
    for stranger in folder.strangers(parts):
        yield warning(
            "part-unnamed",
            str(stranger),
            "no row names it: it was being added when a program was stopped, or it was put there by hand",
        )


def blobs_of(folder: PostFolder, parts: Sequence[PostPart]) -> set[str]:
    """Return the sources that the posts name; a part that cannot be read names none."""
    found: set[str] = set()
    for part in parts:
        try:
            column = pq.read_table(folder.path(part), columns=["blob"], read_dictionary=["blob"]).column(
                "blob"
            )
        except (OSError, pa.ArrowException):
            continue
        found.update(pc.unique(column).to_pylist())
    return found
