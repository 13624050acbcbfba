"""What is fuzzed: a function that must answer any bytes, and the seeds to begin from."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.language.paragraphs import split_paragraphs
from sayso.language.quotes import find_quotes
from sayso.language.sentences import split_sentences
from sayso.read import Source, read_source
from sayso.records import Document, Issue, Span
from sayso.settings import Settings
from tests.hostile import files, formats
from tests.hostile.row import zipped

CASE = Path(__file__).parents[2] / "examples" / "harbour-talks"
LARGEST_SEED = 64 * 1024
# Small, so that what is found is a mistake and no mere size.
LIMITS = replace(
    Settings(), max_expanded_bytes=2**24, max_document_bytes=2**22, max_members=200, max_pages=50
)


@dataclass(frozen=True, slots=True)
class Target:
    """``check`` raises where the answer breaks a rule; ``seeds`` yields inputs of the kind."""

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def check_items(items: list[Document | Issue]) -> None:
    """Raise `AssertionError` unless documents can be stored, spans lie inside, and nothing was met by surprise."""
    for item in items:
        if isinstance(item, Issue):
            assert item.code != "parser-failed", item.message
            assert item.message.isprintable(), item.message
            continue
        item.text.encode("utf-8")
        assert "\x00" not in item.text
        end = 0
        for unread in item.unread:
            assert end <= unread.span.start < unread.span.end <= len(item.text)
            end = unread.span.end


def reader(name: str, wrap: Callable[[bytes], bytes] = bytes) -> Callable[[bytes], None]:
    """Return the check of a reader: ``data``, wrapped, as a file of this name, read twice with the same answer."""

    def check(data: bytes) -> None:
        content = wrap(data)
        source = Source(
            path=name, name=name, blob=hashlib.sha256(content).hexdigest(), settings=LIMITS, data=content
        )
        first = list(read_source(source))
        check_items([item for item in first if isinstance(item, Document | Issue)])
        assert list(read_source(source)) == first

    return check


def seeds(*suffixes: str) -> Callable[[], Iterator[bytes]]:
    """Return what yields the example files and the bad inputs with these suffixes."""

    def yield_seeds() -> Iterator[bytes]:
        for path in sorted(CASE.rglob("*")):
            if path.is_file() and path.name.endswith(suffixes) and path.stat().st_size <= LARGEST_SEED:
                yield path.read_bytes()
        for row in (*files.ROWS, *formats.ROWS):
            if row.name.endswith(suffixes) and isinstance(row.data, bytes) and len(row.data) <= LARGEST_SEED:
                yield row.data

    return yield_seeds


def word(data: bytes) -> bytes:
    """Return a Word file whose document is ``data``."""
    return zipped({"word/document.xml": data})


def word_seeds() -> Iterator[bytes]:
    """Yield documents of Word files, unpacked."""
    for text in ("Hello", "The minister said no."):
        body = formats.paragraph(text)
        yield f'<w:document xmlns:w="{formats.WORD}"><w:body>{body}</w:body></w:document>'.encode()


def warc_seeds() -> Iterator[bytes]:
    """Yield web archives, unpacked."""
    yield from seeds(".warc")()
    for packed in seeds(".warc.gz")():
        try:
            yield gzip.decompress(packed)[:LARGEST_SEED]
        except (OSError, EOFError):
            continue


def inside(spans: list[Span], text: str, *, apart: bool) -> None:
    """Raise `AssertionError` unless spans are sorted, not empty and inside the text; with ``apart``, disjoint."""
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))
    end = 0
    for span in spans:
        assert 0 <= span.start < span.end <= len(text), span
        assert not apart or span.start >= end, span
        end = span.end


def check_quotes(data: bytes) -> None:
    """Check the quotations in a text: sorted, inside, those of depth 0 apart, the marks inside the span."""
    text = data.decode("utf-8", "replace")
    quotes = find_quotes(text, split_paragraphs(text))
    inside([quote.span for quote in quotes], text, apart=False)
    inside([quote.span for quote in quotes if quote.depth == 0], text, apart=True)
    for quote in quotes:
        assert quote.span.start <= quote.inner.start <= quote.inner.end <= quote.span.end, quote


def check_sentences(data: bytes) -> None:
    """Check paragraphs and sentences: sorted, apart, inside, nothing visible lost between them."""
    text = data.decode("utf-8", "replace")
    inside(list(split_paragraphs(text)), text, apart=True)
    sentences = split_sentences(text)
    inside(list(sentences), text, apart=True)
    for sentence in sentences:
        part = text[sentence.start : sentence.end]
        assert part == part.strip(), sentence


TEXTS = seeds(".txt", ".md")
TARGETS: dict[str, Target] = {
    "text": Target(reader("a.txt"), TEXTS),
    "markdown": Target(reader("a.md"), TEXTS),
    "html": Target(reader("a.html"), seeds(".html", "file")),
    "mhtml": Target(reader("a.mhtml"), seeds(".mhtml", ".mht")),
    "mail": Target(reader("a.eml"), seeds(".eml")),
    "zip": Target(reader("a.zip"), seeds(".zip", ".docx", "file")),
    "gzip": Target(reader("a.gz", lambda data: gzip.compress(data, 1, mtime=0)), seeds(".html", ".csv")),
    "pdf": Target(reader("a.pdf"), seeds(".pdf")),
    "docx": Target(reader("a.docx", word), word_seeds),
    "feed": Target(reader("a.rss"), seeds(".rss", ".xml")),
    "warc": Target(reader("a.warc"), warc_seeds),
    "csv": Target(reader("a.csv"), seeds(".csv")),
    "json": Target(reader("a.json"), seeds(".json", ".jsonl")),
    "jsonl": Target(reader("a.jsonl"), seeds(".jsonl")),
    "parquet": Target(reader("a.parquet"), lambda: iter((formats.articles(3),))),
    "quotes": Target(check_quotes, TEXTS),
    "sentences": Target(check_sentences, TEXTS),
}
