"""Read the rows of one file that are posts: which shape they have, and how many could be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from sayso.read.columns import CONSTANT
from sayso.read.posts.build import UNKNOWN, Unusable, Where, to_post
from sayso.read.posts.joining import SharedPosts
from sayso.read.posts.mapped import check_columns, maps_posts, shape_for
from sayso.read.posts.shape import Found, Recognised, Shape
from sayso.read.posts.shapes import recognise
from sayso.read.rows import Row
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.records import Issue, Post

ROW_CODES = frozenset(
    {
        "bad-row",
        "ragged-row",
        "line-too-long",
        "bad-encoding",
        "json-too-deep",
        "row-not-recognised",
        "no-text-column",
    }
)
"""Issues that stand for one row each, made before its shape is asked for."""

_SHAPE_FAULTS = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


class PostReader:
    """Read the rows of one file that are posts.

    ``one_header`` says that all rows have the same columns (CSV, Parquet): the shape is then asked for once.
    ``place`` names a row in a message.
    """

    def __init__(
        self, source: Source, tally: Tally, *, one_header: bool, place: Callable[[Row], str]
    ) -> None:
        self._source = source
        self._tally = tally
        self._one_header = one_header
        self._place = place
        self._mapped = shape_for(source.column_map, source.path) if maps_posts(source.column_map) else None
        self._articles = "text" in source.column_map and self._mapped is None
        platform = source.column_map.get("platform", "")
        self._platform = platform.removeprefix(CONSTANT) if platform.startswith(CONSTANT) else ""
        self._shape: Shape | None = None
        self._where: dict[str, Where] = {}
        self._shapes: Counter[str] = Counter()
        self._titles: dict[str, str] = {}
        self._lost: Counter[str] = Counter()
        self._first_lost: dict[str, str] = {}
        self._skipped = ""
        self._n_posts = self._n_skipped = self._n_unusable = 0
        self._joined = SharedPosts()

    @property
    def found_any(self) -> bool:
        """Whether a row of this file was a row of posts."""
        return self._shape is not None

    def takes(self, row: Row) -> bool:
        """Tell whether ``row`` is one of posts; `read` must follow where it is."""
        if self._articles:
            return False
        if self._shape is not None and self._one_header:
            return True
        if self._mapped is not None and self._shape is None and self._one_header:
            check_columns(tuple(row.values), self._source.column_map, self._source.path)
        shape = self._mapped or recognise(row.values, first=self._shape)
        if shape is not None:
            self._shape = shape
        return shape is not None

    def read(self, row: Row) -> Iterator[Post | Issue]:
        """Yield the posts of a row that `takes` took, or an issue that says why it has none."""
        shape = self._shape
        assert shape is not None  # noqa: S101 -- `takes` was asked first
        self._shapes[shape.name] += 1
        try:
            found = shape.read(row.values)
        except _SHAPE_FAULTS as error:  # a value of a kind that no export had: costs the row, not the file
            yield from self._set_aside(row, Unusable("row-failed", f"{error!r}", "report it with that row"))
            return
        if not found:
            self._n_skipped += 1
            self._skipped = self._skipped or shape.skipped
            return
        place = row.place if self._source.record is None else f"{self._source.record}#{row.place}"
        where = self._where.get(shape.name) or self._new_where(shape)
        if len(found) == 1:
            yield from self._build(found[0], place, row, where)
            return
        n_before = self._n_posts
        for number, one in enumerate(found, start=1):
            yield from self._build(one, f"{place}.{number}", row, where, alone=False)
        if self._n_posts == n_before:
            self._n_unusable += 1

    def _build(
        self, found: Found, record: str, row: Row, where: Where, *, alone: bool = True
    ) -> Iterator[Post | Issue]:
        if self._platform and found.platform.strip().lower() in ("", UNKNOWN):
            found.platform = self._platform
        post = to_post(found, record, where)
        if found.lost:
            for field in found.lost:
                if field not in self._lost:
                    self._first_lost[field] = f"{self._place(row)}: {field} {found.lost[field]}"
                self._lost[field] += 1
        if isinstance(post, Unusable):
            yield from self._set_aside(row, post, counts=alone)
        elif where.shares:
            yield from self._counted(self._joined.add(post))
        else:
            self._n_posts += 1
            yield post

    def _counted(self, posts: Iterator[Post]) -> Iterator[Post]:
        for post in posts:
            self._n_posts += 1
            yield post

    def _set_aside(self, row: Row, why: Unusable, *, counts: bool = True) -> Iterator[Issue]:
        self._n_unusable += counts
        message = f"{self._place(row)} was set aside: {why.reason}"
        yield from self._tally.issue(why.code, message, remedy=why.remedy)

    def _new_where(self, shape: Shape) -> Where:
        source = self._source
        self._titles[shape.name] = shape.title
        self._where[shape.name] = Where(
            blob=source.blob,
            path=source.path,
            format=shape.name,
            most_characters=source.settings.max_document_characters,
            utc=shape.utc,
            shares=shape.shares,
            seconds=shape.seconds,
        )
        return self._where[shape.name]

    def set_aside_unknown(self, row: Row) -> Iterator[Issue]:
        """Yield the issue for a row that is of no known shape, in a file of posts."""
        names = ", ".join(sorted(map(repr, list(row.values)[:8])))
        message = f"{self._place(row)} was set aside: it is no post of a known form (its fields: {names})"
        yield from self._tally.issue("row-not-recognised", message, remedy="nothing to do, or give --map")

    def summary(self) -> Iterator[Post | Recognised | Issue]:
        """Yield the last post, what was lost of all, and what the file was read as; nothing where it held no posts."""
        if self._shape is None:
            return
        yield from self._counted(self._joined.rest())
        for field, count in self._lost.items():
            message = (
                f"{self._first_lost[field]}; so in {count:,} {'post' if count == 1 else 'posts'} of this file"
            )
            yield from self._tally.issue(
                "field-lost", message, remedy="the posts were read without that field"
            )
        n_before = sum(count for code, count in self._tally.counts.items() if code in ROW_CODES)
        names = [name for name, _ in self._shapes.most_common()] or [self._shape.name]
        yield Recognised(
            path=self._source.path,
            blob=self._source.blob,
            record=self._source.record,
            name=names[0],
            title=" and ".join(self._titles.get(name, self._shape.title) for name in names),
            n_rows=self._shapes.total() + n_before,
            n_posts=self._n_posts,
            n_set_aside=self._n_unusable + n_before,
            n_skipped=self._n_skipped,
            skipped=self._skipped or self._shape.skipped,
            lost=dict(self._lost),
        )
