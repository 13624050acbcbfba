"""Look for ties and networks among all posts of a case: from posts to the rows of the store, in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa

from sayso.coordination.describing import Findings, describe
from sayso.coordination.evidence import Evidence, find_ties
from sayso.coordination.options import MOST_WINDOWS, NullOptions
from sayso.coordination.posters import posters_named, time_of, write_posters
from sayso.coordination.posting import make_acts
from sayso.coordination.pushing import CaseClaim
from sayso.coordination.shares import TRACES
from sayso.engine.progress import Progress, Silent
from sayso.engine.scratch import Scratch
from sayso.engine.sets import check_engine, open_engine
from sayso.errors import UsageError
from sayso.records import Tie, digest
from sayso.settings import Settings
from sayso.stages import SetEngine
from sayso.store.case import Case
from sayso.store.coordination import STAGE, Searched, TiedAccount

VERSION = "1"
"""Changes when the same posts with the same options give other ties, networks or words."""

ALL_TRACES = (*TRACES, "near-text")
_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinationDone:
    """What a search did: posts looked at (0 where nothing had changed), and the ties and networks there are now."""

    n_posts: int
    n_ties: int
    n_networks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is to be done, and the id of the run: the same posts, claims, options and version are the same run."""

    run_id: str
    options: NullOptions
    parameters: Mapping[str, object]


def run_coordination(
    case: Case,
    *,
    settings: Settings,
    options: NullOptions | None = None,
    progress: Progress | None = None,
) -> CoordinationDone:
    """Look for ties and networks among the posts of ``case`` and store them in the place of those found before.

    Without ``options`` those of the search before hold, or the defaults. Nothing is done where posts, claims and
    options are those of the search before. A run that is killed leaves the result before it. Raise `UsageError` for
    options that cannot be used.
    """
    check_engine(settings)
    work = _work(case, options or stored_options(case))
    before = case.store.search_of_ties()
    if before is not None and before.run_id == work.run_id:
        return CoordinationDone(n_posts=0, n_ties=before.n_ties, n_networks=before.n_networks)
    case.store.start_run(
        work.run_id, stage=STAGE, version=VERSION, parameters=work.parameters, model_sha256=None
    )
    with engine_at_work(case, settings=settings) as (engine, folder):
        return _search(case, work, engine, folder, progress or Silent())


@contextmanager
def engine_at_work(case: Case, *, settings: Settings) -> Iterator[tuple[SetEngine, Path]]:
    """Give an engine and a folder for its tables below the posts of ``case``; both go at the end."""
    scratch = Scratch(case.posts)
    engine = open_engine(scratch.path, settings=settings)
    try:
        yield engine, scratch.path
    finally:
        engine.close()
        scratch.close()


def is_current(case: Case) -> bool:
    """Tell whether the case holds the result of a search, and nothing came since that could change it."""
    before = case.store.search_of_ties()
    return before is not None and before.run_id == _work(case, stored_options(case)).run_id


def stored_options(case: Case) -> NullOptions:
    """Return the options of the search whose result the case holds; the defaults where there is none."""
    before = case.store.search_of_ties()
    if before is None:
        return NullOptions()
    known = {f.name for f in fields(NullOptions)} & before.parameters.keys()
    given: dict[str, Any] = {name: before.parameters[name] for name in known}
    given |= {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return NullOptions(**given)


def check_options(options: NullOptions) -> None:
    """Raise `UsageError` for options that a search cannot use."""
    windows = options.windows
    if not windows or list(windows) != sorted(set(windows)) or windows[0] < 1:
        raise UsageError(
            f"the windows are {list(windows)}",
            remedy="give different whole seconds above 0, the smallest first",
        )
    if len(windows) > MOST_WINDOWS:
        raise UsageError(f"there are {len(windows)} windows", remedy=f"give {MOST_WINDOWS} at most")
    unknown = [trace for trace in options.traces if trace not in ALL_TRACES]
    if unknown or not options.traces:
        named = repr(unknown[0]) if unknown else "''"
        raise UsageError(f"there is no trace {named}", remedy=f"choose from {', '.join(ALL_TRACES)}")
    if not 0 < options.q < 1:
        raise UsageError(
            f"q is {options.q}", remedy="give a share of false ties above 0 and below 1, as 0.05"
        )


def _work(case: Case, options: NullOptions) -> _Work:
    check_options(options)
    parameters: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(options).items()
    }
    parameters["posts"] = digest("posts", [part.sha256 for part in case.store.post_parts()])
    parameters["claims"] = digest("claims", case.store.claims_by_run())
    run_id = digest("stage", STAGE, VERSION, parameters, None)
    return _Work(run_id=run_id, options=options, parameters=parameters)


def _search(case: Case, work: _Work, engine: SetEngine, folder: Path, progress: Progress) -> CoordinationDone:
    progress.begin(STAGE, _STEPS)
    try:
        n_posts = case.store.count_posts()
        posts = case.store.link_posts(folder / "posts")
        progress.advance(0, "what the posts share")
        tables = make_acts(engine, posts, folder / "acts")
        progress.advance(1, "who shares what with whom")
        (folder / "ties").mkdir()
        evidence = find_ties(engine, tables, folder / "ties", work.options)
        progress.advance(1, "what it is that they share")
        found = describe(
            engine, tables, posts, evidence, folder / "described", work.options, claims=_claims(case)
        )
        posters = write_posters(engine, posts, folder / "posters")
        progress.advance(1, "storing")
        _store(case, work, found, posters, _searched(evidence, found, n_posts))
        progress.advance(1)
    finally:
        progress.end()
    return CoordinationDone(n_posts=n_posts, n_ties=len(found.ties), n_networks=len(found.networks))


def _claims(case: Case) -> Iterator[CaseClaim]:
    for row in case.store.claims():
        yield CaseClaim(
            attribution_id=row.attribution.id,
            document_id=row.attribution.document_id,
            document_url=row.url,
            content_text=row.attribution.content_text,
            source_text=row.attribution.source_text,
        )


def _searched(evidence: Evidence, found: Findings, n_posts: int) -> Searched:
    return Searched(
        n_posts=n_posts,
        n_accounts=evidence.counted.n_accounts,
        left_out=tuple(int(n) for n in evidence.counted.n_left_out),
        notes=found.notes,
    )


def _store(case: Case, work: _Work, found: Findings, posters: Path, searched: Searched) -> None:
    case.store.write_coordination(
        work.run_id,
        searched=searched,
        ties=found.ties,
        networks=found.networks,
        accounts=_accounts(found, posters),
    )


def _accounts(found: Findings, posters: Path) -> Iterator[TiedAccount]:
    """Yield the accounts of the ties and networks, by their ids."""
    n_ties = _count_ties(found.ties)
    home = {account: network.id for network in found.networks for account in network.accounts}
    keys = pa.array(sorted({*n_ties, *home}), pa.string())
    for row in posters_named(posters, keys).to_pylist():
        yield TiedAccount(
            id=row["key"],
            platform=row["platform"],
            account_id=row["account_id"],
            name=row["account_name"],
            n_posts=row["n_posts"],
            n_ties=n_ties[row["key"]],
            first_at=time_of(row["first_epoch"]),
            last_at=time_of(row["last_epoch"]),
            network_id=home.get(row["key"]),
        )


def _count_ties(ties: Iterable[Tie]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for tie in ties:
        counted.update((tie.a, tie.b))
    return counted
