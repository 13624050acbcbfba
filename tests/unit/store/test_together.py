from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sayso.errors import StoreError
from sayso.settings import Settings
from sayso.store import create_case, open_case, verify
from sayso.store.database import open_postgresql, open_sqlite

ADDING = Path(__file__).with_name("adding_forever.py")
BATCH = 7


def start_adding(case_path):
    """Start a process that adds batches until it is killed."""
    return subprocess.Popen([sys.executable, ADDING, case_path], stdout=subprocess.PIPE, text=True)


def test_kill_leaves_whole_batches(tmp_path, settings):
    """Killed at random moments, the case opens again and holds whole batches that are as they were written."""
    path = tmp_path / "case"
    create_case(path, settings=settings).close()
    n_documents = 0
    for n_kills in range(1, 5):
        with start_adding(path) as child:
            child.stdout.readline()
            time.sleep(random.random() * 0.3)
            child.send_signal(signal.SIGKILL)
            child.wait()
        with open_case(path, settings=settings) as case:
            if case.store.database.dialect == "postgresql":
                # The server ends the transaction when it notices that its client is gone: a writer waits for that.
                case.store.note("test", "waits", {})
            summary = case.store.summary()
            assert summary.n_documents > n_documents
            assert summary.n_documents % BATCH == 0
            assert summary.n_attributions % BATCH == 0
            # Each kill may fall between the documents of a batch and what is found in them.
            assert 0 <= summary.n_documents - summary.n_attributions <= n_kills * BATCH
            assert (
                case.store.count_pending("attribution", "run") == summary.n_documents - summary.n_attributions
            )
            assert [finding for finding in verify(case) if finding.severity == "error"] == []
            assert list((case.evidence.root / "tmp").iterdir()) == []
            n_documents = summary.n_documents


def test_reader_reads_while_a_writer_writes(tmp_path, settings):
    """A listing begun before a batch does not see it, one begun after does, and neither waits for the other."""
    path = tmp_path / "case"
    create_case(path, settings=settings).close()
    with start_adding(path) as child, open_case(path, settings=settings) as case:
        child.stdout.readline()
        before = 0
        for _ in range(5):
            stream = case.store.documents()
            next(stream)
            child.stdout.readline()
            n_seen = 1 + sum(1 for _ in stream)
            assert n_seen % BATCH == 0
            assert n_seen >= before
            assert case.store.summary().n_documents >= n_seen
            assert list(case.store.search("officials", limit=1))
            assert [f for f in verify(case) if f.severity == "error" and f.code != "blob-missing"] == []
            before = n_seen
        child.kill()
        child.wait()


def test_two_writers_take_turns(tmp_path, settings):
    """Two processes that add to one case at the same time leave one unbroken log."""
    path = tmp_path / "case"
    create_case(path, settings=settings).close()
    with open_case(path, settings=settings) as case:

        def note(name):
            for i in range(15):
                case.store.note("test", name, {"i": i})

        threads = [threading.Thread(target=note, args=(name,)) for name in ("a", "b", "c")]
        for thread in threads:
            thread.start()
        with open_case(path, settings=settings) as other:
            for _ in range(15):
                other.store.note("test", "d", {})
        for thread in threads:
            thread.join()
        assert list(verify(case)) == []
        assert sum(entry.action == "test" for entry in case.store.log()) == 60


def test_writer_that_waits_too_long_says_so(tmp_path, settings, case):
    """Who cannot write because another one does not end gets one line that says so."""
    if settings.store:
        waiting = open_postgresql(settings.store, lock_seconds=0.1)
    else:
        waiting = open_sqlite(case.path / "case.sqlite", lock_seconds=0.1)
    with case.store.database.write():
        with pytest.raises(StoreError, match="being written by another process"), waiting.write():
            pass
        with waiting.read() as connection:  # reading goes on
            assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar() == 0
    with waiting.write():
        pass
    waiting.close()


def test_damaged_file_says_so(tmp_path):
    """A database file overwritten with something else is named, with what to do."""
    path = tmp_path / "case"
    create_case(path, settings=Settings()).close()
    (path / "case.sqlite").write_bytes(b"not a database " * 1000)
    with pytest.raises(StoreError, match="damaged"):
        open_case(path, settings=Settings())


def test_damaged_pages_are_found(tmp_path, make_document):
    """Pages of the database overwritten on disk are findings, not a crash."""
    path = tmp_path / "case"
    with create_case(path, settings=Settings()) as case:
        case.store.add_documents([make_document(i) for i in range(1_000)])
    size = (path / "case.sqlite").stat().st_size
    with (path / "case.sqlite").open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 4))
    with open_case(path, settings=Settings()) as case:
        assert {finding.code for finding in verify(case)} & {"unreadable", "database-damaged"}
