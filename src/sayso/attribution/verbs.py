"""Frames of verbs: the clauses, infinitives, objects and prepositional phrases that a verb takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.attribution.complements import complements, line_between, may_lend
from sayso.attribution.contents import clause_around, clean, find_aside, line_above
from sayso.attribution.cues import cue_of, load_cues, marks_of
from sayso.attribution.frames import Frame
from sayso.attribution.sources import Found, find_source, is_passive, noun_phrase
from sayso.language.parse import Parse

SILENT = frozenset(("be", "have", "do"))
"""Verbs that never are a cue by themselves; with a noun or adjective they are read there."""
RAISING = frozenset(("seem", "appear", "prove", "look", "sound", "happen", "tend", "turn", "remain"))
"""Verbs whose subject belongs to what is said: ``the deal seems to be dead``."""
CITING = frozenset(("citing", "quoting"))
RELATIVES = frozenset(("which", "that", "who", "whom", "what"))
SPEECH = frozenset(("state", "claim", "deny", "accuse", "warn", "admit", "promise", "demand", "believe"))
GUILT = frozenset(("responsible", "accountable", "liable"))
WITHHOLDING = frozenset(("decline", "refuse"))
NEAR = 4
"""Tokens between ``declined`` and the ``say`` it goes with, at most."""
LENT = 20
"""Tokens between a verb of saying and the ``that`` of its clause, at most."""
OPENERS = frozenset(("if", "whether", "as", "like", "how", "why", "that"))
AFTER_OBJECT = frozenset(("of", "for", "as", "over", "to", "with", "on", "about", "from"))
BLAME = frozenset(("accuse",))
"""Forces whose object is part of what is said: ``accused Veridia of staging the raid``."""
AFTER_PASSIVE = frozenset(("as", "of", "for", "with"))
LONGEST_OBJECT = 3
"""Tokens of an object that can be part of the cue: ``made fun of``, ``took aim at``."""


def verb_frames(parse: Parse) -> Iterator[Frame]:
    """Yield the frames of every verb of ``parse``."""
    for token, tag in enumerate(parse.tags):
        helper = parse.labels[token] in ("aux", "auxpass", "amod", "compound")
        if tag.startswith("VB") and not helper and parse.lemmas[token] not in SILENT:
            yield from _VerbReader(parse, token).read()


class _VerbReader:
    """Read the frames of one verb."""

    def __init__(self, parse: Parse, verb: int) -> None:
        self.parse = parse
        self.verb = verb
        self.passive = is_passive(parse, verb)
        self.found = find_source(parse, verb)
        self.cue = cue_of(parse, verb)
        self.marks = marks_of(parse, verb)
        self.below: dict[str, list[int]] = {}
        for child in parse.children[verb]:
            self.below.setdefault(parse.labels[child], []).append(child)
        self.raises = (self.passive or parse.lemmas[verb] in RAISING) and bool(self._subjects())

    def read(self) -> Iterator[Frame]:
        """Yield the frames, those of clauses first."""
        yield from self._blame()
        yield from self._clauses()
        yield from self._infinitives()
        yield from self._predicates()
        yield from self._adverbials()
        yield from self._objects()
        yield from self._prepositions()
        yield from self._surroundings()

    def _frame(self, construction: str, content: Iterable[int], *, extra: Iterable[int] = ()) -> Frame:
        cue = {*self.cue, *self._withheld(), *extra}
        own = cue | set(self.found.tokens)
        return Frame(
            trigger=self.verb,
            construction=("pass-" if self.passive else "") + construction,
            subject=self.found.how,
            cue=sorted(cue),
            source=self.found.tokens,
            content=clean(self.parse, [token for token in content if token not in own]),
            marks=self.marks,
        )

    def _get(self, *labels: str) -> list[int]:
        return [child for label in labels for child in self.below.get(label, ())]

    def _withheld(self) -> range | tuple[()]:
        """Return the ``declined`` of ``declined to say whether``, which makes one cue with it."""
        head = self.parse.heads[self.verb]
        withheld = self.parse.labels[self.verb] == "xcomp" and self.parse.lemmas[head] in WITHHOLDING
        return range(head, self.verb) if withheld and head < self.verb <= head + NEAR else ()

    def _subjects(self) -> list[int]:
        return self._get("nsubjpass", "nsubj")

    def _blame(self) -> Iterator[Frame]:
        """Read ``holds Ostland responsible for the failure``, however it was parsed."""
        parse = self.parse
        if parse.lemmas[self.verb] != "hold" or self.passive:
            return
        last = min(parse.rights[self.verb], self.verb + LENT)
        guilt = next((t for t in range(self.verb + 2, last) if parse.words[t] in GUILT), None)
        if guilt is not None:
            tokens = range(self.verb + 1, max(parse.rights[guilt], guilt + 1))
            yield self._frame("blame", tokens, extra=[guilt])

    def _clauses(self) -> Iterator[Frame]:
        parse, verb = self.parse, self.verb
        if parse.words[verb] in CITING and parse.labels[verb] == "advcl":
            return
        gap = relative_gap(parse, verb)
        clauses = self._get("ccomp") or self._lent_clauses()
        for clause in clauses:
            if clause < verb and parse.words[min([verb, *self.found.tokens]) - 1] != ";":
                yield self._frame("ccomp-pre", self._fronted(clause))
        extra = self._announced(clauses)
        for content in complements(parse, verb, [clause for clause in clauses if clause > verb]):
            if gap is not None:
                yield self._frame("gap-ccomp", [gap, *content])
            yield self._frame("ccomp", content, extra=extra)

    def _fronted(self, clause: int) -> list[int]:
        """Return the tokens of a clause before the verb, from where its sentence begins.

        It goes on up to the source and verb: ``A sank when B struck, the navy said`` has a single content.
        """
        parse = self.parse
        content = parse.subtree(clause)
        low = parse.bounds[parse.sentence_of[clause]][0]
        stop = min([self.verb, *self.found.tokens])
        outer = any(low <= above < content[0] for above in line_above(parse, self.verb))
        if stop <= content[-1] or outer:
            return [*range(low, content[0]), *content]
        return list(range(low, stop))

    def _announced(self, clauses: list[int]) -> list[int]:
        """Return the ``hope`` of ``expressed hope that``, which belongs to the cue."""
        parse = self.parse
        for noun in self._get("dobj"):
            between = any(noun < parse.lefts[clause] for clause in clauses)
            common = parse.tags[noun] in ("NN", "NNS") and parse.words[noun] in load_cues()
            if noun > self.verb and between and common:
                return list(range(parse.lefts[noun], noun + 1))
        return []

    def _lent_clauses(self) -> list[int]:
        """Return a clause with ``that`` which the parser gave to a word between it and a verb of saying.

        ``said, citing Kaya, that ...`` and ``said in a statement carried by the agency that ...``.
        """
        parse, verb = self.parse, self.verb
        if load_cues().get(parse.words[verb]) not in SPEECH:
            return []
        for mark in range(verb + 2, min(parse.rights[verb], verb + LENT)):
            clause = parse.heads[mark]
            if parse.words[mark] == "that" and parse.labels[mark] == "mark" and clause > mark:
                between = line_between(parse, clause, verb)
                if all(may_lend(parse, token) for token in between):
                    return [clause]
        return []

    def _infinitives(self) -> Iterator[Frame]:
        parse, objects = self.parse, self._get("dobj", "dative")
        for clause in self._get("xcomp"):
            content = [token for part in [clause, *objects] for token in parse.subtree(part)]
            if objects or not (self.raises or parse.lemmas[self.verb] in RAISING):
                yield self._frame("dobj-xcomp" if objects else "xcomp", content)
            yield from self._raised("raise-xcomp", parse.subtree(clause))

    def _predicates(self) -> Iterator[Frame]:
        parse, objects = self.parse, self._get("dobj")
        for label in ("oprd", "acomp", "attr"):
            for child in self._get(label):
                content = [token for part in [child, *objects] for token in parse.subtree(part)]
                content += self._judged(child)
                if objects or not self.raises:
                    yield self._frame(("dobj-" if objects else "") + label, content)
                yield from self._raised("raise-" + label, parse.subtree(child))

    def _judged(self, predicate: int) -> list[int]:
        """Return the ``to suggest that`` of ``called it absurd to suggest that``."""
        parse = self.parse
        late = (child for child in self._get("advcl", "xcomp") if child > predicate)
        clause = next((c for c in late if parse.words[parse.lefts[c]] == "to"), None)
        return [] if clause is None else parse.subtree(clause)

    def _raised(self, construction: str, content: list[int], *, extra: Iterable[int] = ()) -> Iterator[Frame]:
        """Read ``is expected to``: the subject is part of what is said, not who says it."""
        if self.parse.lemmas[self.verb] in RAISING and not self.raises and self.found.tokens:
            # "... and appeared to take cues": the subject stands with the verb before.
            source, self.found = self.found, Found(None, [], "none")
            yield self._frame(construction, source.tokens + content, extra=extra)
            self.found = source
        elif self.raises:
            agent = self.found if self.passive else Found(None, [], "none")
            reader, self.found = self.found, agent
            yield self._frame(
                construction, noun_phrase(self.parse, self._subjects()[0]) + content, extra=extra
            )
            self.found = reader
        elif self.passive and self.parse.labels[self.verb] in ("acl", "relcl", "conj"):
            yield self._frame(construction + "-bare", content, extra=extra)

    def _adverbials(self) -> Iterator[Frame]:
        parse, verb = self.parse, self.verb
        for child in self._get("advcl"):
            mark = parse.child(child, ("mark", "advmod"))
            if mark is None or child < verb:
                continue
            if parse.words[mark] in OPENERS:
                yield self._frame("advcl:" + parse.words[mark], parse.subtree(child))
            elif parse.words[mark] == "for":
                yield self._frame("for-clause", [t for t in parse.subtree(child) if t != mark], extra=[mark])
        for prep in self._get("prep"):
            noun = parse.child(prep, ("pobj",))
            later = [child for child in self._get("xcomp", "advcl") if child > prep > verb]
            if parse.words[prep] == "for" and later and noun is not None:
                yield self._frame("for-clause", parse.subtree(noun) + parse.subtree(later[0]), extra=[prep])

    def _objects(self) -> Iterator[Frame]:
        parse, verb = self.parse, self.verb
        for noun in self._get("dobj"):
            tokens = parse.subtree(noun)
            yield self._frame("dobj" if noun > verb or parse.words[noun] in RELATIVES else "dobj-pre", tokens)
            for prep in self._get("prep"):
                if prep > noun and parse.words[prep] in AFTER_OBJECT:
                    yield self._frame("dobj+" + parse.words[prep], tokens + parse.subtree(prep))
        after = any(parse.words[prep] in AFTER_PASSIVE for prep in self._get("prep"))
        if self._get("nsubjpass") and not after and not self._get("xcomp", "ccomp", "oprd"):
            yield self._frame("subject", noun_phrase(parse, self._get("nsubjpass")[0]))

    def _prepositions(self) -> Iterator[Frame]:
        parse, verb, objects = self.parse, self.verb, self._get("dobj")
        blamed = bool(objects) and load_cues().get(parse.words[verb]) in BLAME
        if blamed or any(len(parse.subtree(noun)) > LONGEST_OBJECT for noun in objects):
            return
        before = "dobj>" if objects else ""
        for prep in self._get("prep"):
            word = parse.words[prep]
            if word == "by" or (prep < verb and parse.labels[verb] != "relcl"):
                continue
            for inner in parse.children[prep]:
                if parse.labels[inner] not in ("pobj", "pcomp"):
                    continue
                kind = "pcomp" if parse.labels[inner] == "pcomp" else "prep"
                raised = bool(self._get("nsubjpass")) and word in AFTER_PASSIVE
                if not raised or objects:
                    yield self._frame(f"{before}{kind}:{word}", parse.subtree(inner), extra=[prep, *objects])
                if raised:
                    yield from self._raised(f"raise-{kind}:{word}", parse.subtree(inner), extra=[prep])

    def _surroundings(self) -> Iterator[Frame]:
        """Read the verb beside or inside the clause it is about: ``as he said``, ``which he denied``."""
        parse, verb = self.parse, self.verb
        clausal = bool(self._get("ccomp", "xcomp"))
        gap = relative_gap(parse, verb)
        if gap is not None and not clausal and not self._get("dobj"):
            yield self._frame("gap", [gap])
        if clausal:
            return
        mark = parse.child(verb, ("mark", "advmod"))
        if (
            parse.labels[verb] in ("advcl", "ccomp", "prep")
            and mark is not None
            and parse.words[mark] == "as"
        ):
            yield self._frame("as-clause", clause_around(parse, verb, parse.subtree(verb)), extra=[mark])
        elif self.found.tokens and self.found.how in ("nsubj", "inverted", "conj"):
            aside = find_aside(parse, verb, self.found.tokens)
            if aside is not None:
                yield self._aside(aside)

    def _aside(self, aside: range) -> Frame:
        """Read ``critics say`` between commas; what else stands there is told to the weighing."""
        parse, verb = self.parse, self.verb
        frame = self._frame("parenthetical", clause_around(parse, verb, aside))
        middle = aside.stop < parse.bounds[parse.sentence_of[verb]][1] - 1
        spare = len(aside) - len(frame.cue) - len(frame.source)
        act = load_cues().get(parse.words[verb], "none")
        frame.marks += (f"aside={'middle' if middle else 'end'}+{act}", f"spare={min(spare, 4)}")
        return frame


def relative_gap(parse: Parse, verb: int) -> int | None:
    """Return the relative pronoun (else the noun) that stands for the object of ``verb`` in a relative clause."""
    subject = parse.child(verb, ("nsubj",))
    if parse.labels[verb] != "relcl" or subject is None:
        return None
    for child in parse.children[verb]:
        if child < verb and parse.words[child] in ("which", "that", "whom", "who") and child != subject:
            return child
    return parse.heads[verb] if parse.words[subject] not in RELATIVES else None
