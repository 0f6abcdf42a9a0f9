"""What stands in the way of reading or writing a project, as sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.errors import CancelledError, DamagedError, StorageError, UserError

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.presence import Presence


class NotWritableError(UserError):
    """The file or its folder may not be written; it can still be read."""


class CopyCancelledError(CancelledError):
    """Whoever asked for the copy wanted it no longer; no file is left."""

    def __init__(self) -> None:
        super().__init__("Copy the project")


class OpeningCancelledError(CancelledError):
    """Whoever was opening a project wanted it no longer; it is as it was, and closed."""

    def __init__(self, path: Path) -> None:
        UserError.__init__(
            self,
            "“{path}” was not opened: this was cancelled.",
            "Nothing is lost. What was begun goes on when it is opened the next time.",
            path=path,
        )


class NotSoundError(UserError):
    """A copy of the project is damaged, and so the project may be."""


class OpenElsewhereError(UserError):
    """Another program has the project open; of a file, what it saved last can be read."""


def open_elsewhere(path: Path, note: Presence | None) -> OpenElsewhereError:
    """Another program, or another window of this one, has the project open.

    Args:
        path: the project.
        note: who has it since when, where that is known.
    """
    way_out = "Nothing was changed. Close it there, or wait until it is closed, then try again."
    if note is None:
        return OpenElsewhereError("“{path}” is open in another window.", way_out, path=path)
    return OpenElsewhereError(
        "“{path}” is open in another window since {since} by {person}.",
        way_out,
        path=path,
        since=note.since,
        person=note.person,
    )


def not_writable(path: Path) -> NotWritableError:
    """The file or its folder may not be written."""
    return NotWritableError(
        "“{path}” cannot be opened for writing: it or its folder is read-only.",
        "Nothing was changed. Copy the file, with all files beside it whose names begin "
        "alike, to a folder of your own and open the copy.",
        path=path,
    )


def read_only(path: Path, action: str) -> UserError:
    """The project was opened for reading only."""
    return UserError(
        "“{path}” is open for reading only.",
        "Not saved: {action}. To work on the project, copy the file to a folder of your own and "
        "open the copy.",
        path=path,
        action=action,
    )


def writable_no_more(path: Path, action: str) -> StorageError:
    """The file could be written when it was opened."""
    return StorageError(
        "“{path}” cannot be written any more: it or its folder has become read-only.",
        "Not saved: {action}. Everything saved before is safe. Make it writable again, then try "
        "again.",
        path=path,
        action=action,
    )


def closed(path: Path, action: str | None = None) -> UserError:
    """Something that still had the project, work in the background say, used it after its end."""
    return UserError(
        "“{path}” has been closed.",
        "Not saved: {action}. Open the project again, then try again."
        if action
        else "Nothing was changed. Open the project again, then try again.",
        path=path,
        action=action,
    )


def gone(path: Path, action: str | None) -> StorageError:
    """Another file, or none, is where the open one was.

    Args:
        path: where the project file was.
        action: the label of what was to be saved; ``None`` on closing.
    """
    return StorageError(
        "“{path}” was moved, renamed, replaced or deleted while it was open.",
        "Not saved: {action}. Put the file back where it was and try again. Everything saved "
        "before is in the file that was moved and in “{log}”, which belongs beside it."
        if action
        else "Everything saved is in the file that was moved, together with “{log}”, which stayed "
        "where the file was: put the file back there, then open the project once more.",
        path=path,
        action=action,
        log=f"{path.name}-wal",
    )


def log_gone(path: Path, action: str | None) -> StorageError:
    """Another file, or none, is where the open log was.

    Args:
        path: the project file.
        action: the label of what was to be saved; ``None`` on closing.
    """
    return StorageError(
        "“{log}”, a part of the open project “{path}”, was moved, replaced or deleted.",
        "Not saved: {action}. Put it back and try again, or close the project, keep a copy of all "
        "files whose names begin like its own, and open it again."
        if action
        else "Keep a copy of all files whose names begin like its own, then open the project "
        "again and check that your last work is in it.",
        path=path,
        log=f"{path.name}-wal",
        action=action,
    )


def damaged(path: Path, action: str | None = None) -> DamagedError:
    """What was read makes no sense: pages or values were overwritten, or are missing."""
    return DamagedError(
        "“{path}” is damaged: a part of it cannot be read.",
        "Not saved: {action}. Keep this file as it is; recover what can be read into a copy, or go "
        "on with your newest backup."
        if action
        else "Nothing was changed. Keep this file as it is; recover what can be read into a copy, "
        "or go on with your newest backup.",
        path=path,
        action=action,
    )


def newer(path: Path, version: int, known: int) -> UserError:
    """The project has a version that this program does not know.

    Args:
        path: the project.
        version: what it has.
        known: the highest that this program knows.
    """
    return UserError(
        "“{path}” was saved by a newer version of Annotator (it has format {version}, this "
        "program knows formats up to {known}).",
        "Nothing was changed. Update Annotator, then open the file again.",
        path=path,
        version=version,
        known=known,
    )


def older(path: Path) -> UserError:
    """The project has to climb the ladder of versions and cannot be written."""
    return UserError(
        "“{path}” was saved by an older version of Annotator and has to be brought up to date "
        "before it can be read, but it cannot be written.",
        "Nothing was changed. Copy the file to a folder of your own and open the copy.",
        path=path,
    )


def text_damaged(path: Path, headline: str) -> DamagedError:
    """An article's text is missing, or no longer the one that its annotations belong to."""
    return DamagedError(
        "“{path}” is damaged: the text of “{headline}” is not the text that was imported.",
        "Nothing was changed. Keep this file as it is; recover what can be read into a copy, or go "
        "on with your newest backup.",
        path=path,
        headline=headline,
    )


def disk_full(path: Path, action: str | None) -> StorageError:
    """What was to be saved does not fit."""
    return StorageError(
        "There is no room left on the disk that holds “{path}”.",
        "Not saved: {action}. Everything saved before is safe. Free some space, then try again."
        if action
        else "Nothing was changed. Free some space, then try again.",
        path=path,
        action=action,
    )


def unreachable(path: Path, action: str | None, error: Exception) -> StorageError:
    """The system cannot get at the file, or stops half way."""
    return StorageError(
        "“{path}” cannot be reached ({reason}).",
        "Not saved: {action}. Everything saved before is safe. Check that its disk or network "
        "folder is there and has room, then try again."
        if action
        else "Nothing was changed. Check that its disk or network folder is there, then try again.",
        path=path,
        action=action,
        reason=error,
    )
