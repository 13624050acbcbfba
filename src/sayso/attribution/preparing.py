"""The steps every extractor begins with: parse, quotations, and the frames of the rules with their scores."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.attribution.candidates import find_frames
from sayso.attribution.direct import QuoteMap, map_quotes
from sayso.attribution.frames import Frame
from sayso.attribution.mending import mend
from sayso.attribution.weighing import weigh
from sayso.language.paragraphs import split_paragraphs
from sayso.language.parse import Parse
from sayso.language.quotes import Quote, find_quotes
from sayso.records import Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A text as extractors look at it."""

    parse: Parse
    quotes: tuple[Quote, ...]
    marks: QuoteMap
    frames: list[Frame]


def prepare(text: str, *, unread: Spans = ()) -> Prepared:
    """Parse ``text`` outside ``unread`` and list its frames, each with its score."""
    from sayso.language.english import parse_english  # spaCy loads only here

    parse = parse_english(text, unread=unread)
    mend(parse)
    paragraphs = split_paragraphs(text, unread=unread)
    quotes = find_quotes(text, paragraphs)
    marks = map_quotes(parse, quotes, paragraphs)
    frames = find_frames(parse, marks)
    for frame in frames:
        frame.score = weigh(parse, marks, frame)
    return Prepared(parse=parse, quotes=quotes, marks=marks, frames=frames)
