"""A copy of an open project, made while work on it goes on: one plain file, checked.

SQLite's own backup copies pages in steps. The steps are small, and the lock is given up as soon as
a turn has lasted long enough, so that typing never waits. What is saved meanwhile goes through the
same connection, and SQLite carries it over into the copy: it is the project of one instant.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from pathlib import Path

from annotator.domain.errors import UserError
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.files import connect, refuse_taken, remove_files, sync_folder
from annotator.store.failures import CopyCancelledError, NotSoundError
from annotator.store.turns import Turns

GoOn = Callable[[int, int], bool]
"""Called with the pages copied and to copy; false to stop."""

_STEP_PAGES = 16
"""Copied in a fraction of a millisecond: a turn is over soon after it should be."""

_UNSYNCED_BYTES = 8 * 2**20
"""Written at most before the disk gets time: else a save would wait behind all of it."""

_CHECK_STEPS = 200_000
"""Instructions of SQLite between two questions whether to go on with the check."""


def copy(
    raw: sqlite3.Connection,
    path: Path,
    target: Path,
    turn: Callable[[], AbstractContextManager[Turns]],
    go_on: GoOn,
) -> None:
    """Copies an open project into a file that does not exist yet; other threads get turns.

    Args:
        raw: the project's connection.
        path: the project file, for messages.
        target: where the copy is to be, absolute.
        turn: keeps other threads out, and checks that the project is open.
        go_on: asked all the time.

    Raises:
        UserError: there is no room, the copy is not sound, or somebody said stop; there is no
            file then.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        refuse_taken(target)
        remove_files(part)
        pages = _copy_pages(raw, path, part, turn, go_on)
        _make_plain(path, part, lambda: go_on(pages, pages))
        refuse_taken(target)
        part.rename(target)
        sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _not_made(path, target, error) from error
    finally:
        with suppress(OSError):
            remove_files(part)


def _make_plain(path: Path, part: Path, go_on: Callable[[], bool]) -> None:
    """Makes a copied file one that needs no log, checks it, and writes it to the disk.

    Raises:
        UserError: it is no sound project.
        OSError: it cannot be written to the disk.
    """
    try:
        with closing(connect(part, "rw")) as raw:
            raw.set_progress_handler(lambda: not go_on(), _CHECK_STEPS)
            for setting in ("locking_mode = EXCLUSIVE", "synchronous = OFF", "cell_size_check = 1"):
                raw.execute(f"PRAGMA {setting}")
            raw.execute("PRAGMA journal_mode = DELETE")
            found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
        schema.read_header(part)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise CopyCancelledError from error
        if isinstance(error, sqlite3.OperationalError):
            raise
        found = str(error)
    if found != "ok":
        raise _not_sound(path, found)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _not_made(path: Path, target: Path, error: Exception) -> UserError:
    """The copy could not be written."""
    return UserError(
        "“{path}” could not be copied to “{target}” ({reason}).",
        "It is as it was, and no copy was left. Free some space, or check that the folder is there "
        "and may be written.",
        path=path,
        target=target,
        reason=getattr(error, "strerror", None) or error,
    )


def _copy_pages(
    raw: sqlite3.Connection,
    path: Path,
    part: Path,
    turn: Callable[[], AbstractContextManager[Turns]],
    go_on: GoOn,
) -> int:
    """Copies all pages; how many there were at first."""
    with closing(connect(part, "rwc")) as copied, _Turn(turn, part) as held:
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = OFF", "synchronous = OFF"):
            copied.execute(f"PRAGMA {setting}")
        page_bytes, pages = (
            raw.execute(f"PRAGMA {asked}").fetchone()[0] for asked in ("page_size", "page_count")
        )
        _check_room(path, part, page_bytes * pages)

        def step(_status: int, remaining: int, total: int) -> None:
            held.pass_on(_STEP_PAGES * page_bytes)
            if not go_on(total - remaining, total):
                raise CopyCancelledError

        raw.backup(copied, pages=_STEP_PAGES, progress=step)
        return int(pages)


class _Turn:
    """Holds the project's lock for a short time, again and again."""

    def __init__(self, turn: Callable[[], AbstractContextManager[Turns]], part: Path) -> None:
        self._turn = turn
        self._part = part
        self._held = ExitStack()
        self._unsynced = 0

    def __enter__(self) -> _Turn:
        self._take()
        return self

    def __exit__(self, *_failed: object) -> None:
        self._held.close()

    def pass_on(self, written: int) -> None:
        """So many bytes more are copied: let others have the project, if it is time."""
        self._unsynced += written
        if self._lock.is_over:
            self._held.close()
            if self._unsynced >= _UNSYNCED_BYTES:
                self._sync()
            self._take()

    def _take(self) -> None:
        self._lock = self._held.enter_context(self._turn())

    def _sync(self) -> None:
        self._unsynced = 0
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())


def _check_room(path: Path, part: Path, needed: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < needed:
        raise _no_room(path, part.parent, needed, free)


def _no_room(path: Path, folder: Path, needed: int, free: int) -> UserError:
    """The disk has too little space for a copy, in bytes."""
    return UserError(
        "There is no room for a copy of “{path}” in “{folder}”: it needs {needed} MB, {free} MB "
        "are free.",
        "It is as it was, and no copy was made. Free some space.",
        path=path,
        folder=folder,
        needed=-(-needed // 10**6),
        free=free // 10**6,
    )


def _not_sound(path: Path, found: str) -> NotSoundError:
    return NotSoundError(
        "A copy of “{path}” was made and is not sound ({found}), so it was not kept.",
        "Copies made before are kept. Check the project: a part of its file may be damaged.",
        path=path,
        found=" ".join(found.split()),
    )
