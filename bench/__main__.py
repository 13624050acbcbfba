"""``python -m bench [speed|scale|kill|coordination]``: without a word, a short comparison of speed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import coordination
from bench.coordination import run_coordination
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
    """Run one measurement; return 1 when ``kill`` or ``coordination`` found a difference, 2 when none can be made."""
    arguments = _parser().parse_args(sys.argv[1:] or ["speed"])
    options = vars(arguments)
    measurement = options.pop("measurement")
    try:
        if measurement == "speed":
            run_speed(**options)
        elif measurement == "scale":
            run_scale(**options)
        elif measurement == "coordination":
            return 0 if run_coordination(**options) else 1
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
    _coordination(verbs.add_parser("coordination", help="ties among synthetic posts beside other programs"))
    return parser


def _coordination(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--posts",
        type=_numbers,
        default=coordination.SIZES,
        dest="n_posts",
        help="how many, with commas between (100000,300000,1000000,5000000)",
    )
    parser.add_argument(
        "--peers",
        type=lambda text: text.split(","),
        default=coordination.PEERS,
        help=f"which of {','.join(coordination.PEERS)}, with commas between",
    )
    parser.add_argument(
        "--heavy",
        type=int,
        default=0,
        dest="n_heavy",
        metavar="N",
        help="one more thing with N shares; sayso alone",
    )
    parser.add_argument(
        "--scale", type=int, default=0, metavar="N", help="sayso alone, all of it, from N posts"
    )
    parser.add_argument(
        "--limit", type=int, default=coordination.LIMIT_SECONDS, help="seconds that a peer may take (600)"
    )
    parser.add_argument("--work", type=Path, metavar="DIR", help="where posts and tables go meanwhile")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other posts")


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


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
