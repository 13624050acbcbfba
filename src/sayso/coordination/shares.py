"""What each post shares: links, domains, hashtags, reposts, replies, mentions, media, text. A map stage over posts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sayso.coordination.addresses import domain_of, is_platform, is_shortener, normalise
from sayso.coordination.post_addresses import post_at
from sayso.coordination.texts import share_text
from sayso.stages import POSTS, SHARES

TRACES = (
    "url",
    "domain",
    "hashtag",
    "hashtags",
    "repost",
    "quote",
    "reply",
    "mention",
    "media",
    "text",
    "object",
)
"""The kinds of trace that one post leaves by itself; ``near-text`` needs all posts."""

MIN_SEQUENCE = 2
MIGHT_LINK = r"(?i)https?://|www\.|\b(?:t\.me|bit\.ly|youtu\.be|clck\.ru|goo\.su)/"
LINK_IN_TEXT = re.compile(
    r"(?:https?://|(?<![\w.@/-])www\.|(?<![\w.@/-])(?:t\.me|bit\.ly|youtu\.be|clck\.ru|goo\.su)/)[^\s<>\"«»“”]+",
    re.IGNORECASE,
)
AFTER_LINK = ".,;:!?'’*_~|"
BRACKETS = {")": "(", "]": "[", "}": "{"}


class Pairs(NamedTuple):
    """Things shared, as equally long columns: the row of the post in its batch, and the thing."""

    rows: pa.Array
    values: pa.Array


@dataclass(slots=True)
class ShareStage:
    """Turn posts into what they share: one row for each post, trace and value.

    A repost passes on the links, hashtags and media of the post it repeats; the order of the hashtags and whom it
    mentions are somebody else's choice and no share of the reposting account. Its text is one: in some exports every
    post names another it repeats, and words of its own stand beside that. Where it only repeats, the cluster of its
    copies goes with the reposted post and is left out of the search for ties (``repeats``). A post without a time
    shares nothing: no window can hold it.
    """

    reads: pa.Schema = POSTS
    writes: pa.Schema = SHARES

    def open(self) -> None:
        """Load nothing."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the shares of the posts of ``batch``, in the order of `TRACES`, then of the posts."""
        return shares_of(batch.filter(pc.is_valid(batch["created_epoch"])))


def shares_of(posts: pa.RecordBatch) -> pa.RecordBatch:
    """Return what ``posts`` share; all of them have a time."""
    own = pc.is_null(posts["repost_of"])
    urls, quotes = _links(posts)
    tags = _each(_listed(posts["hashtags"]), _tag)
    traces = {
        "url": urls,
        "domain": _each(urls, _publisher),
        "hashtag": tags,
        "hashtags": _of_rows(_sequences(tags), own),
        "repost": _post_ids(posts, "repost_of"),
        "quote": _together(_post_ids(posts, "quote_of"), quotes),
        "reply": _post_ids(posts, "reply_to"),
        "mention": _of_rows(_on_platform(posts, _each(_listed(posts["mentions"]), _handle)), own),
        "media": _each(_listed(posts["media"]), _stripped),
        "text": _each(_single(posts["text"]), share_text),
        "object": _objects(posts["objects"]),
    }
    return _batch(posts, {trace: _distinct(pairs) for trace, pairs in traces.items()})


def _batch(posts: pa.RecordBatch, traces: dict[str, Pairs]) -> pa.RecordBatch:
    """Return the rows of SHARES for the pairs of each trace."""
    rows = pa.concat_arrays([pairs.rows for pairs in traces.values()])
    names = np.repeat(list(traces), [len(pairs.rows) for pairs in traces.values()])
    account = pc.binary_join_element_wise(posts["platform"], posts["account_id"], ":")
    post = pc.binary_join_element_wise(posts["platform"], posts["id"], ":")
    columns = [
        pa.array(names, pa.string()),
        pa.concat_arrays([pairs.values for pairs in traces.values()]),
        account.take(rows),
        post.take(rows),
        posts["platform"].take(rows),
        posts["created_epoch"].take(rows),
    ]
    return pa.record_batch(columns, schema=SHARES)


def _links(posts: pa.RecordBatch) -> tuple[Pairs, Pairs]:
    """Return the pages that posts link to, and the posts of the same platform that they link to."""
    urls = _each(_together(_listed(posts["links"]), _links_in_text(posts)), normalise)
    own = _each(_single(posts["url"]), normalise)
    itself = _keys(urls, own)
    urls = _where(urls, pc.invert(itself))
    posts_linked = _each(urls, _post_key, keep=True)
    same = pc.equal(posts["platform"].take(urls.rows), _before(posts_linked.values))
    same = pc.fill_null(same, fill_value=False)
    quotes = _where(posts_linked, same)
    ids = pc.binary_join_element_wise(posts["platform"], posts["id"], ":")
    reposts = pc.binary_join_element_wise(posts["platform"], posts["repost_of"], ":")
    known = pc.or_(
        pc.equal(quotes.values, ids.take(quotes.rows)),
        pc.fill_null(pc.equal(quotes.values, reposts.take(quotes.rows)), fill_value=False),
    )
    return _where(urls, pc.invert(same)), _where(quotes, pc.invert(known))


def _links_in_text(posts: pa.RecordBatch) -> Pairs:
    """Return the links that stand in texts; those of shorteners only where the export gives no link of the post."""
    text = posts["text"]
    might = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(text, MIGHT_LINK), fill_value=False))
    expanded = pc.greater(pc.fill_null(pc.list_value_length(posts["links"]), 0), 0).take(might).to_pylist()
    rows, values = [], []
    for row, words, has_links in zip(might.to_pylist(), text.take(might).to_pylist(), expanded, strict=True):
        for link in links_in(words):
            if not (has_links and is_shortener(normalise(link) or "")):
                rows.append(row)
                values.append(link)
    return Pairs(pa.array(rows, pa.int64()), pa.array(values, pa.string()))


def links_in(text: str) -> list[str]:
    """Return the addresses that stand in ``text``, without what follows them in the sentence; none that is cut off."""
    found = (_trimmed(match[0]) for match in LINK_IN_TEXT.finditer(text))
    return [link for link in found if not link.endswith("…")]


def _trimmed(link: str) -> str:
    while link:
        last = link[-1]
        if last in AFTER_LINK or (last in BRACKETS and link.count(last) > link.count(BRACKETS[last])):
            link = link[:-1]
        else:
            break
    return link


def _post_key(url: str) -> str | None:
    found = post_at(url)
    return f"{found[0]}:{found[1]}" if found else None


def _publisher(url: str) -> str | None:
    domain = domain_of(url)
    return None if domain is None or is_platform(domain) or is_shortener(url) else domain


def _tag(tag: str) -> str | None:
    return _folded(tag.strip().lstrip("#＃").strip()) or None


def _handle(name: str) -> str | None:
    return _folded(name.strip().lstrip("@＠").strip()) or None


def _folded(text: str) -> str:
    """Return the NFKC form without case; the second pass is for letters whose lower case is no NFKC."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _stripped(text: str) -> str | None:
    return text.strip() or None


def _objects(column: pa.Array) -> Pairs:
    """Return the things that the table itself names; of another kind than ``object``, the kind stands before it."""
    rows, things = pc.list_parent_indices(column), pc.list_flatten(column)
    kinds, values = pc.struct_field(things, "kind"), pc.struct_field(things, "value")
    named = pc.binary_join_element_wise(kinds, values, ":")
    values = pc.if_else(pc.equal(kinds, "object"), values, named)
    return _each(Pairs(rows, values), _stripped)


def _sequences(tags: Pairs) -> Pairs:
    """Return the hashtags of each post that has two or more, in their order, joined by spaces."""
    rows, starts = np.unique(tags.rows.to_numpy(zero_copy_only=False), return_index=True)
    offsets = pa.array(np.append(starts, len(tags.rows)), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, tags.values)
    pairs = Pairs(pa.array(rows, pa.int64()), pc.binary_join(lists, " "))
    return _where(pairs, pc.greater_equal(pc.list_value_length(lists), MIN_SEQUENCE))


def _post_ids(posts: pa.RecordBatch, column: str) -> Pairs:
    return _on_platform(posts, _each(_single(posts[column]), _stripped))


def _on_platform(posts: pa.RecordBatch, pairs: Pairs) -> Pairs:
    """Return the values with the platform of their post before them: ids and names of two platforms never meet."""
    platforms = posts["platform"].take(pairs.rows)
    return Pairs(pairs.rows, pc.binary_join_element_wise(platforms, pairs.values, ":"))


def _listed(column: pa.Array) -> Pairs:
    return Pairs(pc.list_parent_indices(column).cast(pa.int64()), pc.list_flatten(column))


def _single(column: pa.Array) -> Pairs:
    return Pairs(pa.array(np.arange(len(column)), pa.int64()), column)


def _together(*several: Pairs) -> Pairs:
    rows, values = zip(*several, strict=True)
    return Pairs(pa.concat_arrays(rows), pa.concat_arrays(values))


def _where(pairs: Pairs, mask: pa.Array) -> Pairs:
    return Pairs(pairs.rows.filter(mask), pairs.values.filter(mask))


def _of_rows(pairs: Pairs, mask: pa.Array) -> Pairs:
    return _where(pairs, mask.take(pairs.rows))


def _each(pairs: Pairs, function: Callable[[str], str | None], *, keep: bool = False) -> Pairs:
    """Return what ``function`` makes of each value, called once for each; without None unless ``keep``."""
    encoded = pairs.values.dictionary_encode()
    made = pa.array(_made(encoded.dictionary.to_pylist(), function), pa.string())
    values = made.take(encoded.indices)
    return Pairs(pairs.rows, values) if keep else _where(Pairs(pairs.rows, values), pc.is_valid(values))


def _made(values: Iterable[str], function: Callable[[str], str | None]) -> list[str | None]:
    return [function(value) for value in values]


def _before(keys: pa.Array) -> pa.Array:
    """Return the platform of each ``platform:id``."""
    return pc.struct_field(pc.extract_regex(keys, r"^(?P<platform>[^:]*):"), "platform")


def _keys(urls: Pairs, own: Pairs) -> pa.Array:
    """Tell for each link whether it is the address of its own post."""
    size = max([0, *(pc.max(pairs.rows).as_py() + 1 for pairs in (urls, own) if len(pairs.rows))])
    places = np.full(size, -1, np.int64)
    places[own.rows.to_numpy(zero_copy_only=False)] = np.arange(len(own.rows))
    places = places[urls.rows.to_numpy(zero_copy_only=False)]
    theirs = own.values.take(pa.array(places, pa.int64(), mask=places < 0))
    return pc.fill_null(pc.equal(urls.values, theirs), fill_value=False)


def _distinct(pairs: Pairs) -> Pairs:
    """Return each pair once, in the order in which they first stand."""
    if not len(pairs.rows):
        return Pairs(pairs.rows.cast(pa.int64()), pairs.values.cast(pa.string()))
    table = pa.table({"row": pairs.rows.cast(pa.int64()), "value": pairs.values})
    table = table.group_by(["row", "value"], use_threads=False).aggregate([])
    return Pairs(table["row"].combine_chunks(), table["value"].combine_chunks())
