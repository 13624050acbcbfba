"""Run an attributor over a split of PolNeAR, write its predictions and print the scores of the shared scorer.

python tests/quality/polnear.py --split dev --out predictions.jsonl --boot 500

PolNeAR marks no attribution inside another one; those that the attributor finds there are left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import shared

from sayso.attribution import Attributor, Passage, load_attributor


def predict(attributor: Attributor, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one prediction a document, in the scorer's form."""
    return [
        {"doc_id": document["doc_id"], "attributions": read_spans(attributor, document["text"])}
        for document in documents
    ]


def read_spans(attributor: Attributor, text: str) -> list[dict[str, list[list[int]]]]:
    """Return the source, cue and content spans of the outermost attributions in ``text``."""
    return [
        {role: [list(span) for span in getattr(found, role)] for role in ("source", "cue", "content")}
        for found in attributor.read(Passage(text=text)).attributions
        if found.parent is None
    ]


def score(
    documents: list[dict[str, Any]], predictions: list[dict[str, Any]]
) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of each headline measure."""
    scorer = shared.load_scorer()
    found = {prediction["doc_id"]: prediction["attributions"] for prediction in predictions}
    counts = scorer.total(
        [scorer.score_doc(d["text"], found[d["doc_id"]], d["attributions"]) for d in documents]
    )
    return {name: scorer.prf(counts, name) for name in scorer.HEAD}


def main() -> None:
    """Write the predictions and hand them to the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--attributor", default="rules")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "polnear-predictions.jsonl")
    parser.add_argument("--boot", type=int, default=0)
    arguments = parser.parse_args()
    if reason := shared.missing():
        sys.exit(reason)
    predictions = predict(load_attributor(arguments.attributor), shared.load_split(arguments.split))
    arguments.out.write_text("".join(json.dumps(line) + "\n" for line in predictions), encoding="utf-8")
    program = [sys.executable, str(shared.SHARED / "eval" / "eval_polnear.py"), "--split", arguments.split]
    subprocess.run([*program, "--pred", str(arguments.out), "--boot", str(arguments.boot)], check=True)


if __name__ == "__main__":
    main()
