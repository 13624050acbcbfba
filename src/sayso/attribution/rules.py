"""The first attributor: frames of the dependency parse, weighed by what labelled news taught."""

from __future__ import annotations

from sayso.attribution.base import Passage, Reading
from sayso.attribution.choosing import make_reading, settle
from sayso.attribution.cues import load_cues
from sayso.attribution.frames import Frame
from sayso.attribution.preparing import prepare
from sayso.attribution.verbs import SPEECH
from sayso.attribution.weighing import weights_sha256
from sayso.language.parse import Parse
from sayso.language.pipeline import pipeline_sha256
from sayso.records import digest

LEAST = 0.35
"""Frames that score less are left out. On a held-out fifth of PolNeAR train, who_what F1 is .675 at .3 and at .4,
.664 at .5; precision .742, .783 and .812."""
LEAST_SPEECH = 0.2
"""The same for a clause or quotation with a verb of saying and a source: short clauses are rare in PolNeAR and score
low. At .2 as at .35 who_what F1 is .680, precision .765 and .769."""
LEAST_STRANGE = 0.5
"""The same for a noun that is no word of saying (``struck the market of``): below, 8 of 22 are right."""
ACTS = frozenset(("deny", "condemn", "denounce", "reject", "demand", "accuse"))
BLAMED = frozenset(("dobj+of", "dobj>pcomp:of", "dobj>prep:of"))
LEAST_ACT = 0.15
"""The same for these with a plain object (``denied responsibility``), which contested news is made of and PolNeAR,
where they score low, is not."""
CLAUSAL = frozenset(
    (
        "ccomp",
        "ccomp-pre",
        "parenthetical",
        "segment",
        "according-to",
        "as-clause",
        "quote-after",
        "quote-before",
    )
)
LEAST_NESTED = 0.5
"""PolNeAR marks no attribution inside another, so nothing tells how good the low scores are there."""


class RuleAttributor:
    """Find attributions by rules over the parse; see `sayso.attribution.base.Attributor`."""

    name = "rules"
    version = "2"

    @property
    def model_sha256(self) -> str:
        """The SHA-256 over the English pipeline and the learnt weights."""
        return digest("rules", pipeline_sha256(), weights_sha256())

    def read(self, passage: Passage) -> Reading:
        """Return the sentences and attributions of ``passage``."""
        prepared = prepare(passage.text, unread=passage.unread)
        parse = prepared.parse
        frames = [frame for frame in prepared.frames if frame.score >= least_of(parse, frame)]
        chosen = settle(parse, prepared.marks, frames, least_nested=LEAST_NESTED)
        return make_reading(prepared, chosen, outlet=passage.outlet)


def least_of(parse: Parse, frame: Frame) -> float:
    """Return the score below which ``frame`` is left out."""
    act = load_cues().get(parse.words[frame.trigger])
    if act is None and "noun-prep" in frame.construction:
        return LEAST_STRANGE
    if not frame.source:
        return LEAST
    lemma, tag = parse.lemmas[frame.trigger], parse.tags[frame.trigger]
    plain = (frame.construction == "dobj" and lemma in ACTS) or (
        frame.construction in BLAMED and lemma == "accuse"
    )
    if plain and (frame.subject == "nsubj" or tag == "VBD"):
        return LEAST_ACT
    spoken = act in SPEECH - {"believe"}
    return LEAST_SPEECH if spoken and frame.construction in CLAUSAL else LEAST
