"""Every small export in every wrapping that one meets: what is read stays the same, and nothing makes a reader fail."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from sayso.records import Post
from tests.exports import FOLDER
from tests.unit.read.conftest import ReadBytes
from tests.unit.read.posts.test_reading import FILES, path_of

Pack = Callable[[bytes], bytes]

GIVES = {
    "bluesky-4cat.jsonl": 1,
    "bluesky-feed.jsonl": 4,
    "bluesky-jetstream.jsonl": 2,
    "crowdtangle-facebook.csv": 3,
    "crowdtangle-instagram.csv": 2,
    "mastodon.jsonl": 3,
    "meta-facebook.csv": 3,
    "meta-instagram.csv": 2,
    "reddit-comments.jsonl": 2,
    "reddit-submissions.jsonl": 5,
    "telegram-chat.json": 3,
    "telegram-full.json": 2,
    "tiktok-comments.jsonl": 2,
    "tiktok-research.csv": 2,
    "tiktok-web.jsonl": 2,
    "truth-social.jsonl": 1,
    "youtube-api.jsonl": 5,
    "youtube-data-tools-comments.csv": 2,
    "youtube-data-tools.csv": 1,
    "4cat.csv": 2,
    "4cat.ndjson": 2,
    "coortweet.csv": 2,
    "table.csv": 2,
    "toolkit.csv": 2,
    "toolkit-without-header.csv": 2,
    "twarc.csv": 1,
    "x-v1.jsonl": 2,
    "x-v2-page.json": 2,
    "zeeschuimer.ndjson": 12,
}
"""How many posts each export holds."""

PACKS: dict[str, Pack] = {
    "bom": lambda data: codecs.BOM_UTF8 + data,
    "crlf": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "utf-16-le": lambda data: data.decode().encode("utf-16-le"),
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
COMMENTS = "id,replyCount,publishedAt,authorName,text,authorChannelId,isReply,isReplyTo"


def said(post: Post) -> tuple[object, ...]:
    """Return what a post says, without where it was read."""
    return post.platform, post.id, post.account_id, post.created_epoch, post.text, post.links, post.hashtags


def zipped(names: list[str]) -> bytes:
    """Return a ZIP archive of exports."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(f"data/{name}", path_of(name).read_bytes())
    return file.getvalue()


def test_every_export_is_in_the_list() -> None:
    """A new export is read in every wrapping too."""
    assert {path.name for folder in (FILES, FOLDER) for path in folder.iterdir()} == set(GIVES)


@pytest.mark.parametrize("name", GIVES)
def test_export_gives_its_posts(name: str, read_bytes: ReadBytes) -> None:
    """Every post is read, with its account; every row that gives none is accounted for."""
    outcome = read_bytes(path_of(name).read_bytes(), name)
    assert len(outcome.posts) == GIVES[name]
    assert all(post.account_id and post.platform for post in outcome.posts)
    assert not outcome.documents


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", GIVES)
def test_wrapped_export_gives_the_same(name: str, pack: str, read_bytes: ReadBytes) -> None:
    """A mark, other line ends, UTF-16 and compression change no post, under the export's own name and without one."""
    data = path_of(name).read_bytes()
    expected = list(map(said, read_bytes(data, name).posts))
    wrapped = PACKS[pack](data)
    # A line break inside a text is part of it; in JSON it is an escape.
    for given in (name, "download"):
        assert list(map(said, read_bytes(wrapped, given).posts)) == expected


@pytest.mark.parametrize("name", GIVES)
def test_export_that_was_cut_off_is_read_so_far(name: str, read_bytes: ReadBytes) -> None:
    """Wherever the file ends: the posts before are read, in their order, and no reader fails."""
    data = path_of(name).read_bytes()
    ids = [post.id for post in read_bytes(data, name).posts]
    for part in range(1, 20):
        outcome = read_bytes(data[: len(data) * part // 20], name)
        found = [post.id for post in outcome.posts]
        # The last one may be cut in its own id.
        assert found[:-1] == ids[: len(found[:-1])]
        assert "parser-failed" not in outcome.codes
        assert outcome.items


def test_chats_that_were_cut_off_keep_their_messages(read_bytes: ReadBytes) -> None:
    """In a file that is one object the messages before its end are read, and the end is told."""
    data = path_of("telegram-full.json").read_bytes()
    posts = read_bytes(data, "result.json").posts
    cut = read_bytes(data[: data.rindex(b'"date_unixtime"')], "result.json")
    assert list(map(said, cut.posts)) == list(map(said, posts[:1]))
    assert cut.codes == ["json-damaged"]


def test_archive_of_exports_gives_the_posts_of_all(read_bytes: ReadBytes) -> None:
    """Several exports in one archive are each recognised."""
    names = ["mastodon.jsonl", "4cat.csv", "telegram-full.json", "coortweet.csv"]
    outcome = read_bytes(zipped(names), "exports.zip")
    assert len(outcome.posts) == sum(GIVES[name] for name in names)
    assert {post.platform for post in outcome.posts} == {"mastodon", "x", "telegram", "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        'say \\"hi, all\\" now, ok',
        'plain "quoted" text',
        'line\nbreak \\" x, y\n\\"z',
        "back\\slash",
        "end \\",
        'a \\"',
        '\\"start\\", and a comma',
    ],
)
def test_marks_that_php_left_single_are_read(text: str, read_bytes: ReadBytes) -> None:
    """The first version of YouTube Data Tools doubles no quotation mark after a backslash."""
    marked = "".join(
        '"' + sign if sign == '"' and text[place - 1 : place] != "\\" else sign
        for place, sign in enumerate(text)
    )
    rows = "".join(
        f'{name},0,2024-03-01 10:00:00,Anna,"{said_there}",UC1,0,\n'
        for name, said_there in (("Ug0", "yes"), ("Ug1", marked), ("Ug2", marked))
    )
    first, *posts = read_bytes(f"{COMMENTS}\n{rows}".encode(), "comments.csv").posts
    assert first.text == "yes"
    assert [(post.id, post.text, post.account_id) for post in posts] == [
        ("Ug1", text, "UC1"),
        ("Ug2", text, "UC1"),
    ]


def test_marks_of_other_tables_stay(read_bytes: ReadBytes) -> None:
    """The second version, in Python, doubles them all."""
    text = 'say \\"hi, all\\" now, ok \\'
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*COMMENTS.split(","), "threadId"])
    writer.writerow(["Ug1", "0", "2024-03-01 10:00:00", "Anna", text, "UC1", "0", "", "Ug1"])
    assert read_bytes(file.getvalue().encode(), "comments.csv").post.text == text


@pytest.mark.parametrize("name", ["mastodon.jsonl", "gab.csv", "mastodon.json"])
def test_texts_of_html_make_no_page_of_an_export(name: str, read_bytes: ReadBytes) -> None:
    """However many paragraphs the posts hold, JSON is JSON and a table a table."""
    if name == "gab.csv":
        body = '"<p>port</p><br><p>of</p><br><p>Sarn</p><div>x</div>"'
        head = "id,thread_id,timestamp,author,body\n"
        data = head + "".join(f"{n},1,2023-11-14 22:13:20,anna,{body}\n" for n in range(50))
        assert len(read_bytes(data.encode(), name).posts) == 50
        return
    rows = path_of("mastodon.jsonl").read_text("utf-8").splitlines() * 20
    data = "[\n" + ",\n".join(rows) + "\n]" if name.endswith(".json") else "\n".join(rows)
    assert len(read_bytes(data.encode(), name).posts) == 60
