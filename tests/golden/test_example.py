"""The example case against what a careful reader wrote down about it; ``example/README.md`` says the fields."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "example"
CASE = "examples/harbour-talks"
FLOORS: dict[str, int] = json.loads((EXPECTED / "floors.json").read_text(encoding="utf-8"))
FIELDS = ("url", "title", "outlet", "author", "published_at", "language", "format")

Record = dict[str, Any]


def _rows(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


DOCUMENTS = _rows(EXPECTED / "documents.jsonl")
ACCOUNTS = _rows(EXPECTED / "accounts.jsonl")


@dataclass(frozen=True, slots=True)
class Found:
    """What the program made of the example case: the rows of each file of its export."""

    documents: list[Record]
    attributions: list[Record]
    posts: list[Record]
    networks: list[Record]
    issues: list[Record]

    def document(self, expected: Record) -> Record:
        """Return the document that ``expected`` is about: by path, and where that holds several by address or title."""
        same = [row for row in self.documents if row["path"] == expected["path"]]
        if len(same) > 1:
            name = "url" if "url" in expected else "title"
            same = [row for row in same if row[name] == expected[name]]
        assert len(same) == 1, f"{len(same)} documents for {expected['doc']}"
        return same[0]


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Add and run the example case once, and export it."""
    folder = tmp_path_factory.mktemp("example")
    case, out = folder / "case", folder / "out"
    for arguments in (
        ["init", case],
        ["add", case, CASE, "-q"],
        ["run", case, "-q"],
        ["export", case, "--out", out, "--real-names"],
    ):
        command = [sys.executable, "-m", "sayso", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    names = ("documents", "attributions", "posts", "networks", "issues")
    return Found(*(_rows(out / f"{name}.jsonl") for name in names))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read_part(document: Record) -> str:
    """Return the text outside the unread stretches, line breaks as spaces."""
    pieces, start = [], 0
    for unread in document["unread"]:
        pieces.append(document["text"][start : unread["start"]])
        start = unread["end"]
    return _plain(" ".join((*pieces, document["text"][start:])))


@pytest.mark.parametrize("expected", DOCUMENTS, ids=lambda row: row["doc"])
def test_example_documents_are_as_expected(found: Found, expected: Record) -> None:
    """Each document has the fields, and holds, lacks and leaves unread the strings, that a careful reader listed."""
    document = found.document(expected)
    fields = {name: document[name] for name in FIELDS if name in expected}
    assert fields == {name: expected[name] for name in fields}
    assert (document["published_at"] or "")[:10] == expected.get(
        "date", (document["published_at"] or "")[:10]
    )
    text = _read_part(document)
    assert [part for part in expected["contains"] if _plain(part) not in text] == []
    assert [part for part in expected["lacks"] if part in text] == []
    assert [part for part in expected.get("unread", ()) if part not in document["text"] or part in text] == []


def test_example_has_no_other_documents(found: Found) -> None:
    """What the careful reader lists is all there is: nothing twice, no menu taken for an article."""
    assert len(found.documents) == len(DOCUMENTS)
    assert {found.document(expected)["id"] for expected in DOCUMENTS} == {
        row["id"] for row in found.documents
    }


def test_example_exports_of_posts_are_read(found: Found) -> None:
    """Both exports of posts are read as such: no row of them is set aside, and none becomes a document."""
    assert [row for row in found.issues if "/posts/" in (row["path"] or "")] == []
    assert [row["path"] for row in found.documents if "/posts/" in row["path"]] == []


def test_example_accounts_are_as_expected(found: Found) -> None:
    """Each account of the two exports is there, with as many posts as it was written with."""
    n_posts = Counter((row["path"].removeprefix(f"{CASE}/"), row["account_name"]) for row in found.posts)
    assert n_posts == {(row["path"], row["account"]): row["n_posts"] for row in ACCOUNTS}


def test_example_circle_is_the_one_network(found: Found) -> None:
    """The accounts that were written to act together are one network, over both exports, and no other is in it."""
    names = {row["account_id"]: row["account_name"] for row in found.posts}
    circles = [{names[account] for account in network["accounts"]} for network in found.networks]
    assert circles == [{row["account"] for row in ACCOUNTS if row["coordinated"]}]


def test_example_french_page_is_kept_and_not_read(found: Found) -> None:
    """The page in French is stored, said not to be read, and has no attribution."""
    french = found.document(next(row for row in DOCUMENTS if row["language"] == "fr"))
    assert [row["document_id"] for row in found.issues if row["code"] == "language-not-read"] == [
        french["id"]
    ]
    assert french["id"] not in {row["document_id"] for row in found.attributions}


@pytest.mark.parametrize(
    ("doc", "source"), [("velling-report", "velling-report.txt"), ("orvane-briefing", "orvane-briefing.txt")]
)
def test_example_words_come_back_in_order(found: Found, doc: str, source: str) -> None:
    """A PDF and a DOCX give every word they were made from, once, in order; words cut at line ends are whole."""
    written = (ROOT / "examples" / "sources" / source).read_text(encoding="utf-8")
    written = re.sub(r"^(?:#+|~) ", "", written, flags=re.MULTILINE)
    document = found.document(next(row for row in DOCUMENTS if row["doc"] == doc))
    words, wanted = document["text"].split(), re.sub(r"(\w)-\n(?=[a-z])", r"\1", written).split()
    assert [word.replace("-", "") for word in words] == [word.replace("-", "") for word in wanted]


def _places(needle: str, text: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(map(re.escape, needle.split()))
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def _overlap(spans: list[list[int]], places: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for start, end in spans for begin, stop in places if start < stop)


def _candidates(expected: Record, document: Record, rows: list[Record]) -> Iterator[tuple[bool, int, int]]:
    """Yield what overlaps the expected source and the first words of the expected content, the nearest first."""
    text = document["text"]
    sources, cues, contents = (
        _places(expected[name], text) for name in ("source_text", "cue_text", "content_starts")
    )
    for number, row in enumerate(rows):
        if row["content"] and _overlap(row["source"], sources) and _overlap(row["content"], contents):
            away = min(abs(row["content"][0][0] - start) for start, _ in contents)
            yield not _overlap(row["cue"], cues), away, number


def _pairs(found: Found) -> Iterator[tuple[Record, Record | None]]:
    """Yield each expected attribution with the one found for it; none stands for two."""
    documents = {row["doc"]: found.document(row) for row in DOCUMENTS}
    used: set[str] = set()
    for expected in _rows(EXPECTED / "attributions.jsonl"):
        document = documents[expected["doc"]]
        rows = [
            row
            for row in found.attributions
            if row["document_id"] == document["id"] and row["id"] not in used
        ]
        best = min(_candidates(expected, document, rows), default=None)
        if best is not None:
            used.add(rows[best[2]]["id"])
        yield expected, rows[best[2]] if best is not None else None


def _shown(expected: Record, got: Record | None, role: str) -> str:
    if role == "found":
        return f"{expected['doc']}: {expected['source_text']} | {expected['cue_text']} | {expected['content_starts']}"
    value = got[role] if got else None
    return f"{expected['doc']}: {expected['source_text']} | {expected['cue_text']}: {value}, not {expected[role]}"


def _chain(row: Record, outlet: str | None) -> list[str]:
    """Return the chain as the expectations have it: without the publishing outlet."""
    chain = row["chain"]
    return chain[1:] if chain and chain[0] == outlet else chain


@pytest.mark.parametrize("role", ["found", "sourcing", "force", "quotation", "chain"])
def test_example_attributions_stay_found(found: Found, role: str) -> None:
    """As many of the reader's attributions are found, and as many of those agree, as ever were: floors only rise."""
    outlets = {row["doc"]: found.document(row)["outlet"] for row in DOCUMENTS}
    right, missed = 0, []
    for expected, got in _pairs(found):
        if role != "found" and (got is None or role not in expected):
            continue
        value = role if role == "found" else expected[role]
        given = None if got is None else role if role == "found" else got[role]
        if role == "chain" and got is not None:
            given = _chain(got, outlets[expected["doc"]])
        right += value == given
        if value != given:
            missed.append(_shown(expected, got, role))
    total = right + len(missed)
    said = f"{role}: {right} of {total}, the floor is {FLOORS[role]}; not as expected:"
    assert right >= FLOORS[role], "\n".join((said, *missed))
