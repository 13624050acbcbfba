"""GUM's annotation of entities: which stretches of a document name the same."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sayso.records import Span

PIECE = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")
"""What ``Entity=`` holds: one that opens (and may close at once), or one that closes."""
PRONOUN = re.compile(r"PRP|PRP\$|WP|WDT|WP\$|DT|EX")


LEAST_SHARED, SURE = 1 / 3, 0.8
"""Of the extent of both: for a match at all, and for one whatever their beginnings."""
OWNER = "POS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One mention of an entity: its tokens, those that its shortest form must hold, its tags and the one after."""

    entity: str
    first: int
    stop: int
    heads: tuple[int, ...]
    tags: tuple[str, ...]
    after: str

    @property
    def is_pronoun(self) -> bool:
        """Return whether it is one pronoun."""
        return len(self.tags) == 1 and PRONOUN.fullmatch(self.tags[0]) is not None


def read_entities(path: Path) -> list[Gold]:
    """Return the mentions in a CoNLL-U file of GUM; tokens are counted as `read_conllu` does."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]
    rows = [row for row in rows if row[0].isdigit()]
    tags = [row[4] for row in rows]
    opened: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    found: list[Gold] = []
    for number, row in enumerate(rows):
        for piece in PIECE.finditer(_entity(row[9])):
            key = (piece[1] or piece[3]).split("-")[0]
            if piece[1]:
                opened[key].append((number, piece[1]))
            if piece[2] or piece[3]:
                first, text = opened[key].pop()
                found.append(_gold(key, first, number + 1, text, tags))
    return sorted(found, key=lambda gold: (gold.first, -gold.stop))


def _entity(misc: str) -> str:
    return next((part[len("Entity=") :] for part in misc.split("|") if part.startswith("Entity=")), "")


def _gold(key: str, first: int, stop: int, text: str, tags: list[str]) -> Gold:
    # GRP-etype-infstat-salience-centering-minspan-link-identity
    fields = text.split("-")
    minimal = [int(n) for n in fields[5].split(",") if n.isdigit()] if len(fields) > 5 else []
    heads = tuple(first + n - 1 for n in minimal) or (first,)
    return Gold(
        entity=key,
        first=first,
        stop=stop,
        heads=heads,
        tags=tuple(tags[first:stop]),
        after="".join(tags[stop : stop + 1]),
    )


def best_match(golds: list[Gold], starts: list[int], ends: list[int], span: Span) -> Gold | None:
    """Return the mention that ``span`` is: by its extent, else by its beginning, else by what they share.

    ``Lydia Buchtmann for Food Standards`` is ``Lydia Buchtmann``, but ``Kaya's ministry`` is not ``Kaya``.
    """
    best, most = None, (0, LEAST_SHARED)
    for gold in golds:
        start, end = starts[gold.first], ends[gold.stop - 1]
        overlap = min(end, span.end) - max(start, span.start)
        if overlap <= 0:
            continue
        share = overlap / (max(end, span.end) - min(start, span.start))
        begins = start == span.start and not _is_owner(gold, starts, ends, span)
        if (rank := (2 if share > SURE else int(begins), share)) > most:
            best, most = gold, rank
    return best


def _is_owner(gold: Gold, starts: list[int], ends: list[int], span: Span) -> bool:
    """Tell whether the shorter of two that begin together owns the longer: ``Kaya`` in ``Kaya's ministry``."""
    if ends[gold.stop - 1] <= span.end:
        return gold.after == OWNER
    inside = (tag for tag, start in zip(gold.tags, starts[gold.first :], strict=False) if start >= span.end)
    return next(inside, "") == OWNER
