"""Ties, circles and facts made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from sayso.coordination.circles import Circle, Things
from sayso.coordination.facts import Facts
from sayso.records import Tie


def tie(**changed: Any) -> Tie:
    """Return a tie that shares links, with some fields changed."""
    fields: dict[str, Any] = {
        "a": "x:1",
        "b": "x:2",
        "kind": "url",
        "weight": 6,
        "n_objects": 6,
        "n_shares": 6,
        "window_seconds": 60,
        "expected": 0.1,
        "p_value": 1e-9,
        "q_value": 1e-6,
        "found": "both",
        "excess_p": 1e-9,
        "excess_q": 1e-6,
        "synchrony_p": 1e-4,
        "synchrony_q": 0.01,
        "n_common": 10,
        "n_near": 6,
        "expected_near": 0.6,
        "near_seconds": 60,
        "mean_delay_seconds": 20.0,
        "first_at": "2026-03-04T00:00:00+00:00",
        "last_at": "2026-03-09T00:00:00+00:00",
        "in_words": "",
    }
    return Tie(**fields | changed)


def circle(n_things: int = 20, n_members: int = 5, n_accounts: int = 50, n_shares: int = 5) -> Circle:
    """Return a circle of five whose things so many members share, of so many accounts."""
    ones = np.ones(n_things, dtype=np.int64)
    things = Things(
        object=np.arange(n_things),
        trace=0 * ones,
        n_members=n_members * ones,
        n_shares=n_shares * ones,
        n_accounts=n_accounts * ones,
        first_t=0 * ones,
        last_t=0 * ones,
    )
    keys = tuple(f"x:{number}" for number in range(5))
    return Circle(number=0, members=np.arange(5), keys=keys, ties=np.arange(3), things=things)


def facts(**changed: Any) -> Facts:
    """Return facts that give no reason, with some fields changed."""
    fields: dict[str, Any] = {
        "names": ("anna", "bert", "cleo", "dora", "emil"),
        "site": None,
        "author": None,
        "participation": 0.4,
        "devotion": 0.3,
        "after_first": 900.0,
        "n_days": 6,
        "hours": np.full(24, 10),
        "hours_at_large": np.full(24, 1_000),
        "pace": None,
    }
    return Facts(**fields | changed)
