"""What was found in words: for a person who has to say in a report what two accounts did, and how surprising it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from sayso.coordination.circles import Circle
from sayso.coordination.evidence import Evidence
from sayso.coordination.explained import Explained
from sayso.coordination.facts import Facts
from sayso.records import Note, Tie

MINUTE, HOUR, DAY = 60, 3600, 86_400

NOUNS: dict[str, tuple[str, str]] = {
    "url": ("link", "links"),
    "domain": ("site", "sites"),
    "hashtag": ("hashtag", "hashtags"),
    "hashtags": ("list of hashtags", "lists of hashtags"),
    "repost": ("reposted post", "reposted posts"),
    "quote": ("quoted post", "quoted posts"),
    "reply": ("answered post", "answered posts"),
    "mention": ("mentioned account", "mentioned accounts"),
    "media": ("picture or video", "pictures or videos"),
    "text": ("text", "texts"),
    "near-text": ("nearly equal text", "nearly equal texts"),
    "object": ("thing", "things"),
}
"""What the object of each trace is called: one, several."""

DID: dict[str, str] = {
    "repost": "reposted {n} of the same posts",
    "quote": "quoted {n} of the same posts",
    "reply": "answered {n} of the same posts",
    "mention": "mentioned {n} of the same accounts",
    "text": "posted {n} of the same texts",
    "near-text": "posted {n} of nearly the same texts",
    "hashtags": "used {n} of the same lists of hashtags",
    "hashtag": "used {n} of the same hashtags",
    "media": "posted {n} of the same pictures or videos",
    "domain": "linked to {n} of the same sites",
    "url": "shared {n} of the same links",
    "object": "shared {n} of the same things",
}
DID_ONE: dict[str, str] = {
    "repost": "reposted the same post",
    "quote": "quoted the same post",
    "reply": "answered the same post",
    "mention": "mentioned the same account",
    "text": "posted the same text",
    "near-text": "posted nearly the same text",
    "hashtags": "used the same list of hashtags",
    "hashtag": "used the same hashtag",
    "media": "posted the same picture or video",
    "domain": "linked to the same site",
    "url": "shared the same link",
    "object": "shared the same thing",
}

SMALL = 0.01
"""An expectation below this is said to be less than it: nobody can picture 0.0004 links."""


MOST_TRACES = 2
"""Kinds of things named in one sentence about a network."""

LITTLE, MOSTLY = 1 / 3, 2 / 3
"""Up to a third, from two thirds on: what a reader takes for little of something, and for most of it."""

LEAST_MET = 20
"""Pairs of accounts that meet at least twice, below which a share of them says nothing."""


def count_of(n: int, one: str, several: str) -> str:
    """Return ``1 link``, ``1,204 links``."""
    return f"{n:,} {one if n == 1 else several}"


def things_of(trace: str, n: int) -> str:
    """Return how ``n`` objects of ``trace`` are called, with their number."""
    one, several = NOUNS.get(trace, ("thing", "things"))
    return count_of(n, one, several)


def did(trace: str, n: int) -> str:
    """Return what two or more accounts did with ``n`` objects of ``trace``."""
    if n == 1:
        return DID_ONE.get(trace, DID_ONE["object"])
    return DID.get(trace, DID["object"]).format(n=f"{n:,}")


def rounded(value: float) -> str:
    """Return a number as a person would say it: two figures at most, no more than one place where it is above 1."""
    if value <= 0:
        return "0"
    if value < SMALL:
        return f"less than {SMALL}"
    digits = 2 if value < 0.1 else 1  # noqa: PLR2004 -- 0.05, but 0.3 and 4.2
    if value >= 10:  # noqa: PLR2004 -- nobody expects 12.3 links
        digits = 0
    text = f"{value:,.{digits}f}"
    return text.removesuffix(".0")


def percent(part: float) -> str:
    """Return a share in [0, 1] as a percentage."""
    if 0 < part < SMALL:
        return "less than 1 %"
    if 1 - SMALL < part < 1:
        return "more than 99 %"
    return f"{part * 100:.0f} %"


def duration(seconds: float) -> str:
    """Return a stretch of time in the unit that a person would choose."""
    for size, one, several in ((DAY, "day", "days"), (HOUR, "hour", "hours")):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            number = rounded(seconds / size)
            return f"{number} {one if number == '1' else several}"
    if seconds >= 2 * MINUTE:
        number = rounded(seconds / MINUTE)
        return f"{number} min"
    return f"{rounded(seconds)} s"


def window_name(seconds: int) -> str:
    """Return a window as it is asked for: ``10 s``, ``60 s``, ``10 min``, ``1 hour``."""
    return f"{seconds} s" if seconds <= MINUTE else duration(seconds)


def moment(epoch: int) -> str:
    """Return an epoch as ISO 8601 with its offset, UTC."""
    return datetime.fromtimestamp(epoch, UTC).isoformat()


def days(first: int, last: int) -> str:
    """Return the days from one epoch to another, UTC, without saying month or year twice."""
    start, end = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    full = f"{end.day} {end:%B %Y}"
    if start.date() == end.date():
        return full
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {full}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {full}"
    return f"{start.day} {start:%B %Y} to {full}"


def listed(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def tie_in_words(
    *,
    trace: str,
    weight: int,
    window: int,
    expected: float,
    most_accounts: int | None,
    timing: str,
    gathered: bool = False,
) -> str:
    """Return what two accounts did and what chance would give; ``timing`` is what `timing_in_words` says, or empty.

    ``most_accounts``: only things that at most so many accounts share were counted, None for all. ``gathered``: not the
    two but their group as a whole stands out.
    """
    _, several = NOUNS.get(trace, NOUNS["object"])
    among = f" that at most {most_accounts} accounts share" if most_accounts is not None else ""
    if gathered:
        return (
            f"{did(trace, weight)} within {window_name(window)}, {rounded(expected)} when the times are dealt out anew "
            "among all who share them; it is their group as a whole that stands out"
        )
    words = (
        f"{did(trace, weight)}{among} within {window_name(window)}; "
        f"{rounded(expected)} expected by how active both are and how popular the {several} are"
    )
    return f"{words}; {timing}" if timing else words


def timing_in_words(*, n_common: int, n_near: int, window: int, expected: float) -> str:
    """Return how close two accounts are in time over what both share, beside what chance would give."""
    things = count_of(n_common, "thing", "things")
    near = f"{n_near:,} within {window_name(window)} of each other"
    return f"of {things} both shared, {near} where {rounded(expected)} expected"


def network_in_words(circle: Circle, ties: Sequence[Tie], facts: Facts, traces: tuple[str, ...]) -> str:
    """Return who did what together, when, and which evidence it rests on."""
    first = int(datetime.fromisoformat(min(tie.first_at for tie in ties)).timestamp())
    last = int(datetime.fromisoformat(max(tie.last_at for tie in ties)).timestamp())
    counts = Counter(circle.things.trace.tolist())
    ranked = sorted(counts, key=lambda place: (-counts[place], place))
    done = [did(traces[place], counts[place]) for place in ranked[:MOST_TRACES]]
    size = f"{count_of(len(circle.keys), 'account', 'accounts')}, {count_of(len(ties), 'tie', 'ties')}"
    near = window_name(main_window(ties))
    site = f", mostly of {facts.site.name}" if facts.site and facts.site.telling(MOSTLY) else ""
    words = f"{size}, {days(first, last)}: {listed(done)}{site}, most of them within {near} of each other"
    return f"{words}; {evidence_in_words(ties, circle.things.own_part)}{_pace_in_words(facts)}"


def level_in_words(q_value: float, level: float) -> str:
    """Return that a network is not beyond chance as a group, though its ties are, where that is so; or nothing."""
    if q_value <= level:
        return ""
    return (
        f"; each tie is beyond the level of {level:g}, the group as a whole, among all of its size, is not "
        f"({q_value:.2g})"
    )


def _pace_in_words(facts: Facts) -> str:
    """Return how much closer in time members are than others, where they are: or nothing."""
    pace = facts.pace
    if not pace or pace.members > LITTLE * pace.others:
        return ""
    return (
        f"; two of them share a thing {duration(pace.members)} apart (median), other accounts "
        f"{duration(pace.others)} over things that about as many share"
    )


def main_window(ties: Sequence[Tie]) -> int:
    """Return the window that shows most of ``ties``, the narrower one of two that show as many."""
    counts = Counter(tie.window_seconds for tie in ties)
    return min(counts, key=lambda window: (-counts[window], window))


def evidence_in_words(ties: Sequence[Tie], own_part: float) -> str:
    """Return what ties rest on: who shares what, when, or both.

    Of the things both accounts of a tie share so many are shared within a window, and so many would be if the sharers
    of each thing were dealt out anew among its times. The part of the latter in the former is what needs no timing.
    ``own_part``: which part of those who share the network's things its members are: near 1 the timing says nothing.
    """
    if all(tie.found == "group" for tie in ties):
        return "that they gather is the evidence: with the times dealt out anew hardly any group does so as often"
    timed = [tie for tie in ties if tie.n_near and tie.synchrony_p < 1]
    untested = (
        "what they share is the evidence; the timing can hardly be tested, since members make up "
        f"{percent(own_part)} of those who share it"
    )
    if not timed:
        return (
            untested
            if own_part >= MOSTLY
            else "what they share is the evidence; they share too little to time it"
        )
    n_near, expected = sum(tie.n_near for tie in timed), sum(tie.expected_near for tie in timed)
    numbers = f"{n_near:,} meetings in time where {rounded(expected)} are expected of anybody who shares these things"
    part = expected / n_near
    if part > LITTLE and own_part >= MOSTLY:
        return untested
    if part <= LITTLE:
        return f"timing is the evidence ({numbers})"
    if part >= MOSTLY:
        return f"what they share is the evidence more than when ({numbers})"
    return f"both what they share and when are evidence ({numbers})"


def explain_evidence(evidence: Evidence) -> tuple[Note, ...]:
    """Return which evidence speaks in these posts: how ties were found, then for each trace what explains meetings."""
    notes = [_found_note(evidence)]
    for trace in evidence.counted.traces:
        rows = [row for row in evidence.explained if row.trace == trace and row.n_met >= LEAST_MET]
        if rows:
            notes.append(_explained_note(sorted(rows, key=lambda row: row.window_seconds)))
    return tuple(notes)


def _found_note(evidence: Evidence) -> Note:
    ties = evidence.ties
    n_accounts = count_of(evidence.counted.n_accounts, "account", "accounts")
    n = len(ties.network)
    if not n:
        return Note(code="no-ties", text=f"no two of {n_accounts} act together more than chance explains")
    gathered = int(ties.gathered.sum())
    inside = int((~np.isnan(ties.inside_q)).sum()) - gathered
    counted = {
        "by how much both share": int((ties.excess_q <= ties.synchrony_q).sum()) - inside - gathered,
        "by how close in time both are": int((ties.excess_q > ties.synchrony_q).sum()),
        "only among the pairs of their network": inside,
        "by how their group as a whole gathers": gathered,
    }
    parts = [f"{'all' if number == n else f'{number:,}'} {how}" for how, number in counted.items() if number]
    n_networks = count_of(len(evidence.networks), "network", "networks")
    return Note(
        code="ties",
        text=f"{count_of(n, 'tie', 'ties')} and {n_networks} among {n_accounts}; of the ties {listed(parts)}",
    )


def _explained_note(rows: Sequence[Explained]) -> Note:
    """Return what explains meetings over things of one trace, in the narrowest and the widest window that have any."""
    code, words = _explained(rows[0])
    _, several = NOUNS.get(rows[0].trace, NOUNS["object"])
    text = f"{several}: {words}"
    if len(rows) > 1:
        text += f"; {_explained(rows[-1])[1]}"
    if rows[0].part < 1:
        text += f" (counted over {percent(rows[0].part)} of the {several}, taken at random)"
    return Note(code=code, text=text)


def _explained(row: Explained) -> tuple[str, str]:
    by_popularity, without_timing = row.n_by_popularity / row.n_met, row.n_without_timing / row.n_met
    if by_popularity >= MOSTLY:
        code, verdict = "popularity", "popularity explains most of it"
    elif without_timing >= MOSTLY:
        code, verdict = "co-sharing", "who shares what is the evidence, more than when"
    elif without_timing <= LITTLE:
        code, verdict = "timing", "timing is the evidence"
    else:
        code, verdict = "both", "both who shares what and when are evidence"
    pairs = count_of(row.n_met, "pair of accounts meets", "pairs of accounts meet")
    return code, (
        f"{pairs} at least twice within {window_name(row.window_seconds)}, where activity and popularity alone would "
        f"give {rounded(row.n_by_popularity)} and who shares what, at whatever time, "
        f"{rounded(row.n_without_timing)}: {verdict}"
    )
