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
FINITE = frozenset(("VBD", "VBZ", "VBP"))
SUBJECTS = ("nsubj", "nsubjpass")
RELATIVE = frozenset(("WP", "WDT", "WRB"))
MISTAKEN = frozenset(("nsubj", "npadvmod", "dep", "nmod", "appos", "dobj"))
"""What the parser calls the subject of the sentence where it gives it to the verb between commas."""


def mend(parse: Parse) -> None:
    """Put right, in place, the heads, labels and tags of ``parse`` that are known to go wrong."""
    moved = [token for mended in MENDED for token in mended(parse)]
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


def _mend_inserted(parse: Parse) -> Iterator[int]:
    """Give ``Pakistan, officials say, has`` its subject back, which the parser gave to the verb between the commas."""
    for token, word in enumerate(parse.words):
        if parse.tags[token] not in FINITE or word not in load_cues():
            continue
        early = [c for c in parse.children[token] if c < token and parse.labels[c] != "punct"]
        subject = next((c for c in reversed(early) if parse.labels[c] == "nsubj"), token)
        verb = _verb_after(parse, token)
        if verb is None or not early or early[0] >= subject:
            continue
        first, comma = early[0], parse.rights[early[0]]
        before = parse.labels[first] in MISTAKEN and parse.tags[first].startswith(("N", "PRP", "DT"))
        if before and comma == parse.lefts[subject] - 1 and parse.words[comma] == ",":
            parse.heads[first], parse.labels[first] = verb, "nsubj"
            yield token


def _verb_after(parse: Parse, saying: int) -> int | None:
    """Return the verb without a subject that goes on after ``, officials say,``: above ``saying``, or what is said."""
    above = parse.heads[saying]
    below = parse.child(saying, ("ccomp",))
    verb = above if parse.labels[saying] == "parataxis" and above > saying else below
    if verb is None or verb < saying or parse.child(verb, SUBJECTS) is not None:
        return None
    return verb if _follows_comma(parse, verb, after=saying) else None


def _follows_comma(parse: Parse, verb: int, *, after: int = -1) -> bool:
    """Tell whether a comma stands before ``verb`` and what belongs to it, as far as that comes ``after`` a token."""
    begin = min((c for c in parse.children[verb] if c > after and parse.labels[c] != "punct"), default=verb)
    return parse.words[min(begin, verb) - 1] == ","


def _mend_according(parse: Parse) -> Iterator[int]:
    """Put ``knew`` above ``The minister, according to two aides, knew of it``, where the parser sees another verb."""
    for token, word in enumerate(parse.words):
        if word != "according" or parse.heads[token] != token or "," not in parse.words[token - 1 : token]:
            continue
        noun = parse.child(token, SUBJECTS)
        verb = next((c for c in range(token + 3, parse.rights[token]) if _goes_on(parse, c)), None)
        if noun is None or verb is None or not noun < token:
            continue
        for child in parse.children[token]:
            if child > verb or parse.labels[child] == "punct":
                parse.heads[child] = verb
        parse.heads[verb], parse.labels[verb] = verb, "ROOT"
        parse.heads[noun], parse.labels[noun] = verb, "nsubj"
        parse.heads[token], parse.labels[token] = verb, "prep"
        yield token


def _goes_on(parse: Parse, verb: int) -> bool:
    """Tell whether ``verb`` goes on after a comma, and has neither subject nor ``who``."""
    finite = parse.tags[verb] in FINITE or _is_helped(parse, verb)
    free = parse.labels[verb] in ("acl", "relcl", "conj", "dep", "advcl", "ccomp")
    alone = parse.child(verb, (*SUBJECTS, "mark")) is None
    return finite and free and alone and _follows_comma(parse, verb)


def _mend_relative(parse: Parse) -> Iterator[int]:
    """Take ``, critics charge,`` for what is said beside the sentence, where the parser saw a clause of its subject."""
    for token, noun in enumerate(parse.heads):
        verb = parse.heads[noun]
        if parse.labels[token] != "relcl" or parse.labels[noun] not in SUBJECTS or verb < token:
            continue
        subject = parse.child(token, ("nsubj",))
        relative = any(parse.tags[child] in RELATIVE for child in parse.children[token])
        if subject is None or relative or parse.words[token] not in load_cues():
            continue
        late = [
            c for c in parse.children[token] if c > token and parse.labels[c] not in ("punct", "npadvmod")
        ]
        closed = "," in parse.words[parse.rights[token] - 1 : parse.rights[token] + 1]
        if not late and closed and parse.words[parse.lefts[subject] - 1] == ",":
            parse.heads[token], parse.labels[token] = verb, "parataxis"
            yield token


def _is_helped(parse: Parse, verb: int) -> bool:
    return parse.child(verb, ("aux", "auxpass")) is not None


MENDED = (
    _mend_access,
    _mend_joined,
    _mend_last,
    _mend_calling,
    _mend_verbless,
    _mend_inserted,
    _mend_according,
    _mend_relative,
)
