"""Read statuses of Mastodon and of servers that speak its API: Pleroma, Akkoma, Truth Social."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree, html

from sayso.read.posts.fields import Fields, without_markup
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

# Names of keys: docs.joinmastodon.org/entities/Status, /Quote; Truth Social beside those: quote_id, group (4CAT,
# datasources/truth/search_truth.py). Pictures of accounts, their notes and fields are left where they are.
_BESIDE = ("uri", "visibility", "in_reply_to_id", "reblogs_count", "spoiler_text")
_TRUTH = "truthsocial.com"
_ANCHOR = re.compile(r"<a\s", re.IGNORECASE)


def matches(row: Row) -> bool:
    """Tell whether ``row`` is a status."""
    account = row.get("account")
    if not isinstance(account, Mapping) or "content" not in row or "id" not in row:
        return False
    return ("acct" in account or "username" in account) and any(name in row for name in _BESIDE)


def read(row: Row) -> list[Found]:
    """Return the status; one that only passes on another has that one's text. None for a private message."""
    if row.get("visibility") == "direct":
        return []
    fields = Fields(row)
    platform = "truth" if _on_truth(fields) else "mastodon"
    found = Found(platform=platform, id=fields.key("id", "id"), lost=fields.lost)
    _take_account(found, fields.inside("account", "account_id"))
    found.created = fields.time("created_at")
    found.url = fields.text("url", "url", "uri")
    passed_on = fields.inside("reblog", "repost_of")
    found.repost_of = passed_on.key("repost_of", "id")
    if found.repost_of is None:
        found.reply_to = fields.key("reply_to", "in_reply_to_id")
        found.quote_of = _quoted(fields)
    _take_content(found, passed_on if passed_on.row else fields)
    return [fill(found)]


def _on_truth(fields: Fields) -> bool:
    addresses = (fields.value(name) for name in ("uri", "url", "account.url"))
    return any(isinstance(address, str) and _host(address) == _TRUTH for address in addresses)


def _take_account(found: Found, account: Fields) -> None:
    """Fill who posted, under the name that holds on every server.

    The number of an account is its server's own: 1 is somebody else on each. On Truth Social there is one server.
    """
    found.account_name = _handle(account, "account_name", found.platform)
    found.account_id = account.key("account_id", "id")
    if found.platform == "mastodon" and found.account_name and "@" in found.account_name:
        found.account_id = found.account_name.lower()


def _handle(account: Fields, target: str, platform: str) -> str | None:
    """Return ``name@server``, the server from the address of an account at home; the bare name on Truth Social."""
    name = account.text(target, "acct", "username")
    if name is None or platform != "mastodon" or "@" in name:
        return name
    address = account.text("", "url", "uri")
    host = _host(address) if address else ""
    return f"{name}@{host}" if host else name


def _quoted(fields: Fields) -> str | None:
    """Return the status that is quoted: since Mastodon 4.4 in an object that says whether its author agreed."""
    return fields.key("quote_of", "quote_id", "quoted_status_id") or Fields(
        {"quote": fields.inside("quote", "quote_of").row}
    ).key("", "quote.quoted_status.id", "quote.quoted_status_id", "quote.id")


def _take_content(found: Found, status: Fields) -> None:
    content = status.text("text", "content") or ""
    found.text = without_markup(content)
    found.language = status.text("language", "language")
    found.hashtags = [
        name for tag in status.each("hashtags", "tags") if (name := tag.text("hashtags", "name"))
    ]
    people = (_handle(person, "mentions", found.platform) for person in status.each("mentions", "mentions"))
    found.mentions = [name for name in people if name]
    found.media = [
        key for item in status.each("media", "media_attachments") if (key := item.key("media", "id"))
    ]
    card = status.inside("card", "links").text("links", "url")
    found.links = [*_links(content), *([card] if card else [])]


def _links(content: str) -> list[str]:
    """Return where the links of the HTML lead, except those that stand for mentions and hashtags."""
    if not _ANCHOR.search(content):
        return []
    try:
        tree = html.fromstring(content.replace("\x00", "").encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    anchors = (dict(anchor.attrib) for anchor in tree.iter("a"))
    return [
        str(anchor["href"])
        for anchor in anchors
        if str(anchor.get("href", "")).startswith(("http://", "https://"))
        and not {"mention", "hashtag"} & set(str(anchor.get("class", "")).split())
    ]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a bracket that opens no IPv6 address
        return ""


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="mastodon",
        title="Mastodon API or Truth Social",
        matches=matches,
        read=read,
        skipped="a private message",
    ),
)
