"""Addresses of one page or post have one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.coordination.addresses import domain_of, host_of, is_platform, is_shortener, normalise
from sayso.coordination.post_addresses import post_at

GOLDEN = Path(__file__).parents[2] / "golden" / "addresses" / "pairs.tsv"
PAIRS = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "one", "two"), PAIRS)
def test_addresses_are_equal_where_what_is_read_is_equal(kind: str, one: str, two: str) -> None:
    """What leads to one page has one form, what leads to two has two."""
    assert normalise(one) is not None
    assert (normalise(one) == normalise(two)) == (kind == "same")


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTP://WWW.Example.com:80/a/../b/?utm_source=x&b=2&a=1#part", "https://example.com/b?a=1&b=2"),
        ("https://mobile.twitter.com/anna/status/17?s=20", "https://x.com/i/status/17"),
        ("https://youtu.be/dQw4w9WgXcQ?si=1", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://t.me/s/Channel/15", "https://t.me/channel/15"),
        ("www.bücher.example", "https://xn--bcher-kva.example/"),
        ("http://10.1.2.3:8080/a", "https://10.1.2.3:8080/a"),
        ("http://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_address_has_the_form(url: str, form: str) -> None:
    """The form is an address that a browser opens."""
    assert normalise(url) == form


@pytest.mark.parametrize(
    "text",
    ["", " ", "word", "mailto:a@example.org", "tg://resolve?domain=a", "javascript:void(0)", "http://", "https://x",
     "https://exa mple.org", "http://[::1", "https://example.org:99999/", "data:text/html,a", "a" * 9000 + ".org"],
)  # fmt: skip
def test_text_that_is_no_address_has_no_form(text: str) -> None:
    """No address of the web, no object; and nothing raises."""
    assert normalise(text) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://edition.news.example.co.uk/a", "example.co.uk"),
        ("https://anna.substack.com/p/a", "anna.substack.com"),
        ("https://anna.blogspot.com/a", "anna.blogspot.com"),
        ("https://anna.wordpress.com/a", "anna.wordpress.com"),
        ("https://anna.github.io/a", "anna.github.io"),
        ("https://substack.com/home", "substack.com"),
        ("https://old.example.com:8080/", "example.com"),
        ("https://xn--e1afmkfd.xn--p1ai/a", "xn--e1afmkfd.xn--p1ai"),
        ("https://10.1.2.3/a", None),
        ("https://[2001:db8::1]/a", None),
    ],
)
def test_domain_is_the_publisher(url: str, domain: str | None) -> None:
    """One label below a public suffix, or below a host where authors have subdomains; a number is nobody's domain."""
    assert domain_of(url) == domain


def test_shorteners_and_platforms_are_told() -> None:
    """Where a shortener leads is not known, and that somebody linked to a platform says nothing."""
    assert is_shortener("https://bit.ly/3abc")
    assert not is_shortener("https://example.org/3abc")
    assert is_platform("x.com")
    assert not is_platform("example.org")
    assert host_of("https://example.org:8080/a") == "example.org"


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("https://twitter.com/anna/status/17", ("x", "17")),
        ("https://youtu.be/dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
        ("https://t.me/Channel/15", ("telegram", "channel/15")),
        ("https://redd.it/abc123", ("reddit", "t3_abc123")),
        ("https://www.reddit.com/r/a/comments/abc123/title/def456/", ("reddit", "t1_def456")),
        ("https://www.tiktok.com/@Anna/video/73", ("tiktok", "73")),
        ("https://www.instagram.com/reel/Cabc/", ("instagram", "Cabc")),
        (
            "https://bsky.app/profile/did:plc:abc/post/3k",
            ("bluesky", "at://did:plc:abc/app.bsky.feed.post/3k"),
        ),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=2", ("facebook", "1")),
        ("https://x.com/anna", None),
        ("https://example.org/status/17", None),
    ],
)
def test_post_is_read_off_its_address(url: str, post: tuple[str, str] | None) -> None:
    """Platform and id, as exports of the platform name the post."""
    form = normalise(url)
    assert form is not None
    assert post_at(form) == post
