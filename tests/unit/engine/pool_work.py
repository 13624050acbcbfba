"""Work for the pool's tests; children import it by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator


def open_work() -> Callable[[str], Iterator[str]]:
    """Return work whose tasks say what is to happen to the child."""
    return work


def open_fails() -> Callable[[str], Iterator[str]]:
    """Fail to open, as a missing model would."""
    message = "no model here"
    raise RuntimeError(message)


def work(task: str) -> Iterator[str]:
    """Do as the task says."""
    kind, _, value = task.partition(":")
    if kind == "count":
        for number in range(int(value)):
            yield f"{task}/{number}"
    elif kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "hang":
        yield "before"
        time.sleep(600)
    elif kind == "eat":
        yield str(len(bytearray(8 * 2**30)))
    elif kind == "raise":
        raise ValueError(value)
    elif kind == "deaf":
        yield str(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
    elif kind == "pid":
        yield str(os.getpid())
