"""The speech act of a cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from sayso.attribution.acts import WITHHOLDING, Act, acts_of, words_of
from sayso.records import Force, Spans

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ASSENT = frozenset(("accept", "recognize", "recognise", "agree", "buy"))
"""Words of assent whose negation denies: ``does not accept``."""
SHOWING = frozenset(("show", "prove", "find", "indicate", "demonstrate", "mean", "support", "reflect"))
"""What papers and figures do, and deny when they do not: ``the data do not show that``."""
SPEAKING = frozenset(("say", "state", "tell", "claim", "announce", "write", "declare", "report", "note"))
"""Who ``never said`` so denies it."""
EXPRESSING = frozenset(
    (
        "express",
        "voice",
        "articulate",
        "signal",
        "indicate",
        "declare",
        "show",
        "reiterate",
        "repeat",
        "reaffirm",
        "continue",
    )
)
"""Words of saying that leave the act to their noun: ``voiced support``; ``announced plans`` states."""
CALLING = re.compile(r"[\s\"“']*(?:for|on|upon)\b", re.IGNORECASE)
OPEN_CLAUSE = re.compile(r"[\s\"“']*(?:whether|if|who|whose|why|how|what|when|where|which)\b", re.IGNORECASE)
PLACE_OF_SAYING = re.compile(
    r"(?<=\w)\s+(?:in|at|on|during|to|after|before|while|when|via|through)\s+(?!favou?r\b|support\b|hope\b"
    r"|no\b)[^,]*$",
    re.IGNORECASE,
)
"""``denied in an interview``, ``told a rally for supporters``: where and to whom says nothing of the act."""
SAYING = re.compile(
    r"\b(?:said|says?|saying|told|tells?|telling|wr(?:ote|ites?|iting)|announc\w+|report\w*|tweet\w*|post\w*"
    r"|add(?:s|ed|ing)?"
    r"|declar\w+|stat(?:es?|ed|ing)|not(?:es?|ed|ing)|explain\w*|repl(?:y|ies|ied|ying)|den(?:y|ies|ied|ying)"
    r"|claim\w*"
    r"|insist\w*|remark\w*|testif\w+|argu\w+|warn\w*|clarif\w+|confirm\w*|revealed|repeated|joked)\b",
    re.IGNORECASE,
)
SILENT_CUE = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\b|\b(?:not|n['’]t|never)\b.*\b(?:respond|repl|return|answer|comment)\w*"
    r"|\bfailed\b",
    re.IGNORECASE | re.DOTALL,
)
SILENT_CONTENT = re.compile(
    r"\s*(?:to\s+(?:\w+ly\s+)?(?:comment|answer|respond|reply|elaborate|be\s+(?:interviewed|named|identified|quoted)"
    r"|give\s+(?:(?:his|her|their|a|any|further)\s+)?(?:names?|details?|interviews?)|provide\s+(?:any\s+"
    r"|further\s+)?details?"
    r"|speak|discuss|say\s+more)\b"
    r"|(?:an?\s+|the\s+|any\s+|our\s+|several\s+|repeated\s+|\w+['’]s\s+)*(?:\w+\s+)?"
    r"(?:requests?|calls?|e-?mails?|messages?|inquir(?:y|ies)|questions?|comment)\b)",
    re.IGNORECASE,
)
"""What somebody who keeps silent does not do: it is no claim."""
REFUSED_ASSENT = re.compile(
    r"\s*to\s+(?:\w+ly\s+)?(?:admit|accept|acknowledge|recogni[sz]e|believe|concede|agree)\b", re.IGNORECASE
)
HOLDS = re.compile(r"^(?:hold|holds|held|holding)$")
FAULT = re.compile(r"\b(?:responsibility|blame|guilt|fault|defeat|mistakes?|failures?)\b", re.IGNORECASE)
OWN_FAULT = re.compile(
    r"\bin error\b|\bby mistake\b|\bmistakenly\b|\bwrongly\b|\baccidentally\b"
    r"|\b(?:its|his|her|their|our)\s+(?:own\s+)?(?:forces|troops|soldiers|aircraft|planes|drones|police|guns"
    r"|units?|fighters|men)\s+"
    r"(?:had|have|has)?\s*(?:been\s+)?(?:fired|shelled|struck|hit|killed|shot|bombed|opened fire|lost|retreated"
    r"|withdrawn)",
    re.IGNORECASE,
)
"""What hurts who confirms it."""
PLEA = re.compile(r"\s*(?:(?P<not>not\s+guilty|innocent)|guilty)\b", re.IGNORECASE)
GUILT = re.compile(r"\b(?:responsible|accountable|liable|to blame)\b", re.IGNORECASE)
REQUEST = re.compile(r"(?:[^\s?]+\s+){0,8}?to\s+(?!be\b|have\b)[a-z]", re.IGNORECASE)
ORDER = re.compile(
    r"\s*(?:(?!(?:had|has|have|is|was|are|were|will|would|could|can|may|did|it|he|she|they|there|i"
    r"|we)\b)[^\s?,“\"]+\s+){0,4}?"
    r"(?:not\s+)?to\s+(?!be\s+\w+ing\b)[a-z]",
    re.IGNORECASE,
)
"""``soldiers to stay in barracks``, and not ``they had orders to fire``."""
THAT = re.compile(r"[\s\"“']*that\b", re.IGNORECASE)
INFINITIVE = re.compile(r"\s*to\s+[a-z]", re.IGNORECASE)
FUTURE = re.compile(r"\b(?:will|would|shall|going to|never again)\b|['’]ll\b|\bwon['’]t\b", re.IGNORECASE)
PUTTING = frozenset("put puts putting give gives gave given giving set".split())
FIGURE = re.compile(r"\b(?:as|at)\s+[^\s]")
"""``put the figure at four``, ``gives the first shot as 05.58``."""
OPINION = frozenset("for with to among".split())
"""Prepositions that are a whole cue: ``For the ministry, the deal is dead``."""
SMALL = frozenset("in on of by from per via at as a an the is was are were".split())


def force_of(text: str, cue: Spans, content: Spans = ()) -> Force:
    """Return the speech act of the words of ``cue``, by what it does with ``content``.

    The first word or phrase that does more than state wins (``said he feared``, ``issued a warning``). A negated cue
    counts as what it does: ``refused to admit`` denies, ``did not deny`` has no name. Who keeps silent does no act;
    who is asked, or told, to do something is under a demand.
    """
    phrase = joined(text, cue)
    following = joined(text, content)
    if is_silent(text, cue, content):
        return "other"
    acts = acts_of(_without_place(phrase))
    act = main_act(acts)
    if act is None or act.kind == "light":
        return _of_unknown(phrase, following, act)
    if act.negated:
        return _negated(act, phrase)
    return _with_complement(act, phrase, following)


def is_silent(text: str, cue: Spans, content: Spans) -> bool:
    """Tell whether the source says nothing: ``declined to comment``, ``did not respond to a request``."""
    return bool(content and SILENT_CUE.search(joined(text, cue))) and bool(
        SILENT_CONTENT.match(text, content[0].start)
    )


def _without_place(phrase: str) -> str:
    """Return a cue without the place and the hearer that follow its verb of saying."""
    saying = SAYING.search(phrase)
    if saying is None or phrase[saying.end() :].lstrip().lower().startswith("to"):
        return phrase
    return phrase[: saying.end()] + PLACE_OF_SAYING.sub("", phrase[saying.end() - 1 :])[1:]


def main_act(acts: Sequence[Act]) -> Act | None:
    """Return the act that names what the whole cue does."""
    strong = [act for act in acts if act.kind not in ("state", "light") and not act.kind.startswith("weak")]
    state = next((act for act in acts if act.kind == "state"), None)
    if strong and refuses(strong[0]) and acts[-1] is not strong[0]:
        held = (
            act._replace(negated=True) for act in acts if act.place > strong[0].place and act.kind != "light"
        )
        return next(held, strong[0])
    if strong and strong[0].base == "offer" and acts[-1] is not strong[0]:
        return acts[-1]  # offered his thoughts on
    if strong:
        plain = strong[0].kind == "other" and state is not None and state.place < strong[0].place
        return state if plain and state is not None and state.base not in EXPRESSING else strong[0]
    return state or next((act for act in acts if act.kind != "light"), acts[0] if acts else None)


def refuses(act: Act) -> bool:
    """Tell whether ``act`` withholds what stands behind it: ``refused to admit``."""
    return act.base in ("refuse", "decline", "avoid", "refrain", "stop short", "fall short")


def _negated(act: Act, phrase: str) -> Force:
    """Return what a negated act does."""
    kind = act.kind.removeprefix("weak-")
    if kind == "admit" or act.base in ASSENT:
        return "deny"
    if WITHHOLDING.search(phrase):
        return "other"
    if kind == "believe":
        return "believe"
    if kind == "claim" or act.base in SHOWING:
        return "deny"
    never = "never" in words_of(phrase)
    return "deny" if never and act.base in SPEAKING else "other"


def _with_complement(act: Act, phrase: str, following: str) -> Force:
    """Return the force of ``act`` beside what it takes: one calls for peace, and calls a man a liar."""
    base = act.base
    if _directs(base, phrase, following):
        return "demand"
    if base == "hold" and GUILT.search(following):
        return "accuse"
    if base in ("agree", "swear", "assure", "reassure", "guarantee", "offer"):
        return _of_commitment(base, phrase, following)
    if base in ("refuse", "decline"):
        return "deny" if base == "refuse" or REFUSED_ASSENT.match(following) else "other"
    if base in ("plead", "pleaded") and (plea := PLEA.match(following)) is not None:
        return "deny" if plea["not"] or phrase.endswith("not") else "admit"
    owned = base == "accept" and (THAT.match(following) or FAULT.search(following))
    if owned or (base == "confirm" and OWN_FAULT.search(following)):
        return "admit"
    return cast("Force", act.kind.removeprefix("weak-"))


def _directs(base: str, phrase: str, following: str) -> bool:
    """Tell whether a word that else calls, asks or tells directs somebody to do something."""
    if base == "call":
        return CALLING.match(following) is not None
    if base == "ask":
        return _is_request(phrase, following)
    clause = THAT.match(following) or OPEN_CLAUSE.match(following)
    return base == "tell" and not clause and ORDER.match(following) is not None


def _of_commitment(base: str, phrase: str, following: str) -> Force:
    """Return what a word does that binds the speaker only where it speaks of his own deeds to come."""
    if INFINITIVE.match(following) or FUTURE.search(following) or re.search(r"\bto$", phrase):
        return "promise"
    if base == "agree":
        return "state" if THAT.match(following) else "other"
    return "promise" if base in ("guarantee", "offer") else "state"


def _of_unknown(phrase: str, following: str, act: Act | None) -> Force:
    """Return the force of a cue none of whose words the lexicon has.

    A colon or dash says; a lone ``for`` gives a view; what takes a clause or a quotation states
    (``“Go,” he spluttered``); what takes an infinitive or an object alone is no act of speech that has a name.
    """
    words = [match.group().lower() for match in WORD.finditer(phrase)]
    if words and set(words) <= OPINION:
        return "believe"
    if set(words) <= SMALL:
        return "state"
    quoted = following.lstrip()[:1] in tuple("“\"'‘")
    if act is not None and act.base in PUTTING and FIGURE.search(following):
        return "state"
    if act is not None and not quoted and not THAT.match(following):
        return "other"
    said = quoted or THAT.match(following)
    return "state" if said and not INFINITIVE.match(following) else "other"


def _is_request(phrase: str, following: str) -> bool:
    if re.search(r"\bfor$", phrase) or re.match(
        r"\s*(?:(?!what\b|who\b|whether\b|how\b|why\b|if\b)[^\s,“\"]+\s+){0,4}for\b", following
    ):
        return True
    return not OPEN_CLAUSE.match(following) and bool(REQUEST.match(following.lstrip()))


def joined(text: str, spans: Spans) -> str:
    """Return the text of ``spans``, joined by spaces."""
    return " ".join(text[span.start : span.end] for span in spans)
