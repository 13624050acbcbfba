"""Addresses of posts on platforms: the one form of each, and which post it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Form:
    """How a platform writes the address of a post: ``path`` finds its groups, ``form`` is the one way to write it.

    ``parameter`` is the one that holds the id where the path does not. ``id`` is how exports name the post.
    """

    platform: str
    host: str
    path: re.Pattern[str]
    form: str
    id: str = "{0}"
    parameter: str | None = None


def _form(platform: str, address: str, form: str, id_: str = "{0}", parameter: str | None = None) -> _Form:
    host, _, path = address.partition("/")
    return _Form(platform, host, re.compile(f"/{path}/?\\Z"), form, id_, parameter)


_VIDEO = r"([\w-]{11})"
_WATCH = "https://youtube.com/watch?v={0}"
_REEL = "https://instagram.com/p/{0}"
_COMMENTS = r"/(?:(?:r|u|user)/[\w.-]+/)?comments/(\w+)"

FORMS = (
    _form("x", r"x.com/(?:i/web|i|\w+)/status(?:es)?/(\d+)(?:/[a-z]+(?:/\d+)?)?", "https://x.com/i/status/{0}"),
    _form("youtube", r"youtube.com/watch", _WATCH, parameter="v"),
    _form("youtube", rf"youtube.com/(?:shorts|live|embed|v|e)/{_VIDEO}", _WATCH),
    _form("youtube", rf"youtu.be/{_VIDEO}", _WATCH),
    _form("telegram", r"t.me/(?:s/)?([a-zA-Z]\w{3,})/(\d+)", "https://t.me/{0}/{1}", "{0}/{1}"),
    _form("reddit", "reddit.com" + _COMMENTS + r"/(?:[^/]+)/(\w+)", "https://reddit.com/comments/{0}/_/{1}", "t1_{1}"),
    _form("reddit", "reddit.com" + _COMMENTS + r"(?:/[^/]*)?", "https://reddit.com/comments/{0}", "t3_{0}"),
    _form("reddit", r"redd.it/(\w{4,10})", "https://reddit.com/comments/{0}", "t3_{0}"),
    _form("tiktok", r"tiktok.com/(@[\w.]*)/(?:video|photo)/(\d+)", "https://tiktok.com/{0}/video/{1}", "{1}"),
    _form("instagram", r"instagram.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]+)", _REEL),
    _form("bluesky", r"bsky.app/profile/([\w.:%-]+)/post/(\w+)", "https://bsky.app/profile/{0}/post/{1}",
          "at://{0}/app.bsky.feed.post/{1}"),
    _form("threads", r"threads.com/@[\w.]+/post/([\w-]+)", "https://threads.com/t/{0}"),
    _form("threads", r"threads.com/t/([\w-]+)", "https://threads.com/t/{0}"),
    _form("facebook", r"facebook.com/watch(?:/live)?", "https://facebook.com/watch?v={0}", parameter="v"),
    _form("facebook", r"facebook.com/video\.php", "https://facebook.com/watch?v={0}", parameter="v"),
    _form("facebook", r"facebook.com/[\w.-]+/videos/(?:[\w.%-]+/)?(\d+)", "https://facebook.com/watch?v={0}"),
    _form("facebook", r"facebook.com/([\w.-]+)/posts/(?:[^/]+/)?(\w+)", "https://facebook.com/{0}/posts/{1}",
          "{1}"),
)  # fmt: skip
_BY_HOST: dict[str, tuple[_Form, ...]] = {
    host: tuple(form for form in FORMS if form.host == host) for host in {form.host for form in FORMS}
}
# Names of channels and pages are the same in either case; ids of videos and pictures are not.
_CASELESS = {"telegram", "tiktok", "bluesky"}


def canonical_post(host: str, path: str, parameters: Mapping[str, str]) -> str | None:
    """Return the one address of the post that the parts of an address lead to; None where they lead to none.

    ``host`` in its one form, ``path`` and ``parameters`` in normal escapes.
    """
    if path.endswith(("/story.php", "/permalink.php")):
        return _story(host, parameters)
    found = _found(host, path, parameters)
    return found[0].form.format(*found[1]) if found else None


def post_at(url: str) -> tuple[str, str] | None:
    """Return platform and id of the post that a normalised address leads to; None where it leads to none.

    Telegram: ``name/number``. Reddit: ``t3_`` and ``t1_`` before the number. Bluesky: the at:// address, with the
    handle where the address has that.
    """
    host, _, rest = url.removeprefix("https://").partition("/")
    path, _, query = rest.partition("?")
    parameters = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    found = _found(host, f"/{path}", parameters)
    return (found[0].platform, found[0].id.format(*found[1])) if found else None


def _found(host: str, path: str, parameters: Mapping[str, str]) -> tuple[_Form, tuple[str, ...]] | None:
    for form in _BY_HOST.get(host, ()):
        match = form.path.match(path)
        if match is None:
            continue
        groups = match.groups() if form.parameter is None else (parameters.get(form.parameter, ""),)
        if all(groups):
            return form, tuple(map(_caseless, groups)) if form.platform in _CASELESS else groups
    return None


def _caseless(text: str) -> str:
    """Return a name in lower case; the colons of a Bluesky id (``did:plc:``) may stand as escapes."""
    return text.lower().replace("%3a", ":")


def _story(host: str, parameters: Mapping[str, str]) -> str | None:
    """Return the address of a post that Facebook names by parameters."""
    story, page = parameters.get("story_fbid"), parameters.get("id")
    if host == "facebook.com" and story and page:
        return f"https://facebook.com/{page}/posts/{story}"
    return None
