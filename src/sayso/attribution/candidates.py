"""All frames of a text."""

from __future__ import annotations

from sayso.attribution.adjuncts import adjunct_frames
from sayso.attribution.direct import QuoteMap, complete_quotes, quote_frames
from sayso.attribution.frames import Frame
from sayso.attribution.headlines import colon_frames, segment_frames
from sayso.attribution.nouns import noun_frames
from sayso.attribution.verbs import verb_frames
from sayso.language.parse import Parse


def find_frames(parse: Parse, marks: QuoteMap) -> list[Frame]:
    """Return every frame of ``parse`` that has a content, in the order of their triggers."""
    frames: list[Frame] = []
    for reader in (verb_frames, noun_frames, adjunct_frames, colon_frames, segment_frames):
        for frame in reader(parse):
            complete_quotes(parse, marks, frame)
            frames.append(frame)
    for frame in quote_frames(parse, marks):
        complete_quotes(parse, marks, frame)
        frames.append(frame)
    frames = [frame for frame in _without_halves(frames) if frame.content]
    frames.sort(key=lambda frame: frame.trigger)
    return frames


def _without_halves(frames: list[Frame]) -> list[Frame]:
    """Leave out a quotation alone where its verb has a whole clause: ``said that the door “will stay open”``."""
    wholes: dict[int, list[set[int]]] = {}
    for frame in frames:
        if frame.construction == "ccomp" and frame.source:
            wholes.setdefault(frame.trigger, []).append(set(frame.content))
    return [
        frame
        for frame in frames
        if frame.construction != "quote-before"
        or not any(whole.issuperset(frame.content) for whole in wholes.get(frame.trigger, ()))
    ]
