"""Frames of colons: ``Kaya: No deal without guarantees``, and the speakers of a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sayso.attribution.contents import clean
from sayso.attribution.cues import load_cues
from sayso.attribution.frames import Frame
from sayso.attribution.mentions import is_in
from sayso.language.parse import Parse

BORDERS = frozenset((",", "—", "–", "--", ";"))
LONGEST_SEGMENT = 10
LABELS = frozenset(
    "analysis opinion breaking exclusive live video watch listen update updates review editorial explainer interview"
    " transcript photos photo gallery timeline factbox note correction summary background related latest more points"
    " takeaways context deeper subject re date time place contact caption credit tags topics category share abstract"
    " notebook podcast column comment letters obituary recap preview quiz test news sport sports politics world part"
    " chapter section table figure step question answer headline title author source sources via vs fact check".split()
)
"""Words before a colon that name a kind of text, not a speaker."""
PLACED = frozenset(("at", "in", "on", "from", "after", "for", "over"))
"""``SLAUGHTER AT SARN FORD:`` is a heading."""
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD", "VB"))
SPEAKERS = ("titled", "anonymous", "collective", "organisation", "document", "outlet")
LONGEST_NAME = 7
"""Tokens before the colon; what is longer is a sentence that announces a list."""
LAST_DATELINE = 2
"""Number of the last sentence that may begin with a place of writing: after the headline and a line below it."""
DATELINE = 12
"""Tokens after ``ISTANBUL:`` from which a name in capitals is the place of writing, not a speaker."""


def colon_frames(parse: Parse) -> Iterator[Frame]:
    """Yield a frame for each sentence that begins with a name and a colon."""
    names = _names_elsewhere(parse)
    for number, (first, stop) in enumerate(parse.bounds):
        last = _trailing(parse, first, stop)
        if last is not None and number == 0:
            yield last
        colon = next(
            (t for t in range(first, min(stop, first + LONGEST_NAME + 1)) if parse.words[t] == ":"), None
        )
        if colon is None or colon == first or colon + 1 >= stop:
            continue
        source = list(range(first, colon))
        if not all(_is_name(parse, token) for token in source) or not _is_speaker(parse, source):
            continue
        if _is_dateline(parse, source, number, stop - colon):
            continue
        known = any(parse.words[token] in names for token in source)
        verbs = any(parse.tags[token] in ("VBZ", "VBP", "VBD", "MD") for token in range(colon + 1, stop))
        yield Frame(
            trigger=colon,
            construction="colon-first" if number == 0 else "colon",
            subject="colon",
            cue=[colon],
            source=source,
            content=clean(parse, range(colon + 1, stop)),
            marks=(f"label=known-{known}", f"tag=verbs-{verbs}", f"first=words-{min(len(source), 3)}"),
        )


def _trailing(parse: Parse, first: int, stop: int) -> Frame | None:
    """Return the frame of a headline that ends in a colon and a name: ``No deal without guarantees: Kaya``."""
    colon = next((t for t in range(stop - 1, max(first + 2, stop - 5), -1) if parse.words[t] == ":"), None)
    if (
        colon is None
        or colon + 1 >= stop
        or not all(_is_name(parse, token) for token in range(colon + 1, stop))
    ):
        return None
    return Frame(
        trigger=colon,
        construction="colon-last",
        subject="colon",
        cue=[colon],
        source=list(range(colon + 1, stop)),
        content=clean(parse, range(first, colon)),
    )


def segment_frames(parse: Parse) -> Iterator[Frame]:
    """Yield a frame for each ``, a diplomat close to the talks said,``: a name and a verb alone between commas."""
    for first, stop in parse.bounds:
        edges = [first - 1, *(t for t in range(first, stop) if parse.words[t] in BORDERS), stop]
        for before, after in pairwise(edges):
            segment = [t for t in range(before + 1, after) if parse.words[t] not in (".", '"', "''")]
            if 1 < len(segment) <= LONGEST_SEGMENT and before >= first:
                found = _name_and_verb(parse, segment)
                if found is not None and _says_something(parse, range(first, before), *found):
                    yield _segment_frame(parse, (first, stop), segment, *found)


def _name_and_verb(parse: Parse, segment: list[int]) -> tuple[int, list[int]] | None:
    """Return the verb of saying at either end of ``segment`` and the noun phrase that is the rest of it."""
    verbs = [t for t in segment if parse.tags[t] in ("VBD", "VBZ", "VBP", "VBN", "MD", "VB")]
    if len(verbs) != 1 or verbs[0] not in (segment[0], segment[-1]):
        return None
    act = load_cues().get(parse.words[verbs[0]])
    rest = [t for t in segment if t != verbs[0]]
    if parse.lemmas[verbs[0]] == "tell" and rest[0] > verbs[0]:
        return None  # whom it was told
    named = any(parse.tags[t] in ("NN", "NNS", "NNP", "NNPS", "PRP") for t in rest)
    opens = parse.tags[rest[0]] in ("DT", "PRP", "NNP", "NNPS", "NNS", "NN", "JJ", "CD", "PRP$")
    return (verbs[0], rest) if act not in (None, "other") and named and opens else None


def _says_something(parse: Parse, earlier: range, verb: int, source: list[int]) -> bool:
    """Tell whether what stands before an inverted verb is a clause: not ``The ministry, in a note, rejected``."""
    return verb > source[0] or any(parse.tags[token] in FINITE for token in earlier)


def _segment_frame(
    parse: Parse, bounds: tuple[int, int], segment: list[int], verb: int, source: list[int]
) -> Frame:
    inside = set(segment)
    return Frame(
        trigger=verb,
        construction="segment",
        subject="nsubj" if source[0] < verb else "inverted",
        cue=[verb],
        source=source,
        content=clean(parse, [t for t in range(*bounds) if t not in inside]),
        marks=(
            f"label={parse.labels[verb]}",
            f"tag={parse.tags[verb]}",
            f"last={segment[-1] >= bounds[1] - 2}",
        ),
    )


def _names_elsewhere(parse: Parse) -> frozenset[str]:
    """Return the capitalised words that stand elsewhere than before a colon."""
    found = set()
    for token, tag in enumerate(parse.tags):
        if tag in ("NNP", "NNPS") and token + 1 < len(parse) and parse.words[token + 1] != ":":
            found.add(parse.words[token])
    return frozenset(found)


def _is_name(parse: Parse, token: int) -> bool:
    word = parse.text[parse.starts[token] : parse.ends[token]]
    return (word[0].isupper() and parse.tags[token][0] in "NJV") or parse.words[token] in (
        "'s",
        "’s",
        ".",
        "of",
        "the",
        "&",
    )


def _is_speaker(parse: Parse, source: list[int]) -> bool:
    """Tell whether a name before a colon can speak: ``Kaya``, ``Army``, not ``Analysis`` or ``Go deeper``."""
    last = source[-1]
    if not PLACED.isdisjoint(parse.words[token] for token in source):
        return False
    if not LABELS.isdisjoint(parse.words[token] for token in source):
        return False
    if parse.tags[last] in ("NNP", "NNPS"):
        return True
    if parse.tags[last] == "NN" and len(source) == 1:
        # The tagger does not know the names of people it never met: a noun that the text never writes small is one.
        return not any(is_in(parse.words[last], kind) for kind in ("document", "outlet")) and not re.search(
            rf"\b{re.escape(parse.words[last])}\b", parse.text
        )
    return parse.tags[last].startswith("NN") and any(is_in(parse.words[last], kind) for kind in SPEAKERS)


def _is_dateline(parse: Parse, source: list[int], number: int, n_after: int) -> bool:
    word = parse.text_of(source[0], source[-1] + 1)
    return word.isupper() and n_after > DATELINE and number <= LAST_DATELINE
