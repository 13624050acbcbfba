"""What is read from a web page."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

PARAGRAPHS = [
    "The Ministry of Transport denied on Tuesday that it had held talks with the dockers' union, a spokesman said.",
    "“We have not spoken to anyone,” the spokesman told reporters. “There is nothing to hide.”",
    "Analysts say the strike could last for weeks if neither side gives way, and that prices may rise.",
]
CLUTTER = """<div id="cookie">We use cookies to improve your experience. <button>Accept all</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>"""
AFTER = """<aside><h3>Related stories</h3><ul><li><a href="/1">Minister resigns over tunnel</a></li></ul></aside>
<section id="comments"><h3>3 Comments</h3><div class="comment"><p>This is all a lie, said the fox, I think so.</p></div>
<form><label>Name *</label><input></form></section><footer><p>© 2025 Courier. All rights reserved.</p></footer>"""


def page(head: str = "", body: str = "", *, lang: str = "en") -> bytes:
    """Return a page with the three paragraphs, clutter around them, and more in its head or article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>Ministry denies talks | The Courier</title>"
        f"{head}</head><body>{CLUTTER}<main><article><h1>Ministry denies talks</h1>{body}{text}</article>"
        f"{AFTER}</main></body></html>"
    ).encode()


def ld(**fields: object) -> str:
    """Return a JSON-LD block."""
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def test_html_gives_the_article_and_nothing_around_it(read_bytes: Callable[..., Any]) -> None:
    """Paragraphs come whole, apart by an empty line; menus, cookies, related stories and comments stay out."""
    text = read_bytes(page()).document.text
    for paragraph in PARAGRAPHS:
        assert f"\n{paragraph}\n" in f"\n{text}\n"
    assert "\n\n".join(PARAGRAPHS) in text
    for clutter in ("cookies", "Home", "tunnel", "fox", "Name", "rights reserved"):
        assert clutter not in text


def test_html_keeps_headings_lists_quotes_and_tables_apart(read_bytes: Callable[..., Any]) -> None:
    """Blocks other than paragraphs stand on lines of their own."""
    body = (
        "<h2>Union leaders accuse</h2><blockquote><p>They came at night.</p></blockquote><ul><li>One man was hurt.</li>"
        "<li>Two docks closed.</li></ul>"
        "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Velland</td><td>41</td></tr></table>"
    )
    lines = read_bytes(page(body=body)).document.text.split("\n")
    for line in (
        "Union leaders accuse",
        "They came at night.",
        "- One man was hurt.",
        "- Two docks closed.",
        "| Velland | 41 |",
    ):
        assert line in lines


def test_html_leaves_out_what_is_hidden(read_bytes: Callable[..., Any]) -> None:
    """Elements that no reader sees are not read."""
    body = (
        '<p style="color:red; display: none">A trap for machines, it said.</p><p hidden>A trap, it said.</p>'
    )
    assert "trap" not in read_bytes(page(body=body)).document.text


def test_html_takes_fields_from_json_ld_first(read_bytes: Callable[..., Any]) -> None:
    """JSON-LD of an article goes before everything else, inside a graph too."""
    article = {
        "@type": ["NewsArticle"],
        "headline": "Ministry denies it",
        "datePublished": "2025-03-04T08:15:00+02:00",
        "author": [{"@type": "Person", "name": "Ana Brel"}, {"name": "Jon Ost"}],
        "publisher": {"name": "The Courier"},
    }
    head = (
        ld(**{"@graph": [{"@type": "WebSite", "name": "x"}, article]})
        + '<meta name="author" content="Somebody Else">'
    )
    document = read_bytes(page(head)).document
    assert (document.title, document.author, document.outlet) == (
        "Ministry denies it",
        "Ana Brel, Jon Ost",
        "The Courier",
    )
    assert (document.published_at, document.published_precision) == ("2025-03-04T08:15:00+02:00", "second")
    assert document.evidence["published_at"] == "JSON-LD datePublished"


def test_html_takes_fields_from_meta_elements(read_bytes: Callable[..., Any]) -> None:
    """Without JSON-LD the meta elements speak."""
    head = (
        '<meta property="og:title" content="Ministry denies talks | The Courier">'
        '<meta property="og:site_name" content="The Courier">'
        '<meta property="article:published_time" content="2025-03-04T06:15Z"><meta name="author" content="Ana Brel">'
        '<link rel="canonical" href="/2025/strike">'
    )
    document = read_bytes(page(head), url="https://courier.example/x?utm=1").document
    assert (document.title, document.outlet, document.author) == (
        "Ministry denies talks",
        "The Courier",
        "Ana Brel",
    )
    assert document.url == "https://courier.example/2025/strike"
    assert document.published_at == "2025-03-04T06:15:00+00:00"
    assert document.evidence["url"] == "link canonical"


def test_html_guesses_nothing(read_bytes: Callable[..., Any]) -> None:
    """A page that says nothing of itself has a heading for a title and no author, outlet, date or address."""
    document = read_bytes(page()).document
    assert (document.title, document.evidence["title"]) == ("Ministry denies talks", "h1")
    assert (document.author, document.outlet, document.published_at, document.url) == (None, None, None, None)


def test_html_takes_the_host_for_an_outlet_last(read_bytes: Callable[..., Any]) -> None:
    """Where only the address is known, its host is the outlet, and the evidence says so."""
    document = read_bytes(page(), url="https://www.courier.example/a").document
    assert (document.outlet, document.evidence["outlet"]) == ("courier.example", "host name")
    assert document.evidence["url"] == "address it was read from"


def test_html_keeps_the_day_of_a_time_without_an_offset(read_bytes: Callable[..., Any]) -> None:
    """A time without an offset could be any of 26 hours: only the day is kept."""
    document = read_bytes(page(ld(**{"@type": "Article", "datePublished": "2025-03-04T08:15:00"}))).document
    assert (document.published_at, document.published_precision) == ("2025-03-04T00:00:00+00:00", "day")


def test_html_takes_the_date_in_the_address(read_bytes: Callable[..., Any]) -> None:
    """A date in the address is one the outlet gave; it is a day."""
    document = read_bytes(page(), url="https://courier.example/2025/03/04/strike").document
    assert (document.published_at, document.published_precision) == ("2025-03-04T00:00:00+00:00", "day")


@pytest.mark.parametrize("value", ["admin", "https://www.facebook.example/x", "@courier", "The Courier"])
def test_html_takes_no_author_that_is_no_name(value: str, read_bytes: Callable[..., Any]) -> None:
    """Addresses, handles, the outlet's own name and placeholders are no author."""
    head = f'<meta property="og:site_name" content="The Courier"><meta name="author" content="{value}">'
    assert read_bytes(page(head)).document.author is None


def test_html_goes_by_the_text_not_the_lang_attribute(read_bytes: Callable[..., Any]) -> None:
    """Templates declare wrong languages; the text decides."""
    document = read_bytes(page(lang="fr")).document
    assert (document.language, document.evidence["language"]) == ("en", "identified from the text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_html_reads_pages_in_other_encodings(encoding: str, read_bytes: Callable[..., Any]) -> None:
    """The page comes out the same in any encoding, though its meta element always says UTF-8."""
    data = page().decode().replace("©", "").encode(encoding)
    assert "“We have not spoken to anyone,”" in read_bytes(data).document.text


def test_html_believes_the_header_before_the_page(read_bytes: Callable[..., Any]) -> None:
    """With two charsets the HTTP header's is taken, as browsers do."""
    data = (
        page()
        .replace(b'charset="utf-8"', b'charset="windows-1251"')
        .decode()
        .replace("©", "")
        .encode("windows-1252")
    )
    document = read_bytes(data, content_type="text/html; charset=windows-1252").document
    assert "“We have" in document.text
    assert document.evidence["encoding"] == "windows-1252: HTTP header"


def test_html_reads_a_fragment_whole(read_bytes: Callable[..., Any]) -> None:
    """A fragment has no clutter to remove: all its text is kept."""
    assert (
        read_bytes(b"<p>He said no.</p><p>She said <b>yes</b>, twice.</p>").document.text
        == "He said no.\n\nShe said yes, twice."
    )


def test_html_reads_each_page_as_if_it_were_the_first(read_bytes: Callable[..., Any]) -> None:
    """The same paragraph on many pages is kept on each: nothing is remembered between pages."""
    texts = {read_bytes(page()).document.text for _ in range(4)}
    read_bytes(page(body="<p>Another paragraph with enough words to count, the union said.</p>"))
    assert texts == {read_bytes(page()).document.text}


def test_html_logs_nothing(read_bytes: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    """What a parser mutters is no message to the user."""
    with caplog.at_level(logging.DEBUG):
        read_bytes(page())
        read_bytes(b"<html><body></body></html>")
    assert [record for record in caplog.records if record.name.startswith(("trafilatura", "htmldate"))] == []


def test_html_text_begins_with_the_headline_that_is_shown(read_bytes: Callable[..., Any]) -> None:
    """The headline is text of the article, once; a title that the page does not show is not."""
    body = "<p>The minister said on Tuesday that the talks had ended without any result at all.</p>" * 3
    head = "<html><head><title>Talks end</title></head>"
    shown = f"{head}<body><article><h1>Talks end</h1>{body}</article></body></html>"
    hidden = shown.replace("<h1>Talks end</h1>", "")
    first, second = read_bytes(shown.encode()).document, read_bytes(hidden.encode()).document
    assert first.text.startswith("Talks end\n\nThe minister said")
    assert first.text.count("Talks end") == 1
    assert second.title == "Talks end"
    assert "Talks end" not in second.text


def test_html_layout_tables_keep_their_paragraphs(read_bytes: Callable[..., Any]) -> None:
    """A table that lays the page out gives paragraphs, one of data gives rows."""
    body = "<p>The minister said on Tuesday that the talks had ended.</p><p>Nobody was hurt, she told us later.</p>"
    body += "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    data = "<table><tr><td>Dead</td><td>11</td></tr><tr><td>Wounded</td><td>26</td></tr></table>"
    page = f"<html><body><table><tr><td><div><h1>Talks</h1>{body}{data}</div></td></tr></table></body></html>"
    text = read_bytes(page.encode()).document.text
    assert "had ended.\n\nNobody was hurt" in text
    assert "| Dead | 11 |" in text
