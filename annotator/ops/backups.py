"""Backups: when one is made, which are kept, and how a project is restored from one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from annotator.domain.errors import DamagedError, UserError
from annotator.domain.records import now_ms
from annotator.ops import retention
from annotator.store import backups, restoring
from annotator.store.backups import Backup, Reason
from annotator.store.failures import NotSoundError, NotWritableError, OpenElsewhereError
from annotator.store.project import Project

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.store.project import GoOn

DAY = 24 * 60 * 60
WORK = 30 * 60
"""Seconds: at most so old is the newest backup, at opening and while work goes on."""

_RECENT = 10 * 60
"""Seconds in which one backup before bulk work is enough, unless much was changed since."""

MANY = 100
"""What makes or changes more records than this is bulk work."""

REASONS = {
    Reason.OPENING: "when it was opened",
    Reason.WORK: "while working",
    Reason.BULK: "before a change of many",
    Reason.IMPORT: "before an import",
    Reason.MERGE: "before a merge",
    Reason.RESTORE: "before restoring",
    Reason.MIGRATION: "before an update of its format",
    Reason.ASKED: "on request",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of restoring.

    Attributes:
        before: the backup of the project as it was before; ``None`` if it could not be opened.
        aside: where the file went that could not be opened; ``None`` if it could, or was missing.
    """

    before: Backup | None
    aside: Path | None


def back_up(project: Project, reason: Reason, go_on: GoOn | None = None) -> Backup:
    """Make a backup beside the work that goes on, and give up those that are not kept any longer.

    Raises:
        UserError: it could not be made, or ``go_on`` said stop; no file is left, and all backups
            made before are kept.
    """
    made = project.back_up(reason, go_on)
    thin(made.project, made.origin)
    return made


def is_due(project: Project, seconds: float) -> bool:
    """Whether the project was changed and its newest backup is older than that.

    Copies of the sample project, and files that can only be read, need none.
    """
    if project.read_only or project.path.is_relative_to(paths.data_dir()):
        return False
    newest = _newest(project)
    if newest is None:
        return True
    age = (now_ms() - newest.at) / 1000
    # A clock that was put back makes it younger than nothing.
    return not 0 <= age <= seconds and newest.state != project.state


def before(project: Project, reason: Reason, go_on: GoOn | None = None) -> Backup | None:
    """Make a backup before bulk work, unless there is one of this state.

    One of some minutes ago is enough too, if no more than ``MANY`` records were changed since.

    Raises:
        UserError: it could not be made, or ``go_on`` said stop.
    """
    due = is_due(project, _RECENT) or (is_due(project, 0) and _many_changed(project))
    return back_up(project, reason, go_on) if due else None


def of_file(path: Path) -> list[Backup]:
    """The backups of the file at that place, newest first, also where it cannot be opened."""
    return backups.of_file(path.absolute())


def of_project(project: Project) -> list[Backup]:
    """The backups of a project and of all its copies on this machine, newest first."""
    return backups.of_project(project.uid)


def to_restore(path: Path, project: UUID | None = None) -> list[Backup]:
    """The backups that a file may be restored from, damaged or gone as it may be.

    First those of the file at that place, then those of its project's other copies, each newest
    first; all there are where nothing tells whose file it is.

    Args:
        path: the file.
        project: whose file it is. Has to be given where it is open, or it is read from the file:
            closing it would end the locks of this program.
    """
    path, known = path.absolute(), backups.everything()
    uid = project or restoring.project_uid(path)
    wanted = {uid} if uid else {one.project for one in known if one.origin == path}
    found = [one for one in known if one.project in wanted or one.origin == path]
    if not found and uid is None and path.suffix == paths.PROJECT_SUFFIX and path.is_file():
        return known
    return sorted(found, key=lambda one: one.origin != path or one.project not in wanted)


def refuse_stranger(path: Path) -> None:
    """A file without any backups has to be a project, or a damaged one.

    Raises:
        UserError: it is not there, or something else.
    """
    restoring.refuse_stranger(path.absolute())


def thin(project: UUID, origin: Path, now: int | None = None) -> None:
    """Give up the backups of a project file that are not kept any longer."""
    made = [one for one in backups.of_file(origin) if one.project == project]
    stay = {one.path for one in retention.kept(made, now_ms() if now is None else now)}
    for one in made:
        if one.path not in stay:
            # One that is being looked at is given up the next time.
            with suppress(OSError):
                backups.discard(one)


def chosen(path: Path, name: str) -> Path:
    """The backup that is meant: its file, or a number in the list of backups, 1 the newest.

    Raises:
        UserError: there is no such backup.
    """
    known = to_restore(path)
    if name.isdecimal() and 1 <= int(name) <= len(known):
        return known[int(name) - 1].path
    file = Path(name).absolute()
    if file.is_file():
        return file
    raise UserError(
        "There is no backup “{name}” of “{path}”.",
        "Nothing was changed. “annotator backups” lists them with their numbers.",
        name=name,
        path=path,
    )


def restore(backup: Path, path: Path, go_on: GoOn | None = None) -> Restored:
    """Bring a project back to a backup; as it is now it is kept, and nothing is written over.

    The project as it is now becomes a backup; a file that cannot be opened is put aside under
    another name.

    Args:
        backup: the backup's file.
        path: the project file, not open.
        go_on: called often with what is done and what there is; false to stop.

    Raises:
        UserError: it could not be done; the project is as it was.
    """
    path, asked = path.absolute(), go_on or (lambda _done, _total: True)
    found: list[Restored] = []
    label = f"Restore the backup of {_when(backup)}"
    _refuse_itself(backup, path)
    restoring.restore(backup, path, label, lambda: found.append(_give_way(path, asked)), asked)
    return found[0]


def restore_copy(backup: Path, target: Path, go_on: GoOn | None = None) -> Path:
    """Make a project of its own of a backup.

    Args:
        backup: the backup's file.
        target: a file that does not exist yet; it gets the ending of projects if it lacks it.
        go_on: called often with what is done and what there is; false to stop.

    Raises:
        UserError: it could not be done; no file is left.
    """
    from annotator.ops.projects import with_suffix

    made = with_suffix(target.absolute())
    restoring.copy_of(backup, made, go_on)
    return made


def _newest(project: Project) -> Backup | None:
    own = (one for one in backups.of_project(project.uid) if one.origin == project.path)
    return next(own, None)


def _many_changed(project: Project) -> bool:
    newest = _newest(project)
    return newest is None or project.changed_since(newest.state, MANY + 1) > MANY


def _when(backup: Path) -> str:
    known = backups.at(backup.absolute())
    at = known.at / 1000 if known else time.time()
    return datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M")


def _refuse_itself(backup: Path, path: Path) -> None:
    if backup.absolute() == path:
        raise UserError(
            "“{path}” cannot be restored from itself.",
            "Nothing was changed. Choose one of its backups.",
            path=path,
        )


def _give_way(path: Path, go_on: Callable[[int, int], bool]) -> Restored:
    if not path.exists():
        return Restored(None, None)
    try:
        present = Project.open(path)
    except (OpenElsewhereError, NotWritableError):
        raise
    except UserError:
        return Restored(None, restoring.put_aside(path))
    try:
        with present:
            _refuse_read_only(present)
            return Restored(back_up(present, Reason.RESTORE, go_on), None)
    except (NotSoundError, DamagedError):
        return Restored(None, restoring.put_aside(path))


def _refuse_read_only(project: Project) -> None:
    if project.read_only:
        raise NotWritableError(
            "“{path}” cannot be replaced: it or its folder is read-only.",
            "Nothing was changed. Restore as a copy in a folder of your own.",
            path=project.path,
        )
