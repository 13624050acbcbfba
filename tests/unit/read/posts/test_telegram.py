"""Telegram Desktop: which messages are posts, and what is taken of them."""

from __future__ import annotations

from sayso.read.posts.shape import Found
from sayso.read.posts.telegram import SHAPES
from tests.exports import export_rows

(SHAPE,) = SHAPES
MESSAGE = {
    "id": 2,
    "type": "message",
    "date_unixtime": "1709287200",
    "_chat_id": 15,
    "_chat_type": "public_channel",
}


def read(row: dict[str, object]) -> Found:
    """Return the one post of ``row``."""
    (found,) = SHAPE.read(row)
    return found


def test_channel_gives_its_posts_and_no_service_messages():
    """Links, hashtags and mentions are the marked ones; a signed post without a sender is the channel's own."""
    rows = export_rows("telegram-chat.json")
    assert all(map(SHAPE.matches, rows))
    assert [found for row in rows for found in SHAPE.read(row)] == [
        Found(
            platform="telegram",
            id="1500100200/2",
            account_id="channel1500100200",
            account_name="Harbour Watch",
            created="1709287200",
            text="👩‍👩‍👧 Порт закрыт. #порт https://news.example/port?id=1 и здесь @harbour_desk +1 555 0100",
            links=["https://news.example/port?id=1", "https://news.example/more"],
            hashtags=["порт"],
            mentions=["harbour_desk"],
        ),
        Found(
            platform="telegram",
            id="1500100200/3",
            account_id="channel1500100200",
            account_name="Harbour Watch",
            created="1709287500",
            text="Подтверждаем https://quay.example/a.",
            links=["https://quay.example/a"],
            reply_to="1500100200/2",
        ),
        Found(
            platform="telegram",
            id="1500100200/4",
            account_id="user77",
            created="2024-03-01T10:06:00",
            reply_to="999/9",
        ),
    ]


def test_full_export_gives_chats_and_left_ones_but_no_notes_to_oneself():
    """The id of a message begins with its chat's; plain text is searched where nothing in it is marked."""
    rows = export_rows("telegram-full.json")
    assert all(map(SHAPE.matches, rows))
    assert [found for row in rows for found in SHAPE.read(row)] == [
        Found(
            platform="telegram",
            id="1600100200/2",
            account_id="user11",
            account_name="Ann",
            created="1709290800",
            text="old clients wrote #strike as plain text",
            hashtags=["strike"],
        ),
        Found(
            platform="telegram",
            id="1700100200/2",
            account_id="user12",
            account_name="Bob",
            created="1709294400",
            text="bye",
        ),
    ]


def test_sender_of_old_exports_is_a_bare_number():
    """Before 2021 ``from_id`` was a number."""
    assert read(MESSAGE | {"from_id": 4321}).account_id == "user4321"


def test_group_message_without_sender_has_no_account():
    """Only a channel speaks for itself: in a group nobody is known to have written."""
    assert read(MESSAGE | {"_chat_type": "private_supergroup"}).account_id is None


def test_entities_by_offset_count_utf16_units():
    """The ship before the tag is one code point and two units."""
    entities = [{"type": "hashtag", "offset": 3, "length": 5}, {"type": "url", "offset": 9, "length": 10}]
    found = read(MESSAGE | {"text": "🚢 #port e.org/tree", "entities": entities})
    assert (found.hashtags, found.links) == (["port"], ["e.org/tree"])


def test_text_of_the_wrong_kind_is_lost_and_named():
    """A number where the text was costs the text."""
    found = read(MESSAGE | {"text": 5})
    assert (found.id, found.text, found.lost) == ("15/2", "", {"text": "is a number (text)"})


def test_message_without_its_chat_has_no_id():
    """Message numbers begin anew in every chat: without the chat they name nothing."""
    row = {name: value for name, value in MESSAGE.items() if not name.startswith("_")}
    assert SHAPE.matches(row)
    assert read(row).id is None
