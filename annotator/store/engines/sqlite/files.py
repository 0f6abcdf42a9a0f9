"""Opening, deleting and making sure of the files that a project consists of."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from annotator.domain.errors import UserError

ENDINGS = ("", "-wal", "-journal")
"""What the names of a project's files end in, after the project's own name."""


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """The driver's connection to a file.

    Args:
        path: absolute.
        mode: SQLite's ``ro``, ``rw`` or ``rwc``.
    """
    posix = path.as_posix()
    name = quote(os.fsencode(posix if posix.startswith("/") else f"/{posix}"))
    return sqlite3.connect(
        f"file://{name}?mode={mode}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )


def shared_index(path: Path) -> Path:
    """What SQLite makes beside a file whose log several read together."""
    return path.with_name(f"{path.name}-shm")


def remove_files(path: Path) -> None:
    """Deletes a file that was never finished, and what SQLite left beside it."""
    for ending in ENDINGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes sure of new names: one is safe from a power cut only when its folder is written too."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            # Some network folders cannot do this; the project itself is there all the same.
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)


def refuse_taken(path: Path) -> None:
    """Nothing is ever written over.

    Raises:
        UserError: something has this name already.
    """
    if path.exists():
        raise UserError(
            "There is a file “{path}” already.",
            "It was not changed. Choose another name or folder, or open it.",
            path=path,
        )
