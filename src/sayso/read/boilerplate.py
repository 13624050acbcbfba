"""Find what is on a page but not in the article: comment forms, share bars, lists of other stories.

The text is kept; these stretches are marked as unread, with the reason. Every rule asks for a whole line of a known
form, because a sentence of an article may hold the same words ("we use cookies", said the minister).

A line that opens a block (``Leave a Reply``, ``Related stories``) takes what follows with it as far as no line of
prose comes; a comment section takes everything to the end once enough prose stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.records import Span, Unread

MAX_LINE = 240
"""Longer lines are prose; the longest form line seen (WordPress's "Save my name ...") has 90 characters."""

MIN_PROSE_BEFORE_COMMENTS = 3
"""Lines of prose that must stand before a comment section cuts off the rest: a link to it may stand at the top."""

MIN_SENTENCE, MIN_LONG_LINE = 8, 25
"""Words that make prose of a line: with a full stop at its end, and without."""

_SITES = (
    r"(?:facebook|twitter|instagram|youtube|whatsapp|telegram|linkedin|pinterest|reddit|tumblr|tiktok|threads|bluesky|"
    r"flipboard|google news|messenger|viber|email|e-mail|print|copy link|copy url|share|tweet|pin|mail)"
)
_STORIES = r"(?:stories|story|articles?|posts?|news|content|reading|topics|coverage|videos?|links|items)"


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\W*(?:" + "|".join(patterns) + r")\W*", re.IGNORECASE)


COMMENTS = _lines(
    r"leave a (?:reply|comment)(?: to .{1,60})?",
    r"(?:post|write|add|submit) (?:a |your |new )?(?:comment|reply)(?: here)?",
    r"(?:\d[\d,.]* |no )?comments?(?: ?\(?\d[\d,.]*\)?)?(?: (?:on|so far|are closed|section|policy).{0,80})?",
    r"(?:join|start|view|show|hide) (?:the )?(?:conversation|discussion|(?:all )?(?:\d+ )?comments)",
    r"\d+ (?:responses|thoughts|replies) (?:to|on) .{1,160}",
    r"what do you think\?? (?:leave|let us know).{0,80}",
    r"cancel reply",
    r"your email address will not be published\.?(?: required fields are marked ?\*?)?",
)
RELATED = _lines(
    r"(?:related|recommended|popular|trending|latest|recent|featured|similar|top|more|most read|most popular|other"
    rf"|must read|don'?t miss|editor'?s? picks?)(?: \w+)? {_STORIES}(?: (?:from|in|on|by) .{{1,60}})?",
    r"(?:latest|more|read more|also) (?:from|in|on|by) [^.!?]{1,60}",
    r"you (?:may|might) (?:also )?(?:like|be interested in|enjoy|have missed)(?: this| these| reading)?",
    r"(?:recommended|suggested|picked) for you|most (?:read|popular|viewed|shared)(?: now| today| this week)?",
    r"(?:trending|popular|related|recommended)(?: now| today)?|what to read next|up next|read next"
    r"|see also|also read",
    r"around the web|from around the web|promoted (?:content|stories)|sponsored (?:content|stories|links)",
    r"about the authors?|\+ ?posts|view all posts(?: by .{1,60})?|author archive",
)
SHARE = _lines(
    rf"(?:share|tweet|like|follow|e-?mail|print|pin|post|save)(?: (?:this|the|our|on|via|with|to|it|us"
    rf"|page|story|article"
    rf"|post|link|friends|by|and|or|{_SITES}))*(?: ?[:(]? ?\d[\d,.]*[km]?\)?)?",
    rf"(?:{_SITES}(?:[\s|,/·•]+(?:and |or |on )?)?){{1,12}}",
    r"(?:click|opens?) to (?:share|email|print|tweet).{0,90}",
    r"\(?opens in new window\)?|shares?:? ?\d*|\d[\d,.]*[km]? (?:shares?|views|likes|comments|retweets)|link copied",
)
FORM = _lines(
    r"(?:name|email|e-mail|website|comment|url|phone|message|captcha|your name|your email)(?: \(?required\)?)? ?\*",
    r"required fields are marked ?\*?|save my name,? e-?mail,? and website in this browser.{0,60}",
    r"notify me of (?:follow-?up|new) (?:comments|posts).{0,40}|this site uses akismet.{0,120}",
    r"learn how your comment data is processed|(?:please )?log ?in to (?:leave a comment|comment|reply).{0,40}",
    r"you must be (?:logged in|registered) to (?:post|leave) a (?:comment|reply).{0,20}"
    r"|you may use these html tags.{0,200}",
)
NEWSLETTER = _lines(
    r"(?:sign up|subscribe|register)(?: now| today| here)?(?: (?:to|for|with)) (?:our|the|your|my|free"
    r"|daily|weekly)\b.{0,140}",
    r"(?:get|receive) (?:the |our |all |daily |breaking |more )?(?:latest )?(?:news|stories|headlines"
    r"|updates|alerts|newsletter)\b"
    r".{0,80}(?:inbox|email|e-mail|phone|whatsapp)",
    r"(?:enter|type) your e-?mail(?: address)?.{0,80}|subscribe(?: now| today| here)?|sign up(?: now| today| here)?",
    r"join our (?:newsletter|mailing list|(?:whatsapp|telegram) (?:channel|group)).{0,80}|(?:daily "
    r"|weekly )?newsletter",
    r"by (?:signing up|subscribing|clicking).{0,20} you (?:agree|accept|consent).{0,160}",
    r"you have successfully subscribed.{0,60}|already a subscriber.{0,40}|support (?:our"
    r"|independent) journalism.{0,80}",
)
COOKIES = _lines(
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies .{0,200}",
    r"(?:accept|reject|manage|allow)(?: all)? cookies|cookie (?:policy|settings|preferences|notice)"
    r"|privacy (?:policy|settings)",
    r"by (?:continuing|using|browsing).{0,40}(?:site|website).{0,40} you (?:agree|accept|consent).{0,120}",
)
COPYRIGHT = _lines(
    r"(?:©|\(c\)|copyright)[^.]{0,100}\d{4}.{0,120}|all rights reserved.{0,40}|.{0,80}\ball rights reserved",
    r"this material may not be published, broadcast, rewritten,? or redistributed.{0,60}"
    r"|terms (?:of (?:use|service)|and conditions)",
)
FOLLOW = _lines(
    r"(?:follow|like|join|find|connect with) (?:us|me|our page|@?\w+(?: \w+)?)(?: (?:on|at|via)) "
    + _SITES[:-1]
    + r"|x)\b.{0,80}",
    r"(?:follow|watch) us(?: on)?|download (?:our|the) (?:\w+ )?app.{0,80}|stay (?:connected|up to date"
    r"|informed).{0,60}",
)
PHOTO = _lines(
    r"(?:photo|image|picture|video|photograph|file photo|photos|images|illustration"
    r"|graphic)(?: ?(?:credits?|courtesy(?: of)?|by|source))?"
    r" ?[:/|] ?[^.!?]{1,90}",
    r"\((?:photo|image|picture|file photo|video)(?: credit| courtesy| by| illustration)?[^()]{1,140}\)",
    r"(?:getty images?|reuters|ap|afp|epa|shutterstock|istock)(?: photo)? ?/ ?[^.!?]{1,60}"
    r"|[^.!?]{1,60}/ ?(?:getty(?: images)?|shutterstock|afp/getty.{0,20})",
)
ADVERT = _lines(
    r"advertise?ments?|sponsored|ad|story continues below(?: this)?(?: advertisement)?|(?:article"
    r"|story) continues (?:after|below).{0,30}",
    r"skip advertisement|scroll (?:down )?to continue.{0,30}|continue reading(?: below)?|report this ad"
    r"|ad feedback|advertise with us",
)
NAVIGATION = _lines(
    r"skip to (?:main )?(?:content|navigation)|back to (?:top|home)|(?:previous|next|older"
    r"|newer) (?:article|post|story|page)s?:?.{0,120}",
    r"(?:filed under|tagged(?: with| as)?|posted in|tags|topics|categories)\s?:.{1,160}"
    r"|\d+ min(?:ute)?s? read|loading\.*|home|menu|search",
    r"(?:load|show|see|view) more|click here(?: (?:to|for) .{1,80})?|read (?:more|full (?:story|article)"
    r"|the full (?:story|article))(?: here)?",
    r"read more ?: .{1,140}|also read ?: .{1,140}|(?:read|see) also ?: .{1,140}|related ?: .{1,140}|more ?: .{1,140}",
)

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comment-form", FORM),
    ("comments", COMMENTS),
    ("related", RELATED),
    ("cookie-notice", COOKIES),
    ("newsletter", NEWSLETTER),
    ("follow-us", FOLLOW),
    ("copyright", COPYRIGHT),
    ("advertisement", ADVERT),
    ("photo-credit", PHOTO),
    ("navigation", NAVIGATION),
    ("share-bar", SHARE),
)
# These open a block: what follows without prose belongs to it.
_OPENERS = frozenset({"comments", "comment-form", "related"})
_BULLET = re.compile(r"\s*(?:[•*\-–·▪►»]|\d{1,2}[.)])\s")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    reason: str | None
    prose: bool


def find_boilerplate(text: str) -> tuple[Unread, ...]:
    """Return the stretches of ``text`` that are no part of the article: sorted, apart, each of whole lines."""
    lines = list(_split(text))
    reasons = [line.reason for line in lines]
    _extend_blocks(lines, reasons)
    _cut_comments(lines, reasons)
    return tuple(_join(lines, reasons))


def _split(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", text):
        content = match[0].strip()
        if content:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield _Line(Span(start, start + len(content)), content, _reason(content), _is_prose(content))


def _reason(line: str) -> str | None:
    if len(line) > MAX_LINE:
        return None
    return next((name for name, pattern in _RULES if pattern.fullmatch(line)), None)


def _is_prose(line: str) -> bool:
    n_words = line.count(" ") + 1
    return n_words >= MIN_LONG_LINE or (n_words >= MIN_SENTENCE and bool(_ENDS_SENTENCE.search(line)))


def _extend_blocks(lines: list[_Line], reasons: list[str | None]) -> None:
    """Let an opener take the lines after it: to the end where no prose follows, else only list items under it."""
    last_prose = max((i for i, line in enumerate(lines) if line.prose and reasons[i] is None), default=-1)
    for i, line in enumerate(lines):
        if line.reason not in _OPENERS:
            continue
        for j in range(i + 1, len(lines)):
            if reasons[j] is None and (j < last_prose and not _is_entry(lines[j])):
                break
            if lines[j].prose and reasons[j] is None:
                break
            reasons[j] = reasons[j] or line.reason


def _is_entry(line: _Line) -> bool:
    return bool(_BULLET.match(line.text)) and not line.prose


def _cut_comments(lines: list[_Line], reasons: list[str | None]) -> None:
    n_prose = 0
    for i, line in enumerate(lines):
        if reasons[i] == "comments" and n_prose >= MIN_PROSE_BEFORE_COMMENTS:
            for j in range(i, len(lines)):
                reasons[j] = reasons[j] or "comments"
            return
        n_prose += line.prose and reasons[i] is None


def _join(lines: list[_Line], reasons: list[str | None]) -> Iterator[Unread]:
    i = 0
    while i < len(lines):
        j = i
        while j + 1 < len(lines) and reasons[j + 1] == reasons[i]:
            j += 1
        if (reason := reasons[i]) is not None:
            yield Unread(span=Span(lines[i].span.start, lines[j].span.end), reason=reason)
        i = j + 1
