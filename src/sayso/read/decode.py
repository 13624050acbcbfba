"""Turn bytes into text and say which encoding was taken and why; nothing is silently replaced.

The order: byte order mark, UTF-16 or UTF-32 by its pattern of zeros, valid UTF-8, the charset that was declared,
UTF-8 with a few stray bytes, a guess. Valid UTF-8 comes before a declaration because legacy text with accents is
practically never valid UTF-8 by chance, while wrong declarations are common.

Bytes that do not fit are never dropped. Stray bytes in a text that is UTF-8 otherwise are read as windows-1252 where
they are its quotation marks and dashes, and become U+FFFD elsewhere; an `Issue` says how many and where the first is.
With more of them than `MAX_STRAY_SHARE` the text is set aside as ``undecodable``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sayso.errors import ReadError
from sayso.language.identify import identify
from sayso.records import Issue


class Declared(NamedTuple):
    """A charset that someone stated, and who: ``HTTP header``, ``meta element``, ``MIME header``, ..."""

    charset: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the encoding it was in, the reason for taking that one, and what did not fit."""

    text: str
    encoding: str
    evidence: str
    issues: tuple[Issue, ...] = ()


MAX_STRAY_SHARE = 0.01
"""Stray bytes over all bytes; a page with pasted-in windows-1252 quotes has about 1 in 300, Latin-1 prose 1 in 50."""

MIN_WESTERN_SHARE = 0.6
"""ASCII letters and spaces in text that nothing but windows-1252 fits: French has 0.8, random bytes 0.3 or less."""

_UTF32_BYTES = 4
_MANY_ZEROS = 0.6  # UTF-32 has zeros in two of four bytes, three for Western text
_SOME_ZEROS = 0.1  # spaces, digits and line ends alone, in Cyrillic or Arabic UTF-16
_NO_ZEROS = 0.01  # a text file may hold a stray NUL
_SAMPLE = 64 * 1024  # charset-normalizer tries every candidate on all it is given
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that the WHATWG Encoding Standard maps to a superset, because pages that declare the one are in the other.
_SUPERSETS = {
    **dict.fromkeys(
        ("ascii", "us-ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1", "cp1252"), "windows-1252"
    ),
    **dict.fromkeys(("gb2312", "gbk", "gb-2312", "x-gbk", "cp936"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr", "euckr", "windows-949", "korean"), "cp949"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "windows-1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "windows-874"),
    "big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-16-le",
    "utf-16": "utf-16-le",
}
_NEVER_PUBLISHED = 12  # ISO 8859-12
# What a file may be in. Not every codec of Python is one: utf-7, idna or unicode_escape would run what the file says.
_KNOWN = frozenset(
    {
        *(
            "utf-8",
            "utf-16-le",
            "utf-16-be",
            "utf-32-le",
            "utf-32-be",
            "gb18030",
            "cp932",
            "cp949",
            "big5hkscs",
        ),
        *(
            "euc-jp",
            "iso-2022-jp",
            "iso-2022-kr",
            "hz",
            "koi8-r",
            "koi8-u",
            "ibm866",
            "macintosh",
            "windows-874",
        ),
        *(f"windows-{number}" for number in range(1250, 1259)),
        *(f"iso-8859-{number}" for number in range(1, 17) if number != _NEVER_PUBLISHED),
    }
)
_STATEFUL = frozenset({"iso-2022-jp", "iso-2022-kr", "hz"})  # seven-bit: they are valid UTF-8 too
_PYTHON = {"windows-874": "cp874", "macintosh": "mac-roman", "ibm866": "cp866"}
_GUESSES = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "cp866"),
    *("gb18030", "cp932", "euc_jp", "cp949", "big5", "iso8859_2", "iso8859_5", "iso8859_6"),
)
_STRAY = re.compile("[\udc80-\udcff]")
_MARKS = dict(
    zip(
        map(chr, range(0xDC80, 0xDCA0)),
        # The five bytes windows-1252 leaves open are no punctuation either.
        (bytes([byte]).decode("windows-1252", "replace") for byte in range(0x80, 0xA0)),
        strict=True,
    )
)
# charset-normalizer takes French and quotation marks in English for windows-1250 (measured on 20 sentences).
_CENTRAL_EUROPEAN = frozenset({"pl", "cs", "sk", "sl", "hr", "hu", "ro", "sq"})
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")
_WINDOWS_1252 = {
    byte: bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)
}
_LETTERS = re.compile(r"[A-Za-z ]")
_REMEDY = "convert the file to UTF-8 (in an editor: save as, encoding UTF-8) and add it again"


def decode(data: bytes, *, declared: Iterable[Declared] = (), place: str = "") -> Decoded:
    """Return the text of ``data``; ``declared`` charsets in the order they are to be believed, ``place`` for messages.

    Raises `ReadError` (``undecodable``) where too many bytes fit no encoding.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name, "byte order mark", place)
    if wide := _wide(data):
        return _lenient(data, wide, "pattern of zero bytes", place)
    statements = [Declared(canonical(item.charset), item.by) for item in declared]
    for item in statements:
        if item.charset in _STATEFUL and (text := _strict(data, item.charset)) is not None:
            return Decoded(text=text, encoding=item.charset, evidence=item.by)
    if (text := _strict(data, "utf-8")) is not None:
        return Decoded(text=text, encoding="utf-8", evidence=_utf8_evidence(data, statements))
    for item in statements:
        if item.charset in _KNOWN and (text := _strict(data, item.charset)) is not None:
            return Decoded(text=text, encoding=item.charset, evidence=item.by)
    if _nearly_utf8(data):
        return _lenient(data, "utf-8", "nearly all bytes are valid UTF-8", place)
    return _guess(data, statements, place)


def canonical(charset: str) -> str:
    """Return the encoding that files labelled ``charset`` are in, as browsers take it."""
    label = charset.strip().strip("\"'").lower().replace("_", "-")
    label = _SUPERSETS.get(label, _SUPERSETS.get(label.replace("-", "_"), label))
    return re.sub(r"^cp-?(125\d)$", r"windows-\1", label)


def peek(head: bytes) -> str:
    """Return a rough text of the first bytes, for telling formats apart: never kept, never shown."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "ignore")
    return head.decode(_wide(head) or "utf-8", "replace")


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark: Western text has a zero in nearly every second byte."""
    head = data[: 1024 * _UTF32_BYTES]
    if len(head) < _UTF32_BYTES:
        return None
    zeros = [head[phase::4].count(0) / max(1, len(head[phase::4])) for phase in range(4)]
    full = [share > _MANY_ZEROS for share in zeros]
    if full == [True, True, True, False] and len(data) % 4 == 0:
        return "utf-32-be"
    if full == [False, True, True, True] and len(data) % 4 == 0:
        return "utf-32-le"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > _SOME_ZEROS and even < _NO_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if even > _SOME_ZEROS and odd < _NO_ZEROS else None


def _strict(data: bytes, name: str) -> str | None:
    if name == "windows-1252":
        return _windows_1252(data)
    try:
        return data.decode(_PYTHON.get(name, name))
    except UnicodeDecodeError:
        return None


def _windows_1252(data: bytes) -> str:
    """Decode as browsers do: the five bytes windows-1252 leaves open are control characters."""
    return data.decode("latin-1").translate(_WINDOWS_1252)


def _utf8_evidence(data: bytes, statements: list[Declared]) -> str:
    if data.isascii():
        return "only ASCII characters"
    other = next((item for item in statements if item.charset != "utf-8"), None)
    return f"valid UTF-8, although the {other.by} says {other.charset}" if other else "valid UTF-8"


def _nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with pasted-in bytes from a legacy encoding: it has more whole sequences than stray bytes."""
    text = data.decode("utf-8", "surrogateescape")
    n_stray = len(_STRAY.findall(text))
    n_whole = sum(1 for character in text if character > "\x7f") - n_stray
    cut = n_stray > 1 and not _STRAY.search(text[:-n_stray])  # the file ends inside a character
    return (n_whole >= n_stray > 0 or cut) and n_stray <= max(3, MAX_STRAY_SHARE * len(data))


def _lenient(data: bytes, name: str, evidence: str, place: str) -> Decoded:
    text = _strict(data, name)
    if text is not None:
        return Decoded(text=text, encoding=name, evidence=evidence)
    if name == "utf-8":
        return _utf8_with_strays(data, evidence, place)
    text = data.decode(name, "replace")
    first = _first_error(data, name)
    return _replaced(text, name, evidence, place, n=text.count("\ufffd"), first=first, n_bytes=len(data))


def _utf8_with_strays(data: bytes, evidence: str, place: str) -> Decoded:
    raw = data.decode("utf-8", "surrogateescape")
    found = [match.start() for match in _STRAY.finditer(raw)]
    first = len(raw[: found[0]].encode("utf-8"))
    text = _STRAY.sub(lambda match: _MARKS.get(match[0], "\ufffd"), raw)
    return _replaced(text, "utf-8", evidence, place, n=len(found), first=first, n_bytes=len(data))


def _replaced(
    text: str, name: str, evidence: str, place: str, *, n: int, first: int, n_bytes: int
) -> Decoded:
    what = f"{place}: {n} bytes are not {name}, the first at byte {first}"
    if n > max(3, MAX_STRAY_SHARE * n_bytes):
        raise ReadError(what, code="undecodable", remedy=_REMEDY)
    message = f"{what}; read as windows-1252 where that gives a quotation mark or dash, else shown as U+FFFD"
    issue = Issue(stage="read", code="undecodable-bytes", message=message, remedy=_REMEDY)
    return Decoded(text=text, encoding=name, evidence=evidence, issues=(issue,))


def _first_error(data: bytes, name: str) -> int:
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _guess(data: bytes, statements: list[Declared], place: str) -> Decoded:
    from charset_normalizer import from_bytes  # 40 ms, and few files need it

    sample = data[:_SAMPLE]
    for match in from_bytes(sample, cp_isolation=list(_GUESSES), preemptive_behaviour=False, threshold=0.4):
        name = canonical(match.encoding)
        if (text := _strict(data, match.encoding)) is not None:
            if name == "windows-1250" and identify(text) not in _CENTRAL_EUROPEAN:
                name, text = "windows-1252", _windows_1252(data)
            return Decoded(text=text, encoding=name, evidence="guessed from the bytes by charset-normalizer")
    text = _windows_1252(data)
    head = text[:_SAMPLE]
    if _CONTROLS.search(head) or len(_LETTERS.findall(head)) < MIN_WESTERN_SHARE * len(head):
        said = ", ".join(f"{item.charset} ({item.by})" for item in statements) or "none"
        first = _first_error(data, "utf-8")
        what = f"{place}: the bytes fit no known encoding (declared: {said}), the first misfit is at byte {first}"
        raise ReadError(what, code="undecodable", remedy=_REMEDY)
    return Decoded(text=text, encoding="windows-1252", evidence="no other encoding fits")
