"""Sort what an attributor misses, and what it finds where none is marked, into kinds; count them and show some.

python tests/quality/errors.py --attributor trained                     our own texts, ``gold.jsonl``
python tests/quality/errors.py --attributor trained --split train --show 5 --kind "content too long"
python tests/quality/errors.py --attributor trained --split dev         numbers alone

The kinds and their rules stand in ``kinds.py``; ``--rules`` prints them. Of the train split of PolNeAR every twelfth
article is taken by default: the attributors have not learnt to find anything from those. Articles of the dev split are
not shown, because nobody who builds an attributor is to see them. What is shown is printed, and belongs into no file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gold
import kinds
import labelled
import polnear
import shared
from kinds import Relation, Verdict

from sayso.attribution import Attributor, Passage, load_attributor
from sayso.attribution.training.corpora import KEPT_OUT
from sayso.language.english import parse_english
from sayso.language.parse import Parse

HIDDEN = ("dev", "test")
"""Splits of which no text is shown."""
CONTEXT = 90
"""Characters shown on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One miss or false alarm; ``about`` is the attribution missed or found, ``other`` the one it goes with."""

    missed: bool
    kind: str
    cue: str
    text: str
    about: Relation
    other: Relation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A text with what is marked and found in it, and which was matched to which; ``nested`` does not count."""

    text: str
    marked: list[Relation]
    found: list[Relation]
    nested: list[Relation]
    pairs: dict[int, int]


def compare_polnear(
    documents: Sequence[dict[str, Any]], predictions: Sequence[polnear.Prediction]
) -> Iterator[Compared]:
    """Yield each article of PolNeAR with the scorer's matches."""
    scorer = shared.load_scorer()
    for document, prediction in zip(documents, predictions, strict=True):
        text, marked, found = document["text"], document["attributions"], prediction["attributions"]
        yield Compared(
            text=text,
            marked=[_relation(text, one) for one in marked],
            found=[_relation(text, one) for one in found],
            nested=[_relation(text, one) for one in prediction["nested"]],
            pairs=polnear.pair(scorer, text, marked, found),
        )


def compare_gold(attributor: Attributor) -> Iterator[Compared]:
    """Yield each of our own texts; nested ones count like all others there."""
    for one in labelled.load_labelled():
        found = attributor.read(Passage(text=one.text, outlet=one.outlet)).attributions
        yield Compared(
            text=one.text,
            marked=[_own(one.text, label) for label in one.labels],
            found=[_own(one.text, other) for other in found],
            nested=[],
            pairs=gold._pair(one, found),
        )


def _relation(text: str, one: dict[str, Any]) -> Relation:
    spans = {role: kinds.as_spans(one[role]) for role in polnear.ROLES}
    return kinds.relation(text, spans, score=one.get("score", 0.0))


def _own(text: str, one: Any) -> Relation:
    spans = {role: getattr(one, role) for role in polnear.ROLES}
    return kinds.relation(text, spans, score=getattr(one, "score", 0.0))


def find_mistakes(texts: Iterable[Compared]) -> Iterator[Mistake]:
    """Yield the misses of each text, then the false alarms in it."""
    for one in texts:
        parse = parse_english(one.text)
        for place, marked in enumerate(one.marked):
            if place not in one.pairs:
                verdict = kinds.kind_of_miss(marked, one.found, one.nested)
                yield _mistake(parse, marked, verdict, one.found, missed=True)
        for place, found in enumerate(one.found):
            if place not in one.pairs.values():
                verdict = kinds.kind_of_alarm(one.text, found, one.marked, matched=frozenset(one.pairs))
                yield _mistake(parse, found, verdict, one.marked, missed=False)


def _mistake(
    parse: Parse, about: Relation, verdict: Verdict, others: Sequence[Relation], *, missed: bool
) -> Mistake:
    return Mistake(
        missed=missed,
        kind=verdict.kind,
        cue=kinds.class_of_cue(parse, about.spans["cue"], about.spans["content"]),
        text=parse.text,
        about=about,
        other=None if verdict.other is None else others[verdict.other],
    )


def count(mistakes: Sequence[Mistake], *, missed: bool) -> dict[str, Counter[str]]:
    """Return the kinds of misses or of false alarms, each with its counts by class of cue; most frequent first."""
    table: dict[str, Counter[str]] = {kind: Counter() for kind in (kinds.MISSES if missed else kinds.ALARMS)}
    for one in mistakes:
        if one.missed is missed:
            table[one.kind][one.cue] += 1
    return dict(sorted(table.items(), key=lambda item: -item[1].total()))


def report(title: str, table: dict[str, Counter[str]]) -> Iterator[str]:
    """Yield the lines of a table of kinds."""
    total = sum(counts.total() for counts in table.values())
    yield f"{title + ': ' + str(total):30}{'n':>6}{'share':>7}" + "".join(f"{n:>12}" for n in kinds.CLASSES)
    for kind, counts in table.items():
        n = counts.total()
        if n:
            cells = "".join(f"{counts[name] or '-':>12}" for name in kinds.CLASSES)
            yield f"{kind:30}{n:6}{n / max(1, total):7.2f}{cells}"


def show(mistakes: Sequence[Mistake], n: int, only: str | None) -> Iterator[str]:
    """Yield ``n`` mistakes of each kind, spread over all there are."""
    for missed in (True, False):
        for kind, counts in count(mistakes, missed=missed).items():
            if not counts or only not in (None, kind):
                continue
            yield f"\n## {'missed' if missed else 'found, not marked so'}: {kind} ({counts.total()})"
            some = [one for one in mistakes if one.missed is missed and one.kind == kind]
            for one in some[:: max(1, len(some) // n)][:n]:
                yield from _lines(one)


def _lines(one: Mistake) -> Iterator[str]:
    names = ("marked", "found") if one.missed else ("found", "marked")
    yield ""
    for name, about in zip(names, (one.about, one.other), strict=True):
        if about is not None:
            score = f"  ({about.score:.2f})" if name == "found" else ""
            yield f"  {name:6} {' | '.join(_quote(one.text, about.spans[role]) for role in polnear.ROLES)}{score}"
    first = min(span.start for spans in one.about.spans.values() for span in spans)
    last = max(span.end for spans in one.about.spans.values() for span in spans)
    context = one.text[max(0, first - CONTEXT) : last + CONTEXT]
    yield f"  in     {' '.join(context.split())}"


def _quote(text: str, spans: Sequence[Any]) -> str:
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans) or "-"


def rules() -> Iterator[str]:
    """Yield the rule of each kind."""
    for title, known in (("missed", kinds.MISSES), ("found, not marked so", kinds.ALARMS)):
        yield f"\n{title}: the first rule that holds"
        yield from (f"  {name:30}{rule}" for name, rule in known.items())


def main() -> None:
    """Print the tables and, where asked for, examples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    polnear.add_options(parser, split="own")
    parser.set_defaults(every=None)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N of each kind")
    parser.add_argument("--kind", choices=sorted({*kinds.MISSES, *kinds.ALARMS}), help="show this one alone")
    parser.add_argument("--rules", action="store_true", help="print the rules of the kinds")
    arguments = parser.parse_args()
    if arguments.show and arguments.split in HIDDEN:
        parser.error(f"texts of the {arguments.split} split are not shown: take --split train")
    if arguments.every is None:
        arguments.every = KEPT_OUT if arguments.split == "train" else 1
    lines = [*rules(), ""] if arguments.rules else []
    if arguments.split == "own":
        mistakes = list(find_mistakes(compare_gold(load_attributor(arguments.attributor))))
    else:
        mistakes = list(find_mistakes(compare_polnear(*polnear.load_chosen(arguments))))
    lines += report("missed", count(mistakes, missed=True))
    lines += ["", *report("found, not marked so", count(mistakes, missed=False))]
    lines += show(mistakes, arguments.show, arguments.kind) if arguments.show else []
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
