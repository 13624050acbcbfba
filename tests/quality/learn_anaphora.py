"""Learn ``src/sayso/attribution/anaphora.tsv`` from the train documents of GUM (needs scikit-learn).

python tests/quality/learn_anaphora.py

Every pronoun of the third person is an example: of the entities that it may stand for, the parts of the annotated one
less those of each other make a positive, and the reverse a negative. The pronouns before it count as tied as annotated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from coreference import Text, load, parsed, said, write
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

import sayso.attribution
from sayso.attribution.anaphora import Candidate, Choose, best_by
from sayso.attribution.entities import Register
from sayso.attribution.fullest import MentionReader
from sayso.attribution.phrases import span_of

LEAST_SEEN = 3
REGULARISATION = 0.1
LEAST_WEIGHT = 0.02
SOURCE_WEIGHT = 4.0
"""A pronoun that is a source counts as so many others."""
BY_HAND = {"quotes out-in source": -1.5, "quotes out source": 0.5}
"""Added to what was learnt: GUM has too few pronouns behind a quotation that names somebody else."""
PLACES = 8

Pair = tuple[tuple[str, ...], tuple[str, ...], float]


def pairs_of(text: Text) -> list[Pair]:
    """Return the parts of the right candidate and of a wrong one, for each pronoun and each wrong candidate."""
    pairs: list[Pair] = []
    found = parsed(text.annotated.text)

    def gold_of(register: Register, entity: int) -> str:
        places = register.entities[entity].phrases[:PLACES]
        matches = [text.find(span_of(found.parse, register.phrases[place])) for place in places]
        named = Counter(match.entity for match in matches if match is not None)
        return named.most_common(1)[0][0] if named else ""

    def oracle(register: Register, place: int, candidates: Sequence[Candidate]) -> int | None:
        phrase = register.phrases[place]
        pronoun = text.find(span_of(found.parse, phrase))
        if pronoun is None:
            return None
        right = [at for at, one in enumerate(candidates) if gold_of(register, one.entity) == pronoun.entity]
        if not right:
            return None
        wrong = [one for at, one in enumerate(candidates) if at not in right]
        weight = SOURCE_WEIGHT if phrase.is_source else 1.0
        pairs.extend((candidates[right[0]].parts, one.parts, weight / len(wrong)) for one in wrong)
        return right[0]

    MentionReader(found.parse, found.quotes, said(text), choose=oracle)
    return pairs


def learn(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the weight of each part seen often enough."""
    seen = Counter(part for right, wrong, _ in pairs for part in {*right} ^ {*wrong})
    names = {part: at for at, part in enumerate(sorted(part for part, n in seen.items() if n >= LEAST_SEEN))}
    rows, columns, values = [], [], []
    for row, (right, wrong, _) in enumerate(pairs):
        for part, value in [*((part, 1.0) for part in right), *((part, -1.0) for part in wrong)]:
            if part in names:
                rows.append(row)
                columns.append(names[part])
                values.append(value)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(pairs), len(names)))
    weights = np.array([weight for *_, weight in pairs])
    model = LogisticRegression(C=REGULARISATION, max_iter=500, fit_intercept=False)
    both = vstack([matrix, -matrix])
    labels = np.array([1] * len(pairs) + [0] * len(pairs))
    model.fit(both, labels, sample_weight=np.concatenate([weights, weights]))
    learnt = dict(zip(names, model.coef_[0].tolist(), strict=True))
    for name, weight in BY_HAND.items():
        learnt[name] = learnt.get(name, 0.0) + weight
    return {name: weight for name, weight in learnt.items() if abs(weight) >= LEAST_WEIGHT}


def _choose_by(weights: dict[str, float]) -> Choose:
    return lambda _register, _place, candidates: best_by(weights, candidates)


def learn_folds(texts: Sequence[Text], n_folds: int) -> list[Choose]:
    """Return for each part of the documents a choice by weights learnt from the other parts."""
    pairs = [pairs_of(text) for text in texts]
    chooses: list[Choose] = []
    for fold in range(n_folds):
        weights = learn([pair for at, some in enumerate(pairs) if at % n_folds != fold for pair in some])
        chooses.append(_choose_by(weights))
    return chooses


def main() -> None:
    """Learn and write the weights."""
    pairs = [pair for text in load("train") for pair in pairs_of(text)]
    weights = learn(pairs)
    lines = [f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items())]
    path = Path(sayso.attribution.__file__).with_name("anaphora.tsv")
    head = "# name of the part, weight in log odds; written by tests/quality/learn_anaphora.py\n"
    path.write_text(head + "".join(lines), encoding="utf-8")
    write(f"{len(lines)} weights from {len(pairs)} pairs of candidates")


if __name__ == "__main__":
    main()
