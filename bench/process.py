"""Run a program and measure its whole process tree: CPU seconds, and memory sampled while it runs.

Every program gets a session of its own. All that it starts stays in that session, also after its parent died, so
the tree is found by session id and nothing of it can hide.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bench.errors import BenchError

PROC = Path("/proc")
POLL_SECONDS = 0.05
KIBIBYTE = 1024
# Of a failed program's messages, what is shown.
TAIL_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory of the tree, bytes, at a time in seconds since the program began."""

    at: float
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a program and all it started used: CPU seconds are user and system time, as the kernel counts them."""

    cpu_seconds: float
    wall_seconds: float
    samples: tuple[Sample, ...]
    output: str

    @property
    def peak_bytes(self) -> int:
        """Return the largest sample; 0 when memory could not be sampled."""
        return max((sample.n_bytes for sample in self.samples), default=0)


@dataclass(frozen=True, slots=True)
class Started:
    """A program under way in a session of its own; its messages go to ``output`` and ``errors``."""

    process: subprocess.Popen[bytes]
    output: BinaryIO
    errors: BinaryIO

    def told(self) -> str:
        """Return the end of what the program wrote to standard error, or else to standard output."""
        return (_read(self.errors).strip() or _read(self.output).strip())[-TAIL_CHARACTERS:]


@contextlib.contextmanager
def start(
    command: Sequence[str], *, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Iterator[Started]:
    """Start ``command`` in a session of its own; on leaving, whatever is left of that session is killed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **(environ or {})},
            cwd=folder,
            start_new_session=True,
        )
        try:
            yield Started(process, output, errors)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
            end_session(process.pid)


def measure(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    interval: float = 0.5,
) -> Usage:
    """Run ``command`` to its end and return what its tree used, memory sampled every ``interval`` seconds.

    Raises `BenchError` with the program's own message when it does not exit with 0. Processes that nobody waited for
    are not in the CPU seconds; sayso waits for all of its own.
    """
    with start(command, environ=environ, folder=folder) as started:
        began, samples, due = time.monotonic(), list[Sample](), 0.0
        while True:
            # wait4 tells of this child and of all it has waited for, and of no other child of ours.
            pid, status, resources = os.wait4(started.process.pid, os.WNOHANG)
            at = time.monotonic() - began
            if pid:
                break
            if at >= due:
                samples.append(Sample(at, tree_bytes(started.process.pid)))
                due = at + interval
            time.sleep(POLL_SECONDS)
        started.process.returncode = os.waitstatus_to_exitcode(status)
        if started.process.returncode:
            what = " ".join(command)
            raise BenchError(f"{what}\nended with {started.process.returncode}:\n{started.told()}")
        return Usage(
            cpu_seconds=resources.ru_utime + resources.ru_stime,
            wall_seconds=at,
            samples=tuple(sample for sample in samples if sample.n_bytes),
            output=_read(started.output),
        )


def memory_kind() -> str:
    """Return how memory is counted here: PSS shares common pages out, RSS counts them once for each process."""
    try:
        (PROC / "self" / "smaps_rollup").read_bytes()
    except OSError:
        return "RSS" if (PROC / "self" / "statm").exists() else "not sampled: no /proc"
    return "PSS"


def session_members(session: int) -> list[int]:
    """Return the ids of the living processes of a session; zombies are not among them."""
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal()] if PROC.is_dir() else []
    return [pid for pid in pids if _session(pid) == session and not _is_zombie(pid)]


def end_session(session: int) -> list[int]:
    """Kill what is left of a session and return the ids of those processes."""
    members = session_members(session)
    for pid in members:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return members


def tree_bytes(session: int) -> int:
    """Return the memory of all processes of a session together, in bytes."""
    return sum(_process_bytes(pid) for pid in session_members(session))


def _process_bytes(pid: int) -> int:
    """Return PSS, or RSS where PSS may not be read; 0 for a process that is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * KIBIBYTE
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _is_zombie(pid: int) -> bool:
    try:
        # The state comes after the name, which stands in brackets and may hold anything.
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except (OSError, IndexError):
        return True


def _read(stream: BinaryIO) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")
