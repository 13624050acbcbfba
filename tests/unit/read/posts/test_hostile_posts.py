"""Whatever stands in an export: no value and no bytes stop its reading, and ids stay texts."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.posts.build import Unusable, Where, to_post
from sayso.read.posts.shape import Shape
from sayso.read.posts.shapes import module_shapes, recognise, shapes
from sayso.records import Post
from sayso.stages import POSTS
from tests.unit.read.conftest import ReadBytes
from tests.unit.read.posts.test_damaged_rows import ANYTHING, paths_in, replaced
from tests.unit.read.posts.test_reading import FILES, LINE, lines

MODULES = ("x_table", "x", "x_status", "fourcat", "zeeschuimer", "coortweet", "toolkit", "mapped")
MINE: tuple[Shape, ...] = tuple(shape for name in MODULES for shape in module_shapes(name))
WHERE = Where(blob="b", path="p", format="f", most_characters=1_000_000)


def rows_of(name: str) -> list[dict[str, object]]:
    """Return the rows of one of the small exports."""
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        if name.endswith(".csv"):
            return [dict(row) for row in csv.DictReader(file, delimiter=";" if name == "table.csv" else ",")]
        return [json.load(file)] if name.endswith(".json") else [json.loads(line) for line in file]


NAMES = sorted(path.name for path in FILES.iterdir() if "without-header" not in path.name)
ROWS = [row for name in NAMES for row in rows_of(name)]


@st.composite
def damaged_rows(draw: st.DrawFn) -> dict[str, object]:
    """Return a row of an export with some of its values replaced by anything."""
    row = draw(st.sampled_from(ROWS))
    for _ in range(draw(st.integers(1, 3))):
        paths = paths_in(row)
        if not paths:
            break
        changed = replaced(row, draw(st.sampled_from(paths)), draw(ANYTHING))
        assert isinstance(changed, dict)
        row = changed
    return row


@given(damaged_rows())
def test_damaged_row_costs_its_fields(row: dict[str, object]) -> None:
    """Any value in any field: no shape raises, and every post is one that the store's columns hold."""
    for shape in MINE:
        shape.matches(row)
    known = recognise(row)
    for found in known.read(row) if known is not None else []:
        post = to_post(found, "1", WHERE)
        assert isinstance(post, Post | Unusable)
        if isinstance(post, Post):
            assert_storable(post)


@given(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=6))
def test_any_object_is_asked_for_without_harm(row: dict[str, object]) -> None:
    """No shape raises for an object that is of none."""
    for shape in shapes():
        shape.matches(row)


def assert_storable(post: Post) -> None:
    """Fail unless every field has the kind of its column."""
    for field in POSTS:
        value = getattr(post, field.name)
        if field.name == "created_epoch":
            assert value is None or type(value) is int
        elif isinstance(value, tuple):
            assert all(isinstance(item, str | tuple) for item in value)
        else:
            assert value is None or isinstance(value, str), field.name
    assert post.id
    assert post.account_id


@pytest.mark.parametrize(
    ("data", "name", "gives_posts"),
    [
        (b"[" * 5000 + lines(LINE), "x.json", False),
        (
            lines(LINE)[:-2] + b', "x": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}\n" + lines(LINE),
            "x.jsonl",
            False,
        ),
        (lines(LINE, {**LINE, "id_str": int("9" * 400)}), "x.jsonl", True),
        (
            b'{"id_str": ' + b"9" * 5000 + b', "text": "a", "user": {"id_str": "1"}}\n' + lines(LINE),
            "x.jsonl",
            True,
        ),
        (
            b"object_id,account_id,content_id,timestamp_share\no,a,c,1700000000\no,\x00,\x00,1\n",
            "c.csv",
            True,
        ),
        (
            b'object_id,account_id,content_id,timestamp_share\no,a,c,1\n"never closed,a,c,1\n' * 3,
            "c.csv",
            False,
        ),
        (b"object_id,account_id,content_id,timestamp_share\n" + b"\xe4\xf6,a,c,1700000000\n", "c.csv", False),
        (
            b"object_id,account_id,content_id,timestamp_share\no,a,c,0000-00-00\no,a,d,99999-01-01\n",
            "c.csv",
            False,
        ),
        (lines(LINE) + b"\xff\xfe\x00\n" + lines(LINE), "x.jsonl", False),
        (lines({"chats": {"list": [{"messages": 5}, {"messages": [1, [], None]}]}}), "result.json", False),
        (lines({"data": [[], {"id": 1}], "meta": {}, "includes": []}), "x.json", False),
    ],
)
def test_hostile_file_is_read_or_told(
    data: bytes, name: str, *, gives_posts: bool, read_bytes: ReadBytes
) -> None:
    """Deep, endless, mixed or damaged: there are posts, or an issue says why not, and never a parser's own error."""
    outcome = read_bytes(data, name)
    assert outcome.posts or outcome.issues or outcome.documents
    assert "parser-failed" not in outcome.codes
    assert outcome.posts or not gives_posts
    for post in outcome.posts:
        assert_storable(post)
