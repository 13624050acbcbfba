"""Read Markdown as the plain text a reader of the rendered page sees, so that spans read well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sayso.errors import LimitError
from sayso.read.dates import parse_date
from sayso.read.decode import decode
from sayso.read.notice import place
from sayso.read.source import Source
from sayso.read.text import declared_charsets, read_top
from sayso.records import Document, Issue

MAX_LINE = 200_000
"""A longer line is no prose; markdown-it's inline rules take quadratic time on some of them (4 s at 200,000 ``[``)."""

MAX_NESTING = 100
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
# Names that static site generators (Jekyll, Hugo, Eleventy, Pelican) and clippers write.
_FIELDS = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("author", "authors", "byline", "by"), "author"),
    **dict.fromkeys(("date", "published", "publish_date", "pubdate", "created"), "date"),
    **dict.fromkeys(("url", "link", "canonical", "canonical_url", "source_url"), "url"),
    **dict.fromkeys(("outlet", "publication", "publisher", "site", "sitename", "source"), "outlet"),
    **dict.fromkeys(("language", "lang"), "language"),
}
_BREAKS = frozenset(
    {"paragraph_close", "heading_close", "list_item_close", "tr_close", "blockquote_close", "hr"}
)


def read_markdown(source: Source) -> Iterator[Document | Issue]:
    """Yield the one document of a Markdown file: rendered text, fields from its front matter or first heading."""
    decoded = decode(source.read(), declared=declared_charsets(source), place=place(source))
    yield from decoded.issues
    raw = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    matter = _FRONT_MATTER.match(raw)
    fields = read_front_matter(matter[1]) if matter else {}
    body = raw[matter.end() :] if matter else raw.removeprefix("\ufeff")
    if any(len(line) > MAX_LINE for line in body.split("\n")):
        message = f"{place(source)}: a line of Markdown is longer than {MAX_LINE:,} characters"
        raise LimitError(message, code="line-too-long", remedy="break the line, or name the file .txt")
    text = render(body)
    top = read_top(text)
    date = parse_date(fields.get("date", ""))
    evidence = {
        name: f"front matter: {name}"
        for name in ("title", "author", "outlet", "url", "language")
        if fields.get(name)
    }
    if date:
        evidence["published_at"] = f"front matter: {fields['date']}"
    elif top.published_at:
        evidence["published_at"] = top.evidence["published_at"]
    for name in ("title", "author", "outlet"):
        if name not in evidence and name in top.evidence:
            evidence[name] = top.evidence[name]
    yield Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        text=text,
        format="markdown",
        url=fields.get("url") or source.url,
        title=fields.get("title") or top.title,
        author=fields.get("author") or top.author,
        outlet=fields.get("outlet") or top.outlet,
        published_at=date.iso if date else top.published_at,
        published_precision=date.precision if date else top.published_precision,
        language=fields.get("language"),
        evidence={**evidence, "encoding": f"{decoded.encoding}: {decoded.evidence}"},
    )


def read_front_matter(block: str) -> dict[str, str]:
    """Return the simple fields of a front matter block, under our names; nested YAML is left out."""
    fields: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    current = ""
    for line in block.split("\n"):
        if (item := re.match(r"[ \t]*-[ \t]+(.+)", line)) and current:
            lists.setdefault(current, []).append(_unquote(item[1]))
        elif match := _FIELD.match(line):
            current = _FIELDS.get(match[1].lower(), "")
            value = match[2].strip()
            if current and value and current not in fields:
                items = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
                fields[current] = ", ".join(_unquote(item) for item in items)
    return {
        **{name: ", ".join(items) for name, items in lists.items()},
        **{k: v for k, v in fields.items() if v},
    }


def _unquote(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def render(markdown: str) -> str:
    """Return the text of ``markdown`` without its marks: blocks on lines of their own, links by their words."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    pieces: list[str] = []
    for token in parser.parse(markdown):
        if token.type == "inline":
            pieces.append(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            pieces.append(token.content.rstrip("\n") + "\n\n")
        elif token.type == "html_block":
            pieces.append(re.sub(r"<[^<>]*>", "", re.sub(r"<!--.*?-->", "", token.content, flags=re.DOTALL)))
        elif token.type in ("td_close", "th_close"):
            pieces.append("\t")
        elif token.type in _BREAKS:
            pieces.append("\n" if token.hidden or token.type == "tr_close" else "\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip() + "\n"


def _inline(tokens: list[Token]) -> str:
    pieces: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(token.content)
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            pieces.append("\n")
    return "".join(pieces)
