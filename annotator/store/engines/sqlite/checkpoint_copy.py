"""A copy of a project that another program has open, as it was at its last checkpoint.

What a project file holds changes only at checkpoints; what was saved since is in the log beside
it. So the file alone is whole, and a copy of it can be read while the other program goes on.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from annotator.domain.errors import UserError
from annotator.store.engines.sqlite import schema

if TYPE_CHECKING:
    from pathlib import Path

_TRIES = 5
_WRITTEN_AT = 18
_PLAIN = b"\1\1"
"""In the bytes 18 and 19 of a file: it has no log."""


def copy_checkpoint(path: Path, target: Path) -> int:
    """Copies a project file without its log.

    Args:
        path: the project, open in another program or not.
        target: a file that does not exist yet, in a folder that does.

    Returns:
        When the project was last brought up to date, in milliseconds since 1970, UTC.

    Raises:
        UserError: it is no project, cannot be read or copied, or changes all the time.
    """
    for _ in range(_TRIES):
        schema.read_header(path)
        try:
            before = _state(path)
            shutil.copyfile(path, target)
            unchanged = _state(path) == before
        except OSError as error:
            target.unlink(missing_ok=True)
            raise _not_copied(path, error.strerror or str(error)) from error
        if unchanged and _is_whole(target):
            return before[0] // 1_000_000
        target.unlink()
    raise _not_copied(path, "it is being written without a pause")


def _state(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size


def _is_whole(copy: Path) -> bool:
    with copy.open("r+b") as file:
        file.seek(_WRITTEN_AT)
        file.write(_PLAIN)
    try:
        with closing(sqlite3.connect(copy)) as raw:
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _not_copied(path: Path, reason: str) -> UserError:
    return UserError(
        "“{path}” cannot be copied for reading ({reason}).",
        "Nothing was changed. Try again in a moment, or close the project where it is open.",
        path=path,
        reason=reason,
    )
