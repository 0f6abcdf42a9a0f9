"""Keeping a project file for this program alone, whatever else in it opens the same file.

SQLite's own locks belong to the process: as soon as anything in it closes the file once more, a
file dialog that looks at its first bytes say, the system gives all of them up (POSIX). So one more
lock is held that belongs to a handle of our own, on a byte that SQLite never uses: both keep out
of each other's way, on network folders too. On Windows SQLite's locks belong to its handle.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

from annotator.store import failures, presence
from annotator.store.engines.sqlite import schema

if TYPE_CHECKING:
    from pathlib import Path

Identity = tuple[int, int]
"""Device and number of a file: what stays the same when it is renamed."""

_BYTE = 2**62
"""Far behind the last byte of any project; locking it makes no file longer."""

_NO_COMMAND = -1
_COMMAND = _NO_COMMAND
"""What asks the system for a lock that belongs to a handle, where it knows such locks."""

if sys.platform != "win32":
    import fcntl

    _COMMAND = getattr(fcntl, "F_OFD_SETLK", _NO_COMMAND)

_held: set[Identity] = set()
_held_lock = Lock()


class Hold:
    """A project file from before SQLite opens it until after SQLite has closed it."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Takes the file; several may take it for reading only.

        Raises:
            UserError: it is missing or cannot be read, or is open elsewhere.
        """
        with _held_lock:
            try:
                # Before a handle is opened: closing that would give up the locks of SQLite.
                if _identity_at(path) in _held:
                    raise failures.open_elsewhere(path, presence.of(path))
                self._handle = _open(path, read_only=read_only)
                self._identity = _identity_at(path if self._handle is None else self._handle)
            except OSError as error:
                raise schema.cannot_read(path, error) from error
            if self._handle is not None and not _lock(self._handle):
                os.close(self._handle)
                raise failures.open_elsewhere(path, presence.of(path))
            _held.add(self._identity)

    def is_at(self, path: Path) -> bool:
        """Whether the file is the one that has this name now."""
        return identity(path) == self._identity

    def release(self) -> None:
        """Gives the file up; SQLite has closed it."""
        with _held_lock:
            _held.discard(self._identity)
            if self._handle is not None:
                _unlock(self._handle)
                os.close(self._handle)
                self._handle = None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps a file from being written by any program of ours while the block runs.

    Raises:
        UserError: it is missing or cannot be read, or is open.
    """
    hold = Hold(path, read_only=True)
    try:
        yield
    finally:
        hold.release()


def identity(path: Path) -> Identity | None:
    """Which file has this name now; ``None`` if there is none or it cannot be reached."""
    try:
        return _identity_at(path)
    except OSError:
        return None


def _identity_at(place: Path | int) -> Identity:
    found = os.stat(place)
    return found.st_dev, found.st_ino


def _open(path: Path, *, read_only: bool) -> int | None:
    if _COMMAND == _NO_COMMAND:
        return None
    if not read_only:
        # Where the file cannot be written, the lock is one for reading, and SQLite says the rest.
        with suppress(OSError):
            return os.open(path, os.O_RDWR)
    return os.open(path, os.O_RDONLY)


def _lock(handle: int) -> bool:
    writable = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR
    try:
        _ask(handle, fcntl.F_WRLCK if writable else fcntl.F_RDLCK)
    except BlockingIOError:
        return False
    except OSError:
        # Some network folders know no such locks: SQLite's is what there is then.
        return True
    return True


def _unlock(handle: int) -> None:
    # Said, not left to closing: a forked child has the same handle.
    with suppress(OSError):
        _ask(handle, fcntl.F_UNLCK)


def _ask(handle: int, kind: int) -> None:
    # The C structure “flock”; its process number has to be 0 here.
    if sys.platform == "darwin":
        asked = struct.pack("qqihh", _BYTE, 1, 0, kind, os.SEEK_SET)
    else:
        asked = struct.pack("hhqqi0q", kind, os.SEEK_SET, _BYTE, 1, 0)
    fcntl.fcntl(handle, _COMMAND, asked)
