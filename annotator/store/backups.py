"""Backups: whole copies of projects in one folder, with a note beside each that says what it is.

They lie by project, then by when they were made, so that a list of them needs none of the copies
opened. Each was checked when it was made. When one is made, and how long it is kept, is decided
in ``ops``; only the one that a migration needs is made here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator import paths
from annotator.domain.errors import UserError
from annotator.domain.records import now_ms
from annotator.paths import PROJECT_SUFFIX
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_UID = sa.select(TABLES["project"].c.uid)
_CHANGE = TABLES["change"].c
_NEWEST = sa.select(_TXN.c.uid).order_by(_TXN.c.id.desc()).limit(1)
_ENTRY = sa.select(_TXN.c.id).where(_TXN.c.uid == given("uid"))
_SINCE = sa.select(sa.func.count()).select_from(
    sa.select(_CHANGE.txn_id).where(_CHANGE.txn_id > given("entry")).limit(given("most")).subquery()
)

_NOTE = ".json"
_NOT_FINISHED = f"{PROJECT_SUFFIX}.part"
_LEFT_AFTER_MS = 86_400_000
"""A file that was not finished a day ago never will be."""


class Reason(StrEnum):
    """Why a backup was made."""

    OPENING = "opening"
    WORK = "work"
    BULK = "bulk"
    IMPORT = "import"
    MERGE = "merge"
    RESTORE = "restore"
    MIGRATION = "migration"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the folder of backups, as its note describes it.

    Attributes:
        path: the copy: a project file like any other.
        project: the project's uid.
        origin: the project file that was copied.
        at: when, in milliseconds since 1970, UTC.
        reason: why.
        size: of the copy, in bytes.
        state: the newest entry of its history: equal in two copies that hold the same.
    """

    path: Path
    project: UUID
    origin: Path
    at: int
    reason: Reason
    size: int
    state: str


def state(database: Database) -> str:
    """Names the newest entry of the history; another one once anything was changed."""
    newest = database.value(_NEWEST)
    return newest.hex() if newest else ""


def changed_since(database: Database, state: str, most: int) -> int:
    """How many changes the history has since a state, at most ``most``; that where it is gone."""
    try:
        entry = database.value(_ENTRY, uid=bytes.fromhex(state))
    except ValueError:
        entry = None
    return most if entry is None else int(database.value(_SINCE, entry=entry, most=most))


def folder(project: UUID) -> Path:
    """Where backups of a project lie; made when it is missing.

    Raises:
        UserError: it cannot be made.
    """
    place = _root() / str(project)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "The folder “{folder}” for backups cannot be made ({reason}).",
            "No backup was made; the project is as it was. Check that the folder above it is there "
            "and may be written.",
            folder=place,
            reason=error.strerror,
        ) from error
    return place


def make(
    database: Database, reason: Reason, go_on: Callable[[int, int], bool] | None = None
) -> Backup:
    """Makes a backup of an open project, while work on it goes on.

    Args:
        database: the project, of any version.
        reason: why.
        go_on: called often with what is copied and what there is; false to stop.

    Raises:
        UserError: it could not be made, or ``go_on`` said stop; no file is left.
    """
    # Asked before the copy: what is saved while it is made counts as saved after it.
    known = state(database)
    project, at = UUID(bytes=database.value(_UID)), now_ms()
    place = folder(project)
    _tidy_up(place, at)
    path = _free(place, at, reason, database.path.stem)
    database.copy(path, go_on)
    made = Backup(path, project, database.path, at, reason, path.stat().st_size, known)
    _describe(made)
    return made


def of_project(project: UUID) -> list[Backup]:
    """The backups of a project, newest first; of all its copies on this machine."""
    return sorted(_in(_root() / str(project)), key=lambda one: one.at, reverse=True)


def of_file(path: Path) -> list[Backup]:
    """The backups that were made of the file at that place, newest first; it is not opened."""
    return [one for one in everything() if one.origin == path]


def everything() -> list[Backup]:
    """The backups of all projects on this machine, newest first."""
    try:
        projects = list(_root().iterdir())
    except OSError:
        return []
    made = (one for project in projects for one in _in(project))
    return sorted(made, key=lambda one: one.at, reverse=True)


def at(path: Path) -> Backup | None:
    """The backup that is this file, if it is one."""
    return next((one for one in _in(path.parent) if one.path == path), None)


def discard(backup: Backup) -> None:
    """Deletes a backup.

    Raises:
        OSError: it cannot be deleted now: it is open, say.
    """
    backup.path.unlink(missing_ok=True)
    _note(backup.path).unlink(missing_ok=True)


def _root() -> Path:
    return paths.data_dir() / "backups"


def _free(place: Path, at_ms: int, reason: Reason, stem: str) -> Path:
    when = datetime.fromtimestamp(at_ms / 1000).strftime("%Y-%m-%d %H.%M.%S")
    # A name that the file system takes together with the endings.
    name = f"{when} {reason} {stem.encode()[:120].decode(errors='ignore')}"
    number, path = 1, place / f"{name}{PROJECT_SUFFIX}"
    while path.exists():
        number += 1
        path = place / f"{name} {number}{PROJECT_SUFFIX}"
    return path


def _note(path: Path) -> Path:
    return path.with_name(path.name + _NOTE)


def _describe(backup: Backup) -> None:
    note = {
        "project": str(backup.project),
        "origin": str(backup.origin),
        "at": backup.at,
        "reason": backup.reason.value,
        "state": backup.state,
    }
    # A backup whose note cannot be written is a backup all the same: its name says when and why.
    with suppress(OSError):
        _note(backup.path).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def _in(place: Path) -> Iterator[Backup]:
    try:
        files = list(place.iterdir())
    except OSError:
        return
    for file in files:
        if file.suffix == PROJECT_SUFFIX:
            with suppress(OSError):
                found = file.stat()
                yield _described(file, found.st_size, round(found.st_mtime * 1000))


def _described(file: Path, size: int, written: int) -> Backup:
    told = _told(_note(file))
    try:
        return Backup(
            file,
            UUID(str(told["project"])),
            Path(str(told["origin"])),
            int(told["at"]),
            Reason(told["reason"]),
            size,
            str(told["state"]),
        )
    except (KeyError, ValueError, TypeError):
        return Backup(file, _uid_of(file.parent), Path(), written, Reason.ASKED, size, "")


def _told(note: Path) -> dict[str, Any]:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _uid_of(place: Path) -> UUID:
    try:
        return UUID(place.name)
    except ValueError:
        return UUID(int=0)


def _tidy_up(place: Path, now: int) -> None:
    """Deletes what programs left that were killed while they made a backup."""
    with suppress(OSError):
        for file in place.iterdir():
            unfinished = _NOT_FINISHED in file.name
            if unfinished and now - file.stat().st_mtime * 1000 > _LEFT_AFTER_MS:
                file.unlink(missing_ok=True)
