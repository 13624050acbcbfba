"""The pool of children that may hang, crash or eat memory."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.engine.pool import Event, Finished, Limits, Lost, Pool, Result

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _importable_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let spawned children import the module that holds the work."""
    monkeypatch.syspath_prepend(str(HERE))


def _open(name: str = "open_work") -> object:
    import pool_work

    return getattr(pool_work, name)


def _run(
    tasks: list[str], *, n_children: int = 2, limits: Limits | None = None, opener: str = "open_work"
) -> list:
    with Pool(_open(opener), n_children=n_children, limits=limits or Limits()) as pool:  # type: ignore[arg-type]
        return list(pool.run(tasks))


def _outcomes(events: list[Event]) -> list[str]:
    return [
        event.code if isinstance(event, Lost) else "ok" for event in events if not isinstance(event, Result)
    ]


@pytest.mark.parametrize("n_children", [1, 2, 3])
def test_pool_keeps_order(n_children: int) -> None:
    """Results come in the order of the tasks however many children there are, and however many each gives."""
    tasks = [f"count:{n}" for n in (1, 40, 0, 3, 17, 2, 5)]
    values = [event.value for event in _run(tasks, n_children=n_children) if isinstance(event, Result)]
    assert values == [f"{task}/{n}" for task in tasks for n in range(int(task.split(":")[1]))]


def test_pool_loses_only_the_task_that_kills_its_child() -> None:
    """A child that dies costs its task; those before and after are answered."""
    events = _run(["count:1", "kill:", "count:1", "kill:", "count:1"])
    assert _outcomes(events) == ["ok", "crash", "ok", "crash", "ok"]
    assert "SIGKILL" in next(event.reason for event in events if isinstance(event, Lost))


def test_pool_ends_a_silent_child() -> None:
    """A task without an answer in time is lost; what it gave before is kept."""
    events = _run(["hang:", "count:2"], limits=Limits(seconds=3))
    assert _outcomes(events) == ["timeout", "ok"]
    assert next(event.value for event in events if isinstance(event, Result)) == "before"


def test_pool_does_not_time_a_child_it_keeps_waiting() -> None:
    """A child blocked because its turn has not come is not taken for a hung one."""
    seen: list[Event] = []
    with Pool(_open(), n_children=2, limits=Limits(seconds=1)) as pool:  # type: ignore[arg-type]
        for event in pool.run(["count:3", "count:5000"]):
            if len(seen) == 1:
                time.sleep(1.5)
            seen.append(event)
    assert _outcomes(seen) == ["ok", "ok"]


def test_pool_caps_memory() -> None:
    """A child over its memory loses the task as ``memory``."""
    events = _run(["eat:", "count:1"], limits=Limits(memory_bytes=2 * 2**30))
    assert _outcomes(events) == ["memory", "ok"]


def test_pool_reports_what_work_raises() -> None:
    """An exception costs its task and is named; the child goes on."""
    events = _run(["pid:", "raise:odd input", "pid:"], n_children=1)
    assert _outcomes(events) == ["ok", "error", "ok"]
    assert next(event.reason for event in events if isinstance(event, Lost)) == "ValueError: odd input"
    assert len({event.value for event in events if isinstance(event, Result)}) == 1


def test_pool_reports_work_that_cannot_open() -> None:
    """Work that cannot be opened loses every task with the reason, and does not hang."""
    events = _run(["count:1", "count:1"], opener="open_fails")
    assert _outcomes(events) == ["error", "error"]


def test_pool_starts_children_that_do_not_hear_an_interrupt() -> None:
    """Ctrl-C while a child starts leaves no traceback of it; the parent, who hears it, ends the child."""
    events = _run(["deaf:", "deaf:"])
    assert [event.value for event in events if isinstance(event, Result)] == ["True", "True"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_pool_bounds_what_is_ahead() -> None:
    """Tasks are drawn as they are needed, so that a long list of them never lies in memory."""
    drawn = 0

    def tasks() -> Iterator[str]:
        nonlocal drawn
        for _ in range(1000):
            drawn += 1
            yield "count:1"

    with Pool(_open(), n_children=2, limits=Limits()) as pool:  # type: ignore[arg-type]
        for n, event in enumerate(pool.run(tasks())):
            assert isinstance(event, Result | Finished)
            assert drawn <= n / 2 + 10


def test_pool_children_leave_with_their_parent(tmp_path: Path) -> None:
    """When the parent is killed no child stays behind, not even a hung one."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(HERE)!r})\n"
        "import pool_work\n"
        "from sayso.engine.pool import Pool, Limits\n"
        "if __name__ == '__main__':\n"
        "    with Pool(pool_work.open_work, n_children=1, limits=Limits()) as pool:\n"
        "        for event in pool.run(['pid:', 'hang:']):\n"
        "            print(getattr(event, 'value', ''), flush=True)\n"
    )
    package = Path(str(importlib.util.find_spec("sayso").origin)).parent.parent  # type: ignore[union-attr]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), str(HERE)])}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env=environment, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == "\n"
        assert parent.stdout.readline() == "before\n"
        parent.kill()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its parent")
