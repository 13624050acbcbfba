"""Fetch one page that the user asked for, without being led anywhere else.

Every hop is resolved once and every address it has must be public; the connection goes to that address. Only
http and https, only the ports 80, 443, 8080 and 8443 (others serve databases, mail and printers, which a link
in a page could make us talk to), no user names or passwords in addresses, five redirects, robots.txt
respected, one deadline for everything. Cookies are not kept, nothing but GET is sent.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

import protego

from sayso import __version__
from sayso.errors import NetworkError
from sayso.read.addresses import Address, Allow, Resolve, is_public, resolve
from sayso.read.connection import Deadline, Reply, Target, exchange
from sayso.settings import Settings

USER_AGENT = f"sayso/{__version__} (reads news pages on request of a person)"
PORTS = frozenset({80, 443, 8080, 8443})
MOST_REDIRECTS = 5
MOST_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 asks crawlers to read at least this much of robots.txt; what comes after is not read."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_MAX_RATIO = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought: the body decoded from gzip or deflate, and how it was come by.

    ``redirects`` are the addresses that led to ``url_final``, the first one being what was asked for.
    """

    body: bytes
    url_final: str
    headers: Mapping[str, str]
    content_type: str | None
    redirects: tuple[str, ...]
    fetched_at: str


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetch pages; keeps each host's robots.txt for its own lifetime.

    ``allow`` decides on addresses and ``resolver`` finds them; both are given by tests, which run on
    loopback. ``context`` verifies certificates, ``ports`` are those that may be connected to.
    """

    settings: Settings
    allow: Allow = is_public
    resolver: Resolve = resolve
    context: ssl.SSLContext | None = None
    ports: frozenset[int] = PORTS
    _robots: dict[str, protego.Protego] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """What we say we are."""
        return self.settings.user_agent or USER_AGENT

    def fetch(self, url: str) -> Fetched:
        """Return the page at ``url``, following redirects.

        Raise `NetworkError` with code ``bad-address``, ``refused-address``, ``robots``, ``too-large``,
        ``timeout``, ``tls``, ``unreachable``, ``too-many-redirects``, ``bad-encoding`` or ``status-404``, the
        number being the status.
        """
        deadline = Deadline(self.settings.max_fetch_seconds)
        seen: list[str] = []
        here = url.strip()
        while True:
            target = self._target(here)
            self._ask_robots(target, here, deadline)
            reply = self._get(target, deadline, self.settings.max_fetch_bytes)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                break
            seen.append(here)
            if len(seen) > MOST_REDIRECTS:
                raise NetworkError(
                    f"{url}: more than {MOST_REDIRECTS} redirects, the last to {here}",
                    code="too-many-redirects",
                    remedy="open the address in a browser and give the one it ends at",
                )
            here = urljoin(here, reply.headers["location"])
        if reply.status != _OK:
            raise NetworkError(
                f"{here} answered with status {reply.status}",
                code=f"status-{reply.status}",
                remedy="open it in a browser, save the page and add the saved file",
            )
        return Fetched(
            body=decode_body(reply, self.settings.max_fetch_bytes),
            url_final=here,
            headers=reply.headers,
            content_type=reply.headers.get("content-type"),
            redirects=tuple(seen),
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _target(self, url: str) -> Target:
        """Check ``url`` and every address of its host; raise `NetworkError` unless all are allowed."""
        scheme, host, port, path = _split(url)
        if port not in self.ports:
            raise NetworkError(
                f"{url}: port {port} is not one that pages are served on",
                code="refused-address",
                remedy=f"allowed are {', '.join(map(str, sorted(self.ports)))}",
            )
        try:
            addresses = self.resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise NetworkError(
                f"{url}: no address is known for {host} ({error})",
                code="unreachable",
                remedy="check the spelling and the connection",
            ) from None
        return Target(
            scheme=scheme, host=host, port=port, path=path, address=self._checked(url, host, addresses)
        )

    def _checked(self, url: str, host: str, addresses: list[Address]) -> Address:
        refused = [address for address in addresses if not self.allow(address)]
        if refused or not addresses:
            where = f"{host} is {refused[0]}" if refused else f"{host} has no address"
            raise NetworkError(
                f"{url}: {where}, not a public address",
                code="refused-address",
                remedy="sayso fetches from the public internet only; save the page and add the saved file",
            )
        return addresses[0]

    def _get(self, target: Target, deadline: Deadline, max_bytes: int) -> Reply:
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        return exchange(target, headers, deadline=deadline, max_bytes=max_bytes, context=self.context)

    def _ask_robots(self, target: Target, url: str, deadline: Deadline) -> None:
        site = f"{target.scheme}://{target.host}:{target.port}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, deadline)
        if not self._robots[site].can_fetch(url, self.user_agent.split("/", maxsplit=1)[0]):
            raise NetworkError(
                f"{url}: the site's robots.txt asks programs not to fetch this",
                code="robots",
                remedy="open it in a browser, save the page and add the saved file",
            )

    def _read_robots(self, site: str, deadline: Deadline) -> protego.Protego:
        """Return the rules of ``site``, none for a 4xx; raise `NetworkError` when it cannot say."""
        here = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._get(self._target(here), deadline, self.settings.max_fetch_bytes)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                break
            here = urljoin(here, reply.headers["location"])
        if _CLIENT_ERROR <= reply.status < _SERVER_ERROR:
            return protego.Protego.parse("")
        if reply.status != _OK:
            raise NetworkError(
                f"{site}/robots.txt answered with status {reply.status}, so what the site allows is not known",
                code="robots",
                remedy="try again later, or save the page in a browser and add the saved file",
            )
        body = decode_body(reply, self.settings.max_fetch_bytes)[:MOST_ROBOTS_BYTES]
        return protego.Protego.parse(body.decode("utf-8", "replace"))


def fetch(url: str, settings: Settings, *, allow: Allow = is_public) -> Fetched:
    """Return the page at ``url``; see `Fetcher.fetch`, which also keeps robots.txt between pages."""
    return Fetcher(settings=settings, allow=allow).fetch(url)


def _split(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path with query; raise `NetworkError` for other addresses."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise _bad_address(url, str(error)) from None
    if parts.scheme not in ("http", "https"):
        raise _bad_address(url, "only http and https are fetched")
    if not host or any(character.isspace() or character in '\\"<>^`{|}%' for character in host):
        raise _bad_address(url, "it names no host")
    if parts.username is not None or parts.password is not None:
        raise _bad_address(
            f"{parts.scheme}://...@{host}", "user names and passwords in addresses are not sent"
        )
    path = quote(parts.path or "/", safe="/%:=&?~#+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return parts.scheme, host, port, f"{path}?{query}" if query else path


def _bad_address(url: str, reason: str) -> NetworkError:
    shown = url if url.isprintable() else repr(url)
    return NetworkError(
        f"{shown[:200]}: {reason}", code="bad-address", remedy="give the address as a browser shows it"
    )


def decode_body(reply: Reply, max_bytes: int) -> bytes:
    """Return the body out of its gzip or deflate coding.

    Raise `NetworkError`: ``too-large`` past ``max_bytes`` or 200 times the size sent, ``bad-encoding`` when
    it is damaged or coded in a way we did not ask for.
    """
    body = reply.body
    codings = [coding.strip().lower() for coding in reply.headers.get("content-encoding", "").split(",")]
    for coding in reversed([coding for coding in codings if coding not in ("", "identity")]):
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise NetworkError(
                f"the answer is coded as {coding!r}, which was not asked for", code="bad-encoding"
            )
        body = _inflate(body, min(max_bytes, max(len(body), 4096) * _MAX_RATIO))
    return body


def _inflate(body: bytes, limit: int) -> bytes:
    # 32: zlib or gzip by the header; some servers send raw deflate, without one.
    for window in (32 + zlib.MAX_WBITS, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(window)
        try:
            plain = stream.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(plain) > limit:
            raise NetworkError(f"the answer unpacks to more than {limit:,} bytes", code="too-large")
        if not stream.eof:
            raise NetworkError("the packed answer ends too early", code="bad-encoding", remedy="try again")
        return plain
    raise NetworkError("the packed answer is damaged", code="bad-encoding", remedy="try again")
