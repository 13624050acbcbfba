"""Read and check files of labelled texts: one JSON object a line, labelled by the rules of ``docs/annotating.md``.

``{"text": ..., "outlet": ..., "genre": ..., "attributions": [...]}``, ``outlet`` only where the text has one. An
attribution has ``source``, ``cue``, ``content``, ``sourcing``, ``force``, ``quotation``, ``stance``, ``chain``,
``parent`` (index in the list, or null) and ``mention`` (null where the source is its own fullest mention).

A place is given by its words, which are looked for as whole words: ``"he"`` is not found in ``then``. The first
occurrence counts; ``{"text": "he", "nth": 2}`` is the second one, and ``"source_at": 57`` (``cue_at``, ``content_at``,
``mention_at``) gives the start. Source, cue and content may be a list of pieces, for what is split; ``""`` is an empty
source or cue. What is said here of a file names lines and fields, never its texts: half of them are held out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.language.sentences import split_sentences
from sayso.records import FORCES, QUOTATIONS, SOURCINGS, STANCES, Span, Spans

HERE = Path(__file__).parent
GOLD, HELD = HERE / "gold.jsonl", HERE / "held.jsonl"
WORD = re.compile(r"\w+")
ROLES = ("source", "cue", "content")
LEGAL = {"sourcing": SOURCINGS, "force": FORCES, "quotation": QUOTATIONS, "stance": STANCES}
FIELDS = (*ROLES, *LEGAL, "chain", "parent", "mention")
DETERMINERS = frozenset("the a an this that these those his her its their our my some".split())
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘.*?’(?!\w)")
DIRECT = 0.8
"""Share of the words in quotation marks from which a content is direct: all but a fifth."""


class MalformedError(ValueError):
    """A label is not as the format has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One labelled attribution; ``mention`` is the source's own stretch where nothing names it more fully."""

    source: Spans
    cue: Spans
    content: Spans
    sourcing: str
    force: str
    quotation: str
    stance: str
    chain: tuple[str, ...]
    parent: int | None
    mention: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its labels, in the order of the file."""

    text: str
    outlet: str | None
    genre: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a file holds, and what is wrong (``problems``) or merely worth a second look (``notices``)."""

    n_texts: int
    n_sentences: int
    n_attributions: int
    n_bare: int
    problems: list[str]
    notices: list[str]


def load_labelled(path: Path = GOLD) -> list[Labelled]:
    """Return the labelled texts of ``path``; raise `MalformedError` for the first that is not well formed."""
    return [_read(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def check_labelled(path: Path = GOLD) -> Check:
    """Check every line of ``path``."""
    problems: list[str] = []
    notices: list[str] = []
    texts: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            item = json.loads(line)
            texts.append(_read(item))
        except (MalformedError, KeyError, TypeError, ValueError) as error:
            # A decoder's message may quote the line; only our own messages are known not to.
            words = str(error) if isinstance(error, MalformedError) else type(error).__name__
            problems.append(f"line {number}: {words}")
            continue
        problems += [f"line {number}: {words}" for words in _find_problems(texts[-1])]
        notices += [f"line {number}: {words}" for words in _find_notices(item, texts[-1])]
    problems += _find_repeated(texts)
    return Check(
        n_texts=len(texts),
        n_sentences=sum(len(split_sentences(one.text)) for one in texts),
        n_attributions=sum(len(one.labels) for one in texts),
        n_bare=sum(len(split_sentences(one.text)) for one in texts if not one.labels),
        problems=problems,
        notices=notices,
    )


def words_of(text: str, spans: Spans) -> frozenset[int]:
    """Return the starts of the words in ``spans``."""
    return frozenset(match.start() for span in spans for match in WORD.finditer(text, span.start, span.end))


def normal(name: str) -> str:
    """Return ``name`` without capitals, determiner, possessive and punctuation at its edges."""
    words = re.sub(r"^\W+|\W+$", "", " ".join(name.lower().replace("’", "'").split())).removesuffix("'s")
    while words.partition(" ")[0] in DETERMINERS and " " in words:
        words = words.partition(" ")[2]
    return words


def is_source_link(label: Label, text: str, link: str) -> bool:
    """Tell whether ``link`` of the chain is the label's own source, by its mention or as it stands."""
    own = " ".join(text[span.start : span.end] for span in label.source)
    named = text[label.mention.start : label.mention.end] if label.mention else own
    return normal(link) in (normal(own), normal(named))


def _read(item: dict[str, Any]) -> Labelled:
    unknown = set(item) - {"text", "outlet", "genre", "attributions"}
    if unknown or not isinstance(item["text"], str) or not item["text"].strip():
        raise MalformedError("the text is missing or there is a field that the format has not")
    if not isinstance(item["genre"], str) or not item["genre"]:
        raise MalformedError("the genre is missing")
    labels = []
    for place, one in enumerate(item["attributions"]):
        try:
            labels.append(_read_label(item["text"], one))
        except MalformedError as error:
            raise MalformedError(f"attribution {place}: {error}") from None
    return Labelled(text=item["text"], outlet=item.get("outlet"), genre=item["genre"], labels=tuple(labels))


def _read_label(text: str, one: dict[str, Any]) -> Label:
    places = {f"{name}_at" for name in (*ROLES, "mention")}
    if set(one) - places != set(FIELDS):
        raise MalformedError(f"the fields are not {', '.join(FIELDS)}")
    for name, values in LEGAL.items():
        if one[name] not in values:
            raise MalformedError(f"{name}: not one of {', '.join(values)}")
    source, cue, content = (_locate(text, one, role) for role in ROLES)
    mention = _locate(text, one, "mention")
    if mention == () and source:
        mention = (Span(source[0].start, source[-1].end),)
    return Label(
        source=source,
        cue=cue,
        content=content,
        sourcing=one["sourcing"],
        force=one["force"],
        quotation=one["quotation"],
        stance=one["stance"],
        chain=tuple(one["chain"]),
        parent=one["parent"],
        mention=mention[0] if mention else None,
    )


def _locate(text: str, one: dict[str, Any], role: str) -> Spans:
    given = one[role]
    pieces = given if isinstance(given, list) else [given] if given else []
    starts = one.get(f"{role}_at")
    starts = starts if isinstance(starts, list) else [starts] * len(pieces)
    if len(starts) != len(pieces):
        raise MalformedError(f"{role}_at: as many starts as pieces are needed")
    spans = [_locate_piece(text, piece, at, role) for piece, at in zip(pieces, starts, strict=True)]
    if any(first.end > second.start for first, second in pairwise(spans)):
        raise MalformedError(f"{role}: the pieces overlap or are not in the order of the text")
    return tuple(spans)


def _locate_piece(text: str, piece: Any, at: int | None, role: str) -> Span:
    words = piece["text"] if isinstance(piece, dict) else piece
    nth = piece["nth"] if isinstance(piece, dict) else 1
    if at is not None:
        if text[at : at + len(words)] != words or not words:
            raise MalformedError(f"{role}: does not stand where {role}_at says")
        return Span(at, at + len(words))
    found = _occurrences(text, words)
    if not 1 <= nth <= len(found):
        raise MalformedError(f"{role}: occurs {len(found)} times as whole words, number {nth} is asked for")
    return found[nth - 1]


def _occurrences(text: str, words: str) -> list[Span]:
    if not words or words != words.strip():
        return []
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return [Span(*match.span()) for match in re.finditer(before + re.escape(words) + after, text)]


def _find_problems(one: Labelled) -> Iterator[str]:
    for place, label in enumerate(one.labels):
        for words in (*_find_wrong_roles(one.text, label), *_find_wrong_chain(one, label)):
            yield f"attribution {place}: {words}"
        if label.parent is None:
            continue
        if not isinstance(label.parent, int) or not 0 <= label.parent < len(one.labels):
            yield f"attribution {place}: parent: there is no such attribution"
        elif label.parent == place:
            yield f"attribution {place}: parent: it is nested in itself"
        else:
            around = words_of(one.text, one.labels[label.parent].content)
            if not words_of(one.text, (*label.cue, *label.content)) <= around:
                yield f"attribution {place}: parent: cue and content do not lie inside the content of the parent"


def _find_wrong_roles(text: str, label: Label) -> Iterator[str]:
    if not label.content:
        yield "content: is empty"
    if not label.cue and label.quotation == "indirect":
        yield "cue: only a quotation can stand without one"
    if bool(label.source) == (label.sourcing == "unknown"):
        yield "sourcing: unknown goes with an empty source, and with nothing else"
    if words_of(text, label.cue) & words_of(text, label.content):
        yield "cue: overlaps the content"
    if words_of(text, label.source) & words_of(text, label.cue):
        yield "cue: overlaps the source"


def _find_wrong_chain(one: Labelled, label: Label) -> Iterator[str]:
    chain = label.chain
    if one.outlet and chain[:1] != (one.outlet,):
        yield "chain: does not begin with the outlet"
    if isinstance(label.parent, int) and 0 <= label.parent < len(one.labels):
        around = one.labels[label.parent].chain
        if chain[: len(around)] != around:
            yield "chain: does not begin with the chain of the parent"
    if label.source and not any(is_source_link(label, one.text, link) for link in chain):
        yield "chain: the mention, or the source, is not in it"
    text = normal(one.text)
    if any(link != one.outlet and normal(link) not in text for link in chain):
        yield "chain: a link stands nowhere in the text"


def _find_repeated(texts: list[Labelled]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for number, one in enumerate(texts, start=1):
        if one.text in seen:
            found.append(f"text {number} is text {seen[one.text]} again")
        seen.setdefault(one.text, number)
    return found


def _find_notices(item: dict[str, Any], one: Labelled) -> Iterator[str]:
    for place, (given, label) in enumerate(zip(item["attributions"], one.labels, strict=True)):
        for role in ROLES:
            pieces = given[role] if isinstance(given[role], list) else [given[role]]
            plain = [piece for piece in pieces if isinstance(piece, str) and f"{role}_at" not in given]
            if any(len(_occurrences(one.text, piece)) > 1 for piece in plain):
                yield f"attribution {place}: {role}: occurs several times, the first was taken"
        if label.quotation != (counted := _count_quotation(one.text, label)):
            yield f"attribution {place}: quotation: by its marks it looks {counted}"


def _count_quotation(text: str, label: Label) -> str:
    marked = tuple(Span(*match.span()) for match in QUOTED.finditer(text))
    words = words_of(text, label.content)
    share = len(words & words_of(text, marked)) / max(1, len(words))
    return "direct" if share >= DIRECT else "mixed" if share else "indirect"
