"""The labelled texts are well formed; of the half kept apart nothing is shown but lines and fields."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
LEAST_SENTENCES = 230
"""In the half for development; with the half kept apart there are to be more than 400."""
LEAST_BARE = 20
"""Sentences in texts that hold no attribution, so that what is found too much costs something."""


def load() -> ModuleType:
    """Load the format, which lies beside this test."""
    if "labelled" not in sys.modules:
        spec = importlib.util.spec_from_file_location("labelled", HERE / "labelled.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["labelled"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["labelled"])
    return sys.modules["labelled"]


labelled = load()
WELL_FORMED = {
    "text": "“No deal,” Leyla Kaya said, and then she added that he had lied.",
    "genre": "talks",
    "attributions": [
        {
            "source": "she",
            "cue": "added",
            "content": ["that he had lied"],
            "sourcing": "named-person",
            "force": "state",
            "quotation": "indirect",
            "stance": "asserts",
            "chain": ["Leyla Kaya"],
            "parent": None,
            "mention": "Leyla Kaya",
        }
    ],
}


def check(folder: Path, **changes: Any) -> Any:
    """Check a file that holds one text, its attribution changed."""
    attribution = {**WELL_FORMED["attributions"][0], **changes}  # type: ignore[dict-item]
    line = json.dumps({**WELL_FORMED, "attributions": [attribution]})
    (folder / "texts.jsonl").write_text(line + "\n", encoding="utf-8")
    return labelled.check_labelled(folder / "texts.jsonl")


@pytest.mark.parametrize("name", ["GOLD", "HELD"])
def test_labelled_texts_are_well_formed(name: str) -> None:
    """Every string is found, every value legal, every parent in range and every chain leads to the source."""
    path = getattr(labelled, name)
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    found = labelled.check_labelled(path)
    assert found.problems == []
    assert found.n_attributions > 0


def test_gold_is_large_and_tempting_enough() -> None:
    """The half for development has the sentences promised, and enough of them with nothing to find."""
    found = labelled.check_labelled(labelled.GOLD)
    assert found.n_sentences >= LEAST_SENTENCES
    assert found.n_bare >= LEAST_BARE


def test_labelled_texts_of_the_two_halves_differ() -> None:
    """No text stands in both halves."""
    if not labelled.HELD.exists():
        pytest.skip("the half kept apart is not there")
    ours, held = (
        {one.text for one in labelled.load_labelled(path)} for path in (labelled.GOLD, labelled.HELD)
    )
    assert len(ours & held) == 0


def test_check_accepts_what_is_well_formed(tmp_path: Path) -> None:
    """A pronoun is found as a whole word and tied to its mention."""
    found = check(tmp_path)
    assert (found.problems, found.notices) == ([], [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": "Kayas"}, "source: occurs 0 times"),
        ({"cue": {"text": "added", "nth": 2}}, "cue: occurs 1 times"),
        ({"content": ["that he had lied"], "content_at": 3}, "content: does not stand"),
        ({"content": []}, "content: is empty"),
        ({"sourcing": "unknown"}, "sourcing: unknown goes"),
        ({"sourcing": "person"}, "sourcing: not one of"),
        ({"chain": ["Dorn", "Leyla Kaya"]}, "chain: a link stands nowhere"),
        ({"chain": []}, "chain: the mention, or the source, is not in it"),
        ({"parent": 4}, "parent: there is no such"),
        ({"parent": 0}, "parent: it is nested in itself"),
        ({"hedge": None}, "the fields are not"),
    ],
)
def test_check_finds_what_is_wrong(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    """Each fault is named by line and field."""
    problems = check(tmp_path, **changes).problems
    assert any(words in problem for problem in problems)


def test_check_shows_no_text(tmp_path: Path) -> None:
    """Held texts may be checked in public: a message holds no word of theirs."""
    found = check(tmp_path, source="Secretname", chain=["Otherwise"], quotation="direct")
    assert found.problems
    assert not any("Secretname" in words or "Otherwise" in words for words in found.problems + found.notices)
