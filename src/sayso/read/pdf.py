"""Read the text layer of a PDF, with pdfium.

pypdfium2 5.15 was chosen over pypdf 7.1 by trial. On laid-out pages of one, two and three columns both give
the same words in the same order (0.993 of the words, the rest being headers); pdfium is 2 to 8 times as fast
there (200 to 660 pages a second against 80 to 110) and 16 times on a LaTeX manual (36 pages: 0.05 s against
0.81 s). Where a program places words or letters one by one, pypdf writes each on a line of its own, while
pdfium puts the words together. pdfium also marks a hyphen that stands at the end of a line. Neither puts
columns in order when the file draws across them, line by line: such a page reads across, which no rule on
text alone can repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from sayso.errors import LimitError, ReadError
from sayso.read.dates import ParsedDate, parse_date
from sayso.read.metadata import plausible_author, plausible_title
from sayso.read.pages import join_pages, remove_running
from sayso.read.source import Source
from sayso.records import Document, Issue

REPORT_PAGES = 5
"""From this many pages on a PDF is taken for a report: a news article printed from a browser has 1 to 4."""


def read_pdf(source: Source) -> Iterator[Document | Issue]:
    """Yield the document that a PDF holds, its lines joined to paragraphs; an issue for pages without text.

    Running headers, footers and page numbers are left out of the text; the evidence says how many lines those
    were. Raise `ReadError` (``pdf-password``, ``pdf-no-text``, ``pdf-damaged``) or `LimitError`
    (``pdf-pages``).
    """
    with closing(_open(source)) as pdf:
        n_pages = len(pdf)
        if n_pages > source.settings.max_pages:
            raise LimitError(
                f"{source.path} has {n_pages} pages, more than {source.settings.max_pages}",
                code="pdf-pages",
                remedy="split it, or raise max_pages",
            )
        pages = [_page_text(pdf, index) for index in range(n_pages)]
        metadata = {name: " ".join(value.split()) for name, value in pdf.get_metadata_dict().items()}
    empty = [number for number, page in enumerate(pages, start=1) if not _has_text(page)]
    if len(empty) == n_pages:
        raise ReadError(
            f"{source.path} has no text on any of its {n_pages} pages: it is a scan or made of pictures",
            code="pdf-no-text",
            remedy="recognise its text first, for example: ocrmypdf IN.pdf OUT.pdf, then add OUT.pdf",
        )
    if empty:
        yield Issue(
            stage="read",
            code="pdf-pages-without-text",
            message=f"{source.path}: no text on {len(empty)} of {n_pages} pages ({_listed(empty)})",
            remedy="if those are scans: ocrmypdf --skip-text IN.pdf OUT.pdf, then add OUT.pdf",
            path=source.path,
        )
    yield _document(source, pages, metadata)


def _open(source: Source) -> pdfium.PdfDocument:
    try:
        # With no password given, pdfium tries the empty one, which most "protected" files have.
        return pdfium.PdfDocument(source.file if source.file is not None else source.read())
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                f"{source.path} can be opened with a password only",
                code="pdf-password",
                remedy="save it without the password (qpdf --decrypt --password=... IN.pdf OUT.pdf) and add that",
            ) from None
        raise ReadError(
            f"{source.path} is damaged or cut off: {error}",
            code="pdf-damaged",
            remedy="download it again, or repair it: qpdf IN.pdf OUT.pdf",
        ) from None


def _page_text(pdf: pdfium.PdfDocument, index: int) -> str:
    """Return the text of a page; empty when the page is damaged, so that the others are read."""
    try:
        with closing(pdf[index]) as page, closing(page.get_textpage()) as text:
            return str(text.get_text_range())
    except pdfium.PdfiumError:
        return ""


def _has_text(page: str) -> bool:
    return any(character.isalpha() for character in page)


def _listed(numbers: list[int], most: int = 10) -> str:
    shown = ", ".join(map(str, numbers[:most]))
    return f"{shown} and {len(numbers) - most} more" if len(numbers) > most else shown


def _document(source: Source, pages: list[str], metadata: dict[str, str]) -> Document:
    kept, n_running = remove_running(pages)
    evidence = {"text": f"text layer of {len(pages)} page{'s' if len(pages) > 1 else ''}"}
    if n_running:
        evidence["text"] += f"; {n_running} lines of running headers, footers and page numbers left out"
    title, author, date = (
        plausible_title(metadata.get("Title")),
        plausible_author(metadata.get("Author")),
        _date(metadata),
    )
    if title:
        evidence["title"] = "Title in the PDF's metadata"
    if author:
        evidence["author"] = "Author in the PDF's metadata"
    if date:
        evidence["published_at"] = "CreationDate in the PDF's metadata: when the file was made"
    is_report = len(pages) >= REPORT_PAGES
    if is_report:
        evidence["kind"] = f"{len(pages)} pages, {REPORT_PAGES} or more"
    return Document(
        id=source.document_id(),
        blob=source.blob,
        path=source.path,
        record=source.record,
        url=source.url,
        text=join_pages(kept),
        format="pdf",
        title=title,
        author=author,
        published_at=date.iso if date else None,
        published_precision=date.precision if date else None,
        kind="report" if is_report else "article",
        evidence=evidence,
    )


def _date(metadata: dict[str, str]) -> ParsedDate | None:
    """Return the date that ``D:20251112150405+02'00'`` states."""
    value = metadata.get("CreationDate", "").removeprefix("D:").replace("'", "")
    stamp, zone = value[:14], value[14:].strip()
    if not stamp.isdigit():
        return None
    if zone[:1] == "Z":  # "Z00'00'" is common
        zone = "Z"
    elif zone[:1] not in ("+", "-"):
        zone = ""
    return parse_date(stamp + zone) or parse_date(stamp[:8])
