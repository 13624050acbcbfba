"""What found relations mean: sourcing, force, stance, hedges, quotation and chain, whichever extractor found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.chains import chain_of
from sayso.attribution.force import force_of
from sayso.attribution.fullest import MentionReader, Said
from sayso.attribution.hedges import find_hedges
from sayso.attribution.quotation import quotation_of
from sayso.attribution.sourcing import SourceReader
from sayso.attribution.stances import mark_relays, stance_of
from sayso.language.parse import Parse
from sayso.language.quotes import Quote, QuoteIndex
from sayso.records import Attribution, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Source, cue and content as an extractor found them; ``parent`` is the place of the relation it is nested in."""

    source: Spans
    cue: Spans
    content: Spans
    parent: int | None
    score: float


def describe(
    parse: Parse, quotes: Sequence[Quote], relations: Sequence[Relation], *, outlet: str | None
) -> tuple[Attribution, ...]:
    """Return an `Attribution` for each of ``relations``, in their order, which is that of the text."""
    text = parse.text
    reader, index = SourceReader(text), QuoteIndex(quotes)
    mentions = MentionReader(parse, quotes, [Said(one.source, one.content) for one in relations])
    found: list[Attribution] = []
    for relation in relations:
        cue, content = relation.cue, relation.content
        force = force_of(text, cue, content)
        spans = (*relation.source, *cue, *content)
        near = index.near(min(span.start for span in spans), max(span.end for span in spans))
        around = (
            found[relation.parent] if relation.parent is not None and relation.parent < len(found) else None
        )
        speaker = around.sourcing if around is not None else None
        mention = mentions.fullest(relation.source)
        sourcing = reader.read(relation.source, quotes=near, mention=mention, speaker=speaker)
        found.append(
            Attribution(
                source=relation.source,
                cue=cue,
                content=content,
                sourcing=sourcing,
                force=force,
                quotation=quotation_of(text, content, near),
                stance=stance_of(text, force, cue, content, source=relation.source, sourcing=sourcing),
                mention=mention,
                hedges=find_hedges(text, cue=cue, content=content, quotes=near),
                parent=relation.parent,
                score=round(relation.score, 6),
            )
        )
    relayed = mark_relays(text, found)
    return tuple(chain_of(text, relayed, outlet=outlet, reader=reader, fullest=mentions.fullest))
