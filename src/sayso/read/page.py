"""Read what an HTML page says about itself: title, author, outlet, date, address; and where each of them stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import html

from sayso.read.dates import ParsedDate, parse_date

MAX_JSON = 1_000_000  # characters of one JSON-LD block; the longest on news pages, live blogs, have 300,000
MIN_NAME, MAX_NAME = 2, 100
MAX_FIELD = 500
"""Longest title, author or outlet taken: beyond it a page put its text there."""


class _Place(NamedTuple):
    path: str
    evidence: str


_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting)$")
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "citation_author",
)
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "article:publisher")
_DATE_METAS = (
    *(
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
    ),
    *(
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "citation_publication_date",
    ),
    *("pubdate", "publishdate", "publish-date", "publication_date", "cxenseparse:recs:publishtime", "date"),
)
_TIME_PATHS = (
    _Place(".//time[@pubdate or @itemprop='datePublished']", "time element of the publication"),
    _Place(".//*[@itemprop='datePublished']", "itemprop datePublished"),
    _Place(
        ".//time[contains(@class,'publish') or contains(@class,'entry-date')]",
        "time element of the publication",
    ),
    _Place(".//article//time[@datetime]", "first time element of the article"),
)
_AUTHOR_PATHS = (
    _Place(".//*[@itemprop='author']//*[@itemprop='name']", "itemprop author"),
    _Place(".//*[@itemprop='author']", "itemprop author"),
    _Place(".//a[@rel='author']", "link rel author"),
    _Place(".//*[contains(@class,'byline')]", "element of class byline"),
    _Place(
        ".//*[@class='author' or @class='article-author' or @class='author-name']", "element of class author"
    ),
)
_NOT_A_NAME = re.compile(
    r"^(?:admin|administrator|editor|null|none|undefined|author|by)$|https?:|www\.|@|[<>{}\d]", re.IGNORECASE
)
_TITLE_TAIL = re.compile(r"\s+[|\-–—·»:]+\s+([^|\-–—·»]{2,60})$")


@dataclass(slots=True)
class Page:
    """The fields of a page; ``evidence`` names, for each that is set, where on the page it stands."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    date: ParsedDate | None = None
    is_article: bool = False
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    value: str
    evidence: str


def read_page(tree: html.HtmlElement, url: str | None) -> Page:
    """Return the fields of the page; ``url`` is where it came from, if known."""
    metas = _metas(tree)
    article = _json_ld_article(tree)
    page = Page(is_article=bool(article) or metas.get("og:type", "").lower() == "article")
    _set(page, "url", _urls(tree, metas, article, url))
    _set(page, "outlet", _outlets(metas, article, page.url))
    _set(page, "title", _titles(tree, metas, article))
    _set(page, "author", _authors(tree, metas, article, page.outlet))
    _set(page, "language", _languages(tree, metas))
    page.title = _without_outlet(page.title, page.outlet)
    for found in _dates(tree, metas, article):
        if (date := parse_date(found.value)) is not None:
            page.date = date
            page.evidence["published_at"] = found.evidence
            break
    return page


def _set(page: Page, name: str, candidates: Iterator[_Found]) -> None:
    for found in candidates:
        value = " ".join(found.value.split())
        if 0 < len(value) <= MAX_FIELD:
            setattr(page, name, value)
            page.evidence[name] = found.evidence
            return


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        content = element.get("content", "").strip()
        for attribute in ("property", "name", "itemprop"):
            if (name := element.get(attribute)) and content:
                metas.setdefault(name.strip().lower(), content)
    return metas


def _from_metas(metas: dict[str, str], names: tuple[str, ...]) -> Iterator[_Found]:
    for name in names:
        if name in metas:
            yield _Found(metas[name], f"meta {name}")


def _json_ld_article(tree: html.HtmlElement) -> dict[str, object]:
    """Return the first JSON-LD object on the page that is an article of its own, not an entry of a list."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        text = script.text or ""
        if len(text) > MAX_JSON:
            continue
        try:
            data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            if any(_ARTICLE_TYPES.search(str(kind)) for kind in _listed(item.get("@type"))):
                return item
    return {}


def _objects(data: object) -> Iterator[dict[str, object]]:
    for item in _listed(data):
        if isinstance(item, dict):
            yield item
            for name in ("@graph", "mainEntity"):
                yield from (inner for inner in _listed(item.get(name)) if isinstance(inner, dict))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: object) -> list[str]:
    """Return the names in a JSON-LD value: a text, an object with a name, or a list of these."""
    names: list[str] = []
    for item in _listed(value)[:20]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, list):
            names.extend(part for part in name if isinstance(part, str))
        elif isinstance(name, str):
            names.append(name)
    return [html_free for name in names if (html_free := re.sub(r"<[^>]*>", "", name).strip())]


def _urls(
    tree: html.HtmlElement, metas: dict[str, str], article: dict[str, object], url: str | None
) -> Iterator[_Found]:
    candidates = [
        _Found(link.get("href", ""), "link canonical") for link in tree.iterfind(".//link[@rel='canonical']")
    ]
    candidates += [_Found(metas["og:url"], "meta og:url")] if "og:url" in metas else []
    candidates += [
        _Found(name, "JSON-LD url") for name in _listed(article.get("url")) if isinstance(name, str)
    ]
    for found in candidates:
        address = _absolute(found.value, url)
        # Some sites point every page to their front page.
        if address and (urlsplit(address).path.strip("/") or not url):
            yield _Found(address, found.evidence)
    if url:
        yield _Found(url, "address it was read from")


def _absolute(address: str, base: str | None) -> str | None:
    try:
        joined = urljoin(base or "", address.strip())
        parts = urlsplit(joined)
    except ValueError:  # "http://[": not every text in an attribute is an address
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def _outlets(metas: dict[str, str], article: dict[str, object], url: str | None) -> Iterator[_Found]:
    if "og:site_name" in metas:
        yield _Found(metas["og:site_name"], "meta og:site_name")
    for name in _strings(article.get("publisher")):
        yield _Found(name, "JSON-LD publisher")
    for found in _from_metas(metas, _OUTLET_METAS[1:]):
        if "/" not in found.value:  # article:publisher is often a Facebook address
            yield found
    if host := urlsplit(url).hostname if url else None:
        yield _Found(host.removeprefix("www."), "host name")


def _titles(tree: html.HtmlElement, metas: dict[str, str], article: dict[str, object]) -> Iterator[_Found]:
    yield from (_Found(name, "JSON-LD headline") for name in _strings(article.get("headline")))
    yield from _from_metas(metas, _TITLE_METAS)
    headings = [str(element.text_content()) for element in tree.iterfind(".//h1")]
    if len(headings) == 1:
        yield _Found(headings[0], "h1")
    for element in tree.iterfind(".//head/title"):
        yield _Found(element.text or "", "title element")


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    tail = _TITLE_TAIL.search(title or "")
    if title and outlet and tail and tail[1].casefold() == outlet.casefold():
        return title[: tail.start()]
    return title


def _authors(
    tree: html.HtmlElement, metas: dict[str, str], article: dict[str, object], outlet: str | None
) -> Iterator[_Found]:
    def plausible(name: str) -> bool:
        return (
            not _NOT_A_NAME.search(name)
            and MIN_NAME < len(name) <= MAX_NAME
            and name.casefold() != (outlet or "").casefold()
        )

    names = list(dict.fromkeys(name for name in _strings(article.get("author")) if plausible(name)))
    if names:
        yield _Found(", ".join(names), "JSON-LD author")
    yield from (found for found in _from_metas(metas, _AUTHOR_METAS) if plausible(found.value))
    for where in _AUTHOR_PATHS:
        texts = [" ".join(str(element.text_content()).split()) for element in tree.xpath(where.path)[:5]]
        names = list(dict.fromkeys(name for text in texts if plausible(name := _byline_name(text))))
        if names:
            yield _Found(", ".join(names), where.evidence)


def _byline_name(text: str) -> str:
    name = re.sub(r"^(?:written |reported |posted )?by:?\s+", "", text, flags=re.IGNORECASE)
    return re.split(
        r"\s*(?:[|•·]|,\s*(?:published|updated|posted)\b|\s[-–—]\s)", name, maxsplit=1, flags=re.IGNORECASE
    )[0]


def _languages(tree: html.HtmlElement, metas: dict[str, str]) -> Iterator[_Found]:
    if tree.get("lang"):
        yield _Found(tree.get("lang", ""), "html lang attribute")
    yield from _from_metas(metas, ("content-language", "og:locale", "dc.language"))


def _dates(tree: html.HtmlElement, metas: dict[str, str], article: dict[str, object]) -> Iterator[_Found]:
    if isinstance(published := article.get("datePublished"), str):
        yield _Found(published, "JSON-LD datePublished")
    yield from _from_metas(metas, _DATE_METAS)
    for where in _TIME_PATHS:
        for element in tree.xpath(where.path)[:1]:
            value = element.get("datetime") or element.get("content") or str(element.text_content())
            yield _Found(value, where.evidence)
