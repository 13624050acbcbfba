"""Ids, times and the words in a text, in the forms that exports have them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.posts.build import Unusable, Where, to_post
from sayso.read.posts.shape import Found
from sayso.read.posts.times import FIRST_YEAR, LAST_YEAR, TimeLostError, epoch_of, iso_of
from sayso.read.posts.values import id_of, listed
from sayso.read.posts.words import hashtags_in, links_in, mentions_in
from sayso.records import Post

WHERE = Where(blob="b", path="p", format="f", most_characters=1000)
MOMENT = 1_700_000_000


def build(**fields: object) -> Post | Unusable:
    """Return the post of the fields given, with an id and an account."""
    return to_post(Found(**{"platform": "x", "id": "1", "account_id": "2", **fields}), "1", WHERE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "created",
    [
        *(
            MOMENT,
            MOMENT * 1_000,
            MOMENT * 1_000_000,
            float(MOMENT),
            "1700000000",
            "1700000000.0",
            "1700000000000",
        ),
        *(
            "2023-11-14T22:13:20Z",
            "2023-11-14T22:13:20.999Z",
            "2023-11-14 23:13:20+01:00",
            "20231114T221320Z",
        ),
        *("Tue Nov 14 22:13:20 +0000 2023", "Tue, 14 Nov 2023 22:13:20 +0000", "2023-11-14 22:13:20 UTC"),
    ],
)
def test_time_is_read_in_every_form(created: str | float) -> None:
    """Seconds, milliseconds and microseconds are told apart by size; text is read with its zone."""
    assert epoch_of(created) == MOMENT
    assert iso_of(MOMENT) == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize(
    "created",
    [
        *(0, 1, -5, 10**400, 1e300, float("nan"), True, "0", "0001-01-01T00:00:00Z", "99999-01-01T00:00:00Z"),
        *(
            "9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00+14:00",
            "2023-11-14",
            "2023-11-14 22:13:20",
            "soon",
            "9" * 300,
        ),
    ],
)
def test_time_that_could_be_another_is_refused(created: str | float) -> None:
    """Null dates, days, times without a zone and what is no time are lost, with the reason."""
    with pytest.raises(TimeLostError) as caught:
        epoch_of(created)
    assert str(caught.value)


def test_time_without_a_zone_is_utc_where_the_format_says_so() -> None:
    """Only a format that writes UTC without saying so is read so."""
    assert epoch_of("2023-11-14 22:13:20", utc=True) == MOMENT


@given(st.datetimes(datetime(FIRST_YEAR, 1, 2), datetime(LAST_YEAR, 12, 30), timezones=st.just(UTC)))
def test_time_comes_back_from_its_iso_form(moment: datetime) -> None:
    """A time written as ISO 8601 is the same second again."""
    assert epoch_of(moment.isoformat()) == int(moment.timestamp() // 1)
    assert epoch_of(iso_of(epoch_of(moment.isoformat()))) == epoch_of(moment.isoformat())


@given(st.integers(min_value=0, max_value=10**30))
def test_id_keeps_every_digit(number: int) -> None:
    """An id is the digits it was written with, as text or as a number."""
    assert id_of(number) == id_of(str(number)) == str(number)
    post = build(id=str(number))
    assert isinstance(post, Post)
    assert post.id == str(number)


@pytest.mark.parametrize("value", ["1.23457E+18", "1,5e+18", 1.234e18, "x" * 600, "9" * 600])
def test_id_that_lost_digits_is_refused(value: object) -> None:
    """A rounded id is another post's: the row is set aside, and says so."""
    post = build(id=value)
    assert isinstance(post, Unusable)
    assert post.code == "no-post-id"
    assert "rounded" in post.reason or "characters" in post.reason


@pytest.mark.parametrize("value", ["", " ", None, "nan", "NULL", "REDACTED", float("nan"), True, [], {}])
def test_missing_account_sets_the_row_aside(value: object) -> None:
    """What tools write for nothing is nothing."""
    post = build(account_id=value)
    assert isinstance(post, Unusable)
    assert post.code == "no-account"


def test_rounded_reference_costs_that_field() -> None:
    """A reply to a rounded id stays a post, without the reply."""
    found = Found(platform="X", id="1", account_id="2.0", reply_to="1.5e+18", mentions=["@a", "a", ""])
    post = to_post(found, "1", WHERE)
    assert isinstance(post, Post)
    assert (post.platform, post.account_id, post.reply_to, post.mentions) == ("x", "2", None, ("a",))
    assert found.lost == {"reply_to": "was rounded by a spreadsheet (1.5e+18)"}


@pytest.mark.parametrize("value", ["1e5", "9e12345", "3E7", "1.0", "kx1e5"])
def test_id_of_base_36_is_no_rounded_number(value: str) -> None:
    """Ids of Reddit hold an e between digits; a rounded number has a sign after it, or a point before."""
    post = build(id=value)
    assert isinstance(post, Post)
    assert post.id == value.removesuffix(".0")


def test_word_that_was_cut_off_is_left_out() -> None:
    """Half an address leads elsewhere, half a tag is another; inside a text three dots are punctuation."""
    text = "RT @a: #Sarn\u2026 https://a.example/x https://a.example/2024/port-cl\u2026 #Brann\u2026"
    assert links_in(text) == ["https://a.example/x"]
    assert hashtags_in(text) == ["Sarn"]
    assert mentions_in("RT @anna: the port, says @ber\u2026 https://t.co/x") == ["anna"]


def test_words_of_a_text_are_found_in_their_order() -> None:
    """Links end before punctuation, hashtags of any script are whole, mail addresses are no mentions."""
    text = "(see https://a.example/x_(1)). #Порт #हिन्दी #1 ＃港口、 @anna.b! me@mail.example"
    text += " http://b.example/#top, #Порт"
    assert links_in(text) == ["https://a.example/x_(1)", "http://b.example/#top"]
    assert hashtags_in(text) == ["Порт", "हिन्दी", "港口"]
    assert mentions_in(text + " @c@d.example") == ["anna.b", "c@d.example"]


@given(st.text())
def test_words_of_any_text_are_found_in_it(text: str) -> None:
    """Whatever is found stands in the text."""
    for word in (*links_in(text), *hashtags_in(text), *mentions_in(text)):
        assert word in text
        assert word


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *(('["a", "b"]', ["a", "b"]), ("['a', 'b']", ["a", "b"]), ("a,b", ["a", "b"]), ("{a,b}", ["a", "b"])),
        *(("", []), ("nan", []), ("[", ["["]), (["a", 1], ["a", "1"]), (None, []), (5, ["5"])),
    ],
)
def test_list_in_a_cell_is_read(cell: object, expected: list[str]) -> None:
    """Lists are read as JSON, as Python and R print them, or by commas."""
    assert listed(cell) == expected
