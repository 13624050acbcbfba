"""Documents and findings to store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from sayso.records import Attribution, Document, Post, Span
from sayso.store import Case, Custody, Findings

TEXT = 'The ministry said the bridge was closed. "We deny it," officials told Reuters.'
STAGE = "attribution"
RUN = "run-1"


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Return a function that makes a document with its own text, changed as told."""

    def make(number: int = 0, **changes: object) -> Document:
        text = f"{TEXT} Item {number}."
        blob = hashlib.sha256(text.encode()).hexdigest()
        path, title = f"in/{number:05}.txt", f"T{number}"
        document = Document(id=blob, blob=blob, path=path, text=text, format="text", title=title)
        return replace(document, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_findings() -> Callable[..., Findings]:
    """Return a function that makes the findings of a document with the text above."""

    def make(document: Document, **changes: object) -> Findings:
        said = Attribution(
            source=(Span(0, 12),),
            cue=(Span(13, 17),),
            content=(Span(18, 39),),
            sourcing="named-organisation",
            force="state",
            quotation="indirect",
            stance="asserts",
            chain=("in", "The ministry"),
            score=0.75,
        )
        denied = replace(
            said,
            source=(Span(55, 64),),
            cue=(Span(65, 69),),
            content=(Span(42, 49), Span(70, 77)),
            force="deny",
            parent=0,
        )
        found = Findings(
            document_id=document.id,
            sentences=(Span(0, 40), Span(41, 78)),
            attributions=(said, denied),
            issues=(),
        )
        return replace(found, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def fill(
    case: Case, make_document: Callable[..., Document], make_findings: Callable[..., Findings]
) -> Callable[..., list[Document]]:
    """Return a function that adds documents with their bytes, custody and findings, as the programs do."""

    def add(n_documents: int = 3, **changes: object) -> list[Document]:
        documents = [make_document(i, **changes) for i in range(n_documents)]
        for document in documents:
            assert case.evidence.put_bytes(document.text.encode()) == document.blob
        custody = [
            Custody(blob=d.blob, n_bytes=len(d.text.encode()), origin=d.path, tool_version="1")
            for d in documents
        ]
        case.store.add_documents(documents, custody=custody, finished=[d.blob for d in documents], reader="1")
        case.store.start_run(RUN, stage=STAGE, version="1", parameters={"a": 1}, model_sha256=None)
        case.store.write_findings(STAGE, [make_findings(d) for d in documents], run_id=RUN, fingerprint="f1")
        case.store.end_run(RUN)
        return documents

    return add


@pytest.fixture
def make_post() -> Callable[..., Post]:
    """Return a function that makes a post, changed as told."""

    def make(number: int = 0, **changes: object) -> Post:
        post = Post(
            platform="x",
            id=str(10**18 + number),
            account_id=str(number % 7),
            account_name=f"account_{number % 7}",
            blob="0" * 64,
            path="in/posts.jsonl",
            record=str(number),
            format="x-v2",
            created_at="2024-05-01T00:00:00+00:00",
            created_epoch=1714521600,
            text=f"Post {number} of @account_{number % 5}",
        )
        return replace(post, **changes)  # type: ignore[arg-type]

    return make
