"""Compare scores with the share of attributions that are right: calibration on PolNeAR, with a plot.

python tests/quality/reliability.py --attributor trained [--gum]
python tests/quality/reliability.py --split train --every 12 --first 5 --out build/reliability.svg

Counted is each outermost attribution found; it is right when the scorer matches it by who_what, one to one. What the
figures mean is told in ``calibration.py``. Only the whole dev split writes the plot of the documentation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polnear
import shared
from calibration import Judged, bins_of_equal_width, brier, calibrate, report, table
from plot import PLOT, draw_reliability

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.attribution.training.corpora import Annotated, Part, read_corpus

PARTS: tuple[Part, ...] = ("dev", "train")
N_BINS_NESTED = 5


def judge(
    documents: Sequence[dict[str, Any]], predictions: Sequence[polnear.Prediction]
) -> list[list[Judged]]:
    """Return what was found outermost in each document."""
    scorer = shared.load_scorer()
    answers = []
    for document, prediction in zip(documents, predictions, strict=True):
        found = prediction["attributions"]
        right = set(polnear.pair(scorer, document["text"], document["attributions"], found).values())
        answers.append([Judged(one["score"], place in right) for place, one in enumerate(found)])
    return answers


def judge_nested(attributor: Attributor, texts: Sequence[Annotated]) -> list[Judged]:
    """Return what was found inside the content of another, matched among all that is marked."""
    scorer = shared.load_scorer()
    answers = []
    for text in texts:
        found = attributor.read(Passage(text=text.text)).attributions
        spans = [{role: [list(s) for s in getattr(one, role)] for role in polnear.ROLES} for one in found]
        gold = [
            {role: [list(s) for s in getattr(one, role)] for role in polnear.ROLES} for one in text.relations
        ]
        right = set(polnear.pair(scorer, text.text, gold, spans).values())
        answers += [
            Judged(one.score, place in right) for place, one in enumerate(found) if one.parent is not None
        ]
    return answers


def report_nested(attributor: Attributor) -> Iterator[str]:
    """Yield what GUM, which marks nested attributions, says of their scores: too few of them to claim anything."""
    folder = shared.SHARED / "data" / "gum"
    if not folder.exists():
        yield f"{folder} is not there: nothing is said of nested attributions"
        return
    for part in PARTS:
        judged = judge_nested(attributor, read_corpus(folder, part=part))
        n_right = sum(one.right for one in judged)
        yield f"\nnested in the {part} part of GUM: found {len(judged)}, matched {n_right}; no claim rests on this"
        yield "GUM marks clauses and quotations alone: what it does not mark may still be right"
        if judged:
            yield f"mean score {sum(one.score for one in judged) / len(judged):.3f}, Brier {brier(judged):.3f}"
            yield from table(bins_of_equal_width(judged, N_BINS_NESTED))


def main() -> None:
    """Print the calibration and draw it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    polnear.add_options(parser, split="dev")
    parser.add_argument("--gum", action="store_true", help="print what GUM says of nested ones, too")
    parser.add_argument(
        "--out", type=Path, help="where to draw; docs/img/reliability.svg for the whole dev split"
    )
    arguments = parser.parse_args()
    documents, predictions = polnear.load_chosen(arguments)
    found = calibrate(judge(documents, predictions))
    lines = list(report(found))
    texts = f"{len(documents)} articles of PolNeAR, {arguments.split} part"
    whole = arguments.split == "dev" and arguments.first is None and arguments.every == 1
    if out := arguments.out or (PLOT if whole else None):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(draw_reliability(found, name=arguments.attributor, texts=texts), encoding="utf-8")
        lines.append(f"drawn: {out}")
    if arguments.gum:
        lines += report_nested(load_attributor(arguments.attributor))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
