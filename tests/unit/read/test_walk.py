"""Which files a folder gives."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from sayso.read import display_name, walk
from sayso.records import Issue


def names(folder: Path) -> list[str]:
    """Return the names of the files found, in their order."""
    return [path.name for path in walk(folder) if isinstance(path, Path)]


def codes(folder: Path) -> list[str]:
    """Return the codes of what was left out, in their order."""
    return [issue.code for issue in walk(folder) if isinstance(issue, Issue)]


def test_walk_gives_files_in_order(tmp_path: Path) -> None:
    """Files come sorted by name, folders walked where they stand."""
    for name in ("b.txt", "a/z.txt", "a/é.txt", "a/b/c.txt", "Z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["Z.txt", "c.txt", "z.txt", "é.txt", "b.txt"]


def test_walk_gives_a_file_named_itself(tmp_path: Path) -> None:
    """A file that the user names is taken, hidden or not."""
    (tmp_path / ".hidden").write_text("x")
    assert names(tmp_path / ".hidden") == [".hidden"]
    assert names(tmp_path) == []


def test_walk_passes_over_cases(tmp_path: Path) -> None:
    """Folders of cases are not walked, whatever they are called."""
    for name in ("a.sayso/x.txt", "case/x.txt", "case/sayso.toml", "case/case.sqlite", "b/sayso.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["sayso.toml"]


def test_walk_follows_links_to_files_once(tmp_path: Path) -> None:
    """A link to a file outside is read; links to a file already met are not."""
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    for name, target in (("b", "a.txt"), ("c", outside), ("d", outside)):
        (folder / name).symlink_to(target)
    assert names(folder) == ["a.txt", "c"]


def test_walk_survives_loops_of_links(tmp_path: Path) -> None:
    """Links to folders are not followed; a link to itself is an issue."""
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nowhere")
    assert codes(tmp_path) == ["broken-link", "link-to-folder", "broken-link"]


def test_walk_leaves_out_what_is_no_file(tmp_path: Path) -> None:
    """Pipes and sockets would block a reader: each is an issue with a remedy."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        issues = [item for item in walk(tmp_path) if isinstance(item, Issue)]
    assert [issue.message.rpartition(": ")[2] for issue in issues] == [
        "a named pipe is not read",
        "a socket is not read",
    ]
    assert all(issue.remedy for issue in issues)


def test_walk_says_that_a_path_is_missing(tmp_path: Path) -> None:
    """A path that is not there is an issue, not an error."""
    assert codes(tmp_path / "nothing") == ["missing"]


@pytest.mark.parametrize("name", ["x" * 300, "a\x00b"])
def test_walk_says_what_it_cannot_read(name: str, tmp_path: Path) -> None:
    """A path that the system refuses is an issue."""
    assert codes(tmp_path / name) == ["unreadable"]


def test_walk_shows_names_that_are_no_utf8(tmp_path: Path) -> None:
    """A file name of any bytes is found, and shown as text that can be stored."""
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (found,) = walk(tmp_path)
    assert isinstance(found, Path)
    assert display_name(found.name) == "caf\\xe9.txt"


def test_walk_handles_deep_folders(tmp_path: Path) -> None:
    """Folders nested deeper than Python recurses are walked."""
    folder = tmp_path
    for _ in range(300):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text("x")
    assert names(tmp_path) == ["x.txt"]
