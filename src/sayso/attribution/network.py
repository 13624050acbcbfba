"""The trained network as onnxruntime runs it: one window at a time, one thread, no torch."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from sayso.attribution.combining import read_parts

FILES = ("encoder.onnx", "roles.onnx", "tokenizer.json", "parts.tsv")
"""What an answer depends on, inside the package."""


class OnnxNetwork:
    """See `sayso.attribution.decoding.Network`.

    Windows are run one by one: the encoder rounds to eight bits by what it sees at one time, so that windows run
    together would change each other's answers.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        """Load the weights in ``folder``, by default those that ship with the package."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        folder = folder or files("sayso.attribution").joinpath("model")
        self._encoder, self._roles = (
            onnxruntime.InferenceSession(
                folder.joinpath(name).read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            for name in FILES[:2]
        )

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
        answer: NDArray[np.float32] = self._roles.run(
            None, {"anchors": anchors, "states": states[None], "pairs": pairs}
        )[0]
        return answer


@cache
def load_parts() -> dict[str, float]:
    """Return the weight of each part of a candidate's score."""
    text = files("sayso.attribution").joinpath("model/parts.tsv").read_text(encoding="utf-8")
    return read_parts(text)


@cache
def model_sha256() -> str:
    """Return the SHA-256 over the files of the model."""
    total = sha256()
    folder = files("sayso.attribution").joinpath("model")
    for name in FILES:
        total.update(name.encode() + b"\0" + sha256(folder.joinpath(name).read_bytes()).digest())
    return total.hexdigest()
