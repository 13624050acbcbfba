"""What the verbs print, where, and with which exit code."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from .conftest import ARTICLE, sayso


def test_folder_does_it_all(tmp_path: Path) -> None:
    """A folder alone makes a case beside it and prints who claims what; the second run goes on with that case."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "talks.txt").write_text(ARTICLE, encoding="utf-8")
    first, second = sayso(folder), sayso(folder)
    assert (first.code, second.code) == (0, 0)
    assert "Critics" in first.out
    assert first.out == second.out
    assert (tmp_path / "news.sayso" / "case.sqlite").is_file()


def test_folder_that_nobody_may_write_beside_gets_its_case_here(tmp_path: Path) -> None:
    """A case is never made in a read-only folder, not even by root; where it went is said."""
    folder = tmp_path / "shelf" / "news"
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(ARTICLE, encoding="utf-8")
    folder.parent.chmod(0o555)
    (tmp_path / "desk").mkdir()
    done = sayso(folder, cwd=tmp_path / "desk")
    assert done.code == 0
    assert "the case goes to news.sayso" in done.err
    assert (tmp_path / "desk" / "news.sayso" / "case.sqlite").is_file()


def test_claims_lists_source_force_and_place(read_case: Path) -> None:
    """The main view names the source, the force and the file."""
    out = sayso("claims", read_case).out
    for word in ("Ilse Brandt", "Critics", "a security official", "allegedly", "talks.txt"):
        assert word in out


def test_claims_leave_boilerplate_unread(read_case: Path) -> None:
    """Nothing is claimed by the comment form at the end, whose text is kept all the same."""
    assert "email" not in sayso("claims", read_case).out
    assert "email" in sayso("search", read_case, "email", "address").out


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        (["--source", "critics"], "Critics"),
        (["--sourcing", "anonymous"], "a security official"),
        (["--contains", "NOT COME BACK"], "Foreign Minister"),
        (["--document", "talks", "--source", "Critics"], "Critics"),
    ],
)
def test_claims_filter(read_case: Path, flags: list[str], wanted: str) -> None:
    """Each filter keeps what it names and drops the rest."""
    rows = [json.loads(line) for line in sayso("claims", read_case, "--jsonl", *flags).out.splitlines()]
    everything = sayso("claims", read_case, "--jsonl").out.splitlines()
    assert [row["source_text"][: len(wanted)] for row in rows] == [wanted]
    assert len(everything) > len(rows)


def test_claims_rows_point_at_their_characters(read_case: Path) -> None:
    """Every text of a row stands in the document at its spans."""
    for row in json.loads(sayso("claims", read_case, "--json").out):
        for role, text in (("source", "source_as_written"), ("cue", "cue_text"), ("content", "content_text")):
            assert row[text] == " ".join(ARTICLE[start:end] for start, end in row[role])
        if row["source_mention"] is not None:
            assert row["source_text"] == ARTICLE[slice(*row["source_mention"])]


def test_pronoun_is_listed_with_whom_it_stands_for(read_case: Path) -> None:
    """The rows have the pronoun and the fullest mention; a claim shown by itself says both."""
    (row,) = json.loads(sayso("claims", read_case, "--json", "--contains", "not come back").out)
    assert (row["source_as_written"], row["source_text"]) == ("she", row["chain"][-1])
    out = sayso("show", read_case, row["id"][:8]).out
    assert "she (named-person)" in out
    assert row["source_text"] in out


def test_claims_csv_is_no_formula(read_case: Path) -> None:
    """CSV has a header and one line a claim."""
    rows = list(csv.DictReader(io.StringIO(sayso("claims", read_case, "--csv").out)))
    assert {"source_text", "force", "chain", "path"} <= rows[0].keys()
    assert len(rows) == len(json.loads(sayso("claims", read_case, "--json").out))


def test_show_marks_the_spans(read_case: Path) -> None:
    """The passage of a claim has its source and cue in brackets; so has the whole document."""
    row = json.loads(sayso("claims", read_case, "--jsonl", "--source", "Critics").out)
    for id_ in (row["id"][:8], row["document_id"][:8]):
        out = sayso("show", read_case, id_).out
        assert "[source Critics]" in out
        assert "[cue say]" in out


def test_show_names_an_unknown_id(read_case: Path) -> None:
    """An id that names nothing is a usage error with the next step."""
    done = sayso("show", read_case, "ffffffffffff0")
    assert done.code == 2
    assert done.err.startswith("sayso: no document or attribution")


def test_export_writes_the_contract(read_case: Path, tmp_path: Path) -> None:
    """Each file has the fields of the contract, and the id of a document is the hash of its bytes."""
    assert sayso("export", read_case, "--format", "jsonl", "--out", tmp_path / "out").code == 0
    rows = {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (tmp_path / "out").iterdir()
    }
    assert rows["documents"][0]["id"] == hashlib.sha256(ARTICLE.encode()).hexdigest()
    wanted = {
        "documents": "id url title outlet author published_at added_at language kind text path record copy_group_id",
        "sentences": "document_id start end",
        "attributions": "id document_id source cue content source_text cue_text content_text sourcing force hedges "
        "quotation parent_id chain actor_id claim_id stance score judgement run_id",
        "runs": "id stage version parameters model_sha256 started_at ended_at rows_in rows_out issues",
    }
    for name, fields in wanted.items():
        assert set(fields.split()) <= rows[name][0].keys()
    assert rows["runs"][0]["rows_out"] == len(rows["attributions"])


def test_verify_finds_a_changed_byte(read_case: Path, tmp_path: Path) -> None:
    """A case as it was written passes with 0; one with a byte changed fails with 1 and names the file."""
    import shutil

    case = Path(shutil.copytree(read_case, tmp_path / "copy"))
    assert sayso("verify", case).code == 0
    blob = next(path for path in (case / "evidence").rglob("*") if path.is_file())
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes().replace(b"Brandt", b"Brundt"))
    done = sayso("verify", case, "--jsonl")
    assert done.code == 1
    assert blob.name in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["frobnicate"], 2, "neither a verb nor a file or folder"),
        (["claims", "{tmp}/none"], 2, "is not a case"),
        (["add", "{case}", "{tmp}/none"], 2, "no such file or folder"),
        (["claims", "{case}", "--force", "shout"], 2, "choose from state, claim"),
        (["claims", "{case}", "--sort", "colour"], 2, "choose from document"),
        (["claims", "{case}", "--json", "--csv"], 2, "exclude each other"),
        (["claims", "{case}", "--since", "soon"], 2, "soon"),
        (["init", "{case}"], 2, "is a case already"),
        (["export", "{case}", "--format", "tei", "--out", "{tmp}/x"], 2, "choose from jsonl"),
        (["export", "{case}", "--out", "/dev/null/x"], 2, "cannot write"),
        (["run", "{case}", "--attributor", "oracle"], 2, "oracle"),
        (["run", "{case}", "--workers", "0"], 2, "--workers"),
        (["add", "{case}", "-", "--map", "text"], 2, "FIELD=COLUMN"),
        (["search", "{case}", "!!"], 2, "nothing to search for"),
        (["config", "{case}", "--set", "colour=red"], 2, "there is no setting 'colour'"),
        (["add", "{case}", "http://127.0.0.1/x"], 4, "127.0.0.1"),
    ],
)
def test_mistakes_get_one_line(
    read_case: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    """A mistake of the user's is one line on standard error that says what to do, and the exit code says which kind."""
    done = sayso(*(argument.format(case=read_case, tmp=tmp_path) for argument in arguments))
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err


def test_add_reads_standard_input(tmp_path: Path) -> None:
    """A dash reads standard input; the same bytes again are known."""
    case = tmp_path / "case"
    sayso("init", case)
    first = sayso("add", case, "-", stdin=ARTICLE.encode())
    assert first.out == "1 file: 1 new document\n"
    assert sayso("add", case, "-", stdin=ARTICLE.encode()).out == "1 file: 0 new documents, 1 known already\n"
    assert json.loads(sayso("documents", case, "--jsonl").out)["path"] == "-"
    assert [path.name for path in case.iterdir() if path.name.startswith(".")] == []


def test_add_of_unreadable_input_alone_fails(tmp_path: Path) -> None:
    """When nothing could be read the exit code is 3; with something read it is 0 and the issue is told."""
    case = tmp_path / "case"
    sayso("init", case)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    assert sayso("add", case, tmp_path / "bad.pdf").code == 3
    both = sayso("add", case, tmp_path / "bad.pdf", tmp_path / "good.txt")
    assert both.code == 0
    assert "bad.pdf" in both.err
    assert len(sayso("issues", case, "--jsonl").out.splitlines()) == 1


def test_add_forgets_issues_of_a_file_that_now_reads(tmp_path: Path) -> None:
    """An issue lasts as long as its cause."""
    case = tmp_path / "case"
    sayso("init", case)
    table = tmp_path / "table.csv"
    table.write_text(
        "headline,prose\nTalks end,“We will not come back” was all she told reporters on Tuesday.\n",
        encoding="utf-8",
    )
    assert sayso("add", case, table).code == 3
    assert sayso("issues", case, "--jsonl").out != ""
    assert sayso("add", case, table, "--map", "text=prose,title=headline").code == 0
    assert sayso("issues", case, "--jsonl").out == ""


def test_run_does_only_what_is_new(tmp_path: Path) -> None:
    """A second run reads nothing; a dry run says what would be read."""
    case = tmp_path / "case"
    sayso("init", case)
    sayso("add", case, "-", stdin=ARTICLE.encode())
    assert sayso("run", case, "--dry-run").out == "attribution: 1 document to read\n"
    assert sayso("run", case).out.startswith("attribution: 1 document read")
    assert sayso("run", case).out.startswith("attribution: 0 documents read")


def test_run_says_what_it_does_not_read(tmp_path: Path) -> None:
    """A document in another language is stored, searchable and reported, and has no claims."""
    case = tmp_path / "case"
    sayso("init", case)
    text = "La ministre a déclaré mardi que les pourparlers étaient finis. « Nous ne reviendrons pas », a-t-elle dit."
    sayso("add", case, "-", stdin=text.encode())
    sayso("run", case)
    assert sayso("claims", case, "--jsonl").out == ""
    assert "language-not-read" in sayso("issues", case).out
    assert "pourparlers" in sayso("search", case, "ministre").out


def test_config_shows_where_a_value_comes_from(tmp_path: Path) -> None:
    """A flag beats the environment, which beats the file, which beats the default."""
    case = tmp_path / "case"
    sayso("init", case)
    sayso("config", case, "--set", "workers=1")

    def origin(**environment: str) -> dict[str, object]:
        rows = json.loads(sayso("config", case, "--json", **environment).out)
        return next(row for row in rows if row["setting"] == "workers")

    assert origin() == {"setting": "workers", "value": 1, "origin": "sayso.toml"}
    assert origin(SAYSO_WORKERS="2") == {"setting": "workers", "value": 2, "origin": "SAYSO_WORKERS"}


def test_doctor_checks_machine_and_case(read_case: Path) -> None:
    """The doctor finds this installation and this case well, and a missing case ill."""
    assert sayso("doctor", read_case).code == 0
    assert sayso("doctor", read_case / "none").code == 1


def test_output_to_a_closed_pipe_is_quiet(read_case: Path) -> None:
    """`sayso claims | head` ends without a traceback."""
    import subprocess
    import sys

    command = f"{sys.executable} -m sayso claims {read_case} --jsonl | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert done.stderr == b""
