"""The rules of `sayso.read.pdf` and `sayso.read.pages`."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from sayso.errors import LimitError, ReadError
from sayso.read.pages import join_pages, remove_running
from sayso.read.pdf import REPORT_PAGES, read_pdf
from sayso.read.source import Source
from sayso.records import Document, Issue
from sayso.settings import Settings

LINES = [
    "The Ministry of Transport said on Tuesday that the convoy had been moved by the recon-",
    "ciliation office. Officials denied that any other files were taken, and a spokesman for",
    "the port authority affirmed it.",
    "Two analysts disagreed. One of them said that nothing of the kind could be concluded from",
    "photographs.",
]


def make(pages: list[list[str]], **options: Any) -> bytes:
    """Return a PDF with these lines on these pages."""
    encrypt = options.pop("encrypt", None)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1)
    for name, value in options.items():
        getattr(canvas, f"set{name}")(value)
    for lines in pages:
        for index, line in enumerate(lines):
            canvas.drawString(50, 800 - 14 * index, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(data: bytes, **settings: Any) -> tuple[Document | None, list[Issue]]:
    """Return the document of ``data`` and the issues."""
    source = Source(path="in/a.pdf", name="a.pdf", blob="b" * 64, settings=Settings(**settings), data=data)
    items = list(read_pdf(source))
    documents = [item for item in items if isinstance(item, Document)]
    return (documents[0] if documents else None), [item for item in items if isinstance(item, Issue)]


def test_read_pdf_joins_lines_and_mends_hyphens() -> None:
    """Lines become paragraphs and a word divided at the end of a line is whole again."""
    document, issues = read(make([LINES]))
    assert document is not None
    assert not issues
    first = (
        "The Ministry of Transport said on Tuesday that the convoy had been moved by the reconciliation office. "
        "Officials denied that any other files were taken, and a spokesman for the port authority affirmed it."
    )
    second = "Two analysts disagreed. One of them said that nothing of the kind could be concluded from photographs."
    assert document.text.split("\n\n") == [first, second]
    assert document.kind == "article"
    assert document.id == "b" * 64


def test_read_pdf_leaves_out_what_runs_on_every_page() -> None:
    """Running heads and page numbers go, and a sentence over the page break is whole."""
    pages = [
        [
            f"Institute | Paper {number}",
            f"{name} said that {LINES[0][23:]}",
            f"{LINES[1]} {name}",
            f"and {name} for whom the officials of the port authority at first refused to answer, and",
            f"Page {number}",
        ]
        for number, name in enumerate(["Amar", "Bell", "Cole", "Dorn", "Egan", "Falk", "Grau"], start=1)
    ]
    document, _ = read(make(pages))
    assert document is not None
    assert "Institute" not in document.text
    assert "Page" not in document.text
    assert "14 lines" in document.evidence["text"]
    assert "at first refused to answer, and Bell said that" in document.text
    assert document.kind == "report"
    assert str(REPORT_PAGES) in document.evidence["kind"]


@pytest.mark.parametrize(
    ("title", "author", "known"),
    [
        ("After Sarn Ford", "R. Amar", True),
        ("Microsoft Word - final_v3.docx", "user", False),
        ("untitled", "anonymous", False),
        ("report.indd", "", False),
        ("12", "-", False),
    ],
)
def test_read_pdf_metadata_only_when_plausible(title: str, author: str, *, known: bool) -> None:
    """What a program wrote into the metadata by itself is not a title or an author."""
    document, _ = read(make([LINES], Title=title, Author=author))
    assert document is not None
    assert (document.title, document.author) == ((title, author) if known else (None, None))
    assert ("title" in document.evidence) is known
    assert document.published_at is not None
    assert "CreationDate" in document.evidence["published_at"]


def test_read_pdf_password() -> None:
    """A password is asked for with a remedy; a file that opens without one is read."""
    locked = make([LINES], encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(ReadError) as caught:
        read(locked)
    assert caught.value.code == "pdf-password"
    assert "qpdf" in caught.value.remedy
    document, _ = read(make([LINES], encrypt=StandardEncryption("", "owner", canCopy=0)))
    assert document is not None
    assert "Ministry" in document.text


def test_read_pdf_scan() -> None:
    """A PDF without text says to run OCR; one that lacks it on some pages is read, with an issue."""
    with pytest.raises(ReadError) as caught:
        read(make([[], ["1"]]))
    assert caught.value.code == "pdf-no-text"
    assert "ocrmypdf" in caught.value.remedy
    document, issues = read(make([LINES, [], []]))
    assert document is not None
    assert [issue.code for issue in issues] == ["pdf-pages-without-text"]
    assert "2, 3" in issues[0].message


def test_read_pdf_page_cap() -> None:
    """More pages than the limit are refused before any is read."""
    with pytest.raises(LimitError) as caught:
        read(make([LINES] * 5), max_pages=4)
    assert caught.value.code == "pdf-pages"


PAGE_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 3 0 R>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\0" * 1000,
        b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF",
        PAGE_LOOP,
        make([LINES])[:300],
        make([LINES])[300:],
        b"%PDF-1.4\n" + b"[" * 200_000,
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Count 99999999>>endobj trailer<</Root 1 0 R>>",
    ],
    ids=["magic", "zeros", "no-root", "loop", "head", "tail", "deep", "count"],
)
def test_read_pdf_damaged(data: bytes) -> None:
    """Damaged files end in a `ReadError`, not in a hang or a crash."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code in ("pdf-damaged", "pdf-no-text")


def test_read_pdf_two_columns_and_single_words() -> None:
    """Columns drawn one after the other are read so, and words placed one by one make one line."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for x, words in ((50, ["The left column", "comes first."]), (300, ["Then the right", "column follows."])):
        for index, line in enumerate(words):
            canvas.drawString(x, 700 - 14 * index, line)
    x = 50.0
    for word in "Words placed one by one".split():
        canvas.drawString(x, 600, word)
        x += canvas.stringWidth(word) + 3
    canvas.save()
    document, _ = read(buffer.getvalue())
    assert document is not None
    assert "Words placed one by one" in document.text


def test_join_pages_keeps_real_hyphens() -> None:
    """A hyphen stays before a capital and where the document writes the word with it elsewhere."""
    page = [
        "An anti-missile system was shown, they said on Monday in the capital, and the anti-",
        "missile crew left with Sarn-",
        "Ford",
    ]
    assert join_pages([page]).endswith("the anti-missile crew left with Sarn-Ford")


def test_remove_running_single_page_loses_nothing() -> None:
    """On a single page nothing can repeat."""
    assert remove_running(["1\nOne line"]) == ([["1", "One line"]], 0)


@given(st.lists(st.text(max_size=80), max_size=6))
def test_pages_keep_every_letter(pages: list[str]) -> None:
    """Joining changes white space, hyphens and ligatures only."""

    def letters(text: str) -> str:
        return "".join(
            character for character in text if character.isalpha() and not "\ufb00" <= character <= "\ufb06"
        )

    split = [page.split("\n") for page in pages]
    lines = [[line for line in page if line.strip()] for page in split]
    assert letters(join_pages(lines)) == letters("".join(pages))
