"""A project on disk for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_making import new_project

from annotator.store import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "projects"
    folder.mkdir()
    return folder / "study.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with new_project(path) as project:
        yield project
