"""How a text uses a name: as that of a state, a medium, a body or a person."""

from __future__ import annotations

import re

from sayso.attribution.mentions import load_nouns
from sayso.attribution.nounphrases import Number
from sayso.records import Sourcing

BODIES_OF_STATES = (
    r"(?:generals|prisoners|planes|drones|forces|soldiers|troops|elections|coast|border guards?)"
    r"|(?:[A-Za-z]+ )?(?:foreign|defen[cs]e|interior|finance|justice|prime) minist(?:ry|er)|ambassador|army"
    r"|military|navy|parliament|delegation|government|president"
    r"|borders?|capital|embassy|envoy|special envoy|soil|territory|airspace|troops"
)
"""What belongs to a state: ``Veridia's foreign ministry``."""
MEDIUM_BEFORE = (
    r"\b(?:newspaper|daily|weekly|broadcaster|channel|website|site|agency|station|magazine|outlet|tabloid)\s+"
)
MEDIUM_BEHIND = (
    r",?\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}(?:newspaper|daily|weekly|broadcaster|channel|website|news agency"
    r"|station|magazine"
    r"|outlet|tabloid|wire service)\b"
)
BODY_BEHIND = (
    r",?\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}(?:group|party|company|organi[sz]ation|charity|think tank|movement"
    r"|militia|firm|ngo"
    r"|agency|union|faction|watchdog|body|institute|alliance|coalition|state|republic|country|kingdom)(?=[,.;]"
    r"|\s+(?:that|which|in|of|based|with|for|whose|close|run|led|backed)\b)"
)
OF_STATES = (
    r"(?:diplomats?|delegations?|forces|troops|army|armies|borders?|soil|territory|airspace|waters|capital"
    r"|embassy|ambassador"
    r"|government|navy|military|planes?|jets|drones?|soldiers|parliament|ministry|patrol|gunboats|peninsula"
    r"|province|civilians"
    r"|prisoners|airstrikes?|shelling|citizens|nationals|passports?|generals?|authorities)"
)
"""What is called after a state: ``a Halvern diplomat``; campaigns and supporters are called after people."""
STATE_ACTS = (
    r"(?:clos|re-?open|recall|expel|summon|mobili[sz]|invad|annex|shell|bomb|declar|deport|sanction"
    r"|evacuat)\w*\s+(?:its\s+|the\s+|all\s+)?"
    r"(?:airspace|borders?|ambassador|envoy|embassy|diplomats|reservists|troops|war|martial law|independence"
    r"|oil|ports?|straits?)"
)
KIN = r"(?:wife|husband|son|daughter|father|mother|brother|sister|lawyers?|attorneys?|family|widow|friends?|house|home)"
LONG = 700
"""Characters of a text from which on a person is introduced with more than a last name; what never is, is a body."""
SHOWN = 200_000
"""Characters in which a text shows how it uses a name; to look through all of a book for each name takes minutes."""
MOST_PLACES = 40
"""Places of a name that are looked at, and the characters before and behind it: how it is used shows soon."""
BEFORE, BEHIND = 60, 120


class Usage:
    """What stands around the names of one document."""

    def __init__(self, text: str) -> None:
        self._shown = text[:SHOWN]
        self._contexts: dict[str, str] = {}
        self.is_long = len(self._shown) > LONG

    def is_written_small(self, low: str) -> bool:
        """Tell whether the text has the word without a capital."""
        return re.search(rf"(?<![A-Za-z]){re.escape(low)}(?![A-Za-z])", self._shown) is not None

    def _around(self, name: str) -> str:
        """Return what stands around the first places of ``name``, a line for each."""
        if name not in self._contexts:
            places: list[str] = []
            start = self._shown.find(name)
            while start >= 0 and len(places) < MOST_PLACES:
                places.append(
                    self._shown[max(0, start - BEFORE) : start + len(name) + BEHIND].replace("\n", " ")
                )
                start = self._shown.find(name, start + len(name))
            self._contexts[name] = "\n".join(places)
        return self._contexts[name]

    def described(self, name: str) -> tuple[Sourcing, Number] | None:
        """Return what the text says a name is: ``the Lantern, a weekly``."""
        around, escaped = self._around(name), re.escape(name)
        if re.search(rf"{MEDIUM_BEFORE}{escaped}|{escaped}{MEDIUM_BEHIND}", around):
            return "outlet", "thing"
        return ("named-organisation", "thing") if re.search(escaped + BODY_BEHIND, around) else None

    def is_introduced(self, name: str) -> bool:
        """Tell whether some longer name ends with ``name``, or the text takes it for a person's."""
        pattern = (
            rf"[A-Z][\w.’'-]+\s+(?:[a-z]{{1,3}}\s+)?{name}\b|\b{name},\s+(?:\d|who\b)|\b{name}['’]s\s+{KIN}\b"
        )
        return re.search(pattern, self._around(name)) is not None

    def acts_as_state(self, name: str) -> bool:
        """Tell whether the text has ``Name``'s adjective, ``Name, which``, ``Name's army``, ``Name wants its``."""
        stem = name[:-1] if name[-1] in "aeiouy" else name
        if re.search(rf"\b{re.escape(stem)}(?:n|ian|an|ese|ish|ic)s?\b", self._around(stem)):
            return True
        around, name = self._around(name), re.escape(name)
        pattern = (
            rf"\b(?:{name}, which\b|{name}['’]s (?:{BODIES_OF_STATES})\b"
            rf"|{name}\s+(?:{OF_STATES}|{STATE_ACTS})\b|(?:between|against)\s+{name}\s+and\s+[A-Z]"
            rf"|{name}(?:\s+(?!the\b|an?\b|it\b|they\b)[a-z]+){{1,5}}\s+its\b)"
        )
        return re.search(pattern, around) is not None

    def begins_body(self, words: tuple[str, ...]) -> bool:
        """Tell whether a longer name of a body begins so: ``Blue Lantern`` of ``Blue Lantern Medical Aid``."""
        name = " ".join(words)
        for match in re.finditer(rf"\b{re.escape(name)}((?: [A-Z][\w’'-]*)+)", self._around(name)):
            last = match.group(1).split()[-1].lower()
            if last in load_nouns()["organisation-name"] or last in load_nouns()["outlet-name"]:
                return True
        return False
