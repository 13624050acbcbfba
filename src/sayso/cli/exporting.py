"""``sayso export`` and ``sayso verify``: what leaves a case, and whether it is still what was put in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.options import AsCsv, AsJson, AsJsonl, CasePath
from sayso.cli.output import Column, Form, console, emit
from sayso.errors import UsageError
from sayso.settings import load_settings

FORMATS = ("jsonl", "gexf", "graphml")
FINDING_COLUMNS = (
    Column(name="severity", title="severity"),
    Column(name="code", title="code"),
    Column(name="subject", title="file or row", ratio=4),
    Column(name="message", title="what does not match", ratio=6),
)


def export(
    case: CasePath,
    *,
    format_: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(FORMATS)}.")] = "jsonl",
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write to; made if missing.")
    ],
    real_names: Annotated[
        bool,
        typer.Option(
            "--real-names/--pseudonymous",
            help="Name the accounts of posts, or give each a pseudonym, also inside texts and addresses. Documents are "
            "published works and stay as they are.",
        ),
    ] = False,
) -> None:
    """Write the case as files that other programs read.

    jsonl: one JSON object a line, one file a record type. gexf, graphml: the accounts with ties as a graph.
    """
    if format_ not in FORMATS:
        raise UsageError(f"cannot export as {format_!r}", remedy=f"choose from {', '.join(FORMATS)}")
    from sayso.export.graphs import export_graph
    from sayso.export.jsonl import export_jsonl
    from sayso.store import open_case

    with open_case(case, settings=load_settings(case)) as opened:
        if format_ == "jsonl":
            written = export_jsonl(opened.store, out, real_names=real_names)
        else:
            written = export_graph(opened.store, out, form=format_, real_names=real_names)
        for name, n_rows in written.items():
            print(f"{out / name}\t{n_rows}")


def verify(case: CasePath, *, json_: AsJson = False, jsonl: AsJsonl = False, csv_: AsCsv = False) -> int:
    """Re-hash every byte and row of the case; name each file or row that does not match."""
    from sayso.store import open_case
    from sayso.store import verify as check

    form = Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_)
    with open_case(case, settings=load_settings(case)) as opened:
        findings = list(check(opened))
        summary = opened.store.summary()
    if findings or form.kind != "table":
        emit((asdict(finding) for finding in findings), FINDING_COLUMNS, form)
    errors = sum(finding.severity == "error" for finding in findings)
    if not findings:
        held = (
            f"{summary.n_blobs:,} files, {summary.n_documents:,} documents, {summary.n_attributions:,} claims"
        )
        held += f", {summary.n_posts:,} posts" if summary.n_posts else ""
        console(error=True).print(f"{held}: all match")
    return 1 if errors else 0
