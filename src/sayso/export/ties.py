"""Ties and networks for files: their accounts, and what they share, under the names that an export may show."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from sayso.export.accounts import PostNames
from sayso.records import Network, Note, SharedThing, Tie
from sayso.store import Store, TiedAccount

Row = dict[str, object]

_POSTS = ("repost", "quote", "reply")
_TEXTS = ("text", "near-text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the accounts of ties are called in an export: ``accounts`` maps ``platform:account_id`` to that."""

    names: PostNames
    accounts: Mapping[str, str]
    platforms: tuple[str, ...]

    def network_id(self, id_: str | None) -> str | None:
        """Return the id of a network; where accounts have pseudonyms, one that cannot be tested with guessed names."""
        return None if id_ is None else self.names.network(id_)

    def text(self, text: str) -> str:
        """Return running text about accounts of any platform."""
        return functools.reduce(
            lambda words, platform: self.names.text(platform, words), self.platforms, text
        )

    def said(self, words: str) -> str:
        """Return a sentence of sayso's own, in which an account without a handle stands as ``platform:id``."""
        written = re.compile(rf"\b({'|'.join(map(re.escape, self.platforms)) or '(?!)'}):(\S*\w)")
        hidden = written.sub(lambda found: f"{found[1]}:{self.names.account(found[1], found[2])}", words)
        return self.text(hidden)


def shown(store: Store, names: PostNames) -> Shown:
    """Return how ``names`` call the accounts that have ties."""
    accounts = {account.id: exported(account, names) for account in store.tied_accounts()}
    platforms = sorted({account.platform for account in store.tied_accounts()})
    return Shown(names=names, accounts=accounts, platforms=tuple(platforms))


def exported(account: TiedAccount, names: PostNames) -> str:
    """Return the account as ``platform:name``."""
    return f"{account.platform}:{names.account(account.platform, account.account_id)}"


def tie_rows(store: Store, how: Shown) -> Iterator[Row]:
    """Yield the rows of ``ties.jsonl``, the strongest first: an order that tells nothing of the names."""
    search = store.search_of_ties()
    run_id = None if search is None else search.run_id
    for tie in store.ties(strongest=True):
        yield _tie(tie, how) | {"run_id": run_id}


def network_rows(store: Store, how: Shown) -> Iterator[Row]:
    """Yield the rows of ``networks.jsonl``, the largest first."""
    search = store.search_of_ties()
    run_id = None if search is None else search.run_id
    for network in store.networks():
        yield _network(network, how) | {"run_id": run_id}


def _tie(tie: Tie, how: Shown) -> Row:
    a, b = sorted((how.accounts[tie.a], how.accounts[tie.b]))
    own: Row = {
        "a": a,
        "b": b,
        "network_id": how.network_id(tie.network_id),
        "in_words": how.said(tie.in_words),
    }
    return asdict(tie) | own


def _network(network: Network, how: Shown) -> Row:
    own: Row = {
        "id": how.network_id(network.id),
        "accounts": sorted(how.accounts[account] for account in network.accounts),
        "objects": [asdict(thing) | {"value": _value(thing, how)} for thing in network.objects],
        # What documents say stays as they say it: they are published works.
        "narratives": [asdict(push) for push in network.narratives],
        "explanations": _notes(network.explanations, how),
        "hints": _notes(network.hints, how),
        "in_words": how.said(network.in_words),
    }
    return asdict(network) | own


def _notes(notes: Iterable[Note], how: Shown) -> list[Row]:
    return [{"code": note.code, "text": how.said(note.text)} for note in notes]


def _value(thing: SharedThing, how: Shown) -> str:
    """Return a shared thing with the accounts in it replaced; ids and names stand behind their platform."""
    if thing.kind in _TEXTS:
        return how.text(thing.value)
    platform, colon, rest = thing.value.partition(":")
    if thing.kind == "mention" and colon:
        return f"{platform}:{how.names.account(platform, rest)}"
    if thing.kind in _POSTS and colon:
        id_, bracket, words = rest.partition(" (")
        return f"{platform}:{how.names.post(platform, id_)}{bracket}{how.text(words)}"
    return functools.reduce(
        lambda value, owner: how.names.value(owner, thing.kind, value), how.platforms, thing.value
    )
