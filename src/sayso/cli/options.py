"""The options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case folder.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]
AsJsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")]
AsCsv = Annotated[
    bool, typer.Option("--csv", help="Print CSV; cells that a spreadsheet would run get a quote in front.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes to use; one a core by default.", show_default=False),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine", metavar="ENGINE", help="Where to run: local or spark (see the setting spark_master)."
    ),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help="postgresql://user@host/database instead of a file in the case."
    ),
]
Limit = Annotated[int, typer.Option("--limit", min=0, help="Rows of the table at most; 0 shows all.")]
ColumnMap = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="Which column of a table holds what: text=body,title=headline; with == the value itself: "
        "platform==telegram.",
    ),
]
