"""Check that ties, networks and accounts belong together: the result of one run, each pointing at what is there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from sayso.records import network_id
from sayso.store.finding import Finding, error
from sayso.store.schema import coordination, networks, tied_accounts, ties

PAGE_ROWS = 1_000
_SHARES = ("p_value", "q_value", "excess_p", "excess_q", "synchrony_p", "synchrony_q")


def check_ties(connection: Connection) -> Iterator[Finding]:
    """Yield what does not fit together; nothing where nobody looked for ties."""
    run_ids = connection.execute(select(coordination.c.run_id)).scalars().all()
    if len(run_ids) > 1:
        yield error("ties-of-two-runs", "coordination", f"it names {len(run_ids)} runs, not one")
    latest = run_ids[0] if run_ids else None
    streamed = connection.execution_options(yield_per=PAGE_ROWS)
    accounts = connection.execute(select(tied_accounts.c.id, tied_accounts.c.network_id))
    home: dict[str, str | None] = {row.id: row.network_id for row in accounts}
    n_ties: Counter[str] = Counter()
    for row in streamed.execute(select(ties)):
        n_ties.update([row.network_id] if row.network_id is not None else [])
        yield from _check_tie(row, home, latest)
    for row in streamed.execute(select(networks)):
        yield from _check_network(row, home, latest)
        if row.n_ties != n_ties[row.id]:
            message = f"it names {row.n_ties} ties; {n_ties[row.id]} are there"
            yield error("network-changed", f"network {row.id}", message)


def _check_tie(row: Row[Any], home: dict[str, str | None], latest: str | None) -> Iterator[Finding]:
    name = f"tie {row.a} - {row.b}"
    if row.run_id != latest:
        yield error("tie-of-another-run", name, "it is none of the run whose result is there")
    if not row.a < row.b or row.a not in home or row.b not in home:
        yield error("tie-changed", name, "its accounts are not those that have ties")
    elif row.network_id is not None and {home[row.a], home[row.b]} != {row.network_id}:
        yield error("tie-changed", name, "its accounts are not of its network")
    values = row._asdict()
    if not all(_is_share(values[column]) for column in _SHARES):
        yield error("tie-changed", name, "a p-value or q-value is not between 0 and 1")


def _check_network(row: Row[Any], home: dict[str, str | None], latest: str | None) -> Iterator[Finding]:
    name = f"network {row.id}"
    if row.run_id != latest:
        yield error("network-of-another-run", name, "it is none of the run whose result is there")
    if network_id(tuple(row.accounts)) != row.id or len(row.accounts) != row.n_accounts:
        yield error("network-changed", name, "its accounts are not those its id was made of")
    if any(home.get(account) != row.id for account in row.accounts):
        yield error("network-changed", name, "an account of it is not there, or belongs to another network")


def _is_share(value: float) -> bool:
    return math.isfinite(value) and 0 <= value <= 1
