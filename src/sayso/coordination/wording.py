"""What was found in words: for a person who has to say in a report what two accounts did, and how surprising it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from sayso.coordination.circles import Circle
from sayso.records import Tie

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
) -> str:
    """Return what two accounts did and what chance would give; ``timing`` is what `timing_in_words` says, or empty.

    ``most_accounts``: only things that at most so many accounts share were counted, None for all.
    """
    _, several = NOUNS.get(trace, NOUNS["object"])
    among = f" that at most {most_accounts} accounts share" if most_accounts is not None else ""
    words = (
        f"{did(trace, weight)}{among} within {window_name(window)}; "
        f"{rounded(expected)} expected by how active both are and how popular the {several} are"
    )
    return f"{words}; {timing}" if timing else words


def timing_in_words(*, n_common: int, n_near: int, window: int, expected: float) -> str:
    """Return how close two accounts are in time over what both share, beside what chance would give."""
    things = count_of(n_common, "thing", "things")
    return f"of {things} both shared, {n_near:,} within {window_name(window)} of each other where {rounded(expected)} expected"


def network_in_words(circle: Circle, ties: Sequence[Tie], traces: tuple[str, ...]) -> str:
    """Return who did what together, when, and which evidence it rests on."""
    first = int(datetime.fromisoformat(min(tie.first_at for tie in ties)).timestamp())
    last = int(datetime.fromisoformat(max(tie.last_at for tie in ties)).timestamp())
    n_accounts = count_of(len(circle.keys), "account", "accounts")
    n_ties = count_of(len(ties), "tie", "ties")
    place, n_things = _main_trace(circle)
    window = Counter(tie.window_seconds for tie in ties).most_common(1)[0][0]
    words = f"{n_accounts}, {n_ties}, {days(first, last)}: {did(traces[place], n_things)}"
    return f"{words}, mostly within {window_name(window)} of each other; {evidence_in_words(ties)}"


def _main_trace(circle: Circle) -> tuple[int, int]:
    """Return the trace of which the members share most things, and how many."""
    counts = Counter(circle.things.trace.tolist())
    place = min(counts, key=lambda trace: (-counts[trace], trace))
    return place, counts[place]


def evidence_in_words(ties: Sequence[Tie]) -> str:
    """Return which evidence ties rest on: how much is shared, how close in time, or both."""
    counts = Counter(tie.found for tie in ties)
    by_both, by_timing = counts["both"], counts["synchrony"]
    n_timed = by_both + by_timing
    if by_timing > (len(ties) - by_timing) / 2:
        return f"timing is the evidence ({n_timed:,} of {count_of(len(ties), 'tie', 'ties')})"
    if n_timed * 2 >= len(ties):
        return "both what they share and the timing are evidence"
    return (
        "what they share is the evidence, not the timing"
        if not n_timed
        else (
            f"what they share is the evidence; the timing adds to {n_timed:,} of {count_of(len(ties), 'tie', 'ties')}"
        )
    )
