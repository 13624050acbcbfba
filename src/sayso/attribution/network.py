"""The trained network as onnxruntime runs it: one window at a time, one thread, no torch."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENCODER, ROLES = "encoder.onnx", "roles.onnx"
GIVEN = {ENCODER: ("pieces", "owners", "tokens", "firsts"), ROLES: ("anchors", "states", "pairs")}
"""What each takes."""


class OnnxNetwork:
    """See `sayso.attribution.decoding.Network`.

    Windows are run one by one: the encoder rounds to eight bits by what it sees at one time, so that windows run
    together would change each other's answers.
    """

    def __init__(self, folder: Traversable) -> None:
        """Load `ENCODER` and `ROLES` of ``folder``; raise `ValueError` naming the one that cannot be used."""
        self._encoder, self._roles = (_load(folder, name) for name in GIVEN)

    def read(
        self,
        pieces: NDArray[np.int64],
        owners: NDArray[np.int64],
        tokens: NDArray[np.int64],
        firsts: NDArray[np.int64],
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the state of each token (tokens, width) and its log odds to head a cue (tokens,)."""
        given = {
            "pieces": pieces[None],
            "owners": owners[None],
            "tokens": tokens[None],
            "firsts": firsts[None],
        }
        states, scores = self._encoder.run(None, given)
        return states[0], scores[0]

    def roles(
        self, anchors: NDArray[np.float32], states: NDArray[np.float32], pairs: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return (anchors, tokens, roles) in log odds."""
        given = {"anchors": anchors, "states": states[None], "pairs": pairs}
        answer: NDArray[np.float32] = self._roles.run(None, given)[0]
        return answer


def _load(folder: Traversable, name: str) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    data = folder.joinpath(name).read_bytes()
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 -- onnxruntime's errors have no common name
        raise ValueError(f"{name}: {error}") from None
    given = tuple(one.name for one in session.get_inputs())
    if given != GIVEN[name]:
        raise ValueError(f"{name}: takes {', '.join(given)} where {', '.join(GIVEN[name])} are given")
    return session
