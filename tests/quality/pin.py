"""Score an attributor on everything, pin its floors and write the tables of docs/quality.md.

python tests/quality/pin.py --attributor trained              scores, floors, tables and plot
python tests/quality/pin.py --attributor trained --only gold  one of gold, polnear-dev, gum-news; the others stay
python tests/quality/pin.py --attributor trained --dry-run    prints what it would write
python tests/quality/pin.py --docs                            tables and plot alone, from the scores written before

Floors go a little below what was reached and only rise: one that is not reached any more stays and is named, with exit
code 1; ``--lower`` sets it down. Where the articles of PolNeAR changed, their floors are new. The labelled half that is
kept apart is read with ``--held`` alone; of it nothing but numbers is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from math import ceil, floor
from pathlib import Path
from typing import Any

import measuring
import quality_page
import shared
from labelled import HELD
from measuring import Reached

from sayso.attribution import Attributor, load_attributor

HERE = Path(__file__).parent
FLOORS, SCORES = HERE / "floors.json", HERE / "scores.json"
MARGIN = 0.01
"""Between what was reached and the floor: small changes elsewhere move a text or two."""
STEPS = 1000
BOOT = 1000
CEILINGS = frozenset(("ece",))
"""What is better the lower it is."""
PINNED = ("A.who_what", "A.full", "A.exact", "exact.source", "exact.cue", "exact.content", "sent")

Floors = dict[str, Any]
MEASUREMENTS: dict[str, Callable[[Attributor], Reached]] = {
    "gold": measuring.measure_gold,
    "polnear-dev": lambda attributor: measuring.measure_polnear(attributor, boot=BOOT),
    "gum-news": measuring.measure_gum,
}


def floors_of(part: str, reached: Reached) -> Floors:
    """Return the floors of one part of `MEASUREMENTS` (or ``held``) a little below what was reached."""
    if part == "polnear-dev":
        return {
            "sha256": reached["sha256"],
            "f1": {name: _below(reached["measures"][name]["f1"]) for name in PINNED},
            "recall": {kind: _below(share) for kind, share in reached["recall"].items()},
            "ece": ceil(round((reached["calibration"]["error"] + MARGIN) * STEPS, 6)) / STEPS,
        }
    if part == "gum-news":
        return {name: _below(reached[name]) for name in ("f1", "recall")}
    fields = {name: _below(share) for name, share in reached["fields"].items()}
    return {"who_what": _below(reached["who_what"]), **fields}


def _below(reached: float) -> float:
    # Rounded first: 0.74 - 0.01 is 0.7299999.
    return max(0.0, floor(round((reached - MARGIN) * STEPS, 6)) / STEPS)


def merge(old: Floors, new: Floors, *, lower: bool) -> Floors:
    """Return ``new`` floors with those of ``old`` that are stricter, and all that only ``old`` has."""
    if lower or old.get("sha256") != new.get("sha256"):
        return {**old, **new}
    merged = dict(old)
    for name, value in new.items():
        if isinstance(value, dict):
            merged[name] = merge(old.get(name, {}), value, lower=False)
        elif isinstance(value, str):
            merged[name] = value
        else:
            known = old.get(name, value)
            merged[name] = min(known, value) if name in CEILINGS else max(known, value)
    return merged


def misses(floors: Floors, reached: Floors, *, path: str = "") -> Iterator[str]:
    """Yield a line for each of ``floors`` that ``reached``, of the same shape, does not keep."""
    for name, value in floors.items():
        if isinstance(value, dict):
            yield from misses(value, reached.get(name, {}), path=f"{path}{name} ")
        elif not isinstance(value, str):
            got = reached.get(name, 0.0)
            if (got > value) if name in CEILINGS else (got < value):
                yield f"{path}{name}: {got:.3f}, pinned {value:.3f}"


def values_of(part: str, reached: Reached) -> Floors:
    """Return what was reached in the shape of the floors."""
    if part == "polnear-dev":
        return {
            "f1": {name: reached["measures"][name]["f1"] for name in PINNED},
            "recall": reached["recall"],
            "ece": reached["calibration"]["error"],
        }
    if part == "gum-news":
        return {name: reached[name] for name in ("f1", "recall")}
    return {"who_what": reached["who_what"], **reached["fields"]}


def read(path: Path) -> dict[str, Any]:
    """Return what was written to ``path`` before."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(path: Path, value: dict[str, Any]) -> None:
    """Write ``value`` as JSON."""
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(name: str, parts: list[str]) -> dict[str, Reached]:
    """Return what the attributor ``name`` reaches on ``parts``; exit where their data is missing."""
    if (set(parts) - {"gold", "held"}) and (reason := shared.missing()):
        sys.exit(f"{reason}; or say --only gold")
    attributor = load_attributor(name)
    told = {}
    for part in parts:
        sys.stderr.write(f"{name}: {part}\n")
        take = MEASUREMENTS.get(part) or (lambda one: measuring.measure_gold(one, HELD))
        told[part] = take(attributor)
    return told


def main() -> int:
    """Score, pin and write; return 1 when a floor is not reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--attributor")
    parser.add_argument("--only", nargs="+", choices=list(MEASUREMENTS), default=list(MEASUREMENTS))
    parser.add_argument("--held", action="store_true", help="read the half kept apart, too")
    parser.add_argument("--lower", action="store_true", help="set floors down that are not reached")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--docs", action="store_true", help="write tables and plot alone")
    arguments = parser.parse_args()
    if (arguments.attributor is None) is not arguments.docs:
        parser.error("say either --attributor NAME or --docs")
    if arguments.docs:
        quality_page.write_page(read(SCORES))
        return 0
    return pin(arguments)


def pin(arguments: argparse.Namespace) -> int:
    """Score an attributor and write down what it reached; return 1 when a floor is not reached."""
    name = arguments.attributor
    reached = measure(name, [*arguments.only, *(["held"] if arguments.held else [])])
    floors, scores = read(FLOORS), read(SCORES)
    pinned = floors.setdefault(name, {})
    lines: list[str] = []
    for part, values in reached.items():
        old = pinned.get(part, {})
        if not arguments.lower and old.get("sha256") == values.get("sha256"):
            lines += misses({part: old}, {part: values_of(part, values)})
        pinned[part] = merge(old, floors_of(part, values), lower=arguments.lower)
    scores.setdefault(name, {}).update(reached)
    if arguments.dry_run:
        sys.stdout.write(json.dumps({"reached": reached, "floors": pinned}, indent=1) + "\n")
    else:
        write(FLOORS, floors)
        write(SCORES, scores)
        quality_page.write_page(scores)
    sys.stdout.write("".join(f"below its floor, which stays: {line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
