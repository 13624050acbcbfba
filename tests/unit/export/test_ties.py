"""What stands for accounts in exported ties and networks."""

from __future__ import annotations

import pytest

from sayso.export.accounts import RealNames
from sayso.export.pseudonyms import Pseudonyms
from sayso.export.ties import Shown, _value
from sayso.records import SharedThing


@pytest.fixture
def how():
    """Return pseudonyms for two accounts on two platforms."""
    names = Pseudonyms(b"k" * 32)
    names.learn("x", "12", "news")
    names.learn("bluesky", "did:plc:abc123", "anna.bsky.social")
    return Shown(names=names, accounts={}, platforms=("bluesky", "x"))


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("9 of 9 reposts are of posts by @news: they may follow it", "news"),
        ("9 of 9 reposts are of posts by x:12: they may follow it", ":12"),
        ("posts by bluesky:did:plc:abc123, mostly", "abc123"),
        ("posts by @anna.bsky.social", "anna"),
    ],
)
def test_sentence_names_nobody(how, sentence, gone):
    """A handle behind its sign and an id behind its platform are replaced, short and common ones too."""
    said = how.said(sentence)
    assert gone not in said
    assert "p_" in said
    assert Shown(names=RealNames(), accounts={}, platforms=how.platforms).said(sentence) == sentence


def test_sentence_about_nobody_stays(how):
    """Words and numbers that are no names are left alone."""
    sentence = "shared 12 of the same news within 60 s; 0.3 expected: news at 12:30"
    assert how.said(sentence) == sentence
    assert Shown(names=how.names, accounts={}, platforms=()).said(sentence) == sentence


@pytest.mark.parametrize(
    ("kind", "value", "gone"),
    [
        ("mention", "x:news", "news"),
        ("repost", "bluesky:at://did:plc:abc123/app.bsky.feed.post/3k (thanks @news)", "abc123"),
        ("url", "https://x.com/news/status/12", "news"),
        ("near-text", "read @anna.bsky.social", "anna"),
    ],
)
def test_shared_thing_names_nobody(how, kind, value, gone):
    """Mentioned accounts, authors in ids and addresses, and names in texts are replaced."""
    assert gone not in _value(SharedThing(kind=kind, value=value, n_accounts=2, n_shares=2), how)


def test_network_has_another_id(how):
    """The id of a network cannot be made from its accounts' names; the same network has the same one each time."""
    assert how.network_id("abc") == how.network_id("abc") != "abc"
    assert how.network_id("abc").startswith("n_")
    assert how.network_id(None) is None
