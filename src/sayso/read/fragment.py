"""Turn a piece of HTML (the body of a feed entry, a cell of a table) into text.

Not for pages: a fragment has no navigation to remove, and a boilerplate remover takes whole short fragments
for boilerplate.
"""

from __future__ import annotations

import re

from lxml import etree, html

_LEFT_OUT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "iframe",
        "svg",
        "form",
        "button",
        "template",
        "object",
        "select",
        "textarea",
        "head",
    }
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "body",
        "html",
    ]
)
_CELLS = frozenset({"td", "th"})
_STARTS = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|p|div|article|section|h[1-6]|span|figure|img|ul|ol|table|br|strong|b|"
    r"em|i|a|blockquote|center|font)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_INSIDE = re.compile(r"</(?:p|div|a|li|ul|strong|em|span|h[1-6]|b|i|blockquote)>|<br\s*/?>", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Tell whether ``text`` is HTML: it starts with a tag, or holds closing tags of a text."""
    return bool(_STARTS.match(text[:5000]) or _INSIDE.search(text[:5000]))


def is_page(text: str) -> bool:
    """Tell whether ``text`` is a whole HTML page rather than a fragment."""
    return bool(_PAGE.match(text[:5000]))


def fragment_text(fragment: str) -> str:
    """Return the text of an HTML fragment, one paragraph a block, blocks separated by an empty line.

    Scripts, styles, forms and frames are left out; a line break stays a line break.
    """
    if not fragment.strip():
        return ""
    try:
        tree = html.document_fromstring(
            fragment.replace("\x00", "").encode("utf-8", "replace"), parser=_parser()
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing but a comment, say
        return ""
    return _paragraphs(_pieces(tree))


def _parser() -> html.HTMLParser:
    # As bytes with the encoding said aloud: lxml refuses a str that has an XML declaration in it.
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _pieces(tree: html.HtmlElement) -> list[str]:
    """Return the text in order with line feeds, two around a block; no recursion, however deep it is."""
    pieces: list[str] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped is None and tag in _LEFT_OUT:
                skipped = element
            if skipped is None:
                pieces.append(
                    "\n\n" if tag in _BLOCKS else "\n" if tag == "br" else "\t" if tag in _CELLS else ""
                )
                pieces.append(" ".join(re.split(r"[ \t\r\n\f]+", element.text or "")))
        else:
            if skipped is element:
                skipped = None
            elif skipped is None and tag in _BLOCKS:
                pieces.append("\n\n")
            if skipped is None and element.tail:
                pieces.append(" ".join(re.split(r"[ \t\r\n\f]+", element.tail)))
    return pieces


def _paragraphs(pieces: list[str]) -> str:
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r" *\t *", " \t ", "".join(pieces)))
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text))
    return text.replace(" \t ", " | ").strip(" \n|")
