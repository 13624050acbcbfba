"""Make a post of what a shape found in a row: times, ids, handles and hashtags in one form for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.read.posts.shape import Found
from sayso.read.posts.times import TimeLostError, epoch_of, iso_of
from sayso.read.posts.values import MISSING, id_of
from sayso.records import Post, SharedObject

UNKNOWN = "unknown"
"""The platform of a post whose export does not say it."""

LONGEST_ID = 512
"""Characters; the longest real ones, addresses of Mastodon and ``at://`` of Bluesky, have about 100."""

LONGEST_VALUE = 4_000
"""Characters of an address, a handle or a hashtag; longer ones are something else in the wrong column."""

MOST_VALUES = 1_000
"""Links, tags or mentions of one post; spam of 300 handles occurs."""

# Spreadsheets write 1234567890123456789 as 1.23457E+18: another number, so another post. Reddit's ids count in base 36:
# `1e5` is one.
_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d*e[+-]?|e[+-])\d+", re.IGNORECASE | re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_POINT_ZERO = re.compile(r"(\d{1,15})\.0", re.ASCII)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_NO_LANGUAGE = frozenset({"und", "qam", "qct", "qht", "qme", "qst", "zxx", "art", "in-und"})
"""What X writes for posts of nothing but mentions, tags, media or links."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a row is no post that can be used."""

    code: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where posts come from: what `Post` says of its file, and what is to be known of the shape of its rows."""

    blob: str
    path: str
    format: str
    most_characters: int
    utc: bool = False
    shares: bool = False
    seconds: bool = False


def to_post(found: Found, record: str, where: Where) -> Post | Unusable:
    """Return the post that ``found`` is, or why it is none; ``found.lost`` grows by the fields that cannot be used."""
    post_id, account_id = _key(found, "id"), _key(found, "account_id")
    if post_id is None:
        return _no_key("no-post-id", "id", found)
    if account_id is None:
        return _no_key("no-account", "account_id", found)
    epoch = _epoch(found, utc=where.utc, seconds=where.seconds)
    if len(found.text) > where.most_characters:
        found.lost["text"] = f"has more than {where.most_characters:,} characters"
        found.text = ""
    return Post(
        platform=found.platform.strip().lower() or UNKNOWN,
        id=post_id,
        account_id=account_id,
        account_name=_handle(found.account_name) if found.account_name else None,
        blob=where.blob,
        path=where.path,
        record=record,
        format=where.format,
        created_epoch=epoch,
        created_at=None if epoch is None else iso_of(epoch),
        text=found.text.replace("\r\n", "\n") if "\r" in found.text else found.text,
        url=_address(found.url) if found.url else None,
        language=_language(found.language) if found.language else None,
        links=_addresses(found.links) if found.links else (),
        hashtags=_once(map(_hashtag, found.hashtags)) if found.hashtags else (),
        mentions=_once(map(_handle, found.mentions)) if found.mentions else (),
        media=_once(map(id_of, found.media)) if found.media else (),
        objects=_objects(found.objects) if found.objects else (),
        repost_of=_key(found, "repost_of") if found.repost_of is not None else None,
        reply_to=_key(found, "reply_to") if found.reply_to is not None else None,
        quote_of=_key(found, "quote_of") if found.quote_of is not None else None,
        thread=_key(found, "thread") if found.thread is not None else None,
    )


def _no_key(code: str, field: str, found: Found) -> Unusable:
    what = "id" if field == "id" else "account"
    if field not in found.lost:
        return Unusable(code, f"it has no {what}", f"if another column holds it: --map {what}=COLUMN")
    remedy = f"export the table again with the {what} as text"
    return Unusable(code, f"its {what} {found.lost.pop(field)}", remedy)


def _key(found: Found, field: str) -> str | None:
    """Return an id as text, or None with the reason in ``found.lost``."""
    value = id_of(getattr(found, field))
    if value is not None and not value.isprintable():
        value = id_of(_UNPRINTABLE.sub("", value))
    if value is None:
        return None
    if len(value) > LONGEST_ID:
        found.lost[field] = f"has {len(value):,} characters"
    elif _ROUNDED.fullmatch(value):
        found.lost[field] = f"was rounded by a spreadsheet ({value})"
    elif "." in value and (match := _POINT_ZERO.fullmatch(value)):
        return match[1]  # pandas writes ids so where some are missing
    else:
        return value
    return None


def _epoch(found: Found, *, utc: bool, seconds: bool) -> int | None:
    created = found.created
    if created is None or (isinstance(created, str) and created.strip().lower() in MISSING):
        return None
    try:
        return epoch_of(created, utc=utc, seconds=seconds)
    except TimeLostError as error:
        found.lost["created"] = f"{error} ({str(created)[:40]!r})"
        return None


def _handle(name: object) -> str | None:
    if not isinstance(name, str):
        return id_of(name)
    name = " ".join(name.split()).lstrip("@\uff20").strip()
    return name if name and name != "REDACTED" and len(name) <= LONGEST_VALUE else None


def _hashtag(tag: object) -> str | None:
    if not isinstance(tag, str):
        return None
    tag = tag.strip().lstrip("#\uff03").strip()
    return tag if tag and len(tag) <= LONGEST_VALUE else None


def _address(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    value = value.strip()
    return value if value.lower() not in MISSING and len(value) <= LONGEST_VALUE else None


def _addresses(links: Iterable[object]) -> tuple[str, ...]:
    return _once(map(_address, links))


def _language(value: object) -> str | None:
    match = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if match is None or match[1].lower() in _NO_LANGUAGE else match[1].lower()


def _objects(objects: Iterable[SharedObject]) -> tuple[SharedObject, ...]:
    kept = ((kind, id_of(value)) for kind, value in objects)
    fitting = {
        SharedObject(kind, value): None for kind, value in kept if value and len(value) <= LONGEST_VALUE
    }
    return tuple(fitting)[:MOST_VALUES]


def _once(values: Iterable[str | None]) -> tuple[str, ...]:
    kept = dict.fromkeys(value for value in values if value is not None)
    return tuple(kept)[:MOST_VALUES] if len(kept) > MOST_VALUES else tuple(kept)
