"""Progress on standard error: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from sayso.engine.progress import Progress, Silent

SECONDS_BETWEEN_LINES = 10.0


class TerminalBar:
    """Draw a bar that goes away when the step is over."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._label = ""

    def begin(self, label: str, total: int | None) -> None:
        """Start a bar."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(label, total=total)
        self._label = label

    def advance(self, n: int, note: str = "") -> None:
        """Move the bar on."""
        if self._bar is not None and self._task is not None:
            # Within one long unit only the note moves on.
            within = f"{self._label}, {note}" if note and not n else self._label
            self._bar.update(self._task, advance=n, description=within)

    def end(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


class Lines:
    """Print a line every ten seconds, for logs."""

    def __init__(self) -> None:
        self._label = ""
        self._total: int | None = None
        self._done = 0
        self._printed_at = 0.0

    def begin(self, label: str, total: int | None) -> None:
        """Remember the step; short steps print nothing."""
        self._label, self._total, self._done = label, total, 0
        self._printed_at = time.monotonic()

    def advance(self, n: int, note: str = "") -> None:
        """Count, and print when ten seconds went by."""
        self._done += n
        now = time.monotonic()
        if now - self._printed_at >= SECONDS_BETWEEN_LINES:
            self._printed_at = now
            of = f" of {self._total:,}" if self._total is not None else ""
            within = f", {note}" if note and not n else ""
            print(f"{self._label}: {self._done:,}{of}{within}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Do nothing more."""


def make_progress(*, quiet: bool) -> Progress:
    """Return what fits where standard error goes."""
    if quiet:
        return Silent()
    return TerminalBar() if sys.stderr.isatty() else Lines()
