"""The rules of `sayso.read.feed`."""

from __future__ import annotations

import pytest

from sayso.errors import ReadError
from sayso.read.feed import read_feed
from sayso.read.source import Source
from sayso.records import Document, Issue
from sayso.settings import Settings

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Outpost</title><language>en</language>
<item><title>Talks &amp;amp; fail</title><link>https://o.example/a</link><guid>tag:a</guid>
<pubDate>Wed, 12 Nov 2025 15:04:05 +0200</pubDate><dc:creator>Ana Ruiz</dc:creator>

<description>Short &lt;b&gt;teaser&lt;/b&gt;.</description>
<content:encoded>
 <![CDATA[<p>The ministry denied it.</p><script>x</script><p>A spokesman agreed.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://o.example/b</link>
<description>Only a &lt;i&gt;teaser&lt;/i&gt;.</description></item>
<item><title>Third: official denies it</title></item>
<item><link>https://o.example/d</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><id>urn:1</id><title type="html">A &lt;i&gt;b&lt;/i&gt;</title><link rel="alternate" href="https://w.example/1"/>
<updated>2025-11-12T15:04:05Z</updated><author><name>Desk</name></author><author><name>Ruiz</name></author>
<source><title>Other Wire</title></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"""


def read(data: str | bytes) -> tuple[list[Document], list[Issue]]:
    """Return the documents and issues in ``data``."""
    raw = data.encode() if isinstance(data, str) else data
    source = Source(path="in/f.xml", name="f.xml", blob="b" * 64, settings=Settings(), data=raw)
    items = list(read_feed(source))
    return [item for item in items if isinstance(item, Document)], [
        item for item in items if isinstance(item, Issue)
    ]


def test_read_feed_reads_the_fullest_text() -> None:
    """Content comes before the teaser, the teaser before the title, and the evidence says which it was."""
    documents, issues = read(RSS)
    assert [document.text for document in documents] == [
        "The ministry denied it.\n\nA spokesman agreed.",
        "Only a teaser.",
        "Third: official denies it",
    ]
    assert [document.evidence["text"].split(":")[0] for document in documents] == [
        "content of the feed entry",
        "summary only",
        "title only",
    ]
    assert [issue.code for issue in issues] == ["entry-no-text"]


def test_read_feed_keeps_what_the_entry_says() -> None:
    """Title, author, outlet, link, id and the date with its own offset are kept with their evidence."""
    documents, _ = read(RSS)
    first = documents[0]
    assert (first.title, first.author, first.outlet) == ("Talks & fail", "Ana Ruiz", "The Outpost")
    assert (first.url, first.record, first.language) == ("https://o.example/a", "tag:a", "en")
    assert (first.published_at, first.published_precision) == ("2025-11-12T15:04:05+02:00", "second")
    assert documents[1].published_at is None
    assert set(first.evidence) == {"text", "title", "author", "outlet", "url", "published_at"}


def test_read_feed_atom() -> None:
    """Atom's XHTML content, several authors and the source of an aggregated entry are read."""
    (document,), issues = read(ATOM)
    assert not issues
    assert (document.text, document.title, document.author, document.outlet) == (
        "One.\n\nTwo.",
        "A b",
        "Desk, Ruiz",
        "Other Wire",
    )
    assert document.published_at == "2025-11-12T15:04:05+00:00"


def test_read_feed_id_does_not_depend_on_the_place_in_the_feed() -> None:
    """An entry has the same id in tomorrow's feed, where it stands lower and the feed's title has changed."""
    start, end = RSS.index("<item>"), RSS.rindex("</item>") + 7
    items = RSS[start:end].split("</item>")[:-1]
    turned = (
        RSS[:start].replace("The Outpost", "Outpost")
        + "".join(f"{item}</item>" for item in reversed(items))
        + RSS[end:]
    )
    assert {document.id for document in read(RSS)[0]} == {document.id for document in read(turned)[0]}


def test_read_feed_cut_off_keeps_what_came_before() -> None:
    """A feed that ends in the middle gives its whole entries and an issue."""
    documents, issues = read(RSS[: RSS.index("<item><title>Third")])
    assert [document.title for document in documents] == ["Talks & fail", "Second"]
    assert [issue.code for issue in issues] == ["feed-damaged"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_feed_refuses_entities(encoding: str) -> None:
    """A feed that declares entities (a billion laughs, a local file) is refused in any encoding."""
    declared = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
    bomb = f"{declared}<rss><channel><item><title>&b;</title></item></channel></rss>"
    with pytest.raises(ReadError) as caught:
        read(bomb.encode(encoding))
    assert caught.value.code == "xml-entities"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "feed-damaged"),
        ("no feed", "feed-damaged"),
        ("<html><p>x</p></html>", "feed-damaged"),
        ('<rss version="2.0"><channel><title>x</title></channel></rss>', "feed-empty"),
        ("<rss>" + "<a>" * 50_000, "feed-damaged"),
    ],
    ids=["empty", "text", "html", "no-entries", "deep"],
)
def test_read_feed_without_entries(data: str, code: str) -> None:
    """What holds no entry is an error with a code."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == code


def test_read_feed_many_entries() -> None:
    """Ten thousand entries are ten thousand documents."""
    items = "".join(
        f"<item><title>t{i}</title><description>text {i}</description></item>" for i in range(10_000)
    )
    documents, issues = read(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    assert len({document.id for document in documents}) == 10_000
    assert not issues
