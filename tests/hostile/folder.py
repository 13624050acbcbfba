"""The bad inputs as one folder on disk, one folder inside it for each, and what adding it told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import files, formats
from tests.hostile.places import PLACES, Place
from tests.hostile.row import Row

ROWS: list[Row] = [*files.ROWS, *formats.ROWS]
INPUTS: list[Row | Place] = [*ROWS, *PLACES]
GOOD = "The mayor said on Monday that bridge number {} would be closed for a week, critics say."
"""Beside each bad input lies a good one, all of them different."""


@dataclass(frozen=True, slots=True)
class Done:
    """What `sayso add` returned and printed, and what the case holds after it."""

    code: int
    out: str
    err: str
    issues: list[dict[str, str]]
    paths: list[str]
    verified: int

    def told(self, bad: Row | Place) -> list[str]:
        """Return the lines about one input, as `sayso add` prints them."""
        return [
            f"{issue['message']} -- {issue['remedy']}"
            for issue in self.issues
            if Path(issue["path"]).parts[0] == bad.slug
        ]


def environment(bad: Row | Place) -> dict[str, str]:
    """Return the settings that an input is tried with."""
    if isinstance(bad, Place):
        return dict(bad.environment)
    return {f"SAYSO_{name.upper()}": str(value) for name, value in bad.limits.items()}


def write(folder: Path, inputs: Iterable[Row | Place], *, good: bool = False) -> None:
    """Write each input into a folder of its own name; with ``good``, a text that can be read beside it."""
    for number, bad in enumerate(inputs):
        place = folder / bad.slug
        place.mkdir(parents=True)
        if isinstance(bad, Place):
            bad.make(place)
        else:
            (place / bad.name).write_bytes(bad.content())
        if good:
            (place / "good.txt").write_text(GOOD.format(number), encoding="utf-8")


def add(folder: Path, case: Path, settings: Mapping[str, str]) -> Done:
    """Make a case, add ``folder`` from inside it, and verify the case."""
    made = _sayso(folder, "init", str(case))
    if made.returncode:
        raise RuntimeError(made.stderr.decode())
    done = _sayso(folder, "add", str(case), ".", "--quiet", **settings)
    return Done(
        code=done.returncode,
        out=done.stdout.decode(),
        err=done.stderr.decode(),
        issues=list(_lines(folder, "issues", str(case))),
        paths=[str(row["path"]) for row in _lines(folder, "documents", str(case))],
        verified=_sayso(folder, "verify", str(case)).returncode,
    )


def _lines(folder: Path, verb: str, case: str) -> Iterator[dict[str, str]]:
    done = _sayso(folder, verb, case, "--jsonl")
    yield from map(json.loads, done.stdout.splitlines())


def _sayso(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sayso", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
