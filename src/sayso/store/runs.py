"""Runs: one execution of a stage; its counts are those of the rows that point to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from sayso.errors import StoreError
from sayso.store import log
from sayso.store.clock import now
from sayso.store.schema import attributions, coordination, done, issues, networks, runs, ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of one stage.

    ``rows_in`` counts documents done or posts searched, ``rows_out`` attributions, or ties and networks, ``issues``
    issues: those in the store now, so they are right after a kill, and a run whose work a later one did again counts
    what is left of it.
    """

    id: str
    stage: str
    version: str
    parameters: Mapping[str, Any]
    model_sha256: str | None
    started_at: str
    ended_at: str | None
    rows_in: int
    rows_out: int
    issues: int


def start(
    connection: Connection,
    run_id: str,
    *,
    stage: str,
    version: str,
    parameters: Mapping[str, object],
    model_sha256: str | None,
) -> None:
    """Note that a run began; the same id again is the same run going on."""
    resumed = connection.execute(select(runs.c.id).where(runs.c.id == run_id)).first() is not None
    if resumed:
        connection.execute(update(runs).where(runs.c.id == run_id).values(ended_at=None))
    else:
        row: dict[str, object] = {
            "id": run_id,
            "stage": stage,
            "version": version,
            "parameters": dict(parameters),
        }
        row |= {"model_sha256": model_sha256, "started_at": now(), "ended_at": None}
        connection.execute(insert(runs), [row])
    log.append(
        connection, "run-resumed" if resumed else "run-started", run_id, {"stage": stage, "version": version}
    )


def end(connection: Connection, run_id: str) -> None:
    """Note that a run came to its end; raise `StoreError` when there is none with this id."""
    changed = connection.execute(update(runs).where(runs.c.id == run_id).values(ended_at=now()))
    if changed.rowcount == 0:
        raise StoreError(f"there is no run {run_id}")
    log.append(connection, "run-ended", run_id, _counts(connection, run_id))


def is_open(connection: Connection, run_id: str) -> bool:
    """Tell whether a run began and has not come to its end."""
    return (
        connection.execute(select(runs.c.id).where(runs.c.id == run_id, runs.c.ended_at.is_(None))).first()
        is not None
    )


def every(connection: Connection) -> Iterator[Run]:
    """Yield all runs by stage and id."""
    for row in connection.execute(select(runs).order_by(runs.c.stage, runs.c.id)).all():
        yield Run(**row._asdict(), **_counts(connection, row.id))


def _counts(connection: Connection, run_id: str) -> dict[str, Any]:
    searched = select(coordination.c.n_posts).where(coordination.c.run_id == run_id)
    n_posts = connection.execute(searched).scalar() or 0
    return {
        "rows_in": n_posts or _count(connection, done, run_id),
        "rows_out": sum(_count(connection, table, run_id) for table in (attributions, ties, networks)),
        "issues": _count(connection, issues, run_id),
    }


def _count(connection: Connection, table: Table, run_id: str) -> int:
    return connection.execute(
        select(func.count()).select_from(table).where(table.c.run_id == run_id)
    ).scalar_one()
