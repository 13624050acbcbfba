"""Read an export among the tests' files."""

from __future__ import annotations

import pytest

from tests.unit.read.conftest import Outcome, ReadBytes
from tests.unit.read.posts.test_reading import ReadFile, path_of


@pytest.fixture
def read_file(read_bytes: ReadBytes) -> ReadFile:
    """Return a function that reads one of the small exports."""

    def read(name: str) -> Outcome:
        return read_bytes(path_of(name).read_bytes(), name)

    return read
