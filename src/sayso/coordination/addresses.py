"""One form for each address, so that what is shared in several ways counts as one object.

Nothing is asked of the network: where the address of a shortener leads is not known. Pure functions, for any text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from sayso.coordination.address_tables import aliases, hosts, is_tracking, wrapper_parameters
from sayso.coordination.post_addresses import canonical_post

# Browsers and servers refuse longer ones: what is longer is broken text.
MAX_LENGTH = 8192
# A wrapped address may be wrapped again: a link of Facebook to one of Google to an AMP page is three rounds, and
# one more sees that nothing changes.
MAX_ROUNDS = 8
CACHED = 100_000

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}\Z")
IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
# `www.` and its kin say which form of the site, not which site.
PREFIX = re.compile(r"(?:www\d?|m|mobile|amp|wap|touch)\.(?=.+\..)")
WIKI = re.compile(
    r"\.m\.(?=(?:wikipedia|wiktionary|wikinews|wikiquote|wikisource|wikivoyage|wikimedia)\.org\Z)"
)
BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}\Z")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
PLAIN = re.compile(r"[A-Za-z0-9._~/-]*\Z")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
IN_PATH = "%/:@!$'()*+,;=~"
IN_QUERY = "%/:@!$'()*,;~?"
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
AMP_HOST = re.compile(r"(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)\Z")
AMP_PATH = re.compile(r"/(?:[a-z]{1,4}/)?(s/)?([^/]+\.[^/]+.*)", re.DOTALL)
GOOGLE = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}\Z")
AMP_END = re.compile(r"(?<=[^/])(?:/amp|\.amp(?=\.html?\Z)|\.amp)(?=\Z|\.html?\Z)", re.IGNORECASE)
# `/amp/` at the start goes only where a headline or a number follows: `/amp/guitars` may be about amplifiers.
AMP_START = re.compile(r"/amp(?=/.*(?:\d{4}|-.*-))", re.IGNORECASE | re.DOTALL)
AMP_NAMES = frozenset({"amp", "amp_gsa", "amp_js_v", "outputtype", "noamp", "is_amp"})
AMP_VALUES = frozenset({"", "1", "true", "amp", "mobile", "y", "yes"})
# Say where the reader came from when the value is a channel (`from=telegram`), else what is read (`from=2020-01-01`).
CHANNEL_NAMES = frozenset({"source", "src", "from", "via", "campaign", "medium", "channel", "origin"})


@lru_cache(maxsize=CACHED)
def normalise(url: str) -> str | None:
    """Return the one form of an address, ``https://host/path?query``; None for what is no address of the web.

    Redirects that carry their target are followed; parameters that say how a reader came go, the others are sorted;
    mobile and AMP forms become the page they show; a post of a platform gets the address without its author's name
    where the platform needs none. Never raises; a second pass changes nothing.
    """
    seen: list[str] = []
    current: str | None = url
    for _ in range(MAX_ROUNDS):
        current = _once(current)
        if current is None:
            return seen[-1] if seen else None
        if current in seen:
            # A circle of two forms, should there be one, always ends on the same.
            return min(seen[seen.index(current) :])
        seen.append(current)
    return None


def host_of(url: str) -> str:
    """Return the host of an address that `normalise` gave."""
    return url.removeprefix("https://").partition("/")[0].partition(":")[0]


def is_shortener(url: str) -> bool:
    """Tell whether a normalised address is one of a shortener: where it leads is not known."""
    return host_of(url) in hosts("shortener")


def is_platform(domain: str) -> bool:
    """Tell whether everybody posts on ``domain`` (x.com, t.me), so that naming it says nothing about who published."""
    return domain in hosts("platform")


@lru_cache(maxsize=CACHED)
def domain_of(url: str) -> str | None:
    """Return the domain of the publisher of a normalised address; None for a host that has none (a number).

    One label below a public suffix, or below a host of which authors get subdomains (``name.substack.com``). Public
    suffixes: publicsuffix.org, with its private part, as the library ``tld`` carries it.
    """
    host = host_of(url)
    if "." not in host or IPV4.match(host) or host.startswith("["):
        return None
    labels = host.split(".")
    for i in range(1, len(labels) - 1):
        if ".".join(labels[i:]) in hosts("publisher"):
            return ".".join(labels[i - 1 :])
    return _registered(host)


def _registered(host: str) -> str | None:
    from tld import get_tld

    found = get_tld(host, fix_protocol=True, as_object=True, fail_silently=True, search_private=True)
    if found is None or isinstance(found, str):
        # No suffix that the list knows: its own rule for those takes the last label for one.
        return ".".join(host.split(".")[-2:])
    return None if found.tld == host else found.fld


def _once(url: str | None) -> str | None:
    """Return one pass over an address: one redirect followed, or all parts in their normal form."""
    parts = _split(url) if url else None
    if parts is None:
        return None
    host = _host(parts.hostname or "")
    if host is None:
        return None
    target = _behind(parts, host)
    if target:
        return target
    path = _path(parts.path)
    pairs = _pairs(parts.query, host)
    if not is_platform(host):
        path = AMP_END.sub("", AMP_START.sub("", path, count=1)) or "/"
    pairs = sorted(set(pairs))
    post = canonical_post(host, path, dict(pairs))
    if post:
        return post
    query = "&".join(f"{name}={value}" if value else name for name, value in pairs)
    fragment = f"#{_escaped(parts.fragment, IN_PATH)}" if parts.fragment.startswith("!") else ""
    if not query:
        path = INDEX.sub("/", path)
    path = path.rstrip("/") or "/"
    return f"https://{host}{_port(parts)}{path}{'?' if query else ''}{query}{fragment}"


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, with or without a scheme; None for another scheme or none that can be read."""
    text = url.strip().replace("&amp;", "&")
    if not text or len(text) > MAX_LENGTH:
        return None
    found = SCHEME.match(text)
    if text.startswith("//"):
        text = f"https:{text}"
    elif not found:
        text = f"https://{text}"
    elif found[1].lower() not in ("http", "https"):
        # `example.org:8080/page` has no scheme; `mailto:` and `tg:` are none of ours.
        if "." not in found[1] or not found[2][:1].isdigit():
            return None
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts if parts.hostname else None


def _host(host: str) -> str | None:
    """Return the host in its one form: lower case, punycode, without ``www.`` and ``m.``, its aliases resolved."""
    name = host.lower().strip(".")
    if ":" in name:
        return f"[{name}]" if re.fullmatch(r"[0-9a-f:.]+", name) else None
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if IPV4.match(name):
        return name
    if not HOST.match(name):
        return None
    name = WIKI.sub(".", BLOGSPOT.sub(".blogspot.com", name))
    while found := PREFIX.match(name):
        rest = name[found.end() :]
        if rest in hosts("publisher") or _is_suffix(rest):
            break
        name = rest
    return aliases().get(name, name)


@lru_cache(maxsize=CACHED)
def _is_suffix(host: str) -> bool:
    """Tell whether ``host`` is a public suffix itself: ``www.gov.uk`` is no ``gov.uk`` with ``www.`` before it."""
    return _registered(host) is None


def _port(parts: SplitResult) -> str:
    port = parts.port
    return f":{port}" if port not in (None, 0, 80, 443) else ""


def _behind(parts: SplitResult, host: str) -> str | None:
    """Return the address that a redirect or a copy of a page (AMP cache) carries."""
    raw = (parts.hostname or "").lower()
    if AMP_HOST.match(raw) or (GOOGLE.match(raw) and parts.path.startswith("/amp/")):
        found = AMP_PATH.match(parts.path.removeprefix("/amp"))
        if found:
            query = f"?{parts.query}" if parts.query else ""
            return _target(f"https://{found[2]}{query}")
    names = wrapper_parameters(raw, parts.path)
    if names is None:
        names = wrapper_parameters(host, parts.path)
    if names is None:
        return None
    if not names:
        return _target(unquote(parts.query))
    values = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return next((t for name in names if name in values and (t := _target(unquote(values[name])))), None)


def _target(text: str) -> str | None:
    """Return ``text`` if it is an address with scheme and host, so that ``q=weather`` is not taken for one."""
    start = text.lower()
    if start.startswith(("http://", "https://")) and (parts := _split(text)):
        return text if _host(parts.hostname or "") else None
    return None


def _path(path: str) -> str:
    """Return a path in its one form: escapes, no ``.`` and ``..``, no session (``;jsessionid=``)."""
    text = _escaped(path, IN_PATH)
    if "/." in text:
        kept: list[str] = []
        for segment in text.split("/"):
            if segment == "..":
                kept = kept[:-1] or [""]
            elif segment != ".":
                kept.append(segment)
        text = "/".join(kept)
    found = text.lower().find(";jsessionid=")
    if found >= 0:
        text = text[:found]
    return text if text.startswith("/") else f"/{text}"


def _pairs(query: str, host: str) -> list[tuple[str, str]]:
    """Return the parameters that say what is read, in normal escapes."""
    pairs = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        key = unquote(name).lower().removeprefix("amp;")
        if not name or is_tracking(host, key) or _is_channel(key, value, host):
            continue
        pairs.append(
            (
                _escaped(name.replace("+", "%20"), IN_QUERY),
                _escaped(value.replace("+", "%20"), IN_QUERY + "="),
            )
        )
    return pairs


def _is_channel(name: str, value: str, host: str) -> bool:
    if name in AMP_NAMES and value.lower() in AMP_VALUES:
        return not is_platform(host)
    return name in CHANNEL_NAMES and re.split(r"[_.-]", value.lower())[0] in hosts("channel")


def _escaped(text: str, safe: str) -> str:
    """Return ``text`` with exactly those characters escaped that need it, in capitals."""
    if PLAIN.match(text):
        return text
    text = ESCAPE.sub(_unescaped, STRAY.sub("%25", text))
    return quote(text, safe=safe, errors="replace")


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in UNRESERVED else found[0].upper()
