"""Projects: made and opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import resources
from annotator.domain.errors import UserError
from annotator.formats import safety
from annotator.formats.schemes import parse_scheme
from annotator.ops.codebook import add_scheme
from annotator.paths import PROJECT_SUFFIX
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.ops.people import Person

_STARTER = "schemes/starter.yaml"


def create_project(path: Path, name: str, coder: Person, scheme: Path | None = None) -> Project:
    """Make a project with one coder and the codes of a scheme, by default the starter scheme.

    The file gets the ending of projects where ``path`` lacks it. The scheme is read before
    anything is written, and when something fails no file is left behind.

    Raises:
        UserError: the scheme can't be read, or the file can't be made there.
    """
    source = scheme or resources.path(_STARTER)
    codes = parse_scheme(safety.read_file(source), source.name)
    project = Project.create(with_suffix(path), name, coder=(coder.uid, coder.name))
    try:
        add_scheme(project, codes, coder_id=None)
    except BaseException:
        discard(project)
        raise
    return project


def open_project(path: Path, *, read_only: bool = False) -> Project:
    """Open a project file.

    Raises:
        UserError: it is missing, not a project, damaged, newer than this program, or open already.
    """
    _refuse_hollow(path)
    return Project.open(path, read_only=read_only)


def with_suffix(path: Path) -> Path:
    """``path`` with the ending of project files, added if it is not there."""
    if path.suffix.lower() == PROJECT_SUFFIX:
        return path
    return path.with_name(path.name + PROJECT_SUFFIX)


def discard(project: Project) -> None:
    """Close a project that was made just now and could not be finished, and delete its file."""
    project.close()
    project.path.unlink(missing_ok=True)


def _refuse_hollow(path: Path) -> None:
    # A folder or an empty file is no text either: to import it would be no way out.
    if os.path.isdir(path):
        raise UserError(
            "“{path}” is a folder, not a project file.",
            f"Nothing was changed. Choose a file whose name ends in {PROJECT_SUFFIX}; it may lie "
            "in this folder.",
            path=path,
        )
    if os.path.isfile(path) and not os.path.getsize(path):
        raise UserError(
            "“{path}” is empty: there is no project in it.",
            "Nothing was changed. If a copy or a download broke off, do it again, or open a "
            "backup.",
            path=path,
        )
