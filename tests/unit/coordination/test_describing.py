"""What a search found becomes records with names, times, things and words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from sayso.coordination.describing import Findings, describe, readable
from sayso.coordination.evidence import Evidence, find_ties
from sayso.coordination.options import NullOptions
from sayso.coordination.pushing import CaseClaim
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.records import network_id
from tests.crowds import acts_of, circle, crowd
from tests.engines.methods import voices


class Case(NamedTuple):
    """A case that was searched and described."""

    evidence: Evidence
    found: Findings
    again: Findings


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return what is found in a crowd with two circles, and the same again."""
    folder = tmp_path_factory.mktemp("case")
    options = NullOptions()
    claims = [
        CaseClaim(
            attribution_id=f"claim-{n}",
            document_id="d",
            document_url="http://www.circle1.example/3?utm_source=x",
            content_text=text,
            source_text="the mayor",
        )
        for n, text in enumerate(["peace", *(f"what the document says, part {n}" for n in range(3))])
    ]
    with DuckDbEngine(folder / "scratch", threads=2) as engine:
        made = acts_of(
            engine,
            [crowd(1, n_posts=3_000), circle(1), circle(2, n_accounts=5, first="d", seconds=400)],
            folder,
        )
        (folder / "ties").mkdir()
        evidence = find_ties(engine, made, folder / "ties", options)
        found, again = (
            describe(engine, made, folder / "posts", evidence, folder / name, options, claims=claims)
            for name in ("described", "again")
        )
    return Case(evidence, found, again)


def test_records_are_the_same_in_every_run(case: Case) -> None:
    """The same evidence gives the same records in the same order."""
    assert case.found == case.again


def test_networks_come_largest_first_with_their_ties(case: Case) -> None:
    """Networks by size, then id; ties by network, then level, then names, those of no network last."""
    networks = case.found.networks
    assert [len(network.accounts) for network in networks] == [8, 5]
    assert [network.id for network in networks] == [network_id(network.accounts) for network in networks]
    place = {network.id: number for number, network in enumerate(networks)}
    order = [(place.get(tie.network_id or "", 9), tie.q_value, tie.a, tie.b) for tie in case.found.ties]
    assert order == sorted(order)
    for network in networks:
        assert sum(tie.network_id == network.id for tie in case.found.ties) == network.n_ties


def test_tie_counts_what_it_rests_on(case: Case) -> None:
    """Objects, shares, delays and times are those of what both share within the widest window."""
    for tie in case.found.ties:
        assert tie.a < tie.b
        assert tie.weight <= tie.n_objects <= tie.n_shares
        assert 0 <= tie.mean_delay_seconds <= 3_600
        assert datetime.fromisoformat(tie.first_at) <= datetime.fromisoformat(tie.last_at)
        assert tie.q_value <= 0.05
        assert tie.in_words.startswith(f"shared {tie.weight} of the same links")


def test_network_says_who_did_what_when_and_on_what_evidence(case: Case) -> None:
    """The sentence names size, days, what was shared, where it leads and how close in time."""
    network = case.found.networks[0]
    words = network.in_words
    assert words.startswith(f"8 accounts, {network.n_ties} ties, ")
    assert "shared 12 of the same links, mostly of circle1.example, most of them within 60 s" in words
    assert "members make up 100 % of those who share it" in words
    assert {note.code for note in network.explanations} == {"one-site", "few-accounts-share-it"}
    thing = network.objects[0]
    assert (thing.kind, thing.n_accounts) == ("url", 8)
    assert thing.value.startswith("https://circle1.example/")
    assert len(network.objects) == 12


def test_network_pushes_the_document_it_links_to(case: Case) -> None:
    """A document is one row, under its first claim of some words, with the network's part of all that link to it."""
    network, other = case.found.networks
    (push,) = network.narratives
    assert (push.attribution_id, push.how) == ("claim-1", "link")
    assert push.text == (
        "https://circle1.example/3, which carries “what the document says, part 0” and 3 more claims"
    )
    assert push.n_posts == push.n_posts_all == push.n_accounts > 1
    assert other.narratives == ()


def test_case_says_which_evidence_speaks(case: Case) -> None:
    """The first note counts the ties; then each trace says what explains how often accounts meet."""
    first, *rest = case.found.notes
    assert first.code == "ties"
    assert first.text.startswith(f"{len(case.found.ties)} ties and 2 networks among ")
    assert rest
    assert all(note.text.startswith("links: ") for note in rest)


def test_reasons_and_hints_rest_on_posts(tmp_path: Path) -> None:
    """Six accounts that repeat one account within a minute, and do little else, are shown with that."""
    options = NullOptions()
    with DuckDbEngine(tmp_path / "scratch", threads=2) as engine:
        made = acts_of(engine, [crowd(1, n_posts=2_000, n_accounts=200, n_links=60), voices(1)], tmp_path)
        (tmp_path / "ties").mkdir()
        evidence = find_ties(engine, made, tmp_path / "ties", options)
        found = describe(engine, made, tmp_path / "posts", evidence, tmp_path / "described", options)
    (network,) = found.networks
    assert network.accounts == tuple(f"x:v{member}" for member in range(6))
    notes = {note.code: note.text for note in network.explanations}
    assert set(notes) == {"one-account", "feed-like", "few-accounts-share-it"}
    assert "66 of 66 reposts" in notes["one-account"]
    assert "by @source:" in notes["one-account"]
    assert "a member shares 100 % of the network's 22 things (median)" in notes["feed-like"]
    assert "on 11 days, and these make 100 % of all their posts" in notes["feed-like"]
    assert "two of them share a thing" in network.in_words
    (hint,) = network.hints
    assert hint.code == "T0084.001"
    reposted = next(thing for thing in network.objects if thing.kind == "repost")
    assert reposted.value.startswith("x:v")
    assert "(post of word" in reposted.value


def test_nothing_found_is_said(tmp_path: Path) -> None:
    """A crowd without circles gives no records, and one sentence that says so."""
    with DuckDbEngine(tmp_path / "scratch", threads=2) as engine:
        made = acts_of(engine, [crowd(4, n_posts=1_000)], tmp_path)
        (tmp_path / "ties").mkdir()
        evidence = find_ties(engine, made, tmp_path / "ties", NullOptions())
        found = describe(engine, made, tmp_path / "posts", evidence, tmp_path / "d", NullOptions())
    assert (found.ties, found.networks) == ((), ())
    assert found.notes[0].code == "no-ties"


def test_thing_is_shown_as_a_person_reads_it() -> None:
    """A text as it was posted, cut short; a post by its id and what it says; anything else as it is."""
    assert readable("near-text", "the harbour", "The  Harbour!") == "The Harbour!"
    assert readable("repost", "x:1", "said so") == "x:1 (said so)"
    assert readable("repost", "x:1", "") == "x:1"
    assert readable("url", "https://a.example/", "") == "https://a.example/"
    assert readable("text", "a", "word " * 90).endswith("word…")
