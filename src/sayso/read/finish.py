"""Finish what a reader yields, in one place for all formats: limits, characters, boilerplate, language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.language.identify import identify
from sayso.read.boilerplate import find_boilerplate
from sayso.read.notice import line, named, place
from sayso.read.posts.shape import Recognised
from sayso.read.source import Item, Source
from sayso.records import Document, Issue, Post, SharedObject, Span, Unread

# PostgreSQL holds no NUL; lone surrogates are no characters and no store takes them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_TEXTS = (
    *("platform", "id", "account_id", "account_name", "text", "url", "path", "record"),
    *("repost_of", "reply_to", "quote_of", "thread"),
)
_LISTS = ("links", "hashtags", "mentions", "media")
"""The fields of a post that hold text from outside; the others are made here."""


def finish(item: Item, source: Source) -> Iterator[Item]:
    """Yield ``item`` fit for the store, with an `Issue` beside it for whatever was taken out, or instead of it."""
    if isinstance(item, Post):
        yield storable_post(item)
        return
    if isinstance(item, Recognised):
        yield item
        return
    if isinstance(item, Issue):
        yield replace(item, message=line(named(item.message, source)), path=line(item.path or source.path))
        return
    where = place(source) if item.record == source.record else f"{source.path} [{item.record}]"
    limit = source.settings.max_document_characters
    if len(item.text) > limit:
        message = f"{where}: {len(item.text):,} characters, the limit max_document_characters is {limit:,}"
        yield _issue(item, "too-long", message, "split the text, or raise max_document_characters")
    elif not _LETTER.search(item.text):
        message = f"{where}: no text was found in it"
        yield _issue(
            item, "no-text", message, "if it is a scan, run text recognition (OCR) first; else nothing to do"
        )
    else:
        document, n_dropped = storable(item)
        if n_dropped:
            message = f"{where}: {n_dropped} NUL characters or lone surrogates were taken out of the text"
            yield _issue(
                item, "nul-characters", message, "check the place in the original; the document was kept"
            )
        yield _with_language(_with_boilerplate(_with_address(document)))


def storable(document: Document) -> tuple[Document, int]:
    """Return ``document`` without NULs and lone surrogates, its spans moved, and how many were in its text."""
    gone = [match.start() for match in _UNSTORABLE.finditer(document.text)]
    changes: dict[str, object] = {
        name: _UNSTORABLE.sub("", value)
        for name in ("url", "title", "outlet", "author", "record", "path")
        if (value := getattr(document, name)) and _UNSTORABLE.search(value)
    }
    if any(_UNSTORABLE.search(value) for value in document.evidence.values()):
        changes["evidence"] = {name: _UNSTORABLE.sub("", value) for name, value in document.evidence.items()}
    if gone:
        changes["text"] = _UNSTORABLE.sub("", document.text)
        changes["unread"] = tuple(
            Unread(
                span=Span(_moved(unread.span.start, gone), _moved(unread.span.end, gone)),
                reason=unread.reason,
            )
            for unread in document.unread
        )
    return (replace(document, **changes) if changes else document), len(gone)  # type: ignore[arg-type]


def storable_post(post: Post) -> Post:
    """Return ``post`` without NULs and lone surrogates in any of its texts."""
    texts = [value for name in _TEXTS if (value := getattr(post, name))]
    for name in _LISTS:
        texts += getattr(post, name)
    for shared in post.objects:
        texts += shared
    if not _UNSTORABLE.search("\n".join(texts)):
        return post
    changes: dict[str, object] = {
        name: _UNSTORABLE.sub("", value) for name in _TEXTS if (value := getattr(post, name))
    }
    for name in _LISTS:
        changes[name] = tuple(_UNSTORABLE.sub("", value) for value in getattr(post, name))
    changes["objects"] = tuple(
        SharedObject(_UNSTORABLE.sub("", kind), _UNSTORABLE.sub("", value)) for kind, value in post.objects
    )
    return replace(post, **changes)  # type: ignore[arg-type]


def _moved(position: int, gone: list[int]) -> int:
    return position - bisect_left(gone, position)


def _with_address(document: Document) -> Document:
    """Say where the address came from where the reader took the one it was given."""
    if document.url is None or "url" in document.evidence:
        return document
    return replace(document, evidence={**document.evidence, "url": "address it was read from"})


def _with_boilerplate(document: Document) -> Document:
    found = (*document.unread, *find_boilerplate(document.text))
    return replace(document, unread=disjoint(found, len(document.text)))


def disjoint(unread: Iterable[Unread], length: int) -> tuple[Unread, ...]:
    """Return the stretches sorted, inside the text, none empty and none overlapping; the earlier one keeps a clash."""
    result: list[Unread] = []
    end = 0
    for item in sorted(unread, key=lambda item: (item.span.start, -item.span.end)):
        start, stop = max(item.span.start, end), min(item.span.end, length)
        if start < stop:
            result.append(Unread(span=Span(start, stop), reason=item.reason))
            end = stop
    return tuple(result)


def _with_language(document: Document) -> Document:
    """Set the language the text is in; what a page declares counts only where the text is too short to tell."""
    identified = identify(_read_part(document))
    if identified is not None:
        evidence = {**document.evidence, "language": "identified from the text"}
        return replace(document, language=identified, evidence=evidence)
    declared = re.match(r"[a-z]{2,3}(?![a-z])", (document.language or "").strip().lower())
    if declared is None:
        evidence = {name: value for name, value in document.evidence.items() if name != "language"}
        return replace(document, language=None, evidence=evidence)
    return replace(document, language=declared[0])


def _read_part(document: Document) -> str:
    pieces: list[str] = []
    start = 0
    for unread in document.unread:
        pieces.append(document.text[start : unread.span.start])
        start = unread.span.end
    return "".join((*pieces, document.text[start:]))


def _issue(document: Document, code: str, message: str, remedy: str) -> Issue:
    return Issue(
        stage="read",
        code=code,
        message=line(message),
        remedy=remedy,
        document_id=document.id,
        path=document.path,
    )
