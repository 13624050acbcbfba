"""What ``sayso FOLDER`` prints at its end: who was read, who says most, and the claims themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.listing import CLAIM_COLUMNS, claim_view
from sayso.cli.output import Column, Form, console, emit

if TYPE_CHECKING:
    from sayso.store import Case

SOURCES_SHOWN = 12
# They stand for many different sources; which one is a matter of each passage.
PRONOUNS = frozenset("he she it they we i you who which that this these those one".split())
SOURCE_COLUMNS = (
    Column(name="source", title="source", style="bold"),
    Column(name="sourcing", title="kind of source"),
    Column(name="n_claims", title="claims", right=True),
    Column(name="n_documents", title="documents", right=True),
)


def print_summary(case: Case, place: Path, *, limit: int) -> None:
    """Print counts, the sources that say most, the claims up to ``limit``, and the next commands."""
    out = console()
    summary = case.store.summary()
    languages = ", ".join(f"{n} {name or 'unknown'}" for name, n in summary.languages.items())
    if summary.n_posts:
        search = case.store.search_of_ties()
        tied = f"; ties: {search.n_ties:,}, networks: {search.n_networks:,}" if search else ""
        print(f"{summary.n_posts:,} posts by {case.store.count_accounts():,} accounts{tied}")
    if summary.n_documents or not summary.n_posts:
        out.print(
            f"{summary.n_documents:,} documents ({languages}), {summary.n_sentences:,} sentences, "
            f"{summary.n_attributions:,} claims"
        )
    if not summary.n_attributions:
        if summary.n_posts:
            print(_coordination(place))
        return
    out.print("\nWho says most", style="underline")
    emit(_most_heard(case), SOURCE_COLUMNS, Form())
    out.print("\nWho claims what, on whose word", style="underline")
    shown = claim_view(case.store.claims(limit=limit or None))
    emit(shown, CLAIM_COLUMNS, Form(), limit=limit, total=summary.n_attributions)
    print(f"\nsayso claims {place}     filter, sort, or print as --json, --jsonl, --csv")
    if summary.n_posts:
        print(_coordination(place))
    print(f"sayso show {place} ID    the passage with source, cue, content and hedges marked")


def _coordination(place: Path) -> str:
    return f"sayso coordination {place}    which accounts act together, and on which evidence"


def _most_heard(case: Case) -> Iterator[dict[str, object]]:
    """Yield the sources with most claims; one that begins a sentence is the same as within one."""
    n_claims: Counter[tuple[str, str]] = Counter()
    documents: dict[tuple[str, str], set[str]] = {}
    written: dict[tuple[str, str], str] = {}
    for row in case.store.claims():
        found = row.attribution
        if found.source_text and found.source_text.lower() not in PRONOUNS:
            key = (found.source_text.casefold(), found.sourcing)
            n_claims[key] += 1
            documents.setdefault(key, set()).add(found.document_id)
            written.setdefault(key, found.source_text)
    for key, n in n_claims.most_common(SOURCES_SHOWN):
        yield {"source": written[key], "sourcing": key[1], "n_claims": n, "n_documents": len(documents[key])}
