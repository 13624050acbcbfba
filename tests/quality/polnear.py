"""Run an attributor over a split of PolNeAR, write its predictions and print the scores of the shared scorer.

python tests/quality/polnear.py --split dev --attributor trained --out predictions.jsonl --boot 500
python tests/quality/polnear.py --split dev --attributor trained --brief

PolNeAR marks no attribution inside another one; those that the attributor finds there are written beside the others, as
``nested``, and not scored. Recall by type (direct, mixed, indirect; kind of source) stands below the measures. The file
written can be given to ``reliability.py`` and ``errors.py`` with ``--found``, which then read nothing anew.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shared
from calibration import SEED, Interval, middle

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.records import Attribution

ROLES = ("source", "cue", "content")
MEASURE = "A.who_what"
TYPES = ("direct", "mixed", "indirect")

Found = dict[str, Any]
"""An attribution as the scorer takes it, with ``score`` beside the spans."""
Prediction = dict[str, Any]
"""``doc_id``, ``attributions`` and ``nested``, both lists of `Found`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Precision, recall and F1 of each headline measure, who_what recall of each type, and 95 % intervals.

    ``intervals`` are over documents, of F1 by measure and of recall by type; empty when none were asked for.
    """

    measures: dict[str, tuple[float, float, float]]
    recall: dict[str, float]
    intervals: dict[str, Interval]


def predict(attributor: Attributor, documents: Sequence[dict[str, Any]]) -> list[Prediction]:
    """Return one prediction a document."""
    return [
        {"doc_id": document["doc_id"], **read_spans(attributor, document["text"])} for document in documents
    ]


def read_spans(attributor: Attributor, text: str) -> dict[str, list[Found]]:
    """Return the outermost attributions in ``text`` and the others."""
    found = attributor.read(Passage(text=text)).attributions
    return {
        "attributions": [_spans(one) for one in found if one.parent is None],
        "nested": [_spans(one) for one in found if one.parent is not None],
    }


def _spans(one: Attribution) -> Found:
    roles: Found = {role: [list(span) for span in getattr(one, role)] for role in ROLES}
    return {**roles, "score": one.score}


def pair(scorer: Any, text: str, gold: Sequence[Found], found: Sequence[Found]) -> dict[int, int]:
    """Return which of ``found`` the scorer matches to each of ``gold`` by who_what, one to one."""
    view = scorer.View(text)
    # Taken one by one, because the scorer drops what holds no word.
    ours = [(place, one) for place, spans in enumerate(gold) for one in view.prep([spans])]
    theirs = [(place, one) for place, spans in enumerate(found) for one in view.prep([spans])]
    matched = scorer.greedy([one for _, one in theirs], [one for _, one in ours], scorer.TESTS[MEASURE])
    return {ours[at][0]: theirs[by][0] for by, at in matched}


def score(documents: Sequence[dict[str, Any]], predictions: Sequence[Prediction], *, boot: int = 0) -> Scores:
    """Compare, with intervals from ``boot`` draws of the documents."""
    scorer = shared.load_scorer()
    found = {prediction["doc_id"]: prediction["attributions"] for prediction in predictions}
    counts = [scorer.score_doc(d["text"], found[d["doc_id"]], d["attributions"]) for d in documents]
    total = scorer.total(counts)
    draws: dict[str, list[float]] = {}
    chance = random.Random(SEED)
    wanted = [_kept(scorer, one) for one in counts] if boot else []
    for _ in range(boot):
        drawn = scorer.total(chance.choices(wanted, k=len(wanted)))
        for name in scorer.HEAD:
            draws.setdefault(name, []).append(scorer.prf(drawn, name)[2])
        for name, value in _recall(drawn).items():
            draws.setdefault(name, []).append(value)
    return Scores(
        measures={name: scorer.prf(total, name) for name in scorer.HEAD},
        recall=_recall(total),
        intervals={name: middle(values) for name, values in draws.items()},
    )


def _kept(scorer: Any, counts: Counter[Any]) -> Counter[Any]:
    """Return the counts that the headline measures need: adding up all of them takes three times as long."""
    names = {*scorer.HEAD, *(f"{MEASURE}|{kind}" for kind in TYPES)}
    return Counter({key: n for key, n in counts.items() if key[0] in names})


def _recall(counts: Counter[Any]) -> dict[str, float]:
    keys = {kind: f"{MEASURE}|{kind}" for kind in TYPES}
    return {kind: counts[key, "tpr"] / max(1, counts[key, "g"]) for kind, key in keys.items()}


def add_options(parser: argparse.ArgumentParser, *, split: str) -> None:
    """Add the options that choose documents and how they are read."""
    parser.add_argument("--split", default=split)
    parser.add_argument("--attributor", default="rules")
    parser.add_argument("--first", type=int, metavar="N", help="the first N documents alone, for a try")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth document alone")
    parser.add_argument("--found", type=Path, help="predictions that this script wrote; nothing is read anew")


def load_chosen(arguments: argparse.Namespace) -> tuple[list[dict[str, Any]], list[Prediction]]:
    """Return the documents that the options choose and the predictions on them; exit where PolNeAR is missing."""
    if reason := shared.missing():
        sys.exit(reason)
    documents: list[dict[str, Any]] = shared.load_split(arguments.split)
    documents = documents[:: arguments.every][: arguments.first]
    if arguments.found is None:
        return documents, predict(load_attributor(arguments.attributor), documents)
    lines = arguments.found.read_text(encoding="utf-8").splitlines()
    known = {one["doc_id"]: one for one in map(json.loads, lines)}
    missing = [document["doc_id"] for document in documents if document["doc_id"] not in known]
    if missing:
        sys.exit(f"{arguments.found}: no prediction for {missing[0]} and {len(missing) - 1} more documents")
    return documents, [known[document["doc_id"]] for document in documents]


def main() -> None:
    """Write the predictions and hand them to the scorer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser, split="dev")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "polnear-predictions.jsonl")
    parser.add_argument("--boot", type=int, default=0)
    parser.add_argument("--brief", action="store_true", help="the headline measures and recall by type alone")
    arguments = parser.parse_args()
    _, predictions = load_chosen(arguments)
    arguments.out.write_text("".join(json.dumps(line) + "\n" for line in predictions), encoding="utf-8")
    program = [sys.executable, str(shared.SHARED / "eval" / "eval_polnear.py"), "--split", arguments.split]
    program += ["--pred", str(arguments.out), "--boot", str(arguments.boot), "--subset"]
    subprocess.run([*program, *(["--brief"] if arguments.brief else [])], check=True)


if __name__ == "__main__":
    main()
