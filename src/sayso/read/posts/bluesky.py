"""Read posts and reposts of Bluesky: what its API answers, what 4CAT makes of it, and events of the firehose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.language.offsets import utf8_slice
from sayso.read.posts.fields import Fields
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

# Names of keys: lexicons app.bsky.feed.defs (postView, feedViewPost, reasonRepost), app.bsky.feed.post,
# app.bsky.richtext.facet, app.bsky.embed.*; events: github.com/bluesky-social/jetstream. 4CAT saves the same objects
# as Python prints them: created_at for createdAt, py_type for $type (datasources/bsky/search_bsky.py).
_POSTS = "app.bsky.feed.post"
_REPOSTS = "app.bsky.feed.repost"
_EVENTS = ("commit", "identity", "account")
_CREATED = ("createdAt", "created_at")


def matches_view(row: Row) -> bool:
    """Tell whether ``row`` is a post as the API shows it, an item of a feed, or a thread."""
    thread = row.get("thread")
    return (
        _is_view(row)
        or _is_view(row.get("post"))
        or (isinstance(thread, Mapping) and _is_view(thread.get("post")))
    )


def _is_view(value: object) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("record"), Mapping):
        return False
    author = value.get("author")
    return isinstance(author, Mapping) and "did" in author and _is_at(value.get("uri"))


def matches_event(row: Row) -> bool:
    """Tell whether ``row`` is an event of the firehose, as Jetstream writes it."""
    commit = row.get("commit")
    if not isinstance(row.get("did"), str):
        return False
    return (isinstance(commit, Mapping) and "collection" in commit) or (
        row.get("kind") in _EVENTS and "time_us" in row
    )


def matches_record(row: Row) -> bool:
    """Tell whether ``row`` is a record of an account's repository: its address and what stands there."""
    return _is_at(row.get("uri")) and isinstance(row.get("value"), Mapping)


def _is_at(uri: object) -> bool:
    return isinstance(uri, str) and uri.startswith("at://")


def read_view(row: Row) -> list[Found]:
    """Return the post, of a thread all its posts; an item that somebody passed on is that account's repost."""
    return [_post(item) for item in _items(row)]


def _items(row: Row) -> Iterator[Row]:
    """Yield ``row``; of a thread the post asked for, those before it and the replies, however deep they stand."""
    thread = row.get("thread")
    waiting: list[object] = [thread if isinstance(thread, Mapping) else row]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping) and (item is row or _is_view(item.get("post"))):
            yield item
            replies = item.get("replies")
            waiting += [item.get("parent"), *(reversed(replies) if isinstance(replies, list) else ())]


def _post(row: Row) -> Found:
    fields = Fields(row)
    view = fields.inside("post") if "post" in row and not _is_view(row) else fields
    record = view.inside("record", "text")
    found = Found(platform="bluesky", id=view.key("id", "uri"), lost=fields.lost)
    author = view.inside("author", "account_id")
    found.account_id, found.account_name = (
        author.key("account_id", "did"),
        author.text("account_name", "handle"),
    )
    found.created = record.time(*_CREATED) or view.time("indexedAt", "indexed_at")
    _take_record(found, record)
    if not found.quote_of and not found.media:
        _take_embed(found, view.inside("embed"))
    reason = fields.inside("reason")
    if reason.value("by.did") is not None:
        return _passed_on(found, reason)
    return _finished(found)


def _passed_on(original: Found, reason: Fields) -> Found:
    """Return the repost: who passed on, when, and the text of the post; older answers give it no address."""
    account = reason.key("account_id", "by.did")
    found = _finished(original)
    found.repost_of, found.account_id = found.id, account
    found.account_name = reason.text("account_name", "by.handle")
    found.id = reason.key("id", "uri") or (f"{found.repost_of}/repost/{account}" if found.repost_of else None)
    found.created = reason.time("indexedAt", "indexed_at")
    found.reply_to = found.quote_of = found.thread = None
    return found


def read_event(row: Row) -> list[Found]:
    """Return the post or repost that was made; none for likes, follows, deletions and changes of accounts."""
    fields = Fields(row)
    commit = fields.inside("commit")
    did, collection = fields.key("account_id", "did"), commit.text("", "collection")
    if collection not in (_POSTS, _REPOSTS) or commit.value("operation") == "delete":
        return []
    rkey = commit.key("id", "rkey")
    uri = f"at://{did}/{collection}/{rkey}" if did and rkey else None
    return [_of_record(uri, did, commit.inside("record", "text"), fields)]


def read_record(row: Row) -> list[Found]:
    """Return the post or repost that the record is; none for other records."""
    fields = Fields(row)
    uri = fields.key("id", "uri") or ""
    did, _, rest = uri.removeprefix("at://").partition("/")
    if rest.partition("/")[0] not in (_POSTS, _REPOSTS):
        return []
    return [_of_record(uri, did, fields.inside("value", "text"), fields)]


def _of_record(uri: str | None, did: str | None, record: Fields, around: Fields) -> Found:
    found = Found(platform="bluesky", id=uri, account_id=did, lost=record.lost)
    found.created = record.time(*_CREATED) or around.time("time_us")
    if uri and f"/{_REPOSTS}/" in uri:
        found.repost_of = record.key("repost_of", "subject.uri")
        return found
    _take_record(found, record)
    return _finished(found)


def _take_record(found: Found, record: Fields) -> None:
    """Fill what the record of a post holds."""
    found.text = record.text("text", "text") or ""
    languages = record.texts("language", "langs")
    found.language = languages[0] if languages else None
    found.reply_to = record.key("reply_to", "reply.parent.uri")
    found.thread = record.key("thread", "reply.root.uri")
    for feature in _features(record, found.text):
        if tag := feature.text("hashtags", "tag"):
            found.hashtags.append(tag)
        elif link := feature.text("links", "uri"):
            found.links.append(link)
        elif name := feature.text("mentions", "written", "did"):
            found.mentions.append(name)
    found.hashtags += record.texts("hashtags", "tags")
    _take_embed(found, record.inside("embed", "media"))


def _features(record: Fields, text: str) -> Iterator[Fields]:
    """Yield what the facets mark, in the order of the text; the handle of a mention as the text writes it.

    Facets count in bytes of UTF-8, and give a mention as the account's number alone.
    """
    for facet in sorted(record.each("links", "facets"), key=_start):
        start, end = _start(facet), _offset(facet, "index.byteEnd", "index.byte_end")
        written = utf8_slice(text, start, end) if start >= 0 else None
        for feature in facet.each("links", "features"):
            name = written.lstrip("@") if written and written.startswith("@") else None
            yield Fields({**feature.row, "written": name}, feature.lost, feature.at)


def _start(facet: Fields) -> int:
    return _offset(facet, "index.byteStart", "index.byte_start")


def _offset(facet: Fields, *names: str) -> int:
    for name in names:
        found = facet.value(name)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    return -1


def _take_embed(found: Found, embed: Fields) -> None:
    """Fill link, pictures, video and the quoted post; those of ``recordWithMedia`` stand one level deeper.

    Pictures and videos are named by their CID, the hash of their bytes.
    """
    for part in (embed, embed.inside("media")):
        if link := part.text("links", "external.uri"):
            found.links.append(link)
        blobs = [image.inside("image") for image in part.each("media", "images")] + [part.inside("video")]
        names = (blob.key("media", "ref.$link", "ref.link", "cid") for blob in blobs)
        found.media += [name for name in names if name]
    quoted = embed.key("", "record.record.uri", "record.uri")
    if quoted and f"/{_POSTS}/" in quoted:
        found.quote_of = quoted


def _finished(found: Found) -> Found:
    """Return ``found`` with its address on the web, and with what its text names where no facet marks it."""
    rkey = (found.id or "").rpartition("/")[2]
    person = found.account_name or found.account_id
    if rkey and person:
        found.url = f"https://bsky.app/profile/{person}/post/{rkey}"
    return fill(found)


SHAPES: tuple[Shape, ...] = (
    Shape(name="bluesky", title="Bluesky API", matches=matches_view, read=read_view),
    Shape(
        name="bluesky-jetstream",
        title="Bluesky firehose",
        matches=matches_event,
        read=read_event,
        skipped="a like, a follow, a deletion or a change of an account",
    ),
    Shape(
        name="bluesky-records",
        title="Bluesky, records of an account",
        matches=matches_record,
        read=read_record,
        skipped="a record that is no post",
    ),
)
