"""Write ``bad-inputs.md``: what `sayso add` says about each bad input of ``tests/hostile``.

Run from the root: ``python docs/bad_inputs.py`` (about a minute). A test holds the page to what is said today.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.hostile.folder import INPUTS, Done, add, environment, write  # noqa: E402 -- the root is on no other path
from tests.hostile.places import Place  # noqa: E402
from tests.hostile.row import Row  # noqa: E402

PAGE = ROOT / "docs" / "bad-inputs.md"
LINES_SHOWN = 2
LONGEST = 260
HEAD = """\
<!-- Written by docs/bad_inputs.py from tests/hostile; run it again after a change. -->

# Bad inputs, and what sayso says about them

Each was put into a folder of its own and added; the third column is what `sayso add` said, the second how many
documents came of it. None of them stopped the reading of the files beside it, and `sayso verify` found nothing
afterwards. An empty third column means that there was nothing to say: the file was read.

{n} inputs. A setting in the first column is what the input was tried with.

| input | documents | said |
| --- | ---: | --- |
"""


def said(lines: list[str]) -> str:
    """Return the lines as a cell: the first ones, none too long, and how many more there were."""
    shown = [
        line if len(line) <= LONGEST else f"{line[: LONGEST // 2]}…{line[-LONGEST // 2 :]}" for line in lines
    ]
    more = [f"(and {len(lines) - LINES_SHOWN} more)"] if len(lines) > LINES_SHOWN else []
    cells = [f"`{line.replace('|', '¦').replace('`', '´')}`" for line in shown[:LINES_SHOWN]]
    return "<br>".join((*cells, *more))


def line_of(bad: Row | Place, done: Done) -> str:
    """Return the line of the table about one input."""
    settings = "".join(f"<br>`{name}={value}`" for name, value in environment(bad).items())
    return f"| {bad.label}{settings} | {bad.n_documents} | {said(done.told(bad))} |"


def main() -> None:
    """Add the inputs, those with the same settings at once, and write the page."""
    groups: dict[tuple[tuple[str, str], ...], list[Row | Place]] = defaultdict(list)
    for bad in INPUTS:
        groups[tuple(environment(bad).items())].append(bad)
    lines: dict[str, str] = {}
    for settings, group in groups.items():
        with tempfile.TemporaryDirectory() as folder:
            inputs = Path(folder) / "inputs"
            write(inputs, group)
            done = add(inputs, Path(folder) / "case", dict(settings))
        lines |= {bad.slug: line_of(bad, done) for bad in group}
    body = "\n".join(lines[bad.slug] for bad in INPUTS)
    PAGE.write_text(HEAD.format(n=len(INPUTS)) + body + "\n", encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(INPUTS)} inputs")


if __name__ == "__main__":
    main()
