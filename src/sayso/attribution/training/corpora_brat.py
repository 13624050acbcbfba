"""Read brat standoff in the folders of PolNeAR: ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``.

Newell, Margolin, Ruths (2018), An Attribution Relations Corpus for Political News. Where several people annotated a
text, the first of them by id counts. Attributions inside the content of others are not marked there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sayso.attribution.training.corpora_annotated import Annotated, CorpusError, Gold
from sayso.records import Span

TEXTS = "text"
ANNOTATIONS = "attributions"
ROLES = ("source", "cue", "content")
_NAME = re.compile(r"(?P<document>.*)_(?P<annotator>[0-9a-f]{4})\.ann")
_MARKED = re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t")
_UNMARKED = re.compile(r"T\d+\t\w+ ")
_NUMBERS = re.compile(r"(\d+) (\d+)")
_EVENT = re.compile(r"E\d+\t(.*)")
_NUMBERED = re.compile(r"\d+$")


@dataclass(slots=True)
class _Standoff:
    marked: dict[str, list[Span]] = field(default_factory=dict)
    events: list[list[tuple[str, str]]] = field(default_factory=list)


def is_brat(folder: Path) -> bool:
    """Say whether ``folder`` is laid out so."""
    return (folder / TEXTS).is_dir() and (folder / ANNOTATIONS).is_dir()


def read_brat(folder: Path) -> Iterator[Annotated]:
    """Yield the texts of ``folder`` by name; raise `CorpusError` for a line that cannot be read."""
    named = sorted(
        (found["document"], path)
        for path in (folder / ANNOTATIONS).iterdir()
        if (found := _NAME.fullmatch(path.name))
    )
    for document, files in groupby(named, key=lambda pair: pair[0]):
        text = _read(folder / TEXTS / f"{document}.txt")
        path = next(files)[1]
        yield Annotated(
            document_id=document,
            text=text,
            relations=tuple(_relations(path, len(text))),
            nested=False,
            licence="",
        )


def _read(path: Path) -> str:
    # Offsets count every character: a carriage return must stay one.
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}", remedy="every .ann file needs its text as UTF-8") from error


def _relations(path: Path, length: int) -> Iterator[Gold]:
    standoff = _parse(path, length)
    for event in standoff.events:
        spans: dict[str, set[Span]] = {role: set() for role in ROLES}
        for name, marked in event:
            role = _NUMBERED.sub("", name).lower()  # a second source is called Source2
            spans.get(role, set()).update(standoff.marked.get(marked, ()))
        if any(spans.values()):
            source, cue, content = (tuple(sorted(spans[role])) for role in ROLES)
            yield Gold(source=source, cue=cue, content=content)


def _parse(path: Path, length: int) -> _Standoff:
    standoff = _Standoff()
    for number, line in enumerate(_read(path).split("\n"), start=1):
        try:
            _parse_line(line, standoff, length)
        except ValueError as error:
            remedy = "a T line is 'T1<tab>Cue 10 14<tab>said', an E line 'E1<tab>Attribution:T1 Source:T2'"
            raise CorpusError(f"{path}, line {number}: {error}", remedy=remedy) from error
    return standoff


def _parse_line(line: str, standoff: _Standoff, length: int) -> None:
    if marked := _MARKED.match(line):
        spans = [Span(int(start), int(end)) for start, end in _NUMBERS.findall(marked[3])]
        if bad := [span for span in spans if not 0 <= span.start < span.end <= length]:
            raise ValueError(f"the span {bad[0].start} {bad[0].end} is not in the text")
        standoff.marked[marked[1]] = spans
    elif _UNMARKED.match(line):
        raise ValueError("no spans of numbers")
    elif event := _EVENT.match(line.rstrip("\r")):
        pairs = [word.partition(":") for word in event[1].split()]
        if lone := [name for name, colon, _ in pairs if not colon]:
            raise ValueError(f"{lone[0]!r} is not ROLE:ID")
        standoff.events.append([(name, marked) for name, _, marked in pairs])
