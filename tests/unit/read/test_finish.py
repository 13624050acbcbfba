"""What is done to every document after its reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sayso.read.finish import disjoint, storable
from sayso.records import Document, Span, Unread

DOCUMENT = Document(id="1", blob="1", path="a", text="", format="text")


def unread(start: int, end: int, reason: str = "x") -> Unread:
    """Return a stretch."""
    return Unread(span=Span(start, end), reason=reason)


def test_finish_takes_out_nul_and_moves_the_spans() -> None:
    """Spans point to the same words after characters before and in them were taken out."""
    document = replace(
        DOCUMENT, text="a\x00b\x00cd\x00ef\x00", unread=(unread(2, 5), unread(5, 10)), title="t\x00"
    )
    result, n_dropped = storable(document)
    assert (result.text, result.title, n_dropped) == ("abcdef", "t", 4)
    assert [result.text[item.span.start : item.span.end] for item in result.unread] == ["bc", "def"]


def test_finish_leaves_a_good_document_alone() -> None:
    """Nothing is copied where nothing is wrong."""
    document = replace(DOCUMENT, text="Zoë 👩‍👩‍👧 \u202ertl")
    assert storable(document) == (document, 0)


def test_finish_makes_stretches_disjoint() -> None:
    """Of two that overlap the earlier keeps what is common; what lies outside the text or is empty goes."""
    stretches = [
        unread(5, 9),
        unread(0, 6, "a"),
        unread(3, 4),
        unread(8, 99, "b"),
        unread(9, 9),
        unread(50, 60),
    ]
    assert disjoint(stretches, 20) == (unread(0, 6, "a"), unread(6, 9), unread(9, 20, "b"))


def test_finish_marks_boilerplate_in_every_format(read_bytes: Callable[..., Any]) -> None:
    """The same form is marked in text and in Markdown."""
    text = "# Head\n\nThe minister said no to the union.\n\nThe union said it had lied.\n\nLeave a Reply\n\nName *\n"
    for name in ("a.txt", "a.md"):
        document = read_bytes(text.encode(), name).document
        assert [item.reason for item in document.unread] == ["comments", "comment-form"]


def test_finish_identifies_the_language_of_what_is_read(read_bytes: Callable[..., Any]) -> None:
    """The form at the end has no say in the language."""
    text = (
        "Le ministre a dit non au syndicat lundi.\n\n"
        + "Leave a Reply\n\nYour email address will not be published.\n" * 3
    )
    assert read_bytes(text.encode()).document.language == "fr"


def test_read_source_names_the_file_of_a_parser_error(read_bytes: Callable[..., Any]) -> None:
    """A file name with bytes that are no UTF-8 is shown so that it can be stored."""
    (issue,) = read_bytes(b"", "caf\udce9.txt").issues
    assert issue.path == "in/caf\\xe9.txt"
    assert issue.message == "in/caf\\xe9.txt: the file is empty"
