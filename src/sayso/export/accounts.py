"""How an export names accounts: as they are, or by pseudonyms that it learns from the case first."""

from __future__ import annotations

from typing import Protocol

from sayso.export.pseudonyms import Pseudonyms
from sayso.store import Store

COLUMNS = ("platform", "account_id", "account_name", "mentions")


class PostNames(Protocol):
    """What an export writes for each thing in a post that may name an account."""

    def account(self, platform: str, name: str) -> str:
        """Return what stands for an id or handle."""
        ...

    def account_name(self, platform: str, account_id: str, name: str) -> str:
        """Return what stands for the handle ``name`` of an account."""
        ...

    def post(self, platform: str, id_: str) -> str:
        """Return what stands for the id of a post."""
        ...

    def text(self, platform: str, text: str) -> str:
        """Return running text."""
        ...

    def words(self, platform: str, text: str) -> str:
        """Return a file name or a place in a file."""
        ...

    def address(self, platform: str, url: str) -> str:
        """Return an address."""
        ...

    def value(self, platform: str, kind: str, value: str) -> str:
        """Return a shared object."""
        ...

    def network(self, id_: str) -> str:
        """Return what stands for the id of a network, which is made of the names of its accounts."""
        ...


class RealNames:
    """Everything as it is in the posts."""

    def account(self, platform: str, name: str) -> str:
        """Return the id or handle."""
        return name

    def account_name(self, platform: str, account_id: str, name: str) -> str:
        """Return the handle."""
        return name

    def post(self, platform: str, id_: str) -> str:
        """Return the id."""
        return id_

    def text(self, platform: str, text: str) -> str:
        """Return the text."""
        return text

    def words(self, platform: str, text: str) -> str:
        """Return the text."""
        return text

    def address(self, platform: str, url: str) -> str:
        """Return the address."""
        return url

    def value(self, platform: str, kind: str, value: str) -> str:
        """Return the value."""
        return value

    def network(self, id_: str) -> str:
        """Return the id."""
        return id_


def pseudonyms_of(store: Store) -> Pseudonyms:
    """Return the pseudonyms of all accounts that wrote, or are mentioned in, the posts of a case.

    Memory grows with the accounts: about 600 bytes for each.
    """
    names = Pseudonyms(store.pseudonym_key())
    for batch in store.posts(columns=COLUMNS):
        columns = (batch.column(name).to_pylist() for name in COLUMNS)
        for platform, account_id, account_name, mentions in zip(*columns, strict=True):
            names.learn(platform, account_id, account_name)
            for mention in mentions or ():
                names.learn_mention(platform, mention)
    return names
