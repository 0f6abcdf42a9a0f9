"""Projects: made and opened, and their history stepped through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator import resources
from annotator.formats import safety
from annotator.formats.schemes import parse_scheme
from annotator.ops.codebook import add_scheme
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.domain.changes import Changes
    from annotator.ops.people import Person

SUFFIX = ".annotator"
"""How the name of a project file ends."""

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
    return Project.open(path, read_only=read_only)


def undo(project: Project, *, coder_id: int) -> Changes | None:
    """Take back the coder's latest step that stands; ``None`` when there is none."""
    return project.undo(coder_id)


def redo(project: Project, *, coder_id: int) -> Changes | None:
    """Do again what the coder undid last; ``None`` when there is nothing."""
    return project.redo(coder_id)


def with_suffix(path: Path) -> Path:
    """``path`` with the ending of project files, added if it is not there."""
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def discard(project: Project) -> None:
    """Close a project that was made just now and could not be finished, and delete its file."""
    project.close()
    project.path.unlink(missing_ok=True)
