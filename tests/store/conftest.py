"""Projects for the tests of the store, in a file and on a server.

A test that asks for ``project`` or ``site`` runs on both, unless it asks for ``path`` as well:
then it speaks of the file itself. A module that speaks of one alone says so in ``SITES``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import cluster, programs
from sites import FileSite, Site, server_site

from annotator.store import Project

FILE, SERVER = "file", "server"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "site" in metafunc.fixturenames:
        sites = getattr(metafunc.module, "SITES", [FILE, SERVER])
        if "path" in metafunc.fixturenames:
            sites = [FILE]
        metafunc.parametrize("site", sites, indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL that runs as long as the tests do."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's programs are not installed (Debian: postgresql)")
    with cluster(found) as address:
        yield address


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "projects"
    folder.mkdir()
    return folder / "study.annotator"


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    if request.param == FILE:
        yield FileSite(request.getfixturevalue("path"))
    else:
        with server_site(request.getfixturevalue("server")) as site:
            yield site


@pytest.fixture
def project(site: Site) -> Iterator[Project]:
    with site.new() as project:
        yield project
