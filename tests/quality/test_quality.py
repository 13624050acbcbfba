"""The scores do not fall: floors pinned in ``floors.json``, which only rise."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sayso.attribution import Attributor, load_attributor

HERE = Path(__file__).parent
FLOORS: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def load(name: str) -> ModuleType:
    """Load a script that lies beside this test."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


shared, labelled = load("shared"), load("labelled")
MISSING = shared.missing()


@pytest.fixture(scope="module")
def rules() -> Attributor:
    """Load the rules once."""
    return load_attributor("rules")


def test_own_gold_stays_above_its_floors(rules: Attributor) -> None:
    """On our own sentences, what is found and each of its fields stay above the floors."""
    floors = FLOORS["rules"]["gold"]
    scores = load("gold").score_gold(rules)
    below = {name: value for name, value in scores.fields.items() if value < floors.get(name, 0.0)}
    assert scores.who_what >= floors["who_what"], "\n".join(scores.mistakes)
    assert not below, "\n".join(scores.mistakes)


@pytest.mark.shared_data
@pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
def test_polnear_dev_stays_above_its_floors(rules: Attributor) -> None:
    """On the dev split of PolNeAR, by the scorer that measured the peers, F1 stays above the floors."""
    pinned = FLOORS["rules"]["polnear-dev"]
    assert shared.hash_split("dev") == pinned["sha256"], "the data changed: score it anew and pin its floors"
    polnear = load("polnear")
    documents = shared.load_split("dev")
    scores = polnear.score(documents, polnear.predict(rules, documents))
    below = {name: scores[name] for name, floor in pinned["f1"].items() if scores[name][2] < floor}
    assert not below
