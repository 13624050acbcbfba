"""Sentences of GUM (Wikinews, CC BY 2.5; see README.md) against the reading that was looked at and kept.

python tests/golden/gum/test_gum.py   writes the expected reading anew; look at the difference.
"""

from __future__ import annotations

from pathlib import Path

from sayso.attribution.training.corpora import read_corpus, write_corpus

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.jsonl"


def test_gum_is_read_as_expected() -> None:
    """Text, spans, nesting and licence of the excerpt are those that were kept."""
    assert read_corpus(HERE) == read_corpus(EXPECTED)


if __name__ == "__main__":
    write_corpus(read_corpus(HERE), EXPECTED)
