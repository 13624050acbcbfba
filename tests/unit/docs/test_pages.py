from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from sayso.cli.app import VERBS, app
from sayso.records import FORCES, SOURCINGS, STANCES
from sayso.settings import NAMES
from sayso.store import StoredAttribution

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
OWN = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES = sorted([*OWN, *DOCS.rglob("*.md")])
MAX_README_LINES = 120
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TBD|lorem ipsum)\b", re.IGNORECASE)


def name_of(path: Path) -> str:
    """Return the path of a page from the root."""
    return path.relative_to(ROOT).as_posix()


def reference(name: str) -> str:
    """Return a page of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page: its headings as GitHub names them."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_reference_is_up_to_date() -> None:
    """The generated pages are those that the source gives now; `make docs` renews them."""
    command = [sys.executable, str(DOCS / "build.py"), "--check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_is_short() -> None:
    """The README is read in a few minutes."""
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < MAX_README_LINES


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_reference(verb: str) -> None:
    """Each verb has a section with its help."""
    assert f"\n## sayso {verb}\n" in reference("cli.md")


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_in_the_reference(verb: str) -> None:
    """Each option of a verb stands in the section of that verb."""
    command = typer.main.get_command(app)
    section = reference("cli.md").split(f"\n## sayso {verb}\n")[1].split("\n## ")[0]
    options = [
        name for option in command.commands[verb].params for name in option.opts if name.startswith("--")
    ]
    assert [name for name in options if name not in section] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_in_the_reference(name: str) -> None:
    """Each setting has its name, its default, its variable and a meaning."""
    rows = [line for line in reference("settings.md").splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    assert f"`SAYSO_{name.upper()}`" in rows[0]
    assert len(rows[0].split(" | ")[3]) > len("| meaning")


def test_every_code_in_the_source_is_in_the_reference() -> None:
    """Each code written out in the source has its row; found here by another way than the page's own."""
    call = re.compile(r"\bcode=\"([a-z0-9-]+)\"")
    codes = {
        code
        for path in (ROOT / "src").rglob("*.py")
        for code in call.findall(path.read_text(encoding="utf-8"))
    }
    codes |= {
        "timeout",
        "memory",
        "crash",
        "error",
        "parser-failed",
        "link-to-folder",
        "row-no-text",
        "log-gap",
    }
    page = reference("issues.md")
    assert sorted(code for code in codes if f"| `{code}` |" not in page) == []


@pytest.mark.parametrize("field", [field.name for field in fields(StoredAttribution)])
def test_every_field_of_attributions_is_in_the_reference(field: str) -> None:
    """Each field that the export writes has its row."""
    assert f"| `{field}` | " in reference("export.md").split("## attributions.jsonl")[1].split("\n## ")[0]


@pytest.mark.parametrize("value", [*SOURCINGS, *FORCES, *STANCES])
def test_every_value_is_in_the_reference(value: str) -> None:
    """Each sourcing, force and stance has its row."""
    assert f"| `{value}` | " in reference("values.md")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """A link between pages names a file that is there, and a heading that is in it."""
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_is_finished(page: Path) -> None:
    """No page promises to be written later."""
    assert UNFINISHED.search(page.read_text(encoding="utf-8")) is None


def test_every_page_can_be_found_from_the_index() -> None:
    """The index links to each page of docs/."""
    linked = {
        (DOCS / target.partition("#")[0]).resolve()
        for target in LINK.findall((DOCS / "index.md").read_text())
    }
    assert {path for path in DOCS.rglob("*.md") if path.name != "index.md"} <= linked
