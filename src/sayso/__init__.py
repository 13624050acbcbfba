"""Read contested news and show who claims what, on whose word.

The names below are the public ones; everything else may move. They load when first used: ``import sayso`` is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sayso.attribution import Attributor, Passage, load_attributor
    from sayso.engine.adding import add_paths
    from sayso.engine.coordinating import run_coordination
    from sayso.engine.running import run_stages
    from sayso.errors import SaysoError
    from sayso.export.jsonl import export_jsonl
    from sayso.records import Attribution, Document, Issue, Network, Post, Span, Tie
    from sayso.settings import Settings, load_settings
    from sayso.store.case import create_case, open_case
    from sayso.store.claims import ClaimFilter
    from sayso.store.verify import verify

__all__ = [
    "Attribution",
    "Attributor",
    "ClaimFilter",
    "Document",
    "Issue",
    "Network",
    "Passage",
    "Post",
    "SaysoError",
    "Settings",
    "Span",
    "Tie",
    "add_paths",
    "create_case",
    "export_jsonl",
    "load_attributor",
    "load_settings",
    "open_case",
    "run_coordination",
    "run_stages",
    "verify",
]
_HOMES = (
    "records errors settings attribution store export.jsonl engine.adding engine.running engine.coordinating"
).split()


def __getattr__(name: str) -> object:
    """Load a public name from its home, the cheapest to load first."""
    if name in __all__:
        for home in _HOMES:
            if hasattr(module := import_module(f"sayso.{home}"), name):
                return getattr(module, name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
