"""The scripts of docs/ and the pages they are about."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


def script(name: str) -> ModuleType:
    """Return a script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sessions() -> ModuleType:
    """Return the script that runs what the pages show."""
    return script("sessions")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, sessions: ModuleType) -> Path:
    """Return a folder with the example and the case made of it; tests copy it."""
    folder = tmp_path_factory.mktemp("docs") / "template"
    sessions.prepare(folder)
    return folder
