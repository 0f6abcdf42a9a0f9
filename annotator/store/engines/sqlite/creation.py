"""Making a new project file: complete under another name first, then renamed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from annotator.domain.errors import StorageError, UserError
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.connection import ProjectFile
from annotator.store.engines.sqlite.files import connect, refuse_taken, remove_files, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def create(path: Path, fill: Callable[[ProjectFile], None]) -> None:
    """Makes a project file.

    Args:
        path: absolute; nothing is there yet.
        fill: makes the first records.

    Raises:
        UserError: something is there, or the folder is missing or cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        _check_place(path)
        remove_files(part)
        _make_tables(part)
        _fill(part, fill)
        _check_place(path)
        part.rename(path)
        sync_folder(path.parent)
    except (OSError, sqlite3.Error, StorageError) as error:
        raise UserError(
            "“{path}” could not be created ({reason}).",
            "No file was made. Check that the folder may be written and has room, or choose "
            "another one.",
            path=path,
            reason=_reason(error),
        ) from error
    finally:
        with suppress(OSError):
            remove_files(part)


def _check_place(path: Path) -> None:
    refuse_taken(path)
    if not path.parent.is_dir():
        raise UserError(
            "“{path}” cannot be created: there is no folder “{folder}”.",
            "No file was made. Make the folder, or choose another one.",
            path=path,
            folder=path.parent,
        )


def _make_tables(part: Path) -> None:
    with closing(connect(part, "rwc")) as raw:
        raw.execute("PRAGMA synchronous = EXTRA")
        schema.create(raw)


def _fill(part: Path, fill: Callable[[ProjectFile], None]) -> None:
    database = ProjectFile(part)
    try:
        fill(database)
        database.close()
    except BaseException:
        # What went wrong first is what is told.
        with suppress(UserError):
            database.close()
        raise


def _reason(error: Exception) -> object:
    if isinstance(error, OSError):
        return error.strerror
    return error.__cause__ if isinstance(error, StorageError) and error.__cause__ else error
