"""Readers of annotated texts. The sentences of GUM below are from Wikinews (CC BY 2.5), see tests/golden/gum."""

from __future__ import annotations

import json
import os
import shutil
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sayso.attribution.training.corpora import Annotated, CorpusError, Gold, read_corpus, write_corpus
from sayso.records import Span, Spans

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")
POLNEAR, GUM = SHARED / "data" / "polnear", SHARED / "data" / "gum"
EXCERPT = ROOT / "tests" / "golden" / "gum"

TEXT = "Kaya said on Monday the dam broke.\r\nOfficials 🙂 denied it, she said."
BRAT = """\
T1\tSource 0 4\tKaya
T2\tCue 5 9\tsaid
T3\tContent 20 33\tthe dam broke
T4\tAttribution-no-source 5 9\tsaid
E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3
T5\tSource 59 62\tshe
T6\tCue 63 67\tsaid
T7\tContent 36 45;48 57\tOfficials denied it
E2\tAttribution:T6 Cue:T6 Content:T7 Source2:T5 Source3:T1 Mood:T9
E3\tAttribution:T4
A1\tQuality E1
"""


def lay_out(folder: Path, *, standoff: str = BRAT, text: str = TEXT) -> Path:
    """Write a corpus of one text in the folders of PolNeAR."""
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "dam.txt").write_bytes(text.encode())
    (folder / "attributions" / "dam_00ab.ann").write_text(standoff, encoding="utf-8")
    return folder


def cut(text: str, spans: Spans) -> list[str]:
    """Return the words of spans."""
    return [text[span.start : span.end] for span in spans]


def write_line(path: Path, **changes: Any) -> Path:
    """Write a file of JSON lines: a blank line and a text with two attributions, changed."""
    row: dict[str, Any] = {
        "text": "The Wire said he left.",
        "attributions": [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 21]], "parent": None}],
    }
    path.write_text("\n" + json.dumps(row | changes) + "\n", encoding="utf-8")
    return path


def test_brat_keeps_every_character(tmp_path: Path) -> None:
    """Offsets count code points of the text as it lies on the disk, carriage returns too."""
    (one,) = read_corpus(lay_out(tmp_path))
    assert one.text == TEXT
    assert cut(TEXT, one.relations[1].content) == ["Officials", "denied it"]
    assert not one.nested


def test_brat_joins_numbered_roles(tmp_path: Path) -> None:
    """A second source is one of the sources, in the order of the text; an event without roles is none."""
    (one,) = read_corpus(lay_out(tmp_path))
    assert [cut(TEXT, gold.source) for gold in one.relations] == [["Kaya"], ["Kaya", "she"]]


def test_brat_takes_the_first_annotator(tmp_path: Path) -> None:
    """Where two people annotated a text, the first by id counts."""
    folder = lay_out(tmp_path)
    (folder / "attributions" / "dam_0001.ann").write_text("T1\tCue 5 9\tsaid\nE1\tAttribution:T1 Cue:T1\n")
    (one,) = read_corpus(folder)
    assert one.relations == (Gold(source=(), cue=(Span(5, 9),), content=()),)


def test_brat_part_is_a_folder(tmp_path: Path) -> None:
    """A part is the folder of that name; one that is not there is named."""
    lay_out(tmp_path / "dev")
    assert [one.document_id for one in read_corpus(tmp_path, part="dev")] == ["dam"]
    with pytest.raises(CorpusError, match="train: no annotated texts"):
        read_corpus(tmp_path, part="train")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T1\tCue 5\tsaid", "no spans"),
        ("T1\tCue 5 900\tsaid", "5 900 is not in the text"),
        ("E1\tAttribution:T1 Source", "'Source' is not ROLE:ID"),
    ],
)
def test_brat_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, reason: str) -> None:
    """The error names the file, the line and what is wrong with it."""
    folder = lay_out(tmp_path, standoff=f"T9\tCue 5 9\tsaid\n{line}\n")
    with pytest.raises(CorpusError, match=rf"dam_00ab\.ann, line 2: .*{reason}") as caught:
        read_corpus(folder)
    assert caught.value.remedy


def test_brat_text_that_is_missing_is_named(tmp_path: Path) -> None:
    """Standoff without its text is an error that names the text."""
    folder = lay_out(tmp_path)
    (folder / "text" / "dam.txt").unlink()
    with pytest.raises(CorpusError, match=r"dam\.txt"):
        read_corpus(folder)


def test_gum_clause_is_split_into_source_and_cue() -> None:
    """Auxiliaries, negation and adverbs go to the cue, all of the noun phrase to the source."""
    (one,) = read_corpus(EXCERPT)
    found = [(cut(one.text, gold.source), cut(one.text, gold.cue)) for gold in one.relations]
    assert (["U.S. officials"], ["have not said"]) in found
    assert (["Basya"], ["also believes"]) in found
    assert (["ABC News"], ["According to"]) in found
    assert (["Khaled Al-Maeena, editor at large at the Saudi Gazette"], ["said"]) in found


def test_gum_content_goes_round_the_clause() -> None:
    """A clause inside a sentence parts the content; a quotation that goes on belongs to it."""
    (one,) = read_corpus(EXCERPT)
    contents = [cut(one.text, gold.content) for gold in one.relations]
    rest = "are required to exhibit their donated Warhol photographs every ten years as one stipulation"
    assert ["Institutional recipients", rest] in contents
    assert [piece[:24] for piece in contents[7]] == ['"Had it happened an hour', '"Had it happened five ho']


def test_gum_attribution_inside_another_points_to_it() -> None:
    """What somebody passes on has the one who passes it on for its parent."""
    (one,) = read_corpus(EXCERPT)
    parents = {
        cut(one.text, gold.cue)[0]: cut(one.text, one.relations[gold.parent].cue)[0]
        for gold in one.relations
        if gold.parent is not None
    }
    assert parents == {"show": "told", "also believes": "According to", "think": "said"}
    assert one.nested
    assert one.licence == "CC BY 2.5"


def test_gum_part_is_what_splits_lists(tmp_path: Path) -> None:
    """A document that splits.md lists under dev is of that part, one that it does not list is to train on."""
    for folder in ("dep", "rst"):
        shutil.copytree(EXCERPT / folder, tmp_path / folder)
    splits = tmp_path / "splits.md"
    splits.write_text("# Splits\n\n## dev\n\n  * GUM_news_other\n\n## test\n", encoding="utf-8")
    assert (len(read_corpus(tmp_path, part="dev")), len(read_corpus(tmp_path, part="train"))) == (0, 1)
    splits.write_text("# Splits\n\n## dev\n\n  * GUM_news_excerpt\n\n## test\n", encoding="utf-8")
    assert (len(read_corpus(tmp_path, part="dev")), len(read_corpus(tmp_path, part="train"))) == (1, 0)
    splits.unlink()
    with pytest.raises(CorpusError, match=r"splits\.md"):
        read_corpus(tmp_path, part="dev")


def copy_and_change(folder: Path, name: str, before: str, after: str) -> Path:
    """Copy the excerpt and change one of its files."""
    for part in ("dep", "rst"):
        shutil.copytree(EXCERPT / part, folder / part)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("dep/GUM_news_excerpt.conllu", "# text = According", "# txt = According", "line 1: no '# text = '"),
        ("dep/GUM_news_excerpt.conllu", "# text = According", "# text = Heeding", "line 1: .*According"),
        ("dep/GUM_news_excerpt.conllu", "\tADP\t", "\t", "line 1: 9 columns"),
        ("rst/GUM_news_excerpt.rs4", "According to", "According", "tokens"),
        ("rst/GUM_news_excerpt.rs4", "</rst>", "", "rs4"),
    ],
)
def test_gum_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, before: str, after: str, reason: str
) -> None:
    """The error names the file and what is wrong in it."""
    folder = copy_and_change(tmp_path, name, before, after)
    with pytest.raises(CorpusError, match=reason) as caught:
        read_corpus(folder)
    assert Path(name).name in caught.value.message
    assert caught.value.remedy


def test_json_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    """What is written is read again: spans, parents, nesting and licence."""
    path = tmp_path / "own.jsonl"
    texts = [*read_corpus(EXCERPT), *read_corpus(lay_out(tmp_path / "brat"))]
    write_corpus(texts, path)
    assert read_corpus(path) == texts


def test_json_line_needs_text_and_attributions_only(tmp_path: Path) -> None:
    """Without them the id is the file and the line, nested attributions count as annotated, the licence is open."""
    (one,) = read_corpus(write_line(tmp_path / "own.jsonl"))
    gold = Gold(source=(Span(0, 8),), cue=(Span(9, 13),), content=(Span(14, 21),))
    assert one == Annotated(
        document_id="own:2", text="The Wire said he left.", relations=(gold,), nested=True, licence=""
    )


SAID: dict[str, Any] = {"source": [], "cue": [[9, 13]], "content": [[14, 21]]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": None}, "text is missing, not a text"),
        ({"attributions": {}}, "attributions is an object, not a list"),
        ({"attributions": [{"cue": [[9, 13]], "content": []}]}, "source of attribution 0 is missing"),
        ({"attributions": [SAID | {"cue": [9, 13]}]}, "a span in cue of attribution 0 is a whole number"),
        ({"attributions": [SAID | {"cue": [[9, 99]]}]}, "not in the text of 22 characters"),
        ({"attributions": [SAID | {"cue": [[9, True]]}]}, "is true or false, not a whole number"),
        ({"attributions": [SAID | {"cue": [[9, 12], [11, 13]]}]}, "overlap"),
        ({"attributions": [SAID | {"cue": [], "content": []}]}, "neither cue nor content"),
        ({"attributions": [SAID | {"parent": 1}]}, "parent of attribution 0"),
        ({"attributions": [SAID | {"parent": 1}, SAID | {"parent": 0}]}, "parent of attribution 0"),
        ({"nested": "yes"}, "nested is a text, not true or false"),
    ],
)
def test_json_line_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    """The error names the file, the line, what is wrong and where a good line is shown."""
    with pytest.raises(CorpusError, match=rf"own\.jsonl, line 2: .*{reason}") as caught:
        read_corpus(write_line(tmp_path / "own.jsonl", **changes))
    assert "docs/how-to/train.md" in caught.value.remedy


def test_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    """A line that is no JSON is named like any other."""
    path = tmp_path / "own.jsonl"
    path.write_text("{}}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"own\.jsonl, line 1"):
        read_corpus(path)


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.txt"])
def test_place_without_annotated_texts_is_named(tmp_path: Path, name: str) -> None:
    """A folder or file of another kind is an error that says what is taken."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("words", encoding="utf-8")
    with pytest.raises(CorpusError, match=name) as caught:
        read_corpus(tmp_path / name)
    assert "brat" in caught.value.remedy


@pytest.mark.shared_data
@pytest.mark.skipif(not POLNEAR.exists(), reason=f"{POLNEAR} is not there")
def test_polnear_is_read_as_its_scorer_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the train split, ids, texts, spans and their order are those of the scorer's own reader."""
    monkeypatch.syspath_prepend(str(SHARED / "eval"))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # that reader leaves its files to be closed by themselves
        import polnear_io

        theirs = polnear_io.load("train", root=str(POLNEAR))
    sys.modules.pop("polnear_io")
    ours = read_corpus(POLNEAR, part="train")
    assert [(one.document_id, one.text) for one in ours] == [(one["doc_id"], one["text"]) for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        expected = [{name: spans for name, spans in a.items() if name != "id"} for a in other["attributions"]]
        assert [as_lists(gold) for gold in one.relations] == expected


def as_lists(gold: Gold) -> dict[str, list[list[int]]]:
    """Return the spans as the scorer has them."""
    return {role: [list(span) for span in getattr(gold, role)] for role in ("source", "cue", "content")}


@pytest.mark.shared_data
@pytest.mark.skipif(not GUM.exists(), reason=f"{GUM} is not there")
def test_gum_converts_all_but_bylines() -> None:
    """Of 650 relations the 65 without a predicate (photographers, authors, speakers) are left out."""
    texts = read_corpus(GUM)
    numbers = Counter(one.document_id.split("_")[1] for one in texts for _ in one.relations)
    assert numbers == {"news": 193, "interview": 167, "court": 120, "academic": 54, "bio": 33, "voyage": 18}
    assert len(read_corpus(GUM, part="dev")) + len(read_corpus(GUM, part="train")) == len(texts) == 96
    for one in texts:
        for gold in one.relations:
            assert gold.cue
            assert gold.content
            assert not set(gold.content) & set(gold.cue)


def test_line_in_the_docs_is_read(tmp_path: Path) -> None:
    """The line that docs/how-to/train.md shows is one that is taken."""
    page = (ROOT / "docs" / "how-to" / "train.md").read_text(encoding="utf-8")
    path = tmp_path / "own.jsonl"
    path.write_text(page.split("```json\n")[1].split("```")[0], encoding="utf-8")
    (one,) = read_corpus(path)
    assert [cut(one.text, gold.content) for gold in one.relations] == [["officials knew of it"], ["of it"]]
