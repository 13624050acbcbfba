"""Plain reasons for acting together that the data show, with their numbers: for a person to weigh, none a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from sayso.coordination.circles import Circle
from sayso.coordination.facts import HOURS, Facts
from sayso.coordination.wording import count_of, duration, percent
from sayso.records import Note

NEARLY_ALL = 0.8
"""Four of five: fewer, and the rest would ask for a reason of its own."""

LEAST_SHARES = 5
"""Shares of links, or of posts of others, below which no part of them is named."""

LEAST_NAME = 4
"""Letters of a site's name that must stand in an account's: shorter ones (`bbc`, `rt`) stand in many words."""

NAMED_MEMBERS = 1 / 3

FEED_THINGS = 10
FEED_PARTICIPATION = 0.8
FEED_SECONDS = 300
"""A feed posts what its source publishes when it next looks: the common services do so every 5 minutes or less."""

FEED_DAYS = 5
FEED_DEVOTION = 0.9
"""On synthetic posts feeds of one source have 0.96 and share 0.84 of the things; planted groups 0.77 to 0.87 and 0.73
to 0.78."""

USUAL_PACE = 0.75
"""Two members' median delay, as a part of that between other sharers, from which on it is called usual."""

LEAST_PACED = 5
LEAST_HOURLY = 50
SHORT_DAY = 8
"""Hours: a working day. Shares of the whole case that fall into the same hours must be clearly fewer."""

HOURLY_PART, HOURLY_AT_LARGE = 0.9, 0.6


def explain(circle: Circle, facts: Facts) -> tuple[Note, ...]:
    """Return the reasons that hold for a network, in the order in which they are best looked at."""
    notes = [reason(circle, facts) for reason in REASONS]
    return tuple(note for note in notes if note)


def _one_site(_: Circle, facts: Facts) -> Note | None:
    site = facts.site
    if not site or site.n_all < LEAST_SHARES or not site.telling(NEARLY_ALL):
        return None
    at_large = (
        "" if site.at_large is None else f"; of the links of the whole case {percent(site.at_large)} do"
    )
    text = (
        f"{site.n:,} of {count_of(site.n_all, 'shared link leads', 'shared links lead')} to {site.name}{at_large}: "
        "they may be readers, staff or automatic feeds of this site"
    )
    return Note(code="one-site", text=text)


def _one_account(_: Circle, facts: Facts) -> Note | None:
    author = facts.author
    if not author or author.n_all < LEAST_SHARES or author.share < NEARLY_ALL:
        return None
    text = (
        f"{author.n:,} of {count_of(author.n_all, 'repost, quote or reply', 'reposts, quotes and replies')} that "
        f"members have in common are of posts by {author.name}: they may simply follow this account"
    )
    return Note(code="one-account", text=text)


def _name_matches_site(circle: Circle, facts: Facts) -> Note | None:
    if not facts.site:
        return None
    label = _letters(facts.site.name.split(".")[0])
    if len(label) < LEAST_NAME:
        return None
    alike = [name for name in facts.names if label in _letters(name)]
    if len(alike) < NAMED_MEMBERS * len(circle.keys):
        return None
    bearers = f"{len(alike):,} of {count_of(len(circle.keys), 'account', 'accounts')}"
    verb = "bears" if len(alike) == 1 else "bear"
    text = f"{bearers} {verb} the name of {facts.site.name}: likely the outlet's own accounts"
    return Note(code="name-matches-site", text=text)


def _letters(name: str) -> str:
    return re.sub(r"[^\w]|_", "", name.casefold())


def _feed_like(circle: Circle, facts: Facts) -> Note | None:
    if (
        len(circle.things) < FEED_THINGS
        or facts.participation < FEED_PARTICIPATION
        or facts.devotion < FEED_DEVOTION
        or facts.after_first > FEED_SECONDS
        or facts.n_days < FEED_DAYS
    ):
        return None
    text = (
        f"a member shares {percent(facts.participation)} of the network's "
        f"{count_of(len(circle.things), 'thing', 'things')} (median), "
        f"mostly within {duration(facts.after_first)} of the first, "
        f"on {count_of(facts.n_days, 'day', 'days')}, and these make {percent(facts.devotion)} of all their posts: "
        "automatic feeds of one source do so, and so do programs that somebody set up together"
    )
    return Note(code="feed-like", text=text)


def _timing_as_usual(_: Circle, facts: Facts) -> Note | None:
    pace = facts.pace
    if not pace or pace.n_things < LEAST_PACED or pace.members < USUAL_PACE * pace.others:
        return None
    text = (
        f"two members who share a thing do so {duration(pace.members)} apart (median), other accounts "
        f"{duration(pace.others)} over things that about as many share: hardly closer than others, as like-minded "
        "followers of the same sources are"
    )
    return Note(code="timing-as-usual", text=text)


def _same_hours(_: Circle, facts: Facts) -> Note | None:
    n, n_at_large = int(facts.hours.sum()), int(facts.hours_at_large.sum())
    if n < LEAST_HOURLY or facts.n_days < FEED_DAYS or not n_at_large:
        return None
    windows = [np.arange(start, start + SHORT_DAY) % HOURS for start in range(HOURS)]
    sums = [int(facts.hours[window].sum()) for window in windows]
    start = int(np.argmax(sums))
    end = (start + SHORT_DAY) % HOURS
    at_large = float(facts.hours_at_large[windows[start]].sum()) / n_at_large
    if sums[start] < HOURLY_PART * n or at_large > HOURLY_AT_LARGE:
        return None
    text = (
        f"{percent(sums[start] / n)} of their shares fall between {start:02d}:00 and {end:02d}:00 UTC, "
        f"{percent(at_large)} of all shares do: people of one time zone or one working day meet more often"
    )
    return Note(code="same-hours", text=text)


def _few_share_it(circle: Circle, _: Facts) -> Note | None:
    things = circle.things
    if not len(things) or things.own_part < NEARLY_ALL:
        return None
    text = (
        f"members make up {percent(things.own_part)} of those who share the network's "
        f"{count_of(len(things), 'thing', 'things')}: when they do cannot be compared with when others do"
    )
    return Note(code="few-accounts-share-it", text=text)


REASONS: tuple[Callable[[Circle, Facts], Note | None], ...] = (
    _one_site,
    _one_account,
    _name_matches_site,
    _feed_like,
    _timing_as_usual,
    _same_hours,
    _few_share_it,
)
