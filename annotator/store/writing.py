"""How anything gets into a project: stamped, in one transaction, or by the one long job of many."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from annotator.domain.errors import GoneError, UserError
from annotator.domain.history import Action
from annotator.domain.records import Stamp, now_ms
from annotator.store import history, notices, rules, unfinished
from annotator.store.jobs import Job
from annotator.store.parting_work import PartingWork
from annotator.store.staging import Staging
from annotator.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.changes import Changes
    from annotator.domain.merge import Know
    from annotator.store.engine import Database
    from annotator.store.history import Entry


class Writing:
    """Writes entries of the history with what they change, for all who use the project.

    Attributes:
        rev: the highest that the project has seen; the next entry takes a higher one.
        job: the long job that is under way, if one is.
    """

    def __init__(self, database: Database, replica: str, wrote: Callable[[Changes], None]) -> None:
        """Takes up where the project was left.

        Args:
            database: the project.
            replica: the name of this copy of it.
            wrote: called with all that has come into it.
        """
        self.rev = history.last_rev(database)
        self.job: Job | PartingWork | None = None
        self._database = database
        self._replica = replica
        self._wrote = wrote
        self._texts = Texts(database)

    def transact(self, entry: Entry, fill: Callable[[Staging], None]) -> Changes:
        """Writes an entry in one transaction; durable when this returns.

        Args:
            entry: what is done.
            fill: gathers what it changes.

        Raises:
            UserError: it could not be saved, or something stands in its way; nothing was changed.
        """
        with self._database.together():
            try:
                with self._database.writing(entry.doing):
                    changes = self._written(entry, fill)
            except (GoneError, ValueError) as error:
                if isinstance(self.job, PartingWork):
                    # It was on the screen still, and is gone.
                    raise self.job.in_the_way() from error
                raise
            # Only what is durable is known: from here on nothing can fail.
            self.rev += bool(changes.txn)
            self._texts.forget(changes)
            self._wrote(changes)
            if self.job is not None:
                self.job.saw(changes)
        return changes

    def begin(self, entry: Entry, origin: str | None = None, seen: int = 0) -> Job:
        """Begins a long job.

        Args:
            entry: what is to be done.
            origin: JSON about the files that it takes things from.
            seen: the highest ``rev`` in those files.

        Raises:
            UserError: it could not be saved, or another job is under way.
        """
        with self._database.together():
            self.check_no_job()
            stamp = Stamp(max(self.rev, seen) + 1, self._replica)
            self.job = Job(self._database, entry, stamp, origin, self._job_ended)
            self.rev = stamp.rev
            return self.job

    def part(self, entry: Entry) -> PartingWork:
        """Begins to take a merge back.

        Args:
            entry: the undo.

        Raises:
            UserError: it could not be saved, or a job is under way.
        """
        with self._database.together():
            self.check_no_job()
            stamp = Stamp(self.rev + 1, self._replica)
            self.job = work = PartingWork(self._database, entry, stamp, self._job_ended)
            self.rev = stamp.rev
            return work

    def know(self, label: str, theirs: Know) -> None:
        """Notes what another file has seen: all of it is here already.

        Raises:
            UserError: it could not be saved.
        """
        with self._database.together():
            with self._database.writing(label):
                for name, rev in theirs.items():
                    history.know(self._database, Stamp(rev, name))
            self.rev = max(self.rev, history.last_rev(self._database))

    def stop_job(self) -> None:
        """From whichever thread: the job that is under way, if one is, fails at its next slice."""
        if self.job is not None:
            self.job.give_up()

    def check_no_job(self) -> None:
        """Nothing long is under way, and nothing is left of an earlier job.

        Raises:
            UserError: a job is, or what is left could not be taken out.
        """
        if self.job is not None:
            raise under_way(self.job)
        # What an earlier one had to leave, when the disk was full say.
        unfinished.settle(self._database)

    def _job_ended(self, changes: Changes | None) -> None:
        with self._database.together():
            self.job = None
            self._texts.forget()
            if changes is not None:
                self._wrote(changes)
            else:
                # The rev that it would have had was never used.
                with suppress(UserError):
                    self.rev = history.last_rev(self._database)

    def _written(self, entry: Entry, fill: Callable[[Staging], None]) -> Changes:
        staging = Staging(self._database, Stamp(self.rev + 1, self._replica), now_ms())
        fill(staging)
        staging.flush()
        rules.check(self._database, staging, self._texts)
        if self.job is not None:
            self.job.check_other(staging, entry.coder_id)
        # An undo is noted even when others had done the same: the next one goes further back.
        noted = entry.undoes is not None or entry.action is Action.START
        needed = staging.has_changes or noted
        txn = history.write(self._database, entry, staging) if needed else 0
        return notices.changes(txn, entry.label, staging)


def under_way(job: Job | PartingWork) -> UserError:
    """Says that a job is not over yet."""
    return UserError(
        "{label}: this is still under way.",
        "Wait until it is done, or cancel it; then try again.",
        label=job.label,
    )
