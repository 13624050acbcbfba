"""The training of the network: batches of windows of like length, one rising and falling rate, fixed seeds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from sayso.attribution.training.lessons import UNSAID, Lesson
from sayso.attribution.training.network import Network

NEVER = -1e9
"""What is added to the weight of a piece that only fills up a batch."""
BETAS, DECAY = (0.9, 0.98), 0.01
TOLD = 50
"""Steps between two lines of progress."""
ALIKE = 32
"""Batches whose lessons are sorted by length: padding falls from 17 % of the pieces to 1.5 %."""
ROLE_SHARE = 1 / 8
"""Weight of the roles in the loss: a row of some 250 tokens counts as eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    epochs: float = 4
    batch: int = 8
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    seed: int = 1
    device: str = "cpu"
    half: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Lessons padded to one length."""

    pieces: Tensor
    owners: Tensor
    firsts: Tensor
    tokens: Tensor
    mask: Tensor
    anchors: Tensor
    lessons: Sequence[Lesson]


def pad(lessons: Sequence[Lesson], device: str) -> Batch:
    """Return ``lessons`` as one batch."""
    n_pieces = max(len(lesson.pieces) for lesson in lessons)
    n_tokens = max(len(lesson.tokens) for lesson in lessons)
    pieces = np.zeros((len(lessons), n_pieces), dtype=np.int64)
    owners = np.zeros((len(lessons), n_pieces), dtype=np.int64)
    firsts = np.zeros((len(lessons), n_tokens), dtype=np.int64)
    tokens = np.zeros((len(lessons), n_tokens, lessons[0].tokens.shape[1]), dtype=np.int64)
    mask = np.full((len(lessons), 1, 1, n_pieces), NEVER, dtype=np.float32)
    anchors = np.full((len(lessons), n_tokens), UNSAID, dtype=np.float32)
    for row, lesson in enumerate(lessons):
        size, count = len(lesson.pieces), len(lesson.tokens)
        pieces[row, :size] = lesson.pieces
        owners[row, :size] = lesson.owners
        firsts[row, :count] = lesson.firsts
        tokens[row, :count] = lesson.tokens
        mask[row, 0, 0, :size] = 0
        anchors[row, :count] = lesson.anchors
    return Batch(
        pieces=torch.from_numpy(pieces).to(device),
        owners=torch.from_numpy(owners).to(device),
        firsts=torch.from_numpy(firsts).to(device),
        tokens=torch.from_numpy(tokens).to(device),
        mask=torch.from_numpy(mask).to(device),
        anchors=torch.from_numpy(anchors).to(device),
        lessons=lessons,
    )


def loss_of(network: Network, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of ``batch`` and its parts."""
    states, scores = network.encoder(batch.pieces, batch.owners, batch.tokens, batch.firsts, batch.mask)
    states, scores = states.float(), scores.float()
    said = batch.anchors != UNSAID
    found = functional.binary_cross_entropy_with_logits(scores[said], batch.anchors[said], reduction="sum")
    n_tokens = sum(len(lesson.tokens) for lesson in batch.lessons)
    n_anchors = max(1, sum(len(lesson.rows) for lesson in batch.lessons))
    roles = any_role = torch.zeros((), device=states.device)
    device = states.device
    for row, lesson in enumerate(batch.lessons):
        count = len(lesson.tokens)
        single = torch.zeros(count, dtype=torch.int64, device=device)
        if len(lesson.rows):
            wanted = torch.from_numpy(lesson.roles).to(device)
            answers = network.roles(
                states[row, torch.from_numpy(lesson.rows).to(device)],
                states[row : row + 1, :count],
                torch.from_numpy(lesson.pairs).to(device),
            )
            losses = functional.cross_entropy(answers.reshape(-1, 4), wanted.reshape(-1), reduction="none")
            roles = roles + losses.sum()
            single = wanted.max(dim=0).values.clamp(min=0)
        any_role = any_role + functional.cross_entropy(
            network.any_role(states[row, :count]), single, reduction="sum"
        )
    parts = (found / n_anchors, ROLE_SHARE * roles / n_anchors, any_role / n_tokens)
    return parts[0] + parts[1] + parts[2], {
        "anchors": parts[0].item(),
        "roles": parts[1].item(),
        "tokens": parts[2].item(),
    }


def train(
    network: Network, lessons: Sequence[Lesson], plan: Plan, *, tell: Callable[[str], None] = lambda _: None
) -> None:
    """Train ``network`` in place on ``lessons``; ``tell`` gets a line now and then."""
    torch.manual_seed(plan.seed)
    network.to(plan.device).train()
    network.encoder.words.weight.requires_grad_(
        requires_grad=False
    )  # half of all weights, to be moved at every step
    optimizer = torch.optim.AdamW(_groups(network, plan), betas=BETAS, weight_decay=DECAY, fused=True)
    n_steps = max(1, int(plan.epochs * len(lessons) / plan.batch))
    peaks = [group["lr"] for group in optimizer.param_groups]
    started = time.perf_counter()
    seen: list[dict[str, float]] = []
    for step, chosen in enumerate(islice(_batches(lessons, plan), n_steps), 1):
        share = _share(step - 1, n_steps, plan.warm * n_steps)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * share
        batch = pad(chosen, plan.device)
        with torch.autocast(torch.device(plan.device).type, dtype=torch.bfloat16, enabled=plan.half):
            loss, parts = loss_of(network, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seen.append(parts)
        if step % TOLD == 0 or step == n_steps:
            means = {name: sum(one[name] for one in seen) / len(seen) for name in parts}
            shown = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
            tell(f"step {step} of {n_steps}: {shown}; {time.perf_counter() - started:.0f} s")
            seen = []
    network.eval()


def _share(step: int, n_steps: int, warm: float) -> float:
    """Return which share of its peak the rate has: it rises in a line, then falls to nothing."""
    return min(step / warm, 1.0, (n_steps - step) / (n_steps - warm)) if warm else 1 - step / n_steps


def _groups(network: Network, plan: Plan) -> list[dict[str, Any]]:
    slow: list[Tensor] = []
    fast: list[Tensor] = []
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            known = name.startswith(("encoder.layers", "encoder.places", "encoder.norm"))
            (slow if known else fast).append(weight)
    return [{"params": slow, "lr": plan.encoder_rate}, {"params": fast, "lr": plan.head_rate}]


def _batches(lessons: Sequence[Lesson], plan: Plan) -> Iterator[list[Lesson]]:
    """Yield batches without end: each epoch shuffles, then sorts within stretches of batches by length."""
    order = random.Random(plan.seed)  # noqa: S311 -- the order of lessons is no secret
    stretch = plan.batch * ALIKE
    while True:
        numbers = list(range(len(lessons)))
        order.shuffle(numbers)
        batches = []
        for start in range(0, len(numbers), stretch):
            near = sorted(numbers[start : start + stretch], key=lambda number: len(lessons[number].pieces))
            batches += [near[at : at + plan.batch] for at in range(0, len(near), plan.batch)]
        order.shuffle(batches)
        for batch in batches:
            yield [lessons[number] for number in batch]
