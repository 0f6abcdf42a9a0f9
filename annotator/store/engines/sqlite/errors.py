"""What SQLite says when a file cannot be read or written, as sentences for people."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from annotator.domain.errors import CancelledError
from annotator.store import failures, presence

if TYPE_CHECKING:
    from pathlib import Path

_PRIMARY = 0xFF
"""SQLite's extended result codes keep the plain one in the lowest byte."""

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NOT_WRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_ROOM = {sqlite3.SQLITE_IOERR_SHMSIZE}
_UNREACHABLE = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS}


def in_words(error: sqlite3.Error, path: Path, action: str | None) -> Exception:
    """The error to raise in place of ``error``.

    Args:
        error: what SQLite raised.
        path: the project file.
        action: the label of what was to be saved; ``None`` if the file was only read.

    Returns:
        A ``UserError`` where a person can do something, a ``ValueError`` where a rule of the
        tables was broken, else the error itself: a mistake in this program.
    """
    exact = getattr(error, "sqlite_errorcode", 0)  # the driver raises some itself
    code = exact & _PRIMARY
    if code in _LOCKED:
        return failures.open_elsewhere(path, presence.of(path))
    if code in _NOT_WRITABLE:
        if action is None:
            return failures.not_writable(path)
        return failures.writable_no_more(path, action)
    if code in _DAMAGED or "Could not decode to UTF-8" in str(error):
        return failures.damaged(path, action)
    if code == sqlite3.SQLITE_FULL or exact in _NO_ROOM:
        return failures.disk_full(path, action)
    if code in _UNREACHABLE:
        return failures.unreachable(path, action, error)
    if code in {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH}:
        return ValueError(str(error))
    if code == sqlite3.SQLITE_INTERRUPT:
        return CancelledError("Check the project")
    return error
