"""What research tools export: 4CAT, Zeeschuimer, CooRTweet, the coordination-network-toolkit; and any other table."""

from __future__ import annotations

import pytest

from sayso.records import SharedObject
from tests.unit.read.conftest import ReadBytes
from tests.unit.read.posts.test_reading import FILES, ReadFile

TABLE = b'nr,who,when,what,tags,network\n7,u1,1700000000,port,"a, b",Chirp\n,u1,1700000001,x,,Chirp\n'
MAP = {"id": "nr", "account": "who", "time": "when", "text": "what", "hashtag": "tags", "platform": "network"}


def test_4cat_table_is_read_by_its_core_columns(read_file: ReadFile) -> None:
    """Times are UTC, hashes are ids like others, a name taken out (REDACTED) is no account."""
    outcome = read_file("4cat.csv")
    first, hashed = outcome.posts
    assert (first.platform, first.account_id, first.created_epoch) == ("x", "anna", 1_700_000_000)
    assert first.links == ("https://news.example/a", "https://news.example/b")
    assert first.url == "https://x.com/anna/status/1700000000000000001"
    assert (first.hashtags, first.mentions) == (("port", "Sarn"), ("origin",))
    assert (first.reply_to, first.thread) == ("1700000000000000000", "1700000000000000000")
    assert (hashed.account_id, hashed.created_epoch, hashed.reply_to) == ("3f2a9b", 1_700_000_001, None)
    assert hashed.hashtags == ("port",)
    assert outcome.codes == ["no-account"]


def test_4cat_repost_is_known_by_its_text_and_thread(read_bytes: ReadBytes) -> None:
    """`RT @name:` in the thread of another post repeats that post; where it replies to one, it is a reply."""
    head = b"id,thread_id,timestamp,author,body,reply_to\n"
    rows = b'2,1,2023-11-14 22:13:20,anna,"RT @bert: port",\n3,3,2023-11-14 22:13:20,anna,"RT @bert: port",\n'
    rows += b'4,1,2023-11-14 22:13:20,anna,"RT @bert: no",1\n5,1,2023-11-14 22:13:20,anna,"yes, RT @bert",\n'
    posts = read_bytes(head + rows, "t.csv").posts
    assert [(post.id, post.repost_of) for post in posts] == [
        ("2", "1"),
        ("3", None),
        ("4", None),
        ("5", None),
    ]


def test_4cat_items_are_read_by_their_platform(read_file: ReadFile) -> None:
    """Items keep the form of their platform; a forwarded message of Telegram names its original."""
    instagram, telegram = read_file("4cat.ndjson").posts
    assert (instagram.platform, instagram.id, instagram.account_name) == ("instagram", "C1a", "anna.gram")
    assert (telegram.platform, telegram.id, telegram.account_id) == ("telegram", "1500/7", "1500")
    assert (telegram.repost_of, telegram.reply_to) == ("1600/3", "1500/6")
    assert telegram.links == ("https://news.example/port",)


def test_zeeschuimer_reads_each_platform(read_file: ReadFile) -> None:
    """Every platform's items give id, account, time and text; one that is not known is read by common names."""
    outcome = read_file("zeeschuimer.ndjson")
    platforms = [post.platform for post in outcome.posts]
    assert platforms == [
        *("x", "tiktok", "instagram", "threads", "gab", "truth", "pinterest", "9gag", "imgur", "douyin"),
        *("rednote", "newplace"),
    ]
    assert {post.created_epoch for post in outcome.posts} == {1_700_000_000}
    assert all(post.text and post.account_id for post in outcome.posts)
    by_platform = dict(zip(platforms, outcome.posts, strict=True))
    assert by_platform["x"].repost_of == "1699999999999999999"
    assert by_platform["x"].account_name == "anna"
    assert by_platform["x"].text == "RT @origin: The port of Sarn #port https://t.co/c"
    assert by_platform["gab"].text == "port & town"
    assert by_platform["threads"].quote_of == "C0z"
    assert by_platform["douyin"].hashtags == ("港口",)
    assert by_platform["instagram"].mentions == ("origin",)
    assert outcome.codes == ["no-account"]


def test_coortweet_rows_of_one_post_are_one_post(read_file: ReadFile) -> None:
    """A row is one thing shared: rows that follow each other with the same id are one post with several objects."""
    outcome = read_file("coortweet.csv")
    first, second = outcome.posts
    assert (first.platform, first.id, first.account_id, first.created_epoch) == (
        "unknown",
        "c1",
        "u1",
        1_700_000_000,
    )
    assert first.objects == (
        SharedObject("object", "https://news.example/a"),
        SharedObject("object", "https://news.example/b"),
    )
    assert second.id == "c2"
    assert (outcome.recognised.n_rows, outcome.recognised.n_posts, outcome.recognised.n_set_aside) == (
        4,
        2,
        1,
    )


@pytest.mark.parametrize("name", ["toolkit.csv", "toolkit-without-header.csv"])
def test_toolkit_is_read_with_and_without_its_header(name: str, read_file: ReadFile) -> None:
    """The eight columns are known by name, and by order where the file has no names."""
    post, repost = read_file(name).posts
    assert (post.id, post.account_id, post.account_name) == ("1", "u1", "anna")
    assert post.links == ("https://news.example/a", "https://news.example/b")
    assert (post.hashtags, post.mentions) == (("sarn",), ("origin",))
    assert (repost.repost_of, repost.reply_to, repost.created_epoch) == ("1", None, 1_700_000_005)


def test_plain_table_is_known_by_its_columns(read_file: ReadFile) -> None:
    """Names that only a table of posts has need no map; a time without a zone is lost, not guessed."""
    first, second = read_file("table.csv").posts
    assert (first.platform, first.id, first.account_id, first.links) == (
        "x",
        "1",
        "u1",
        ("https://news.example/a",),
    )
    assert first.hashtags == ("port",)
    assert (second.platform, second.created_epoch) == ("bluesky", None)


def test_map_reads_any_table(read_bytes: ReadBytes) -> None:
    """A map that names the account makes any table one of posts; a row without its id is set aside."""
    outcome = read_bytes(TABLE, "t.csv", column_map=MAP)
    post = outcome.post
    assert (post.platform, post.id, post.account_id, post.text) == ("chirp", "7", "u1", "port")
    assert (post.hashtags, post.created_epoch) == (("a", "b"), 1_700_000_000)
    assert outcome.codes == ["no-post-id"]
    assert outcome.recognised.title == "table with the columns of --map"


def test_map_without_an_id_makes_one_of_the_row(read_bytes: ReadBytes) -> None:
    """Where the table has no ids, each row is a post whose id depends on its content alone."""
    column_map = {name: column for name, column in MAP.items() if name != "id"}
    first = read_bytes(TABLE, "t.csv", column_map=column_map).posts
    second = read_bytes(TABLE, "other.csv", column_map=column_map).posts
    assert [post.id for post in first] == [post.id for post in second]
    assert len({post.id for post in first}) == 2
    assert all(post.id.startswith("row-") for post in first)


def test_map_takes_columns_by_number(read_bytes: ReadBytes) -> None:
    """A number counts columns from 1, in a file without names too."""
    data = b"7,u1,1700000000,port\n8,u2,1700000001,town\n"
    column_map = {"id": "1", "account": "2", "time": "3", "text": "4"}
    assert [post.text for post in read_bytes(data, "t.csv", column_map=column_map).posts] == ["port", "town"]


@pytest.mark.parametrize(
    ("column_map", "said"),
    [
        ({"account": "who", "headline": "what"}, "posts have no field 'headline'"),
        ({"account": "nobody"}, "has no column 'nobody'"),
    ],
)
def test_wrong_map_names_the_choices(column_map: dict[str, str], said: str, read_bytes: ReadBytes) -> None:
    """A field or column that is not there is named, with what there is."""
    (issue,) = read_bytes(TABLE, "t.csv", column_map=column_map).issues
    assert said in issue.message


def test_map_gives_a_value_after_a_second_sign(read_bytes: ReadBytes) -> None:
    """``platform==telegram`` is the platform of every row; no column of that name is asked for."""
    post = read_bytes(TABLE, "t.csv", column_map=MAP | {"platform": "=Telegram"}).post
    assert (post.platform, post.text) == ("telegram", "port")


@pytest.mark.parametrize("name", ["coortweet.csv", "toolkit-without-header.csv", "4cat.csv"])
def test_platform_alone_is_that_of_tables_without_one(name: str, read_bytes: ReadBytes) -> None:
    """The shape is found as ever; a platform that the export itself says stays."""
    data = (FILES / name).read_bytes()
    posts = read_bytes(data, name, column_map={"platform": "=telegram"}).posts
    before = read_bytes(data, name).posts
    assert [post.id for post in posts] == [post.id for post in before]
    assert {post.platform for post in posts} == {"x" if name == "4cat.csv" else "telegram"}


def test_platform_alone_leaves_articles_alone(read_bytes: ReadBytes) -> None:
    """A table of articles in the same folder is read as it would be."""
    data = b"title,text\nA,The port of Sarn stayed closed on Monday and nobody said why.\n"
    assert read_bytes(data, "a.csv", column_map={"platform": "=telegram"}).document.title == "A"


def test_map_reaches_into_objects(read_bytes: ReadBytes) -> None:
    """In JSON a column may be the key of an object."""
    data = b'{"nr": 7, "who": {"id": 3}, "when": 1700000000}\n{"nr": 8, "who": null, "when": 1700000000}\n'
    outcome = read_bytes(data, "t.jsonl", column_map={"id": "nr", "account": "who.id", "time": "when"})
    assert (outcome.post.id, outcome.post.account_id) == ("7", "3")
    assert outcome.codes == ["no-account"]


def test_newsroom_table_is_one_of_articles(read_bytes: ReadBytes) -> None:
    """Ids of articles and authors do not make posts of articles: a headline says what they are."""
    body = "The port of Sarn stayed closed on Monday and nobody said why."
    data = f"id,author_id,created_at,title,body\n1,2,2024-01-01T00:00:00Z,Port,{body}\n".encode()
    assert read_bytes(data, "cms.csv").document.text == body
