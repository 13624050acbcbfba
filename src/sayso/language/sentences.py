"""Where the sentences of a text begin and end.

Rules on characters alone, so that the answer needs no model and never changes with one; the parser is then
told these borders. Paragraph borders are always sentence borders.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from sayso.language.datelines import find_dateline
from sayso.language.paragraphs import split_paragraphs
from sayso.records import Span, Spans

OPENERS = "\"'“‘«„‚‹([{"
CLOSERS = "\"'”’»“‘›)]}"
BORDER = re.compile(rf"(?P<stop>[.!?…‽؟۔。]+)(?P<closed>[{re.escape(CLOSERS)}]*)(?P<gap>\s+)(?P<next>\S)")
GLUED = re.compile(r"(?<=[a-z]{2})[.!?][\"”’)]?(?=[A-Z][a-z]+[\s,])")
"""A border whose space was lost when the page was copied: ``cooperation.The``."""
TITLES = frozenset(
    "mr mrs ms dr prof sen sens rep reps gov gen lt col maj capt sgt cpl adm cmdr brig rev hon fr st"
    " mt ft pres amb atty supt insp pvt messrs mme mlle jr. vs v no nos art sec para fig vol pp p al"
    " cf viz approx est dept u.s. u.k.".split()
)
"""Abbreviations that a capital letter usually follows within the sentence."""
ENDERS = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec inc corp co ltd bros jr sr etc ave blvd rd a.m p.m u.s u.k u.n"
    " e.u d.c l.a n.y b.c a.d ph.d m.d b.a m.a".split()
)
"""Abbreviations that may also end a sentence: a border only before a word that begins sentences."""
STARTERS = frozenset(
    "the a an he she it they we you i but and so in on at as if when while after before this that these those there"
    " his her its their our my your what who why how where for with from by or not no yes however meanwhile still"
    " then though although since because both one some many most all mr mrs ms according".split()
)
SPEECH_AFTER_MARK = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:\w+ly\s+)?(?:said|says|asked|asks|told|added|cried|wrote|replied|responded|tweeted"
    r"|shouted|yelled|declared|exclaimed|wondered|continued|joked|quipped|demanded|answered)\b"
)
"""After a quotation that ends in ``?`` or ``!``, a name and a verb of saying belong to the same sentence."""
LONGEST = 1500
"""Characters; a sentence longer than this is a list or a table, and is cut at a space (PolNeAR's longest: 1,214)."""


def split_sentences(text: str, *, unread: Spans = ()) -> tuple[Span, ...]:
    """Return the sentences of ``text``: sorted, not overlapping, without space or bullets at their edges."""
    return tuple(
        sentence
        for paragraph in split_paragraphs(text, unread=unread)
        for sentence in split_paragraph(text, paragraph)
    )


def split_paragraph(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Return the sentences of one paragraph of ``text``; a place of writing counts as one of its own."""
    sentences: list[Span] = []
    start = paragraph.start
    dateline = find_dateline(text, paragraph)
    if dateline is not None:
        # Left in, it hides the subject or the verb of the sentence from the parser.
        sentences.append(dateline.span)
        start = dateline.span.end
        while text[start].isspace():
            start += 1
        paragraph = Span(start, paragraph.end)
    for end, after in _borders(text, paragraph):
        if end > start:
            sentences += _cut_long(text, start, end)
        start = max(start, after)
    if start < paragraph.end:
        sentences += _cut_long(text, start, paragraph.end)
    return tuple(sentences)


def _borders(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    found = [
        (match.end("closed"), match.start("next"))
        for match in BORDER.finditer(text, paragraph.start, paragraph.end)
        if _is_border(text, match, paragraph.start)
    ]
    found += [(match.end(), match.end()) for match in GLUED.finditer(text, paragraph.start, paragraph.end)]
    return iter(sorted(found))


def _is_border(text: str, match: re.Match[str], low: int) -> bool:
    if not _may_begin(text, match.start("next")):
        return False
    stop, closed = match["stop"], match["closed"]
    if stop[-1] in "!?" and closed and SPEECH_AFTER_MARK.match(text, match.start("next")):
        return False
    if stop != ".":
        return not (stop in ("...", "…", "....") and closed == "" and text[match.start("next")] in OPENERS)
    return closed != "" or not _is_abbreviation(text, match, low)


def _may_begin(text: str, at: int) -> bool:
    while at < len(text) and text[at] in OPENERS:
        at += 1
    # Scripts without case (Arabic, Hebrew, Devanagari) and digits may begin a sentence too.
    return at < len(text) and not text[at].islower() and (text[at].isalnum() or text[at] in "@#$€£[—–-…")


def _is_abbreviation(text: str, match: re.Match[str], low: int) -> bool:
    start = match.start("stop")
    begin = start
    while begin > low and not text[begin - 1].isspace() and text[begin - 1] not in OPENERS:
        begin -= 1
    word = text[begin:start]
    following = re.match(r"[\w’']*", text[match.start("next") : match.start("next") + 30])
    begins = following is not None and following[0].lower() in STARTERS
    if len(word) == 1 and word.isupper():
        return not (word == "I" and begins)
    if word.lower() in TITLES and (word[:1].isupper() or word in ("vs", "v")):
        return word.lower() not in ("no", "art", "sec", "fig", "p", "v") or match["next"].isdigit()
    if word.lower() in ENDERS or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return not begins
    return False


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    pieces: list[Span] = []
    while end - start > LONGEST:
        space = max(text.rfind(" ", start + LONGEST // 2, start + LONGEST), 0)
        cut = space if space > start else start + LONGEST
        pieces.append(Span(start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        pieces.append(Span(start, start + len(text[start:end].rstrip())))
    return pieces


def find_sentence(sentences: tuple[Span, ...], position: int) -> int:
    """Return the index of the sentence that holds ``position``, or of the last one that begins before it (else 0)."""
    return max(bisect_right(sentences, (position, float("inf"))) - 1, 0)
