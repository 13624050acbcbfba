"""Read and write annotated texts as JSON lines.

One text a line: ``text`` and ``attributions``, each of these with ``source``, ``cue`` and ``content`` (lists of
``[start, end)`` in code points) and ``parent`` (an index in the list, or null). Optional: ``document_id``, ``nested``,
``exhaustive`` and ``cues`` (true unless given), ``licence``. Other fields are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from sayso.attribution.training.corpora_annotated import Annotated, CorpusError, Gold
from sayso.records import Span, Spans

SUFFIX = ".jsonl"
ROLES = ("source", "cue", "content")
Kind = TypeVar("Kind", dict[str, object], list[object], str, int, bool)
REMEDY = "docs/how-to/train.md shows a line as it should be"


def read_jsonl(path: Path) -> Iterator[Annotated]:
    """Yield the text of each line; raise `CorpusError` naming the first line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}", remedy="give a file that is there, in UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _read_line(line, f"{path.stem}:{number}")
            except ValueError as error:
                raise CorpusError(f"{path}, line {number}: {error}", remedy=REMEDY) from error


def _read_line(line: str, name: str) -> Annotated:
    row = _take(json.loads(line), dict, "the line")
    text = _take(row.get("text"), str, "text")
    listed = _take(row.get("attributions"), list, "attributions")
    relations = tuple(_read_gold(one, f"attribution {at}", text) for at, one in enumerate(listed))
    for at, gold in enumerate(relations):
        _check_parents(at, gold, relations)
    return Annotated(
        document_id=_take(row.get("document_id", name), str, "document_id"),
        text=text,
        relations=relations,
        nested=_take(row.get("nested", True), bool, "nested"),
        licence=_take(row.get("licence", ""), str, "licence"),
        exhaustive=_take(row.get("exhaustive", True), bool, "exhaustive"),
        cues=_take(row.get("cues", True), bool, "cues"),
    )


def _read_gold(one: object, where: str, text: str) -> Gold:
    given = _take(one, dict, where)
    source, cue, content = (_read_spans(given.get(role), f"{role} of {where}", text) for role in ROLES)
    if not cue and not content:
        raise ValueError(f"{where} has neither cue nor content")
    parent = given.get("parent")
    return Gold(
        source=source,
        cue=cue,
        content=content,
        parent=None if parent is None else _take(parent, int, f"parent of {where}"),
    )


def _read_spans(given: object, where: str, text: str) -> Spans:
    spans = sorted(_read_span(pair, where, text) for pair in _take(given, list, where))
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise ValueError(f"{where}: {list(before)} and {list(after)} overlap")
    return tuple(spans)


def _read_span(pair: object, where: str, text: str) -> Span:
    ends = _take(pair, list, f"a span in {where}")
    if len(ends) != len(Span._fields):
        raise ValueError(f"{where}: {ends} is not [start, end]")
    start, end = (_take(end, int, f"an end of a span in {where}") for end in ends)
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{where}: {ends} is not in the text of {len(text)} characters")
    return Span(start, end)


def _check_parents(at: int, gold: Gold, relations: Sequence[Gold]) -> None:
    seen = {at}
    while gold.parent is not None:
        if gold.parent in seen or not 0 <= gold.parent < len(relations):
            raise ValueError(
                f"parent of attribution {at}: {gold.parent} is not another attribution around it"
            )
        seen.add(gold.parent)
        gold = relations[gold.parent]


def _take(value: object, kind: type[Kind], where: str) -> Kind:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{where} is {NAMES.get(type(value), 'something else')}, not {NAMES[kind]}")
    return value


NAMES: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
    type(None): "missing",
}


def write_jsonl(texts: Iterable[Annotated], path: Path) -> None:
    """Write one line a text, as `read_jsonl` takes it."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(_row(one), ensure_ascii=False) + "\n" for one in texts)


def _row(one: Annotated) -> dict[str, object]:
    attributions = [
        {**{role: [list(span) for span in getattr(gold, role)] for role in ROLES}, "parent": gold.parent}
        for gold in one.relations
    ]
    return {
        "document_id": one.document_id,
        "text": one.text,
        "attributions": attributions,
        "nested": one.nested,
        "licence": one.licence,
        "exhaustive": one.exhaustive,
        "cues": one.cues,
    }
