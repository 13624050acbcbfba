"""The network in torch: an encoder of word pieces, a head that finds anchors and one that gives every token its role.

The encoder has the form of BERT (Devlin et al. 2019) in the size of MiniLM (Wang et al. 2020), whose weights it starts
from; what is known of each token besides its word is added to what its pieces begin as. The second head looks at pairs
of an anchor and a token: a product of both, shifted by what lies between them, smoothed along the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from sayso.attribution.features import PAIR_SIZES, TOKEN_SIZES

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, POSITIONS = 30_522, 512
PAIR, SIDE, GATE = 128, 24, 32
"""Width of a token as a member of a pair, of a pair, and of an anchor where it weighs the ways to it."""
ROLES = 4
DROPOUT = 0.1
"""On what goes in and in the heads. Inside the layers it would nearly double the time on a CPU: 12 steps
took 31.7 s with and 17.2 s without."""
KERNEL = 5
"""Tokens seen at once where the roles of a row are smoothed."""


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        self.gather = nn.Linear(WIDTH, WIDTH)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states of (batch, pieces, width) one layer on."""
        size = states.shape
        query, key, value = (
            part.reshape(size[0], size[1], HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.attend(states).split(WIDTH, dim=-1)
        )
        if mask is None:  # as plain products, which every runtime knows
            weights = torch.softmax(query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5, dim=-1)
            mixed = weights @ value
        else:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(size[0], size[1], WIDTH)
        states = self.first(states + self.gather(mixed))
        inner = functional.gelu(self.widen(states))
        return self.second(states + self.narrow(inner))


class Encoder(nn.Module):
    """Word pieces and the features of their tokens to a state for each token, and how likely it is an anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        tables = [nn.Embedding(size, WIDTH) for size in TOKEN_SIZES]
        for table in tables:
            nn.init.zeros_(table.weight)
        self.features = nn.ModuleList(tables)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.anchor = nn.Sequential(
            nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(PAIR, 1)
        )

    def forward(
        self, pieces: Tensor, owners: Tensor, tokens: Tensor, firsts: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return states (batch, tokens, width) and anchor scores (batch, tokens), in log odds.

        ``pieces`` and ``owners`` (the token of each piece) are (batch, pieces); ``tokens`` (batch, tokens, features);
        ``firsts`` (batch, tokens) the first piece of each token.
        """
        known = sum(table(tokens[..., number]) for number, table in enumerate(self.features))
        spread = torch.gather(known, 1, owners.unsqueeze(-1).expand(-1, -1, WIDTH))
        places = self.places(torch.arange(pieces.shape[1], device=pieces.device))
        states = self.drop(self.norm(self.words(pieces) + places + spread))
        for layer in self.layers:
            states = layer(states, mask)
        states = torch.gather(states, 1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        return states, self.anchor(states).squeeze(-1)


class Roles(nn.Module):
    """Which role each token has to each anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.of_anchor = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Dropout(DROPOUT))
        self.of_token = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Dropout(DROPOUT))
        self.product = nn.Parameter(torch.randn(SIDE, PAIR, PAIR) * PAIR**-0.75)
        self.plain = nn.Linear(PAIR, SIDE)
        self.gate = nn.Linear(PAIR, GATE)
        self.ways = nn.ModuleList(nn.Embedding(size, SIDE) for size in PAIR_SIZES)
        self.gated = nn.ModuleList(nn.Embedding(size, SIDE * GATE) for size in PAIR_SIZES)
        for table in (*self.ways, *self.gated):
            nn.init.normal_(table.weight, std=0.02)
        self.near = nn.Conv1d(SIDE, SIDE, KERNEL, padding=KERNEL // 2)
        self.answer = nn.Linear(SIDE, ROLES)

    def forward(self, anchors: Tensor, tokens: Tensor, pairs: Tensor) -> Tensor:
        """Return (anchors, tokens, roles) in log odds.

        ``anchors`` is (anchors, width), ``tokens`` (anchors, tokens, width) or (1, tokens, width), ``pairs``
        (anchors, tokens, features).
        """
        head, members = self.of_anchor(anchors), self.of_token(tokens)
        turned = torch.einsum("ad,kde->ake", head, self.product)
        side = torch.matmul(members, turned.transpose(1, 2)) + self.plain(members)
        gate = self.gate(head)
        for number, (plain, gated) in enumerate(zip(self.ways, self.gated, strict=True)):
            chosen = pairs[..., number]
            table = torch.einsum("ag,nsg->ans", gate, gated.weight.reshape(-1, SIDE, GATE)) + plain.weight
            side = side + torch.gather(table, 1, chosen.unsqueeze(-1).expand(-1, -1, SIDE))
        side = functional.gelu(side)
        side = side + functional.gelu(self.near(side.transpose(1, 2))).transpose(1, 2)
        return self.answer(side)


class Network(nn.Module):
    """Encoder, roles, and a head used in training only: what each token is to any anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.roles = Encoder(), Roles()
        self.any_role = nn.Linear(WIDTH, ROLES)


def load_start(network: Network, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Fill the encoder of ``network`` from the weights of a BERT model of its size, by their published names."""
    tensors = {name.removeprefix("bert."): torch.from_numpy(value.copy()) for name, value in weights.items()}
    encoder = network.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(tensors["embeddings.word_embeddings.weight"])
        kind = tensors["embeddings.token_type_embeddings.weight"][0]
        encoder.places.weight.copy_(tensors["embeddings.position_embeddings.weight"] + kind)
        _copy(encoder.norm, tensors, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            start = f"encoder.layer.{number}"
            for part, piece in (("weight", layer.attend.weight), ("bias", layer.attend.bias)):
                names = (f"{start}.attention.self.{name}.{part}" for name in ("query", "key", "value"))
                piece.copy_(torch.cat([tensors[name] for name in names]))
            _copy(layer.gather, tensors, f"{start}.attention.output.dense")
            _copy(layer.first, tensors, f"{start}.attention.output.LayerNorm")
            _copy(layer.widen, tensors, f"{start}.intermediate.dense")
            _copy(layer.narrow, tensors, f"{start}.output.dense")
            _copy(layer.second, tensors, f"{start}.output.LayerNorm")


def _copy(module: object, tensors: Mapping[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).copy_(tensors[f"{name}.{part}"])
