"""Whatever bytes come, readers answer, answer the same again, and mark stretches that lie inside the text."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sayso.language.identify import identify
from sayso.read import Source, read_source
from sayso.read.boilerplate import find_boilerplate
from sayso.read.decode import decode
from sayso.read.walk import display_name
from sayso.records import Document, Issue
from sayso.settings import Settings

# What formats begin with, so that arbitrary bytes get past the sniffing and into the parsers.
BEGINNINGS = [
    *(
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"WARC/1.0\r\n",
        b"PAR1",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
    ),
    *(
        b"<html><body><p>",
        b"<!doctype html>",
        b"<rss><channel><item>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    ),
    *(
        b"---\ntitle: x\n---\n",
        b"# A\n# B\n# C\n",
        b'{"text": "',
        b'[{"text": "',
        b"title,text\na,b\n",
        b"title\ttext\n",
    ),
    *(
        b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n",
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n",
    ),
    b"From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
]
NAMES = ["a", "a.txt", "a.csv", "a.md", "a.html", "a.json", "a.pdf", "a.eml", "\udcff.txt"]
# Time is not asserted; the first example of a format imports its parser, which can take seconds.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

contents = st.builds(
    bytes.__add__,
    st.sampled_from(BEGINNINGS),
    st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    ),
)


def _read(data: bytes, name: str) -> list[Document | Issue]:
    blob = hashlib.sha256(data).hexdigest()
    return list(read_source(Source(path=name, name=name, blob=blob, settings=Settings(), data=data)))


def _zipped(members: list[bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, data in enumerate(members):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), data)
    return stream.getvalue()


def _check(items: list[Document | Issue]) -> None:
    for item in items:
        if isinstance(item, Issue):
            assert item.stage == "read"
            assert item.code
            assert item.code != "parser-failed", item.message
            assert item.message.isprintable()
            continue
        item.text.encode("utf-8")
        assert "\x00" not in item.text
        end = 0
        for unread in item.unread:
            assert end <= unread.span.start < unread.span.end <= len(item.text)
            end = unread.span.end
        for field in (
            item.title,
            item.author,
            item.outlet,
            item.url,
            item.record,
            item.path,
            *item.evidence.values(),
        ):
            assert field is None or "\x00" not in field.encode("utf-8").decode()


@PATIENT
@given(data=contents, name=st.sampled_from(NAMES))
@example(data=b"<html><body><p>\xed\xa0\x80</p>", name="a.html")
def test_read_source_answers_any_bytes(data: bytes, name: str) -> None:
    """Nothing is raised; documents hold only what a store holds; unread stretches are sorted, apart and inside."""
    _check(_read(data, name))


@PATIENT
@given(data=contents, name=st.sampled_from(NAMES), before=contents)
def test_read_source_gives_the_same_again(data: bytes, name: str, before: bytes) -> None:
    """The same bytes give the same documents, whatever was read in between."""
    first = _read(data, name)
    _read(before, name)
    assert _read(data, name) == first


@PATIENT
@given(members=st.lists(contents, max_size=4))
def test_read_source_reads_archives_of_any_bytes(members: list[bytes]) -> None:
    """Archives of anything, and gzip files of them, are answered too."""
    data = _zipped(members)
    _check(_read(data, "a.zip"))
    _check(_read(gzip.compress(data, mtime=0), "a.zip.gz"))


@PATIENT
@given(page=contents, cut=st.integers(0, 400))
def test_read_source_reads_files_cut_anywhere(page: bytes, cut: int) -> None:
    """A file cut off anywhere is answered."""
    _check(_read(_zipped([page])[:cut], "a.zip"))
    _check(_read(page[:cut], "a"))


LINES = st.sampled_from(
    [
        *(
            "Leave a Reply",
            "+ posts",
            "Related stories",
            "Share this:",
            "• A bullet",
            "Name *",
            "Advertisement",
        ),
        *(
            "The minister denied on Monday that he had met the union leaders.",
            "© 2025 Courier. All rights reserved",
        ),
        *("", "  ", "\u2028", "\r", "X"),
    ]
)


@given(lines=st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=30))
def test_boilerplate_lies_inside_the_text(lines: list[str]) -> None:
    """Stretches are sorted, apart, inside the text, and begin and end with something visible."""
    text = "\n".join(lines)
    end = 0
    for unread in find_boilerplate(text):
        start, stop = unread.span
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff")),
    encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_decode_gives_back_what_a_mark_announces(text: str, encoding: str) -> None:
    """With a byte order mark every text comes back exactly."""
    assert decode(text.encode(encoding)).text == text


@given(text=st.text())
def test_identify_answers_any_text(text: str) -> None:
    """Any text has a two-letter code or none, the same again when it is asked again."""
    code = identify(text)
    assert code is None or len(code) == 2
    assert identify(text) == code


@given(name=st.binary(min_size=1, max_size=40))
def test_display_name_can_be_stored_and_shown(name: bytes) -> None:
    """Any file name becomes printable text that encodes as UTF-8."""
    shown = display_name(name.decode("utf-8", "surrogateescape"))
    assert shown.isprintable()
    assert shown.encode("utf-8")
