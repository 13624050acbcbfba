"""Mistakes of the parser that hide who says what, mended before anything is read off the parse."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribution.cues import load_cues
from sayso.language.parse import Parse

ACCESS = frozenset("privy familiar close loyal aware opposed sympathetic hostile adjacent".split())
"""Adjectives after ``sources`` that the tagger takes for verbs: ``Sources privy to development revealed``."""
AFTER_ACCESS = frozenset(("to", "with", "of"))
SPEECH = frozenset(("accuse", "claim", "deny", "state", "demand", "condemn", "warn", "admit"))
PERFECT = frozenset(("have", "'ve", "'d"))


def mend(parse: Parse) -> None:
    """Put right, in place, the heads, labels and tags of ``parse`` that are known to go wrong."""
    moved = [
        token
        for mended in (_mend_access, _mend_joined, _mend_last, _mend_calling, _mend_verbless)
        for token in mended(parse)
    ]
    if moved:
        parse.link()


def _mend_access(parse: Parse) -> Iterator[int]:
    """Give ``revealed`` its subject back where ``privy`` was taken for the verb of ``sources``."""
    for token, word in enumerate(parse.words):
        if word not in ACCESS or not parse.tags[token].startswith("VB") or token + 1 >= len(parse):
            continue
        subject = parse.child(token, ("nsubj",))
        verb = next((c for c in parse.children[token] if c > token and _is_left_over(parse, c)), None)
        if subject is None or verb is None or parse.words[token + 1] not in AFTER_ACCESS:
            continue
        above = parse.heads[token]
        parse.heads[verb] = verb if above == token else above
        parse.labels[verb] = parse.labels[token]
        parse.heads[subject], parse.heads[token] = verb, subject
        parse.labels[token], parse.tags[token] = "amod", "JJ"
        for child in parse.children[token]:
            if child > verb or parse.labels[child] == "punct":
                parse.heads[child] = verb
        yield token


def _is_left_over(parse: Parse, verb: int) -> bool:
    """Tell whether ``verb`` is a cue that the parser left without a subject."""
    return (
        parse.tags[verb] in ("VBD", "VBZ", "VBP", "VBN")
        and parse.words[verb] in load_cues()
        and parse.labels[verb] in ("dep", "ccomp", "conj", "advcl", "parataxis")
        and parse.child(verb, ("nsubj", "nsubjpass", "mark")) is None
    )


def _mend_joined(parse: Parse) -> Iterator[int]:
    """Give ``accused`` in ``denied that it had fired and accused Veridia`` back to the verb it stands beside.

    The parser joins it to the nearer verb. An auxiliary there and one tense outside say that it should not; after
    ``had`` the participle fits too, so only a verb of saying goes back.
    """
    for token, head in enumerate(parse.heads):
        above = parse.heads[head]
        if parse.labels[token] != "conj" or parse.labels[head] != "ccomp" or above >= head or token < head:
            continue
        labels = [parse.labels[child] for child in parse.children[token]]
        if not {"aux", "auxpass", "nsubj", "nsubjpass"}.isdisjoint(labels) or not _is_helped(parse, head):
            continue
        perfect = any(parse.lemmas[c] in PERFECT for c in parse.children[head] if parse.labels[c] == "aux")
        tags = ("VBD", "VBN") if perfect and parse.tags[above] == "VBD" else (parse.tags[above],)
        spoken = load_cues().get(parse.words[token]) in SPEECH
        if parse.tags[above] in ("VBD", "VBZ") and parse.tags[token] in tags and (spoken or not perfect):
            parse.heads[token], parse.tags[token] = above, parse.tags[above]
            yield token


def _mend_last(parse: Parse) -> Iterator[int]:
    """Put ``, the Ledger reported on Monday`` above the clause before it, which the parser took for the main one."""
    for token, head in enumerate(parse.heads):
        if (
            parse.labels[token] != "ccomp"
            or parse.heads[head] != head
            or head > token
            or not _is_said(parse, token)
        ):
            continue
        subject = parse.child(token, ("nsubj",))
        if subject is None or parse.words[parse.lefts[subject] - 1] != ",":
            continue
        if parse.lefts[subject] <= head or parse.lefts[token] < parse.lefts[subject] - 1:
            continue
        parse.heads[token], parse.labels[token] = token, "ROOT"
        parse.heads[head], parse.labels[head] = token, "ccomp"
        for child in parse.children[head]:
            if child > token:
                parse.heads[child] = token
        yield token


def _is_said(parse: Parse, verb: int) -> bool:
    """Tell whether ``verb`` is a finite verb of saying with nothing said behind it."""
    spoken = load_cues().get(parse.words[verb]) in ("state", "claim", "warn", "admit")
    late = (c for c in parse.children[verb] if c > verb)
    said = any(parse.labels[c] in ("ccomp", "xcomp", "dobj") for c in late)
    return spoken and parse.tags[verb] in ("VBD", "VBZ", "VBP") and not said


def _mend_calling(parse: Parse) -> Iterator[int]:
    """Give ``, calling them fabrications`` to who rejected the reports, not to the shell in the reports."""
    for token, head in enumerate(parse.heads):
        calling = parse.tags[token] == "VBG" and parse.labels[token] == "advcl" and token > head
        if not calling or parse.labels[head] != "acl" or parse.words[token] not in load_cues():
            continue
        above = parse.heads[parse.heads[head]]
        spoken = parse.words[above] in load_cues() and parse.child(above, ("nsubj",)) is not None
        if spoken and parse.words[parse.lefts[token] - 1] == ",":
            parse.heads[token] = above
            yield token


def _mend_verbless(parse: Parse) -> Iterator[int]:
    """Make ``The army, which had denied it, admitted that`` a sentence, where the parser saw a noun alone."""
    for token, noun in enumerate(parse.heads):
        lone = parse.labels[token] == "acl" and parse.tags[token] == "VBN" and parse.labels[noun] == "ROOT"
        if not lone or parse.words[token] not in load_cues() or not parse.tags[noun].startswith("N"):
            continue
        if token > noun + 1 and parse.words[parse.lefts[token] - 1] == "," and parse.child(token, ("ccomp",)):
            parse.heads[token], parse.labels[token], parse.tags[token] = token, "ROOT", "VBD"
            parse.heads[noun], parse.labels[noun] = token, "nsubj"
            for child in parse.children[noun]:
                if child > token:
                    parse.heads[child] = token
            yield token


def _is_helped(parse: Parse, verb: int) -> bool:
    return parse.child(verb, ("aux", "auxpass")) is not None
