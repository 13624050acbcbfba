"""The first attributor: frames of the dependency parse, weighed by what labelled news taught."""

from __future__ import annotations

from sayso.attribution.base import Passage, Reading
from sayso.attribution.candidates import find_frames
from sayso.attribution.chains import chain_of
from sayso.attribution.contents import spans_of
from sayso.attribution.direct import map_quotes
from sayso.attribution.force import force_of, stance_of
from sayso.attribution.frames import Frame
from sayso.attribution.hedges import find_hedges
from sayso.attribution.nesting import choose, find_parents
from sayso.attribution.quotation import quotation_of
from sayso.attribution.sourcing import SourceReader
from sayso.attribution.weighing import weigh
from sayso.language.english import parse_english
from sayso.language.paragraphs import split_paragraphs
from sayso.language.parse import Parse
from sayso.language.quotes import Quote, find_quotes
from sayso.records import Attribution

LEAST = 0.35
"""Frames that score less are left out. On a held-out fifth of PolNeAR train, who_what F1 is .675 at .3 and at .4, .664 at
.5; precision .742, .783 and .812."""
LEAST_NESTED = 0.5
"""PolNeAR marks no attribution inside another, so nothing tells how good the low scores are there."""


class RuleAttributor:
    """Find attributions by rules over the parse; see `sayso.attribution.base.Attributor`."""

    name = "rules"
    version = "1"
    model_sha256: str | None = None

    def read(self, passage: Passage) -> Reading:
        """Return the sentences and attributions of ``passage``."""
        parse = parse_english(passage.text, unread=passage.unread)
        paragraphs = split_paragraphs(passage.text, unread=passage.unread)
        quotes = find_quotes(passage.text, paragraphs)
        marks = map_quotes(parse, quotes, paragraphs)
        frames = find_frames(parse, marks)
        for frame in frames:
            frame.score = weigh(parse, marks, frame)
        chosen = choose(frames, least=LEAST, least_nested=LEAST_NESTED)
        return Reading(
            sentences=parse.sentences,
            attributions=_describe(parse, quotes, chosen, passage.outlet),
        )


def _describe(
    parse: Parse, quotes: tuple[Quote, ...], frames: list[Frame], outlet: str | None
) -> tuple[Attribution, ...]:
    """Fill in what each chosen frame means."""
    parents = find_parents(frames)
    text = parse.text
    reader = SourceReader(text)
    found: list[Attribution] = []
    for frame, parent in zip(frames, parents, strict=True):
        source, cue = spans_of(parse, frame.source), spans_of(parse, frame.cue)
        content = spans_of(parse, frame.content)
        force = force_of(text, cue)
        found.append(
            Attribution(
                source=source,
                cue=cue,
                content=content,
                sourcing=reader.read(source, quotes=quotes),
                force=force,
                quotation=quotation_of(text, content, quotes),
                stance=stance_of(text, force, cue, content),
                hedges=find_hedges(text, cue=cue, content=content, quotes=quotes),
                parent=parent,
                score=round(frame.score, 6),
            )
        )
    return tuple(chain_of(text, found, outlet=outlet))
