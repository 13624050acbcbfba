"""The rules of `sayso.read.fetch`: what is refused, and what a server cannot make us do."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from time import sleep

import pytest

from sayso.errors import NetworkError
from sayso.read.addresses import Address, is_public, resolve
from sayso.read.fetch import USER_AGENT, Fetcher, fetch
from sayso.settings import Settings

PAGE = b"<html><body><p>The ministry denied it.</p></body></html>"


class Site:
    """A web server on loopback whose answers a test sets path by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = site.answers.get(self.path)
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def say(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer ``path`` with ``body``."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            if "Content_Length" not in headers:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of ``path``."""
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    """Give a server that ends with the test."""
    site = Site()
    site.say("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    yield site
    site.server.shutdown()
    site.server.server_close()
    site.thread.join()


def loopback(address: Address) -> bool:
    """Allow 127.0.0.1 alone."""
    return str(address) == "127.0.0.1"


def fetcher(site: Site, **settings: object) -> Fetcher:
    """Return a fetcher that may talk to ``site``."""
    return Fetcher(settings=Settings(**settings), allow=loopback, ports=frozenset({site.port}))  # type: ignore[arg-type]


def code_of(action: Callable[[], object]) -> str:
    """Return the code of the `NetworkError` that ``action`` raises."""
    with pytest.raises(NetworkError) as caught:
        action()
    assert caught.value.message
    return caught.value.code


REFUSED = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "198.18.0.1",
    "192.0.2.1",
    "203.0.113.5",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001::1",
    "2001:db8::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]


@pytest.mark.parametrize("text", REFUSED)
def test_is_public_refuses(text: str) -> None:
    """Private, shared, reserved, metadata and embedded addresses are refused."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_is_public_allows_the_internet(text: str) -> None:
    """Public unicast addresses are allowed, also where IPv6 carries them."""
    assert is_public(ip_address(text))


LOOPBACK = (
    *("127.0.0.1", "127.0.0.1.", "127.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1"),
    *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "169.254.169.254"),
)


@pytest.mark.parametrize("host", LOOPBACK)
def test_fetch_refuses_private_hosts_however_written(host: str) -> None:
    """By default loopback and metadata addresses are refused in every way of writing them."""
    assert code_of(lambda: fetch(f"http://{host}/", Settings())) == "refused-address"


def test_fetch_by_default_does_not_reach_a_server_on_this_machine(site: Site) -> None:
    """The default predicate refuses loopback before anything is sent."""
    assert code_of(
        lambda: Fetcher(settings=Settings(), ports=frozenset({site.port})).fetch(site.url("/a"))
    ) == ("refused-address")
    assert not site.asked


def test_fetch_refuses_a_name_with_one_private_address(site: Site) -> None:
    """A name that has a public and a private address is refused whole, whichever comes first."""
    for texts in (["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"], []):
        guarded = fetcher(site)
        guarded.resolver = lambda _host, _port, texts=texts: [ip_address(text) for text in texts]  # type: ignore[misc]
        assert (
            code_of(lambda guarded=guarded: guarded.fetch(site.url("/a", "news.example")))
            == "refused-address"
        )  # type: ignore[misc]
    assert not site.asked


def test_fetch_connects_to_the_address_that_was_checked(site: Site) -> None:
    """A name is resolved once a hop, and the Host header keeps it; DNS rebinding finds no second question."""
    site.say("/a", PAGE)
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    guarded = fetcher(site)
    guarded.resolver = lambda _host, _port: [ip_address(text) for text in answers.pop(0)]
    assert guarded.fetch(site.url("/a", "news.example")).body == PAGE
    assert len(answers) == 1
    assert {headers["host"] for _, headers in site.asked} == {f"news.example:{site.port}"}


def test_fetch_returns_the_page_and_its_way(site: Site) -> None:
    """Body, final address, headers, redirects and time come back; we say honestly who we are."""
    site.say("/a", b"", 302, Location="/b?x=1")
    site.say("/b?x=1", b"", 301, Location=site.url("/c"))
    site.say("/c", PAGE, Content_Type="text/html; charset=utf-8")
    fetched = fetcher(site).fetch(site.url("/a"))
    assert fetched.body == PAGE
    assert fetched.url_final == site.url("/c")
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.redirects == (site.url("/a"), site.url("/b?x=1"))
    assert fetched.fetched_at.endswith("+00:00")
    assert site.asked[-1][1]["user-agent"] == USER_AGENT


def test_fetch_user_agent_can_be_set(site: Site) -> None:
    """The setting replaces the name, also where robots.txt is asked."""
    site.say("/robots.txt", b"User-agent: deskbot\nDisallow: /\n")
    site.say("/a", PAGE)
    assert (
        code_of(lambda: fetcher(site, user_agent="deskbot/2 (desk@example.org)").fetch(site.url("/a")))
        == "robots"
    )
    assert fetcher(site, user_agent="other/1").fetch(site.url("/a")).body == PAGE


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "//192.168.0.1/x",
        "http://[::1]/",
        "http://0x7f.2/",
    ],
)
def test_fetch_refuses_a_redirect_to_a_private_address(site: Site, location: str) -> None:
    """Each hop is checked anew."""
    site.say("/a", b"", 302, Location=location)
    guarded = fetcher(site)
    guarded.ports = frozenset({site.port, 80})
    assert code_of(lambda: guarded.fetch(site.url("/a"))) == "refused-address"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "bad-address"),
        ("ftp://example.org/", "bad-address"),
        ("gopher://127.0.0.1:70/x", "bad-address"),
        ("javascript:alert(1)", "bad-address"),
        ("example.org", "bad-address"),
        ("http://", "bad-address"),
        ("http://user:secret@example.org/", "bad-address"),
        ("http://user@example.org/", "bad-address"),
        ("http://exa mple.org/", "bad-address"),
        ("http://example.org:99999/", "bad-address"),
        ("http://[::1", "bad-address"),
        ("http://[fe80::1%25eth0]/", "bad-address"),
        ("http://a\r\nHost: b/", None),
        ("http://example.org:22/", "refused-address"),
        ("http://example.org:6379/", "refused-address"),
        ("http://nosuch.invalid/", "unreachable"),
    ],
)
def test_fetch_refuses_addresses(url: str, code: str | None) -> None:
    """Other schemes, credentials, ports and broken addresses are refused, and no secret is repeated."""
    with pytest.raises(NetworkError) as caught:
        fetch(url, Settings())
    assert code is None or caught.value.code == code
    assert "secret" not in str(caught.value)


def test_fetch_redirect_to_file_is_refused(site: Site) -> None:
    """A redirect may not change to another scheme."""
    site.say("/a", b"", 302, Location="file:///etc/passwd")
    assert code_of(lambda: fetcher(site).fetch(site.url("/a"))) == "bad-address"


def test_fetch_stops_after_five_redirects(site: Site) -> None:
    """A loop of redirects ends."""
    site.say("/a", b"", 302, Location="/a")
    assert code_of(lambda: fetcher(site).fetch(site.url("/a"))) == "too-many-redirects"
    assert sum(path == "/a" for path, _ in site.asked) == 6


def test_fetch_respects_robots(site: Site) -> None:
    """What robots.txt forbids is not fetched, nor by a redirect; it is asked for once a site."""
    site.say("/a", b"", 302, Location="/private/x")
    site.say("/b", PAGE)
    guarded = fetcher(site)
    assert code_of(lambda: guarded.fetch(site.url("/private/x"))) == "robots"
    assert code_of(lambda: guarded.fetch(site.url("/a"))) == "robots"
    guarded.fetch(site.url("/b"))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_fetch_robots_status(site: Site, status: int, *, allowed: bool) -> None:
    """No robots.txt allows everything; a site that cannot say is left alone."""
    site.say("/robots.txt", b"", status)
    site.say("/a", PAGE)
    if allowed:
        assert fetcher(site).fetch(site.url("/a")).body == PAGE
    else:
        assert code_of(lambda: fetcher(site).fetch(site.url("/a"))) == "robots"


@pytest.mark.parametrize("status", [401, 404, 410, 500, 304])
def test_fetch_names_the_status(site: Site, status: int) -> None:
    """An answer that is no page is an error with its status."""
    site.say("/a", b"", status)
    assert code_of(lambda: fetcher(site).fetch(site.url("/a"))) == f"status-{status}"


def test_fetch_unpacks_gzip_and_deflate(site: Site) -> None:
    """gzip, zlib deflate and raw deflate are unpacked."""
    raw = zlib.compressobj(wbits=-15)
    for path, body, coding in (
        ("/gzip", gzip.compress(PAGE), "gzip"),
        ("/zlib", zlib.compress(PAGE), "deflate"),
        ("/raw", raw.compress(PAGE) + raw.flush(), "deflate"),
    ):
        site.say(path, body, Content_Encoding=coding)
        assert fetcher(site).fetch(site.url(path)).body == PAGE


def test_fetch_refuses_damaged_or_unknown_codings(site: Site) -> None:
    """A cut or unknown coding is an error, never half a page."""
    packed = gzip.compress(PAGE * 50)
    for path, body, coding in (
        ("/cut", packed[:-20], "gzip"),
        ("/bad", b"\xff" * 50, "gzip"),
        ("/br", b"x", "br"),
    ):
        site.say(path, body, Content_Encoding=coding)
        assert code_of(lambda path=path: fetcher(site).fetch(site.url(path))) == "bad-encoding"  # type: ignore[misc]


def test_fetch_refuses_too_much(site: Site) -> None:
    """An announced length, a body without one, and a packed body are all held to the limit."""
    site.say("/announced", b"x", Content_Length="99999999")
    site.say("/bomb", gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100_000):
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            pass

    site.answers["/endless"] = endless
    for path in ("/announced", "/bomb", "/endless"):
        guarded = fetcher(site, max_fetch_bytes=1_000_000)
        assert code_of(lambda guarded=guarded, path=path: guarded.fetch(site.url(path))) == "too-large"  # type: ignore[misc]


@pytest.mark.parametrize("part", ["header", "body", "silence"])
def test_fetch_has_one_deadline(site: Site, part: str) -> None:
    """A server that sends a byte now and then does not hold us past the deadline."""
    end = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
        try:
            while not end.is_set():
                if part != "silence":
                    handler.wfile.write(b"x")
                    handler.wfile.flush()
                sleep(0.05)
        except OSError:
            pass

    site.answers["/slow"] = drip
    assert code_of(lambda: fetcher(site, max_fetch_seconds=0.5).fetch(site.url("/slow"))) == "timeout"
    end.set()


def test_fetch_refuses_a_body_that_ends_early(site: Site) -> None:
    """Half a page is not a page."""
    site.say("/a", PAGE, Content_Length="5000")
    assert code_of(lambda: fetcher(site).fetch(site.url("/a"))) == "unreachable"


def test_fetch_verifies_certificates(site: Site) -> None:
    """A server that speaks no TLS, or without a valid certificate, is refused."""
    assert code_of(lambda: fetcher(site).fetch(site.url("/a").replace("http:", "https:"))) == "tls"


def test_fetch_nobody_listens() -> None:
    """A closed port is an error in words."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guarded = Fetcher(settings=Settings(), allow=loopback, ports=frozenset({port}))
    assert code_of(lambda: guarded.fetch(f"http://127.0.0.1:{port}/")) == "unreachable"


def test_resolve_returns_every_address_once() -> None:
    """What the system makes of an odd way of writing an address is what is checked."""
    assert [str(address) for address in resolve("2130706433", 80)] == ["127.0.0.1"]
