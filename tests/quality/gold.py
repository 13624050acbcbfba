"""Check our own labelled texts and score an attributor on them: contested news about countries that do not exist.

python tests/quality/gold.py --validate FILE
python tests/quality/gold.py [--held] [--attributor NAME] [--mistakes]

``gold.jsonl`` is for development; ``held.jsonl`` is kept apart, and of it nothing but numbers is ever printed. The
format is told in ``labelled.py``, the rules of labelling in ``docs/annotating.md``. An attribution counts as found when
the words of its content overlap by half (intersection over union) and its source is touched, or neither has one: the
measure that the scorer of PolNeAR calls who_what; nested ones count like all others. The fields are compared on what
was found: ``mention`` whether the fullest mention of the source is given to the letter, ``tied`` whether a pronoun or
short name leads to it at all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from labelled import (
    GOLD,
    HELD,
    ROLES,
    Label,
    Labelled,
    check_labelled,
    load_labelled,
    normal,
    words_of,
)

from sayso.attribution import ATTRIBUTORS, Attributor, Passage, load_attributor
from sayso.records import Attribution, Span, Spans

LEAST_OVERLAP = 0.5
VALUES = ("sourcing", "force", "quotation", "stance")
SHOWN = 25
"""Lines of the list of confusions."""


@dataclass(slots=True)
class Tally:
    """Counts of one genre or of all."""

    n_gold: int = 0
    n_found: int = 0
    n_right: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, *, right: bool) -> None:
        """Count one comparison of the field ``name``."""
        self.asked[name] += 1
        self.right[name] += right

    @property
    def fields(self) -> dict[str, float]:
        """The share right of each field, on the attributions found."""
        return {name: self.right[name] / n for name, n in self.asked.items()}


@dataclass(slots=True)
class Scores:
    """What an attributor reached; ``mistakes`` names the texts, ``confusions`` only values."""

    total: Tally = field(default_factory=Tally)
    genres: dict[str, Tally] = field(default_factory=dict)
    spans: dict[str, Tally] = field(default_factory=lambda: {role: Tally() for role in ROLES})
    confusions: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    @property
    def who_what(self) -> float:
        """F1 of finding attributions."""
        return measure(self.total)[2]

    @property
    def fields(self) -> dict[str, float]:
        """The share right of each field, on the attributions found."""
        return self.total.fields


def measure(tally: Tally) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    both = tally.n_found + tally.n_gold
    return (
        tally.n_right / max(1, tally.n_found),
        tally.n_right / max(1, tally.n_gold),
        2 * tally.n_right / both if both else 1.0,
    )


def score_gold(attributor: Attributor, path: Path = GOLD) -> Scores:
    """Read every labelled text of ``path`` and compare."""
    scores = Scores()
    for one in load_labelled(path):
        found = attributor.read(Passage(text=one.text, outlet=one.outlet)).attributions
        _score_text(scores, one, found)
    return scores


def _score_text(scores: Scores, one: Labelled, found: tuple[Attribution, ...]) -> None:
    pairs = _pair(one, found)
    genre = scores.genres.setdefault(one.genre, Tally())
    for tally in (scores.total, genre):
        tally.n_gold += len(one.labels)
        tally.n_found += len(found)
        tally.n_right += len(pairs)
    for role, tally in scores.spans.items():
        theirs = {words_of(one.text, (span,)) for other in found for span in getattr(other, role)}
        ours = {words_of(one.text, (span,)) for label in one.labels for span in getattr(label, role)}
        tally.n_gold += len(ours)
        tally.n_found += len(theirs)
        tally.n_right += len(ours & theirs)
    for place, other in pairs.items():
        label, match = one.labels[place], found[other]
        answers = dict(_compare(one, label, match))
        answers["parent"] = match.parent == (None if label.parent is None else pairs.get(label.parent, -1))
        for name, right in answers.items():
            for tally in (scores.total, genre):
                tally.add(name, right=right)
            if not right:
                scores.confusions.update(_confusion(name, label, match))
                scores.mistakes.append(_mistake(one, name, label, match))
    for place, label in enumerate(one.labels):
        if place not in pairs:
            scores.mistakes.append(f"missed: {_texts(one.text, label)} in {one.text!r}")
    for place, extra in enumerate(found):
        if place not in pairs.values():
            scores.mistakes.append(f"extra: {_texts(one.text, extra)} in {one.text!r}")


def _pair(one: Labelled, found: tuple[Attribution, ...]) -> dict[int, int]:
    """Return which of ``found`` each label goes with: the closest first, each once; the cue decides between equals."""
    ranked = []
    for place, label in enumerate(one.labels):
        for other, attribution in enumerate(found):
            overlap = _overlap(one.text, label.content, attribution.content)
            mine, theirs = words_of(one.text, label.source), words_of(one.text, attribution.source)
            if overlap >= LEAST_OVERLAP and (mine & theirs or mine == theirs):
                cue = _overlap(one.text, label.cue, attribution.cue)
                ranked.append((-overlap - cue, place, other))
    pairs: dict[int, int] = {}
    for _, place, other in sorted(ranked):
        if place not in pairs and other not in pairs.values():
            pairs[place] = other
    return pairs


def _overlap(text: str, one: Spans, other: Spans) -> float:
    mine, theirs = words_of(text, one), words_of(text, other)
    return len(mine & theirs) / max(1, len(mine | theirs))


def _compare(one: Labelled, label: Label, match: Attribution) -> Iterator[tuple[str, bool]]:
    for name in VALUES:
        yield name, getattr(match, name) == getattr(label, name)
    yield "chain", [normal(link) for link in match.chain] == [normal(link) for link in label.chain]
    if not hasattr(Attribution, "mention") or label.mention is None:
        return
    mention: Span | None = getattr(match, "mention", None) or _extent(match.source)
    if mention is None:
        yield "mention", False
        return
    mine, theirs = (one.text[span.start : span.end] for span in (label.mention, mention))
    yield "mention", normal(mine) == normal(theirs)
    if not words_of(one.text, (label.mention,)) & words_of(one.text, label.source):
        # A pronoun or short name: tied right when it leads to the mention, whatever its edges.
        touched = words_of(one.text, (label.mention,)) & words_of(one.text, (mention,))
        yield "tied", bool(touched) or normal(mine) == normal(theirs)


def _extent(spans: Spans) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _confusion(name: str, label: Label, match: Attribution) -> list[str]:
    if name in VALUES:
        return [f"{name}: {getattr(match, name)} for {getattr(label, name)}"]
    if name == "chain":
        return [f"chain: {len(match.chain)} links for {len(label.chain)}"]
    return []


def _mistake(one: Labelled, name: str, label: Label, match: Attribution) -> str:
    given, wanted = getattr(match, name, None), getattr(label, name, None)
    return f"{name}: {given!r} for {wanted!r} in {one.text!r}"


def _texts(text: str, one: Label | Attribution) -> list[list[str]]:
    roles = (one.source, one.cue, one.content)
    return [[text[span.start : span.end] for span in spans] for spans in roles]


def report(scores: Scores) -> Iterator[str]:
    """Yield the lines of the answer: numbers and values, no text."""
    total = scores.total
    yield f"{'':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}"
    for name, tally in {"who_what": total, **{f"exact {k}": v for k, v in scores.spans.items()}}.items():
        yield _row(name, tally)
    yield "\nshare right on those found"
    for name, share in sorted(total.fields.items()):
        yield f"{name:14}{share:7.3f}{total.asked[name]:7}"
    yield f"\n{'by genre':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}  sourcing force chain"
    for name, tally in sorted(scores.genres.items()):
        shares = (
            f"{tally.fields[key]:.2f}" if key in tally.fields else "-"
            for key in ("sourcing", "force", "chain")
        )
        yield _row(name, tally) + "     " + "  ".join(shares)
    yield "\nfound for labelled"
    for words, n in scores.confusions.most_common(SHOWN):
        yield f"{n:5}  {words}"


def _row(name: str, tally: Tally) -> str:
    numbers = "".join(f"{value:7.3f}" for value in measure(tally))
    return f"{name:14}{numbers}{tally.n_gold:7}{tally.n_found:7}"


def validate(path: Path) -> int:
    """Print what is wrong in ``path``, naming lines and fields only; return 1 when something is."""
    check = check_labelled(path)
    write(
        f"{check.n_texts} texts, {check.n_sentences} sentences ({check.n_bare} in texts without attributions), "
        f"{check.n_attributions} attributions"
    )
    for words in check.notices:
        write(f"look again: {words}")
    for words in check.problems:
        write(f"wrong: {words}")
    return 1 if check.problems else 0


def write(line: str) -> None:
    """Print one line of the answer."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Validate a file or score an attributor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--validate", type=Path, metavar="FILE")
    parser.add_argument("--held", action="store_true", help="score the half kept apart: numbers only")
    parser.add_argument("--attributor", default="rules", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--mistakes", action="store_true", help="name the texts too; never with --held")
    arguments = parser.parse_args()
    if arguments.validate:
        return validate(arguments.validate)
    if arguments.held and arguments.mistakes:
        parser.error("of the held half nothing but numbers is printed")
    scores = score_gold(load_attributor(arguments.attributor), HELD if arguments.held else GOLD)
    for line in (*report(scores), *(scores.mistakes if arguments.mistakes else ())):
        write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
