"""Ties by nothing but counting: who shares the same things within a window, without asking what chance explains."""

from __future__ import annotations

from pathlib import Path

from sayso.stages import SetEngine


def count_ties(engine: SetEngine, acts: Path, *, window: int, to: Path) -> int:
    """Write each pair of accounts that share a thing within ``window`` seconds into ``to``; return how many there are.

    ``acts`` is a table of `sayso.stages.ACTS`. Columns: ``a`` < ``b`` (numbers of accounts), ``weight`` (pairs of
    shares), ``n_objects``, ``mean_delay`` (seconds).
    """
    return engine.write("ties", reads={"acts": acts}, to=to, parameters={"window": window})
