"""Ties as a graph that Gephi and networkx read: GEXF 1.2 or GraphML, each account at its place.

Both are written by hand: a writer's own time stamp and version would make two exports of one case differ. GEXF 1.3
differs from 1.2 in names alone here, and networkx reads 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
import numpy as np

from sayso.errors import UsageError
from sayso.export.accounts import PostNames, RealNames, pseudonyms_of
from sayso.export.layout import Group, place
from sayso.export.ties import Shown, exported, shown
from sayso.records import Tie
from sayso.store import Store, TiedAccount

Value = str | int | float

NODE_FIELDS: Mapping[str, str] = {
    "platform": "string",
    "account": "string",
    "network": "string",
    "n_posts": "integer",
    "n_ties": "integer",
    "first_at": "string",
    "last_at": "string",
}
EDGE_FIELDS: Mapping[str, str] = {
    "kind": "string",
    "n_objects": "integer",
    "n_shares": "integer",
    "window_seconds": "integer",
    "expected": "double",
    "p_value": "double",
    "q_value": "double",
    "found": "string",
    "mean_delay_seconds": "double",
    "network": "string",
    "in_words": "string",
}
"""Attributes of accounts and of ties, and their types."""

_GRAPHML_TYPES = {"integer": "long", "double": "double", "string": "string"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = 'xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2"'
_GRAPHML = 'xmlns="http://graphml.graphdrawing.org/xmlns"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An account: its id, what it is called, where it stands, and `NODE_FIELDS`."""

    id: str
    label: str
    x: float
    y: float
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie: its two accounts, how many things both share, and `EDGE_FIELDS`."""

    a: str
    b: str
    weight: int
    values: Mapping[str, Value]


def export_graph(store: Store, folder: Path, *, form: str, real_names: bool = False) -> dict[str, int]:
    """Write ``networks.gexf`` or ``networks.graphml`` into ``folder``; return its name and how many ties it has.

    ``form`` is ``gexf`` or ``graphml``. Accounts have pseudonyms unless ``real_names`` asks otherwise. The same case
    gives the same bytes. Raise `UsageError` when the folder cannot be written to.
    """
    names: PostNames = RealNames() if real_names else pseudonyms_of(store)
    how = shown(store, names)
    edges = sorted((_edge(tie, how) for tie in store.ties()), key=lambda edge: (edge.a, edge.b))
    nodes = _nodes(list(store.tied_accounts()), edges, how, names, real_names=real_names)
    lines = (gexf if form == "gexf" else graphml)(nodes, edges)
    path = folder / f"networks.{form}"
    temporary = path.with_name(path.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        temporary.replace(path)
    except OSError as error:
        raise UsageError(
            f"cannot write to {folder}: {error.strerror or error}", remedy="give another folder with --out"
        ) from error
    return {path.name: len(edges)}


def gexf(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[str]:
    """Yield the lines of a GEXF file (gexf.net/1.2draft, with the positions of its module viz)."""
    yield "<?xml version='1.0' encoding='utf-8'?>"
    yield f"<gexf {_GEXF}>"
    yield "<meta><creator>sayso</creator></meta>"
    yield '<graph defaultedgetype="undirected" mode="static">'
    for kind, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        yield f'<attributes class="{kind}" mode="static">'
        for name, type_ in fields.items():
            yield f'<attribute id="{kind}_{name}" title="{name}" type="{type_ if type_ != "integer" else "long"}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for node in nodes:
        yield f"<node id={_quoted(node.id)} label={_quoted(node.label)}>"
        yield from _gexf_values("node", node.values)
        yield f'<viz:position x="{node.x}" y="{node.y}" z="0.0"/>'
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, edge in enumerate(edges):
        ends = f"source={_quoted(edge.a)} target={_quoted(edge.b)}"
        yield f'<edge id="{number}" {ends} weight="{float(edge.weight)}">'
        yield from _gexf_values("edge", edge.values)
        yield "</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def graphml(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[str]:
    """Yield the lines of a GraphML file; ``x`` and ``y`` are attributes, as Gephi reads them."""
    yield "<?xml version='1.0' encoding='utf-8'?>"
    yield f"<graphml {_GRAPHML}>"
    of_nodes = {"label": "string", **NODE_FIELDS, "x": "double", "y": "double"}
    of_edges = {"weight": "double", **EDGE_FIELDS}
    for kind, fields in (("node", of_nodes), ("edge", of_edges)):
        for name, type_ in fields.items():
            attribute = f'attr.name="{name}" attr.type="{_GRAPHML_TYPES[type_]}"'
            yield f'<key id="{kind}_{name}" for="{kind}" {attribute}/>'
    yield '<graph edgedefault="undirected">'
    for node in nodes:
        yield f"<node id={_quoted(node.id)}>"
        yield from _graphml_values("node", {"label": node.label, **node.values, "x": node.x, "y": node.y})
        yield "</node>"
    for edge in edges:
        yield f"<edge source={_quoted(edge.a)} target={_quoted(edge.b)}>"
        yield from _graphml_values("edge", {"weight": float(edge.weight), **edge.values})
        yield "</edge>"
    yield "</graph>"
    yield "</graphml>"


def _gexf_values(kind: str, values: Mapping[str, Value]) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in values.items():
        yield f'<attvalue for="{kind}_{name}" value={_quoted(str(value))}/>'
    yield "</attvalues>"


def _graphml_values(kind: str, values: Mapping[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        yield f'<data key="{kind}_{name}">{escape(_clean(str(value)))}</data>'


def _quoted(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """Return ``text`` without what XML has no form for."""
    return _NO_XML.sub("\ufffd", text)


def _edge(tie: Tie, how: Shown) -> Edge:
    a, b = sorted((how.accounts[tie.a], how.accounts[tie.b]))
    values = {name: getattr(tie, name) for name in EDGE_FIELDS if name not in ("network", "in_words")}
    values |= {"network": how.network_id(tie.network_id) or "", "in_words": how.said(tie.in_words)}
    return Edge(a=a, b=b, weight=tie.weight, values={name: values[name] for name in EDGE_FIELDS})


def _nodes(
    accounts: list[TiedAccount], edges: list[Edge], how: Shown, names: PostNames, *, real_names: bool
) -> list[Node]:
    by_id = {exported(account, names): account for account in accounts}
    places = _places({id_: how.network_id(account.network_id) for id_, account in by_id.items()}, edges)
    found = []
    for id_, account in sorted(by_id.items()):
        handle = account.name if real_names else None
        values: dict[str, Value] = {
            "platform": account.platform,
            "account": handle or id_.partition(":")[2],
            "network": how.network_id(account.network_id) or "",
            "n_posts": account.n_posts,
            "n_ties": account.n_ties,
            "first_at": account.first_at or "",
            "last_at": account.last_at or "",
        }
        x, y = places[id_]
        found.append(Node(id=id_, label=handle or id_, x=x, y=y, values=values))
    return found


def _places(home: Mapping[str, str | None], edges: list[Edge]) -> dict[str, tuple[float, float]]:
    """Return a place for each account: those of one network together, of others what hangs together."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(home))
    graph.add_edges_from((edge.a, edge.b) for edge in edges if home[edge.a] == home[edge.b])
    networks: dict[str, list[str]] = {}
    for id_ in sorted(home):
        networks.setdefault(home[id_] or "", []).append(id_)
    loose = graph.subgraph(networks.pop("", []))
    members = [*networks.values(), *(sorted(part) for part in nx.connected_components(loose))]
    members.sort(key=lambda ids: (-len(ids), ids))
    drawn = place([_group(graph, ids) for ids in members])
    return {
        id_: (float(x), float(y))
        for ids, own in zip(members, drawn, strict=True)
        for id_, (x, y) in zip(ids, own.tolist(), strict=True)
    }


def _group(graph: nx.Graph[str], ids: list[str]) -> Group:
    number = {id_: i for i, id_ in enumerate(ids)}
    edges = sorted(tuple(sorted((number[a], number[b]))) for a, b in graph.subgraph(ids).edges)
    return Group(n=len(ids), edges=np.asarray(edges, dtype=np.int64).reshape(-1, 2))
