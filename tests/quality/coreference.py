"""Score the fullest mention of each source on GUM, beside the nearest phrase that agrees.

python tests/quality/coreference.py [train|dev] [--list] [--folds] [--hand]

Counted are the sources of GUM's attribution relations that are not the fullest mention of their entity: pronouns, short
names, descriptions. The answer is right when it names the same entity and is no pronoun; for a name or description it
must also be a fuller mention than the source itself. Left out are sources whose entity is named nowhere, and ``I`` and
``we`` outside quotation marks: the texts of GUM's interviews do not hold the names of who speaks.
``--hand`` weighs candidates by a few rules instead of by what was learnt. ``--folds`` (train only) weighs each fifth of
the documents by weights learnt from the others.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import shared
from gum_entities import Gold, best_match, read_entities

from sayso.attribution.anaphora import Candidate, Choose, best_by, choose_best, kind_of
from sayso.attribution.entities import Register
from sayso.attribution.fullest import MentionReader, Said
from sayso.attribution.phrases import FIRST_PERSON, Phrase, span_of
from sayso.attribution.preparing import Prepared, prepare
from sayso.attribution.training.corpora import Annotated, read_corpus
from sayso.attribution.training.corpora_conllu import read_conllu
from sayso.records import Span

GUM = shared.SHARED / "data" / "gum"
KINDS = ("pronoun", "first person", "relative", "short name", "description")
FOLDS = 5
RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
PERSONS = frozenset("he him his she her hers they them their".split())
CONTENT = ("NN", "JJ", "CD", "VB")
OUTSIDE = frozenset("you this that these those".split())
"""Whom ``you`` is in these texts, and what evidence ``this`` is, is another matter."""
Measure = tuple[int, int]
"""Words of a name, and words of content."""
NOTHING: Measure = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Text:
    """One document of GUM: its relations, its entities, and the places of its tokens."""

    annotated: Annotated
    golds: list[Gold]
    starts: list[int]
    ends: list[int]

    def find(self, span: Span) -> Gold | None:
        """Return the annotated mention that ``span`` is."""
        return best_match(self.golds, self.starts, self.ends, span)

    def measure(self, gold: Gold, span: Span) -> Measure:
        """Return the most that any mention of the entity of ``gold`` inside ``span`` says: appositions count."""
        inside = [
            other
            for other in self.others(gold)
            if span.start <= self.starts[other.first] and self.ends[other.stop - 1] <= span.end + 1
        ]
        return max(
            ((n_names(one), _n_content(one)) for one in (*inside, gold) if not one.is_pronoun),
            default=NOTHING,
        )

    def others(self, gold: Gold) -> list[Gold]:
        """Return the mentions of the same entity that are no pronouns."""
        return [other for other in self.golds if other.entity == gold.entity and not other.is_pronoun]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A source whose entity has a fuller mention."""

    source: tuple[Span, ...]
    gold: Gold
    own: Measure
    kind: str


def load(part: Literal["train", "dev"]) -> list[Text]:
    """Return the documents of a part."""
    return [_text(annotated) for annotated in read_corpus(GUM, part=part)]


def _text(annotated: Annotated) -> Text:
    path = next((GUM / "dep").glob(f"{Path(annotated.document_id).stem}*.conllu"))
    parsed = read_conllu(path)
    if parsed.text != annotated.text:
        raise ValueError(f"{path}: the text of the trees is another")
    return Text(
        annotated=annotated,
        golds=read_entities(path),
        starts=[token.span.start for token in parsed.tokens],
        ends=[token.span.end for token in parsed.tokens],
    )


@cache
def parsed(text: str) -> Prepared:
    """Return the parse and quotations of ``text``."""
    return prepare(text)


def cases(text: Text) -> Iterator[Case]:
    """Yield each source that is not the fullest mention of its entity, once."""
    for source in dict.fromkeys(one.source for one in text.annotated.relations if one.source):
        span = max(source, key=lambda one: one.end - one.start)
        gold = text.find(span)
        words = text.annotated.text[span.start : span.end].lower()
        if gold is None or words in OUTSIDE or (words in FIRST_PERSON and not _is_quoted(text, span.start)):
            continue
        own = text.measure(gold, span)
        if any(is_fuller((n_names(other), _n_content(other)), own) for other in text.others(gold)):
            yield Case(source=source, gold=gold, own=own, kind=_kind(gold, words))


def _kind(gold: Gold, words: str) -> str:
    if gold.is_pronoun:
        return "first person" if words in FIRST_PERSON else "relative" if words in RELATIVE else "pronoun"
    return "short name" if n_names(gold) else "description"


def _is_quoted(text: Text, start: int) -> bool:
    quotes = parsed(text.annotated.text).quotes
    return any(quote.span.start <= start < quote.span.end for quote in quotes)


def n_names(gold: Gold) -> int:
    """Return how many words of a name a mention has."""
    return sum(gold.tags[h - gold.first].startswith("NNP") for h in gold.heads if gold.first <= h < gold.stop)


def _n_content(gold: Gold) -> int:
    return sum(tag.startswith(CONTENT) for tag in gold.tags)


def is_fuller(other: Measure, own: Measure) -> bool:
    """Tell whether a mention says more: a name or more of it, or without any name two words more."""
    if own == NOTHING:
        return other != NOTHING
    if other[0] != own[0]:
        return other[0] > own[0]
    return not own[0] and other[1] > own[1] + 1


def said(text: Text) -> list[Said]:
    """Return who says what, as annotated."""
    return [Said(one.source, one.content) for one in text.annotated.relations if one.source]


def is_right(text: Text, case: Case, answer: Span | None) -> bool:
    """Tell whether ``answer`` names the entity of the source, and more fully than the source does."""
    found = text.find(answer) if answer is not None else None
    if found is None or answer is None:
        return False
    return found.entity == case.gold.entity and is_fuller(text.measure(found, answer), case.own)


def nearest(reader: MentionReader, parse_span: tuple[Span, ...]) -> Phrase | None:
    """Return the nearest phrase before a source that agrees with it: what there is without any knowledge."""
    own = reader.phrase_of(parse_span)
    if own is None:
        return None
    for other in reversed(reader.phrases[: reader.phrases.index(own)]):
        if other.kind != "pronoun" and other.stop <= own.first and _agrees(own, other):
            return other
    return None


def _agrees(own: Phrase, other: Phrase) -> bool:
    if own.kind == "name":
        return bool(own.names) and own.names[-1] in other.names
    if own.kind == "noun":
        return own.noun == other.noun and own.plural == other.plural
    plural = own.plural is None or bool(own.plural) == bool(other.plural)
    gender = not own.gender or not other.gender or own.gender == other.gender
    return plural and gender and (not own.being or other.being in (own.being, ""))


def choose_by_hand(register: Register, place: int, candidates: Sequence[Candidate]) -> int | None:
    """Return the candidate that rules without learning prefer: who spoke last, else a subject, else the nearest."""
    phrase = register.phrases[place]
    return best_by(hand_weights(kind_of(phrase.noun)), candidates)


@cache
def hand_weights(kind: str) -> dict[str, float]:
    """Return weights that a person would give: two for who spoke last, one for a subject, less with distance."""
    heard = {f"{kind} heard last {source}": 2.0 for source in ("", "source")}
    subject = {f"{kind} role subject {distance}": 1.0 for distance in range(3)}
    return {**heard, **subject, **{f"{kind} distance {n}": -0.7 * n for n in range(8)}}


def score(texts: list[Text], chooses: list[Choose], *, show: bool = False) -> dict[str, list[int]]:
    """Return for each kind how many are right, how many the nearest phrase has right, and how many there are."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number, text in enumerate(texts):
        found = parsed(text.annotated.text)
        reader = MentionReader(found.parse, found.quotes, said(text), choose=chooses[number % len(chooses)])
        for case in cases(text):
            answer = reader.fullest(case.source)
            near = nearest(reader, case.source)
            right = is_right(text, case, answer)
            row = counts[case.kind]
            row[0] += right
            row[1] += is_right(text, case, span_of(found.parse, near) if near else None)
            row[2] += 1
            if show and not right:
                _print_case(text, case, answer)
    return counts


def score_pronouns(texts: list[Text], chooses: list[Choose]) -> tuple[int, int]:
    """Return how many of all ``he``, ``she``, ``they`` and theirs are tied right, sources or not, and of how many."""
    n_right = n = 0
    for number, text in enumerate(texts):
        found = parsed(text.annotated.text)
        reader = MentionReader(found.parse, found.quotes, said(text), choose=chooses[number % len(chooses)])
        for phrase in reader.phrases:
            gold = text.find(span_of(found.parse, phrase)) if phrase.kind == "pronoun" else None
            if gold is None or phrase.noun not in PERSONS or not text.others(gold):
                continue
            answer = reader.fullest((span_of(found.parse, phrase),))
            n += 1
            n_right += is_right(text, Case(source=(), gold=gold, own=NOTHING, kind=""), answer)
    return n_right, n


def _print_case(text: Text, case: Case, answer: Span | None) -> None:
    whole = text.annotated.text
    start = case.source[0].start
    got = whole[answer.start : answer.end] if answer else None
    gold = [whole[text.starts[g.first] : text.ends[g.stop - 1]][:50] for g in text.others(case.gold)[:5]]
    context = whole[max(0, start - 250) : start].replace("\n", " ") + ">>" + whole[start : start + 60]
    write(f"{text.annotated.document_id} [{case.kind}] {context!r}\n   got {got!r}\n   due {gold}")


def write(line: str) -> None:
    """Print one line of the answer."""
    sys.stdout.write(line + "\n")


def main() -> None:
    """Print the accuracy of each kind."""
    part: Literal["train", "dev"] = "dev" if "dev" in sys.argv[1:] else "train"
    texts = load(part)
    chooses: list[Choose] = [choose_by_hand if "--hand" in sys.argv[1:] else choose_best]
    if "--folds" in sys.argv[1:]:
        from learn_anaphora import learn_folds

        chooses = learn_folds(texts, FOLDS)
    counts = score(texts, chooses, show="--list" in sys.argv[1:])
    total: Counter[int] = Counter()
    for kind in KINDS:
        right, near, n = counts[kind]
        total.update({0: right, 1: near, 2: n})
        write(f"{kind:14} {right / max(n, 1):.3f}   nearest {near / max(n, 1):.3f}   of {n}")
    n_right, n = score_pronouns(texts, chooses)
    write(f"all pronouns of the third person, sources or not: {n_right / n:.3f} of {n}")
    write(f"{'all':14} {total[0] / total[2]:.3f}   nearest {total[1] / total[2]:.3f}   of {total[2]}")


if __name__ == "__main__":
    main()
