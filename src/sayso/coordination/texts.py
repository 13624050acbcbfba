"""The text of a post in one form, so that copies of it are equal: words, without what changes from copy to copy."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Fewer words are said by many on their own ("good morning", "happy new year"): equal texts of three are no copies.
MIN_WORDS = 4

LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:t\.co|pic\.twitter\.com|bit\.ly|t\.me|youtu\.be)/\S+", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w.])[@＠][\w.-]*\w(?:@[\w.-]*\w)?")
# How a repost was written by hand before platforms had a button; its id is not known, so its text stands for it.
RETWEET = re.compile(r"\s*(?:RT|MT|QT)\s+[@＠]\w+\s*:?\s*")
APOSTROPHE = str.maketrans("", "", "'’‘ʼ`´\u200c\u200d\u00ad\u0640")
ASCII_WORD = re.compile(r"[a-z0-9]+")


# Thai and Lao, Burmese, Khmer, kana, Chinese characters: no spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
BASIC_PLANE = 0xFFFF
# They choose between two pictures of one sign and belong to no word.
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@cache
def _word() -> re.Pattern[str]:
    """Return what finds words: letters and digits with the marks on them, or one character of an unspaced script."""
    marks = (i for i in range(BASIC_PLANE) if unicodedata.category(chr(i)) in ("Mn", "Mc"))
    mark = f"[{''.join(chr(i) for i in marks if i not in VARIATION_SELECTORS)}]"
    letter = rf"(?![{UNSPACED}])[^\W_]"
    return re.compile(rf"{letter}(?:{letter}|{mark})*|[^\W_]{mark}*")


def words_of(text: str) -> list[str]:
    """Return the words of a post: NFKC, case folded, without links, handles, punctuation and signs.

    A hashtag is its word. Where a script sets no spaces (Chinese, Japanese, Thai) each character is a word.
    """
    text = RETWEET.sub("", text, count=1) if text[:4].strip()[:1] in ("R", "M", "Q") else text
    if ":" in text or "/" in text or "." in text:
        text = LINK.sub(" ", text)
    if "@" in text or "＠" in text:
        text = HANDLE.sub(" ", text)
    if text.isascii():
        return ASCII_WORD.findall(text.lower().translate(APOSTROPHE))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _word().findall(folded.translate(APOSTROPHE))


def share_text(text: str) -> str | None:
    """Return the words of a post joined by spaces; None where they are fewer than `MIN_WORDS`."""
    words = words_of(text)
    return " ".join(words) if len(words) >= MIN_WORDS else None
