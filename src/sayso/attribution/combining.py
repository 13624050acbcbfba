"""What the network proposes and what the rules propose, weighed together.

Each candidate is one reading of one trigger, by the network or by a rule. Its score is the logistic function of a sum
of named parts, whose weights (``model/parts.tsv``) were learnt on labelled news that neither network nor rules had
learnt from; so the score is the share of such candidates that are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log

from sayso.attribution.decoding import Proposal
from sayso.attribution.direct import QuoteMap
from sayso.attribution.frames import Frame
from sayso.attribution.quotation import DIRECT
from sayso.attribution.tidying import tidy_content, tidy_source
from sayso.language.parse import Parse

NETWORK = "network"
"""The construction of a frame that the network proposed."""
EXTREME = 6.0
"""Log odds beyond which a likelihood says no more."""
CERTAIN = 30.0
"""The same for a sum of parts: e to the power of some hundreds is no number any more."""
SAME = 0.5
"""Overlap of two contents (intersection over union) from which they are the same reading."""
LONG = 25
"""Tokens from which a content is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a trigger with the values of its parts, by name."""

    frame: Frame
    parts: Mapping[str, float]


def read_parts(text: str) -> dict[str, float]:
    """Return the weight of each part, by name, from the text of a ``parts.tsv``; raise `ValueError` for another."""
    weights: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            name, tab, weight = line.partition("\t")
            if not (name and tab and isfinite(float(weight))):
                raise ValueError(f"line {number} is not a name, a tab and a number")
            weights[name] = float(weight)
    if not weights:
        raise ValueError("it holds no weights")
    return weights


def combine(
    parse: Parse, marks: QuoteMap, frames: Sequence[Frame], proposals: Sequence[Proposal]
) -> list[Candidate]:
    """Return the readings of every trigger; nothing is weighed yet.

    A frame whose content the network has too is left out: the network knows better where it ends, and beside it the
    frame would only take its place (who_what F1 .721 against .716 on texts kept out, network alone .720).
    """
    by_trigger: dict[int, list[Frame]] = {}
    for frame in frames:
        by_trigger.setdefault(frame.trigger, []).append(frame)
    seen = {proposal.trigger: proposal for proposal in proposals}
    candidates = []
    for trigger in sorted({*by_trigger, *seen}):
        proposal, others = seen.get(trigger), by_trigger.get(trigger, [])
        if proposal is not None and proposal.content:
            candidates.append(_of_network(parse, marks, proposal, others))
        candidates += [
            _of_rule(parse, marks, frame, proposal)
            for frame in others
            if proposal is None or overlap(proposal.content, frame.content) < SAME
        ]
    return candidates


def weigh_candidate(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """Return how likely a candidate is right, above 0 and below 1; a part without a weight counts nothing."""
    total = sum(weights.get(name, 0.0) * value for name, value in candidate.parts.items())
    return 1 / (1 + exp(-max(-CERTAIN, min(CERTAIN, total))))


def _of_network(parse: Parse, marks: QuoteMap, proposal: Proposal, others: Sequence[Frame]) -> Candidate:
    best = max((other.score for other in others), default=0.0)
    alike = [other for other in others if overlap(other.content, proposal.content) >= SAME]
    agreed = max(alike, key=lambda other: other.score, default=None)
    source = tidy_source(parse, proposal, agreed)
    frame = Frame(
        trigger=proposal.trigger,
        construction=NETWORK,
        subject=NETWORK if source else "none",
        cue=proposal.cue,
        source=source,
        content=tidy_content(parse, proposal, source),
    )
    parts = {
        "network": 1.0,
        "network: anchor": _odds(proposal.anchored),
        "network: sure of content": proposal.sure[2],
        "network: sure of source": proposal.sure[0],
        "network: sure of cue": proposal.sure[1],
        "network: no rule": float(not others),
        "network: best rule": _odds(best) if others else 0.0,
        "network: a rule has the content": float(agreed is not None),
        "network: that rule": _odds(agreed.score) if agreed is not None else 0.0,
        "network: that rule has the source": float(
            agreed is not None and _same_source(agreed.source, proposal.source)
        ),
        **_common(parse, marks, frame, "network"),
    }
    return Candidate(frame=frame, parts=parts)


def _of_rule(parse: Parse, marks: QuoteMap, frame: Frame, proposal: Proposal | None) -> Candidate:
    parts = {"rule": 1.0, "rule: score": _odds(frame.score), **_common(parse, marks, frame, "rule")}
    if proposal is not None:
        parts |= {
            "rule: anchor": _odds(proposal.anchored),
            "rule: shares content": overlap(proposal.content, frame.content),
            "rule: has the source": float(_same_source(proposal.source, frame.source)),
            "rule: network sure of content": proposal.sure[2],
        }
    return Candidate(frame=frame, parts=parts)


def is_quoted(marks: QuoteMap, frame: Frame) -> bool:
    """Tell whether the content of ``frame`` is a direct quotation."""
    return _quoted(marks, frame) > DIRECT


def _quoted(marks: QuoteMap, frame: Frame) -> float:
    return sum(marks.of_token[token] >= 0 for token in frame.content) / len(frame.content)


def _common(parse: Parse, marks: QuoteMap, frame: Frame, who: str) -> dict[str, float]:
    quoted = _quoted(marks, frame)
    return {
        f"{who}: no source": float(not frame.source),
        f"{who}: quoted": float(quoted > DIRECT),
        f"{who}: partly quoted": float(0 < quoted <= DIRECT),
        f"{who}: cue in quotation": float(marks.of_token[frame.trigger] >= 0),
        f"{who}: long": float(len(frame.content) >= LONG),
        f"{who}: one word": float(len(frame.content) == 1),
        f"{who}: verb": float(parse.tags[frame.trigger].startswith("VB")),
    }


def overlap(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the tokens both share over those of either."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def _same_source(one: Sequence[int], other: Sequence[int]) -> bool:
    return not (one or other) or not set(one).isdisjoint(other)


def _odds(share: float) -> float:
    if share <= 0:
        return -EXTREME
    return max(-EXTREME, min(EXTREME, log(share / (1 - share)))) if share < 1 else EXTREME
