"""``sayso FOLDER``, ``init``, ``add`` and ``run``: from files to findings."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import CasePath, ColumnMap, Engine, Quiet, Store, Workers
from sayso.cli.output import counted
from sayso.cli.progress import make_progress
from sayso.errors import UsageError
from sayso.settings import load_settings

if TYPE_CHECKING:
    from sayso.engine.adding import Added, PostFile
    from sayso.records import Issue
    from sayso.settings import Settings
    from sayso.store import Case

# How many issues are printed one by one; beyond that a count a kind, and `sayso issues` for the rest.
ISSUES_SHOWN = 10
# A folder may hold a file for each account; beyond this number they are counted together.
FILES_SHOWN = 20
NOTHING_READ = 3
NETWORK_REFUSED = 4


def init(case: CasePath, *, store: Store = None) -> None:
    """Make a new case in the folder CASE."""
    from sayso.store.case import create_case

    with create_case(case, settings=load_settings(flags={"store": store})) as made:
        print(made.path)


def add(
    case: CasePath,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, '-' for standard input, http(s) addresses."),
    ],
    *,
    map_: ColumnMap = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> int:
    """Take files, folders or addresses in as evidence and read documents and posts from them."""
    settings = load_settings(case, flags={"workers": workers})
    from sayso.engine.adding import add_paths
    from sayso.store.case import open_case

    with open_case(case, settings=settings) as opened:
        added = add_paths(
            opened,
            paths,
            settings=settings,
            column_map=parse_map(map_),
            progress=make_progress(quiet=quiet),
        )
    _print_post_files(added)
    print(f"{counted(added.n_files, 'file')}: {_new(added)}", end="")
    print(f", {added.n_known:,} known already" if added.n_known else "")
    _print_issues(added.issues, case)
    return _exit_code(added)


def run(
    case: CasePath,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    attributor: Annotated[str | None, typer.Option("--attributor", help="Which extractor to use.")] = None,
    engine: Engine = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Read the documents that were not read yet (sentences, attributions); look for ties among the posts."""
    settings = load_settings(case, flags={"workers": workers, "attributor": attributor, "engine": engine})
    from sayso.engine.running import pending, run_stages
    from sayso.store.case import open_case

    with open_case(case, settings=settings) as opened:
        if dry_run:
            for stage, n_documents in pending(opened, settings=settings):
                print(f"{stage}: {counted(n_documents, 'document')} to read")
            _say_posts_to_search(opened)
            return
        for done in run_stages(opened, settings=settings, progress=make_progress(quiet=quiet)):
            print(
                f"{done.stage}: {counted(done.n_documents, 'document')} read, {counted(done.n_rows, 'finding')}",
                end="",
            )
            print(f", {counted(done.n_issues, 'issue')}" if done.n_issues else "")
        _coordinate(opened, settings, quiet=quiet, say=True)


def folder(
    path: Annotated[Path, typer.Argument(metavar="FOLDER")],
    *,
    case: Annotated[
        Path | None, typer.Option("--case", help="Where to make the case; beside FOLDER by default.")
    ] = None,
    store: Store = None,
    map_: ColumnMap = None,
    workers: Workers = None,
    quiet: Quiet = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Claims to print at most; 0 prints all.")] = 40,
) -> int:
    """Make a case beside FOLDER (or go on with it), add all files, read them, print what was found."""
    from sayso.cli.summary import print_summary
    from sayso.engine.adding import add_paths
    from sayso.engine.running import run_stages
    from sayso.store.case import create_case, is_case, open_case

    if is_case(path):
        raise UsageError(f"{path} is a case already", remedy=f"sayso run {path}, then sayso claims {path}")
    place = case or _place_for(path)
    if not is_case(place):
        create_case(place, settings=load_settings(flags={"store": store})).close()
    settings = load_settings(place, flags={"store": store, "workers": workers})
    progress = make_progress(quiet=quiet)
    with open_case(place, settings=settings) as opened:
        added = add_paths(
            opened, [os.fspath(path)], settings=settings, column_map=parse_map(map_), progress=progress
        )
        _print_post_files(added)
        for _ in run_stages(opened, settings=settings, progress=progress):
            pass
        _coordinate(opened, settings, quiet=quiet, say=False)
        print_summary(opened, place, limit=limit)
    _print_issues(added.issues, place)
    return _exit_code(added)


def _coordinate(case: Case, settings: Settings, *, quiet: bool, say: bool) -> None:
    """Look for ties where there are posts, or were when somebody looked."""
    if not case.store.count_posts() and case.store.search_of_ties() is None:
        return
    from sayso.engine.coordinating import run_coordination

    done = run_coordination(case, settings=settings, progress=make_progress(quiet=quiet))
    if say:
        found = f"{counted(done.n_ties, 'tie')}, {counted(done.n_networks, 'network')}"
        searched = f"{counted(done.n_posts, 'post')} searched" if done.n_posts else "searched before"
        print(f"coordination: {searched}, {found}")


def _say_posts_to_search(case: Case) -> None:
    n_posts = case.store.count_posts()
    if n_posts:
        from sayso.engine.coordinating import is_current

        print(f"coordination: {counted(0 if is_current(case) else n_posts, 'post')} to search")


def parse_map(text: str | None) -> dict[str, str]:
    """Return ``text=body,title=headline`` as a dictionary; raise `UsageError` for what is not of that form."""
    pairs: dict[str, str] = {}
    for part in (text or "").split(","):
        field, separator, column = part.partition("=")
        if part.strip() and not (separator and field.strip() and column.strip()):
            raise UsageError(
                f"--map: {part!r} is not FIELD=COLUMN", remedy="for example --map text=body,title=headline"
            )
        if part.strip():
            pairs[field.strip()] = column.strip()
    return pairs


def _place_for(path: Path) -> Path:
    """Return where the case of a folder goes: beside it, or here when nothing can be written there."""
    from sayso.read.walk import CASE_SUFFIX  # what a walk over a folder leaves out

    resolved = path.resolve()
    beside = resolved.with_name(resolved.name + CASE_SUFFIX)
    if beside.exists() or _may_write(beside.parent):
        return Path(os.path.relpath(beside)) if not path.is_absolute() else beside
    here = Path(beside.name)
    print(f"sayso: {beside.parent} cannot be written to; the case goes to {here}", file=sys.stderr)
    return here


def _may_write(folder: Path) -> bool:
    """Tell whether a case may be made in ``folder``; root may write everywhere, but not where nobody is meant to."""
    return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o222)


def _exit_code(added: Added) -> int:
    """Return 0 when anything could be read; else what stood in the way."""
    from sayso.engine.reading import FETCH

    if not added.issues or added.n_documents or added.n_known or added.n_posts or added.n_posts_known:
        return 0
    return NETWORK_REFUSED if all(issue.stage == FETCH for issue in added.issues) else NOTHING_READ


def _new(added: Added) -> str:
    """Say what is new; of documents nothing where there are posts alone."""
    parts = [counted(added.n_posts, "new post")] if added.n_posts or added.n_posts_known else []
    if added.n_documents or not parts:
        parts.insert(0, counted(added.n_documents, "new document"))
    return ", ".join(parts)


def _print_post_files(added: Added) -> None:
    for file in added.post_files[:FILES_SHOWN]:
        print(" ".join(_post_file(file).split()))
    left = added.post_files[FILES_SHOWN:]
    if left:
        n_new, n_known = sum(file.n_new for file in left), sum(file.n_known for file in left)
        print(
            f"{counted(len(left), 'more file')} of posts: {counted(n_new, 'post')}, {n_known:,} known before"
        )


def _post_file(file: PostFile) -> str:
    """Say what a file of posts was read as, and what became of its rows."""
    found = file.recognised
    parts = [counted(file.n_new, "post"), f"{counted(found.n_set_aside, 'row')} set aside"]
    if found.n_skipped:
        parts.append(f"{counted(found.n_skipped, 'row')} passed over ({found.skipped})")
    parts.append(f"{file.n_known:,} known before")
    if found.lost:
        lost = ", ".join(f"{name} of {counted(n, 'post')}" for name, n in sorted(found.lost.items()))
        parts.append(f"could not use {lost}")
    place = found.path if found.record is None else f"{found.path} [{found.record}]"
    return f"recognised as {found.title}: {', '.join(parts)} ({place})"


def _print_issues(issues: list[Issue], case: Path) -> None:
    for issue in issues[:ISSUES_SHOWN]:
        remedy = f" -- {issue.remedy}" if issue.remedy else ""
        print(" ".join(f"sayso: {issue.message}{remedy}".split()), file=sys.stderr)
    left = Counter(issue.code for issue in issues[ISSUES_SHOWN:])
    if left:
        kinds = ", ".join(f"{n:,} {code}" for code, n in left.most_common())
        print(f"sayso: {sum(left.values()):,} more issues ({kinds}); sayso issues {case}", file=sys.stderr)
