"""Write the generated part of the reference, or say (--check) what of it is out of date."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import typer.testing
from issue_codes import Code, collect

import sayso
from sayso import records, settings
from sayso.cli.app import FOLDER_VERB, VERBS, app
from sayso.engine.coordinating import ALL_TRACES
from sayso.read import FORMATS
from sayso.read.columns import NAMES
from sayso.read.posts.mapped import POST_FIELDS
from sayso.read.reader import READERS
from sayso.store import Run, StoredAttribution

HERE = Path(__file__).parent
FOLDER = HERE / "reference"
PACKAGE = Path(sayso.__file__).parent
HELP_WIDTH = 100
NOTE = "<!-- Written by docs/build.py; change the source it is made from, then `make docs`. -->"

ADDRESSES = {"addresses.py", "connection.py", "fetch.py"}
STAGE_MODULES = {"attribution/stage.py", "engine/running.py", "store/findings.py"}
REMARKS = "coordination/"
VERIFY_MODULES = {"store/verify.py", "store/verify_posts.py", "store/verify_ties.py"}

Texts = Mapping[str, Mapping[str, str]]


def load_texts() -> Texts:
    """Return the meanings of fields and values."""
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(header)
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def page(title: str, *parts: str) -> str:
    """Return a page of the reference."""
    return "\n\n".join([NOTE, f"# {title}", *(part.strip("\n") for part in parts)]) + "\n"


def meanings(names: Iterable[str], texts: Mapping[str, str], what: str) -> Iterator[tuple[str, str]]:
    """Yield (name, meaning); exit when ``texts`` lacks one or has one that ``names`` lacks."""
    wanted = list(names)
    if set(wanted) != set(texts):
        odd = ", ".join(sorted(set(wanted) ^ set(texts)))
        sys.exit(f"docs/texts.toml: [{what}] and the source do not agree on: {odd}")
    yield from ((f"`{name}`", texts[name]) for name in wanted)


def command_line() -> str:
    """Return the page of the verbs: what ``--help`` prints."""
    runner = typer.testing.CliRunner()
    sections = []
    for verb in ("", FOLDER_VERB, *VERBS):
        words = [verb, "--help"] if verb else ["--help"]
        shown = runner.invoke(
            app, words, prog_name="sayso", terminal_width=HELP_WIDTH, catch_exceptions=False
        )
        text = re.sub(r" +$", "", shown.output, flags=re.MULTILINE).strip()
        title = {"": "sayso", FOLDER_VERB: "sayso FOLDER"}.get(verb, f"sayso {verb}")
        sections.append(f"## {title}\n\n```text\n{text.replace(f'sayso {FOLDER_VERB}', 'sayso')}\n```")
    intro = "Standard output is data, standard error is progress and what went wrong.\n\n" + table(
        ("exit code", "meaning"),
        (
            ("0", "done"),
            ("1", "`verify` or `doctor` found something"),
            ("2", "a flag, setting or case that cannot be used"),
            ("3", "nothing given could be read"),
            ("4", "an address was refused or did not answer"),
            ("130", "interrupted; run the same command again to go on"),
        ),
    )
    return page("The command line", intro, *sections)


def setting_names() -> str:
    """Return the page of the settings."""
    source = inspect.getdoc(settings.Settings) or ""
    entries = re.findall(r"^``(\w+)``: (.*?)(?=^``|\Z)", source, flags=re.MULTILINE | re.DOTALL)
    said = {name: " ".join(text.replace("``", "`").split()) for name, text in entries}
    described = meanings(settings.NAMES, said, "docstring of Settings")
    default = settings.Settings()
    rows = (
        (name, _number(getattr(default, name.strip("`"))), f"`SAYSO_{name.strip('`').upper()}`", text)
        for name, text in described
    )
    intro = (
        "A setting comes from the first of these that has it: a flag, the environment, `sayso.toml` in the case, "
        "the default.\n`sayso config CASE` shows all of them and where each came from; "
        "`sayso config CASE --set NAME=VALUE` writes one to `sayso.toml`.\nSizes are bytes, times seconds."
    )
    return page("Settings", intro, table(("setting", "default", "environment", "meaning"), rows))


def _number(value: object) -> str:
    if not isinstance(value, str):
        return f"{value:,}"
    return f"`{value}`" if value else "(empty)"


def formats(texts: Texts) -> str:
    """Return the page of the formats that are read."""
    if set(READERS) != set(FORMATS):
        sys.exit(f"sayso.read: formats without a reader: {sorted(set(FORMATS) - set(READERS))}")
    rows = meanings(FORMATS, texts["formats"], "formats")
    return page(
        "Formats",
        "The format is told from the content; the name of the file only decides between kinds of plain text.\n"
        "A file of any other kind becomes an [issue](issues.md).",
        table(("format", "what is read of it"), rows),
        "## Columns of tables",
        "The first of these columns that is there and not empty in a row counts. Upper and lower case, spaces and "
        "hyphens make no difference.\n`--map FIELD=COLUMN` names any other column, by name or by number.",
        table(("field", "columns"), _columns(NAMES)),
        "## Columns of tables of posts",
        "For tables whose [format is not known](../how-to/posts.md#any-other-table). A map that names `account` makes "
        "the table one of posts.",
        table(("field", "columns"), _columns(POST_FIELDS)),
    )


def _columns(fields_of: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    return ((f"`{field}`", ", ".join(f"`{name}`" for name in names)) for field, names in fields_of.items())


def issues(texts: Texts) -> str:
    """Return the page of the codes of issues and of findings."""
    sections = [
        "An issue has a code, one line that says what is wrong and where, and what you can do.",
        INTRO,
    ]
    for title, wanted in _groups():
        found = collect((path for path in PACKAGE.rglob("*.py") if wanted(path)), package=PACKAGE)
        rows = [(f"`{code.code}`", *_said(code, texts)) for code in found.values()]
        if title == "Files and documents":
            rows += [(f"`{code}`", *said) for code, said in texts["lost"].items()]
        header = ("code", "what it says", "what to do")
        sections += [f"## {title}", table(header, sorted(rows))]
    return page("Issues", *sections)


INTRO = (
    "`sayso issues CASE` lists them; `…` stands for what differs from case to case.\n"
    "An issue never stops the others: what can be read is read."
)


def _groups() -> Iterator[tuple[str, Callable[[Path], bool]]]:
    def name(path: Path) -> str:
        return path.relative_to(PACKAGE).as_posix()

    later = STAGE_MODULES | VERIFY_MODULES
    yield (
        "Files and documents",
        lambda path: (
            path.name not in ADDRESSES and name(path) not in later and not name(path).startswith(REMARKS)
        ),
    )
    yield "Addresses", lambda path: path.name in ADDRESSES
    yield "Reading for claims", lambda path: name(path) in STAGE_MODULES
    yield "What `sayso verify` finds", lambda path: name(path) in VERIFY_MODULES
    yield "Remarks on ties and networks, which are no issues", lambda path: name(path).startswith(REMARKS)


def _said(code: Code, texts: Texts) -> tuple[str, str]:
    """Return what a code says and what to do, from ``texts`` where the source has no words of its own."""
    words = texts["said"].get(code.code, "").partition(" -- ")
    return "; ".join(code.messages) or words[0], "; ".join(code.remedies) or words[2]


def export(texts: Texts) -> str:
    """Return the page of the files that ``sayso export`` writes."""
    names: dict[str, Iterable[str]] = {
        "documents": _keys("_document"),
        "sentences": _keys("export_jsonl"),
        "attributions": [field.name for field in fields(StoredAttribution)],
        "posts": _keys("_post"),
        "ties": [*(field.name for field in fields(records.Tie)), "run_id"],
        "networks": [*(field.name for field in fields(records.Network)), "run_id"],
        "issues": [field.name for field in fields(records.Issue)],
        "runs": [field.name for field in fields(Run)],
    }
    sections = [
        part
        for name, of_file in names.items()
        for part in (f"## {name}.jsonl", table(("field", "meaning"), meanings(of_file, texts[name], name)))
    ]
    intro = (
        "`sayso export CASE --format jsonl --out DIR` writes one file a record type: one JSON object a line, UTF-8.\n"
        "Accounts have [pseudonyms](../how-to/posts.md#pseudonyms) unless `--real-names` asks otherwise. "
        "`--format gexf` and `graphml` write the ties as a graph.\n"
        "Spans are `[start, end)` in code points of `documents.text`. Times are ISO 8601 with an offset. "
        "What is not known is `null`.\n"
        "The same input gives the same ids on every machine. Fields may be added; none is renamed or dropped "
        "without a new major version."
    )
    return page("Export", intro, *sections)


def _keys(function: str) -> list[str]:
    """Return the keys of the first dictionary of records that a function of the export writes."""
    tree = ast.parse((PACKAGE / "export" / "jsonl.py").read_bytes())
    (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    rows = [
        [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
        for node in ast.walk(found)
        if isinstance(node, ast.Dict)
    ]
    return next(keys for keys in rows if keys and not keys[0].endswith(".jsonl"))


def values(texts: Texts) -> str:
    """Return the page of the values that fields may have."""
    groups = (
        ("sourcing", "Sourcing: what kind of source", records.SOURCINGS),
        ("force", "Force: what the cue does", records.FORCES),
        ("stance", "Stance: where the source stands to the content", records.STANCES),
        ("quotation", "Quotation", records.QUOTATIONS),
        ("kind", "Kind of document", records.KINDS),
        ("precision", "Precision of a date", records.PRECISIONS),
        ("trace", "Trace: the kind of thing that two accounts share", ALL_TRACES),
        ("found", "What a tie rests on", get_args(get_type_hints(records.Tie)["found"])),
    )
    parts = [
        part
        for name, title, known in groups
        for part in (f"## {title}", table(("value", "meaning"), meanings(known, texts[name], name)))
    ]
    return page("Values", *parts)


def pages() -> dict[str, str]:
    """Return each generated page by the name of its file."""
    texts = load_texts()
    return {
        "cli.md": command_line(),
        "settings.md": setting_names(),
        "formats.md": formats(texts),
        "issues.md": issues(texts),
        "export.md": export(texts),
        "values.md": values(texts),
    }


def main() -> None:
    """Write the pages, or compare them and exit with 1 when one differs."""
    checking = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not checking:
        sys.exit("usage: python docs/build.py [--check]")
    FOLDER.mkdir(exist_ok=True)
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(f"docs/reference/{name}")
        if not checking:
            path.write_text(text, encoding="utf-8")
    if checking and stale:
        sys.exit(f"out of date: {', '.join(stale)} -- run `make docs` and look at what changed")
    print(f"docs: {'wrote ' + ', '.join(stale) if stale else 'the reference is up to date'}")


if __name__ == "__main__":
    main()
