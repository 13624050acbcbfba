"""Child processes that may hang, crash or eat memory without taking the parent with them.

A task goes to one child; its results come back one at a time, in the order of the tasks, so that a run is the same
however many children there are. A child that is silent for too long, dies or runs out of memory costs its task only.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Results a child may send ahead of its turn. Beyond that its pipe is left unread and it blocks: memory stays flat.
MAX_AHEAD = 8
# Tasks begun or finished but not yet handed on, for each child: enough that a slow one does not idle the others.
TASKS_PER_CHILD = 3
# How often a child looks whether its parent is still there (seconds).
ORPHAN_CHECK = 1.0

Work = Callable[[T], Iterator[R]]


@dataclass(frozen=True, slots=True)
class Result(Generic[T, R]):
    """One thing that a task yielded."""

    task: T
    value: R


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """The task yielded all it had."""

    task: T


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """The task's child did not survive it: ``code`` is ``timeout``, ``crash``, ``memory`` or ``error``."""

    task: T
    code: str
    reason: str


Event = Result[T, R] | Finished[T] | Lost[T]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use: ``seconds`` of silence and ``memory_bytes`` of address space (0: no limit)."""

    seconds: float = 0.0
    memory_bytes: int = 0


@dataclass(slots=True, eq=False)
class _Slot(Generic[T, R]):
    """A task under way and what it has sent so far."""

    task: T
    events: deque[Event[T, R]] = field(default_factory=deque)
    over: bool = False


@dataclass(slots=True, eq=False)
class _Child(Generic[T, R]):
    process: multiprocessing.process.BaseProcess
    connection: Connection
    slot: _Slot[T, R] | None = None
    heard_at: float = 0.0


class Pool(Generic[T, R]):
    """Run ``open_work()`` once in each of ``n_children`` processes, then tasks through what it returned.

    ``open_work`` and the tasks must be picklable (children are spawned, not forked: the parent has open databases).
    Use as a context manager; leaving it ends the children.
    """

    def __init__(self, open_work: Callable[[], Work[T, R]], *, n_children: int, limits: Limits) -> None:
        self._open_work = open_work
        self._limits = limits
        self._n_children = max(1, n_children)
        self._children: list[_Child[T, R]] = []
        self._context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *exception: object) -> None:
        for child in list(self._children):
            self._end(child)

    def run(self, tasks: Iterable[T]) -> Iterator[Event[T, R]]:
        """Yield what each task gives, in the order of ``tasks``; each ends with one `Finished` or `Lost`."""
        waiting = iter(tasks)
        queue: deque[_Slot[T, R]] = deque()
        more = True
        while True:
            while more and len(queue) < TASKS_PER_CHILD * self._n_children:
                child = self._idle()
                if child is None:
                    break
                task = next(waiting, _END)
                if isinstance(task, _End):
                    more = False
                    break
                queue.append(self._begin(child, task))
            if not queue:
                return
            head = queue[0]
            while head.events:
                yield head.events.popleft()
            if head.over:
                queue.popleft()
                continue
            self._listen(head)

    def _idle(self) -> _Child[T, R] | None:
        for child in self._children:
            if child.slot is None:
                return child
        return self._start() if len(self._children) < self._n_children else None

    def _start(self) -> _Child[T, R]:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._open_work, self._limits.memory_bytes, os.getpid())
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        child: _Child[T, R] = _Child(process=process, connection=ours)
        self._children.append(child)
        return child

    def _begin(self, child: _Child[T, R], task: T) -> _Slot[T, R]:
        slot: _Slot[T, R] = _Slot(task)
        child.slot = slot
        child.heard_at = time.monotonic()
        try:
            child.connection.send(task)
        except (BrokenPipeError, ConnectionResetError):
            self._bury(child)
        return slot

    def _listen(self, head: _Slot[T, R]) -> None:
        """Take in what children have sent; end those that were silent for too long."""
        open_to_hear = [
            c for c in self._children if c.slot and (c.slot is head or len(c.slot.events) < MAX_AHEAD)
        ]
        for child in self._children:
            if child not in open_to_hear:  # blocked by us, not silent: its clock stands still
                child.heard_at = time.monotonic()
        ready = wait([child.connection for child in open_to_hear], timeout=self._patience(open_to_hear))
        now = time.monotonic()
        for child in open_to_hear:
            if child.connection in ready:
                self._take(child)
            elif self._limits.seconds and now - child.heard_at >= self._limits.seconds:
                self._lose(child, "timeout", f"no answer within {round(self._limits.seconds, 1):g} s")

    def _patience(self, children: list[_Child[T, R]]) -> float | None:
        if not self._limits.seconds:
            return None
        oldest = min((child.heard_at for child in children), default=time.monotonic())
        return max(0.0, oldest + self._limits.seconds - time.monotonic())

    def _take(self, child: _Child[T, R]) -> None:
        slot = child.slot
        if slot is None:
            return
        try:
            kind, value = child.connection.recv()
        except (EOFError, ConnectionResetError):
            self._bury(child)
            return
        child.heard_at = time.monotonic()
        if kind == "result":
            slot.events.append(Result(slot.task, value))
            return
        slot.events.append(Finished(slot.task) if kind == "finished" else Lost(slot.task, kind, value))
        slot.over = True
        child.slot = None
        if kind == "memory":  # its heap is in an unknown state
            self._end(child)

    def _bury(self, child: _Child[T, R]) -> None:
        child.process.join(5)
        code = child.process.exitcode
        name = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        self._lose(child, "crash", f"its process died ({name})")

    def _lose(self, child: _Child[T, R], code: str, reason: str) -> None:
        if child.slot is not None:
            child.slot.events.append(Lost(child.slot.task, code, reason))
            child.slot.over = True
        self._end(child)

    def _end(self, child: _Child[T, R]) -> None:
        self._children.remove(child)
        child.connection.close()
        child.process.kill()
        child.process.join()


class _End:
    pass


_END = _End()


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start children that never hear Ctrl-C, which goes to the whole group: the parent decides, here a little later."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when a child starts it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    connection: Connection, open_work: Callable[[], Work[T, R]], memory_bytes: int, parent: int
) -> None:
    """Live as a child: open the work once, then answer task after task until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # see `_deaf_to_interrupts`, and where that is not to be had
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    _cap_memory(memory_bytes)
    work: Work[T, R] | None = None
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = connection.recv()
            try:
                work = work or open_work()
                for value in work(task):
                    connection.send(("result", value))
                answer: tuple[str, str] = ("finished", "")
            except MemoryError:
                answer = ("memory", "not enough memory for it")
            except (BrokenPipeError, ConnectionResetError):
                return
            except Exception as error:  # noqa: BLE001 -- whatever a parser raises costs its task only
                answer = ("error", f"{type(error).__name__}: {error}")
            connection.send(answer)


def _leave_with(parent: int) -> None:
    """End this process when its parent is gone: a killed run must leave no child behind."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_CHECK)
    os._exit(1)


def _cap_memory(n_bytes: int) -> None:
    if not n_bytes:
        return
    try:
        import resource  # not on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
