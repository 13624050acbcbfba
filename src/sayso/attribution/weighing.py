"""Which frames are attributions: a sum of named, weighted parts, learnt from labelled news.

``weights.tsv`` holds one part a line: its name and its weight. The score of a frame is the logistic function of the sum
of the weights of its parts, so that `explain` can say what made it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import exp

from sayso.attribution.cues import load_cues
from sayso.attribution.direct import QuoteMap
from sayso.attribution.frames import Frame
from sayso.attribution.quotation import DIRECT
from sayso.attribution.tables import read_table
from sayso.language.parse import Parse

SIZES = (1, 3, 8)
"""Tokens up to which a content is a word, a phrase, a short clause."""
HEARSAY = frozenset(("state", "claim", "deny", "accuse", "warn", "admit", "promise"))
FIRST_PERSON = frozenset("i we me us my our myself ourselves".split())
PRONOUNS = (
    frozenset("he she they it you him her them who which that this these those what".split()) | FIRST_PERSON
)


@cache
def load_weights() -> dict[str, float]:
    """Return the weight of each part, by name."""
    return {name: float(weight) for name, weight in read_table("weights.tsv")}


@cache
def weights_sha256() -> str:
    """Return the SHA-256 of the learnt weights."""
    return sha256(files("sayso.attribution").joinpath("weights.tsv").read_bytes()).hexdigest()


def weigh(parse: Parse, marks: QuoteMap, frame: Frame) -> float:
    """Return how likely ``frame`` is an attribution, in [0, 1]."""
    weights = load_weights()
    return 1 / (1 + exp(-sum(weights.get(part, 0.0) for part in parts_of(parse, marks, frame))))


def explain(parse: Parse, marks: QuoteMap, frame: Frame) -> list[tuple[str, float]]:
    """Return the parts of the score of ``frame`` with their weights, the heaviest first."""
    weights = load_weights()
    parts = [(part, weights[part]) for part in parts_of(parse, marks, frame) if part in weights]
    return sorted(parts, key=lambda part: -abs(part[1]))


def parts_of(parse: Parse, marks: QuoteMap, frame: Frame) -> list[str]:
    """Return the names of the parts that hold for ``frame``."""
    lemma = parse.lemmas[frame.trigger]
    kind = parse.tags[frame.trigger][0]
    how = frame.construction
    plain = how.split("|")[0]
    person = _kind_of_source(parse, frame)
    parts = [
        "bias",
        f"how={how}",
        f"lemma={lemma}/{kind}",
        f"lemma+how={lemma}/{kind}/{how}",
        f"who={person}",
    ]
    parts += [
        f"subject={frame.subject}",
        f"how+subject={plain}+{frame.subject}",
        f"lemma+who={lemma}/{kind}+{person}",
    ]
    act = load_cues().get(parse.words[frame.trigger], "none")
    parts += [f"act={act}", f"act+how={act}+{how}", f"act+who={act}+{person}"]
    parts += [f"how+{mark}" if mark.startswith(("label", "tag")) else mark for mark in frame.marks]
    parts += [f"{plain}+{mark}" for mark in frame.marks if mark.startswith(("label", "tag", "first"))]
    parts += _parts_of_source(parse, frame)
    return parts + _parts_of_content(parse, marks, frame, plain, lemma)


def _parts_of_source(parse: Parse, frame: Frame) -> list[str]:
    if not frame.source:
        return []
    head = _head(parse, frame.source)
    parts = [f"source={parse.lemmas[head]}"] if parse.tags[head] in ("NN", "NNS") else []
    gap = min(abs(frame.trigger - frame.source[0]), abs(frame.trigger - frame.source[-1]))
    return [*parts, f"gap={min(gap // 4, 4)}"]


def _parts_of_content(parse: Parse, marks: QuoteMap, frame: Frame, plain: str, lemma: str) -> list[str]:
    content = frame.content
    if not content:
        return ["content=none"]
    head = _head(parse, content)
    quoted = sum(marks.of_token[token] >= 0 for token in content) / len(content)
    extent = "all" if quoted > DIRECT else "part" if quoted > 0 else "none"
    size = bisect_left(SIZES, len(content))
    inside = marks.of_token[frame.trigger] >= 0 and not is_hearsay(parse, frame)
    first = (
        parse.words[content[0]] if parse.tags[content[0]] in ("IN", "TO", "WRB", "WP", "WDT", "DT") else ""
    )
    return [
        f"quoted={extent}",
        f"quoted+how={extent}+{plain}",
        f"size={size}",
        f"size+how={size}+{plain}",
        f"size+lemma={size}+{lemma}",
        f"inside={inside}",
        f"opens={first}",
        f"opens+how={first}+{plain}",
        f"head={parse.tags[head]}",
        f"head+how={parse.tags[head]}+{plain}",
        f"noun={parse.lemmas[head]}" if parse.tags[head] in ("NN", "NNS") else "noun=",
    ]


def is_hearsay(parse: Parse, frame: Frame) -> bool:
    """Tell whether a frame inside a quotation is a plain case of ``they told me that``: PolNeAR marks none there."""
    plain = (
        frame.construction in ("ccomp", "pass-ccomp") and len(frame.content) > SIZES[0] and bool(frame.source)
    )
    return plain and load_cues().get(parse.words[frame.trigger]) in HEARSAY


def _kind_of_source(parse: Parse, frame: Frame) -> str:
    if not frame.source:
        return "none"
    head = _head(parse, frame.source)
    word, tag = parse.words[head], parse.tags[head]
    if word in FIRST_PERSON:
        return "first"
    if word in PRONOUNS:
        return word if word in ("it", "you", "who", "which", "that", "this", "what") else "person"
    return "name" if tag.startswith("NNP") else "nouns" if tag == "NNS" else "noun"


def _head(parse: Parse, tokens: list[int]) -> int:
    """Return the token of ``tokens`` that stands above the others."""
    inside = set(tokens)
    for token in tokens:
        if parse.heads[token] == token or parse.heads[token] not in inside:
            return token
    return tokens[0]
