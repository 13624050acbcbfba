"""The rules of `sayso.read.table` and of the rows it reads."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ReadError, UsageError
from sayso.read.source import Source
from sayso.read.table import read_table
from sayso.records import Document, Issue
from sayso.settings import Settings

BODY = "The ministry denied the report. A spokesman said nothing was moved."


def read(
    data: bytes | str, name: str = "t.csv", column_map: dict[str, str] | None = None, **settings: Any
) -> tuple[list[Document], list[Issue]]:
    """Return the documents and issues in ``data``."""
    raw = data.encode() if isinstance(data, str) else data
    source = Source(
        path=f"in/{name}",
        name=name,
        blob="b" * 64,
        settings=Settings(**settings),
        data=raw,
        column_map=column_map or {},
    )
    items = list(read_table(source))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [item for item in items if isinstance(item, Issue)]


def codes(issues: list[Issue]) -> list[str]:
    """Return the codes of ``issues``."""
    return [issue.code for issue in issues]


WRITTEN = {
    "trafilatura": {
        "title": "Talks fail",
        "author": "Ana Ruiz",
        "hostname": "outpost.example",
        "date": "2025-11-12",
        "text": BODY,
        "raw_text": "x",
        "source": "https://outpost.example/a",
        "source-hostname": "The Outpost",
        "language": "en",
        "fingerprint": "abc",
    },
    "news-please": {
        "maintext": BODY,
        "text": None,
        "title": "Talks fail",
        "date_publish": "2025-11-12 00:00:00",
        "authors": ["Ana Ruiz"],
        "source_domain": "outpost.example",
        "url": "https://outpost.example/a",
        "language": "en",
    },
    "newspaper4k": {
        "url": "https://outpost.example/a",
        "title": "Talks fail",
        "authors": ["Ana Ruiz"],
        "publish_date": "2025-11-12 00:00:00",
        "meta_site_name": "The Outpost",
        "canonical_link": "",
        "summary": "s",
        "text": BODY,
        "meta_lang": "en",
    },
    "fundus": {
        "title": "Talks fail",
        "plaintext": None,
        "body": {
            "summary": ["The ministry denied the report."],
            "sections": [{"headline": [], "paragraphs": ["A spokesman said nothing was moved."]}],
        },
        "authors": ["Ana Ruiz"],
        "publishing_date": "2025-11-12",
        "publisher": "The Outpost",
        "url": "https://outpost.example/a",
        "lang": "en",
    },
    "newsapi": {
        "source": {"id": None, "name": "The Outpost"},
        "author": "Ana Ruiz",
        "title": "Talks fail",
        "url": "https://outpost.example/a",
        "publishedAt": "2025-11-12",
        "content": BODY,
    },
}


@pytest.mark.parametrize("tool", WRITTEN)
@pytest.mark.parametrize("layout", ["json", "array", "wrapped", "jsonl"])
def test_read_table_knows_the_columns_of_news_tools(tool: str, layout: str) -> None:
    """What each tool writes is read without a map, whether alone, in an array, in an object or by lines."""
    row = WRITTEN[tool]
    data = {
        "json": json.dumps(row, indent=1),
        "array": json.dumps([row]),
        "wrapped": json.dumps({"status": "ok", "articles": [row]}),
        "jsonl": json.dumps(row) + "\n" + json.dumps(row | {"title": "Other"}) + "\n",
    }[layout]
    documents, issues = read(data, "t.jsonl" if layout == "jsonl" else "t.json")
    assert not issues
    document = documents[0]
    assert document.title == "Talks fail"
    assert document.author == "Ana Ruiz"
    assert document.url == "https://outpost.example/a"
    assert document.outlet in ("The Outpost", "outpost.example")
    assert document.published_at == "2025-11-12T00:00:00+00:00"
    assert document.published_precision == "day"
    assert document.text.replace("\n\n", " ") == BODY
    assert set(document.evidence) >= {"title", "author", "url", "outlet", "published_at", "text"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_read_table_finds_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    """Any usual delimiter and any Unicode encoding, marked or not, gives the same document."""
    rows = [
        ["title", "text", "date"],
        ['He said "no"', "Line one,\nline; two | “ö”\tend", "12 November 2025"],
    ]
    cells = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    data = "\r\n".join(delimiter.join(row) for row in cells) + "\r\n"
    documents, issues = read(data.encode(encoding))
    assert not issues
    assert documents[0].title == 'He said "no"'
    assert documents[0].text == "Line one,\nline; two | “ö”\tend"
    assert documents[0].record == "2"


def test_read_table_says_when_an_encoding_was_guessed() -> None:
    """A table in windows-1252 is read as such and an issue says so."""
    documents, issues = read(f"title,text\nCafé,“Señor” – {BODY}\n".encode("cp1252"))
    assert documents[0].title == "Café"
    assert documents[0].text.startswith("“Señor” –")
    assert codes(issues) == ["encoding-guessed"]


def test_read_table_goes_on_after_a_ragged_row() -> None:
    """A row with too few or too many cells is an issue that names its line; the others are read."""
    documents, issues = read("title,text\na,one\nb\nc,two,three\n\nd,four,\n")
    assert [document.text for document in documents] == ["one", "four"]
    assert codes(issues) == ["ragged-row", "ragged-row"]
    assert "line 3" in issues[0].message
    assert "line 4" in issues[1].message


def test_read_table_bounds_the_number_of_issues() -> None:
    """Ten thousand bad rows give some fifty issues and one that counts the rest."""
    documents, issues = read("title,text\n" + "a,b,c\n" * 10_000 + "x,fine\n")
    assert len(documents) == 1
    assert len(issues) == 51
    assert "9950 more" in issues[-1].message


def test_read_table_uses_the_map() -> None:
    """--map names columns by name or by number and comes before known names."""
    documents, _ = read("text,b,c\nshort,long text,T\n", column_map={"text": "b", "title": "3"})
    assert (documents[0].text, documents[0].title) == ("long text", "T")


def test_read_table_without_header_by_number() -> None:
    """A file without a header is read by column numbers, its first row included."""
    documents, issues = read("First,some text\nSecond,more text\n", column_map={"title": "1", "text": "2"})
    assert [document.title for document in documents] == ["First", "Second"]
    assert not issues


def test_read_table_without_header_from_trafilatura() -> None:
    """Trafilatura's CSV has no header and is known by its shape."""
    cells = [
        "https://o.example/a",
        "null",
        "25b1cd3ffea1a9e2",
        "o.example",
        "T",
        "null",
        "2025-11-12",
        BODY,
    ] + ["null"] * 3
    documents, issues = read("\t".join(cells) + "\n")
    assert not issues
    assert (documents[0].text, documents[0].title, documents[0].author) == (BODY, "T", None)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("id,indexed_date,language,media_name,media_url,publish_date,title,url", "no-text-column"),
        ("a,b,c", "no-text-column"),
    ],
)
def test_read_table_refuses_what_holds_no_articles(header: str, code: str) -> None:
    """A table without texts is refused with its columns listed and a way out."""
    with pytest.raises(ReadError) as caught:
        read(header + "\n" + ",".join("x" * len(header.split(","))) + "\n")
    assert caught.value.code == code
    assert "--map text=" in caught.value.remedy
    assert repr(header.split(",", maxsplit=1)[0]) in caught.value.message


@pytest.mark.parametrize("column_map", [{"text": "nosuch"}, {"text": "9"}, {"nofield": "a"}])
def test_read_table_refuses_a_wrong_map(column_map: dict[str, str]) -> None:
    """A map to no column or no field is the user's mistake and says what there is."""
    with pytest.raises(UsageError) as caught:
        read("a,b\n1,2\n", column_map=column_map)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "value", [None, 5, 5.5, float("nan"), True, [], {}, "", "  ", "None", "nan", [1, 2], {"a": 1}, [None]]
)
def test_read_table_odd_values_are_no_text(value: object) -> None:
    """Numbers, nulls and empty lists in the text column are an issue, never a text like "None"."""
    documents, issues = read(
        json.dumps([{"text": value, "title": "t"}, {"text": "fine", "n": float("nan")}]), "t.json"
    )
    assert [document.text for document in documents] == ["fine"]
    assert codes(issues) == ["row-no-text"]


def test_read_table_reads_html_in_the_text_column() -> None:
    """HTML fragments become paragraphs; scripts are left out."""
    html = "<p>One &amp; two.</p><script>x()</script><p>Three<br>four.</p>"
    documents, _ = read(json.dumps([{"content": html}]), "t.json")
    assert documents[0].text == "One & two.\n\nThree\nfour."
    assert "HTML" in documents[0].evidence["text"]


def test_read_table_id_is_that_of_the_record() -> None:
    """The same record has the same id on any line of any file; another record has another."""
    first, _ = read("title,text\na,one\nb,two\na,one\n")
    second, _ = read(json.dumps([{"text": "one", "title": "a"}]), "t.json")
    assert first[0].id == first[2].id == second[0].id
    assert first[0].id != first[1].id
    assert [document.record for document in first] == ["2", "3", "4"]


def test_read_table_bad_json_lines_stop_nothing() -> None:
    """A line that is no JSON, too deep, no object or not UTF-8 is an issue with its number; the others are read."""
    good = json.dumps({"text": "fine"}).encode()
    lines = [good, b"{bad", b"[1]", b'{"text": "\xff"}', b'{"a":' * 100_000, b"1" * 5000, good, b""]
    documents, issues = read(b"\n".join(lines), "t.jsonl")
    assert [document.record for document in documents] == ["1", "7"]
    assert codes(issues) == ["bad-row", "bad-row", "bad-encoding", "json-too-deep", "bad-row"]
    assert "line 2" in issues[0].message


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "t.csv", "empty-table"),
        (b"\n\n", "t.csv", "empty-table"),
        (b"", "t.json", "empty-table"),
        (b"  ", "t.json", "empty-table"),
        (b"[", "t.json", None),
        (b"[]", "t.json", None),
        (b"[" * 100_000, "t.json", "json-too-deep"),
        (b'{"a":' * 100_000, "t.json", "json-too-deep"),
        (b'[{"text": "cut', "t.json", "json-damaged"),
        (b'{"text": nope}', "t.json", "json-damaged"),
        (b'"text"', "t.json", "json-damaged"),
        (b"PAR1" + b"\0" * 100, "t.parquet", "parquet-damaged"),
        (b"PAR1", "t.parquet", "parquet-damaged"),
        (",".join(f"c{i}" for i in range(20_000)).encode(), "t.csv", "too-many-columns"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_read_table_damaged_files(data: bytes, name: str, code: str | None) -> None:
    """A file damaged from its start is one error with a code."""
    if code is None:
        assert read(data, name) == ([], [])
        return
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.code == code
    assert "in/" in caught.value.message


def test_read_table_keeps_what_stood_before_the_damage() -> None:
    """A JSON array that is cut in the middle gives the items before the cut, and an issue."""
    rows = json.dumps([{"text": f"text {i}"} for i in range(100)])
    documents, issues = read(rows[:1000], "t.json")
    assert len(documents) > 30
    assert codes(issues) == ["json-damaged"]


def test_read_table_tolerates_stray_brackets() -> None:
    """Some tools close the array after each article; the articles are read all the same."""
    documents, issues = read('[{"text": "one"},]{"text": "two"}]', "t.json")
    assert [document.text for document in documents] == ["one", "two"]
    assert not issues


def test_read_table_wide_table() -> None:
    """Five thousand columns are read as long as one is the text."""
    names = [f"c{i}" for i in range(4_999)] + ["text"]
    documents, _ = read(",".join(names) + "\n" + ",".join(["x"] * 4_999) + ",fine\n")
    assert documents[0].text == "fine"


def test_read_table_duplicate_header() -> None:
    """Of two columns with one name the first is meant; both belong to the record."""
    documents, _ = read("text,text,title\none,two,t\n")
    assert documents[0].text == "one"


def test_read_table_open_quote_does_not_eat_memory_or_the_file_before() -> None:
    """A quote that is never closed loses what follows it, says where, and keeps what came before."""
    documents, issues = read('title,text\na,fine\nb,"open\n' + "c,d\n" * 100_000, max_document_bytes=10_000)
    assert documents[0].text == "fine"
    assert "bad-row" in codes(issues)
    assert any("line 3" in issue.message for issue in issues)


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_read_table_long_line_is_never_held(tmp_path: Path, name: str) -> None:
    """A line of 60 MB is skipped in pieces of the limit's size and named; the next line is read."""
    file = tmp_path / name
    good = "b,fine\n" if name == "t.csv" else '{"text": "fine"}\n'
    start = "title,text\n" if name == "t.csv" else good
    with file.open("w") as stream:
        stream.write(start)
        for _ in range(60):
            stream.write("x" * 1_000_000)
        stream.write("\n" + good)
    source = Source(path=name, name=name, blob="b", file=file, settings=Settings(max_document_bytes=100_000))
    tracemalloc.start()
    items = list(read_table(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [item.text for item in items if isinstance(item, Document)][-1] == "fine"
    assert [item.code for item in items if isinstance(item, Issue)] == ["line-too-long"]
    assert "line 2" in next(item.message for item in items if isinstance(item, Issue))
    assert peak < 20_000_000


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.json", "t.parquet"])
def test_read_table_memory_is_flat(tmp_path: Path, name: str) -> None:
    """Forty thousand rows (20 MB) are read one by one, not all at once."""
    text = "word " * 100
    file = tmp_path / name
    n_rows = 40_000
    if name == "t.csv":
        file.write_text("title,text\n" + "".join(f"{i},{text}\n" for i in range(n_rows)))
    elif name == "t.jsonl":
        file.write_text("".join(json.dumps({"title": str(i), "text": text}) + "\n" for i in range(n_rows)))
    elif name == "t.json":
        file.write_text(json.dumps([{"title": str(i), "text": text} for i in range(n_rows)]))
    else:
        table = pa.table({"title": [str(i) for i in range(n_rows)], "text": [text] * n_rows})
        pq.write_table(table, file, row_group_size=1000)
    source = Source(path=name, name=name, blob="b", file=file, settings=Settings())
    tracemalloc.start()
    n_documents = sum(isinstance(item, Document) for item in read_table(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n_documents == n_rows
    assert peak < 6_000_000


def test_read_table_parquet_types() -> None:
    """Timestamps with a zone keep their second; lists of authors are joined; the record is the row's index."""
    when = pa.array([1_762_959_845_000_000], pa.timestamp("us", tz="UTC"))
    buffer = io.BytesIO()
    pq.write_table(
        pa.table({"text": [BODY], "date": when, "authors": [["A", "B"]], "image": [b"\xff\x00"]}), buffer
    )
    documents, issues = read(buffer.getvalue(), "t.parquet")
    assert not issues
    assert documents[0].published_at == "2025-11-12T15:04:05+00:00"
    assert documents[0].author == "A, B"
    assert documents[0].record == "0"


def test_read_table_parquet_cut_off() -> None:
    """A Parquet file without its end, or with a broken page, never raises anything but `ReadError`."""
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [BODY * 50] * 500}), buffer, row_group_size=50, compression="gzip")
    whole = buffer.getvalue()
    with pytest.raises(ReadError):
        read(whole[:-200], "t.parquet")
    broken = whole[:30] + b"\xff" * 30 + whole[60:]
    _, issues = read(broken, "t.parquet")
    assert codes(issues) == ["parquet-damaged"]


def test_read_table_refuses_a_parquet_bomb() -> None:
    """A Parquet file that unpacks to more than the limit is refused before its pages are read."""
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": ["x" * 1000] * 5000}), buffer, use_dictionary=False, compression="gzip")
    with pytest.raises(ReadError) as caught:
        read(buffer.getvalue(), "t.parquet", max_expanded_bytes=100_000)
    assert caught.value.code == "expands-too-much"


@given(
    st.binary(max_size=400) | st.text(max_size=300).map(str.encode),
    st.sampled_from(["t.csv", "t.json", "t.jsonl", "t.parquet"]),
)
def test_read_table_any_bytes_give_documents_issues_or_read_errors(data: bytes, name: str) -> None:
    """No bytes make the reader raise anything but `ReadError`."""
    for raw in (data, gzip.compress(data), b"title,text\n" + data, b'[{"text": "a"},' + data):
        try:
            documents, _ = read(raw, name)
        except ReadError:
            continue
        assert all(document.text for document in documents)


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=5))
def test_read_table_json_round_trip(rows: list[tuple[str, str]]) -> None:
    """JSON, JSONL and an object with a list inside hold the same documents."""
    records = [{"text": text, "title": title} for text, title in rows]
    lines = "\n".join(json.dumps(record) for record in records)
    texts = [
        [document.text for document in read(data, name)[0]]
        for data, name in (
            (json.dumps(records), "t.json"),
            (lines + "\n" if records else "[]", "t.jsonl"),
            (json.dumps(records, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass"), "t.json"),
        )
    ]
    assert texts[0] == texts[1] == texts[2]
