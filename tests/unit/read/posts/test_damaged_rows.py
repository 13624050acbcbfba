"""Whatever stands in a field of an export costs that field at most; and no shape takes what is another's."""

from __future__ import annotations

import importlib
from dataclasses import fields as fields_of

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.posts.shape import Found, Shape
from tests.exports import FOLDER, export_rows

MODULES = ("telegram", "meta", "crowdtangle", "mastodon", "bluesky", "tiktok", "youtube", "reddit")
SHAPES: list[Shape] = [
    shape for name in MODULES for shape in importlib.import_module(f"sayso.read.posts.{name}").SHAPES
]
EXPORTS = sorted(path.name for path in FOLDER.iterdir())
ROWS = [row for name in EXPORTS for row in export_rows(name)]
IDS = ("id", "account_id", "account_name", "url", "language", "repost_of", "reply_to", "quote_of", "thread")
LISTS = ("links", "hashtags", "mentions", "media")

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(
        [10**400, -1, 1e300, "", " ", "[deleted]", "NaN", "https://[x", "\ud83d", "<a href=", "@", "#", "a,b"]
    )
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths_in(value: object) -> list[tuple[str | int, ...]]:
    """Return the path of every value inside ``value``, at every depth."""
    if isinstance(value, dict):
        return [(key, *rest) for key, inner in value.items() for rest in [(), *paths_in(inner)]]
    if isinstance(value, list):
        return [(number, *rest) for number, inner in enumerate(value) for rest in [(), *paths_in(inner)]]
    return []


def replaced(value: object, path: tuple[str | int, ...], new: object) -> object:
    """Return a copy of ``value`` with ``new`` at ``path``."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        return value | {head: replaced(value[head], rest, new)}
    assert isinstance(value, list)
    return [replaced(item, rest, new) if number == head else item for number, item in enumerate(value)]


def assert_sound(found: Found) -> None:
    """Fail unless every field of ``found`` is of the kind it is declared to be, and can be written as UTF-8."""
    assert {field.name for field in fields_of(found)} >= {*IDS, *LISTS}
    for name in IDS:
        value = getattr(found, name)
        assert value is None or (isinstance(value, str) and value.encode()), name
    for name in LISTS:
        assert all(isinstance(value, str) and value.encode() for value in getattr(found, name)), name
    assert isinstance(found.text, str)
    found.text.encode()
    assert found.created is None or isinstance(found.created, str | int | float)
    assert all(isinstance(name, str) and isinstance(why, str) for name, why in found.lost.items())


@given(st.data())
def test_damaged_value_never_raises_nor_makes_an_id_of_another_kind(data: st.DataObject):
    """Any JSON value in place of any value of a good row, at any depth: posts come out sound or not at all."""
    row = data.draw(st.sampled_from(ROWS))
    damaged = replaced(row, data.draw(st.sampled_from(paths_in(row))), data.draw(ANYTHING))
    assert isinstance(damaged, dict)
    for shape in SHAPES:
        assert isinstance(shape.matches(damaged), bool)
        if shape.matches(damaged):
            for found in shape.read(damaged):
                assert_sound(found)


@given(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=5))
def test_matches_never_raises(row: dict[str, object]):
    """Shapes see every table and every object there is."""
    assert not any(shape.matches(row) for shape in SHAPES)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_row_is_of_exactly_one_shape(name: str):
    """The order in which shapes are asked never decides."""
    for row in export_rows(name):
        assert len([shape.name for shape in SHAPES if shape.matches(row)]) == 1, row


@pytest.mark.parametrize(
    "columns",
    [
        "id title text author date url",
        "id thread_id author body timestamp",
        "title maintext authors date_publish source_domain url language",
        "id url title text author published_at outlet language kind",
        "id indexed_date language media_name media_url publish_date title url",
        "title body publishing_date authors topics free_access publisher",
        "content_id object_id account_id timestamp_share",
        "message_id user_id username repost_id reply_id message timestamp urls",
        "id name type text",
        "id author title content created_at account",
    ],
)
def test_articles_and_other_tables_are_of_no_shape(columns: str):
    """A table of articles, and those of other tools, are left to their own readers."""
    row: dict[str, object] = dict.fromkeys(columns.split(), "x")
    assert [shape.name for shape in SHAPES if shape.matches(row)] == []


def test_lost_fields_are_named_by_what_they_were_for():
    """A list where a time was: the post stays, and says what it lost and where that stood."""
    row = export_rows("reddit-comments.jsonl")[0] | {"created_utc": [1], "body": 7}
    (shape,) = (shape for shape in SHAPES if shape.matches(row))
    (found,) = shape.read(row)
    assert found.id == "t1_kt1"
    assert found.lost == {"created": "is a list (created_utc)", "text": "is a number (body)"}
