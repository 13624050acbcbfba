"""Score an attributor on GUM with the measures of PolNeAR's scorer: all attributions, the outermost, the nested.

nice -n 10 python tests/quality/gum.py --attributor rules [--part dev] [--genre news]

The outermost alone are what PolNeAR marks. Recall on the nested ones is that of who_what among all that was found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shared

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.attribution.training.corpora import Annotated, Gold, Part, read_corpus
from sayso.records import Attribution

GUM = shared.SHARED / "data" / "gum"
ROLES = ("source", "cue", "content")
MEASURE = "A.who_what"

Found = Gold | Attribution
Spans = dict[str, list[list[int]]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of each headline measure, and who_what recall on nested attributions."""

    outermost: dict[str, tuple[float, float, float]]
    everything: dict[str, tuple[float, float, float]]
    nested_found: int
    nested: int


def score(attributor: Attributor, texts: Sequence[Annotated]) -> Scores:
    """Read all ``texts`` and compare."""
    scorer = shared.load_scorer()
    found = [attributor.read(Passage(text=one.text)).attributions for one in texts]
    pairs = list(zip(texts, found, strict=True))
    hits = [_nested_found(scorer, one, theirs) for one, theirs in pairs]
    return Scores(
        outermost=_measure(scorer, pairs, nested_too=False),
        everything=_measure(scorer, pairs, nested_too=True),
        nested_found=sum(hits),
        nested=sum(relation.parent is not None for one in texts for relation in one.relations),
    )


def _measure(
    scorer: Any, pairs: Sequence[tuple[Annotated, Sequence[Attribution]]], *, nested_too: bool
) -> dict[str, tuple[float, float, float]]:
    counts: Counter[Any] = scorer.total(
        [
            scorer.score_doc(
                one.text,
                [_spans(relation) for relation in theirs if nested_too or relation.parent is None],
                [_spans(relation) for relation in one.relations if nested_too or relation.parent is None],
            )
            for one, theirs in pairs
        ]
    )
    return {name: scorer.prf(counts, name) for name in scorer.HEAD}


def _nested_found(scorer: Any, one: Annotated, theirs: Sequence[Attribution]) -> int:
    """Return how many nested attributions the scorer matches, one to one, among all of the text."""
    view = scorer.View(one.text)
    gold = view.prep([_spans(relation) for relation in one.relations])
    matched = scorer.greedy(view.prep([_spans(found) for found in theirs]), gold, scorer.TESTS[MEASURE])
    return sum(one.relations[at].parent is not None for _, at in matched)


def _spans(relation: Found) -> Spans:
    return {role: [list(span) for span in getattr(relation, role)] for role in ROLES}


def report(title: str, scores: Scores) -> str:
    """Return the scores as a table."""
    lines = [title, f"{'':14} {'outermost: P':>12} {'R':>6} {'F1':>6} {'all: P':>8} {'R':>6} {'F1':>6}"]
    for name, outer in scores.outermost.items():
        every = scores.everything[name]
        lines.append(
            f"{name:14} {outer[0]:12.3f} {outer[1]:6.3f} {outer[2]:6.3f}"
            f" {every[0]:8.3f} {every[1]:6.3f} {every[2]:6.3f}"
        )
    share = scores.nested_found / scores.nested if scores.nested else 0.0
    lines.append(f"nested: {scores.nested_found} of {scores.nested} found ({MEASURE} recall {share:.3f})")
    return "\n".join(lines)


def main() -> None:
    """Print the scores on the dev part and on all of GUM, or on what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attributor", default="rules")
    parser.add_argument("--part", choices=("train", "dev"))
    parser.add_argument("--genre")
    arguments = parser.parse_args()
    if not GUM.exists():
        sys.exit(f"{GUM} is not there; set SAYSO_SHARED to the folder that holds data/ and eval/")
    attributor = load_attributor(arguments.attributor)
    parts: tuple[Part | None, ...] = (arguments.part,) if arguments.part else ("dev", None)
    for part in parts:
        texts = [
            one
            for one in read_corpus(GUM, part=part)
            if arguments.genre is None or one.document_id.split("_")[1] == arguments.genre
        ]
        title = f"# {arguments.attributor} on {part or 'all'} of GUM, {len(texts)} documents"
        sys.stdout.write(report(title, score(attributor, texts)) + "\n\n")


if __name__ == "__main__":
    main()
