"""One article read whole, against the reading that was looked at and kept.

python tests/golden/attribution/test_golden.py   writes the expected reading anew; look at the difference.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sayso.attribution import Passage, load_attributor

HERE = Path(__file__).parent


def read_talks() -> list[dict[str, Any]]:
    """Return what the rules find in the article, spans as texts, without the scores."""
    text = (HERE / "talks.txt").read_text(encoding="utf-8")
    reading = load_attributor("rules").read(Passage(text=text, outlet="Essel Mirror"))
    rows = []
    for found in reading.attributions:
        row = asdict(found)
        del row["score"]
        for role in ("source", "cue", "content", "hedges"):
            row[role] = [text[start:end] for start, end in row[role]]
        row["mention"] = row["mention"] and text[slice(*row["mention"])]
        rows.append(row | {"chain": list(found.chain)})
    return rows


def test_talks_are_read_as_expected() -> None:
    """Every attribution of the article, with all its fields, is the one that was kept."""
    assert read_talks() == json.loads((HERE / "talks.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in read_talks())
    (HERE / "talks.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
