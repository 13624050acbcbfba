"""Learn ``src/sayso/attribution/weights.tsv`` from the train split of PolNeAR (needs scikit-learn).

python tests/quality/learn_weights.py [--check]

A frame counts as right when the scorer's who_what would match it to a gold attribution whose cue it shares. Frames
whose trigger stands inside the content of another attribution are left out, because PolNeAR marks nothing there. The
parts hold lemmas and constructions, no text. ``--check`` learns from four fifths and tells how the rest is told apart.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shared
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, log_loss

import sayso.attribution
from sayso.attribution.contents import spans_of
from sayso.attribution.preparing import prepare
from sayso.attribution.training.corpora import KEPT_OUT
from sayso.attribution.weighing import parts_of

LEAST_SEEN = 8
REGULARISATION = 0.2
LEAST_WEIGHT = 0.05
FOLD = 5
BY_HAND = {
    # In own voice PolNeAR marks these adverbs, but 50 cases are too few to learn from; a headline that ends in a name
    # never occurs there at all, and "is accused of" is split among three readings of its content.
    "lemma=reportedly/R": 1.7,
    "lemma=allegedly/R": 2.2,
    "lemma=purportedly/R": 2.2,
    "lemma=supposedly/R": 1.9,
    "how=colon-last": 2.2,
    "how=in-view": 1.0,
    "how=blame": 2.5,
    "how=colon-first": 0.8,
    "act+how=accuse+pass-raise-pcomp:of": 0.8,
    "act+how=accuse+pass-raise-prep:of": 0.8,
    "act+how=accuse+dobj+of": 0.4,
    "act+how=believe+pass-raise-xcomp": 0.8,
    "act+how=claim+pass-raise-xcomp": 0.8,
    "act+how=state+pass-raise-xcomp": 0.8,
    "act+how=believe+pass-raise-pcomp:as": 0.9,
    "act+how=believe+pass-raise-prep:as": 0.5,
}
"""Weights added to the learnt ones."""


def examples(documents: list[dict[str, Any]]) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the document's number, the parts and the label of each frame that can be labelled."""
    scorer = shared.load_scorer()
    for number, document in enumerate(documents):
        text = document["text"]
        prepared = prepare(text)
        parse, marks = prepared.parse, prepared.marks
        view = scorer.View(text)
        gold = view.prep(document["attributions"])
        taken = set().union(*(one["Ucontent"] for one in gold)) if gold else set()
        for frame in prepared.frames:
            roles = {role: spans_of(parse, getattr(frame, role)) for role in ("source", "cue", "content")}
            right = any(_matches(scorer, one, other) for one in view.prep([roles]) for other in gold)
            span = (parse.starts[frame.trigger], parse.ends[frame.trigger])
            if right or not view.words(span) & taken:
                yield number, parts_of(parse, marks, frame), right


def _matches(scorer: Any, found: Any, gold: Any) -> bool:
    if not found["Ucontent"] & gold["Ucontent"] or (gold["Ucue"] and not found["Ucue"] & gold["Ucue"]):
        return False
    return bool(scorer.TESTS["A.who_what"](found, gold))


def learn(rows: list[list[str]], labels: list[bool]) -> dict[str, float]:
    """Return the weight of each part seen often enough."""
    seen = Counter(part for row in rows for part in set(row))
    names = sorted(part for part, n in seen.items() if n >= LEAST_SEEN)
    model = LogisticRegression(C=REGULARISATION, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(_matrix(rows, names), labels)
    return {
        name: weight
        for name, weight in zip(names, model.coef_[0].tolist(), strict=True)
        if abs(weight) >= LEAST_WEIGHT
    }


def _matrix(rows: list[list[str]], names: list[str]) -> csr_matrix:
    places = {name: place for place, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += sorted({places[part] for part in row if part in places})
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))


def check(found: list[tuple[int, list[str], bool]]) -> None:
    """Print how well weights learnt from four fifths of the documents tell apart the frames of the rest."""
    known = [item for item in found if item[0] % FOLD]
    held = [item for item in found if not item[0] % FOLD]
    weights = learn([parts for _, parts, _ in known], [right for *_, right in known])
    sums = np.array([sum(weights.get(part, 0.0) for part in parts) for _, parts, _ in held])
    scores, labels = 1 / (1 + np.exp(-sums)), np.array([right for *_, right in held])
    write(
        f"average precision {average_precision_score(labels, scores):.3f}, log loss {log_loss(labels, scores):.3f}"
    )
    for low in np.arange(0, 1, 0.1):
        inside = (scores >= low) & (scores < low + 0.1)
        write(f"{low:.1f} n={inside.sum()} right={labels[inside].mean():.2f}")


def write(line: str) -> None:
    """Print one line of the answer."""
    sys.stdout.write(line + "\n")


def main() -> None:
    """Learn and write the weights, or check them."""
    if reason := shared.missing():
        sys.exit(reason)
    documents = shared.load_split("train")
    found = list(examples([one for number, one in enumerate(documents) if number % KEPT_OUT]))
    if "--check" in sys.argv[1:]:
        check(found)
        return
    weights = learn([parts for _, parts, _ in found], [right for *_, right in found])
    for name, weight in BY_HAND.items():
        weights[name] = weights.get(name, 0.0) + weight
    lines = [f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items())]
    path = Path(sayso.attribution.__file__).with_name("weights.tsv")
    head = "# name of the part, weight in log odds; written by tests/quality/learn_weights.py\n"
    path.write_text(head + "".join(lines), encoding="utf-8")
    write(f"{len(lines)} weights from {len(found)} frames, {sum(right for *_, right in found)} of them right")


if __name__ == "__main__":
    main()
