"""A project file: the only way to write it, to undo, and to check that it is sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Changes, Edit, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.history import Action
from annotator.domain.readying import Telling, go_on
from annotator.store import (
    backups,
    checking,
    checking_records,
    creation,
    differences,
    history,
    parting,
    presence,
    readying,
    receiving,
    replica,
    returning,
    series,
    standing,
    unfinished,
)
from annotator.store.differences import Differences
from annotator.store.engine import Database
from annotator.store.engines import sqlite
from annotator.store.failures import NotWritableError
from annotator.store.histories import Histories
from annotator.store.history import Entry
from annotator.store.jobs import Job
from annotator.store.joining import Joining, Tally
from annotator.store.queries import Queries
from annotator.store.state import Records
from annotator.store.tables import TABLES
from annotator.store.taking_back import TakingBack
from annotator.store.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from annotator.domain.finds import Find
    from annotator.store.returning import Return

_UID = sa.select(TABLES["project"].c.uid)
_NAME = sa.select(TABLES["project"].c.name)

GoOn = Callable[[int, int], bool]
"""Called with what is done and what there is; false to stop."""

_PATIENCE = 0.5
"""Seconds that closing takes at most for a job that was under way."""


class Project:
    """An open project. Any thread may use it; one at a time does.

    Attributes:
        path: the file.
        uid: the project's identity, the same in all copies.
        name: what people call it.
        read_only: whether ``apply`` is refused.
        queries: everything that can be read of what is there now.
        histories: what was done, entry by entry.
        records: all of it as it travels from file to file, tombstones too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.uid = UUID(bytes=database.value(_UID))
        self.queries = Queries(database, self.uid)
        self.histories = Histories(database)
        self.records = Records(database)
        rev = history.last_rev(database)
        # Who only reads never stamps anything.
        self._replica = "" if self.read_only else replica.of(self.uid, self.path, rev)
        self._writing = Writing(database, self._replica, self.queries.forget)
        self._taking_back = TakingBack(database, self._writing)

    @classmethod
    def create(cls, path: Path, name: str, *, coder: tuple[UUID, str]) -> Self:
        """Makes a project with one coder and the round *main*, and opens it.

        Args:
            path: a file that does not exist yet.
            name: what people call the project.
            coder: identity and name of whoever codes in it.

        Raises:
            UserError: the file exists, or its folder is missing or cannot be written.
        """
        path = path.absolute()
        sqlite.create(path, lambda database: creation.fill(database, path, name, coder))
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, keeps_older: bool = True) -> Self:
        """Opens a project, for reading only where its file or folder cannot be written.

        Args:
            path: the file.
            read_only: whether nothing is to be written.
            keeps_older: whether a file of an older version is backed up before it is brought up
                to date.

        Raises:
            UserError: it is missing, not a project, damaged, newer, or open elsewhere; or it is
                older and cannot be backed up.
        """
        return cls.on(open_file(path, read_only=read_only), keeps_older=keeps_older)

    @classmethod
    def on(cls, database: Database, *, keeps_older: bool = True, tell: Telling = go_on) -> Self:
        """Gets ready what an engine has opened; closes it where that fails.

        Raises:
            UserError: it is damaged, newer, or older and cannot be written.
            CancelledError: ``tell`` said stop.
        """
        try:
            readying.get_ready(database, keeps_older=keeps_older, tell=tell)
            return cls(database)
        except BaseException:
            with suppress(UserError):
                database.close()
            raise

    @property
    def main_round(self) -> int:
        """The id of the round that the project started with."""
        return self.queries.rounds.main

    @property
    def round_id(self) -> int:
        """The id of the round in which is coded; the first one unless ``work_in`` said another."""
        return self.queries.rounds.current

    def work_in(self, round_id: int) -> None:
        """Whatever is coded, answered and set from now on belongs to that round.

        Raises:
            ValueError: there is no such round.
        """
        if not self.queries.rounds.has(round_id):
            raise ValueError(f"there is no round {round_id}")
        self.queries.rounds.current = round_id

    def name_at_work(self, coder: str) -> None:
        """Have it said to whoever wants to open the project meanwhile who is at work in it."""
        if not self.read_only:
            presence.name(self.path, coder)

    @property
    def path(self) -> Path:
        """The project file."""
        return self._database.path

    @property
    def name(self) -> str:
        """What people call the project."""
        return str(self._database.value(_NAME))

    @property
    def ended_badly(self) -> bool:
        """Whether who wrote in it last did not come to close it: killed, or without power."""
        return self._database.ended_badly

    @property
    def engine(self) -> str:
        """What keeps it, and in which version, for people."""
        return self._database.engine

    @property
    def version(self) -> int:
        """The version of its tables."""
        return self._database.version

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._database.read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
            return
        # What went wrong first is what is told; that closing failed too is added to it.
        try:
            self.close()
        except UserError as closing:
            error.add_note(str(closing))

    def close(self) -> None:
        """Leaves one plain file; a job under way is cancelled. May be called again.

        Raises:
            UserError: a part had to stay in a second file beside it; nothing is lost.
        """
        self.stop_job()
        if self._database.is_open and not self.read_only:
            # What is left of a large one is seen by nobody, and taken out on the next opening.
            with suppress(UserError):
                unfinished.settle(self._database, seconds=_PATIENCE)
        if self._database.is_open:
            # What is in the way of reading the file now is told by closing it.
            with suppress(UserError):
                self.queries.keep_counts()
        self.queries.close_search()
        if self._database.is_open and not self.read_only:
            replica.remember(self.uid, self.path, self._replica, self._writing.rev)
        self._database.close()

    @property
    def state(self) -> str:
        """Names the newest entry of the history; another one once anything was changed."""
        return backups.state(self._database)

    def changed_since(self, state: str, most: int) -> int:
        """How many changes there were since a state, at most ``most``; that if it is unknown."""
        return backups.changed_since(self._database, state, most)

    def back_up(self, reason: backups.Reason, go_on: GoOn | None = None) -> backups.Backup:
        """Makes a backup among the others of the project; work on it goes on meanwhile.

        Args:
            reason: why.
            go_on: called often with what is copied and what there is; false to stop.

        Raises:
            UserError: it could not be made, or ``go_on`` said stop; no file is left.
        """
        return backups.make(self._database, reason, go_on)

    def copy(self, target: Path, go_on: GoOn | None = None) -> None:
        """Copies the project into a plain file, as it is at one instant; work goes on meanwhile.

        Args:
            target: a file that does not exist yet.
            go_on: called often with what is copied and what there is; false to stop.

        Raises:
            UserError: it could not be made, or ``go_on`` said stop; no file is left.
        """
        self._database.copy(target.absolute(), go_on)

    def differences(self, other: Project, go_on: GoOn | None = None) -> Differences:
        """What differs between this file and another one of the same project.

        Args:
            other: the other one; both can be used meanwhile.
            go_on: called often with what is compared and what there is; false to stop.

        Raises:
            UserError: one cannot be read, or ``go_on`` said stop.
        """
        return differences.between(self._database, other._database, go_on)

    def checkpoint(self) -> None:
        """Brings the file itself up to date, for copies that other programs make of it.

        What was saved is safe before it; nothing happens where nothing was, or where the disk
        does not allow it now.
        """
        self._database.checkpoint()

    def apply(
        self,
        label: str,
        edits: Iterable[Edit],
        *,
        coder_id: int | None,
        after: int | None = None,
    ) -> Changes:
        """Makes edits, all or none: durable when this returns.

        A field that refers to a code, article, coder or round takes its id or, where an earlier
        edit of the same call makes it, its uid.

        Args:
            label: the action in plain words, for the history.
            edits: in the order in which they are made.
            coder_id: who acts; undo is by coder.
            after: the first of a series of steps that are undone as one, each saved when it is
                done; where the coder has done something else since, this is a step of its own.

        Raises:
            UserError: it could not be saved, or something else still needs what it removes.
            ValueError: an edit makes no sense: an unknown record or field, a quote that is not
                in the text.
        """
        asked = list(edits)
        if any(edit.kind is Kind.PROJECT and not isinstance(edit, Update) for edit in asked):
            raise ValueError("a project file holds one project")
        with self._database.together():
            entry = Entry(Action.DO, label, coder_id, origin=self._series(coder_id, after))
            return self._writing.transact(entry, lambda staging: staging.take(asked))

    def goes_on(self, coder_id: int | None, first: int) -> bool:
        """Whether a coder's step ``after`` that one would be one with it (``apply``)."""
        with self._database.together():
            return series.goes_on(self._database, coder_id, first)

    def _series(self, coder_id: int | None, first: int | None) -> str | None:
        if first is None or not self.goes_on(coder_id, first):
            return None
        return series.origin(first)

    def begin(
        self,
        label: str,
        *,
        coder_id: int | None,
        origin: str | None = None,
        seen: int = 0,
        after: int | None = None,
    ) -> Job:
        """Begins a long job: as many edits as there are, one action, seen when it is finished.

        What others save meanwhile is saved at once, and stays where both write the same field.

        Args:
            label: the action in plain words, for the history.
            coder_id: who acts; undo is by coder.
            origin: JSON about the files that it takes things from.
            seen: the highest ``rev`` in those files; whatever is saved from now on is later.
            after: the first of a series that it belongs to, as in ``apply``.

        Raises:
            UserError: it could not be saved, or another job is under way.
        """
        with self._database.together():
            origin = origin or self._series(coder_id, after)
            return self._writing.begin(Entry(Action.DO, label, coder_id), origin, seen)

    def join(
        self,
        other: Self,
        label: str,
        *,
        coder_id: int | None,
        about: Mapping[str, Any],
        go_on: GoOn | None = None,
        keeps_own: bool = False,
    ) -> tuple[Changes, Tally]:
        """Brings all records of another project in, as one long job.

        Of each field the later value stays; undoing it is local (``parting``).

        Args:
            other: where they come from; it stays as it is.
            label: the action in plain words, for the history.
            coder_id: who acts.
            about: what should be in the history about the other file, as JSON knows it.
            go_on: called with the number of records done and of all; false to stop.
            keeps_own: whether, of values with the same stamp that differ all the same, the one
                here stays: the other file was damaged.

        Returns:
            What changed (``txn`` is 0 where nothing was new), and how much of each kind.

        Raises:
            UserError: it could not be saved, one of the files is damaged, another job is under
                way here, one was broken off there, or ``go_on`` said stop; nothing was changed.
        """
        if not other.records.are_settled:
            raise UserError(
                "In “{path}” lies work that was broken off.",
                "Nothing was changed. Open that project once and close it, then try again.",
                path=other.path,
            )
        mine, theirs = self.records.know(), other.records.know()
        origin = parting.origin(theirs, mine, about)
        seen = max(theirs.values(), default=0)
        with self.begin(label, coder_id=coder_id, origin=origin, seen=seen) as job:
            job.know = theirs
            joining = Joining(self._database, mine, theirs, keeps_own=keeps_own)
            receiving.receive(job, other.records, joining, go_on)
            changes = job.finish()
        if not changes.txn:
            self._writing.know(label, theirs)
        return changes, joining.tally

    def stop_job(self) -> None:
        """From whichever thread: the job that is under way, if one is, fails at its next slice."""
        self._writing.stop_job()

    def note(self, label: str) -> Changes:
        """Writes an entry into the history that changes nothing and cannot be undone.

        Raises:
            UserError: it could not be saved.
        """
        return self._writing.transact(Entry(Action.START, label, None), lambda _staging: None)

    def undo(
        self,
        coder_id: int | None,
        entry: int | None = None,
        *,
        but: Collection[int] = (),
        go_on: GoOn | None = None,
    ) -> Changes | None:
        """Takes back the coder's latest action, as a new action; ``None`` if there is none.

        Args:
            coder_id: whose.
            entry: an entry of theirs to take back instead, if nothing was built on it since.
            but: entries to pass over on the way to the latest.
            go_on: called with what is taken back and what there is, where that takes long; false
                to stop.

        Raises:
            StepRefusedError: something was built on what would vanish.
            UserError: it could not be saved, it is no entry that this coder can undo, or
                ``go_on`` said stop; nothing was taken back.
        """
        return self._taking_back.undo(coder_id, entry, but, go_on)

    def undo_takes_long(
        self, coder_id: int | None, entry: int | None = None, *, but: Collection[int] = ()
    ) -> bool:
        """Whether that undo is a long job, for a thread beside the window."""
        return self._taking_back.undo_takes_long(coder_id, entry, but)

    def redo_takes_long(self, coder_id: int | None, entry: int | None = None) -> bool:
        """Whether that redo is a long job, for a thread beside the window."""
        return self._taking_back.redo_takes_long(coder_id, entry)

    def redo(
        self, coder_id: int | None, entry: int | None = None, *, go_on: GoOn | None = None
    ) -> Changes | None:
        """Takes back the coder's latest undo; ``None`` if there is none.

        Args:
            coder_id: whose.
            entry: an undone entry of theirs to do again instead.
            go_on: called with what is done and what there is, where that takes long; false to
                stop.

        Raises:
            StepRefusedError: the same has been changed since.
            UserError: it could not be saved, it is no entry that this coder can do again, or
                ``go_on`` said stop; nothing was done.
        """
        return self._taking_back.redo(coder_id, entry, go_on)

    def go_back(self, to_entry: int, coder_id: int | None, *, go_on: GoOn | None = None) -> Changes:
        """Takes back all that the coder did from an entry on, as one action of its own.

        What others did stays. The entry may be anybody's: it is the point in time. Where that is
        a lot, it is a long job, for a thread beside the window.

        Raises:
            StepRefusedError: others have built on what would vanish; nothing was taken back.
            UserError: it could not be saved, there is no such entry, nothing to take back, or
                ``go_on`` said stop.
        """
        return self._taking_back.go_back(to_entry, coder_id, go_on)

    def would_go_back(self, to_entry: int, coder_id: int | None) -> Return:
        """What ``go_back`` would do, others' work not considered."""
        return returning.preview(self._database, coder_id, to_entry)

    def undo_label(self, coder_id: int | None, *, but: Collection[int] = ()) -> str | None:
        """What ``undo`` would take back, in plain words."""
        return self._taking_back.undo_label(coder_id, but)

    def redo_label(self, coder_id: int | None) -> str | None:
        """What ``redo`` would do again, in plain words."""
        target = standing.to_redo(self._database, coder_id)
        return target.label if target else None

    def check(self, go_on: GoOn | None = None) -> list[Find]:
        """Looks for damage that nothing else would notice; others go on working.

        Args:
            go_on: called with the number of records checked and of all; false to stop.

        Raises:
            CancelledError: ``go_on`` said stop.
        """
        return checking.check(self._database, go_on)

    def quick_check(self, go_on: GoOn | None = None) -> list[Find]:
        """Looks for damage below the records alone; others go on working.

        Args:
            go_on: called with 0 and 0; false to stop.

        Raises:
            CancelledError: ``go_on`` said stop.
        """
        return checking.quick_check(self._database, go_on)

    def loose_ends(self) -> list[Find]:
        """What is sound, and waits for somebody to settle it.

        Raises:
            UserError: it cannot be read.
        """
        job = self._writing.job
        under_way = f"“{job.label}” was not finished." if job else None
        found = checking_records.loose_ends(self._database)
        return [find for find in found if find.words != under_way]

    def contents(self) -> dict[str, int]:
        """How many rows there are, by table, tombstones too."""
        return checking.contents(self._database)


def open_file(path: Path, *, read_only: bool = False) -> Database:
    """Opens a project file, for reading only where it or its folder cannot be written.

    Raises:
        UserError: it is missing, not a project, damaged, newer, or open elsewhere.
    """
    path = path.absolute()
    try:
        return sqlite.ProjectFile(path, read_only=read_only)
    except NotWritableError:
        return sqlite.ProjectFile(path, read_only=True)
