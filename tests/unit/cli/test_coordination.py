"""What the verbs for accounts, ties and networks print, and the graphs that are exported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest

from tests.posted import MEMBERS, crowd_with_a_circle, handle, write_tweets

from .conftest import sayso

GOLDEN = Path(__file__).parents[2] / "golden" / "coordination"
CIRCLE = {f"x:idc{number}" for number in range(MEMBERS)}
PEERS = {
    "coortweet": ["--window", "60", "--min-participation", "2", "--edge-weight", "0.5"],
    "toolkit": ["--network", "co_retweet", "--window", "60", "--min-edge-weight", "1"],
}


@pytest.fixture(scope="session")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case with a crowd and a circle in it, searched; tests must not change it."""
    folder = tmp_path_factory.mktemp("searched") / "posts"
    folder.mkdir()
    write_tweets(crowd_with_a_circle(), folder / "tweets.jsonl")
    done = sayso(folder)
    assert done.code == 0, done.err
    return folder.with_name("posts.sayso")


@pytest.fixture(scope="session")
def shared_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case with a table of CooRTweet's four columns; tests must not change it."""
    case = tmp_path_factory.mktemp("table") / "case"
    for arguments in (["init", case], ["add", case, GOLDEN / "russian_slice.csv"]):
        done = sayso(*arguments)
        assert done.code == 0, done.err
    return case


def test_coordination_names_the_circle_and_the_evidence(searched: Path) -> None:
    """The overview says what was searched, with which options, which evidence speaks, and shows one network."""
    out = sayso("coordination", searched).out
    assert "2,574 posts;" in out
    assert "within 10, 60, 600, 3600 s" in out
    assert "1 network" in out
    assert "near-text" in out
    (network,) = json.loads(sayso("coordination", searched, "--json").out)
    assert set(network["accounts"]) == CIRCLE
    assert network["n_ties"] == MEMBERS * (MEMBERS - 1) // 2
    assert network["id"][:8] in out


def test_network_is_shown_with_real_names_ties_and_what_to_weigh(searched: Path) -> None:
    """The view of a network has its accounts' handles, its ties in words, and explanations that judge nobody."""
    (network,) = json.loads(sayso("coordination", searched, "--json").out)
    out = sayso("coordination", searched, "--network", network["id"][:6]).out
    for word in (
        handle("c0"),
        "What they share",
        "of the same links",
        "For a person to weigh",
        "circle1.example",
    ):
        assert word in out
    (row,) = json.loads(sayso("coordination", searched, "--network", network["id"], "--json").out)
    assert {one["id"] for one in row["members"]} == CIRCLE
    assert len(row["ties"]) == network["n_ties"]


def test_ties_are_listed_the_strongest_first(searched: Path) -> None:
    """Ties come by their p-value, in every form."""
    rows = [
        json.loads(line) for line in sayso("coordination", searched, "--ties", "--jsonl").out.splitlines()
    ]
    assert [row["p_value"] for row in rows] == sorted(row["p_value"] for row in rows)
    assert {row[end] for row in rows for end in "ab"} == CIRCLE
    as_csv = list(csv.DictReader(io.StringIO(sayso("coordination", searched, "--ties", "--csv").out)))
    assert [row["a"] for row in as_csv] == [row["a"] for row in rows]
    shown = sayso("coordination", searched, "--ties", "--limit", "2")
    assert handle("c0") in shown.out
    assert f"{len(rows) - 2} more" in shown.err


def test_accounts_say_what_they_share_and_with_whom(searched: Path) -> None:
    """Every account has its posts, times and ties; the circle's come first by ties; a network narrows the list."""
    rows = json.loads(sayso("accounts", searched, "--sort", "ties", "--json").out)
    assert {row["id"] for row in rows[:MEMBERS]} == CIRCLE
    assert [row["n_ties"] for row in rows[:MEMBERS]] == [MEMBERS - 1] * MEMBERS
    assert {row["n_ties"] for row in rows[MEMBERS:]} == {0}
    assert sum(row["n_posts"] for row in rows) == sum(row["n_urls"] for row in rows) == 2574
    network = rows[0]["network_id"]
    assert {
        row["id"] for row in json.loads(sayso("accounts", searched, "--network", network[:5], "--json").out)
    } == CIRCLE
    by_posts = sayso("accounts", searched, "--limit", "3")
    assert "links" in by_posts.out
    assert f"{len(rows) - 3} more" in by_posts.err


def test_accounts_of_a_case_without_posts_are_none(read_case: Path) -> None:
    """Where there are no posts there are no accounts; to look for networks says what to add."""
    assert sayso("accounts", read_case, "--json").out == "[]\n"
    done = sayso("coordination", read_case)
    assert done.code == 2
    assert "holds no posts -- sayso add" in done.err


def test_other_options_replace_what_is_shown_and_hold(tmp_path: Path) -> None:
    """A search with other options stands in the place of the one before, says so, and a run keeps its options."""
    tweets = write_tweets(crowd_with_a_circle(), tmp_path / "tweets.jsonl")
    case = tmp_path / "case"
    sayso("init", case)
    sayso("add", case, tweets)
    narrow = sayso(
        "coordination", case, "--window", "60", "--window", "5", "--trace", "url,repost", "--q", "0.01"
    ).out
    assert "within 5, 60 s at url, repost; q 0.01" in narrow
    assert sayso("coordination", case).out == narrow
    assert "searched before" in sayso("run", case).out
    more = write_tweets(crowd_with_a_circle(2), tmp_path / "more.jsonl")
    more.write_text(more.read_text().replace('"id": "1000', '"id": "2000'))
    sayso("add", case, more)
    assert "the case changed since this search -- sayso run" in sayso("coordination", case).err
    assert "posts to search" in sayso("run", case, "--dry-run").out
    assert "coordination: 5,1" in sayso("run", case).out
    assert "within 5, 60 s at url, repost; q 0.01" in sayso("coordination", case).out
    whole = sayso("coordination", case, "--window", "10,60,600,3600").out
    assert "within 10, 60, 600, 3600 s at url, repost, quote" in whole


@pytest.mark.parametrize(
    ("setting", "flags"),
    [
        ("w300_p1", ["--window", "300", "--min-participation", "1", "--edge-weight", "0"]),
        ("w60_p2", ["--window", "60", "--min-participation", "2", "--edge-weight", "0.5"]),
        ("w3600_p3", ["--window", "3600", "--min-participation", "3", "--edge-weight", "0.9"]),
        (
            "w600_p2_loops",
            ["--window", "600", "--min-participation", "2", "--edge-weight", "0.75", "--keep-loops"],
        ),
    ],
)
def test_edges_as_coortweet_have_its_bytes(
    shared_table: Path, tmp_path: Path, setting: str, flags: list[str]
) -> None:
    """What is printed, or written with --out, is CooRTweet's file byte for byte."""
    done = sayso("coordination", shared_table, "--as", "coortweet", *flags)
    assert done.out == (GOLDEN / f"russian_{setting}.csv").read_text(encoding="utf-8")
    out = tmp_path / "edges.csv"
    assert sayso("coordination", shared_table, "--as", "coortweet", *flags, "--out", out).out == ""
    assert out.read_text(encoding="utf-8") == done.out


def test_reposts_of_a_table_without_kinds_are_its_objects(shared_table: Path) -> None:
    """Where co_retweet is asked of CooRTweet's four columns, the objects are what was reposted."""
    done = sayso("coordination", shared_table, "--as", "toolkit", *PEERS["toolkit"])
    assert done.code == 0
    assert done.out.startswith("user_1,user_2,weight")
    assert len(done.out.splitlines()) > 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--as", "foo"], "there is no tool 'foo' -- choose from coortweet, toolkit"),
        (["--as", "toolkit"], "--as toolkit needs --network -- choose from co_tweet"),
        (["--as", "toolkit", "--network", "x"], "there is no network 'x' -- choose from co_tweet"),
        (["--as", "coortweet", "--similarity", "1"], "--similarity goes with --as toolkit alone"),
        (["--as", "coortweet", "--network", "1"], "--network does not go with --as coortweet"),
        (["--as", "coortweet", "--window", "1,2"], "--as coortweet takes one window"),
        (["--as", "coortweet", "--object", "x"], "there is no trace 'x' -- choose from object"),
        (["--as", "coortweet", "--edge-weight", "2"], "the edge weight is 2.0"),
        (["--as", "coortweet", "--json"], "do not go with --as"),
        (["--keep-loops"], "--keep-loops goes with --as coortweet alone"),
        (["--out", "x"], "--out goes with --as alone"),
        (["--window", "soon"], "--window soon is not whole seconds"),
        (["--window", "0"], "the windows are [0]"),
        (["--window", "1,2,3,4,5"], "there are 5 windows -- give 4 at most"),
        (["--trace", "smoke"], "there is no trace 'smoke' -- choose from url"),
        (["--q", "1"], "q is 1.0"),
        (["--network", "zz"], "no network has an id that begins with 'zz'"),
    ],
)
def test_option_that_cannot_be_used_is_one_line(searched: Path, flags: list[str], said: str) -> None:
    """A wrong option says in one line what is wrong, with the choices, and changes nothing."""
    done = sayso("coordination", searched, *flags)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_export_tells_no_name_unless_asked(searched: Path, tmp_path: Path) -> None:
    """No handle or id of an account is in any exported file; a network's id is another one; --real-names shows all."""
    for form in ("jsonl", "gexf", "graphml"):
        for flag in ("--pseudonymous", "--real-names"):
            done = sayso("export", searched, "--format", form, flag, "--out", tmp_path / flag.strip("-"))
            assert done.code == 0, done.err
    names = {
        CIRCLE_ID for account in CIRCLE for CIRCLE_ID in (account.partition(":")[2], handle(account[4:]))
    }
    for path in (tmp_path / "pseudonymous").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not {name for name in names if name in text}, path.name
    for name in ("ties.jsonl", "networks.jsonl", "networks.gexf", "networks.graphml"):
        assert "idc0" in (tmp_path / "real-names" / name).read_text(encoding="utf-8")
    real, hidden = (
        json.loads((tmp_path / folder / "networks.jsonl").read_text(encoding="utf-8"))
        for folder in ("real-names", "pseudonymous")
    )
    assert set(real["accounts"]) == CIRCLE
    assert real["id"] not in json.dumps(hidden)
    posts = (tmp_path / "pseudonymous" / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(hidden["accounts"]) <= {json.loads(line)["account_id"] for line in posts}
    lines = (tmp_path / "pseudonymous" / "ties.jsonl").read_text(encoding="utf-8").splitlines()
    ties = [json.loads(line) for line in lines]
    assert {tie["network_id"] for tie in ties} == {hidden["id"]}
    assert {tie[end] for tie in ties for end in "ab"} == set(hidden["accounts"])
    assert all(tie["a"] < tie["b"] for tie in ties)


@pytest.mark.parametrize("form", ["jsonl", "gexf", "graphml"])
def test_two_exports_have_the_same_bytes(searched: Path, tmp_path: Path, form: str) -> None:
    """The same case gives the same files."""
    for folder in ("a", "b"):
        sayso("export", searched, "--format", form, "--out", tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize(("form", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_graph_opens_elsewhere_with_its_places(
    searched: Path, tmp_path: Path, form: str, read: object
) -> None:
    """Another program reads accounts, ties, their attributes and places; no two accounts are at one place."""
    assert callable(read)
    sayso("export", searched, "--format", form, "--out", tmp_path)
    graph = read(tmp_path / f"networks.{form}")
    assert graph.number_of_nodes() == MEMBERS
    assert graph.number_of_edges() == MEMBERS * (MEMBERS - 1) // 2
    nodes = dict(graph.nodes(data=True)).values()
    places = {
        (node["viz"]["position"]["x"], node["viz"]["position"]["y"])
        if form == "gexf"
        else (node["x"], node["y"])
        for node in nodes
    }
    assert len(places) == MEMBERS
    assert {node["platform"] for node in nodes} == {"x"}
    edge = next(iter(graph.edges(data=True)))[2]
    assert edge["weight"] > 1
    assert edge["window_seconds"] in {10, 60, 600, 3600}
    assert "expected" in edge["in_words"]
