"""How much each part of a candidate's score weighs, learnt on texts that neither network nor rules learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from sayso.attribution.combining import SAME, Candidate, overlap
from sayso.attribution.decoding import Network
from sayso.attribution.features import Features, describe_tokens
from sayso.attribution.frames import Frame
from sayso.attribution.preparing import Prepared, prepare
from sayso.attribution.trained import find_candidates
from sayso.attribution.training.corpora import Annotated
from sayso.attribution.training.lessons import Marked, mark
from sayso.attribution.windows import Pieces

REGULARISATION = 1.0
HEAD = "# name of the part, weight in log odds; written by `sayso train attribution`\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate and whether it is right."""

    candidate: Candidate
    right: bool


def make_examples(documents: Iterable[Annotated], network: Network, pieces: Pieces) -> Iterator[Example]:
    """Yield the candidates of annotated texts; those of which the annotation says nothing are left out."""
    for document in documents:
        prepared = prepare(document.text)
        features = describe_tokens(prepared.parse, prepared.marks, prepared.frames)
        gold = [found for one in document.relations if (found := mark(features, one)) is not None]
        yield from _of_text(prepared, features, gold, network, pieces, nested=document.nested)


def _of_text(
    prepared: Prepared,
    features: Features,
    gold: Sequence[Marked],
    network: Network,
    pieces: Pieces,
    *,
    nested: bool,
) -> Iterator[Example]:
    taken = {token for one in gold for token in one.content}
    for candidate in find_candidates(prepared, features, network, pieces):
        right = any(is_right(candidate.frame, one) for one in gold)
        if right or nested or candidate.frame.trigger not in taken:
            yield Example(candidate, right)


def is_right(frame: Frame, gold: Marked) -> bool:
    """Tell whether ``frame`` says who says what as ``gold`` does: half the content, a token of source and of cue."""
    same_source = not (frame.source or gold.source) or not set(frame.source).isdisjoint(gold.source)
    return (
        same_source
        and not set(frame.cue).isdisjoint(gold.cue)
        and overlap(frame.content, gold.content) >= SAME
    )


def learn_parts(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weight of each part, in log odds."""
    names = sorted({name for example in examples for name in example.candidate.parts})
    rows = [[example.candidate.parts.get(name, 0.0) for name in names] for example in examples]
    model = LogisticRegression(C=REGULARISATION, max_iter=2000, fit_intercept=False)
    model.fit(rows, [example.right for example in examples])
    return dict(zip(names, model.coef_[0].tolist(), strict=True))


def write_parts(weights: dict[str, float], path: Path) -> None:
    """Write ``weights`` where `sayso.attribution.combining.load_parts` reads them."""
    lines = (f"{name}\t{weight:.3f}\n" for name, weight in sorted(weights.items()))
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
