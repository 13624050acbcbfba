"""Read RSS and Atom feeds; each entry is a document."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import feedparser

from sayso.errors import ReadError
from sayso.read.dates import parse_date
from sayso.read.fragment import fragment_text, is_html
from sayso.read.source import Source
from sayso.read.tally import Tally
from sayso.records import Document, Issue, digest

# What an entry is, for its id: not where it stands in the feed, nor the feed itself, both of which change.
_PARTS = ("id", "link", "title", "author", "published", "updated", "summary")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    evidence: str


def read_feed(source: Source) -> Iterator[Document | Issue]:
    """Yield a document for each entry: the full text where the feed has it, else its teaser, else its title.

    ``evidence["text"]`` says which. An entry without any of them is an issue, and so is a feed that is cut
    off. Raise `ReadError` (``feed-damaged``, ``xml-entities``).
    """
    data = source.read()
    # Feeds have no need to declare entities; a few lines of them unpack to gigabytes. NULs go for UTF-16.
    if _ENTITY.search(data.replace(b"\x00", b"")):
        raise ReadError(
            f"{source.path} declares XML entities, which feeds do not do and attacks do",
            code="xml-entities",
            remedy="remove the <!ENTITY ...> lines if you trust it",
        )
    parsed = _parse(data, source)
    tally = Tally(source)
    if not parsed.entries:
        damaged = bool(parsed.bozo) or not parsed.get("version")
        reason = (
            f"not a feed, or damaged: {_reason(parsed.get('bozo_exception', 'no entries'))}"
            if damaged
            else "no entries"
        )
        raise ReadError(
            f"{source.path}: {reason}",
            code="feed-damaged" if damaged else "feed-empty",
            remedy="fetch the feed again; if it shows entries in a browser, save them as pages",
        )
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield from tally.issue(
            "feed-damaged",
            f"{source.path}: {_reason(parsed.bozo_exception)}; what could be read was read",
            remedy="fetch the feed again",
        )
    for index, entry in enumerate(parsed.entries[: source.settings.max_members]):
        # A plain dict: feedparser's own answers for names that are not there, with a warning.
        yield from _read_entry(dict(entry), parsed.feed, index, source, tally)
    if len(parsed.entries) > source.settings.max_members:
        yield from tally.issue(
            "too-many-members",
            f"{source.path}: more than {source.settings.max_members} entries",
            remedy="split the feed, or raise max_members",
        )
    yield from tally.rest()


def _reason(error: object) -> str:
    return re.sub(r"^<unknown>:(\d+):\d+: ", r"line \1: ", str(error))


def _parse(data: bytes, source: Source) -> feedparser.FeedParserDict:
    headers = {"content-type": source.content_type} if source.content_type else {}
    try:
        return feedparser.parse(
            io.BytesIO(data), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except ValueError as error:  # bytes that are no text inside base64 content; broken entities
        raise ReadError(
            f"{source.path} is damaged: {error}", code="feed-damaged", remedy="fetch it again"
        ) from None


def _read_entry(
    entry: Mapping[str, Any], feed: Mapping[str, Any], index: int, source: Source, tally: Tally
) -> Iterator[Document | Issue]:
    title = _line(entry.get("title"))
    body = _body(entry, title)
    record = _line(entry.get("id")) or _line(entry.get("link")) or str(index)
    if body is None:
        yield from tally.issue(
            "entry-no-text",
            f"{source.path}, entry {record[:200]}: neither text nor title",
            remedy="open the entry's page and save that",
        )
        return
    evidence = {"text": body.evidence}
    outlet = _line((entry.get("source") or {}).get("title"))
    if outlet:
        evidence["outlet"] = "source of the feed entry"
    else:
        outlet = _line(feed.get("title"))
        evidence |= {"outlet": "title of the feed"} if outlet else {}
    author = _author(entry)
    url = _url(entry)
    evidence |= {"title": "title of the feed entry"} if title else {}
    evidence |= {"author": "author of the feed entry"} if author else {}
    evidence |= {"url": "link of the feed entry"} if url else {}
    date = None
    for name in ("published", "updated"):
        if date is None and (date := parse_date(str(entry.get(name) or ""))) is not None:
            evidence["published_at"] = f"{name} of the feed entry"
    content = sorted(str(item.get("value") or "") for item in entry.get("content") or [])
    yield Document(
        id=digest({name: entry.get(name) for name in _PARTS} | {"content": content}),
        blob=source.blob,
        path=source.path,
        record=record if source.record is None else f"{source.record}#{record}",
        text=body.text,
        format="feed",
        title=title,
        author=author,
        outlet=outlet,
        url=url,
        language=_line(feed.get("language")),
        published_at=date.iso if date else None,
        published_precision=date.precision if date else None,
        evidence=evidence,
    )


def _body(entry: Mapping[str, Any], title: str | None) -> _Body | None:
    """Return the longest content; without one the teaser, without that the title."""
    contents = [_plain(item.get("value"), item.get("type")) for item in entry.get("content") or []]
    text = max(contents, key=len, default="")
    detail = entry.get("summary_detail") or {}
    teaser = _plain(entry.get("summary"), detail.get("type"))
    if text and len(text) >= len(teaser):
        return _Body(text, "content of the feed entry")
    if teaser:
        return _Body(teaser, "summary only: the teaser of the feed entry, often the beginning of the article")
    return _Body(title, "title only: the feed entry has no text") if title else None


def _plain(value: object, kind: object) -> str:
    text = str(value or "").strip()
    if kind == "text/plain" and not is_html(text):
        return text
    # Text that is escaped twice is common: the first unescape leaves tags.
    plain = fragment_text(text)
    return fragment_text(plain) if is_html(plain) else plain


def _line(value: object) -> str | None:
    """Return a title or name on one line, without tags and entities."""
    text = str(value or "")
    if "<" in text and is_html(text):
        text = fragment_text(text)
    return " ".join(html.unescape(text).split()) or None


def _author(entry: Mapping[str, Any]) -> str | None:
    names = [_line(author.get("name")) for author in entry.get("authors") or []]
    return ", ".join(name for name in names if name) or _line(entry.get("author"))


def _url(entry: Mapping[str, Any]) -> str | None:
    for name in ("feedburner_origlink", "link", "id"):
        value = str(entry.get(name) or "").strip()
        if value.lower().startswith(("http://", "https://")):
            return value
    return None
