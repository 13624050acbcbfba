"""Take the fields of a row and note what is lost: a value of the wrong kind costs its field, never the row."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from sayso.read.fragment import fragment_text, is_html
from sayso.read.posts.values import MISSING, id_of, listed


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of one row, or of an object inside it; all of a row share one ``lost``.

    A name is a key; ``a.b`` is the column of that name where there is one, else the key ``b`` of the object ``a``.
    Every method names first the field of `Found` that the value is for, then the keys it may stand under: the first
    that holds something usable counts. What is there and of the wrong kind is noted in ``lost`` under that field.
    """

    row: Mapping[str, object]
    lost: dict[str, str] = field(default_factory=dict)
    at: str = ""

    def value(self, name: str) -> object:
        """Return what stands under ``name``; None for nothing, for an empty text and for a path that breaks off."""
        if name in self.row:
            found = self.row[name]
            return None if isinstance(found, str) and not found.strip() else found
        head, dot, rest = name.partition(".")
        inner = self.row.get(head) if dot else None
        return Fields(inner).value(rest) if isinstance(inner, Mapping) else None

    def inside(self, name: str, target: str = "") -> Fields:
        """Return the object under ``name``, an empty one when there is none; without ``target`` nothing is lost."""
        found = self.value(name)
        if not isinstance(found, Mapping):
            self._note(target, name, found)
            found = {}
        return Fields(found, self.lost, f"{self.at}{name}.")

    def each(self, target: str, name: str) -> list[Fields]:
        """Return the objects of the list under ``name``."""
        found = self.value(name)
        if not isinstance(found, list):
            self._note(target, name, found)
            return []
        for item in found:
            if not isinstance(item, Mapping):
                self._note(target, name, item)
        return [Fields(item, self.lost, f"{self.at}{name}.") for item in found if isinstance(item, Mapping)]

    def key(self, target: str, *names: str) -> str | None:
        """Return an id as text, digit by digit as it stands."""
        for name in names:
            found = self.value(name)
            if (taken := id_of(found)) is not None:
                return whole(taken)
            self._note(target, name, found)
        return None

    def text(self, target: str, *names: str) -> str | None:
        """Return a text, which is not empty."""
        for name in names:
            found = self.value(name)
            if isinstance(found, str):
                return whole(found)
            self._note(target, name, found)
        return None

    def time(self, *names: str) -> str | int | float | None:
        """Return a time as written, for the field ``created``: text or a number."""
        for name in names:
            found = self.value(name)
            if isinstance(found, str):
                return whole(found).strip()
            if isinstance(found, int | float) and not isinstance(found, bool):
                return found
            self._note("created", name, found)
        return None

    def texts(self, target: str, name: str, separators: str = ",") -> list[str]:
        """Return the texts of a list, or of a cell that holds one, in JSON, as Python prints it or with separators."""
        found = self.value(name)
        if isinstance(found, str):
            return [whole(text) for text in listed(found, separators)]
        if not isinstance(found, list):
            self._note(target, name, found)
            return []
        for item in found:
            if not isinstance(item, str):
                self._note(target, name, item)
        return [whole(item) for item in found if isinstance(item, str) and item]

    def _note(self, target: str, name: str, found: object) -> None:
        if not target or found is None or (isinstance(found, str) and found.strip().lower() in MISSING):
            return
        self.lost[target] = f"is {_kind(found)} ({self.at}{name})"


def without_markup(text: str) -> str:
    """Return what a reader sees of ``text``, which is HTML, or plain text with or without character references."""
    return fragment_text(text) if is_html(text) else html.unescape(text)


def whole(text: str) -> str:
    """Return ``text`` with the halves of surrogate pairs joined, or replaced when alone: no file can hold those."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
