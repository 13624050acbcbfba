"""Add batches to the case named on the command line until killed; print a line after each."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from sayso.records import Attribution, Document, Span
from sayso.settings import load_settings
from sayso.store import Custody, Findings, open_case

BATCH = 7


def main() -> None:
    """Add and read, again and again."""
    path = Path(sys.argv[1])
    with open_case(path, settings=load_settings(path)) as case:
        case.store.start_run("run", stage="attribution", version="1", parameters={}, model_sha256=None)
        number = sum(1 for _ in case.store.documents())
        while True:
            documents = [_document(number + i) for i in range(BATCH)]
            for document in documents:
                case.evidence.put_bytes(document.text.encode())
            custody = [Custody(blob=d.blob, n_bytes=1, origin=d.path, tool_version="1") for d in documents]
            case.store.add_documents(
                documents, custody=custody, finished=[d.blob for d in documents], reader="1"
            )
            case.store.write_findings(
                "attribution", [_findings(d) for d in documents], run_id="run", fingerprint="run"
            )
            number += BATCH
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def _document(number: int) -> Document:
    text = f"Officials said that item {number} is true. " * 50
    blob = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=blob, blob=blob, path=f"{number:08}", text=text, format="text")


def _findings(document: Document) -> Findings:
    attribution = Attribution(
        source=(Span(0, 9),),
        cue=(Span(10, 14),),
        content=(Span(15, 30),),
        sourcing="collective",
        force="state",
        quotation="indirect",
        stance="asserts",
    )
    return Findings(document_id=document.id, sentences=(Span(0, 40),), attributions=(attribution,))


if __name__ == "__main__":
    main()
