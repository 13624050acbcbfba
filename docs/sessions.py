"""Run the sessions that the documentation shows: each ``$`` line of a ``console`` block, in a scratch folder.

A line ``...`` in a block stands for any number of lines. With --write, the pages get the output as it is now; ids in
commands follow those in the listings before them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASE = Path("examples/harbour-talks")
PROMPT = "$ "
GAP = "..."
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b[0-9a-f]{8}\b")
_ROW = re.compile(rf"({_ID.pattern}) +(\S.*)")
_PROGRESS = re.compile(r"\w+: [\d,]+ of [\d,]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Step:
    """A command and the lines it is said to print."""

    command: str
    output: tuple[str, ...]


def pages() -> list[Path]:
    """Return the pages that may show sessions."""
    found = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/how-to/*.md"), ROOT / "README.md"]
    return sorted(page for page in found if _BLOCK.search(page.read_text(encoding="utf-8")))


def steps(block: str) -> Iterator[Step]:
    """Yield the commands of a block; a command ends with its line unless that ends with a backslash."""
    command, output = "", list[str]()
    for line in block.splitlines():
        if command.endswith("\\"):
            command += f"\n{line}"
        elif line.startswith(PROMPT):
            if command:
                yield Step(command, tuple(output))
            command, output = line.removeprefix(PROMPT), []
        else:
            output.append(line)
    if command:
        yield Step(command, tuple(output))


def prepare(folder: Path) -> None:
    """Put the example and a case made of it into ``folder``: what every session starts with."""
    shutil.copytree(
        ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("*.sayso", "sources")
    )
    done = run(f"sayso {CASE} --quiet", folder)
    if not (folder / f"{CASE}.sayso").is_dir():
        raise RuntimeError("\n".join(done))


def run(command: str, folder: Path) -> list[str]:
    """Return the lines that ``command`` prints in ``folder``, standard error in its place among them, less progress."""
    with tempfile.TemporaryDirectory() as programs:
        for name, arguments in (("sayso", "-m sayso"), ("python3", "")):
            program = Path(programs) / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
        inherited.pop("COLUMNS", None)
        environment = inherited | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    return [
        line for line in lines if not _PROGRESS.fullmatch(line)
    ]  # printed every ten seconds, so not always


def comparable(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without what differs from run to run and machine to machine: times, blanks at the end."""
    return [_TIME.sub("<time>", line.rstrip()) for line in lines]


def fits(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Tell whether ``actual`` is what ``expected`` says, whose lines ``...`` stand for any number of lines."""
    if not expected:
        return not actual
    if expected[0].strip() == GAP:
        return any(fits(expected[1:], actual[start:]) for start in range(len(actual) + 1))
    return bool(actual) and expected[0] == actual[0] and fits(expected[1:], actual[1:])


def scratch(page: Path, template: Path, folder: Path) -> Path:
    """Make ``folder`` what the session of ``page`` starts with: a page that makes the case itself gets none."""
    makes_case = f"{PROMPT}sayso {CASE} " in page.read_text(encoding="utf-8")
    left_out = shutil.ignore_patterns("*.sayso") if makes_case else None
    shutil.copytree(template, folder, ignore=left_out)
    return folder


def session(page: Path, folder: Path) -> Iterator[tuple[Step, list[str]]]:
    """Yield each step of ``page`` with what it prints, run one after another in ``folder``."""
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for step in steps(block):
            yield step, run(step.command, folder)


def shown(step: Step, actual: Sequence[str]) -> list[str]:
    """Return ``actual`` cut as the page cuts it; what a page shows out of the middle must be changed by hand."""
    gaps = [place for place, line in enumerate(step.output) if line.strip() == GAP]
    if not gaps:
        return list(actual)
    if fits(comparable(step.output), comparable(actual)):
        return list(step.output)
    if gaps != [len(step.output) - 1]:
        sys.exit(f"this does not print what the page shows: {step.command}\n" + "\n".join(actual))
    return [*actual[: gaps[0]], GAP]


def renamed(step: Step, actual: Sequence[str]) -> dict[str, str]:
    """Return old id -> new id for the rows of a listing that are otherwise the same, or as many as before."""
    old = [match for line in step.output if (match := _ROW.match(line))]
    new = [match for line in actual if (match := _ROW.match(line))]
    by_text = {match[2]: match[1] for match in new}
    pairs = {match[1]: by_text[match[2]] for match in old if match[2] in by_text}
    if len(old) == len(new):
        pairs = {a[1]: b[1] for a, b in zip(old, new, strict=True)} | pairs
    return pairs


def rewrite(page: Path, folder: Path) -> bool:
    """Write what the commands print now into ``page``; tell whether anything changed."""
    ids: dict[str, str] = {}

    def renewed(match: re.Match[str]) -> str:
        lines: list[str] = []
        for step in steps(match[1]):
            command = _ID.sub(lambda found: ids.get(found[0], found[0]), step.command)
            actual = run(command, folder)
            ids.update(renamed(step, actual))
            lines += [PROMPT + command, *shown(step, actual)]
        return "```console\n" + "\n".join(lines) + "\n```"

    text = page.read_text(encoding="utf-8")
    changed = _BLOCK.sub(renewed, text)
    if comparable(changed.splitlines()) == comparable(text.splitlines()):
        return False
    page.write_text(changed, encoding="utf-8")
    return True


def main() -> None:
    """Rewrite the pages named, or all."""
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python docs/sessions.py --write [PAGE...]")
    wanted = [Path(name).resolve() for name in sys.argv[2:]] or pages()
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "template"
        prepare(template)
        for page in wanted:
            folder = scratch(page, template, Path(place) / page.stem)
            print(f"{page.relative_to(ROOT)}: {'written' if rewrite(page, folder) else 'as it was'}")


if __name__ == "__main__":
    main()
