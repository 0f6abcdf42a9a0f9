"""Undo, redo and going back to a point: what is taken back, and by which way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.errors import INNER_QUOTES, UserError
from annotator.domain.history import Action
from annotator.store import (
    history,
    parting,
    returning,
    reverting,
    series,
    standing,
    undoing,
)
from annotator.store.history import Entry
from annotator.store.writing import under_way

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.changes import Changes
    from annotator.store.engine import Database
    from annotator.store.staging import Staging
    from annotator.store.writing import Writing

GoOn = Callable[[int, int], bool]
"""Called with what is done and what there is; false to stop."""

_Finder = Callable[[], Entry | None]

LONG = 1000
"""Changes from which on taking an entry back is a long job."""


class TakingBack:
    """Takes entries of the history back by new ones.

    What is short is one transaction, what is long a job, and a merge is taken out of the file.
    ``Project`` says what each method does and raises.
    """

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    def undo(
        self, coder_id: int | None, entry: int | None, but: Collection[int], go_on: GoOn | None
    ) -> Changes | None:
        """Takes back the coder's latest action, or another one of theirs."""
        with self._database.together():
            found = self._series(coder_id, entry, but)
        if found is not None:
            whole = Entry(
                Action.UNDO, found.label, coder_id, undoes=found.last, back_to=found.first
            )
            return self._take_back_since(whole, found.first, go_on)
        return self._revert(Action.UNDO, self._to_undo(coder_id, entry, but), go_on)

    def undo_takes_long(
        self, coder_id: int | None, entry: int | None, but: Collection[int]
    ) -> bool:
        """Whether that is a long job."""
        with self._database.together():
            found = self._series(coder_id, entry, but)
            if found is not None:
                return len(returning.folded(self._database, coder_id, found.first)) > LONG
        return self._takes_long(self._to_undo(coder_id, entry, but))

    def undo_label(self, coder_id: int | None, but: Collection[int]) -> str | None:
        """What ``undo`` would take back, in plain words."""
        with self._database.together():
            target = standing.to_undo(self._database, coder_id, but)
            found = series.to_undo(self._database, coder_id, target) or target
            return found.label if found else None

    def redo(self, coder_id: int | None, entry: int | None, go_on: GoOn | None) -> Changes | None:
        """Takes back the coder's latest undo, or does another undone step of theirs again."""
        return self._revert(Action.REDO, self._to_redo(coder_id, entry), go_on)

    def redo_takes_long(self, coder_id: int | None, entry: int | None) -> bool:
        """Whether that is a long job."""
        return self._takes_long(self._to_redo(coder_id, entry))

    def go_back(self, to_entry: int, coder_id: int | None, go_on: GoOn | None) -> Changes:
        """Takes back all that the coder did from an entry on."""
        with self._database.together():
            point = self._point(to_entry, coder_id)
            label = f"Go back to before “{point.label.translate(INNER_QUOTES)}”"
            entry = Entry(Action.DO, label, coder_id, back_to=to_entry)
        return self._take_back_since(entry, to_entry, go_on)

    def _series(
        self, coder_id: int | None, entry: int | None, but: Collection[int]
    ) -> series.Series | None:
        if entry is not None:
            return None
        target = standing.to_undo(self._database, coder_id, but)
        return series.to_undo(self._database, coder_id, target)

    def _take_back_since(self, entry: Entry, since: int, go_on: GoOn | None) -> Changes:
        """Takes back all that a coder did from an entry on, by the entry that says so."""
        coder_id = entry.coder_id
        with self._database.together():
            records = returning.folded(self._database, coder_id, since)
            if len(records) <= LONG:
                with undoing.explained(self._database, entry, since):
                    return self._writing.transact(
                        entry,
                        lambda staging: returning.take_back(
                            self._database, staging, records, coder_id, since
                        ),
                    )
        with (
            undoing.explained(self._database, entry, since),
            self._writing.begin(entry) as job,
        ):
            returning.take_back_many(job, records, coder_id, since, go_on)
            return job.finish()

    def _to_undo(self, coder_id: int | None, entry: int | None, but: Collection[int]) -> _Finder:
        if entry is None:
            return partial(standing.to_undo, self._database, coder_id, but)
        return partial(standing.chosen_to_undo, self._database, coder_id, entry)

    def _to_redo(self, coder_id: int | None, entry: int | None) -> _Finder:
        if entry is None:
            return partial(standing.to_redo, self._database, coder_id)
        return partial(standing.chosen_to_redo, self._database, coder_id, entry)

    def _takes_long(self, find: _Finder) -> bool:
        with self._database.together():
            target = find()
            return target is not None and history.size_of(self._database, target.id) > LONG

    def _revert(self, action: Action, find: _Finder, go_on: GoOn | None) -> Changes | None:
        with self._database.together():
            target = find()
            if target is None:
                return None
            job = self._writing.job
            if job is not None and job.txn == target.id:
                raise under_way(job)
            entry = standing.reverse(self._database, action, target)
            is_merge = parting.merge_at(self._database, target.id) is not None
            if not is_merge and history.size_of(self._database, target.id) <= LONG:
                with undoing.explained(self._database, entry, target.id):
                    return self._writing.transact(entry, partial(self._take_back, target))
        if is_merge:
            return self._part(entry, target.id, go_on)
        with (
            undoing.explained(self._database, entry, target.id),
            self._writing.begin(entry) as job,
        ):
            reverting.take_back(job, target, go_on)
            return job.finish()

    def _take_back(self, target: Entry, staging: Staging) -> None:
        done = history.changes_of(self._database, target.id)
        undoing.take_back(self._database, staging, target, done)

    def _part(self, entry: Entry, merge: int, go_on: GoOn | None) -> Changes:
        with self._database.together():
            self._writing.check_no_job()
            with undoing.explained(self._database, entry, merge):
                parting.refuse_if_built_on(self._database, merge)
            work = self._writing.part(entry)
        return work.finish(go_on)

    def _point(self, to_entry: int, coder_id: int | None) -> Entry:
        """The entry to go back to, if there is something to take back since."""
        point = standing.entry(self._database, to_entry)
        if point is None:
            raise standing.no_such_step(to_entry)
        merge = standing.merge_since(self._database, coder_id, to_entry)
        if merge is not None:
            raise UserError(
                "{label}: a merge lies in between, and can only be taken back by itself.",
                "Nothing was changed. Undo that merge, then go back.",
                label=merge.label,
            )
        if returning.preview(self._database, coder_id, to_entry).is_empty:
            raise UserError(
                "{label}: nothing of this coder's stands since then.",
                "Nothing was changed. Choose an earlier step.",
                label=point.label,
            )
        return point
