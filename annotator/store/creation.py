"""Making a new project file: complete under another name first, then renamed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.records import Stamp, new_uid, now_ms
from annotator.store import history, replica, schema
from annotator.store.connection import Database, connect
from annotator.store.history import Action, Entry
from annotator.store.staging import Staging

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

MAIN_ROUND = "main"
"""The name of the round that every project starts with."""

_LABEL = "Create the project"
_FIRST_REV = 1
_FIRST_CODER = 1


def create(path: Path, name: str, coder: tuple[UUID, str]) -> None:
    """Makes a project file with one coder and one round.

    Args:
        path: absolute; nothing is there yet.
        name: what people call the project.
        coder: identity and name.

    Raises:
        UserError: something is there, or the folder is missing or cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        _check_place(path)
        _remove(part)
        _make_tables(part)
        with closing(Database(part)) as database:
            _fill(database, path, name, coder)
        _check_place(path)
        part.rename(path)
        _sync_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise UserError(
            "“{path}” could not be created ({reason}).",
            "No file was made. Check that the folder may be written and has room, or choose "
            "another one.",
            path=path,
            reason=error,
        ) from error
    finally:
        with suppress(OSError):
            _remove(part)


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _check_place(path: Path) -> None:
    if path.exists():
        raise UserError(
            "There is a file “{path}” already.",
            "It was not changed. Choose another name or folder, or open it.",
            path=path,
        )
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


def _fill(database: Database, path: Path, name: str, coder: tuple[UUID, str]) -> None:
    project, (coder_uid, coder_name) = new_uid(), coder
    stamp = Stamp(_FIRST_REV, replica.of(project, path, _FIRST_REV))
    with database.writing(_LABEL):
        staging = Staging(database, stamp, now_ms())
        staging.take(
            [
                Create(Kind.PROJECT, {"name": name}, project),
                Create(Kind.CODER, {"name": coder_name}, coder_uid),
                Create(Kind.ROUND, {"name": MAIN_ROUND}),
            ]
        )
        staging.flush()
        history.write(database, Entry(Action.START, _LABEL, _FIRST_CODER), staging)


def _sync_folder(folder: Path) -> None:
    # A new name is safe from a power cut only when its folder is written too; not on Windows.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            # Some network folders cannot do this; the project itself is there all the same.
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)
