"""The posts of a case: Parquet parts that are only ever added, under ``posts/``.

A part counts when the record store names it. It is written, flushed and renamed first, and named in the transaction
that also holds where its posts came from: after a kill either both are there or neither counts, and a file that no row
names is deleted by the next who adds posts. Who adds holds the store's one write lock: no number is taken twice.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, func, select

from sayso.errors import StoreError
from sayso.stages import POSTS
from sayso.store.clock import now
from sayso.store.database import insert_rows
from sayso.store.post_keys import Keys, KeySet, first_of_each, keys_of
from sayso.store.rows import row_sha256
from sayso.store.schema import posts_parts

if TYPE_CHECKING:
    from sayso.store.case import Case

# Read at a time: 20,000 posts of 1,000 characters are 40 MB as Python objects.
BATCH_POSTS = 20_000
# Counting accounts holds one row for each; the rest goes to a file.
COUNT_MEMORY = "512MB"
PART_MODE = 0o444
_TEMPORARY = "tmp"
_COLUMNS = ("platform", "id")
_PART = re.compile(r"\d{6,}-[0-9a-f]{16}\.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPart:
    """One file of posts that counts: its place in the order, its name in the folder, what it held when written."""

    number: int
    name: str
    n_rows: int
    n_bytes: int
    sha256: str
    added_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What adding posts did: the rows of the new parts (at most one), and for each batch how many posts were new."""

    rows: tuple[dict[str, Any], ...] = ()
    n_new: tuple[int, ...] = ()


class PostFolder:
    """The folder of the parts. ``write`` and ``load`` remember the keys of the posts, 16 bytes each, until `forget`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._keys = KeySet()
        self._loaded = 0  # the last part whose keys are in the set
        self._written: tuple[str, Keys] | None = None  # a part that may or may not have been committed
        self._clean = False

    def path(self, part: PostPart) -> Path:
        """Return where ``part`` lies, or would lie."""
        return self.root / part.name

    def forget(self) -> None:
        """Let go of the keys."""
        self._keys, self._loaded, self._written = KeySet(), 0, None

    def load(self, connection: Connection) -> None:
        """Learn the keys of the posts that the case holds: about 10 s for ten million.

        Raise `StoreError` when a part is missing or damaged: what it holds would be stored a second time.
        """
        for part in parts_since(connection, self._loaded):
            if self._written is not None and self._written[0] == part.sha256:
                keys = self._written[1]
            else:
                keys = self._keys_of(part)
            self._keys.add(keys)
            self._loaded, self._written = part.number, None

    def write(self, connection: Connection, batches: Sequence[pa.RecordBatch]) -> Written:
        """Store the posts that the case does not hold yet as one part, in the caller's write transaction.

        Of several posts with the same platform and id the first one stays.
        """
        self.load(connection)
        self._remove_orphans(connection)
        table = pa.Table.from_batches(batches, POSTS)
        keys = keys_of(*(table.column(name).to_pylist() for name in _COLUMNS))
        fresh = first_of_each(keys) & ~self._keys.holds(keys)
        ends = np.cumsum([batch.num_rows for batch in batches])
        n_new = tuple(int(some.sum()) for some in np.split(fresh, ends[:-1])) if batches else ()
        if not fresh.any():
            return Written(n_new=n_new)
        row = self._put(table.filter(pa.array(fresh)), number=self._loaded + 1)
        insert_rows(connection, posts_parts, [row])
        self._written = (str(row["sha256"]), keys.take(fresh))
        return Written(rows=(row,), n_new=n_new)

    def read(self, part: PostPart, *, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of ``part`` in their order; raise `StoreError` when it is missing or damaged."""
        schema = POSTS if columns is None else pa.schema([POSTS.field(name) for name in columns])
        try:
            with pq.ParquetFile(self.path(part)) as file:
                for batch in file.iter_batches(BATCH_POSTS, columns=schema.names):
                    yield batch.select(schema.names).cast(schema)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(self.path(part)) from error

    def link(self, parts: Sequence[PostPart], folder: Path) -> None:
        """Fill the new folder ``folder`` with links to ``parts``, or with an empty table where there are none."""
        folder.mkdir(parents=True)
        if not parts:
            pq.write_table(POSTS.empty_table(), folder / "none.parquet")
        for part in parts:
            try:
                os.link(self.path(part), folder / part.name)
            except FileNotFoundError as error:
                raise _damaged(self.path(part)) from error
            except OSError:  # another disk, or one without hard links
                (folder / part.name).symlink_to(self.path(part).resolve())

    def digest(self, part: PostPart) -> str:
        """Return the SHA-256 that the file of ``part`` has now."""
        with self.path(part).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def strangers(self, parts: Sequence[PostPart]) -> Iterator[Path]:
        """Yield what lies in the folder and is none of ``parts``."""
        named = {part.name for part in parts} | {_TEMPORARY}
        if self.root.is_dir():
            yield from (path for path in sorted(self.root.iterdir()) if path.name not in named)

    def _keys_of(self, part: PostPart) -> Keys:
        try:
            table = pq.read_table(self.path(part), columns=list(_COLUMNS), memory_map=False)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(self.path(part)) from error
        return keys_of(*(table.column(name).to_pylist() for name in _COLUMNS))

    def _remove_orphans(self, connection: Connection) -> None:
        """Delete, once, what killed programs left: who writes holds the lock, so no living one is at work here."""
        if self._clean:
            return
        (self.root / _TEMPORARY).mkdir(parents=True, exist_ok=True)
        left = [*(self.root / _TEMPORARY).iterdir()]
        left += [path for path in self.strangers(every_part(connection)) if _PART.fullmatch(path.name)]
        for path in left:
            path.unlink(missing_ok=True)
        self._clean = True

    def _put(self, table: pa.Table, *, number: int) -> dict[str, Any]:
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        data = sink.getvalue()
        sha256 = hashlib.sha256(data).hexdigest()
        # Its hash is in the name: a writer whose server gave it up without its knowing overwrites nobody's part.
        row: dict[str, Any] = {
            "number": number,
            "name": f"{number:06}-{sha256[:16]}.parquet",
            "n_rows": table.num_rows,
            "n_bytes": len(data),
            "sha256": sha256,
            "added_at": now(),
        }
        try:
            _write_durably(data, self.root / _TEMPORARY / secrets.token_hex(16), self.root / row["name"])
        except OSError as error:
            raise StoreError(
                f"{self.root}: {error.strerror or error}", remedy="check its free space and permissions"
            ) from error
        return row | {"row_sha256": row_sha256(row)}


def every_part(connection: Connection) -> list[PostPart]:
    """Return the parts that count, in the order of their posts."""
    return list(parts_since(connection, 0))


def parts_since(connection: Connection, number: int) -> Iterator[PostPart]:
    """Yield the parts after the one with ``number``."""
    names = PostPart.__dataclass_fields__
    query = select(posts_parts).where(posts_parts.c.number > number).order_by(posts_parts.c.number)
    for row in connection.execute(query).all():
        yield PostPart(**{name: getattr(row, name) for name in names})


def count(connection: Connection) -> int:
    """Return how many posts the parts hold."""
    return int(connection.execute(select(func.sum(posts_parts.c.n_rows))).scalar() or 0)


def count_accounts(paths: Sequence[Path]) -> int:
    """Return how many different accounts wrote the posts in the files ``paths``."""
    if not paths:
        return 0
    import duckdb

    with duckdb.connect(config={"memory_limit": COUNT_MEMORY}) as connection:
        query = "SELECT count(*) FROM (SELECT DISTINCT platform, account_id FROM read_parquet($files))"
        row = connection.execute(query, {"files": [str(path) for path in paths]}).fetchone()
    return int(row[0]) if row else 0


def iter_posts(case: Case) -> Iterator[pa.RecordBatch]:
    """Yield all posts of ``case`` in the order they came, in batches of the schema `POSTS`; memory is that of one."""
    return case.store.posts()


def count_posts(case: Case) -> int:
    """Return how many posts ``case`` holds."""
    return case.store.count_posts()


def _write_durably(data: pa.Buffer, temporary: Path, target: Path) -> None:
    """Write ``data`` so that ``target``, once it is there, is whole, even after a power cut."""
    with temporary.open("xb") as stream:
        stream.write(data)
        os.fchmod(stream.fileno(), PART_MODE)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(path: Path) -> StoreError:
    return StoreError(
        f"{path} is missing or damaged",
        remedy="restore it from a copy of the case; `sayso verify` names every such file",
    )
