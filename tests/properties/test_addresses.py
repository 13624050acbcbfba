"""Addresses in one form, whatever text they are made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.coordination.addresses import domain_of, is_shortener, normalise
from sayso.coordination.post_addresses import post_at

SCHEMES = st.sampled_from(["https://", "http://", "", "//", "HTTP://u:p@", "mailto:"])
HOSTS = st.sampled_from(
    """example.org www.m.example.co.uk m.facebook.com l.facebook.com google.com x.com youtube.com youtu.be t.me
    a.blogspot.de reddit.com redd.it instagram.com bsky.app tiktok.com x-y.cdn.ampproject.org www.gov.uk bücher.de
    threads.net vk.com 127.0.0.1 [::1] localhost""".split()
)
PIECES = st.sampled_from(
    [
        *"/ a amp . .. %2e %41 % %% %25 é /amp/ index.html // ? & = a=1 utm_source=x u= q= url= # #! /l.php".split(),
        *"https://example.org/a https%3A%2F%2Fexample.org%2Fb /url /watch v=dQw4w9WgXcQ /status/ 123 /s/".split(),
        *"name1 + ; @ : /p/ www. from=telegram amp=1 &amp; .amp /c/s/ post comments story.php".split(),
        *["story_fbid=1", "id=2", "[", "]", "photo", " ", "\n", "\ud800"],
    ]
)
ADDRESSES = st.builds(
    lambda scheme, host, pieces: scheme + host + "".join(pieces),
    SCHEMES,
    HOSTS,
    st.lists(PIECES, max_size=12),
)


@given(ADDRESSES | st.text(max_size=80))
def test_normal_form_is_final(text: str) -> None:
    """Any text gives an address or none, in ASCII, and a second pass changes nothing."""
    found = normalise(text)
    if found is not None:
        assert found.isascii()
        assert found.startswith("https://")
        assert normalise(found) == found


@given(ADDRESSES)
def test_whatever_is_asked_of_a_normal_form_is_answered(text: str) -> None:
    """Publisher, shortener and post are told of every normal form, or that there is none."""
    found = normalise(text)
    if found is not None:
        assert domain_of(found) is None or domain_of(found) in found
        assert is_shortener(found) in (True, False)
        assert post_at(found) is None or all(post_at(found))


@given(ADDRESSES, st.sampled_from(["utm_source=tg", "fbclid=1", "utm_medium=a&utm_campaign=b"]))
def test_tracking_makes_no_other_object(text: str, tracking: str) -> None:
    """A tracking parameter at the end changes nothing; behind a redirect or a `#` it would be no end."""
    if normalise(text) and "#" not in text and "http" not in text[5:] and "://" in text and "\n" not in text:
        text = text.strip()
        joint = "&" if "?" in text else "?"
        assert normalise(f"{text}{joint}{tracking}") == normalise(text)
