"""Files of posts as a whole: what they are recognised as, what is set aside, what goes on being an article."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.exports import FOLDER
from tests.unit.read.conftest import Outcome, ReadBytes

FILES = Path(__file__).parent / "files"
ReadFile = Callable[[str], Outcome]
LINE = {"id_str": "1", "text": "port", "user": {"id_str": "9", "screen_name": "a"}, "created_at": None}
RECOGNISED = {
    "bluesky-feed.jsonl": "bluesky",
    "bluesky-jetstream.jsonl": "bluesky-jetstream",
    "crowdtangle-facebook.csv": "crowdtangle-facebook",
    "crowdtangle-instagram.csv": "crowdtangle-instagram",
    "mastodon.jsonl": "mastodon",
    "meta-facebook.csv": "meta-content-library",
    "reddit-comments.jsonl": "reddit-comments",
    "reddit-submissions.jsonl": "reddit-submissions",
    "telegram-chat.json": "telegram-desktop",
    "telegram-full.json": "telegram-desktop",
    "tiktok-research.csv": "tiktok-research",
    "tiktok-web.jsonl": "tiktok-web",
    "youtube-api.jsonl": "youtube-api",
    "youtube-data-tools.csv": "youtube-data-tools",
    "4cat.csv": "4cat",
    "4cat.ndjson": "4cat-items",
    "coortweet.csv": "coortweet",
    "table.csv": "posts-table",
    "toolkit.csv": "toolkit",
    "toolkit-without-header.csv": "toolkit",
    "twarc.csv": "x-table",
    "x-v1.jsonl": "x-v1",
    "x-v2-page.json": "x-v2-page",
    "zeeschuimer.ndjson": "zeeschuimer",
}


def path_of(name: str) -> Path:
    """Return the path of an export among the tests' files."""
    return next(folder / name for folder in (FILES, FOLDER) if (folder / name).exists())


def lines(*rows: object) -> bytes:
    """Return ``rows`` as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize("name", RECOGNISED)
def test_export_is_recognised_by_its_content(name: str, read_bytes: ReadBytes) -> None:
    """Every export is known by what is in it, whatever the file is called; its rows are all accounted for."""
    outcome = read_bytes(path_of(name).read_bytes(), "download")
    found = outcome.recognised
    assert found.name == RECOGNISED[name]
    assert found.n_posts == len(outcome.posts) > 0
    assert outcome.documents == []
    assert {post.format for post in outcome.posts} == {found.name}


@pytest.mark.parametrize("name", ["x-v1.jsonl", "coortweet.csv", "telegram-full.json", "x-v2-page.json"])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_packed_export_is_read_as_it_is_unpacked(
    name: str, pack: Callable[[bytes], bytes], read_bytes: ReadBytes
) -> None:
    """An export in gzip or Zstandard gives the same posts."""
    data = path_of(name).read_bytes()
    packed = read_bytes(pack(data), f"{name}.packed")
    assert [post.id for post in packed.posts] == [post.id for post in read_bytes(data, name).posts]
    assert packed.recognised.record is not None


def test_truncated_zstandard_keeps_what_came_before(read_bytes: ReadBytes) -> None:
    """The posts before the cut are read, and the cut is an issue."""
    data = lines(*({**LINE, "id_str": str(number), "text": f"{number * 7919}"} for number in range(20_000)))
    packed = zstandard.ZstdCompressor().compress(data)
    outcome = read_bytes(packed[: len(packed) // 2], "x.jsonl.zst")
    assert outcome.posts
    assert outcome.codes == ["zstd-damaged"]


def test_frames_that_follow_each_other_are_one_file(read_bytes: ReadBytes) -> None:
    """Several Zstandard frames in one file, as parallel packers write them, are read to the end."""
    pack = zstandard.ZstdCompressor().compress
    outcome = read_bytes(pack(lines(LINE, LINE)) + pack(lines({**LINE, "id_str": "2"})), "x.zst")
    assert [post.id for post in outcome.posts] == ["1", "1", "2"]


def test_zstandard_bomb_is_refused(read_bytes: ReadBytes) -> None:
    """A file that unpacks to hundreds of times its size stops at the limit."""
    outcome = read_bytes(zstandard.ZstdCompressor().compress(lines(LINE) + b" " * 300_000_000), "x.zst")
    assert outcome.codes[0] in ("ratio", "too-large")


def test_zstandard_without_its_library_says_so(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the library is not installed the message names it and the other way."""
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    (issue,) = read_bytes(b"\x28\xb5\x2f\xfd" + bytes(50), "x.zst").issues
    assert issue.code == "zstd-missing"
    assert "pip install zstandard" in issue.remedy


def test_text_in_zstandard_is_read_as_text(read_bytes: ReadBytes) -> None:
    """An article in a Zstandard file is an article."""
    text = b"The port of Sarn stayed closed on Monday and nobody said why.\n"
    assert read_bytes(zstandard.ZstdCompressor().compress(text), "a.txt.zst").document.text.startswith(
        "The port"
    )


def test_rows_of_several_kinds_are_each_read(read_bytes: ReadBytes) -> None:
    """JSON lines may mix exports; a line of no known kind is set aside with its fields named."""
    comment = {
        "id": "c1",
        "author": "bert",
        "body": "yes",
        "link_id": "t3_a",
        "subreddit": "s",
        "created_utc": 1,
    }
    outcome = read_bytes(lines(LINE, comment, {"strange": 1}, LINE), "mixed.jsonl")
    assert [post.platform for post in outcome.posts] == ["x", "reddit", "x"]
    assert "row-not-recognised" in outcome.codes
    assert outcome.recognised.title.startswith("X API v1.1 and ")
    assert (outcome.recognised.n_rows, outcome.recognised.n_set_aside) == (4, 1)


def test_first_rows_may_be_something_else(read_bytes: ReadBytes) -> None:
    """A line about the export before the first post costs that line alone."""
    outcome = read_bytes(lines({"exported_by": "tool"}, LINE), "x.jsonl")
    assert [post.id for post in outcome.posts] == ["1"]
    assert outcome.recognised.n_rows == 2


def test_article_tables_stay_articles(read_bytes: ReadBytes) -> None:
    """A table of articles gives documents and no word about posts."""
    body = "The port of Sarn stayed closed on Monday and nobody said why."
    outcome = read_bytes(f"title,text,url,date\nA,{body},https://a.example/1,2024-01-01\n".encode(), "a.csv")
    assert outcome.document.title == "A"
    assert len(outcome.items) == 1


def test_map_of_text_makes_articles_of_posts(read_bytes: ReadBytes) -> None:
    """Who names the text column and no account wants documents."""
    body = "The port of Sarn stayed closed on Monday and nobody said why."
    data = f"id,thread_id,timestamp,author,body\n1,1,2023-11-14 22:13:20,anna,{body}\n".encode()
    assert read_bytes(data, "4cat.csv").post.text == body
    assert read_bytes(data, "4cat.csv", column_map={"text": "body"}).document.text == body


def test_posts_in_html_are_no_page(read_bytes: ReadBytes) -> None:
    """A table or JSON whose texts are HTML is not taken for a page."""
    html = "<p>port</p><p>of</p><p>Sarn</p>"
    table = f'id,thread_id,timestamp,author,body\n1,1,2023-11-14 22:13:20,anna,"{html}"\n'.encode()
    assert read_bytes(table, "gab.csv").post.text == "port\n\nof\n\nSarn"


def test_field_that_is_lost_is_told_once(read_bytes: ReadBytes) -> None:
    """A field that cannot be used costs that field: one issue says how often, with the first place."""
    rows = [{**LINE, "id_str": str(number), "created_at": "31/31/2024"} for number in range(5)]
    outcome = read_bytes(lines(*rows), "x.jsonl")
    assert [post.created_epoch for post in outcome.posts] == [None] * 5
    (issue,) = outcome.issues
    assert (issue.code, outcome.recognised.lost) == ("field-lost", {"created": 5})
    assert "line 1" in issue.message
    assert "5 posts" in issue.message


def test_nul_and_lone_surrogates_are_taken_out(read_bytes: ReadBytes) -> None:
    """What no store holds is taken out of every text of a post."""
    row = {**LINE, "text": "a\x00b \ud83d #t\ud83d", "user": {"id_str": "9\x00", "screen_name": "a\udc00"}}
    post = read_bytes(lines(row), "x.jsonl").post
    assert (post.text, post.account_id, post.account_name) == ("ab  #t", "9", "a")
    repr(post).encode()


def test_damaged_lines_are_counted_as_set_aside(read_bytes: ReadBytes) -> None:
    """Lines that are no JSON count among the rows, so the numbers add up."""
    outcome = read_bytes(lines(LINE, LINE) + b'{"id_str": \n[1]\n' + lines(LINE), "x.jsonl")
    found = outcome.recognised
    assert (found.n_rows, found.n_posts, found.n_set_aside) == (5, 3, 2)


def test_large_export_is_taken_apart_as_it_streams(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export too large to be held gives the same posts as one that is not, lists of other things passed over."""
    data = path_of("telegram-full.json").read_bytes()
    whole = json.loads(data)
    whole = {"contacts": {"list": [{"user_id": n, "phone_number": "0"} for n in range(30)]}, **whole}
    for chat in whole["chats"]["list"]:
        chat["messages"] *= 20
    data = json.dumps(whole).encode()
    expected = read_bytes(data, "result.json").posts
    monkeypatch.setattr("sayso.read.json_scan.MOST_WHOLE", 2_000)
    monkeypatch.setattr("sayso.read.json_scan.READ", 64)
    assert read_bytes(data, "result.json").posts == expected
    assert len(expected) == 21
