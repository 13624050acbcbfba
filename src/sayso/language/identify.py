"""Name the language of a text: by its script where that settles it, else by py3langid among the script's languages."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

WINDOW = 400
"""Code points looked at in each of three places; py3langid walks bytes in Python, about 0.7 MB a second."""

MIN_WORDS = 3
"""Below three words py3langid takes English for Luganda (48 + 8 sentences measured), so nothing is said."""

# Letters of one script: which languages of the news are written in it. One name settles it without a model.
LANGUAGES: dict[str, tuple[str, ...]] = {
    "latin": (
        *(
            "en",
            "fr",
            "de",
            "es",
            "pt",
            "it",
            "nl",
            "sv",
            "no",
            "da",
            "fi",
            "is",
            "pl",
            "cs",
            "sk",
            "sl",
            "hr",
            "hu",
        ),
        *(
            "ro",
            "sq",
            "tr",
            "az",
            "et",
            "lv",
            "lt",
            "id",
            "ms",
            "tl",
            "vi",
            "sw",
            "ca",
            "eu",
            "gl",
            "ga",
            "cy",
            "mt",
        ),
    ),
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"),
    "arabic": ("ar", "fa", "ur", "ps", "ug"),
    "devanagari": ("hi", "mr", "ne"),
    "bengali": ("bn", "as"),
    "hebrew": ("he",),
    "greek": ("el",),
    "armenian": ("hy",),
    "georgian": ("ka",),
    "thai": ("th",),
    "lao": ("lo",),
    "khmer": ("km",),
    "ethiopic": ("am",),
    "tamil": ("ta",),
    "telugu": ("te",),
    "kannada": ("kn",),
    "malayalam": ("ml",),
    "gujarati": ("gu",),
    "gurmukhi": ("pa",),
    "oriya": ("or",),
    "sinhala": ("si",),
    "hangul": ("ko",),
    "kana": ("ja",),
    "han": ("zh",),
}
_RANGES: tuple[tuple[str, int, int], ...] = (
    ("latin", 0x41, 0x24F),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("armenian", 0x530, 0x58F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x6FF),
    ("arabic", 0x750, 0x77F),
    ("devanagari", 0x900, 0x97F),
    ("bengali", 0x980, 0x9FF),
    ("gurmukhi", 0xA00, 0xA7F),
    ("gujarati", 0xA80, 0xAFF),
    ("oriya", 0xB00, 0xB7F),
    ("tamil", 0xB80, 0xBFF),
    ("telugu", 0xC00, 0xC7F),
    ("kannada", 0xC80, 0xCFF),
    ("malayalam", 0xD00, 0xD7F),
    ("sinhala", 0xD80, 0xDFF),
    ("thai", 0xE00, 0xE7F),
    ("lao", 0xE80, 0xEFF),
    ("georgian", 0x10A0, 0x10FF),
    ("hangul", 0x1100, 0x11FF),
    ("ethiopic", 0x1200, 0x139F),
    ("khmer", 0x1780, 0x17FF),
    ("latin", 0x1E00, 0x1EFF),
    ("greek", 0x1F00, 0x1FFF),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("hangul", 0xAC00, 0xD7AF),
    ("arabic", 0xFB50, 0xFDFF),
    ("arabic", 0xFE70, 0xFEFC),
)
# Scripts without spaces between words: three letters stand for three words.
_UNSPACED = frozenset({"han", "kana", "thai", "lao", "khmer"})
# Kana beside Han is Japanese even where Han prevails, as it does in headlines.
_MIN_KANA_SHARE = 0.05

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+")
_PASHTO = frozenset("ټډړږښېڅځګڼۍ")
_URDU = frozenset("ٹڈڑےںہ")
_PERSIAN = frozenset("پچژگ")
# A quoted name may bring in a foreign letter, so one in fifty must be: Urdu and Pashto have one in five to ten.
_MIN_LETTER_SHARE = 0.02


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language most of ``text`` is in, or None where there is too little to tell.

    The beginning, middle and end of a long text are looked at. The answer depends on the text alone.
    """
    sample = _ADDRESS.sub(" ", _sample(text))
    words = _WORD.findall(sample)
    letters = "".join(words)
    script = _script(letters)
    if script is None or (len(letters) if script in _UNSPACED else len(words)) < MIN_WORDS:
        return None
    candidates = LANGUAGES[script]
    if len(candidates) == 1:
        return candidates[0]
    return _by_letters(letters, sample) if script == "arabic" else _by_model(sample, candidates)


def _sample(text: str) -> str:
    if len(text) <= 3 * WINDOW:
        return text
    middle = len(text) // 2 - WINDOW // 2
    return " ".join((text[:WINDOW], text[middle : middle + WINDOW], text[-WINDOW:]))


def _script(letters: str) -> str | None:
    counts: Counter[str] = Counter()
    for letter, n in Counter(letters).items():
        script = _script_of(ord(letter))
        if script is not None:
            counts[script] += n
    if not counts:
        return None
    if counts["kana"] > _MIN_KANA_SHARE * (counts["kana"] + counts["han"]) and counts["han"] > counts["kana"]:
        counts["kana"] += counts.pop("han")
    # max() keeps the first of equals; sorted, so that equal counts do not depend on the order of the text.
    return max(sorted(counts), key=lambda script: counts[script])


@cache
def _script_of(point: int) -> str | None:
    return next((name for name, first, last in _RANGES if first <= point <= last), None)


def _by_letters(letters: str, sample: str) -> str:
    """Tell the languages in Arabic script apart by the letters only some of them have; then ask the model."""
    counts = Counter(letters)
    enough = _MIN_LETTER_SHARE * len(letters)
    pashto = sum(counts[letter] for letter in _PASHTO)
    urdu = sum(counts[letter] for letter in _URDU)
    if max(pashto, urdu) >= enough:
        return "ps" if pashto > urdu else "ur"
    if sum(counts[letter] for letter in _PERSIAN) >= enough:
        return _by_model(sample, ("fa", "ps", "ug", "ur"))
    return _by_model(sample, LANGUAGES["arabic"])


def _by_model(sample: str, candidates: tuple[str, ...]) -> str:
    ranked: list[str] = [code for code, _ in _model().rank(sample)]
    return next(code for code in ranked if code in candidates)


@cache
def _model() -> LanguageIdentifier:
    # Imported when first needed: it brings numpy.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # An instance of our own: py3langid's module-level one can be changed by anyone in the process.
    return LanguageIdentifier.from_model_file(MODEL_FILE)
