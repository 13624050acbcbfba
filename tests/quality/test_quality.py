"""The scores do not fall: floors pinned in ``floors.json`` by ``pin.py``, which only rise."""

from __future__ import annotations

from typing import Any

import labelled
import measuring
import pin
import pytest
import shared

from sayso.attribution import ATTRIBUTORS, Attributor, load_attributor

FLOORS: dict[str, Any] = pin.read(pin.FLOORS)
MISSING = shared.missing()
NAMES = sorted(ATTRIBUTORS)
HELD = [name for name in NAMES if "held" in FLOORS.get(name, {})]

needs_data = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))


@pytest.fixture(scope="module", params=NAMES)
def attributor(request: pytest.FixtureRequest) -> Attributor:
    """Load each attributor once."""
    return load_attributor(request.param)


def below(attributor: Attributor, part: str, reached: measuring.Reached) -> list[str]:
    """Return the floors that are not kept."""
    return list(pin.misses(FLOORS[attributor.name][part], pin.values_of(part, reached)))


@pytest.mark.parametrize("name", NAMES)
def test_attributor_has_floors(name: str) -> None:
    """What can be chosen is measured: `python tests/quality/pin.py --attributor NAME`."""
    assert set(pin.MEASUREMENTS) <= set(FLOORS.get(name, {}))


def test_own_gold_stays_above_its_floors(attributor: Attributor) -> None:
    """On our own sentences, what is found and each of its fields stay above the floors; gold.py lists mistakes."""
    assert below(attributor, "gold", measuring.measure_gold(attributor)) == []


@pytest.mark.parametrize("name", HELD)
def test_held_half_stays_above_its_floors(name: str) -> None:
    """The same on the half kept apart, of which nothing but numbers is shown."""
    attributor = load_attributor(name)
    assert below(attributor, "held", measuring.measure_gold(attributor, labelled.HELD)) == []


@pytest.mark.shared_data
@needs_data
def test_polnear_dev_stays_above_its_floors(attributor: Attributor) -> None:
    """On the dev split of PolNeAR, by the scorer that measured the peers, F1, recall by type and calibration stay."""
    pinned = FLOORS[attributor.name]["polnear-dev"]
    assert shared.hash_split("dev") == pinned["sha256"], "the data changed: score it anew and pin its floors"
    assert below(attributor, "polnear-dev", measuring.measure_polnear(attributor)) == []


@pytest.mark.shared_data
@needs_data
def test_gum_news_stays_above_its_floors(attributor: Attributor) -> None:
    """On the news of GUM, nested attributions among all, recall and F1 of who_what stay above the floors."""
    assert below(attributor, "gum-news", measuring.measure_gum(attributor)) == []
