"""Pseudonyms for accounts, in every place of a post that names one: ids, handles, mentions, addresses, texts.

A pseudonym is ``p_`` and 20 hexadecimal digits of HMAC-SHA256 under the secret of the case. Who has a list of handles
and not the secret cannot find out which is whose; the same account has the same pseudonym in every export of the case.
An account is called after the first handle that the case saw it under, so that a mention of it has the same pseudonym
before and after its own posts are added.

What is replaced in running text: every ``@mention``; every place in an address that names an account (`profiles`);
every ``did:``; and a known handle or id that stands alone as a word, where it can be nothing else: five characters or
more, a digit or an underscore among them (eight for digits alone). A known name of several words is replaced as it is
written. A handle that is a common word (``news``) stays where it is one: to take it out would take the word out of
every text. The name of a web site stays, also where somebody on Bluesky has it for a handle.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

from sayso.export.profiles import SITES, bare_hosts, named_in, site_of

LENGTH = 20
LEAST_WORD = 5
LEAST_NUMBER = 8
# Parts of a word between dots and hyphens that are looked at in every combination: handles have up to five.
MOST_PARTS = 12
MOST_DEPTH = 4
CACHED = 100_000

_HAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER = rf"[^\W{_HAN}]"
# In running Chinese or Korean a handle in Latin letters ends where the other script begins.
_NAME = rf"(?:{_LETTER}(?:(?:{_LETTER}|[.\-])*{_LETTER})?|\w+)"
_HOST = r"(?:[\w\-]+\.)+\w+"
_SCAN = re.compile(
    rf"""
    (?P<url>(?:(?:https?|at|tg)://|(?<![\w@./\-])(?:[a-z0-9\-]+\.){{0,2}}(?:{bare_hosts()})/)[^\s<>"'()\[\]{{}}|\\^`]+)
    |(?P<did>did:[a-z0-9]+:[\w.:%\-]*\w)
    |(?P<mail>[A-Za-z0-9_][\w.+\-]*@{_HOST})
    |[@＠](?P<name>{_NAME}(?:@{_HOST})?)
    |(?P<word>(?=[\w.\-]*[\d_])\w+(?:[.\-]\w+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = re.compile(r"([a-z]+://)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_WORDS = re.compile(r"\w+")
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z0-9_]+")
_NO_NAME = re.compile(r"[\d.\-]*")
_PEER = re.compile(r"(?:user|channel|chat|-100|-)(\d+)")
# An id with one of these holds more than a number: at:// of Bluesky, chat/message of Telegram, page_post of Facebook.
_HOLDS_ACCOUNT = re.compile(r"[/:@]|\A-?\d+_-?\d+\Z")


class Pseudonyms:
    """Names for the accounts of one case. Call `learn` for every post, in the order of the posts, before all else."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._accounts: dict[str, dict[str, str]] = {}  # platform -> id, or folded name -> pseudonym
        self._words: dict[str, str] = {}  # folded name that is nothing else -> pseudonym
        self._phrases: dict[
            str, list[tuple[str, str]]
        ] = {}  # first word of a name of several -> name, pseudonym
        self._learnt: set[tuple[str, str, str | None]] = set()
        # A few addresses make up most links, and a case has few files.
        self._address = lru_cache(CACHED)(self._address_anew)
        self._file = lru_cache(CACHED)(self._words_anew)

    def learn(self, platform: str, account_id: str, name: str | None) -> None:
        """Learn that an account wrote a post; the first that comes under a name is the one that is meant by it."""
        if (platform, account_id, name) in self._learnt:
            return
        self._learnt.add((platform, account_id, name))
        known = self._accounts.setdefault(platform, {})
        folded = _folded(name or "")
        if account_id not in known:
            free = bool(folded) and folded not in known
            known[account_id] = self._made("account", platform, folded if free else account_id)
        pseudonym = known[account_id]
        for alias in (_folded(account_id), *_PEER.findall(account_id), folded):
            self._alias(known, alias, pseudonym)
        if name and len(name.split()) > 1 and (word := _WORDS.search(name)):
            self._phrases.setdefault(word[0], []).append((name, pseudonym))

    def learn_mention(self, platform: str, name: str) -> None:
        """Learn that a post mentions an account."""
        if (platform, "", name) not in self._learnt:
            self._learnt.add((platform, "", name))
            self._word(_folded(name), self.account(platform, name))

    def account(self, platform: str, name: str) -> str:
        """Return the pseudonym of the account with this id or handle."""
        known = self._accounts.get(platform, {})
        folded = _folded(name)
        return known.get(name) or known.get(folded) or self._made("account", platform, folded)

    def account_name(self, platform: str, account_id: str, name: str) -> str:
        """Return the pseudonym of an account that is given by its id too."""
        return self.account(platform, account_id)

    def value(self, platform: str, kind: str, value: str) -> str:
        """Return a shared object of ``kind`` with the accounts in it replaced."""
        if kind == "mention":
            return self.account(platform, value)
        return self.text(platform, value) if "://" not in value else self.address(platform, value)

    def post(self, platform: str, id_: str) -> str:
        """Return the id of a post: as it is, or where an account's may be part of it ``m_`` and 20 digits."""
        known = self._accounts.get(platform, {})
        if _HOLDS_ACCOUNT.search(id_) or _names_one_of(known, id_):
            return self._made("post", platform, id_, mark="m_")
        return id_

    def network(self, id_: str) -> str:
        """Return ``n_`` and 20 digits for the id of a network: who guesses its accounts could make the id of them."""
        return self._made("network", id_, mark="n_")

    def text(self, platform: str, text: str, *, depth: int = 0) -> str:
        """Return ``text`` with every account in it replaced."""
        return _SCAN.sub(lambda found: self._replaced(platform, found, depth), self._without_phrases(text))

    def words(self, platform: str, text: str) -> str:
        """Return ``text`` with every known handle and id replaced, common words too: for file names and the like.

        Short numbers stay: they count lines.
        """
        return text if text.isdecimal() else self._file(platform, text)

    def _words_anew(self, platform: str, text: str) -> str:
        return self.text(platform, _in_words(text, self._accounts.get(platform, {})))

    def address(self, platform: str, url: str) -> str:
        """Return ``url`` with the parts that name accounts replaced, also in an address that it carries."""
        return self._address(platform, url)

    def _address_anew(self, platform: str, url: str, depth: int = 0) -> str:
        found = _ADDRESS.fullmatch(url)
        if found is None or depth > MOST_DEPTH:
            return _in_words(url, self._words)
        scheme, host, path, query, fragment = (part or "" for part in found.groups())
        site, before = site_of(host.rpartition("@")[2].partition(":")[0])
        if scheme.lower() == "at://":
            host = self.account("bluesky", host)
        elif site is not None and before:
            host = host.replace(before, self.account(site.platform, before))
        first, *parts = path.split("/")
        names = set() if before else set(named_in(site, [unquote(part) for part in parts]))
        owner = site.platform if site is not None else platform
        parts = [self._part(owner, part, is_name=i in names, depth=depth) for i, part in enumerate(parts)]
        parameters = site.parameters if site is not None else frozenset()
        if scheme.lower() == "tg://":
            owner, parameters = "telegram", SITES["t.me"].parameters
        query = "&".join(self._parameter(owner, pair, parameters, depth) for pair in query.split("&"))
        path = "/".join((first, *parts))
        return f"{scheme}{host}{path}{query}{self._escaped(platform, fragment, depth)}"

    def _part(self, platform: str, part: str, *, is_name: bool, depth: int) -> str:
        if not is_name:
            return self._escaped(platform, part, depth)
        written = unquote(part)
        mark = "@" if written.startswith("@") else ""
        return mark + self.account(platform, written.removeprefix("@").removeprefix("+"))

    def _parameter(self, platform: str, pair: str, names: frozenset[str], depth: int) -> str:
        name, equals, value = pair.partition("=")
        if equals and name.lstrip("?") in names:
            return f"{name}={self.account(platform, unquote(value).removeprefix('@'))}"
        return name + equals + self._escaped(platform, value, depth)

    def _escaped(self, platform: str, written: str, depth: int) -> str:
        """Return a part of an address with the accounts in it replaced; escaped anew only where something was."""
        plain = unquote(written)
        if depth > MOST_DEPTH:
            return _in_words(written, self._words)
        replaced = self.text(platform, plain, depth=depth + 1)
        return written if replaced == plain else quote(replaced, safe="#!:;,@+")

    def _replaced(self, platform: str, found: re.Match[str], depth: int) -> str:
        kind, whole = found.lastgroup, found[0]
        if kind == "url":
            return self._address(platform, whole, depth + 1)
        if kind == "did":
            return self.account("bluesky", whole)
        if kind == "mail":
            return self._mail(platform, whole)
        if kind == "name":
            return whole[0] + self._mention(platform, found["name"])
        return _in_words(whole, self._words)

    def _mention(self, platform: str, name: str) -> str:
        known = self._accounts.get(platform, {})
        name_ = name
        if "@" in name:
            return known.get(_folded(name)) or self.account("mastodon", name)
        rest = ""
        while name_:  # `@handle.Then`: what is known before a dot or a hyphen is the handle
            if _folded(name_) in known:
                return known[_folded(name_)] + rest
            cut = max(name_.rfind("."), name_.rfind("-"))
            name_, rest = (name_[:cut], name_[cut:] + rest) if cut > 0 else ("", rest)
        return name if _NO_NAME.fullmatch(name) else self.account(platform, name)

    def _mail(self, platform: str, written: str) -> str:
        """Return ``name@host``: an account of Mastodon where it is known as one, else a mail address."""
        for owner in (platform, "mastodon"):
            known = self._accounts.get(owner, {}).get(_folded(written))
            if known:
                return known
        name, _, host = written.rpartition("@")
        before = site_of(host)[1]
        bluesky = self._accounts.get("bluesky", {}).get(_folded(host))
        if before or bluesky:  # `RT@name.bsky.social`
            host = bluesky or self.account("bluesky", host)
        return f"{_in_words(name, self._words)}@{host}"

    def _without_phrases(self, text: str) -> str:
        if not self._phrases:
            return text
        out, at = [], 0
        for word in _WORDS.finditer(text):
            for name, pseudonym in self._phrases.get(word[0], ()) if word.start() >= at else ():
                start = word.start() - name.index(word[0])
                end = start + len(name)
                if start >= at and text.startswith(name, start) and not text[end : end + 1].isalnum():
                    out += [text[at:start], pseudonym]
                    at = end
                    break
        return "".join((*out, text[at:]))

    def _alias(self, known: dict[str, str], alias: str, pseudonym: str) -> None:
        if alias:
            known.setdefault(alias, pseudonym)
            self._word(alias, known[alias])

    def _word(self, folded: str, pseudonym: str) -> None:
        for name in {folded, folded.partition("@")[0]}:
            if _is_nothing_else(name):
                self._words.setdefault(name, pseudonym)

    def _made(self, *parts: str, mark: str = "p_") -> str:
        message = "\0".join(parts).encode("utf-8", "surrogatepass")
        return mark + hmac.digest(self._key, message, hashlib.sha256).hex()[:LENGTH]


def _in_words(text: str, known: Mapping[str, str]) -> str:
    """Return ``text`` with the names that ``known`` holds replaced, the longest first."""
    if not known:
        return text
    places = [found.span() for found in _WORDS.finditer(text)]
    out, at, i = [], 0, 0
    while i < len(places):
        start, j = places[i][0], min(len(places), i + MOST_PARTS)
        while j > i and not _holds(known, text[start : places[j - 1][1]]):
            j -= 1
        end = places[max(j - 1, i)][1]
        whole = text[start:end]
        new = known[_folded(whole)] if j > i else _LATIN.sub(lambda found: _known(found[0], known), whole)
        out += [text[at:start], new]
        at, i = end, max(j, i + 1)
    return "".join((*out, text[at:]))


def _names_one_of(known: Mapping[str, str], id_: str) -> bool:
    """Tell whether a part of an id, between any signs and of any length, is one of these names."""
    places = [found.span() for found in _ALPHANUMERIC.finditer(id_)][:MOST_PARTS]
    return any(
        _folded(id_[start:end]) in known for i, (start, _) in enumerate(places) for _, end in places[i:]
    )


def _known(name: str, known: Mapping[str, str]) -> str:
    return known[_folded(name)] if _holds(known, name) else name


def _holds(known: Mapping[str, str], name: str) -> bool:
    return _folded(name) in known and not (name.isdecimal() and len(name) < LEAST_NUMBER)


def _folded(name: str) -> str:
    return name.strip().removeprefix("@").casefold()


def _is_nothing_else(name: str) -> bool:
    """Tell whether a name cannot be a word or a number of running text."""
    if name.isdecimal():
        return len(name) >= LEAST_NUMBER
    return len(name) >= LEAST_WORD and any(c.isdigit() or c == "_" for c in name)
