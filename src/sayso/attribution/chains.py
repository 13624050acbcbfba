"""On whose word: the sources an attribution has gone through, from the outlet inwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.records import Attribution, Span, Spans

CITING = re.compile(r",?\s*\b(?:citing|quoting|relying on|crediting)\s+(?P<source>[^,;:.()\"“”]+)")
FOLLOWING = re.compile(r",?\s*\b(?:according to|citing|quoting)\s+(?P<source>[^,;:.()\"“”]+)")
CARRIED = re.compile(
    r"\b(?:carried|published|broadcast|aired|quoted|cited|released|reported|distributed|posted)\s+(?:\w+\s+)?by\s+"
    r"(?P<source>(?:the\s+)?(?:[A-Z][\w’'.&-]*|state|news|media|television|radio|agency)"
    r"(?:\s+(?:[A-Z][\w’'.&-]*|of|news|media|television|radio|agency))*)"
)
TOLD = re.compile(
    r"\b(?:told|tells|informed)\s+(?P<source>(?:the\s+|an?\s+)?(?:[A-Z][\w’'.&-]*)(?:\s+(?:[A-Z][\w’'.&-]*|news|agency))*)"
)
CUT = re.compile(r"\s+(?:that|as|who|which|when|on|after|during|saying|said|because|while|in)\b.*", re.DOTALL)
REACH = 160
"""Characters after a cue or source in which ``citing`` still belongs to it."""


def chain_of(
    text: str, attributions: Sequence[Attribution], *, outlet: str | None = None
) -> list[Attribution]:
    """Return ``attributions`` with their chains: the outlet (where known), the sources around, the own source.

    ``X said, citing Y`` and ``Y told X`` both give X, then Y.
    """
    chains: dict[int, tuple[str, ...]] = {}

    def build(number: int) -> tuple[str, ...]:
        if number not in chains:
            attribution = attributions[number]
            chains[number] = ()  # a ring of parents would end here
            before = (
                build(attribution.parent) if attribution.parent is not None else ((outlet,) if outlet else ())
            )
            own = _own_links(text, attribution)
            chains[number] = before + tuple(name for name in own if name not in before[-1:])
        return chains[number]

    return [replace(attribution, chain=build(number)) for number, attribution in enumerate(attributions)]


def text_of(text: str, spans: Spans) -> str:
    """Return the text of ``spans``, stretches joined by a space, white space made single."""
    return " ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def _own_links(text: str, attribution: Attribution) -> list[str]:
    source = text_of(text, attribution.source)
    if not source:
        return []
    anchors = [*attribution.cue, *attribution.source]
    told = next((m for span in attribution.cue for m in [TOLD.match(text, span.start)] if m), None)
    if told is None and attribution.cue:
        told = TOLD.search(text, attribution.cue[0].start, attribution.cue[-1].end + REACH // 4)
        told = told if told is not None and told.start() < attribution.cue[-1].end else None
    links = (
        [_plain(told["source"]), source] if told is not None and _is_outside(told, attribution) else [source]
    )
    end = max(span.end for span in anchors)
    carried = CARRIED.search(text, min(span.start for span in anchors), end + REACH)
    near = carried is not None and carried.start() <= end + REACH // 4
    if carried is not None and near and told is None and _is_outside(carried, attribution):
        links.insert(0, _plain(carried["source"]))
    cited = next((m for span in anchors for m in [CITING.match(text, span.end)] if m), None)
    if cited is None and attribution.content:
        cited = FOLLOWING.match(text, attribution.content[-1].end)
    if cited is not None and _is_outside(cited, attribution):
        links.append(_plain(cited["source"]))
    return links


def _is_outside(match: re.Match[str], attribution: Attribution) -> bool:
    start = match.start("source")
    own: Sequence[Span] = [*attribution.content, *attribution.source]
    return not any(span.start <= start < span.end for span in own)


def _plain(name: str) -> str:
    return " ".join(CUT.sub("", name).split()).rstrip(".,;:")
