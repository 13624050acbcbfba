"""How far a long step is: the library reports here, the command line shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hear how a step goes on."""

    def begin(self, label: str, total: int | None) -> None:
        """Start a step of ``total`` units (None: not known)."""
        ...

    def advance(self, n: int, note: str = "") -> None:
        """Say that ``n`` more units are done; ``note`` names the latest, or for ``n`` 0 how far the next is."""
        ...

    def end(self) -> None:
        """End the step."""
        ...


class Silent:
    """Show nothing."""

    def begin(self, label: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, n: int, note: str = "") -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""
