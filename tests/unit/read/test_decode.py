"""Which encoding bytes are in, and what happens to bytes that do not fit."""

from __future__ import annotations

import pytest

from sayso.errors import ReadError
from sayso.read.decode import Declared, decode

RUSSIAN = "Министерство обороны опровергло сообщения о том, что солдаты пересекли границу в понедельник."
CHINESE = "国防部周一否认其士兵越过边界的报道，称这些消息毫无根据。"
JAPANESE = "国防省は月曜日、兵士が国境を越えたとの報道を否定した。"
FRENCH = "Le ministère a démenti lundi que ses soldats aient franchi la frontière, selon des responsables."
ARABIC = "نفت وزارة الدفاع يوم الاثنين أن جنودها عبروا الحدود وقالت إن التقارير لا أساس لها من الصحة"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (RUSSIAN, name)
            for name in ("windows-1251", "koi8-r", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-16")
        ),
        *((CHINESE, name) for name in ("gb18030", "utf-16", "utf-8")),
        *((JAPANESE, name) for name in ("cp932", "euc-jp", "utf-32")),
        *((FRENCH, name) for name in ("windows-1252", "latin-1", "utf-16-le", "utf-32-be")),
        (ARABIC, "windows-1256"),
        ("國防部週一否認其士兵越過邊界的報道，稱這些消息毫無根據。", "big5"),
        ("“Quoted” — he said it wasn’t so, the officer’s aide added.", "windows-1252"),
    ],
)
def test_decode_finds_the_encoding_nobody_declared(text: str, encoding: str) -> None:
    """Texts of one sentence come back exactly in every encoding tried."""
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.issues == ()
    assert decoded.evidence


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("ISO-8859-1", "windows-1252", "“curly”"),
        ("latin1", "windows-1252", "“curly”"),
        ("gb2312", "gb18030", CHINESE),
        ("Shift_JIS", "cp932", "①日本"),
        ('"windows-1251"', "windows-1251", "да"),
        ("iso-2022-jp", "iso-2022-jp", JAPANESE),
        ("x-sjis", "cp932", JAPANESE),
        ("euc-kr", "cp949", "국방부"),
    ],
)
def test_decode_takes_a_declared_charset_as_browsers_do(label: str, encoding: str, text: str) -> None:
    """Labels mean the encoding that pages with that label are in."""
    decoded = decode(text.encode(encoding), declared=[Declared(label, "HTTP header")])
    assert (decoded.text, decoded.evidence) == (text, "HTTP header")


def test_decode_believes_the_first_declaration_that_fits() -> None:
    """The HTTP header goes before the page, unless the bytes do not fit it."""
    declared = [Declared("shift_jis", "HTTP header"), Declared("windows-1251", "meta element")]
    assert decode("ъ".encode("windows-1251") + b"\xff", declared=declared).evidence == "meta element"


def test_decode_takes_valid_utf8_against_a_declaration() -> None:
    """Valid UTF-8 with accents is UTF-8 whatever was declared, and the evidence says so."""
    decoded = decode(FRENCH.encode(), declared=[Declared("iso-8859-1", "meta element")])
    assert decoded.text == FRENCH
    assert decoded.evidence == "valid UTF-8, although the meta element says windows-1252"


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "idna", "rot13", "zip", "klingon", "", "mbcs"])
def test_decode_never_runs_a_codec_that_is_no_charset(label: str) -> None:
    """A label that is no charset of files is passed over."""
    text = "plain \\u0041 +AGE- words é"
    assert decode(text.encode(), declared=[Declared(label, "meta element")]).text == text


def test_decode_reads_pasted_windows_quotes_and_says_so() -> None:
    """Stray quotation marks of windows-1252 in UTF-8 are read as such, and counted with the place of the first."""
    decoded = decode(FRENCH.encode() + b" \x93oui\x94 \xff", place="in/a.txt")
    assert decoded.text == FRENCH + " “oui” \ufffd"
    (issue,) = decoded.issues
    assert issue.code == "undecodable-bytes"
    assert f"3 bytes are not utf-8, the first at byte {len(FRENCH.encode()) + 1}" in issue.message


def test_decode_keeps_the_five_open_bytes_of_windows_1252() -> None:
    """As in browsers, they are control characters, not an error."""
    assert decode(b"caf\xe9 \x81 ok", declared=[Declared("windows-1252", "x")]).text == "café \x81 ok"


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 30, b"\xff\xfe" + b"\x00\xd8a\x00" * 50])
def test_decode_sets_aside_what_fits_nothing(data: bytes) -> None:
    """Noise is not made into text."""
    with pytest.raises(ReadError) as error:
        decode(data, place="in/a.txt")
    assert error.value.code == "undecodable"
    assert "at byte" in error.value.message


def test_decode_does_not_read_nul_as_utf16() -> None:
    """A stray NUL in a long text does not make it UTF-16."""
    text = "The minister said no. " * 40 + "\x00" + "And again. " * 40
    assert decode(text.encode()).text == text
