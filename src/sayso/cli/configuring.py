"""``sayso config`` and ``sayso doctor``: what holds, where it came from, and whether this machine can do the work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.options import AsCsv, AsJson, AsJsonl, CasePath
from sayso.cli.output import Column, Form, emit
from sayso.settings import NAMES, load_settings, write_setting

CONFIG_COLUMNS = (
    Column(name="setting", title="setting"),
    Column(name="value", title="value"),
    Column(name="origin", title="from"),
)
DOCTOR_COLUMNS = (
    Column(name="check", title="check"),
    Column(name="ok", title=""),
    Column(name="found", title="found", ratio=1),
)


def config(
    case: CasePath,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Write a setting to the case's sayso.toml."),
    ] = None,
    *,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> None:
    """Show every setting, its value and where the value came from; change them with --set."""
    from sayso.store.case import require_case

    require_case(case)
    for assignment in set_ or []:
        write_setting(case, assignment)
    settings = load_settings(case)
    rows = [
        {
            "setting": name,
            "value": _shown(name, getattr(settings, name)),
            "origin": settings.origins.get(name, "default"),
        }
        for name in NAMES
    ]
    emit(rows, CONFIG_COLUMNS, Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_))


def _shown(name: str, value: object) -> object:
    if name == "store" and isinstance(value, str) and value:
        from sayso.store.postgresql import without_password

        return without_password(value)
    return value


def doctor(
    case: Annotated[Path | None, typer.Argument(metavar="[CASE]", help="A case to check too.")] = None,
    *,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> int:
    """Check this installation (and a case): versions, model, database, disk, and what may use the network."""
    from sayso.engine.health import check_case, check_machine

    checks = [*check_machine(), *(check_case(case) if case else [])]
    rows = [
        {"check": check.name, "ok": "ok" if check.ok else "FAILS", "found": check.found} for check in checks
    ]
    emit(rows, DOCTOR_COLUMNS, Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_))
    return 0 if all(check.ok for check in checks) else 1
