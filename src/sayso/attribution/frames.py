"""Candidates: who might say what, read off the dependency parse, before anything is weighed.

A frame is one way of reading one trigger (a verb, noun, adjective or adverb): the trigger in a named construction with
its source and content. Which frames are attributions is decided by `sayso.attribution.weighing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Frame:
    """One possible attribution, as token numbers of a `Parse`; each list is sorted.

    ``construction`` names how trigger and content hang together (``ccomp``, ``xcomp``, ``prep:about``, ...);
    ``subject`` how the source was found (``nsubj``, ``agent``, ``conj``, ``none``, ...).
    ``marks`` are further facts for the weighing. ``quoted`` are stretches of quotation that belong to the content.
    """

    trigger: int
    construction: str
    subject: str
    cue: list[int]
    source: list[int]
    content: list[int]
    marks: tuple[str, ...] = ()
    score: float = 0.0
    quoted: list[tuple[int, int]] = field(default_factory=list)
