"""A search for ties as a run: what it stores, when it has nothing to do, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.coordination.options import NullOptions
from sayso.engine.adding import add_paths
from sayso.engine.coordinating import is_current, run_coordination, stored_options
from sayso.errors import UsageError
from sayso.settings import Settings
from sayso.store import Case, verify
from tests.posted import MEMBERS, crowd_with_a_circle, handle, write_tweets


def add_tweets(case: Case, settings: Settings, folder: Path, seed: int = 1) -> None:
    """Add the posts of a crowd with a circle in it."""
    path = write_tweets(crowd_with_a_circle(seed, n_posts=1_500), folder / f"tweets-{seed}.jsonl")
    add_paths(case, [str(path)], settings=settings)


def errors(case: Case) -> list[str]:
    """Return what the check finds to be wrong."""
    return [finding.message for finding in verify(case) if finding.severity == "error"]


def left(case: Case) -> list[str]:
    """Return what lies in the folder of the posts beside them."""
    return sorted(
        path.name for path in case.posts.iterdir() if path.suffix != ".parquet" and path.name != "tmp"
    )


def test_search_stores_the_circle(case: Case, settings: Settings, tmp_path: Path) -> None:
    """The network is the circle, under its handles; the run says with what; no table on the way is left."""
    add_tweets(case, settings, tmp_path)
    done = run_coordination(case, settings=settings)
    (network,) = case.store.networks()
    assert network.accounts == tuple(f"x:idc{number}" for number in range(MEMBERS))
    assert (done.n_posts, done.n_networks) == (case.store.count_posts(), 1)
    members = {account.id: account.name for account in case.store.tied_accounts(network=network.id)}
    assert members == {f"x:idc{number}": handle(f"c{number}") for number in range(MEMBERS)}
    assert {tie.network_id for tie in case.store.ties()} == {network.id}
    (run,) = case.store.runs()
    assert (run.stage, run.rows_in, run.rows_out) == ("coordination", done.n_posts, done.n_ties + 1)
    assert run.parameters["windows"] == list(NullOptions().windows)
    assert left(case) == []
    assert errors(case) == []


def test_nothing_is_done_twice(case: Case, settings: Settings, tmp_path: Path) -> None:
    """With the same posts and options the second run does nothing; new posts or options make it search anew."""
    add_tweets(case, settings, tmp_path)
    first = run_coordination(case, settings=settings)
    ties = list(case.store.ties())
    assert is_current(case)
    assert run_coordination(case, settings=settings) == replace(first, n_posts=0)
    narrow = NullOptions(windows=(5,), traces=("url",))
    assert run_coordination(case, settings=settings, options=narrow).n_posts == first.n_posts
    assert stored_options(case) == narrow
    assert run_coordination(case, settings=settings).n_posts == 0
    assert run_coordination(case, settings=settings, options=NullOptions()).n_posts == first.n_posts
    assert list(case.store.ties()) == ties
    (path,) = tmp_path.glob("*.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace('"id": "1000', '"id": "3000'), encoding="utf-8")
    add_paths(case, [str(path)], settings=settings)
    assert not is_current(case)
    assert run_coordination(case, settings=settings).n_posts == 2 * first.n_posts


def test_case_without_posts_has_no_ties(case: Case, settings: Settings) -> None:
    """A search among no posts finds nothing, and says so."""
    done = run_coordination(case, settings=settings)
    assert (done.n_posts, done.n_ties, done.n_networks) == (0, 0, 0)
    assert list(case.store.networks()) == []
    assert errors(case) == []


@pytest.mark.parametrize(
    "options",
    [
        NullOptions(windows=()),
        NullOptions(windows=(60, 10)),
        NullOptions(windows=(1, 2, 3, 4, 5)),
        NullOptions(traces=()),
        NullOptions(traces=("smoke",)),
        NullOptions(q=0.0),
    ],
)
def test_options_that_cannot_be_used_start_no_run(tmp_path: Path, case: Case, options: NullOptions) -> None:
    """A wrong option is an error before anything is written."""
    with pytest.raises(UsageError):
        run_coordination(case, settings=Settings(), options=options)
    assert list(case.store.runs()) == []


def test_killed_search_leaves_the_result_before_it(case: Case, settings: Settings, tmp_path: Path) -> None:
    """Killed at whatever moment, a search leaves one whole result, and the next one ends as if nothing had been."""
    add_tweets(case, settings, tmp_path)
    run_coordination(case, settings=settings, options=NullOptions(windows=(3600,)))
    before = list(case.store.ties())
    command = [sys.executable, "-m", "sayso", "coordination", case.path, "--window", "10,60,600,3600"]
    environment = {**os.environ, "SAYSO_STORE": settings.store} if settings.store else dict(os.environ)
    for seconds in (1.0, 1.6, 2.2, 3.0):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        ) as child:
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
            child.wait()
        if stored_options(case) == NullOptions():
            break
        assert list(case.store.ties()) == before
        assert errors(case) == []
    run_coordination(case, settings=settings, options=NullOptions())
    assert stored_options(case) == NullOptions()
    assert left(case) == []
    assert errors(case) == []
