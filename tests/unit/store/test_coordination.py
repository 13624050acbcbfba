"""Ties and networks in the store: one search's result, whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from sayso.errors import StoreError, UsageError
from sayso.records import Network, Note, Push, SharedThing, Tie, network_id
from sayso.store import Searched, TiedAccount, open_case, verify

TIE = Tie(
    a="x:1",
    b="x:2",
    kind="url",
    weight=14,
    n_objects=15,
    n_shares=20,
    window_seconds=60,
    expected=0.3,
    p_value=1e-320,
    q_value=0.001,
    found="both",
    excess_p=1e-9,
    excess_q=1e-5,
    synchrony_p=1e-7,
    synchrony_q=1e-3,
    n_common=16,
    n_near=14,
    expected_near=2.5,
    near_seconds=60,
    mean_delay_seconds=12.5,
    first_at="2024-05-01T00:00:00+00:00",
    last_at="2024-05-02T00:00:00+00:00",
    in_words="shared 14 of the same links within 60 s; 0.3 expected",
)
SEARCHED = Searched(
    n_posts=40, n_accounts=9, left_out=(0, 1), notes=(Note(code="timing", text="timing speaks"),)
)


def network_of(*accounts, n_ties):
    """Return a network of these accounts."""
    return Network(
        id=network_id(accounts),
        accounts=accounts,
        n_ties=n_ties,
        q_value=1e-4,
        window_seconds=60,
        first_at=TIE.first_at,
        last_at=TIE.last_at,
        objects=(SharedThing(kind="text", value="NUL \0, ß, \U0001f5de", n_accounts=2, n_shares=9),),
        narratives=(Push(attribution_id="a1", text="x", how="link", n_posts=1, n_posts_all=3, n_accounts=1),),
        explanations=(Note(code="one-site", text="all of one site"),),
        hints=(Note(code="T0049.002", text="consistent with DISARM T0049.002"),),
        in_words="2 accounts",
    )


def account(number, *, n_ties, network=None):
    """Return an account with ties."""
    return TiedAccount(
        id=f"x:{number}",
        platform="x",
        account_id=str(number),
        name=f"name_{number}",
        n_posts=3,
        n_ties=n_ties,
        first_at=None,
        last_at=None,
        network_id=network,
    )


def write(store, run_id, ties, networks, accounts):
    """Store the result of a run as the engine does."""
    parameters = {"windows": [10, 60], "traces": ["url"], "q": 0.05}
    store.start_run(run_id, stage="coordination", version="1", parameters=parameters, model_sha256=None)
    store.write_coordination(run_id, searched=SEARCHED, ties=ties, networks=networks, accounts=accounts)


@pytest.fixture
def found(case):
    """Return a network of two, with a third account tied to one of them, stored."""
    network = network_of("x:1", "x:2", n_ties=1)
    ties = [replace(TIE, network_id=network.id), replace(TIE, a="x:2", b="x:3", p_value=0.01, weight=3)]
    accounts = [
        account(1, n_ties=1, network=network.id),
        account(2, n_ties=2, network=network.id),
        account(3, n_ties=1),
    ]
    write(case.store, "run-1", ties, [network], accounts)
    return network, ties, accounts


def test_result_is_read_as_it_was_written(case, found):
    """Networks, ties and accounts come back equal; what no database holds is written as an escape."""
    network, ties, accounts = found
    (stored,) = case.store.networks()
    assert stored.objects == (replace(network.objects[0], value="NUL \\x00, ß, \U0001f5de"),)
    assert replace(stored, objects=()) == replace(network, objects=())
    assert list(case.store.ties()) == ties
    assert list(case.store.tied_accounts()) == accounts
    search = case.store.search_of_ties()
    assert (search.run_id, search.n_ties, search.n_networks) == ("run-1", 2, 1)
    assert search.searched == SEARCHED
    assert search.found == {"both": 2}
    assert search.parameters["windows"] == [10, 60]
    assert search.ended_at is not None
    assert list(verify(case)) == []


def test_ties_and_accounts_are_narrowed_and_sorted(case, found):
    """Ties of a network, of an account on either side, and the strongest first."""
    network, ties, accounts = found
    assert list(case.store.ties(network=network.id)) == ties[:1]
    assert list(case.store.ties(account="x:3")) == ties[1:]
    assert list(case.store.ties(account="x:2", strongest=True)) == ties
    assert list(case.store.tied_accounts(network=network.id)) == accounts[:2]


def test_next_result_replaces_the_whole_of_the_one_before(case, found):
    """Nothing of an earlier search is left; its run stays in the list of runs, and counts nothing."""
    write(case.store, "run-2", [], [], [])
    assert not [*case.store.ties(), *case.store.networks(), *case.store.tied_accounts()]
    assert case.store.search_of_ties().run_id == "run-2"
    runs = {run.id: (run.rows_in, run.rows_out) for run in case.store.runs()}
    assert runs == {"run-1": (0, 0), "run-2": (SEARCHED.n_posts, 0)}
    assert list(verify(case)) == []


def test_result_that_fails_half_way_leaves_the_one_before(case, found):
    """Rows that break off in the middle of the writing are not stored, nor is anything deleted."""

    def broken(ties):
        yield from ties
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(case.store, "run-2", broken([replace(TIE, a="x:8", b="x:9")]), [], [])
    with pytest.raises(StoreError):
        write(case.store, "run-3", [replace(TIE, network_id="nowhere")], [], [])
    assert list(case.store.ties()) == found[1]
    assert case.store.search_of_ties().run_id == "run-1"


def test_network_is_found_by_the_beginning_of_its_id(case, found):
    """A beginning that fits one network names it; none, several or an empty one are errors that say so."""
    network = found[0]
    assert case.store.network(network.id[:5]).id == network.id
    both = [network_of("x:1", "x:2", n_ties=0), network_of("x:8", "x:9", n_ties=0)]
    write(case.store, "run-2", [], both, [])
    with pytest.raises(UsageError, match="several networks begin with ''"):
        case.store.network("")
    for prefix in ("zz", "%", "_"):
        with pytest.raises(UsageError, match="no network has an id"):
            case.store.network(prefix)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ('UPDATE networks SET accounts = \'["x:1", "x:3"]\'', "network-changed"),
        ("UPDATE networks SET n_ties = 7", "network-changed"),
        ("UPDATE ties SET a = 'x:0' WHERE b = 'x:3'", "tie-changed"),
        ("UPDATE ties SET q_value = 2", "tie-changed"),
        ("UPDATE ties SET network_id = (SELECT id FROM networks)", "tie-changed"),
        ("UPDATE tied_accounts SET network_id = NULL", "network-changed"),
        ("DELETE FROM coordination", "tie-of-another-run"),
    ],
)
def test_verify_names_what_was_changed_by_hand(case, found, statement, code):
    """Ties, networks and accounts that no longer fit together are named."""
    with case.store.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert code in {finding.code for finding in verify(case) if finding.severity == "error"}


def test_result_outlives_the_program(case, settings, found):
    """What was written is there when the case is opened again."""
    case.close()
    with open_case(case.path, settings=settings) as opened:
        assert list(opened.store.ties()) == found[1]
