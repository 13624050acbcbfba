"""Articles to measure on: as many as wanted, no two alike, made from a folder of texts or from the example case."""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.command import add_command, export_command, init_command
from bench.errors import BenchError
from bench.process import measure

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "harbour-talks"
# Labelled data is no part of the project; where a checkout of it lies beside this one, its texts are real news.
NEWS = ROOT.parent / "shared" / "data" / "polnear" / "train" / "text"
# Documents of the example case are short; they are joined until they are as long as a news article (PolNeAR: 744).
WORDS_PER_ARTICLE = 600
# Names in one copy of an article that are another copy's other names.
SHARE_OF_NAMES_SWAPPED = 0.3
# So many of the most frequent names of all texts take part in the swapping.
NAMES_KEPT = 2_000

# Years stay: "in 9696" would be read as no date at all.
_NUMBER = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d\b)[1-9]\d*(?!\w)")
# A capitalised word after a lower-case one or a comma: not the first of its sentence, so most likely a name.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of ``n_articles`` UTF-8 text files, ``n_words`` words (by white space) in all, and what it came from."""

    folder: Path
    n_articles: int
    n_words: int
    origin: str


def make_corpus(folder: Path, n_articles: int, *, seed: int = 0, texts: Path | None = None) -> Corpus:
    """Write ``n_articles`` articles into ``folder`` and return what was written.

    ``texts`` is a folder of ``.txt`` files; without it, the news texts are taken if they are at hand, else the example
    case. The same arguments give the same bytes. What must be repeated is altered: numbers, some names, the order of
    paragraphs and a reference line, so that no two articles are equal and each costs about as much to parse.
    """
    originals, origin = load_texts(texts)
    # A folder is sorted by outlet most often: the first few would all be of one kind.
    random.Random(f"order:{seed}").shuffle(originals)
    names = _common_names(originals)
    folder.mkdir(parents=True, exist_ok=True)
    n_words = 0
    for index in range(n_articles):
        copy, number = divmod(index, len(originals))
        text = (
            _alter(originals[number], names, random.Random(f"{seed}:{index}")) if copy else originals[number]
        )
        text = f"{text}\n\nReference {seed}-{index:06d}.\n"
        n_words += len(text.split())
        (folder / f"article-{index:06d}.txt").write_text(text, encoding="utf-8", newline="\n")
    return Corpus(folder, n_articles, n_words, f"{len(originals)} texts of {origin}")


def take_sample(corpus: Corpus, folder: Path, n_articles: int, *, seed: int = 0) -> Corpus:
    """Copy some articles of ``corpus``, chosen at random, to ``folder``."""
    files = sorted(corpus.folder.glob("*.txt"))
    chosen = sorted(random.Random(f"sample:{seed}").sample(files, min(n_articles, len(files))))
    folder.mkdir(parents=True, exist_ok=True)
    n_words = 0
    for file in chosen:
        text = file.read_text(encoding="utf-8")
        n_words += len(text.split())
        (folder / file.name).write_text(text, encoding="utf-8", newline="\n")
    return Corpus(folder, len(chosen), n_words, corpus.origin)


def load_texts(texts: Path | None) -> tuple[list[str], str]:
    """Return the texts to make articles of and where they come from; raise `BenchError` if there are none."""
    place = texts or (NEWS if NEWS.is_dir() else None)
    found = _read_folder(place) if place else _read_examples()
    unique = list(dict.fromkeys(text for text in found if text))
    if not unique:
        raise BenchError(f"no texts in {place or EXAMPLES}: give a folder of .txt files with --texts")
    return unique, str(place or EXAMPLES)


def _read_folder(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8").strip() for file in sorted(folder.rglob("*.txt"))]


def _read_examples() -> list[str]:
    """Return the documents of the example case, read by sayso itself, joined to the length of news articles."""
    with tempfile.TemporaryDirectory() as scratch:
        case, out = Path(scratch, "case"), Path(scratch, "out")
        for command in (
            init_command(case),
            add_command(case, EXAMPLES, workers=1),
            export_command(case, out),
        ):
            measure(command)
        lines = (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    return _join([document["text"].strip() for document in documents if document["language"] == "en"])


def _join(texts: Sequence[str]) -> list[str]:
    articles: list[str] = []
    parts: list[str] = []
    for text in texts:
        parts.append(text)
        if sum(len(part.split()) for part in parts) >= WORDS_PER_ARTICLE:
            articles.append("\n\n".join(parts))
            parts = []
    return articles or ["\n\n".join(parts)]


def _common_names(texts: Sequence[str]) -> list[str]:
    counts = Counter(name for text in texts for name in _NAME.findall(text))
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NAMES_KEPT]]


def _alter(text: str, names: Sequence[str], chance: random.Random) -> str:
    """Return ``text`` with other numbers and names and its paragraphs, but for the first, begun elsewhere."""
    text = _NUMBER.sub(lambda match: _other_number(match[0], chance), text)
    found = sorted(set(_NAME.findall(text)))
    swapped = chance.sample(found, round(len(found) * SHARE_OF_NAMES_SWAPPED)) if names else []
    new_names = {name: chance.choice(names) for name in swapped}
    text = _NAME.sub(lambda match: new_names.get(match[0], match[0]), text)
    first, *others = _PARAGRAPH.split(text)
    cut = chance.randrange(len(others)) if others else 0
    return "\n\n".join([first, *others[cut:], *others[:cut]])


def _other_number(digits: str, chance: random.Random) -> str:
    """Return a number of as many digits."""
    return str(chance.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))
