"""Read the attribution relations of a rhetorical structure tree (rs3, rs4).

The satellite of such a relation is the clause of the source and the cue (``the minister said``), its nucleus what is
said. Carlson, Marcu (2001), Discourse Tagging Reference Manual; Zeldes (2017), The GUM Corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sayso.attribution.training.corpora_annotated import CorpusError

ATTRIBUTION = "attribution"
SPAN = "span"
SAME_UNIT = "same-unit"
MULTINUCLEAR = "multinuc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An attribution relation by the indices of tokens.

    ``clause`` is the nuclear part of the satellite (without relative clauses and the like), ``satellite`` all of it;
    ``unit`` is the nucleus with the other parts of a unit that something interrupts.
    """

    clause: frozenset[int]
    satellite: frozenset[int]
    nucleus: frozenset[int]
    unit: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Node:
    parent: str | None
    relation: str
    kind: str


class _Tree:
    def __init__(self, root: etree._Element) -> None:
        self.multinuclear = {rel.get("name") for rel in root.iter("rel") if rel.get("type") == MULTINUCLEAR}
        self.nodes: dict[str, _Node] = {}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.tokens: dict[str, range] = {}
        self.forms: list[str] = []
        for element in root.iter("segment", "group"):
            self._add(element)
        self.secondary = [
            (edge.get("source", ""), edge.get("target", ""))
            for edge in root.iter("secedge")
            if edge.get("relname", "").startswith(ATTRIBUTION)
        ]

    def _add(self, element: etree._Element) -> None:
        name, parent = element.attrib["id"], element.get("parent")
        self.nodes[name] = _Node(parent, element.get("relname", ""), element.get("type", ""))
        if parent is not None:
            self.below[parent].append(name)
        if element.tag == "segment":
            forms = (element.text or "").split()
            self.tokens[name] = range(len(self.forms), len(self.forms) + len(forms))
            self.forms += forms

    def leaves(self, name: str) -> frozenset[int]:
        found: set[int] = set(self.tokens.get(name, ()))
        for child in self.below[name]:
            found |= self.leaves(child)
        return frozenset(found)

    def nuclear(self, name: str) -> frozenset[int]:
        found: set[int] = set(self.tokens.get(name, ()))
        for child in self.below[name]:
            if self._is_nucleus(child, name):
                found |= self.nuclear(child)
        return frozenset(found)

    def _is_nucleus(self, child: str, parent: str) -> bool:
        relation = self.nodes[child].relation
        return relation == SPAN or (self.nodes[parent].kind == MULTINUCLEAR and relation in self.multinuclear)

    def unit(self, name: str) -> str:
        """Return the node of all parts of an interrupted unit (``The dam, officials said, broke``) that holds the node.

        The clause that interrupts it hangs on one part.
        """
        node = self.nodes[name]
        if node.relation == SAME_UNIT and node.parent is not None:
            return self.unit(node.parent)
        if (
            node.relation == SPAN
            and node.parent is not None
            and self.nodes[node.parent].relation == SAME_UNIT
        ):
            return self.unit(node.parent)
        return name

    def pairs(self) -> Iterator[tuple[str, str]]:
        for name, node in self.nodes.items():
            if node.relation.startswith(ATTRIBUTION) and node.parent is not None:
                yield name, node.parent


def read_rst(path: Path, n_tokens: int) -> list[Relation]:
    """Return the attribution relations of a tree over ``n_tokens`` tokens; raise `CorpusError` for another number."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = _Tree(etree.fromstring(path.read_bytes(), parser))
        relations = [_relation(tree, *pair) for pair in tree.pairs()]
        relations += [_secondary(tree, *pair) for pair in tree.secondary]
    except (OSError, etree.XMLSyntaxError, KeyError, RecursionError) as error:
        raise CorpusError(f"{path}: {error!r}", remedy="give a tree in rs3 or rs4") from error
    if len(tree.forms) != n_tokens:
        counts = f"{len(tree.forms)} tokens, {n_tokens} in its parse"
        raise CorpusError(f"{path}: {counts}", remedy="give the tree and the parse of one release")
    return relations


def _relation(tree: _Tree, satellite: str, nucleus: str) -> Relation:
    clause = tree.leaves(satellite)
    return Relation(
        clause=tree.nuclear(satellite),
        satellite=clause,
        nucleus=tree.leaves(nucleus) - clause,
        unit=tree.leaves(tree.unit(nucleus)) - clause,
    )


def _secondary(tree: _Tree, satellite: str, nucleus: str) -> Relation:
    """Return a relation beside the tree, whose nucleus may lie below its satellite."""
    clause = tree.nuclear(satellite)
    said = tree.leaves(nucleus) - clause
    return Relation(clause=clause, satellite=clause, nucleus=said, unit=said)
