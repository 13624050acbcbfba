"""Write our own labelled texts in the form that ``sayso train attribution --data`` takes.

python tests/quality/own_corpus.py OUT.jsonl

Only the half in ``gold.jsonl``: what is held out is not learnt from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from labelled import GOLD, Labelled, load_labelled

from sayso.attribution.training.corpora import Annotated, Gold, write_corpus


def annotate(name: str, labelled: Labelled) -> Annotated:
    """Return ``labelled`` as a text to learn from."""
    return Annotated(
        document_id=name,
        text=labelled.text,
        relations=tuple(
            Gold(source=label.source, cue=label.cue, content=label.content, parent=label.parent)
            for label in labelled.labels
        ),
        nested=True,
        licence="Apache-2.0",
    )


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    write_corpus([annotate(f"gold:{number}", one) for number, one in enumerate(load_labelled(GOLD))], out)


if __name__ == "__main__":
    main()
