"""The shape of the code: which part may import which, how long things get, what start-up loads.

That no module outside ``cli/`` prints is held by ruff (T20), not here.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "sayso"
MODULES = sorted(PACKAGE.rglob("*.py"))

FOUNDATION = {"errors", "records", "settings", "sql", "stages", "tables"}
"""Anyone may import these."""

ORDER: tuple[frozenset[str], ...] = (
    frozenset({"language", "read"}),
    frozenset({"attribution", "events"}),
    frozenset({"actors", "claims", "origins", "coordination"}),
    frozenset({"store", "engine"}),
    frozenset({"brief", "export"}),
    frozenset({"cli", "web"}),
)
"""The arrows of the design: a part imports from the groups before its own, never from its own or a later one."""

BESIDE = {("read", "language"), ("engine", "store"), ("cli", "web")}
"""The arrows inside a group: readers identify languages, the engine saves what its workers found, a verb serves."""

ONLY_FOUNDATION = {"language", "store"}
"""Parts that know no other: text is text, and the store takes records, whoever made them."""

PURE = {"language", "attribution"}
WORLD = {
    "http",
    "httpx",
    "requests",
    "shutil",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "subprocess",
    "tempfile",
    "urllib",
}
"""What the pure parts never import: they neither fetch, nor save, nor run anything."""

HEAVY = {"duckdb", "onnxruntime", "pyspark", "spacy", "torch", "trafilatura"}
"""Hundreds of milliseconds each; `sayso --help` must not wait for them."""

TRAINING = "attribution/training"
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
MAX_LINES = 500
MAX_INIT_LINES = 60
MAX_P95_FUNCTION_LINES = 45


def name_of(path: Path) -> str:
    """Return the path of a module inside the package, as ``read/html.py``."""
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """Return the part of the package that a module belongs to: its folder, or its own name at the top."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def absolute(node: ast.ImportFrom, path: Path) -> str:
    """Return the absolute name that a from-import names, relative ones resolved."""
    if not node.level:
        return node.module or ""
    package = ("sayso", *path.relative_to(PACKAGE).parent.parts)
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def imports(path: Path) -> Iterator[str]:
    """Yield every module imported anywhere in a file: at the top, inside a function, for types alone."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, path)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)  # `from sayso import store`


def parts_imported(path: Path) -> set[str]:
    """Return the parts of the package that a module imports."""
    names = (name.split(".") for name in imports(path))
    known = set().union(FOUNDATION, *ORDER)
    return {name[1] for name in names if name[0] == "sayso" and len(name) > 1 and name[1] in known}


def libraries_imported(path: Path) -> set[str]:
    """Return the top names of everything a module imports."""
    return {name.split(".")[0] for name in imports(path)}


def allowed(part: str) -> set[str]:
    """Return the parts that ``part`` may import."""
    if part in FOUNDATION:
        return set(FOUNDATION)
    if part in ONLY_FOUNDATION:
        return FOUNDATION | {part}
    group = next(i for i, parts in enumerate(ORDER) if part in parts)
    beside = {to for since, to in BESIDE if since == part}
    return FOUNDATION.union({part}, beside, *ORDER[:group])


def arrow_modules() -> list[Path]:
    """Return the modules that the arrows bind: all but the entry points at the top."""
    return [path for path in MODULES if name_of(path) not in ("__init__.py", "__main__.py")]


def test_every_part_has_a_place() -> None:
    """A new folder or module at the top of the package is given its place in the arrows."""
    known = FOUNDATION.union(*ORDER)
    assert {part_of(path) for path in arrow_modules()} <= known


@pytest.mark.parametrize("path", arrow_modules(), ids=name_of)
def test_module_imports_follow_the_arrows(path: Path) -> None:
    """Dependencies point one way, inside functions and for types too."""
    assert parts_imported(path) <= allowed(part_of(path))


@pytest.mark.parametrize("path", arrow_modules(), ids=name_of)
def test_module_does_not_go_round_the_arrows(path: Path) -> None:
    """Code inside the package takes a name from where it lives, not from the list of public names."""
    straight = {name.split(".")[1] for name in imports(path) if re.fullmatch(r"sayso\.\w+", name)}
    assert straight <= FOUNDATION.union(*ORDER, {"__version__"})


def test_foundation_has_no_circle() -> None:
    """Errors and records import nothing of ours; settings and stages only what stands before them."""
    arrows = {part: parts_imported(_module(part)) for part in FOUNDATION}
    assert arrows["errors"] == set()
    assert arrows["records"] == set()
    assert arrows["settings"] <= {"errors", "records"}
    assert arrows["stages"] <= {"errors", "records", "settings"}
    assert arrows["tables"] == arrows["sql"] == {"errors"}


def _module(part: str) -> Path:
    file = PACKAGE / f"{part}.py"
    return file if file.is_file() else PACKAGE / part / "__init__.py"


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) in PURE], ids=name_of)
def test_pure_part_leaves_the_world_alone(path: Path) -> None:
    """Language and attribution neither fetch, save nor run anything; training alone may write its model."""
    if not name_of(path).startswith(TRAINING):
        assert libraries_imported(path).isdisjoint(WORLD)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_no_torch(path: Path) -> None:
    """Models are run without torch, which is gigabytes; only training may import it."""
    assert "torch" not in libraries_imported(path) or name_of(path).startswith(TRAINING)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_says_what_it_is(path: Path) -> None:
    """Every file has a docstring, a name that says something, and fewer lines than the ceiling."""
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no docstring"
    assert path.stem not in BANNED_NAMES
    assert path.parent.name not in BANNED_NAMES
    assert source.count("\n") <= MAX_LINES


def test_package_front_is_short() -> None:
    """The file with the public names stays a list of names."""
    assert (PACKAGE / "__init__.py").read_text(encoding="utf-8").count("\n") < MAX_INIT_LINES


def test_functions_are_short() -> None:
    """Nineteen functions of twenty fit on one screen, docstring included."""
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.quantiles(lengths, n=20)[-1] <= MAX_P95_FUNCTION_LINES


@pytest.mark.parametrize("module", ["sayso", "sayso.cli"])
def test_start_up_is_light(module: str) -> None:
    """Neither the library nor the command line loads a model's library before it is needed."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.split())


ADDRESSES = re.compile(
    # In halves, so that this file does not find itself.
    "|".join(
        [
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"registry\." + r"npmjs",
            r"deb\." + r"debian\.org",
            r"opt/" + "pypi",
            r"opt/" + "wheels",
            r"--(extra-)?index-" + "url",
            r"--find-" + "links",
        ]
    ).encode()
)
TRACKED = ["src", "tests", "docs", "bench", "examples", "requirements", ".ci"]


def tracked_files() -> Iterator[Path]:
    """Yield the files of the project, without those that tools leave behind."""
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in TRACKED:
        files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        yield from (path for path in files if "__pycache__" not in path.parts)


def test_no_registry_address() -> None:
    """Where packages come from is the business of the machine, not of the project."""
    found = [str(path.relative_to(ROOT)) for path in tracked_files() if ADDRESSES.search(path.read_bytes())]
    assert found == []


def pins() -> dict[str, str]:
    """Return the pinned version of each package, by normalised name (the last one where Python decides)."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split(";")[0].strip().split("==") for line in lines if line and not line.startswith("#"))
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in entries}


def test_every_requirement_is_pinned() -> None:
    """A library added to pyproject.toml is pinned in constraints.txt too: run `make constraints`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [
        *project["dependencies"],
        *(line for name in ("bench", "dev", "postgresql", "spark") for line in extras[name]),
    ]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", line)[0]).lower() for line in asked}
    assert names <= pins().keys()


def test_model_is_pinned_by_hash() -> None:
    """The pipeline whose bytes are checked is the version that pyproject.toml and constraints.txt name."""
    lines = (ROOT / "requirements" / "model.txt").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if not line.startswith("#")]
    requirement, digest = line.split(" --hash=sha256:")
    name, version = requirement.split("==")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert pins()[name] == version
    assert f'"{requirement}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
