"""Find links, hashtags and handles in the text of a post, for exports that do not list them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.read.posts.shape import Found

_LINK = re.compile(r"https?://[^\s<>\"'\u201c\u201d\u00ab\u00bb\u3000-\u303f]{3,2000}", re.IGNORECASE)
_AFTER_LINK = ".,;:!?*_~`\u2019"
_CUT = "\u2026"
"""Where a link or a text was cut off; no address holds it."""
_BRACKETS = {")": "(", "]": "[", "}": "{"}

# Python's \w leaves out the vowel signs of Hindi, Tamil or Thai and would cut their hashtags short: so what ends a
# hashtag is listed, not what makes it. Joiners (U+200C, U+200D) stay, Persian and Indic words need them.
_ENDS = (
    r"\s!-/:-@\[-^`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u200b\u200e-\u206f"
    r"\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe0e\ufe0f\uff01-\uff0f\uff1a-\uff20\U0001f000-\U0001faff"
)
_HASHTAG = re.compile(rf"(?<![\w&/])[#\uff03]([^{_ENDS}]{{1,200}})")
_MENTION = re.compile(
    r"(?<![\w.+@/-])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,250}[A-Za-z0-9_])?(?:@[A-Za-z0-9.-]{1,250}\.[A-Za-z]{2,24})?)"
)
# `RT @a: the port of #Sar...` was `#Sarn` in the original; X puts a link to the whole post behind it.
_CUT_WORD = re.compile(rf"[#\uff03@][^\s#@\uff03{_CUT}]*{_CUT}$")


def links_in(text: str) -> list[str]:
    """Return the web addresses in ``text`` in their order, without the punctuation that follows them.

    One that an ellipsis cuts off is none: it leads elsewhere.
    """
    if "://" not in text:
        return []
    return _once(_trimmed(link) for link in _LINK.findall(text) if _CUT not in link)


def hashtags_in(text: str) -> list[str]:
    """Return the hashtags in ``text`` as written, without ``#``, in their order; ``#1`` is a number.

    A tag or handle that ends where the text was cut off may be half of one, and is left out.
    """
    if "#" not in text and "\uff03" not in text:
        return []
    tags = _HASHTAG.findall(_without_links(text))
    return _once(tag for tag in tags if any(map(str.isalpha, tag)))


def mentions_in(text: str) -> list[str]:
    """Return the handles that ``text`` addresses, without the first ``@``, in their order."""
    return _once(_MENTION.findall(_without_links(text))) if "@" in text else []


def fill(found: Found) -> Found:
    """Set the links, hashtags and mentions of ``found`` from its text, where it has none; return it."""
    text = found.text
    found.links = found.links or links_in(text)
    found.hashtags = found.hashtags or hashtags_in(text)
    found.mentions = found.mentions or mentions_in(text)
    return found


def _without_links(text: str) -> str:
    text = _LINK.sub(" ", text) if "://" in text else text
    return _CUT_WORD.sub(" ", text.rstrip()) if _CUT in text else text


def _trimmed(link: str) -> str:
    link = link.rstrip(_AFTER_LINK)
    while (last := link[-1:]) in _BRACKETS and link.count(last) > link.count(_BRACKETS[last]):
        link = link[:-1].rstrip(_AFTER_LINK)
    return link


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
