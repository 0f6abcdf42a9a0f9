"""Projects: made and opened."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from annotator import paths
from annotator.domain.errors import UserError
from annotator.ops import schemes
from annotator.ops.codebook_files import find_codebook
from annotator.ops.scheme_records import add_scheme
from annotator.paths import PROJECT_SUFFIX
from annotator.store import (
    Opening,
    Project,
    copy_checkpoint,
    is_of_older_version,
    remove_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.formats.schemes import Scheme
    from annotator.ops.people import Person

EMPTY = "empty"
"""The name of the scheme without codes."""

_KEPT_SECONDS = 86_400
"""How long a read-only copy is kept: nobody looks at one for longer than a day."""


def scheme_named(wanted: str | Path) -> Scheme | None:
    """What a project is to begin with; ``None`` for nothing.

    Args:
        wanted: the name of a shipped one, ``EMPTY`` for none, or a file: a scheme, a table of
            codes, a codebook of another program, or another project.

    Raises:
        UserError: it can't be read.
    """
    return None if str(wanted) == EMPTY else find_codebook(str(wanted))


def create_project(
    path: Path,
    name: str,
    coder: Person,
    scheme: str | Path | Scheme | None = schemes.STARTER,
) -> Project:
    """Make a project with one coder and the codebook of a scheme.

    The file gets the ending of projects where ``path`` lacks it. The scheme is read before
    anything is written, and when something fails no file is left behind.

    Args:
        path: where the file will be.
        name: what the project is called.
        coder: who codes in it.
        scheme: what ``scheme_named`` takes, or gave.

    Raises:
        UserError: the scheme can't be read, or the file can't be made there.
    """
    codes = scheme_named(scheme) if isinstance(scheme, str | Path) else scheme
    project = Project.create(with_suffix(path), name, coder=(coder.uid, coder.name))
    try:
        if codes is not None:
            add_scheme(project, codes, coder_id=None)
    except BaseException:
        discard(project)
        raise
    return project


def begin_opening(path: Path, *, read_only: bool = False) -> Opening:
    """Take a project file, for whoever must not wait; what it needs before it is used follows.

    Raises:
        UserError: it is missing, not a project, damaged, newer than this program, or open already.
    """
    refuse_hollow(path)
    return Opening(path, read_only=read_only)


def is_older(path: Path) -> bool:
    """Whether a project file has to be brought up to date before anything can be read in it.

    Raises:
        UserError: it is missing, not a project, damaged or newer than this program.
    """
    refuse_hollow(path)
    return is_of_older_version(path)


def open_project(path: Path, *, read_only: bool = False) -> Project:
    """Open a project file.

    Raises:
        UserError: it is missing, not a project, damaged, newer than this program, or open already.
    """
    return begin_opening(path, read_only=read_only).finish()


def open_last_checkpoint(path: Path) -> tuple[Project, int]:
    """Open a read-only copy of a project that another program has open.

    The copy lies in the cache folder and has the project as it was when the other program last
    brought the file up to date: when it was idle for a moment.

    Returns:
        The copy, and when that was, in milliseconds since 1970, UTC.

    Raises:
        UserError: the project cannot be read or copied.
    """
    _discard_old_copies()
    folder = Path(mkdtemp(dir=_copies()))
    copy = folder / path.name
    try:
        at = copy_checkpoint(path, copy)
        return Project.open(copy, read_only=True), at
    except BaseException:
        copy.unlink(missing_ok=True)
        folder.rmdir()
        raise


def save_copy(
    project: Project, path: Path, progress: Callable[[int, int], bool] | None = None
) -> Project:
    """Put a copy of an open project elsewhere, and open the copy.

    Raises:
        UserError: there is a file already, the copy cannot be written there, or ``progress`` said
            stop; no file is left then.
    """
    target = with_suffix(path)
    project.copy(target, progress)
    return Project.open(target)


def is_copy(path: Path) -> bool:
    """Whether the file is a read-only copy that ``open_last_checkpoint`` made."""
    return path.is_relative_to(_copies())


def _copies() -> Path:
    folder = paths.cache_dir() / "copies"
    folder.mkdir(exist_ok=True)
    return folder


def _discard_old_copies() -> None:
    # One that is still being looked at elsewhere is younger, or the system keeps it until then.
    for folder in _copies().iterdir():
        if time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def with_suffix(path: Path) -> Path:
    """``path`` with the ending of project files, added if it is not there."""
    if path.suffix.lower() == PROJECT_SUFFIX:
        return path
    return path.with_name(path.name + PROJECT_SUFFIX)


def discard(project: Project) -> None:
    """Close a project that was made just now and could not be finished, and delete its file."""
    # What cannot be written back, as the disk is full say, is deleted all the same.
    with suppress(UserError):
        project.close()
    remove_files(project.path)


def refuse_hollow(path: Path) -> None:
    """Refuse what is no project file at first sight.

    Raises:
        UserError: it is a folder, or an empty file.
    """
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
