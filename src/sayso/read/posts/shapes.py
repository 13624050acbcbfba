"""Every shape that sayso knows, in the order in which they are asked."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache

from sayso.read.posts.shape import Row, Shape

PLATFORM_MODULES: tuple[str, ...] = (
    *("x_table", "x", "x_status"),
    *("telegram", "bluesky", "meta", "crowdtangle", "tiktok", "youtube", "reddit"),
    "mastodon",  # late: other platforms took its keys over
)
"""Modules that read what a platform itself gives out."""

# Envelopes and tables that name their tool first: what is inside an envelope looks like its platform's own. `mapped`,
# which takes any table with the plain names of a post's columns, comes last.
MODULES: tuple[str, ...] = ("zeeschuimer", "fourcat", *PLATFORM_MODULES, "coortweet", "toolkit", "mapped")
"""Modules of `sayso.read.posts`; each names its shapes ``SHAPES``."""


@cache
def shapes() -> tuple[Shape, ...]:
    """Return all shapes; their modules are imported when first asked for."""
    return tuple(shape for module in MODULES for shape in module_shapes(module))


@cache
def module_shapes(module: str) -> tuple[Shape, ...]:
    """Return the shapes of one module of `MODULES`."""
    found: tuple[Shape, ...] = importlib.import_module(f"sayso.read.posts.{module}").SHAPES
    return found


def recognise(row: Row, *, first: Shape | None = None) -> Shape | None:
    """Return the shape of ``row``, asking ``first`` before all others; None where no shape knows it."""
    if first is not None and first.matches(row):
        return first
    return next((shape for shape in shapes() if shape.matches(row)), None)


def is_post(value: object) -> bool:
    """Tell whether ``value`` is a row that some shape knows."""
    return isinstance(value, Mapping) and recognise(value) is not None
