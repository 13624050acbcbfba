"""The second attributor: a small network reads beside the rules, and both are weighed together."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from sayso.attribution.base import Passage, Reading
from sayso.attribution.choosing import make_reading, settle
from sayso.attribution.combining import Candidate, combine, is_quoted, weigh_candidate
from sayso.attribution.decoding import Network, propose
from sayso.attribution.features import Features, describe_tokens
from sayso.attribution.frames import Frame
from sayso.attribution.model import model_sha256, open_model, shipped
from sayso.attribution.preparing import Prepared, prepare
from sayso.attribution.weighing import weights_sha256
from sayso.attribution.windows import Pieces
from sayso.language.pipeline import pipeline_sha256
from sayso.records import digest

LEAST_RULE = 0.1
"""Frames of the rules that score less are no candidates."""
LEAST = 0.33
"""Candidates that score less are left out. On texts kept out who_what F1 is .716 at .27, .716 at .33, .720 at .41,
and recall of indirect speech .664, .636 and .608."""
LEAST_QUOTED = 0.15
"""The same for a quotation: what stands in quotation marks beside a cue is seldom nobody's. Recall of direct ones
is .893 at .33 and .905 at .15, who_what F1 .716 at both."""
LEAST_NESTED = 0.5
"""The same inside the content of another."""


class TrainedAttributor:
    """Find attributions by network and rules; see `sayso.attribution.base.Attributor`."""

    name = "trained"
    version = "1"

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model in ``folder``, by default the one that ships with the package."""
        self._folder: Traversable = folder or shipped()
        self._model = open_model(self._folder)

    @property
    def model_sha256(self) -> str:
        """The SHA-256 over the English pipeline, the weights of the rules and the model."""
        return digest("trained", pipeline_sha256(), weights_sha256(), model_sha256(self._folder))

    def read(self, passage: Passage) -> Reading:
        """Return the sentences and attributions of ``passage``."""
        prepared = prepare(passage.text, unread=passage.unread)
        chosen = settle(prepared.parse, prepared.marks, self.candidates(prepared), least_nested=LEAST_NESTED)
        return make_reading(prepared, chosen, outlet=passage.outlet)

    def candidates(self, prepared: Prepared) -> list[Frame]:
        """Return the readings likely enough, each with its score."""
        marks = prepared.marks
        features = describe_tokens(prepared.parse, marks, prepared.frames)
        found = []
        for candidate in find_candidates(prepared, features, self._model.network, self._model.pieces):
            candidate.frame.score = weigh_candidate(candidate, self._model.parts)
            if candidate.frame.score >= (LEAST_QUOTED if is_quoted(marks, candidate.frame) else LEAST):
                found.append(candidate.frame)
        return found


def find_candidates(
    prepared: Prepared, features: Features, network: Network, pieces: Pieces
) -> list[Candidate]:
    """Return the readings of a text by network and rules, not yet weighed.

    The network is asked about the triggers of the rules whatever it thinks of them.
    """
    parse = prepared.parse
    frames = [frame for frame in prepared.frames if frame.score >= LEAST_RULE]
    asked = frozenset(frame.trigger for frame in frames)
    proposals = propose(features, pieces.of_text(parse), network, also=asked)
    return combine(parse, prepared.marks, frames, proposals)
