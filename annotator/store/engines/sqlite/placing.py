"""Putting a finished project file where another one is, or was: one rename, never half of it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from annotator.domain.errors import UserError
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.files import ENDINGS, sync_folder
from annotator.store.engines.sqlite.holding import Hold


def put_in_place(part: Path, path: Path) -> None:
    """Gives a closed project file the name of another closed one, which is gone then.

    Whoever calls it has made sure that nothing of the other is lost.

    Args:
        part: the finished file, in the same folder.
        path: its name from now on.

    Raises:
        UserError: the other one is open, or has work in a file beside it, or the folder cannot be
            written; it is as it was then.
    """
    with ExitStack() as held:
        if path.exists():
            held.callback(Hold(path, read_only=False).release)
            schema.refuse_log(path)
        try:
            os.replace(part, path)
        except OSError as error:
            raise _not_placed(path, error) from error
    sync_folder(path.parent)


def move_aside(path: Path, aside: Path) -> None:
    """Gives a project that cannot be opened another name, with all files that belong to it.

    Raises:
        UserError: it cannot be renamed; it is as it was then.
    """
    # Last the file itself: as long as it is there, nothing else is put in its place.
    for ending in reversed(ENDINGS):
        file = path.with_name(path.name + ending)
        try:
            if file.exists():
                file.rename(aside.with_name(aside.name + ending))
        except OSError as error:
            raise _not_placed(path, error) from error
    sync_folder(path.parent)


def _not_placed(path: Path, error: OSError) -> UserError:
    return UserError(
        "“{path}” cannot be replaced ({reason}).",
        "It was not changed. Check that its folder may be written, or restore as a copy elsewhere.",
        path=path,
        reason=error.strerror,
    )
