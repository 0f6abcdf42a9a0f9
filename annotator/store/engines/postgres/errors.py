"""What PostgreSQL says when a project cannot be read or written, as sentences for people."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psycopg

from annotator.domain.errors import UserError
from annotator.store import failures
from annotator.store.failures import NotWritableError
from annotator.store.presence import Presence

if TYPE_CHECKING:
    from pathlib import Path

_BUSY = {"40001", "40P01", "55P03"}
"""Serialization, deadlock, lock not available."""

_NOT_WRITABLE = {"25006", "42501"}
"""Read-only transaction, insufficient privilege."""

_FULL = {"53100"}
_DAMAGED = "XX0"
_OUT_OF_REACH = ("08", "53", "57", "58", "28", "3D")
"""Classes: connection, resources, operator, system, authorization, no such database."""

_WRONG = ("22", "23", "42804")
"""Classes of values that do not fit and rules of the tables that were broken."""


def in_words(error: psycopg.Error, path: Path, action: str | None) -> Exception:
    """The error to raise in place of ``error``.

    Args:
        error: what the driver raised.
        path: what the project is called.
        action: the label of what was to be saved; ``None`` if the project was only read.

    Returns:
        A ``UserError`` where a person can do something, a ``ValueError`` where a rule of the
        tables was broken, else the error itself: a mistake in this program.
    """
    state = error.sqlstate or ""
    if state in _BUSY:
        return _busy(path, action)
    if state in _NOT_WRITABLE:
        return not_writable(path, action)
    if state in _FULL:
        return failures.disk_full(path, action)
    if state.startswith(_DAMAGED):
        return _damaged(path, action)
    if state.startswith(_WRONG) or (not state and isinstance(error, psycopg.DataError)):
        return ValueError(str(error))
    if state.startswith(_OUT_OF_REACH) or (
        not state and isinstance(error, psycopg.OperationalError)
    ):
        return out_of_reach(path, action, error)
    return error


def missing(path: Path) -> UserError:
    """There is no such schema, or none that one may see, or it is none of ours."""
    return UserError(
        "There is no project “{path}” on that server.",
        "Check its name, and that you may read it.",
        path=path,
    )


def exists(path: Path) -> UserError:
    """A new project cannot have that name."""
    return UserError(
        "There is a project or another schema “{path}” already.",
        "It was not changed. Choose another name, or open it.",
        path=path,
    )


def in_use(path: Path, holder: tuple[str, float] | None) -> UserError:
    """Another program has the project.

    Args:
        path: what the project is called.
        holder: the name under which it came to the server, and when, in seconds since 1970; not
            known where it has left just now.
    """
    if holder is None:
        return failures.open_elsewhere(path, None)
    person, since = holder
    told = time.strftime("%Y-%m-%d %H:%M", time.localtime(since))
    return failures.open_elsewhere(path, Presence(told, person))


def not_writable(path: Path, action: str | None) -> NotWritableError:
    """One may only read there, or asked for no more."""
    return NotWritableError(
        "“{path}” is open for reading only."
        if action
        else "“{path}” cannot be opened for writing: the server does not allow it.",
        "Not saved: {action}. Ask whoever looks after the server for the right to write."
        if action
        else "Nothing was changed. Ask whoever looks after the server for the right to write.",
        path=path,
        action=action,
    )


def out_of_reach(path: Path, action: str | None, error: Exception) -> UserError:
    """The server is away, or does not let this program in."""
    return UserError(
        "The server of “{path}” cannot be reached ({reason}).",
        "Not saved: {action}. Everything saved before is safe. Open the project again when the "
        "server is there."
        if action
        else "Nothing was changed. Check the network and the address, then open the project again.",
        path=path,
        action=action,
        reason=str(error).strip(),
    )


def in_doubt(path: Path, action: str, error: Exception) -> UserError:
    """The server went away after it was asked to save and before it answered."""
    return UserError(
        "The server of “{path}” went away while it was saving ({reason}).",
        "It is not known whether it saved: {action}. Open the project again and look at its "
        "history. Everything saved before is safe.",
        path=path,
        action=action,
        reason=str(error).strip(),
    )


def _damaged(path: Path, action: str | None) -> UserError:
    return UserError(
        "“{path}” is damaged: the server cannot read a part of it.",
        "Not saved: {action}. Tell whoever looks after the server, and go on with the newest "
        "backup."
        if action
        else "Nothing was changed. Tell whoever looks after the server, and go on with the newest "
        "backup.",
        path=path,
        action=action,
    )


def _busy(path: Path, action: str | None) -> UserError:
    return UserError(
        "Somebody else is at work on the tables of “{path}”.",
        "Not saved: {action}. Nothing was changed. Try again in a moment."
        if action
        else "Nothing was changed. Try again in a moment.",
        path=path,
        action=action,
    )
