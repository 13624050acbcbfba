from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys

import pytest

from sayso.errors import LimitError, ReadError, StoreError
from sayso.store import Evidence

KILLED = """
import sys
from pathlib import Path
from sayso.store.evidence import Evidence
def endless():
    while True:
        yield b"x" * 1000
        print("writing", flush=True)
Evidence(Path(sys.argv[1]))._put(endless())
"""


@pytest.fixture
def evidence(tmp_path):
    """Make an empty folder of evidence."""
    made = Evidence(tmp_path / "evidence")
    made.create()
    return made


@pytest.mark.parametrize("data", [b"", b"abc", b"\0" * 3_000_000])
def test_file_is_stored_under_its_hash(evidence, tmp_path, data):
    """The bytes lie unchanged, read-only, in the folder of the first two digits; twice changes nothing."""
    (tmp_path / "file").write_bytes(data)
    sha256 = evidence.put_file(tmp_path / "file", max_bytes=len(data))
    assert sha256 == hashlib.sha256(data).hexdigest() == evidence.put_bytes(data)
    path = evidence.root / sha256[:2] / sha256
    assert path == evidence.path(sha256)
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o777 == 0o444
    assert list(evidence.blobs()) == [sha256]
    assert evidence.digest(sha256) == sha256
    assert list((evidence.root / "tmp").iterdir()) == []


def test_link_to_a_file_is_followed(evidence, tmp_path):
    """A link is what it leads to."""
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert evidence.put_file(tmp_path / "link", max_bytes=3) == hashlib.sha256(b"abc").hexdigest()


def test_what_is_no_file_is_refused_at_once(evidence, tmp_path):
    """A pipe nobody writes to, a socket, a device, a folder: an error that says which, and no waiting."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    names = {
        "pipe": "named pipe",
        "socket": "socket",
        "link": "named pipe",
        ".": "folder",
        "/dev/zero": "device",
    }
    for name, kind in names.items():
        with pytest.raises(ReadError, match=kind) as caught:
            evidence.put_file(tmp_path / name, max_bytes=10)
        assert caught.value.code == "not-a-file"


def test_what_cannot_be_read_is_refused(evidence, tmp_path):
    """A missing file, a link to itself and a NUL in the name are errors with a code and a remedy."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    names = {"missing": "file-missing", "loop": "file-unreadable", "nul\0": "file-unreadable"}
    names["x" * 300] = "file-unreadable"
    for name, code in names.items():
        with pytest.raises(ReadError) as caught:
            evidence.put_file(tmp_path / name, max_bytes=10)
        assert (caught.value.code, bool(caught.value.remedy)) == (code, True)


def test_file_over_the_limit_is_refused(evidence, tmp_path):
    """One byte too many, also when the size that the system states is a lie, stores nothing."""
    (tmp_path / "file").write_bytes(b"abcd")
    for path in (tmp_path / "file", "/proc/self/status"):  # the latter states a size of 0
        with pytest.raises(LimitError) as caught:
            evidence.put_file(tmp_path / path, max_bytes=3)
        assert caught.value.code == "file-too-large"
    assert list(evidence.blobs()) == []
    assert list((evidence.root / "tmp").iterdir()) == []


def test_folder_that_cannot_be_written_to_is_an_error_of_the_store(tmp_path):
    """That the evidence cannot be kept is no fault of the source."""
    (tmp_path / "evidence").write_text("a file")
    with pytest.raises(StoreError, match="evidence"):
        Evidence(tmp_path / "evidence").put_bytes(b"abc")


def test_name_that_is_no_hash_is_refused(evidence):
    """No path can be made to lead out of the folder."""
    with pytest.raises(ValueError, match="not a SHA-256"):
        evidence.path("../../etc/passwd")


def test_two_processes_may_store_the_same(evidence):
    """Whoever comes first, the bytes are there once and whole, and nobody fails."""
    data = os.urandom(500_000)
    script = "import sys; from pathlib import Path; from sayso.store.evidence import Evidence\n"
    script += "for _ in range(20): Evidence(Path(sys.argv[1])).put_file(Path(sys.argv[2]), max_bytes=10**6)"
    source = evidence.root.parent / "source"
    source.write_bytes(data)
    children = [subprocess.Popen([sys.executable, "-c", script, evidence.root, source]) for _ in range(3)]
    while any(child.poll() is None for child in children):
        evidence.clean()
        for blob in evidence.blobs():
            assert evidence.digest(blob) == blob
    assert [child.returncode for child in children] == [0, 0, 0]
    assert list(evidence.blobs()) == [hashlib.sha256(data).hexdigest()]


def test_leftover_of_a_kill_is_cleaned_and_a_living_writer_spared(evidence):
    """`clean` deletes the half-written file of a killed process, never that of one at work."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, evidence.root], stdout=subprocess.PIPE, text=True
    ) as child:
        child.stdout.readline()
        assert evidence.clean() == 0
        assert len(list((evidence.root / "tmp").iterdir())) == 1
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert evidence.clean() == 1
    assert list((evidence.root / "tmp").iterdir()) == []
    assert list(evidence.blobs()) == []
