"""Words per CPU second, end to end, beside what else reads the same texts in the same run."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.command import EndToEnd, end_to_end
from bench.corpus import Corpus, make_corpus, take_sample
from bench.machine import describe_machine, describe_spread, load_average, low_middle_high
from bench.peers import BARE, GENDERGAPTRACKER, PARSER, READING, TEXTACY, TITLES, PeerCost, measure_peer
from bench.process import memory_kind
from bench.table import format_table, mebibytes
from sayso.attribution import ATTRIBUTORS

SAMPLING_SECONDS = 0.2
HEADER = ("", "speed: min", "median", "max", "ratio: min", "median", "max", "memory", "start")
NOTES = """\
speed: words of the texts for each CPU second (user and system) of the whole process tree.
  sayso: `init`, `add` and `run` with all they cost: three programs started, models loaded, bytes hashed, rows stored.
  sayso less start-up: the same less what one article alone costs, which is what a large case comes to.
  sayso, reading alone: from text to attributions, as the others read; measured where --attributor is given.
  the others: reading alone. Their models are loaded before the clock starts; they store nothing.
ratio: to bare spaCy (the whole pipeline, tagger to entities) in the same round.
start: CPU seconds; sayso, the cost of one article alone; the others, loading the model.
memory: the largest sum over all processes, MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measurement of one system."""

    n_words: int
    cpu_seconds: float
    peak_bytes: int = 0
    start_cpu_seconds: float = 0.0
    n_failed: int = 0

    @property
    def speed(self) -> float:
        """Return words per CPU second."""
        return self.n_words / self.cpu_seconds


Measurement = Callable[[], Mapping[str, Figure]]
Figures = dict[str, list[Figure]]
"""The title of a system to its figures, one a round."""


def run_speed(
    *,
    n_articles: int,
    rounds: int,
    texts: Path | None,
    attributors: Sequence[str] | None,
    gendergaptracker: Path | None,
    seed: int,
) -> Figures:
    """Measure all systems in turn, ``rounds`` times over, print the table and return the figures.

    Without ``attributors``, sayso is measured from end to end as its settings have it.
    """
    chosen = [_absolute(name) for name in attributors or ()]
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as name:
        scratch = Path(name)
        corpus = make_corpus(scratch / "texts", n_articles, seed=seed, texts=texts)
        single = take_sample(corpus, scratch / "single", 1)
        print(f"{corpus.n_articles:,} articles, {corpus.n_words:,} words, from {corpus.origin}")
        print(f"{describe_machine()}; memory is {memory_kind()}", flush=True)
        measurements = list(_measurements(corpus, single, scratch, chosen, gendergaptracker))
        figures: Figures = {}
        for number in range(1, rounds + 1):
            for measurement in measurements:
                for title, figure in measurement().items():
                    figures.setdefault(title, []).append(figure)
            print(f"round {number} of {rounds} done, load average {load_average()}", flush=True)
    print_figures(figures)
    for name in chosen:
        print(describe_ratios(figures, name))
    return figures


def describe_ratios(figures: Figures, attributor: str) -> str:
    """Return how an attributor's words per CPU second stand to those of bare spaCy, median and least of the rounds."""
    bare = figures[TITLES[BARE]]
    told = []
    for title in (reading_title(attributor), f"{whole_title(attributor)}, less start-up"):
        ratios = sorted(_ratios(figures[title], bare))
        told.append(f"{title}: {statistics.median(ratios):.2f} of bare spaCy (least {ratios[0]:.2f})")
    return "; ".join(told)


def reading_title(attributor: str) -> str:
    """Return what the reading of an attributor by itself is called."""
    return f"{TITLES[READING]} ({_short(attributor)})"


def whole_title(attributor: str | None) -> str:
    """Return what sayso from end to end is called."""
    return "sayso, 1 worker" + (f" ({_short(attributor)})" if attributor else "")


def _short(attributor: str) -> str:
    return attributor if attributor in ATTRIBUTORS else Path(attributor).name


def _absolute(attributor: str) -> str:
    """Return the name, or the whole path of a folder: peers run in a folder of their own."""
    return attributor if attributor in ATTRIBUTORS else str(Path(attributor).resolve())


def _ratios(series: Sequence[Figure], bare: Sequence[Figure]) -> list[float]:
    return [figure.speed / beside.speed for figure, beside in zip(series, bare, strict=True)]


def print_figures(figures: Figures) -> None:
    """Print the table, what gave up, and how noisy the machine was."""
    bare = figures[TITLES[BARE]]
    rows = [_row(title, series, bare) for title, series in figures.items()]
    print(f"\n{format_table(HEADER, rows)}\n\n{NOTES}")
    for title, series in figures.items():
        if series[0].n_failed:
            print(f"{title}: gave up on {series[0].n_failed} articles")
    print(describe_spread("bare spaCy", [figure.speed for figure in bare]))


def _measurements(
    corpus: Corpus,
    single: Corpus,
    scratch: Path,
    attributors: Sequence[str],
    gendergaptracker: Path | None,
) -> Iterator[Measurement]:
    """Yield the systems in the order they are measured in each round."""
    yield partial(_measure_peer, BARE, corpus)
    for name in attributors:
        yield partial(_measure_reading, corpus, name)
        yield partial(_measure_sayso, corpus, single, scratch, name)
    if not attributors:
        yield partial(_measure_sayso, corpus, single, scratch)
        yield partial(_measure_sayso_in_two, corpus, scratch)
    yield partial(_measure_peer, PARSER, corpus)
    yield partial(_measure_peer, TEXTACY, corpus)
    if gendergaptracker:
        yield partial(_measure_peer, GENDERGAPTRACKER, corpus, gendergaptracker)


def _measure_peer(name: str, corpus: Corpus, gendergaptracker: Path | None = None) -> dict[str, Figure]:
    return {
        TITLES[name]: _figure(corpus, measure_peer(name, corpus.folder, gendergaptracker=gendergaptracker))
    }


def _measure_reading(corpus: Corpus, attributor: str) -> dict[str, Figure]:
    cost = measure_peer(READING, corpus.folder, attributor=attributor)
    return {reading_title(attributor): _figure(corpus, cost)}


def _figure(corpus: Corpus, cost: PeerCost) -> Figure:
    return Figure(
        n_words=corpus.n_words,
        cpu_seconds=cost.cpu_seconds,
        peak_bytes=cost.peak_bytes,
        start_cpu_seconds=cost.load_cpu_seconds,
        n_failed=cost.n_failed,
    )


def _measure_sayso(
    corpus: Corpus, single: Corpus, scratch: Path, attributor: str | None = None
) -> dict[str, Figure]:
    whole, once = (_read(texts, scratch, workers=1, attributor=attributor) for texts in (corpus, single))
    title = whole_title(attributor)
    print(f"{title}: {whole.told}", flush=True)
    return {
        title: Figure(
            n_words=corpus.n_words,
            cpu_seconds=whole.cpu_seconds,
            peak_bytes=whole.peak_bytes,
            start_cpu_seconds=once.cpu_seconds,
        ),
        f"{title}, less start-up": Figure(
            n_words=corpus.n_words - single.n_words, cpu_seconds=whole.cpu_seconds - once.cpu_seconds
        ),
    }


def _measure_sayso_in_two(corpus: Corpus, scratch: Path) -> dict[str, Figure]:
    whole = _read(corpus, scratch, workers=2)
    figure = Figure(n_words=corpus.n_words, cpu_seconds=whole.cpu_seconds, peak_bytes=whole.peak_bytes)
    return {"sayso, 2 workers": figure}


def _read(corpus: Corpus, scratch: Path, *, workers: int, attributor: str | None = None) -> EndToEnd:
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        return end_to_end(
            Path(folder, "case"),
            corpus.folder,
            workers=workers,
            attributor=attributor,
            interval=SAMPLING_SECONDS,
        )


def _row(title: str, series: Sequence[Figure], bare: Sequence[Figure]) -> list[str]:
    speeds = [figure.speed for figure in series]
    ratios = _ratios(series, bare)
    start = statistics.median(figure.start_cpu_seconds for figure in series)
    return [
        title,
        *low_middle_high(speeds, ",.0f"),
        *low_middle_high(ratios, ".2f"),
        mebibytes(max(figure.peak_bytes for figure in series)),
        f"{start:.1f}" if start else "-",
    ]
