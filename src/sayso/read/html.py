"""Read the article on an HTML page with trafilatura, and what the page says about it."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator

import htmldate
import trafilatura
from lxml import etree, html

from sayso.errors import LimitError, ReadError
from sayso.read.dates import ParsedDate, parse_date
from sayso.read.decode import Declared, Decoded, decode
from sayso.read.fragment import fragment_text
from sayso.read.notice import place
from sayso.read.page import Page, read_page
from sayso.read.source import Source
from sayso.read.text import declared_charsets
from sayso.records import Document, Issue

# Both log what they discard; what the user must know is an Issue.
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

LAST_DATE = "2199-12-31"
"""htmldate takes no date after this; its default is today, and a reading must not depend on the day it is done."""

MAX_WALL_CHARACTERS = 400  # log-in notices seen have 60 to 300 characters
MIN_WORDS = 5  # in the longest line; menus that are all a page has come as lines of one to three
MIN_ENTRIES = 8
"""Linked headlines that make a page without article markup a list; pages with one article have five or fewer."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_IS_PAGE = re.compile(r"<(?:!doctype|html|head|body|frameset|title|meta|script)\b", re.IGNORECASE)
_HIDDEN = etree.XPath(
    "//*[@hidden or self::template or contains(translate(@style,' ','') ,'display:none')"
    " or contains(translate(@style,' ',''),'visibility:hidden')][not(self::body or self::html)]"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?", re.IGNORECASE)
_WALL = re.compile(
    r"\b(?:log ?in|sign ?in|subscri\w+|registered users|create an account|enable (?:javascript|cookies)|javascript is"
    r"|verify (?:that )?you are|are you a (?:robot|human)|checking your browser|access denied|page not found|404)\b",
    re.IGNORECASE,
)
_TABLE_RULE = re.compile(r"[|\s:-]+")  # the line of dashes under a table's header
# Tables that lay the page out: some cell holds paragraphs or a headline, which cells of data do not. Old sites of
# agencies and ministries are made so, and trafilatura would give all of a cell as one line.
_LAYOUT_TABLES = etree.XPath("//table[not(.//th) and (.//tr/td//p[2] or .//tr/td//h1 or .//tr/td//h2)]")
_TABLE_PARTS = ("table", "tbody", "thead", "tfoot", "tr", "td")
_ENTRIES = etree.XPath("count(//h2[.//a or parent::a] | //h3[.//a or parent::a] | //h4[.//a or parent::a])")
_REMEDY = "open the page in a browser and save it as PDF, or save the article's own page"


def read_html(source: Source) -> Iterator[Document | Issue]:
    """Yield the one article of an HTML page or fragment; an `Issue` ``no-text`` where the page holds none.

    Raises `LimitError` for elements nested deeper than libxml2 follows (256).
    """
    decoded = decode_page(source)
    yield from decoded.issues
    if not _IS_PAGE.search(decoded.text[:20_000]):
        yield _document(source, decoded, Page(), fragment_text(decoded.text))
        return
    tree = parse(decoded.text, place(source))
    page = read_page(tree, source.url)
    if page.date is None:
        page.date = _date(tree, page)
    headline = _headline(tree, page)
    text = article_text(tree, page)
    if (reason := _no_article(tree, page, text)) is not None:
        raise ReadError(f"{place(source)}: {reason}", code="no-text", remedy=_REMEDY)
    if headline and text.split("\n", 1)[0] != headline:
        text = f"{headline}\n\n{text}"
    yield _document(source, decoded, page, text)


def decode_page(source: Source) -> Decoded:
    """Return the text of an HTML file; the HTTP header's charset comes before the page's own, as in browsers."""
    data = source.read()
    declared = declared_charsets(source)
    if match := _META_CHARSET.search(data[:4096]):
        by = "meta element" if match[1] else "XML declaration"
        declared.append(Declared((match[1] or match[2]).decode("ascii", "ignore"), by))
    return decode(data, declared=declared, place=place(source))


def parse(text: str, where: str) -> html.HtmlElement:
    """Return the tree of an HTML page; no network, no entities of its own, at most 256 levels."""
    # As bytes with the encoding said aloud: lxml refuses a str with an XML declaration, and believes meta otherwise.
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(_writable(text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        _check_depth(parser, where)
        raise ReadError(f"{where}: the page has no content", code="no-text", remedy=_REMEDY) from None
    _check_depth(parser, where)
    return tree


def _writable(text: str) -> str:
    """Return HTML without what lxml reads but then refuses to move about: controls, as they are or by their number.

    Browsers show nothing for them. trafilatura and htmldate fail on the whole page where one stands.
    """
    text = text.replace("\x0b", " ").replace("\x0c", " ")  # these two are white space
    return _UNWRITABLE.sub("", _REFERENCE.sub(_without_controls, text))


def _without_controls(found: re.Match[str]) -> str:
    number = int(found[2]) if found[2] else int(found[1], 16)
    character = chr(number) if number <= sys.maxunicode else ""
    return "" if _UNWRITABLE.fullmatch(character) else found[0]


def _check_depth(parser: html.HTMLParser, where: str) -> None:
    # libxml2 stops there without an error and would leave out the rest of the page.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        message = f"{where}: elements are nested more than 256 deep, or one is larger than the parser takes"
        raise LimitError(message, code="html-too-deep", remedy=_REMEDY)


def article_text(tree: html.HtmlElement, page: Page) -> str:
    """Return the article's text, an empty line between blocks; hidden elements are taken out of ``tree``."""
    for element in _HIDDEN(tree):
        if element.getparent() is not None:
            element.drop_tree()
    _unlay(tree)
    result = trafilatura.bare_extraction(
        tree,
        url=page.url,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    lines = str(getattr(result, "text", None) or "").split("\n")
    return _spaced(
        [line.strip() for line in lines if line.strip() and not _TABLE_RULE.fullmatch(line.strip())]
    )


def _headline(tree: html.HtmlElement, page: Page) -> str | None:
    """Return the headline where the page shows it, which trafilatura leaves out: headlines make claims too."""
    shown = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    return page.title if page.title in shown else None


def _unlay(tree: html.HtmlElement) -> None:
    """Turn tables that lay the page out into plain blocks, those inside them that hold data left as they are."""
    for table in _LAYOUT_TABLES(tree):
        parts = [table]
        while parts:
            part = parts.pop()
            part.tag = "div"
            parts.extend(child for child in part if child.tag in _TABLE_PARTS[1:])


def _spaced(lines: list[str]) -> str:
    """Join blocks by an empty line, entries of one list or rows of one table by a line end."""
    pieces: list[str] = []
    for i, line in enumerate(lines):
        if i:
            marks = (lines[i - 1][:1], line[:1])
            pieces.append("\n" if marks in (("-", "-"), ("|", "|")) else "\n\n")
        pieces.append(line)
    return "".join(pieces)


def _date(tree: html.HtmlElement, page: Page) -> ParsedDate | None:
    found = htmldate.find_date(
        tree,
        extensive_search=False,
        original_date=True,
        url=page.url,
        max_date=LAST_DATE,
        deferred_url_extractor=True,
    )
    date = parse_date(found) if found else None
    if date is not None:
        page.evidence["published_at"] = "markup or address of the page (htmldate)"
    return date


def _no_article(tree: html.HtmlElement, page: Page, text: str) -> str | None:
    """Say why the page holds no article, or return None."""
    if not text:
        if tree.find(".//frameset") is not None or tree.find(".//iframe") is not None:
            return "the page only shows other pages in frames"
        scripted = tree.find(".//script") is not None
        return (
            "the page has no article; its text is fetched by scripts"
            if scripted
            else "the page has no article"
        )
    if not page.is_article and max(line.count(" ") for line in text.split("\n")) < MIN_WORDS - 1:
        return "the page has no article, only labels"
    if len(text) <= MAX_WALL_CHARACTERS and _WALL.search(text) and not page.is_article:
        return "the page asks to log in or is an error page"
    if not page.is_article and _ENTRIES(tree) >= MIN_ENTRIES:
        return "the page is a list of articles, not an article"
    return None


def _document(source: Source, decoded: Decoded, page: Page, text: str) -> Document:
    return Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        text=text,
        format="html",
        url=page.url or source.url,
        title=page.title,
        outlet=page.outlet,
        author=page.author,
        published_at=page.date.iso if page.date else None,
        published_precision=page.date.precision if page.date else None,
        language=page.language,
        evidence={**page.evidence, "encoding": f"{decoded.encoding}: {decoded.evidence}"},
    )
