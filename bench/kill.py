"""Kill sayso at random moments, resume it, and compare its export byte for byte with a run that was left in peace."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import command
from bench.corpus import Corpus, make_corpus, take_sample
from bench.errors import BenchError
from bench.process import POLL_SECONDS, Started, measure, session_members, start

# Both cases record this time, or their exports could not be equal.
ENVIRON = {"SOURCE_DATE_EPOCH": "1700000000"}
# Children must notice by themselves, within this many seconds, that their parent is gone.
GRACE_SECONDS = 5.0
# Of the kills, those that hit a program which is still starting.
SHARE_AT_START = 0.25
# The others live this often the time that would bring each, on average, half of its share of the work.
REACH = 1.5
# A run may end before its moment comes; then the next moments come no later than that. So many runs at most.
TRIES_PER_KILL = 20
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a command takes in peace, in seconds, and how much of that it takes for one article alone."""

    start: float
    whole: float


class Moments:
    """Random moments at which to kill ``n_kills`` runs of one command, in seconds after each began.

    One in four falls while the program starts. The others are drawn so that the runs together get about three quarters
    as far as one that is left in peace: most stretches of the work may be hit, and a machine that has become faster
    meanwhile does not end it before the kills are spent.
    """

    def __init__(self, duration: Duration, n_kills: int, chance: random.Random) -> None:
        self._start = min(duration.start, duration.whole)
        self._work = REACH * (duration.whole - self._start) / (n_kills + 1)
        self._chance = chance
        self._done: float | None = None

    def draw(self) -> float:
        """Return the next moment."""
        if self._done is not None:
            return self._chance.uniform(0, self._done)
        if self._chance.random() < SHARE_AT_START:
            return self._chance.uniform(0, self._start)
        return self._start + self._chance.uniform(0, self._work)

    def shorten(self, seconds: float) -> None:
        """Draw no moment later than this from now on: a run has ended by itself, with nothing left to do."""
        self._done = seconds


def run_kill(
    *, n_articles: int, n_kills: int, workers: int, texts: Path | None, work: Path | None, seed: int
) -> bool:
    """Return whether a case killed ``n_kills`` times exports and verifies as one never killed does; print all of it.

    Half of the kills hit `add`, half `run`; only the main process is killed. ``work`` keeps cases and exports.
    """
    with ExitStack() as stack:
        scratch = work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-bench-")))
        corpus = make_corpus(scratch / "texts", n_articles, seed=seed, texts=texts)
        print(
            f"{corpus.n_articles:,} articles, {corpus.n_words:,} words, {workers} workers, seed {seed}",
            flush=True,
        )
        peaceful, killed = scratch / "peaceful", scratch / "killed"
        seconds = _read_in_peace(peaceful, corpus, workers)
        chance = random.Random(f"kill:{seed}")
        measure(command.init_command(killed), environ=ENVIRON)
        n_left = 0
        for verb, share in (("add", n_kills // 2), ("run", n_kills - n_kills // 2)):
            arguments = _command(verb, killed, corpus.folder, workers)
            moments = Moments(seconds[verb], share, chance)
            n_left += _kill_often(arguments, killed, n_kills=share, moments=moments)
            usage = measure(arguments, environ=ENVIRON)
            print(f"{verb}: killed {share} times, then left to end: {usage.output.strip()}", flush=True)
        equal = _compare(_export(peaceful), _export(killed))
        verified = [_verify(case) for case in (peaceful, killed)]
    print(f"{n_kills} kills; {n_left} processes outlived one by more than {GRACE_SECONDS:g} s")
    print("exports are equal, byte for byte" if equal else "EXPORTS DIFFER")
    return equal and all(verified) and not n_left


def _read_in_peace(case: Path, corpus: Corpus, workers: int) -> dict[str, Duration]:
    """Add and read without a kill; return how long each of the two verbs took."""
    done = command.end_to_end(case, corpus.folder, workers=workers, environ=ENVIRON)
    single = take_sample(corpus, case.with_name("single"), 1)
    once = command.end_to_end(case.with_name("single-case"), single.folder, workers=workers, environ=ENVIRON)
    seconds = {
        "add": Duration(once.add.wall_seconds, done.add.wall_seconds),
        "run": Duration(once.run.wall_seconds, done.run.wall_seconds),
    }
    for verb, duration in seconds.items():
        print(f"never killed: {verb} {duration.whole:.0f} s, for one article {duration.start:.0f} s")
    print(f"never killed: {done.told}", flush=True)
    return seconds


def _command(verb: str, case: Path, texts: Path, workers: int) -> list[str]:
    if verb == "add":
        return command.add_command(case, texts, workers=workers)
    return command.run_command(case, workers=workers)


def _kill_often(arguments: Sequence[str], case: Path, *, n_kills: int, moments: Moments) -> int:
    """Kill ``n_kills`` runs of a command; return how many children were left behind.

    After every second kill the next run begins at once, while children may still be alive.
    """
    n_done = n_left = 0
    sessions: list[int] = []
    with ExitStack() as stack:
        for _ in range(TRIES_PER_KILL * n_kills):
            if n_done == n_kills:
                break
            after = moments.draw()
            started = stack.enter_context(start(arguments, environ=ENVIRON))
            took = _ended_within(after, started)
            if took is not None:
                moments.shorten(took)
                continue
            n_done += 1
            sessions.append(started.process.pid)
            what = f"kill {n_done} after {after:.2f} s, {_kill(started)} children"
            if n_done % 2:
                n_left += _count_left(sessions)
                sessions.clear()
                print(f"{what}; {_pending(case)}", flush=True)
            else:
                print(f"{what}; resumed at once", flush=True)
        n_left += _count_left(sessions)
    if n_done < n_kills:
        raise BenchError(f"only {n_done} of {n_kills} kills hit: it ends too soon; take more articles")
    return n_left


def _ended_within(seconds: float, started: Started) -> float | None:
    """Return how long a run took if it ends by itself within ``seconds``, else None."""
    began = time.monotonic()
    try:
        code = started.process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    if code:
        raise BenchError(f"it ended with {code} after {time.monotonic() - began:.1f} s:\n{started.told()}")
    return time.monotonic() - began


def _kill(started: Started) -> int:
    """Kill the main process, and no other; return how many children it had."""
    n_children = len(session_members(started.process.pid)) - 1
    os.kill(started.process.pid, signal.SIGKILL)
    started.process.wait()
    return n_children


def _count_left(sessions: Sequence[int]) -> int:
    """Return how many processes of these sessions are alive when the time in which they should end is over."""
    end = time.monotonic() + GRACE_SECONDS
    while (n_left := sum(len(session_members(session)) for session in sessions)) and time.monotonic() < end:
        time.sleep(POLL_SECONDS)
    return n_left


def _pending(case: Path) -> str:
    return measure(command.pending_command(case), environ=ENVIRON).output.strip()


def _export(case: Path) -> Path:
    folder = case.with_name(f"{case.name}-export")
    measure(command.export_command(case, folder), environ=ENVIRON)
    return folder


def _verify(case: Path) -> bool:
    try:
        measure(command.verify_command(case), environ=ENVIRON)
    except BenchError as error:
        print(f"verify {case.name}: {error}")
        return False
    print(f"verify {case.name}: every byte and row matches")
    return True


def _compare(peaceful: Path, killed: Path) -> bool:
    """Print the hash of each exported file and return whether both folders hold the same files and bytes."""
    names = sorted({file.name for folder in (peaceful, killed) for file in folder.iterdir()})
    equal = bool(names)
    for name in names:
        hashes = [_sha256(folder / name) for folder in (peaceful, killed)]
        same = hashes[0] == hashes[1]
        equal = equal and same
        size = (peaceful / name).stat().st_size / MEGABYTE if (peaceful / name).exists() else 0.0
        print(f"{name:20} {size:8.2f} MB  {hashes[0]}  {'same' if same else 'DIFFERENT: ' + hashes[1]}")
    return equal


def _sha256(file: Path) -> str:
    if not file.exists():
        return "(absent)"
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
