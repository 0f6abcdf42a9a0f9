"""Reading a backup, and making a project of it again. The backup itself is never written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from annotator import paths
from annotator.domain.errors import DamagedError
from annotator.store import replica
from annotator.store.engines import sqlite
from annotator.store.failures import NotWritableError
from annotator.store.project import Project

GoOn = Callable[[int, int], bool]


def project_uid(path: Path) -> UUID | None:
    """Whose file it is, if that can be read, damaged as it may be."""
    return sqlite.project_uid(path)


def refuse_stranger(path: Path) -> None:
    """A file that has no backups has to be a project, or was one.

    Raises:
        UserError: it is not there, or something else.
    """
    with suppress(DamagedError):
        sqlite.is_of_older_version(path)


def copy_of(backup: Path, target: Path, go_on: GoOn | None = None) -> None:
    """Copies a project file that is not open into one that does not exist yet, and checks it.

    Args:
        backup: a project file of any version; it is only read.
        target: where the copy is to be.
        go_on: called often with what is copied and what there is; false to stop.

    Raises:
        UserError: it cannot be read, is not sound, does not fit, or ``go_on`` said stop; there is
            no copy then.
    """
    with closing(sqlite.ProjectFile(backup.absolute(), read_only=True)) as source:
        source.copy(target.absolute(), go_on)


@contextmanager
def reading(backup: Path, go_on: GoOn | None = None) -> Iterator[Project]:
    """A backup, open for reading; one of an older version through a copy that is up to date.

    Raises:
        UserError: it cannot be read, or ``go_on`` said stop while it was copied.
    """
    if not sqlite.is_of_older_version(backup):
        with Project.open(backup, read_only=True) as project:
            yield project
        return
    with TemporaryDirectory(dir=paths.cache_dir()) as folder:
        copy = Path(folder) / backup.name
        copy_of(backup, copy, go_on)
        with closing(sqlite.ProjectFile(copy)) as file:
            file.bring_up_to_date()
        with Project.open(copy, read_only=True) as project:
            yield project


def restore(
    backup: Path, path: Path, label: str, give_way: Callable[[], object], go_on: GoOn
) -> None:
    """Puts a copy of a backup where a project is, or was; the copy's history says so.

    Args:
        backup: a project file of any version; it is only read.
        path: the project file. It is not open.
        label: what the history says.
        give_way: called when all is ready, to keep what is there now elsewhere. What it raises
            ends the attempt.
        go_on: called often with what is copied and what there is; false to stop.

    Raises:
        UserError: it could not be done; the project is as it was then.
    """
    part = path.with_name(f"{path.stem} (being restored){path.suffix}")
    try:
        _make_way(part, path)
        copy_of(backup, part, go_on)
        with Project.open(part, keeps_older=False) as restored:
            restored.note(label)
            project = restored.uid
        give_way()
        sqlite.put_in_place(part, path)
        # Its stamps are of a new name already, which stays with it.
        replica.move(project, part, path)
    finally:
        with suppress(OSError):
            sqlite.remove_files(part)


def _make_way(part: Path, path: Path) -> None:
    """Removes what an earlier attempt left; the first thing written in the folder."""
    try:
        sqlite.remove_files(part)
    except OSError as error:
        raise NotWritableError(
            "“{path}” cannot be restored here: its folder cannot be written ({reason}).",
            "Nothing was changed. Make the folder writable, or restore as a copy in a folder of "
            "your own.",
            path=path,
            reason=error.strerror,
        ) from error


def put_aside(path: Path) -> Path:
    """Gives a project that cannot be opened another name beside its own; the new name.

    Raises:
        UserError: it cannot be renamed.
    """
    when = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    aside = path.with_name(f"{path.stem} (put aside {when}){path.suffix}")
    sqlite.move_aside(path, aside)
    return aside
