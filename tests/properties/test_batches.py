"""The answer for a document is the same in every company, every process and every order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from sayso.attribution import ATTRIBUTORS, Passage, load_attributor
from sayso.attribution.stage import AttributionStage
from sayso.stages import DOCUMENT_BATCH
from tests.quality.labelled import load_labelled
from tests.unit.attribution.made import AWKWARD

ROOT = Path(__file__).parents[2]
N_LABELLED = 16
READ = """
import json, sys
sys.modules.update(dict.fromkeys(("torch", "sklearn", "onnx", "safetensors", "transformers")))
from sayso.attribution import Passage, load_attributor
attributor = load_attributor(sys.argv[1])
print(json.dumps([repr(attributor.read(Passage(text=text))) for text in json.load(sys.stdin)]))
"""
"""A process in which what training needs cannot be imported (spaCy itself imports torch where it is installed)."""


def documents() -> list[str]:
    """Return texts of contested news, awkward ones among them, and a long one."""
    texts = [one.text for one in load_labelled()[:N_LABELLED]]
    return [*texts, *AWKWARD.values(), "\n\n".join(texts)]


def make_batch(texts: list[str], first: int) -> pa.RecordBatch:
    """Return texts as the stage gets them."""
    rows = [
        {
            "document_id": str(number),
            "language": "fr" if number % 9 == 8 else "en",
            "title": None,
            "outlet": "The Ledger" if number % 2 else None,
            "text": text,
            "unread": [{"start": 0, "end": 1}] if number % 5 == 4 else [],
        }
        for number, text in enumerate(texts, first)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_BATCH)


def read_in_batches(stage: AttributionStage, texts: list[str], size: int) -> pa.Table:
    """Return the rows of all texts, read so many at a time."""
    starts = range(0, len(texts), size)
    return pa.Table.from_batches([stage.run(make_batch(texts[at : at + size], at)) for at in starts])


@pytest.mark.parametrize("name", ATTRIBUTORS)
def test_rows_are_the_same_in_every_batch(name: str) -> None:
    """One document at a time, two, seven, or all from the last to the first: the same rows."""
    texts, stage = documents(), AttributionStage(name)
    alone = read_in_batches(stage, texts, 1)
    assert alone.num_rows == len(texts)
    assert sum(map(len, alone["attributions"].to_pylist())) >= N_LABELLED
    for size in (2, 7):
        assert read_in_batches(stage, texts, size).equals(alone)
    backwards = pa.Table.from_batches(
        [stage.run(make_batch([text], at)) for at, text in reversed(list(enumerate(texts)))]
    )
    assert backwards.take(list(range(len(texts)))[::-1]).equals(alone.combine_chunks())


@pytest.mark.parametrize("name", ATTRIBUTORS)
def test_answers_are_the_same_in_another_process(name: str) -> None:
    """A process that reads other texts first, and has no torch, gives the same answers."""
    texts = documents()[::3]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ, name],
        input=json.dumps(texts[::-1]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    attributor = load_attributor(name)
    assert json.loads(done.stdout)[::-1] == [repr(attributor.read(Passage(text=text))) for text in texts]
