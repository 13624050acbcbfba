"""Posts in a case: each once, in order, whole after a kill, and watched over by verify."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from sayso.errors import StoreError
from sayso.stages import POSTS
from sayso.store import Custody, count_posts, iter_posts, open_case, verify
from sayso.store.post_rows import post_batch, posts_of


def add(case, *batches):
    """Add batches of posts with their source and custody; return for each how many were new."""
    blob = case.evidence.put_bytes(b"raw rows")
    custody = [Custody(blob=blob, n_bytes=8, origin="in/posts.jsonl", tool_version="1")]
    found = [[_at(post, blob) for post in batch] for batch in batches]
    return case.store.add_documents([], custody=custody, new_posts=[*map(post_batch, found)]).n_new_posts


def _at(post, blob):
    return replace(post, blob=blob)


def stored(case):
    """Return the numbers of the posts in a case, in their order."""
    return [int(post.record) for batch in iter_posts(case) for post in posts_of(batch)]


def errors(case):
    """Return code and subject of each error that verify finds."""
    return [(found.code, found.subject) for found in verify(case) if found.severity == "error"]


def test_posts_stay_in_order_and_each_comes_once(case, make_post):
    """Of posts with one platform and id the first stays, inside a batch, across batches and across adds."""
    posts = [make_post(i) for i in range(10)]
    again = make_post(3, text="changed meanwhile", record="99")
    assert add(case, [*posts[:5], again], [again, *posts[4:7]]) == (5, 2)
    assert add(case, [*posts[5:], make_post(5, platform="gab", record="10")]) == (4,)
    assert stored(case) == list(range(11))
    assert add(case, posts) == (0,)
    assert (count_posts(case), len(case.store.post_parts())) == (11, 2)
    assert (case.store.count_accounts(), case.store.summary().n_posts) == (8, 11)
    assert list(verify(case)) == []


def test_posts_are_known_after_opening_again(case, make_post, settings):
    """What another process stored is known to the next one."""
    add(case, [make_post(i) for i in range(5)])
    with open_case(case.path, settings=settings) as other:
        assert add(other, [make_post(i) for i in range(3, 8)]) == (3,)
    assert add(case, [make_post(i) for i in range(10)]) == (2,)
    assert stored(case) == list(range(10))


def test_post_of_a_transaction_that_failed_is_not_known(case, make_post):
    """A part whose transaction did not end well does not count: its posts are stored the next time."""
    add(case, [make_post(0)])
    batch = post_batch([make_post(i) for i in range(4)])

    def write_and_fail():
        with case.store.database.write() as connection:
            assert case.store.post_folder.write(connection, [batch]).n_new == (3,)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_and_fail()
    assert len(list(case.posts.glob("*.parquet"))) == 2
    assert stored(case) == [0]
    assert {found.code for found in verify(case)} == {"part-unnamed"}
    assert add(case, [make_post(i) for i in range(5)]) == (4,)
    assert stored(case) == list(range(5))


def test_file_that_no_row_names_is_deleted_by_the_next_who_adds(case, make_post, settings):
    """What a kill left is ignored and then deleted; what a person put there is left alone."""
    add(case, [make_post(0)])
    (whole,) = case.posts.glob("*.parquet")
    orphan = case.posts / "000002-0123456789abcdef.parquet"
    orphan.write_bytes(whole.read_bytes())
    (case.posts / "tmp" / "half").write_bytes(b"PAR1")
    mine = case.posts / "my own.parquet"
    mine.write_bytes(whole.read_bytes())
    with open_case(case.path, settings=settings) as other:
        assert stored(other) == [0]
        add(other, [make_post(1)])
    assert not orphan.exists()
    assert list((case.posts / "tmp").iterdir()) == []
    assert mine.exists()


def test_changed_byte_of_a_part_is_found(case, make_post):
    """One changed byte is an error that names the file; so is a file that is gone, to whoever reads or adds."""
    add(case, [make_post(i) for i in range(5)])
    add(case, [make_post(i) for i in range(5, 9)])
    first, second = (case.store.post_folder.path(part) for part in case.store.post_parts())
    first.chmod(0o644)
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(data)
    second.unlink()
    assert errors(case) == [("part-changed", str(first)), ("part-missing", str(second))]
    with pytest.raises(StoreError, match="missing or damaged"):
        stored(case)
    case.store.post_folder.forget()
    with pytest.raises(StoreError, match="missing or damaged"):
        add(case, [make_post(20)])


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE posts_parts SET n_rows = 7", "row-changed"),
        ("UPDATE posts_parts SET row_sha256 = sha256", "rows-not-as-logged"),
        ("DELETE FROM posts_parts", "count-not-as-logged"),
        ("DELETE FROM custody", "custody-missing"),
    ],
)
def test_change_by_hand_to_a_part_is_found(case, make_post, statement, code):
    """A row about a part that was changed or deleted past the programs is found."""
    add(case, [make_post(0)])
    with case.store.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert code in {found for found, _ in errors(case)}


def test_linked_posts_are_those_that_count(case, make_post, tmp_path):
    """A folder for queries holds the parts that count and nothing else; without posts it is an empty table."""
    assert pq.read_table(case.store.link_posts(tmp_path / "none")).schema == POSTS
    add(case, [make_post(i) for i in range(5)])
    add(case, [make_post(i) for i in range(5, 9)])
    (case.posts / "000003-0123456789abcdef.parquet").write_bytes(b"half")
    table = pq.read_table(case.store.link_posts(tmp_path / "linked"))
    assert sorted(table.column("record").to_pylist()) == [str(i) for i in range(9)]
