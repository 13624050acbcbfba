"""The command line of sayso, as a user calls it: one process a verb."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.process import Usage, measure

SAYSO = (sys.executable, "-m", "sayso")


def init_command(case: Path) -> list[str]:
    """Return the command that makes a case."""
    return [*SAYSO, "init", str(case)]


def add_command(case: Path, texts: Path, *, workers: int) -> list[str]:
    """Return the command that adds a folder of texts."""
    return [*SAYSO, "add", str(case), str(texts), "--workers", str(workers), "--quiet"]


def run_command(case: Path, *, workers: int, attributor: str | None = None) -> list[str]:
    """Return the command that reads what was added, with the attributor of the settings where none is named."""
    chosen = ["--attributor", attributor] if attributor else []
    return [*SAYSO, "run", str(case), "--workers", str(workers), "--quiet", *chosen]


def pending_command(case: Path) -> list[str]:
    """Return the command that says how much there is to read."""
    return [*SAYSO, "run", str(case), "--dry-run"]


def export_command(case: Path, folder: Path) -> list[str]:
    """Return the command that exports everything as JSON Lines."""
    return [*SAYSO, "export", str(case), "--format", "jsonl", "--out", str(folder)]


def verify_command(case: Path) -> list[str]:
    """Return the command that checks every stored byte and row."""
    return [*SAYSO, "verify", str(case)]


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """What making a case, adding a folder and reading it used."""

    init: Usage
    add: Usage
    run: Usage

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the three together, start-up and loading of models included."""
        return self.init.cpu_seconds + self.add.cpu_seconds + self.run.cpu_seconds

    @property
    def peak_bytes(self) -> int:
        """Return the largest memory of all processes together at any one time."""
        return max(self.init.peak_bytes, self.add.peak_bytes, self.run.peak_bytes)

    @property
    def told(self) -> str:
        """Return what `add` and `run` printed: how many documents were read, how much was found in them."""
        return "; ".join(line for usage in (self.add, self.run) for line in usage.output.strip().splitlines())


def end_to_end(
    case: Path,
    texts: Path,
    *,
    workers: int,
    attributor: str | None = None,
    interval: float = 0.5,
    environ: Mapping[str, str] | None = None,
) -> EndToEnd:
    """Make ``case``, add the folder ``texts``, read it, and return what each of the three used."""
    return EndToEnd(
        init=measure(init_command(case), environ=environ, interval=interval),
        add=measure(add_command(case, texts, workers=workers), environ=environ, interval=interval),
        run=measure(
            run_command(case, workers=workers, attributor=attributor), environ=environ, interval=interval
        ),
    )
