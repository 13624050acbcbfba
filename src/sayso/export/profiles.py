"""Where the address of a profile, post or channel names an account, site by site.

Facts about the sites' own addresses; a site that is not here is still searched for ``/@name`` and ``/users/name``,
which is how everything that speaks ActivityPub, and most newer sites, write an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Which parts of a site's addresses name accounts of ``platform``.

    ``after``: the part that follows one of these. ``first``: the first part, unless it is one of ``pages``.
    ``parameters`` of the query. ``own_host``: the account may stand before the host, as in ``name.t.me``.
    """

    platform: str
    after: frozenset[str] = frozenset()
    first: bool = False
    pages: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    own_host: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_X = Site(
    platform="x",
    first=True,
    pages=_words(
        "i home search hashtag intent share explore settings messages notifications login logout signup tos privacy"
        " about compose jobs download account who_to_follow oauth widgets search-advanced personalization safety"
    ),
    parameters=_words("screen_name user user_id via related"),
)
_TELEGRAM = Site(
    platform="telegram",
    first=True,
    after=_words("s c joinchat boost"),
    pages=_words(
        "share iv proxy socks addstickers addemoji addlist addtheme setlanguage bg login invoice confirmphone"
    ),
    parameters=_words("domain channel"),
    own_host=True,
)
_FACEBOOK = Site(
    platform="facebook",
    first=True,
    after=_words("groups pages people pg"),
    pages=_words(
        "watch photo photo.php photos permalink.php story.php profile.php events hashtag sharer sharer.php share"
        " share.php reel videos video.php marketplace login help policies notes media plugins dialog l.php ads business"
        " privacy legal gaming stories posts"
    ),
    parameters=_words("id owner_id page_id user profile_id"),
)
_INSTAGRAM = Site(
    platform="instagram",
    first=True,
    after=_words("stories"),
    pages=_words("p reel reels tv explore accounts about direct legal developer web share"),
)
_YOUTUBE = Site(
    platform="youtube",
    first=True,
    after=_words("channel user c"),
    pages=_words(
        "watch shorts playlist results live embed feed hashtag post v redirect t about premium account clip gaming kids"
        " music oembed attribution_link"
    ),
    parameters=_words("ab_channel"),
)
_VK = Site(
    platform="vk", first=True, pages=_words("feed video audio search away.php share.php login wall.php")
)
_REDDIT = Site(platform="reddit", after=_words("user u"))
_BLUESKY = Site(platform="bluesky", after=_words("profile"))
_WEIBO = Site(
    platform="weibo",
    first=True,
    after=_words("u n p"),
    pages=_words("ttarticle tv hot search login status detail"),
)

SITES: dict[str, Site] = {
    "x.com": _X,
    "twitter.com": _X,
    "nitter.net": _X,
    "t.me": _TELEGRAM,
    "telegram.me": _TELEGRAM,
    "telegram.dog": _TELEGRAM,
    "facebook.com": _FACEBOOK,
    "fb.com": _FACEBOOK,
    "instagram.com": _INSTAGRAM,
    "youtube.com": _YOUTUBE,
    "bsky.app": _BLUESKY,
    "bsky.social": Site(platform="bluesky", own_host=True),
    "reddit.com": _REDDIT,
    "vk.com": _VK,
    "vk.ru": _VK,
    "ok.ru": Site(platform="ok", after=_words("profile group")),
    "tiktok.com": Site(platform="tiktok"),
    "threads.net": Site(platform="threads"),
    "threads.com": Site(platform="threads"),
    "truthsocial.com": Site(platform="truth-social", after=_words("users")),
    "gab.com": Site(platform="gab", first=True, pages=_words("groups g search explore hashtag auth about")),
    "gettr.com": Site(platform="gettr", after=_words("user")),
    "rumble.com": Site(platform="rumble", after=_words("user c")),
    "linkedin.com": Site(platform="linkedin", after=_words("in company pub school")),
    "weibo.com": _WEIBO,
    "weibo.cn": _WEIBO,
    "twitch.tv": Site(platform="twitch", first=True, pages=_words("directory videos search p")),
    "pinterest.com": Site(platform="pinterest", first=True, pages=_words("pin search ideas today")),
    "9gag.com": Site(platform="9gag", after=_words("u")),
    "imgur.com": Site(platform="imgur", after=_words("user")),
    "douyin.com": Site(platform="douyin", after=_words("user")),
    "xiaohongshu.com": Site(platform="rednote", after=_words("profile")),
    "tumblr.com": Site(
        platform="tumblr",
        first=True,
        after=_words("blog"),
        pages=_words("tagged search dashboard"),
        own_host=True,
    ),
    "livejournal.com": Site(platform="livejournal", own_host=True),
}
"""By host, without ``www.`` and the like."""

# Not the place on a map that some addresses hold: `/@48.85,2.35,12z`.
_AT_NAME = re.compile(r"@[\w.\-]+(?:@[\w.\-]+)?")
# Forms of a site, not sites of their own. `pt-br.facebook.com`, `old.reddit.com`.
_FORM = re.compile(r"(?:www\d?|m|mobile|mbasic|touch|old|new|np|web|music|[a-z]{2}-[a-z]{2}|[a-z]{2})\Z")


def site_of(host: str) -> tuple[Site | None, str]:
    """Return the site at ``host`` and the account that stands before it, which is empty on most."""
    labels = host.lower().rstrip(".").split(".")
    for n_before in range(len(labels) - 1):
        site = SITES.get(".".join(labels[n_before:]))
        if site is not None:
            before = [label for label in labels[:n_before] if not _FORM.match(label)]
            return site, ".".join(before) if site.own_host else ""
    return None, ""


def named_in(site: Site | None, parts: list[str]) -> Iterator[int]:
    """Yield which ``parts`` of a path name an account; of one that begins with ``@`` that sign is no part of it."""
    for place, part in enumerate(parts):
        before = parts[place - 1].lower() if place else ""
        follows = before == "users" or (site is not None and before in site.after)
        if _AT_NAME.fullmatch(part) or (part and follows):
            yield place
    if site is not None and site.first and parts and parts[0] and not parts[0].startswith("@"):
        first = parts[0].lower()
        if first not in site.pages and first not in site.after:
            yield 0


def bare_hosts() -> str:
    """Return a pattern of the hosts whose addresses people write without ``https://``."""
    return "|".join(re.escape(host) for host in sorted(SITES, key=len, reverse=True))
