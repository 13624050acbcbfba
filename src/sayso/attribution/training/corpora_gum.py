"""Read the attributions of GUM from its dependency parses and rhetorical structure trees.

Zeldes (2017), The GUM Corpus: Creating Multilayer Resources in the Classroom, https://github.com/amir-zeldes/gum. The
tree says which clause attributes which stretch of text, the parse where in the clause source and cue are.

GUM marks what is said by a finite clause or a quotation; ``asked him to go``, ``expressed interest``, ``criticism of``
stand unmarked. So outside of such clauses, what is not marked is no example of what is not an attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from sayso.attribution.training.corpora_annotated import Annotated, CorpusError, Gold
from sayso.attribution.training.corpora_clauses import Clause, split_clause
from sayso.attribution.training.corpora_conllu import Parsed, read_conllu
from sayso.attribution.training.corpora_contents import Said, extend_over_quotes
from sayso.attribution.training.corpora_rst import Relation, read_rst
from sayso.records import Span

PARSES = "dep"
TREES = "rst"
SPLITS = "splits.md"
LICENCES = {
    "academic": "CC BY 4.0",
    "bio": "CC BY-SA 3.0",
    "court": "CC BY 4.0",
    "interview": "CC BY 2.5",
    "news": "CC BY 2.5",
    "voyage": "CC BY-SA 3.0",
}
"""Of the texts, by genre; the annotations are CC BY 4.0. The other genres are not free for every use."""
ADJUNCTS = frozenset(("punct", "aux", "cop", "obl", "advmod", "discourse", "cc", "mark", "nsubj"))
"""What hangs on a predicate without being what is said: ``On Friday``, where it stands before."""
_SPLIT = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def is_gum(folder: Path) -> bool:
    """Say whether ``folder`` is laid out so."""
    return (folder / PARSES).is_dir() and (folder / TREES).is_dir()


def read_gum(folder: Path, *, part: str | None = None) -> Iterator[Annotated]:
    """Yield the documents of ``folder`` by name, or those of a ``part`` that its splits.md lists.

    What that list does not name is of part ``train``. Raise `CorpusError` for a file that cannot be read.
    """
    listed = read_splits(folder / SPLITS) if part is not None else {}
    for path in sorted((folder / PARSES).glob("*.conllu")):
        if part is None or listed.get(path.stem, "train") == part:
            yield _read_document(path, folder / TREES / f"{path.stem}.rs4")


def read_splits(path: Path) -> dict[str, str]:
    """Return the part of each document that a splits.md lists."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path}: {error}", remedy="read the corpus without parts, or give its splits.md"
        ) from error
    return {
        name: part
        for part, body in _SPLIT.findall(text)
        for name in re.findall(r"^ *\* (\S+)", body, re.MULTILINE)
    }


def _read_document(parses: Path, tree: Path) -> Annotated:
    parsed = read_conllu(parses)
    relations = read_rst(tree, len(parsed.tokens))
    return Annotated(
        document_id=parses.stem,
        text=parsed.text,
        relations=tuple(_gold(parsed, relations)),
        nested=True,
        licence=LICENCES.get(parses.stem.split("_")[1] if "_" in parses.stem else "", ""),
        exhaustive=False,
        cues=False,
    )


def _gold(parsed: Parsed, relations: Sequence[Relation]) -> list[Gold]:
    clauses: list[Clause] = []
    said: list[Said] = []
    for relation in map(_with_what_follows, relations, repeat(relations)):
        clause = split_clause(parsed, relation.clause, relation.nucleus)
        if clause is not None and relation.nucleus:
            clauses.append(clause)
            content = _content(parsed, relation, clause)
            said.append(Said(cue=clause.cue, satellite=relation.satellite, content=content))
    found = [
        Gold(
            source=parsed.spans(clause.source - content),
            cue=parsed.spans(clause.cue),
            content=parsed.spans(content - clause.cue),
        )
        for clause, content in zip(clauses, extend_over_quotes(parsed, said), strict=True)
    ]
    return _with_parents(sorted(found, key=lambda gold: (gold.cue, gold.content)))


def _content(parsed: Parsed, relation: Relation, clause: Clause) -> frozenset[int]:
    """Return what is said: all that hangs on the predicate, or all of the unit that the clause interrupts."""
    near = relation.unit | relation.nucleus
    roots = [index for index in near if parsed.tokens[index].head in relation.clause]
    governed = [index for index in roots if _is_governed(parsed, index, relation.nucleus)]
    if not governed:
        heads = {parsed.tokens[index].head for index in relation.clause}
        around = (parsed.subtree(head) for head in heads if head in relation.unit)
        return relation.nucleus.union(relation.unit.intersection(set[int]().union(*around))) - clause.source
    below = frozenset[int]().union(*map(parsed.subtree, governed)) - relation.satellite
    adjuncts = (
        index for index in roots if parsed.tokens[index].base in ADJUNCTS and index < clause.predicate
    )
    before = frozenset[int]().union(*map(parsed.subtree, adjuncts))
    return relation.nucleus.union(below) - before - clause.source or relation.nucleus


def _is_governed(parsed: Parsed, index: int, nucleus: frozenset[int]) -> bool:
    relation = parsed.tokens[index].base
    return relation == "ccomp" or (index in nucleus and relation not in ADJUNCTS)


def _with_what_follows(relation: Relation, relations: Sequence[Relation]) -> Relation:
    """Add what is said in ``According to the Wire, he believes it is so``, where the Wire hangs on ``he believes``."""
    inner = [other for other in relations if relation.nucleus and relation.nucleus <= other.satellite]
    nucleus = relation.nucleus.union(*(other.nucleus for other in inner)) - relation.satellite
    return replace(relation, nucleus=nucleus)


def _with_parents(found: Sequence[Gold]) -> list[Gold]:
    """Point each attribution to the smallest other one whose content holds its cue and its content."""
    held = [_characters(gold.cue + gold.content) for gold in found]
    around = [_characters(gold.content) for gold in found]
    result = []
    for at, gold in enumerate(found):
        parents = [
            (len(around[other]), other)
            for other in range(len(found))
            if held[at] < around[other] and other != at
        ]
        parent = min(parents)[1] if parents else None
        result.append(Gold(source=gold.source, cue=gold.cue, content=gold.content, parent=parent))
    return result


def _characters(spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(place for span in spans for place in range(span.start, span.end))
