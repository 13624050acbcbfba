"""``sayso coordination``: which accounts act together, on which evidence, and what explains it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.listing import values_of
from sayso.cli.networks import print_network, print_networks, print_ties
from sayso.cli.options import AsCsv, AsJson, AsJsonl, CasePath, Engine, Limit, Quiet, Workers
from sayso.cli.output import Form
from sayso.cli.peers import PEERS, PeerFlags, print_peer
from sayso.cli.progress import make_progress
from sayso.errors import UsageError
from sayso.settings import load_settings

if TYPE_CHECKING:
    from sayso.coordination.options import NullOptions
    from sayso.settings import Settings
    from sayso.store import Case


def coordination(
    case: CasePath,
    *,
    network: Annotated[
        str | None,
        typer.Option(
            "--network",
            metavar="ID",
            help="Show one network: the start of its id. With --as toolkit: which network to make, as co_retweet.",
        ),
    ] = None,
    ties: Annotated[bool, typer.Option("--ties", help="List ties, the strongest first.")] = False,
    window: Annotated[
        list[str] | None,
        typer.Option("--window", metavar="SECONDS", help="Look within these; 10,60,600,3600 by default."),
    ] = None,
    trace: Annotated[
        list[str] | None,
        typer.Option("--trace", metavar="TRACE", help="Look at these kinds of things alone, as url,repost."),
    ] = None,
    q: Annotated[
        float | None, typer.Option("--q", help="Share of false ties at most; 0.05 by default.")
    ] = None,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="TOOL", help=f"Print the edges that {' or '.join(PEERS)} would find, as CSV."
        ),
    ] = None,
    min_participation: Annotated[
        int | None, typer.Option("--min-participation", help="coortweet: rows of an account at least; 2.")
    ] = None,
    edge_weight: Annotated[
        float | None, typer.Option("--edge-weight", help="coortweet: quantile a weight must exceed; 0.5.")
    ] = None,
    keep_loops: Annotated[
        bool, typer.Option("--keep-loops", help="coortweet: keep what an account shares with itself.")
    ] = False,
    object_: Annotated[
        str | None,
        typer.Option("--object", metavar="TRACE", help="coortweet: what is shared, as url or repost."),
    ] = None,
    min_edge_weight: Annotated[
        int | None, typer.Option("--min-edge-weight", help="toolkit: weight of an edge at least; 2.")
    ] = None,
    similarity: Annotated[
        float | None,
        typer.Option("--similarity", help="toolkit, co_similar_tweet: of two texts at least; 0.8."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With --as: the file to write to.")
    ] = None,
    engine: Engine = None,
    workers: Workers = None,
    quiet: Quiet = False,
    limit: Limit = 50,
    json_: AsJson = False,
    jsonl: AsJsonl = False,
    csv_: AsCsv = False,
) -> None:
    """Show which accounts act together, on which evidence, under their real names; exports have pseudonyms.

    Posts are searched anew where --window, --trace or --q ask for something else than the search before. What they
    found then stands in the place of what was there, and holds for 'sayso run' too; what is not given has its default.
    """
    windows = _seconds(window)
    peer = PeerFlags(
        windows=windows,
        network=network,
        min_participation=min_participation,
        edge_weight=edge_weight,
        keep_loops=keep_loops,
        object_=object_,
        min_edge_weight=min_edge_weight,
        similarity=similarity,
        out=out,
    )
    form = Form.from_flags(json_=json_, jsonl=jsonl, csv_=csv_)
    settings = load_settings(case, flags={"engine": engine, "workers": workers})
    from sayso.store import open_case

    with open_case(case, settings=settings) as opened:
        if not opened.store.count_posts():
            raise UsageError(f"{case} holds no posts", remedy=f"sayso add {case} FILE...")
        if as_ is not None:
            if trace or q is not None or ties or form.kind != "table":
                raise UsageError(
                    "--trace, --q, --ties, --json, --jsonl and --csv do not go with --as",
                    remedy="leave them out; the edges are CSV",
                )
            print_peer(opened, as_, peer, settings)
            return
        peer.refuse()
        _search(opened, _options(windows, values_of(trace), q), settings, quiet=quiet)
        if ties:
            print_ties(opened, network, form, limit)
        elif network is not None:
            print_network(opened, network, form, limit)
        else:
            print_networks(opened, case, form, limit)


def _search(case: Case, options: NullOptions | None, settings: Settings, *, quiet: bool) -> None:
    """Search where nobody did or where other options are asked for; else say when the result is behind the posts."""
    from sayso.engine.coordinating import is_current, run_coordination

    if options is not None or case.store.search_of_ties() is None:
        run_coordination(case, settings=settings, options=options, progress=make_progress(quiet=quiet))
    elif not is_current(case):
        print(
            f"sayso: the case changed since this search -- sayso run {case.path} searches anew",
            file=sys.stderr,
        )


def _options(windows: tuple[int, ...], traces: tuple[str, ...], q: float | None) -> NullOptions | None:
    """Return the options that were asked for, or None where none were."""
    given: dict[str, Any] = {"windows": tuple(sorted(windows)), "traces": traces, "q": q}
    given = {name: value for name, value in given.items() if value not in ((), None)}
    if not given:
        return None
    from sayso.coordination.options import NullOptions

    return replace(NullOptions(), **given)


def _seconds(given: list[str] | None) -> tuple[int, ...]:
    try:
        return tuple(int(value) for value in values_of(given))
    except ValueError:
        raise UsageError(
            f"--window {','.join(given or ())} is not whole seconds", remedy="for example --window 10,60,600"
        ) from None
