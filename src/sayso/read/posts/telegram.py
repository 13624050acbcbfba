"""Read the JSON that Telegram Desktop exports, of one chat or of all.

The messages stand under ``messages`` of a chat, and do not say which chat that is. Who streams the file hands each
over with keys of its chat added, under the names of `CONTEXT`. In the export of one chat the chat is the outermost
object; in the full one it is an item of ``chats.list`` or ``left_chats.list``. Its ``name``, ``type`` and ``id`` come
first. Notes to oneself have no ``name``, and that of a deleted account is null: id and type are there always.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sayso.language.offsets import utf16_slice
from sayso.read.posts.fields import Fields, whole
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

CONTEXT: Mapping[str, str] = {"id": "_chat_id", "name": "_chat_name", "type": "_chat_type"}
"""The key of a chat, and the name under which each of its messages carries it."""

# Keys and types: Telegram Desktop, export_output_json.cpp (SerializeMessage, SerializeText, writeDialogStart).
# contact_information, location_information, place_name and address are left where they are.
_KINDS = ("message", "service", "unsupported")
_CHANNELS = ("public_channel", "private_channel")
# Login codes, notes to oneself, and a second copy of answers to oneself.
_NOT_POSTS = ("verification_codes", "saved_messages", "replies")
_PEERS = ("user", "channel", "chat")
_PLAIN = ("plain", "")


class _Piece(NamedTuple):
    """A piece of the text: what it is (``link``, ``hashtag``, ...), how it reads, where it leads."""

    kind: str
    text: str
    href: str | None = None


def matches(row: Row) -> bool:
    """Tell whether ``row`` is a message of Telegram Desktop."""
    if row.get("type") not in _KINDS or "id" not in row:
        return False
    return "_chat_id" in row or "date_unixtime" in row or "text_entities" in row


def read(row: Row) -> list[Found]:
    """Return the message as a post; none for a service message and for chats that hold nobody's posts."""
    if row.get("type") != "message" or row.get("_chat_type") in _NOT_POSTS:
        return []
    fields = Fields(row)
    found = Found(platform="telegram", lost=fields.lost)
    chat = fields.key("id", "_chat_id")
    found.id = _post_id(chat, fields.key("id", "id"))
    _take_account(found, fields, chat)
    found.created = fields.time("date_unixtime", "date")
    _take_text(found, fields)
    # A forwarded message names whom it is from, not which message it was: there is no id to point to.
    other = fields.key("reply_to", "reply_to_peer_id")
    found.reply_to = _post_id(_bare(other) if other else chat, fields.key("reply_to", "reply_to_message_id"))
    return [found]


def _post_id(chat: str | None, message: str | None) -> str | None:
    """Return an id that is unique on the platform: messages are counted within each chat."""
    return f"{_bare(chat)}/{message}" if chat and message else None


def _take_account(found: Found, fields: Fields, chat: str | None) -> None:
    """Fill who wrote; a channel's posts are its own, whether they say so or not."""
    sender = fields.key("account_id", "from_id")
    found.account_name = fields.text("account_name", "from")
    if sender:
        # Before 2021 exports had the bare number of a user.
        found.account_id = f"user{sender}" if sender.isdigit() else sender
    elif chat and fields.row.get("_chat_type") in _CHANNELS:
        found.account_id = f"channel{_bare(chat)}"
        found.account_name = found.account_name or fields.text("account_name", "_chat_name")


def _bare(peer: str) -> str:
    """Return the number of a peer: ``channel123`` is the chat that an export gives the id ``123``."""
    for prefix in _PEERS:
        if peer.startswith(prefix):
            return peer.removeprefix(prefix)
    return peer


def _take_text(found: Found, fields: Fields) -> None:
    pieces, entities = _pieces(fields, "text"), _pieces(fields, "text_entities")
    if isinstance(fields.value("text"), str):
        found.text = fields.text("text", "text") or ""
    else:
        found.text = "".join(piece.text for piece in pieces or entities)
    _take_words(found, entities or pieces or _cut_out(fields, found.text))


def _pieces(fields: Fields, name: str) -> list[_Piece]:
    """Return the pieces of a text that is a list of strings and objects; none where it is one string."""
    written = fields.value(name)
    if isinstance(written, str):
        return []
    if not isinstance(written, list):
        fields.texts("text", name)  # notes what it is instead
        return []
    pieces = []
    for item in written:
        part = Fields(item) if isinstance(item, Mapping) else None
        text = part.row.get("text") if part else item
        if not isinstance(text, str):
            fields.lost["text"] = f"has a piece that is no text ({name})"
            continue
        kind, href = (part.text("", "type") or "", part.text("", "href")) if part else ("", None)
        pieces.append(_Piece(kind, whole(text), href))
    return pieces


def _cut_out(fields: Fields, text: str) -> list[_Piece]:
    """Return the pieces that ``entities`` gives by offset and length in UTF-16 units, as the Bot API does."""
    pieces = []
    for item in fields.each("links", "entities"):
        start, length = item.value("offset"), item.value("length")
        if isinstance(start, int) and isinstance(length, int):
            kind = item.text("", "type") or ""
            piece = utf16_slice(text, start, start + length) or ""
            pieces.append(_Piece("link" if kind == "url" else kind, piece, item.text("", "url")))
    return pieces


def _take_words(found: Found, pieces: list[_Piece]) -> None:
    """Fill links, hashtags and mentions from the pieces; from the text where it has none but plain ones."""
    for piece in pieces:
        if piece.kind == "link":
            found.links.append(piece.text)
        elif piece.kind == "text_link" and piece.href:
            found.links.append(piece.href)
        elif piece.kind == "hashtag":
            found.hashtags.append(piece.text.lstrip("#"))
        elif piece.kind == "mention":
            found.mentions.append(piece.text.lstrip("@"))
    if all(piece.kind in _PLAIN for piece in pieces):
        fill(found)


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="telegram-desktop",
        title="Telegram Desktop export",
        matches=matches,
        read=read,
        skipped="a service message, or one of a chat with oneself",
    ),
)
