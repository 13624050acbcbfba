"""How busy the machine is: figures taken on a shared one say so."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence

# Beyond this the same work took a fifth longer from one round to the next: read the ratios, not the speeds.
NOISY_SPREAD = 1.2


def describe_machine() -> str:
    """Return the number of cores and the load average of the last 1, 5 and 15 minutes."""
    return f"{os.cpu_count()} cores, load average {load_average()}"


def load_average() -> str:
    """Return the load average of the last 1, 5 and 15 minutes."""
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def describe_spread(what: str, figures: Sequence[float]) -> str:
    """Return by how much ``figures``, which would be equal on a quiet machine, differ."""
    spread = max(figures) / min(figures)
    verdict = "noisy: trust the ratios, not the speeds" if spread > NOISY_SPREAD else "quiet enough"
    return f"{what} varied by {spread - 1:.0%} from its slowest to its fastest round ({verdict})"


def low_middle_high(figures: Sequence[float], form: str) -> list[str]:
    """Return the least, the median and the largest of ``figures``, each written in ``form``."""
    return [format(figure, form) for figure in (min(figures), statistics.median(figures), max(figures))]
