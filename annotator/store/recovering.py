"""Recovers what can be read of a damaged project file into a new one, with a backup's help."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.store import replica
from annotator.store.engines import sqlite
from annotator.store.engines.sqlite.rebuilding import Mended, Spare
from annotator.store.project import Project
from annotator.store.restoring import copy_of
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.domain.changes import Kind
    from annotator.domain.finds import Find
    from annotator.store.engine import Database

GoOn = Callable[[int, int], bool]
"""Called with what is done and what there is; false to stop."""

_UID = sa.select(TABLES["project"].c.uid)
_TEXT = TABLES["article_text"]
_TEXT_OF = sa.select(_TEXT.c.text).where(_TEXT.c.sha256 == given("sha256")).limit(1)
_ROW = {
    name: sa.select(table).where(table.c.id == given("id"))
    for name, table in TABLES.items()
    if name != "change"
}


def begin_with(backup: Path, target: Path, go_on: GoOn) -> None:
    """Makes an up-to-date copy of a backup.

    Raises:
        UserError: it could not be made, or ``go_on`` said stop.
    """
    copy_of(backup, target, go_on)
    Project.open(target, keeps_older=False).close()


def salvage(path: Path, target: Path, folder: Path, base: Path | None, go_on: GoOn) -> Mended:
    """Makes a project file of what can be read of a damaged one.

    Args:
        path: the damaged file; it is only read.
        target: a file that does not exist yet.
        folder: an empty one, for copies.
        base: a sound copy of a backup, asked for what others refer to and for texts; ``None``
            without one.
        go_on: called again and again; false to stop.

    Raises:
        UserError: the file cannot be reached, is open, or ``go_on`` said stop.
        OSError: it cannot be copied.
    """
    with sqlite.held(path), ExitStack() as opened:
        spare = Spare()
        if base is not None:
            file = sqlite.ProjectFile(base, read_only=True)
            spare = _FromBackup(opened.enter_context(closing(file)))
        rows = sqlite.rows_in(path, folder, go_on)
        return sqlite.rebuild(rows, target, path.stem, spare, go_on)


def finish(salvaged: Path, target: Path, label: str) -> None:
    """Makes what was salvaged a project of its own, which says so in its history.

    Raises:
        UserError: it could not be written.
    """
    salvaged.rename(target)
    with Project.open(target, keeps_older=False) as project:
        project.note(label)


def join(salvaged: Path, base: Path, label: str, go_on: GoOn) -> None:
    """Joins what was salvaged into a copy of a backup.

    Of what both have with the same stamp the backup's value stays: it was checked.

    Raises:
        UserError: it could not be written, or ``go_on`` said stop.
    """
    with (
        Project.open(base, keeps_older=False) as project,
        Project.open(salvaged, keeps_older=False) as found,
    ):
        about = {"file": base.name, "project": found.name, "uid": str(found.uid)}
        changes, _ = project.join(
            found, label, coder_id=None, about=about, go_on=go_on, keeps_own=True
        )
        if not changes.txn:
            project.note(label)


def checked(path: Path, go_on: GoOn) -> tuple[dict[str, int], list[Find]]:
    """What is in a project that was just made, and what is wrong with it.

    Raises:
        UserError: ``go_on`` said stop.
    """
    with Project.open(path, read_only=True) as project:
        return project.contents(), project.check(go_on)


def put_in_place(made: Path, target: Path) -> None:
    """Gives a finished project its name.

    Raises:
        UserError: there is a file of that name by now.
    """
    with Project.open(made, read_only=True) as project:
        uid = project.uid
    sqlite.refuse_taken(target)
    sqlite.put_in_place(made, target)
    replica.move(uid, made, target)


class _FromBackup(Spare):
    """What a backup, open for reading, knows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.project = UUID(bytes=database.value(_UID))

    def row(self, kind: Kind, record_id: int) -> dict[str, Any] | None:
        """The columns of a record of that id in the backup."""
        rows = self._database.read(_ROW[kind], id=record_id)
        return dict(zip(TABLES[kind].columns.keys(), rows[0], strict=True)) if rows else None

    def text(self, sha256: bytes) -> str | None:
        """The text with that checksum."""
        found = self._database.value(_TEXT_OF, sha256=sha256)
        return None if found is None else str(found)
