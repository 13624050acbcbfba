"""Texts that are near copies are one object."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sayso.coordination.near_text import ShingleStage, make_near_text
from sayso.coordination.texts import share_text
from sayso.engine.sets_duckdb import DuckDbEngine
from sayso.stages import SHARES
from sayso.tables import read_table, write_batches

BASE = "the harbour was closed at noon because of the storm and nobody was told before evening"


def near(
    folder: Path, *texts: str, urls: tuple[str | None, ...] = ()
) -> tuple[list[set[int]], list[dict[str, Any]]]:
    """Return the clusters of posts with these texts, in their order of time, and the rows of what they repeat."""
    rows = [{"trace": "text", "value": text, "post": str(n)} for n, text in enumerate(texts)]
    rows += [{"trace": "url", "value": url, "post": str(n)} for n, url in enumerate(urls) if url]
    rows = [row | {"account": f"x:{row['post']}", "platform": "x", "t": int(row["post"])} for row in rows]
    write_batches(folder / "shares", pa.Table.from_pylist(rows, schema=SHARES).to_batches(), schema=SHARES)
    with DuckDbEngine(folder / "scratch", threads=2) as engine:
        found = make_near_text(engine, folder / "shares", folder)
    assert sorted(path.name for path in folder.iterdir()) == ["near_text", "repeats", "scratch", "shares"]
    clusters: dict[str, set[int]] = {}
    for row in read_table(found.shares).to_pylist():
        assert row["trace"] == "near-text"
        clusters.setdefault(row["value"], set()).add(int(row["post"]))
    return sorted(clusters.values(), key=min), read_table(found.repeats).to_pylist()


def changed(text: str, *places: int) -> str:
    """Return ``text`` with the words at ``places`` replaced."""
    words = text.split()
    for place in places:
        words[place] = f"other{place}"
    return " ".join(words)


def test_word_changed_makes_no_other_text(tmp_path: Path) -> None:
    """Copies of a text of 12 words, each with another word changed, are one object; a text beside them is none."""
    base = " ".join(BASE.split()[:12])
    copies = [changed(base, place) for place in range(12)]
    assert near(tmp_path, *copies, "quite another text that says nothing of any harbour at all")[0] == [
        set(range(12))
    ]


def test_first_text_names_the_object(tmp_path: Path) -> None:
    """The value is the text that came first, whatever sorts first."""
    near(tmp_path, f"z {BASE}", f"a {BASE}")
    assert set(read_table(tmp_path / "near_text")["value"].to_pylist()) == {f"z {BASE}"}


@pytest.mark.parametrize(
    "copy", [f"breaking {BASE} please share", " ".join(BASE.split()[:8]), " ".join(BASE.split()[5:])]
)
def test_text_added_to_or_cut_is_a_copy(tmp_path: Path, copy: str) -> None:
    """What was added, or cut off, makes no other text."""
    assert near(tmp_path, BASE, copy)[0] == [{0, 1}]


def test_slogan_in_a_long_text_is_no_copy_of_it(tmp_path: Path) -> None:
    """A text of which less than a third is in common is another one."""
    long = " ".join(f"word{i}" for i in range(40))
    assert near(tmp_path, BASE, f"{long} {' '.join(BASE.split()[:9])}")[0] == []


def test_short_texts_are_near_only_when_equal(tmp_path: Path) -> None:
    """One word of a few may be all the difference."""
    assert near(tmp_path, "the harbour is open now", "the harbour is closed now", "the harbour is open now")[
        0
    ] == [{0, 2}]


def test_chain_of_small_changes_ends(tmp_path: Path) -> None:
    """Texts of which each differs by a word from the one before do not all become one object."""
    texts = [BASE]
    dice = random.Random(5)
    for n in range(60):
        words = texts[-1].split()
        words[dice.randrange(len(words))] = f"new{n}"
        texts.append(" ".join(words))
    clusters, _ = near(tmp_path, *texts)
    assert len(clusters) > 3
    assert max(map(len, clusters)) < 30


def test_common_words_join_nobody(tmp_path: Path) -> None:
    """Random texts over a small vocabulary, where every word is common, stay apart."""
    dice = random.Random(7)
    words = [f"w{i}" for i in range(300)]
    weights = [1 / (i + 1) for i in range(300)]
    texts = [" ".join(dice.choices(words, weights, k=12)) for _ in range(3000)]
    assert near(tmp_path, *texts)[0] == []


def test_copies_of_a_part_of_a_long_text_meet(tmp_path: Path) -> None:
    """Only some shingles of a long text are looked at; its parts are found all the same."""
    texts = [" ".join(f"{t}w{i}" for i in range(400)) for t in range(10)]
    parts = [" ".join(text.split()[150:290]) for text in texts]
    assert near(tmp_path, *texts, *parts)[0] == [{t, t + 10} for t in range(10)]


def test_text_that_goes_with_one_link_says_so(tmp_path: Path) -> None:
    """A headline that a share button sets before the link is told from a text that many links carry."""
    headline, copied = (
        BASE,
        "our brave men and women deserve better than this shameful silence from all of them",
    )
    urls = (
        "https://a.example/",
        "https://a.example/",
        None,
        "https://b.example/",
        "https://c.example/",
        None,
    )
    clusters, repeats = near(
        tmp_path, headline, headline, f"look {headline}", copied, copied, f"{copied} now", urls=urls
    )
    assert clusters == [{0, 1, 2}, {3, 4, 5}]
    found = {(row["trace"], row["value"]): (row["with_value"], round(row["repeats"], 2)) for row in repeats}
    assert found["near-text", headline] == ("https://a.example/", 0.67)
    assert found["text", headline] == ("https://a.example/", 1.0)
    assert found["near-text", copied][1] == 0.33


def test_text_without_any_link_repeats_nothing(tmp_path: Path) -> None:
    """Nothing beside the text is 0, not unknown."""
    _, repeats = near(tmp_path, BASE, BASE)
    assert {(row["trace"], row["with_value"], row["repeats"]) for row in repeats} == {
        ("near-text", None, 0.0),
        ("text", None, 0.0),
    }


def test_unspaced_script_is_compared_by_character(tmp_path: Path) -> None:
    """A Chinese text with one character changed is a copy."""
    one = share_text("乌克兰官员表示港口今天已经关闭请大家注意安全")
    two = share_text("乌克兰官员表示港口昨天已经关闭请大家注意安全")
    assert one
    assert two
    assert near(tmp_path, one, two)[0] == [{0, 1}]


def test_shingles_of_a_batch_are_of_long_enough_texts() -> None:
    """A short text has no candidates, and a batch may hold none that has."""
    stage = ShingleStage()
    batch = pa.RecordBatch.from_pylist(
        [{"text": 3, "value": "a b c"}, {"text": 4, "value": BASE}], schema=stage.reads
    )
    assert set(stage.run(batch)["text"].to_pylist()) == {4}
    assert stage.run(batch.slice(0, 1)).num_rows == 0
    assert stage.run(batch.slice(0, 0)).num_rows == 0
