"""Bad places: names that drive terminals, pipes, links in circles, files that cannot be read or are too large."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.formats import pdf_of
from tests.hostile.row import PROSE, slug

MEGABYTE = 2**20


@dataclass(frozen=True)
class Place:
    """What `make` puts into an empty folder, what adding it must give, and the settings to try it with."""

    label: str
    make: Callable[[Path], None]
    codes: tuple[str, ...]
    n_documents: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The label as the name of a folder."""
        return slug(self.label)


def named(*names: str | bytes, text: str = "") -> Callable[[Path], None]:
    """Return what writes a file of each name, empty unless there is a text."""

    def make(folder: Path) -> None:
        for name in names:
            Path(folder, os.fsdecode(name)).write_text(text, encoding="utf-8")

    return make


def linked(**targets: str) -> Callable[[Path], None]:
    """Return what makes links, by name and target."""

    def make(folder: Path) -> None:
        for name, target in targets.items():
            (folder / f"{name}.txt").symlink_to(target)

    return make


def filled(name: str, before: bytes, n_megabytes: int, after: bytes = b"") -> Callable[[Path], None]:
    """Return what writes a long line."""

    def make(folder: Path) -> None:
        with (folder / name).open("wb") as stream:
            stream.write(before)
            for _ in range(n_megabytes):
                stream.write(b"words " * (MEGABYTE // 6))
            stream.write(after)

    return make


def sparse(folder: Path) -> None:
    """Make a file of 5 GB that takes no room."""
    with (folder / "a.txt").open("wb") as stream:
        stream.truncate(5 * 2**30)


def pipe(folder: Path) -> None:
    """Make a pipe that nobody writes to."""
    os.mkfifo(folder / "a.txt")


def socket(folder: Path) -> None:
    """Make a socket that nobody listens to."""
    os.mknod(folder / "a.txt", stat.S_IFSOCK | 0o600)


def same_file_thrice(folder: Path) -> None:
    """Make a file, a hard link and a symbolic link to it."""
    named("a.txt", text=PROSE)(folder)
    (folder / "b.txt").hardlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to("a.txt")


def circle_of_folders(folder: Path) -> None:
    """Make a folder that holds a link to itself."""
    named("a.txt", text=PROSE)(folder)
    (folder / "again").symlink_to(".")


def folder_named_as_file(folder: Path) -> None:
    """Make a folder whose name is that of a text."""
    (folder / "a.txt").mkdir()
    named("b.txt", text=PROSE)(folder / "a.txt")


def path_too_long(folder: Path) -> None:
    """Make a file whose path is longer than the system takes (4,096 bytes)."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(17):
        os.mkdir("d" * 250, dir_fd=here)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


OUT_OF_TIME = {"SAYSO_MAX_SECONDS": "4", "SAYSO_MAX_WORKER_BYTES": str(8 * 2**30)}
"""The PDF takes more memory the longer it is read: on an idle machine it met the limit of that in six seconds."""


def pdf_of_a_gigabyte(folder: Path) -> None:
    """Make a PDF of a few kilobytes, packed twice, whose page has a gigabyte of drawing operators."""
    outer, inner = zlib.compressobj(9), zlib.compressobj(9)
    operators = b"0 0 m 9 9 l S " * 700_000
    packed = b"".join(outer.compress(inner.compress(operators)) for _ in range(100))
    packed += outer.compress(inner.flush()) + outer.flush()
    data = pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%s\nendstream" % (len(packed), packed),
    )
    (folder / "a.pdf").write_bytes(data)


PLACES = [
    Place("named pipe", pipe, ("not-a-file",)),
    Place("socket", socket, ("not-a-file",)),
    Place("link to an endless device", linked(a="/dev/zero"), ("not-a-file",)),
    Place("link to itself", linked(a="a.txt"), ("broken-link",)),
    Place("links in a circle", linked(a="b.txt", b="a.txt"), ("broken-link", "broken-link")),
    Place("link that leads nowhere", linked(a="/nonexistent"), ("broken-link",)),
    Place("folder that holds itself", circle_of_folders, ("link-to-folder",), 1),
    Place("one file under three names", same_file_thrice, (), 1),
    Place("folder named as a file", folder_named_as_file, (), 1),
    Place("file that fails when it is read", linked(a="/proc/self/mem"), ("file-unreadable",)),
    Place("file in a folder too deep", path_too_long, ("unreadable",)),
    Place("file of 5 GB", sparse, ("file-too-large",)),
    Place("line of 200 MB", filled("a.txt", b"", 200), ("too-large",)),
    Place(
        "line of 200 MB in JSON",
        filled("a.jsonl", b'{"text": "', 200, b'"}\n{"text": "Yes, she said."}\n'),
        ("value-too-large",),
    ),
    Place(
        "line of 200 MB in a table",
        filled("a.csv", b'text,title\n"', 200, b'",x\n'),
        ("bad-row", "line-too-long"),
    ),
    Place("name with a line break", named("a\nb.txt"), ("empty",)),
    Place("name that drives the terminal", named("\x1b[2J\x1b]0;own\x07a.txt"), ("empty",)),
    Place("name that runs backwards", named("\u202etxt.exe"), ("empty",)),
    Place("name that is no UTF-8", named(b"caf\xe9 \xff.txt"), ("empty",)),
    Place("name that is no UTF-8, with a text", named(b"caf\xe9.txt", text=PROSE), (), 1),
    Place("name that looks like a flag", named("--help"), ("empty",)),
    Place("name with markup", named("[red]a[-].txt"), ("empty",)),
    Place("name of 255 bytes", named("a" * 251 + ".txt"), ("empty",)),
    Place("PDF that takes too long", pdf_of_a_gigabyte, ("timeout",), 0, OUT_OF_TIME),
    Place(
        "PDF that takes too much memory",
        pdf_of_a_gigabyte,
        ("crash",),
        0,
        {"SAYSO_MAX_WORKER_BYTES": str(2**30)},
    ),
]
