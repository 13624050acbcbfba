"""``python -m bench [speed|scale|kill]``: without a word, a short comparison of speed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.errors import BenchError
from bench.kill import run_kill
from bench.scale import run_scale
from bench.speed import run_speed
from sayso.settings import Settings

# With three rounds, under three minutes on two cores of a laptop.
SHORT_ARTICLES = 30
ROUNDS = 3
SCALE_ARTICLES = 10_000
SAMPLE_ARTICLES = 200
KILLS = 10


def main() -> int:
    """Run one measurement and return the exit code: 1 when ``kill`` found a difference, 2 when it cannot be made."""
    arguments = _parser().parse_args(sys.argv[1:] or ["speed"])
    options = vars(arguments)
    measurement = options.pop("measurement")
    try:
        if measurement == "speed":
            run_speed(**options)
        elif measurement == "scale":
            run_scale(**options)
        else:
            return 0 if run_kill(**options) else 1
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--texts", type=Path, help="folder of .txt files to make articles of")
    shared.add_argument("--seed", type=int, default=0, help="another seed, other articles and moments")
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    verbs = parser.add_subparsers(dest="measurement", required=True)
    speed = verbs.add_parser("speed", parents=[shared], help="words per CPU second beside other programs")
    _articles(speed, SHORT_ARTICLES)
    speed.add_argument("--rounds", type=int, default=ROUNDS, help="times each system is measured, in turn")
    speed.add_argument(
        "--attributor",
        action="append",
        dest="attributors",
        metavar="NAME",
        help="which extractor of sayso to measure, by name or folder; may be given again for another "
        f"(default: {Settings().attributor})",
    )
    speed.add_argument("--gendergaptracker", type=Path, metavar="PATH", help="a checkout of GenderGapTracker")
    scale = verbs.add_parser("scale", parents=[shared], help="memory and speed over many articles")
    _articles(scale, SCALE_ARTICLES)
    _work(scale)
    scale.add_argument(
        "--sample", type=int, default=SAMPLE_ARTICLES, dest="n_sample", help="articles bare spaCy reads"
    )
    kill = verbs.add_parser("kill", parents=[shared], help="kill, resume, and compare the exports")
    _articles(kill, SCALE_ARTICLES)
    _work(kill)
    kill.add_argument(
        "--kills", type=int, default=KILLS, dest="n_kills", help="half of them hit add, half run"
    )
    return parser


def _articles(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument(
        "--articles", type=int, default=default, dest="n_articles", help=f"how many ({default:,})"
    )


def _work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=2, help="processes of sayso (2)")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="keep texts, cases and exports in this new folder"
    )


if __name__ == "__main__":
    sys.exit(main())
