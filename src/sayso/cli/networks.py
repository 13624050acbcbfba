"""Ties and networks as tables and sentences, under the accounts' real names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.output import Column, Form, console, counted, emit, printable
from sayso.records import Network, Note, Tie

if TYPE_CHECKING:
    from sayso.store import Case, Search, TiedAccount

ID_SHOWN = 8
# Of a shared text in the table of networks; the whole of it is in the view of one.
MOST_CHARACTERS = 60
FOUND = {
    "excess": "by how much is shared",
    "synchrony": "by timing",
    "both": "by both",
    "inside": "inside a network alone",
    "group": "by how their group gathers",
}
"""Which evidence a tie rests on, in words."""

NETWORK_COLUMNS = (
    Column(name="short_id", title="id", style="dim"),
    Column(name="n_accounts", title="accounts", right=True),
    Column(name="n_ties", title="ties", right=True),
    Column(name="window", title="window", right=True),
    Column(name="when", title="when"),
    Column(name="most_shared", title="most shared", ratio=6),
    Column(name="q", title="q", right=True),
    Column(name="explained", title="what may explain it", ratio=5),
)
TIE_COLUMNS = (
    Column(name="a_name", title="account", ratio=2, style="bold"),
    Column(name="b_name", title="account", ratio=2, style="bold"),
    Column(name="in_words", title="what they did", ratio=9),
    Column(name="q", title="q", right=True),
    Column(name="network", title="network", style="dim"),
)
MEMBER_COLUMNS = (
    Column(name="name", title="account", ratio=3, style="bold"),
    Column(name="id", title="id", ratio=3, style="dim"),
    Column(name="n_posts", title="posts", right=True),
    Column(name="n_ties", title="ties", right=True),
    Column(name="first", title="first"),
    Column(name="last", title="last"),
)
THING_COLUMNS = (
    Column(name="kind", title="kind"),
    Column(name="value", title="what", ratio=8),
    Column(name="n_accounts", title="accounts", right=True),
    Column(name="n_shares", title="shares", right=True),
)
PUSH_COLUMNS = (
    Column(name="claim", title="id", style="dim"),
    Column(name="text", title="claim", ratio=8),
    Column(name="how", title="matched by"),
    Column(name="n_posts", title="posts", right=True),
    Column(name="n_posts_all", title="of all", right=True),
    Column(name="part", title="share", right=True),
)


def print_networks(case: Case, place: Path, form: Form, limit: int) -> None:
    """Print what was searched, which evidence speaks, and the networks, the largest first."""
    if form.kind != "table":
        emit((asdict(network) for network in case.store.networks()), NETWORK_COLUMNS, form)
        return
    search = case.store.search_of_ties()
    if search is None:
        return
    for sentence in said_of(search):
        console().print(printable(sentence), markup=False)
    if search.n_networks:
        print()
        rows = (_network_view(network) for network in case.store.networks())
        emit(rows, NETWORK_COLUMNS, form, limit=limit, total=search.n_networks)
        print(f"\nsayso coordination {place} --network ID    its accounts, ties, and what they share")


def print_ties(case: Case, network: str | None, form: Form, limit: int) -> None:
    """Print the ties, of one network where it is given, the strongest first."""
    wanted = None if network is None else case.store.network(network).id
    found = case.store.ties(network=wanted, strongest=True)
    if form.kind != "table":
        emit((asdict(tie) for tie in found), TIE_COLUMNS, form)
        return
    emit(_tie_views(found, _names(case.store.tied_accounts())), TIE_COLUMNS, form, limit=limit)


def print_network(case: Case, prefix: str, form: Form, limit: int) -> None:
    """Print one network: its accounts, ties, what they share and push, and what a person should weigh."""
    network = case.store.network(prefix)
    members = list(case.store.tied_accounts(network=network.id))
    found = case.store.ties(network=network.id, strongest=True)
    if form.kind != "table":
        ties = [asdict(tie) for tie in found]
        emit(
            [asdict(network) | {"members": [asdict(one) for one in members], "ties": ties}],
            NETWORK_COLUMNS,
            form,
        )
        return
    out = console()
    out.print(f"Network {network.id}", style="bold")
    out.print(printable(network.in_words), markup=False)
    _head("Accounts")
    emit(_member_views(members), MEMBER_COLUMNS, form, limit=limit)
    _head("Ties, the strongest first")
    emit(_tie_views(found, _names(members)), TIE_COLUMNS[:-1], form, limit=limit, total=network.n_ties)
    _head("What they share")
    emit((asdict(thing) for thing in network.objects), THING_COLUMNS, form, limit=limit)
    if network.narratives:
        _head("Claims they pass on, and what part of the posts that carry them is theirs")
        emit(_push_views(network), PUSH_COLUMNS, form, limit=limit)
    _print_notes(network)


def said_of(search: Search) -> Iterator[str]:
    """Yield sentences on what was searched and found, and with which options."""
    searched, options = search.searched, search.parameters
    n = searched.n_accounts
    n_pairs = n * (n - 1) // 2
    posts, accounts = counted(searched.n_posts, "post"), counted(n, "account")
    looked = f"{posts}; {accounts} that share anything, {counted(n_pairs, 'pair')}"
    found = ", ".join(
        f"{search.found[name]:,} {words}" for name, words in FOUND.items() if name in search.found
    )
    by = f" ({found})" if found else ""
    yield f"{looked}. {counted(search.n_ties, 'tie')}{by}, {counted(search.n_networks, 'network')}."
    windows = ", ".join(str(seconds) for seconds in options["windows"])
    yield f"Looked for within {windows} s at {', '.join(options['traces'])}; q {options['q']}."
    for seconds, n_objects in zip(options["windows"], searched.left_out, strict=False):
        if n_objects:
            yield f"The {counted(n_objects, 'thing')} most shared were left out of the window of {seconds} s."
    yield from (note.text for note in searched.notes)


def _network_view(network: Network) -> dict[str, object]:
    most = network.objects[0] if network.objects else None
    return {
        "short_id": network.id[:ID_SHOWN],
        "n_accounts": len(network.accounts),
        "n_ties": network.n_ties,
        "window": f"{network.window_seconds:,} s",
        "when": _period(network.first_at, network.last_at),
        "most_shared": ""
        if most is None
        else f"{most.kind} {_short(most.value)} ({most.n_accounts:,} accounts)",
        "q": _small(network.q_value),
        "explained": ", ".join(note.code.replace("-", " ") for note in network.explanations),
    }


def _tie_views(ties: Iterable[Tie], names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for tie in ties:
        yield {
            "a_name": names.get(tie.a, tie.a),
            "b_name": names.get(tie.b, tie.b),
            "in_words": tie.in_words,
            "q": _small(tie.q_value),
            "network": (tie.network_id or "")[:ID_SHOWN],
        }


def _member_views(members: Sequence[TiedAccount]) -> Iterator[dict[str, object]]:
    for one in sorted(members, key=lambda account: (-account.n_ties, account.id)):
        first, last = (one.first_at or "")[:10], (one.last_at or "")[:10]
        yield asdict(one) | {"name": one.name or one.account_id, "first": first, "last": last}


def _push_views(network: Network) -> Iterator[dict[str, object]]:
    for push in network.narratives:
        part = push.n_posts / push.n_posts_all if push.n_posts_all else 0.0
        yield asdict(push) | {"claim": push.attribution_id[:ID_SHOWN], "part": f"{part:.0%}"}


def _print_notes(network: Network) -> None:
    if not network.explanations and not network.hints:
        return
    _head("For a person to weigh")
    for note in network.explanations:
        _print_note("may explain it", note)
    for note in network.hints:
        _print_note("a hint", note)


def _print_note(what: str, note: Note) -> None:
    console().print(printable(f"- {what}: {note.text}"), markup=False)


def _head(text: str) -> None:
    console().print(f"\n{text}", style="underline")


def _names(accounts: Iterable[TiedAccount]) -> dict[str, str]:
    return {account.id: account.name or account.account_id for account in accounts}


def _period(first_at: str, last_at: str) -> str:
    first, last = first_at[:10], last_at[:10]
    return first if first == last else f"{first} to {last}"


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS].rstrip()}…"


def _small(value: float) -> str:
    return f"{value:.2g}"
