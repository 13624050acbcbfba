"""Add and read many articles in one go: is memory flat, and how fast is each core."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bench.command import end_to_end
from bench.corpus import Corpus, make_corpus, take_sample
from bench.machine import describe_machine, describe_spread, load_average
from bench.peers import BARE, measure_peer
from bench.process import Sample, Usage, memory_kind
from bench.table import format_table, mebibytes

SAMPLING_SECONDS = 0.5
TENTHS = 10


def run_scale(
    *, n_articles: int, workers: int, n_sample: int, texts: Path | None, work: Path | None, seed: int
) -> float:
    """Measure ``n_articles`` in one go, print memory over time and speed, and return the ratio to bare spaCy.

    Bare spaCy reads ``n_sample`` of the same articles before and after, in as many processes at once as sayso has
    workers: two busy cores of one chip are slower than one. ``work`` keeps texts and case; without it they are deleted.
    """
    with ExitStack() as stack:
        scratch = work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-bench-")))
        corpus = make_corpus(scratch / "texts", n_articles, seed=seed, texts=texts)
        sample = take_sample(corpus, scratch / "sample", n_sample, seed=seed)
        print(f"{corpus.n_articles:,} articles, {corpus.n_words:,} words, from {corpus.origin}")
        print(f"{workers} workers; {describe_machine()}; memory is {memory_kind()}", flush=True)
        before = _bare_speeds(sample, workers)
        print(f"bare spaCy before: {statistics.mean(before):,.0f} words/CPU s", flush=True)
        done = end_to_end(scratch / "case", corpus.folder, workers=workers, interval=SAMPLING_SECONDS)
        print(f"sayso: {done.told}; load average {load_average()}", flush=True)
        after = _bare_speeds(sample, workers)
        print(f"bare spaCy after: {statistics.mean(after):,.0f} words/CPU s\n")
    print_memory({"add": done.add, "run": done.run})
    return _print_speed(corpus, done.cpu_seconds, [*before, *after])


def print_memory(usages: dict[str, Usage]) -> None:
    """Print the largest memory of all processes together in each tenth of the time that each verb took."""
    header = ["MiB in each tenth", *(str(tenth) for tenth in range(1, TENTHS + 1)), "2nd half / 1st"]
    rows = []
    for verb, usage in usages.items():
        peaks = tenths(usage.samples)
        halves = [max(peaks[: TENTHS // 2]), max(peaks[TENTHS // 2 :])]
        flat = f"{halves[1] / halves[0]:.2f}" if all(halves) else "-"
        rows.append([verb, *(mebibytes(peak) for peak in peaks), flat])
    print(format_table(header, rows))
    for verb, usage in usages.items():
        print(
            f"{verb}: {usage.cpu_seconds:,.0f} CPU s in {usage.wall_seconds:,.0f} s,"
            f" peak {mebibytes(usage.peak_bytes)} MiB"
        )


def tenths(samples: Sequence[Sample]) -> list[int]:
    """Return the largest memory, bytes, in each tenth of the sampled time; 0 for a tenth without a sample."""
    peaks = [0] * TENTHS
    end = max((sample.at for sample in samples), default=0.0)
    for sample in samples:
        tenth = min(TENTHS - 1, int(TENTHS * sample.at / end)) if end else 0
        peaks[tenth] = max(peaks[tenth], sample.n_bytes)
    return peaks


def _bare_speeds(sample: Corpus, n_processes: int) -> list[float]:
    """Return the words per CPU second of bare spaCy in each of ``n_processes`` that run at the same time."""
    with ThreadPoolExecutor(n_processes) as pool:
        costs = list(pool.map(lambda _: measure_peer(BARE, sample.folder), range(n_processes)))
    return [sample.n_words / cost.cpu_seconds for cost in costs]


def _print_speed(corpus: Corpus, cpu_seconds: float, bare: Sequence[float]) -> float:
    speed = corpus.n_words / cpu_seconds
    ratio = speed / statistics.mean(bare)
    print(f"\nsayso, everything counted: {cpu_seconds:,.0f} CPU s, {speed:,.0f} words/CPU s")
    print(
        f"bare spaCy on {len(bare)} readings of a sample: {statistics.mean(bare):,.0f} words/CPU s, loading left out"
    )
    print(
        f"ratio per core: {ratio:.2f}"
        f" ({speed / max(bare):.2f} to its fastest reading, {speed / min(bare):.2f} to its slowest)"
    )
    print(describe_spread("bare spaCy", bare))
    return ratio
