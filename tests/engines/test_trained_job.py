"""The whole job with the trained extractor: whoever reads, the same export, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.engine.adding import add_paths
from sayso.engine.running import run_stages
from sayso.export.jsonl import export_jsonl
from sayso.settings import Settings
from sayso.store.case import create_case

N_ARTICLES = 9


def _export(place: Path, news: Path, *, workers: int, batch_documents: int) -> dict[str, bytes]:
    settings = Settings(attributor="trained", workers=workers, batch_documents=batch_documents)
    with create_case(place / "case", settings=settings) as case:
        add_paths(case, [os.fspath(news)], settings=settings)
        assert [done.n_documents for done in run_stages(case, settings=settings)] == [N_ARTICLES]
        export_jsonl(case.store, place / "out")
    return {path.name: path.read_bytes() for path in (place / "out").iterdir()}


def test_trained_job_is_the_same_with_any_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process or two of their own, large batches or small: the same bytes, with claims in them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772500000")
    news = tmp_path / "news"
    news.mkdir()
    for number in range(N_ARTICLES):
        paragraphs = [
            f"Harbour strike enters day {number}",
            f"The dockers' union said on Tuesday that {number + 3} ships were waiting outside the port.",
            f"“Nobody called us,” its chairman told reporter number {number}. Critics say he never asked.",
            "According to two officials, who asked not to be named, the ministry may order the port to open.",
        ]
        (news / f"article-{number:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = _export(tmp_path / "one", news, workers=1, batch_documents=32)
    assert len(one["attributions.jsonl"].splitlines()) >= N_ARTICLES
    assert _export(tmp_path / "two", news, workers=2, batch_documents=2) == one
