"""GenderGapTracker's quotation rules, run from a checkout of github.com/sfu-discourse-lab/GenderGapTracker (MIT).

Nothing of it is part of this project. Its module connects to MongoDB when used as a program; its rules do not, so
where pymongo is not installed empty modules of that name stand in for it.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.errors import BenchError

SOURCES = Path("nlp", "english")
VERBS = Path("rules", "quote_verb_list.txt")


def load_gendergaptracker(checkout: Path, pipeline: Any) -> Callable[[list[str]], Iterator[int | None]]:  # noqa: ANN401
    """Return the function from texts to the number of quotations in each, None where its rules raised.

    Each text goes through its own preprocessing first; long ones, which its program skips, are read too.
    Raises `BenchError` when the checkout does not hold the rules.
    """
    sources = checkout / SOURCES
    if not (sources / "quote_extractor.py").is_file():
        raise BenchError(
            f"{sources} holds no quote_extractor.py: give the root of a GenderGapTracker checkout"
        )
    _stand_in_for_mongo()
    sys.path.insert(0, str(sources))
    rules = importlib.import_module("quote_extractor")
    preprocess = importlib.import_module("utils").preprocess_text
    logging.disable(logging.CRITICAL)
    extractor = rules.QuoteExtractor({"spacy_lang": pipeline, "NLP": {"QUOTE_VERBS": str(sources / VERBS)}})

    def read(texts: list[str]) -> Iterator[int | None]:
        for doc in pipeline.pipe(preprocess(text) for text in texts):
            try:
                yield len(extractor.extract_quotes(doc))
            except (
                IndexError,
                ValueError,
                TypeError,
                AttributeError,
            ):  # it logs these and leaves the article out
                yield None

    return read


def _stand_in_for_mongo() -> None:
    for name, member in (("bson", "ObjectId"), ("pymongo", "MongoClient")):
        if importlib.util.find_spec(name) is None:
            module = ModuleType(name)
            setattr(module, member, object)
            sys.modules[name] = module
