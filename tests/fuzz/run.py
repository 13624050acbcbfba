"""Fuzz readers: ``python -m tests.fuzz.run --seconds 60 html csv``; without names, all of them."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "fuzz"
MEGABYTES, SECONDS_EACH, LONGEST = 2048, 20, 100_000


def write_seeds(name: str) -> Path:
    """Write the seeds of a target beside what earlier runs found to be new, and return that folder."""
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in TARGETS[name].seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:20]).write_bytes(seed)
    return corpus


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target; return whether nothing was found. What was found lies in ``build/fuzz``."""
    flags = [
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_EACH}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={FOLDER}/found-{name}-",
        "-print_final_stats=1",
    ]
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(write_seeds(name)), *flags]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """Fuzz the targets named on the command line, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("names", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    arguments = parser.parse_args()
    names = arguments.names or list(TARGETS)
    if unknown := set(names) - TARGETS.keys():
        parser.error(f"no target {', '.join(sorted(unknown))}; choose from {', '.join(TARGETS)}")
    failed = [name for name in names if not fuzz(name, arguments.seconds)]
    print(f"found something: {', '.join(failed)}" if failed else "nothing found")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
