"""``sayso train``: make a model from annotated texts."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from sayso.errors import UsageError

NEEDED = ("torch", "sklearn", "safetensors", "onnx")


def train(
    what: Annotated[Literal["attribution"], typer.Argument(help="What the model is for.")],
    data: Annotated[
        list[Path],
        typer.Option(
            "--data", help="Annotated texts: PolNeAR's or GUM's folder, or a .jsonl file. Repeatable."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the model into.")],
    *,
    start: Annotated[
        Path | None, typer.Option("--start", help="Weights to start from; by default those of MiniLM-L6.")
    ] = None,
    epochs: Annotated[float, typer.Option("--epochs", help="How often each text is read.", min=0.01)] = 5,
    rate: Annotated[
        float, typer.Option("--rate", help="Learning rate of the encoder; ten times it for the rest.", min=0)
    ] = 1e-4,
    seed: Annotated[int, typer.Option("--seed", help="What chance begins with.")] = 1,
    device: Annotated[str, typer.Option("--device", help="cpu, cuda, ...")] = "cpu",
    half: Annotated[
        bool, typer.Option("--half/--whole", help="Multiply in 16 bits: faster where the processor can.")
    ] = False,
) -> None:
    """Train a model on annotated texts; `sayso config CASE --set attributor=FOLDER` then reads with it."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"training needs {', '.join(missing)}, not installed here", remedy="pip install 'sayso[train]'"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not an empty folder", remedy="give --out a new one")
    for path in data:
        if not path.exists():
            raise UsageError(f"{path} is not there", remedy="give --data a folder or file of annotated texts")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}", remedy="give --out a folder that can be made") from error
    from sayso.attribution.training.learning import Plan
    from sayso.attribution.training.recipe import train_model

    plan = Plan(epochs=epochs, encoder_rate=rate, head_rate=10 * rate, seed=seed, device=device, half=half)
    train_model(data, out, plan=plan, start=start, tell=lambda line: print(line, file=sys.stderr, flush=True))
    print(out)
