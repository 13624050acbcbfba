"""Techniques of the DISARM framework that a pattern is consistent with: pointers for a reader, never a finding.

Names and numbers are those of the DISARM Red Framework (disarmframework.org); older names stand beside newer ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.coordination.circles import Circle
from sayso.coordination.explaining import NEARLY_ALL
from sayso.coordination.facts import Facts
from sayso.coordination.wording import MINUTE, count_of, percent
from sayso.records import Note, Tie

MOST_TIES = 0.5
FLOOD_SHARES, FLOOD_PART = 500, 0.5
"""Flooding: many shares, and at least half of those who share these things are members."""


def hint(circle: Circle, ties: Sequence[Tie], facts: Facts) -> tuple[Note, ...]:
    """Return the techniques whose pattern a network shows."""
    kinds = Counter(tie.kind for tie in ties)
    found = [
        _flooding(circle),
        _by_kind(
            kinds,
            ("near-text", "text"),
            ("T0084.001", "Use Copypasta"),
            (
                "nearly the same texts",
                "petitions, campaigns that hand out a wording, chain messages and quoted songs",
            ),
        ),
        _by_kind(
            kinds,
            ("hashtags", "hashtag"),
            ("T0049.002", "Flood Existing Hashtag, before: Hijack Existing Hashtag"),
            (
                "the same lists of hashtags",
                "announced days of action, fan clubs and events that name their hashtags",
            ),
        ),
        _reposting(ties, kinds),
        _answers(kinds, facts),
    ]
    return tuple(note for note in found if note)


def _note(number: str, name: str, pattern: str, otherwise: str) -> Note:
    text = (
        f"consistent with DISARM {number} ({name}): {pattern}; the same pattern also comes from {otherwise}"
    )
    return Note(code=number, text=text)


def _by_kind(
    kinds: Counter[str], traces: tuple[str, ...], technique: tuple[str, str], words: tuple[str, str]
) -> Note | None:
    """Return the hint for ties of ``traces``; ``words``: what they have in common, and where that comes from too."""
    n, total = sum(kinds[trace] for trace in traces), kinds.total()
    if n < MOST_TIES * total:
        return None
    return _note(*technique, f"{n:,} of {count_of(total, 'tie', 'ties')} come from {words[0]}", words[1])


def _flooding(circle: Circle) -> Note | None:
    things = circle.things
    n_members, n_accounts = int(things.n_members.sum()), int(things.n_accounts.sum())
    if int(things.n_shares.sum()) < FLOOD_SHARES or n_members < FLOOD_PART * n_accounts:
        return None
    pattern = (
        f"members make up {percent(n_members / n_accounts)} of those who share the network's "
        f"{count_of(len(things), 'thing', 'things')}, {int(things.n_shares.sum()):,} times in all"
    )
    return _note(
        "T0049",
        "Flooding the Information Space",
        pattern,
        "a newsroom's own accounts, automatic feeds and a small community with its own sources",
    )


def _reposting(ties: Sequence[Tie], kinds: Counter[str]) -> Note | None:
    fast = sum(tie.kind in ("repost", "quote") and tie.window_seconds <= MINUTE for tie in ties)
    if fast < MOST_TIES * kinds.total():
        return None
    return _note(
        "T0049.003",
        "Bots Amplify via Automated Forwarding and Reposting",
        f"{fast:,} of {count_of(kinds.total(), 'tie', 'ties')} come from reposts within {MINUTE} s of each other",
        "followers with notifications switched on and posts that many see at the same moment",
    )


def _answers(kinds: Counter[str], facts: Facts) -> Note | None:
    n, total = kinds["reply"], kinds.total()
    if n < MOST_TIES * total:
        return None
    pattern = f"{n:,} of {count_of(total, 'tie', 'ties')} come from replies to the same posts"
    if facts.author and facts.author.share >= NEARLY_ALL:
        return _note(
            "T0049.005",
            "Conduct Swarming",
            f"{pattern}, mostly by {facts.author.name}",
            "an angry or devoted public of that account",
        )
    return _note("T0116", "Comment or Reply on Content", pattern, "regulars who discuss the same news")
