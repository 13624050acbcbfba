"""From a trained network to the two files that onnxruntime runs: the encoder in eight bits, the roles as they are."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from sayso.attribution.features import PAIR_SIZES, TOKEN_SIZES
from sayso.attribution.training.network import WIDTH, Network

OPSET = 17
EIGHT_BITS = ("MatMul", "Gather")
"""Weights of products and tables of words; the rest is small."""


def export(network: Network, folder: Path) -> None:
    """Write ``encoder.onnx`` and ``roles.onnx`` into ``folder``."""
    network = network.cpu().float().eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The exporter without dynamo is called old since torch 2.9; the new one needs another library, onnxscript.
        warnings.simplefilter("ignore", DeprecationWarning)
        whole = Path(scratch) / "encoder.onnx"
        _export_encoder(network, whole)
        _round(whole, folder / "encoder.onnx")
        _export_roles(network, folder / "roles.onnx")


def _export_encoder(network: Network, path: Path) -> None:
    n_pieces, n_tokens = 7, 5
    example = (
        torch.ones(1, n_pieces, dtype=torch.int64),
        torch.zeros(1, n_pieces, dtype=torch.int64),
        torch.zeros(1, n_tokens, len(TOKEN_SIZES), dtype=torch.int64),
        torch.zeros(1, n_tokens, dtype=torch.int64),
    )
    torch.onnx.export(
        network.encoder,
        example,
        str(path),
        input_names=["pieces", "owners", "tokens", "firsts"],
        output_names=["states", "scores"],
        dynamic_axes={
            "pieces": {1: "n_pieces"},
            "owners": {1: "n_pieces"},
            "tokens": {1: "n_tokens"},
            "firsts": {1: "n_tokens"},
            "states": {1: "n_tokens"},
            "scores": {1: "n_tokens"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def _export_roles(network: Network, path: Path) -> None:
    n_anchors, n_tokens = 3, 5
    example = (
        torch.zeros(n_anchors, WIDTH),
        torch.zeros(1, n_tokens, WIDTH),
        torch.zeros(n_anchors, n_tokens, len(PAIR_SIZES), dtype=torch.int64),
    )
    torch.onnx.export(
        network.roles,
        example,
        str(path),
        input_names=["anchors", "states", "pairs"],
        output_names=["roles"],
        dynamic_axes={
            "anchors": {0: "n_anchors"},
            "states": {1: "n_tokens"},
            "pairs": {0: "n_anchors", 1: "n_tokens"},
            "roles": {0: "n_anchors", 1: "n_tokens"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def _round(whole: Path, path: Path) -> None:
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # it advises to simplify the graph first, which changes nothing here
    try:
        quantize_dynamic(
            whole,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # seven bits: processors without VNNI add pairs of products in 16 bits, which overflow
            op_types_to_quantize=list(EIGHT_BITS),
        )
    finally:
        logging.disable(before)
