"""No handle that the case knows is left where it names an account, and texts stay texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.export.jsonl import _post, export_jsonl
from sayso.export.pseudonyms import Pseudonyms
from sayso.records import Post, SharedObject
from sayso.store import Custody
from sayso.store.post_rows import post_batch

KEY = b"k" * 32
PSEUDONYM = re.compile(r"p_[0-9a-f]{20}")


@pytest.fixture
def names():
    """Return pseudonyms for a few accounts of several platforms."""
    made = Pseudonyms(KEY)
    made.learn("x", "1000000000000000007", "anna_k1")
    made.learn("x", "1000000000000000008", "news")
    made.learn("telegram", "channel1234567890", "The Ford Herald")
    made.learn("bluesky", "did:plc:abc123", "anna.bsky.social")
    made.learn("mastodon", "petra@tooting.example", "petra@tooting.example")
    made.learn("reddit", "some-user-1", "some-user-1")
    made.learn_mention("x", "Quiet_Reader")
    return made


def test_account_has_one_pseudonym_under_all_its_names(names):
    """Id, handle in any case, mention and profile address lead to the same pseudonym; platforms do not mix."""
    anna = names.account("x", "1000000000000000007")
    assert PSEUDONYM.fullmatch(anna)
    assert names.account("x", "Anna_K1") == names.account("x", "@anna_k1") == anna
    assert names.text("x", "@ANNA_K1: hi") == f"@{anna}: hi"
    assert names.address("x", "https://x.com/anna_k1/status/5") == f"https://x.com/{anna}/status/5"
    assert names.address("telegram", "https://x.com/anna_k1") == f"https://x.com/{anna}"
    assert names.account("telegram", "anna_k1") != anna
    assert names.account("x", "news") not in {anna, names.account("gab", "news")}


def test_pseudonym_needs_the_secret():
    """Another case, with another secret, has other pseudonyms."""
    assert Pseudonyms(KEY).account("x", "a") != Pseudonyms(b"other" * 8).account("x", "a")


def test_pseudonym_stays_when_the_account_itself_is_added():
    """An account that was mentioned keeps its pseudonym when its own posts come, and when it takes a new handle."""
    early, late = Pseudonyms(KEY), Pseudonyms(KEY)
    late.learn("x", "77", "Anna")
    late.learn("x", "77", "anna_renamed")
    assert early.account("x", "anna") == late.account("x", "77") == late.account("x", "anna_renamed")


def test_accounts_with_one_name_are_told_apart():
    """A display name that two accounts have belongs to the first of them; the other has its own pseudonym."""
    names = Pseudonyms(KEY)
    names.learn("telegram", "user1", "Anna")
    names.learn("telegram", "user2", "Anna")
    assert names.account("telegram", "user1") != names.account("telegram", "user2")
    assert names.account_name("telegram", "user2", "Anna") == names.account("telegram", "user2")


@pytest.mark.parametrize(
    "text",
    [
        "The news of the day: 24 dead, 10000 fled in 2024, at 10:30, see page_12 and v1.2.3",
        "write to press@ministry.example by 5pm",
        "https://example.com/news/2024/05/story_12?utm_source=news#top",
        "https://maps.example/@48.85,2.35,12z",
        "score @ 3",
        "https://x.com/search?q=ceasefire https://x.com/i/status/5 https://t.me/share/url",
        "https://x.com/hashtag/news",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ https://www.instagram.com/p/Cabc_12/ https://youtu.be/dQw4w9WgXcQ",
    ],
)
def test_text_that_names_nobody_stays_as_it_is(names, text):
    """Common words that are handles too, numbers, mail addresses and addresses of articles are left alone."""
    assert names.text("x", text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("hello @anna_k1!", "hello @P!"),
        ("RT@news: see", "RT@P: see"),
        ("关注@anna_k1吧, 关注anna_k1吧", "关注@P吧, 关注P吧"),
        ("anna_k1, ANNA_K1 and Quiet_Reader", "P, P and P"),
        ("#anna_k1 by some-user-1.", "#P by P."),
        ("ask @petra@tooting.example or petra@tooting.example", "ask @P or P"),
        ("as The Ford Herald said", "as P said"),
        (
            "t.me/news/5, (https://t.me/s/news) and https://news.t.me/5",
            "t.me/P/5, (https://t.me/s/P) and https://P.t.me/5",
        ),
        ("https://t.me/c/1234567890/7", "https://t.me/c/P/7"),
        ("at://did:plc:abc123/app.bsky.feed.post/3k", "at://P/app.bsky.feed.post/3k"),
        ("https://bsky.app/profile/anna.bsky.social/post/3k", "https://bsky.app/profile/P/post/3k"),
        ("https://tooting.example/@petra/5", "https://tooting.example/@P/5"),
        ("https://tooting.example/users/petra/statuses/5", "https://tooting.example/users/P/statuses/5"),
        (
            "https://go.example/?u=https%3A%2F%2Fx.com%2Fnews%2Fstatus%2F5",
            "https://go.example/?u=https:%2F%2Fx.com%2FP%2Fstatus%2F5",
        ),
        ("https://x.com/intent/user?screen_name=news&x=1", "https://x.com/intent/user?screen_name=P&x=1"),
        ("https://m.facebook.com/profile.php?id=42", "https://m.facebook.com/profile.php?id=P"),
        ("https://www.tiktok.com/@news/video/7", "https://www.tiktok.com/@P/video/7"),
        ("https://old.reddit.com/user/news/comments", "https://old.reddit.com/user/P/comments"),
        ("https://x.com/%6Eews/status/5", "https://x.com/P/status/5"),
    ],
)
def test_account_is_replaced_wherever_it_is_named(names, text, left):
    """Mentions, words that can be nothing but a handle, names of several words, and addresses lose the account."""
    assert PSEUDONYM.sub("P", names.text("x", text)) == left


@pytest.mark.parametrize(
    ("platform", "id_", "is_kept"),
    [
        ("x", "1700000000000000001", True),
        ("youtube", "dQw4w9_WgXcQ", True),
        ("reddit", "t1_abc", True),
        ("bluesky", "at://did:plc:abc123/app.bsky.feed.post/3k", False),
        ("telegram", "1234567890/55", False),
        ("facebook", "100064_5512", False),
        ("x", "news_1", False),
    ],
)
def test_post_id_that_holds_an_account_is_replaced(names, platform, id_, is_kept):
    """An id that holds an account becomes one that does not; the same id is the same again, so that replies lead on."""
    made = names.post(platform, id_)
    assert (made == id_) is is_kept
    assert is_kept or re.fullmatch("m_[0-9a-f]{20}", made)
    assert made == names.post(platform, id_)


HANDLES = ("news", "anna_k1", "Ford_Herald", "vox2000", "maria", "x-1-reader_9", "Ольга_5", "the")
CERTAIN = tuple(handle for handle in HANDLES if re.search(r"[\d_]", handle))
PLACES = (
    "@{}",
    "RT @{}: hm",
    ".@{},@{}!",
    "https://x.com/{}/status/12",
    "twitter.com/{}",
    "https://t.me/{}/4?single",
    "http://www.facebook.com/{}/posts/9",
    "https://social.example/@{}/1",
    "https://www.instagram.com/{}/",
    "https://youtube.com/@{}",
)


@st.composite
def posts(draw):
    """Return posts that name each other in every way there is, among words."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        handle = st.sampled_from(HANDLES)
        piece = st.one_of(
            st.builds(lambda place, name: place.replace("{}", name), st.sampled_from(PLACES), handle),
            st.builds(
                lambda name: "https://go.example/r?u=" + quote(f"https://x.com/{name}", safe=""), handle
            ),
            st.sampled_from(CERTAIN),
            st.sampled_from(("words", "in between", "\n", "—", "(", ")", "100 €", "你好")),
        )
        text = draw(st.lists(piece, max_size=8).map(" ".join))
        links = tuple(word for word in text.split() if "/" in word)
        author = draw(handle)
        found.append(
            Post(
                platform=draw(st.sampled_from(("x", "telegram", "mastodon"))),
                id=draw(st.sampled_from((str(number), f"{author}/{number}", f"{author}_{number}"))),
                account_id=draw(st.sampled_from((author, str(10**9 + HANDLES.index(author))))),
                account_name=author,
                blob="0" * 64,
                path=f"in/{author}.jsonl",
                record=str(number),
                format="x-v2",
                text=text,
                url=f"https://x.com/{author}/status/{number}",
                links=links,
                mentions=tuple(draw(st.lists(handle, max_size=2))),
                objects=(SharedObject("object", draw(st.sampled_from(CERTAIN))),),
                reply_to=f"{draw(handle)}/1",
            )
        )
    return found


def left_of(handle, row):
    """Return where a row still has a handle: anywhere if it can be nothing else, else where it names an account."""
    inside = rf"(?<![^\W_]){re.escape(handle)}(?![^\W_])"
    if handle in CERTAIN:
        return re.findall(inside, json.dumps(row, ensure_ascii=False), re.IGNORECASE)
    naming = rf"(?:@|(?:x|twitter|facebook|instagram)\.com/|t\.me/|%2F){re.escape(handle)}(?!\w)"
    texts = [row["text"], row["url"], *(found["value"] for found in row["objects"])]
    found = [text for text in texts if re.search(naming, text, re.IGNORECASE)]
    exact = [row["id"], row["account_id"], row["account_name"], row["reply_to"], row["path"]]
    mentions = [one["value"] for one in row["objects"] if one["kind"] == "mention"]
    return found + [
        text for text in exact + mentions if re.search(inside, text.split(":")[-1], re.IGNORECASE)
    ]


@given(posts())
def test_no_known_handle_is_left_in_a_row(found):
    """Whatever posts say, their rows in the export name no account that the case knows."""
    names = Pseudonyms(KEY)
    for post in found:
        names.learn(post.platform, post.account_id, post.account_name)
        for mention in post.mentions:
            names.learn_mention(post.platform, mention)
    rows = [_post(row, names) for row in post_batch(found).to_pylist()]
    handles = {post.account_name for post in found} | {name for post in found for name in post.mentions}
    assert {handle: left for handle in handles for row in rows if (left := left_of(handle, row))} == {}


@pytest.fixture
def exported(case, tmp_path):
    """Return a function that stores posts, exports them and returns the lines of posts.jsonl."""

    def export(found, **options):
        blob = case.evidence.put_bytes(b"raw")
        custody = [Custody(blob=blob, n_bytes=3, origin="in", tool_version="1")]
        batch = post_batch([replace(post, blob=blob) for post in found])
        case.store.add_documents([], custody=custody, new_posts=[batch])
        n_rows = export_jsonl(case.store, tmp_path / "out", **options)
        lines = (tmp_path / "out" / "posts.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == n_rows["posts.jsonl"]
        return lines

    return export


ANNA = Post(
    platform="x",
    id="5",
    account_id="77",
    account_name="anna_k1",
    blob="",
    path="in/anna_k1.jsonl",
    record="3",
    format="x-v2",
    created_at="2024-05-01T00:00:00+00:00",
    text="@maria see https://x.com/maria/status/4 #talks",
    url="https://x.com/anna_k1/status/5",
    links=("https://x.com/maria/status/4", "https://news.example/a"),
    hashtags=("talks",),
    mentions=("maria",),
    media=("3_abc",),
    objects=(SharedObject("object", "poster-9"),),
    reply_to="4",
    thread="1",
)
MARIA = replace(ANNA, id="4", account_id="78", account_name="maria", text="news", url=None, reply_to=None)


def test_posts_are_exported_under_pseudonyms_unless_asked(exported):
    """By default no line names an account; with real names all is as it was posted, the order that of the posts."""
    plain = [json.loads(line) for line in exported([ANNA, MARIA], real_names=True)]
    assert plain[0]["account_id"] == "x:77"
    assert plain[0]["text"] == ANNA.text
    hidden = exported([ANNA, MARIA])
    assert not re.search('anna_k1|maria|:7[78]"', "\n".join(hidden))
    rows = [json.loads(line) for line in hidden]
    assert [row["id"] for row in rows] == [row["id"] for row in plain] == ["x:5", "x:4"]
    maria = rows[1]["account_name"]
    assert rows[0]["text"] == f"@{maria} see https://x.com/{maria}/status/4 #talks"
    assert rows[0]["objects"] == [
        {"kind": "url", "value": f"https://x.com/{maria}/status/4"},
        {"kind": "url", "value": "https://news.example/a"},
        {"kind": "hashtag", "value": "talks"},
        {"kind": "mention", "value": maria},
        {"kind": "media", "value": "3_abc"},
        {"kind": "object", "value": "poster-9"},
    ]
    assert (rows[0]["reply_to"], rows[0]["repost_of"], rows[0]["thread"]) == ("x:4", None, "x:1")


def test_secret_is_in_no_export(exported, case, tmp_path):
    """The secret of the pseudonyms stays in the case, and an export made again has the same bytes."""
    first = exported([ANNA, MARIA])
    assert exported([ANNA]) == first
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert case.store.pseudonym_key().hex().encode() not in written
