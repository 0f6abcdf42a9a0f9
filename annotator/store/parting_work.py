"""The undo of a merge as long work beside other work: until all has left, it can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError, StorageError, UserError
from annotator.domain.records import now_ms
from annotator.store import departing, parting, unfinished
from annotator.store.departing import Departure
from annotator.store.rules import RefusedError

if TYPE_CHECKING:
    from annotator.domain.changes import Changes
    from annotator.domain.records import Stamp
    from annotator.store.engine import Database
    from annotator.store.history import Entry
    from annotator.store.staging import Staging

GoOn = Callable[[int, int], bool]


class PartingWork:
    """Takes one merge back, while others use the project; they may not build on what goes.

    Attributes:
        txn: the number of the merge.
        label: what is taken back, in plain words.
    """

    def __init__(
        self,
        database: Database,
        entry: Entry,
        stamp: Stamp,
        ended: Callable[[Changes | None], None],
    ) -> None:
        """Begins it: from here on the merge is to be taken out of the file.

        Args:
            database: the project.
            entry: the undo.
            stamp: of the entry.
            ended: called when it is over, with what it did.
        """
        self.txn = entry.undoes or 0
        self.label = entry.label
        self._database = database
        self._doing = entry.doing
        self._ended = ended
        self._is_given_up = False
        with database.writing(entry.doing):
            self._undo = parting.begin(database, entry, stamp, now_ms())
        self._departure = Departure(database, self.txn, self._undo, entry.doing)
        self._brought = parting.Brought(database, self.txn)

    def finish(self, go_on: GoOn | None = None) -> Changes:
        """Takes it back; what was seen of it is gone when this returns.

        Args:
            go_on: called with what is taken back and what there is; false to stop.

        Raises:
            CancelledError: ``go_on`` said stop, or the project is being closed, before all had
                left; it is there as before.
            UserError: it could not be saved; it is there as before, or goes when the project is
                opened the next time.
        """

        def goes_on(done: int, total: int) -> bool:
            return not self._is_given_up and (go_on is None or go_on(done, 2 * total))

        try:
            if not self._departure.leave(goes_on=goes_on):
                raise CancelledError(self.label)
        except UserError as error:
            self._come_back(error)
            raise
        changes = self._departure.noticed.changes(self._undo, self.label)
        try:
            self._tidy_up(goes_on)
        finally:
            self._ended(changes)
        return changes

    def give_up(self) -> None:
        """From whichever thread: it ends at its next slice."""
        self._is_given_up = True

    def saw(self, changes: Changes) -> None:
        """Somebody else has saved this: it has nothing to do with what goes."""

    def check_other(self, staging: Staging, coder_id: int | None) -> None:
        """What somebody else is about to save has nothing to do with what goes.

        Raises:
            RefusedError: it has.
        """
        needed = [] if coder_id is None else [(Kind.CODER, coder_id)]
        for record in staging:
            needed += [(record.kind, record.id), *parting.referred_by(self._database, record)]
        if any(self._brought.made(kind, record_id) for kind, record_id in needed):
            raise self.in_the_way()

    def in_the_way(self) -> RefusedError:
        """Says that something is on its way out."""
        return RefusedError(
            "This came with “{label}”, which is being undone.",
            "Nothing was changed. Wait until that is done, or cancel it.",
            label=self.label,
        )

    def _tidy_up(self, goes_on: GoOn) -> None:
        # Seen by nobody: what cannot be taken out now is taken out when there is time and room.
        with suppress(StorageError):
            unfinished.take_out(self._database, self.txn, self._doing, goes_on=goes_on)

    def _come_back(self, error: UserError) -> None:
        gone = self._departure.noticed.changes(self._undo, self.label)
        try:
            # What the disk does not allow now is done when the project is opened the next time.
            with suppress(StorageError):
                departing.come_back(self._database, self.txn, self._undo, self._doing)
                if not self._is_given_up:
                    unfinished.settle(self._database)
        finally:
            self._ended(gone)
        if isinstance(error, CancelledError):
            error.brought_back = replace(gone, created=gone.removed, removed={}, counts={})
