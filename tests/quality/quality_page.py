"""Write the tables and the plot of docs/quality.md from the scores that ``pin.py`` wrote down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import kinds
import shared
from calibration import Bin, Calibration
from plot import PLOT, draw_reliability

PAGE = shared.ROOT / "docs" / "quality.md"
BLOCK = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
NOTHING = ""

Scores = dict[str, dict[str, Any]]

# Measured with the same scorer: people on 20 articles that several annotated, peers on the test part (84 articles with
# 2,044 attributions). GenderGapTracker with its own preprocessing, Citron's code trained on the train part of PolNeAR,
# textacy paragraph by paragraph.
OTHERS = ("two people", "GenderGapTracker", "Citron's code", "textacy")
KNOWN: dict[str, tuple[str, str, str, str]] = {
    "precision": ("0.753", "0.609", "0.666", "0.569"),
    "recall": ("0.753", "0.338", "0.392", "0.175"),
    "A.who_what": ("0.753", "0.435", "0.494", "0.267"),
    "A.full": ("0.747", "0.408", "0.471", "0.258"),
    "A.exact": ("0.601", "0.269", "0.309", "0.090"),
    "exact.source": ("0.793", NOTHING, NOTHING, NOTHING),
    "exact.cue": ("0.708", NOTHING, NOTHING, NOTHING),
    "exact.content": ("0.695", NOTHING, NOTHING, NOTHING),
    "sent": ("0.925", "0.695", "0.695", "0.514"),
    "direct": ("0.967", "0.628", "0.577", "0.714"),
    "mixed": ("0.855", "0.414", "0.484", "0.116"),
    "indirect": ("0.693", "0.233", "0.319", "0.011"),
}
MEASURES = {
    "A.who_what": "**who and what, F1**",
    "precision": "who and what, precision",
    "recall": "who and what, recall",
    "direct": "recall, direct quotations",
    "mixed": "recall, partly quoted",
    "indirect": "recall, indirect speech",
    "A.full": "who, what and cue, F1",
    "A.exact": "all three to the word, F1",
    "exact.source": "sources to the word, F1",
    "exact.cue": "cues to the word, F1",
    "exact.content": "contents to the word, F1",
    "sent": "sentences with an attribution, F1",
}
FIELDS = {
    "sourcing": "kind of source",
    "force": "force",
    "stance": "stance",
    "quotation": "quotation",
    "chain": "chain, all links",
    "parent": "what it is nested in",
    "mention": "fullest mention, to the letter",
    "tied": "pronouns and short names tied to it",
}


def write_page(scores: Scores) -> None:
    """Renew the tables of the page, and the plot of the attributor measured that comes last."""
    PAGE.write_text(renew(PAGE.read_text(encoding="utf-8"), scores), encoding="utf-8")
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    PLOT.write_text(plot(scores), encoding="utf-8")


def plot(scores: Scores) -> str:
    """Return the plot."""
    name, reached = _with(scores, "polnear-dev")[-1]
    texts = f"{reached['n_documents']} articles of PolNeAR, dev part"
    return draw_reliability(_calibration(reached), name=name, texts=texts)


def renew(page: str, scores: Scores) -> str:
    """Return ``page`` with each of its tables as ``scores`` give it."""
    made = {"polnear": polnear, "own": own, "gum": gum, "calibration": calibration, "mistakes": mistakes}

    def fill(block: re.Match[str]) -> str:
        lines = "\n".join(made[block[2]](scores))
        return f"{block[1]}\n{lines}\n\n{block[3]}"

    return BLOCK.sub(fill, page)


def polnear(scores: Scores) -> Iterator[str]:
    """Yield the table of measures on PolNeAR, beside people and peers."""
    columns = _with(scores, "polnear-dev")
    yield from _head(["measure", *(f"`{name}` [95 %]" for name, _ in columns), *OTHERS])
    for key, title in MEASURES.items():
        yield _row([title, *(_polnear_cell(key, reached) for _, reached in columns), *KNOWN[key]])


def _polnear_cell(key: str, reached: dict[str, Any]) -> str:
    if key in ("precision", "recall"):
        return f"{reached['measures']['A.who_what'][key]:.3f}"
    value = reached["recall"][key] if key in reached["recall"] else reached["measures"][key]["f1"]
    low, high = reached["intervals"][key]
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def own(scores: Scores) -> Iterator[str]:
    """Yield the table of our own texts: the half for development, and the half kept apart once it was read."""
    halves = {"gold": "development", "held": "kept apart"}
    columns = [(name, part, reached) for part in halves for name, reached in _with(scores, part)]
    yield from _head(["", *(f"`{name}`, {halves[part]}" for name, part, _ in columns)])
    yield _row(["attributions marked", *(f"{reached['n']:,}" for *_, reached in columns)])
    for key, title in (
        ("who_what", "**who and what, F1**"),
        ("precision", "precision"),
        ("recall", "recall"),
    ):
        yield _row([title, *(f"{reached[key]:.3f}" for *_, reached in columns)])
    for key, title in FIELDS.items():
        cells = [reached["fields"].get(key) for *_, reached in columns]
        yield _row([title, *("" if cell is None else f"{cell:.3f}" for cell in cells)])


def gum(scores: Scores) -> Iterator[str]:
    """Yield the table of the news of GUM."""
    columns = _with(scores, "gum-news")
    yield from _head(["who and what", *(f"`{name}`" for name, _ in columns)])
    for key in ("recall", "precision", "f1"):
        title = "F1" if key == "f1" else key
        yield _row([title, *(f"{reached[key]:.3f}" for _, reached in columns)])
    nested = [f"{reached['nested_found']} of {reached['n_nested']}" for _, reached in columns]
    yield _row(["nested ones found", *nested])


def calibration(scores: Scores) -> Iterator[str]:
    """Yield the table of calibration."""
    columns = [(name, _calibration(reached)) for name, reached in _with(scores, "polnear-dev")]
    yield from _head(["", *(f"`{name}`" for name, _ in columns)])
    yield _row(["attributions found", *(f"{one.n:,}" for _, one in columns)])
    yield _row(["share right", *(f"{one.share:.3f}" for _, one in columns)])
    yield _row(["mean score", *(f"{one.mean:.3f}" for _, one in columns)])
    intervals = [f"{one.error:.3f} [{one.interval[0]:.3f}, {one.interval[1]:.3f}]" for _, one in columns]
    yield _row(["expected calibration error, bins of equal width [95 %]", *intervals])
    yield _row(["the same, were all scores exact", *(f"{one.chance:.3f}" for _, one in columns)])
    counts = [f"{one.error_equal_counts:.3f}" for _, one in columns]
    yield _row(["expected calibration error, bins of equal count", *counts])
    yield _row(["Brier score", *(f"{one.brier:.3f}" for _, one in columns)])


def mistakes(scores: Scores) -> Iterator[str]:
    """Yield the table of kinds of misses, and that of false alarms."""
    columns = _with(scores, "polnear-dev")
    for key, title, known in (
        ("missed", "missed", kinds.MISSES),
        ("found", "found, not marked so", kinds.ALARMS),
    ):
        if key == "found":
            yield ""
        totals = [sum(reached["kinds"][key].values()) for _, reached in columns]
        yield from _head([title, *(f"`{name}`" for name, _ in columns), "rule"])
        for kind, rule in known.items():
            counts = [reached["kinds"][key].get(kind, 0) for _, reached in columns]
            if any(counts):
                shares = [f"{n} ({n / total:.0%})" for n, total in zip(counts, totals, strict=True)]
                yield _row([kind, *shares, rule])
        yield _row(["all", *(f"{total:,}" for total in totals), NOTHING])


def _calibration(reached: dict[str, Any]) -> Calibration:
    values = reached["calibration"]
    bins = [Bin(**one) for one in values["bins"]]
    return Calibration(**{**values, "bins": bins, "interval": tuple(values["interval"])})


def _with(scores: Scores, part: str) -> list[tuple[str, Any]]:
    return [(name, scores[name][part]) for name in sorted(scores) if part in scores[name]]


def _head(cells: Sequence[str]) -> Iterator[str]:
    yield _row(cells)
    yield _row(["---"] * len(cells))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
