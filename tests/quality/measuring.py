"""Everything that is measured of one attributor, as plain values: what ``pin.py`` writes down and the tests compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import errors
import gold
import gum
import polnear
import shared
from calibration import calibrate
from labelled import GOLD
from reliability import judge

from sayso.attribution import Attributor
from sayso.attribution.training.corpora import read_corpus

DECIMALS = 4
SPLIT = "dev"
NEWS = "news"
"""The genre of GUM that is most like what sayso reads."""

Reached = dict[str, Any]


def measure_gold(attributor: Attributor, path: Path = GOLD) -> Reached:
    """Return what is reached on our own texts: finding, and each field on what was found."""
    scores = gold.score_gold(attributor, path)
    precision, recall, f1 = gold.measure(scores.total)
    return _rounded_all(
        {
            "n": scores.total.n_gold,
            "precision": precision,
            "recall": recall,
            "who_what": f1,
            "fields": dict(sorted(scores.fields.items())),
        }
    )


def measure_polnear(attributor: Attributor, *, boot: int = 0) -> Reached:
    """Return what is reached on the dev split of PolNeAR; reads it once."""
    documents: list[dict[str, Any]] = shared.load_split(SPLIT)
    predictions = polnear.predict(attributor, documents)
    scores = polnear.score(documents, predictions, boot=boot)
    mistakes = list(errors.find_mistakes(errors.compare_polnear(documents, predictions)))
    return _rounded_all(
        {
            "sha256": shared.hash_split(SPLIT),
            "n_documents": len(documents),
            "n": sum(len(document["attributions"]) for document in documents),
            "measures": {
                name: dict(zip(("precision", "recall", "f1"), values, strict=True))
                for name, values in scores.measures.items()
            },
            "recall": scores.recall,
            "intervals": {name: list(interval) for name, interval in scores.intervals.items()},
            "calibration": asdict(calibrate(judge(documents, predictions))),
            "kinds": {"missed": _kinds(mistakes, missed=True), "found": _kinds(mistakes, missed=False)},
        }
    )


def _kinds(mistakes: Sequence[errors.Mistake], *, missed: bool) -> dict[str, int]:
    return {kind: counts.total() for kind, counts in errors.count(mistakes, missed=missed).items() if counts}


def measure_gum(attributor: Attributor) -> Reached:
    """Return what is reached on the news of GUM, nested ones among all."""
    texts = [one for one in read_corpus(gum.GUM) if one.document_id.split("_")[1] == NEWS]
    scores = gum.score(attributor, texts)
    precision, recall, f1 = scores.everything[polnear.MEASURE]
    return _rounded_all(
        {
            "n_documents": len(texts),
            "n": sum(len(one.relations) for one in texts),
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "n_nested": scores.nested,
            "nested_found": scores.nested_found,
        }
    )


def _rounded_all(values: Reached) -> Reached:
    return {name: _rounded(value) for name, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return _rounded_all(value)
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
