"""Long jobs: one entry of the history, written in many short transactions, seen all at once.

While a job is under way its entry has ``done`` 0: what it makes lies in the tables as tombstones,
what it changes is only noted, and nobody sees any of it. Its end is one transaction, after which
nothing can be refused any more: ``done`` is 1 and ``applied`` 0. Then what was noted comes into
the tables, again in short transactions, and ``applied`` is 1. Whoever opens a project with an
unfinished job takes it out of the file, or brings it to its end (``unfinished``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Self, TypeVar

from annotator.domain.changes import Changes, Create, Edit, Kind
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.records import Stamp, now_ms
from annotator.store import history, rules, unfinished
from annotator.store.arriving import Arrival
from annotator.store.claims import Claims
from annotator.store.noting import Notes
from annotator.store.tables import TABLES
from annotator.store.texts import Texts

if TYPE_CHECKING:
    from types import TracebackType

    from annotator.store.engine import Database
    from annotator.store.history import Entry, FieldsChanged
    from annotator.store.staging import Staging

_TXN = TABLES["txn"]

_EDITS = 16
_CHARACTERS = 65_536
"""What is written between two looks at the clock: so many edits, or so much text."""

_PORTIONS = 16
_SECONDS = 0.05
"""What is gathered before the next turn with the project: so many portions, or for so long."""

_AT_ONCE = frozenset({Kind.PROJECT, Kind.SETTING, Kind.CODER, Kind.ROUND, Kind.CODE})
"""There are few of them, and rules about all of them: they come in together, at the end."""

_T = TypeVar("_T")


class Job:
    """A long job; as a context manager it is cancelled unless the block finishes it.

    One thread works at it. Who brings in records in another way than by edits writes them in
    ``slice`` or ``work``, and notes there what was done (``notes`` with ``note``, or
    ``note_changes``).

    Attributes:
        database: the project.
        txn: the number of its entry.
        stamp: of everything that it writes.
        at: when it began.
        know: for each replica the highest ``rev`` of its writes that comes with it.
    """

    def __init__(
        self,
        database: Database,
        entry: Entry,
        stamp: Stamp,
        origin: str | None,
        ended: Callable[[Changes | None], None],
    ) -> None:
        """Begins it.

        Args:
            database: the project.
            entry: what is to be done.
            stamp: of everything that it writes.
            origin: JSON about the files that it takes things from.
            ended: called when it is over, with what it did.
        """
        self.database = database
        self.stamp = stamp
        self.at = now_ms()
        self.know: Mapping[str, int] = {}
        self._entry = entry
        self._ended = ended
        with database.writing(entry.doing, durable=False):
            self.txn = history.begin(database, entry, stamp, self.at, origin)
        self._claims = Claims(self.txn)
        self._arrival = Arrival(database, self.txn, entry.label, stamp, self.at)
        self._size = 0
        self._at_once: list[int] = []
        self._is_done = self._is_over = self._is_broken = self._is_given_up = False

    @property
    def label(self) -> str:
        """What it does, in plain words."""
        return self._entry.label

    @label.setter
    def label(self, label: str) -> None:
        self._entry = replace(self._entry, label=label)

    @property
    def is_done(self) -> bool:
        """Whether it can neither fail nor be cancelled any more."""
        return self._is_done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What cannot be taken out now is seen by nobody, and taken out on the next opening.
        with suppress(UserError) if error else nullcontext():
            self.cancel()

    # -- what it does

    def take(self, edits: Iterable[Edit]) -> None:
        """Notes edits, however many, as they come; whatever makes them runs outside the lock.

        A field that refers to a record takes its id or, where an earlier edit of the job makes it,
        its uid.

        Raises:
            UserError: it could not be saved, or the project is being closed.
            ValueError: an edit makes no sense.
        """
        self.work(_portions(edits), self._take)

    def work(self, portions: Iterable[_T], write: Callable[[_T], None]) -> None:
        """Writes portions as they come, in slices; each should take a millisecond or two.

        Args:
            portions: whatever is to be written; made outside the lock.
            write: called in a slice with each.
        """
        for waiting in _gathered(portions):
            while waiting:
                with self.slice():
                    write(waiting.popleft())
                    while waiting and not self.database.turns.is_over:
                        write(waiting.popleft())

    @contextmanager
    def slice(self) -> Iterator[None]:
        """A short transaction with the project to oneself, until ``database.turns.is_over``.

        Raises:
            UserError: it could not be saved, or the project is being closed.
            RuntimeError: an earlier one failed, or the job is over.
        """
        with self.database.together():
            self._check_goes_on()
            try:
                with self.database.writing(self.label, durable=False):
                    yield
            except BaseException:
                self._is_broken = True
                raise

    def notes(self) -> Notes:
        """An empty portion, to be filled and noted in the same slice."""
        return Notes(self.database, self.stamp, self.at, self.txn)

    def note(self, notes: Notes) -> None:
        """Writes a portion, in a slice.

        Raises:
            ValueError: an annotation does not quote its text.
        """
        notes.flush()
        rules.check_anchors(self.database, notes, Texts(self.database))
        self._claims.add(notes)
        self.note_changes(history.changes_in(notes))

    def note_changes(self, changes: Sequence[FieldsChanged]) -> None:
        """Notes changes, in a slice; what they make lies in its table as a tombstone already.

        A change that makes a record (``before`` is ``None``) may say in ``stamps`` when its field
        ``deleted`` was written, if not with the record; and in ``after`` that it stays deleted.
        """
        history.note(self.database, self.txn, self._size, changes)
        for at, change in enumerate(changes, start=self._size):
            if change.kind in _AT_ONCE:
                self._at_once.append(at)
        self._size += len(changes)

    def _take(self, edits: list[Edit]) -> None:
        notes = self.notes()
        notes.take(edits)
        self.note(notes)

    # -- what others do meanwhile

    def saw(self, changes: Changes) -> None:
        """Somebody else has saved this."""
        self._claims.meanwhile(changes)

    def check_other(self, staging: Staging, coder_id: int | None) -> None:
        """What somebody else is about to save does not undermine what is done already.

        Raises:
            RefusedError: it does, or it makes a record that this is making just now: taken out
                again, it would take theirs with it.
        """
        if self._is_done:
            self._claims.check_other(self.database, staging)
            return
        for record in staging:
            revived = not record.fresh and not record.was_live
            if revived and self._makes(record.kind, record.id):
                raise rules.RefusedError(
                    "“{label}” is bringing this in just now.",
                    "Nothing was changed. Wait until that is done, or cancel it; then try again.",
                    label=self.label,
                )

    def _makes(self, kind: Kind, record_id: int) -> bool:
        noted = history.changes_to(self.database, self.txn, kind, [record_id])
        return any(change.before is None for change in noted)

    # -- how it ends

    def finish(self) -> Changes:
        """Makes all of it seen; durable when this returns.

        Raises:
            UserError: it could not be saved, or what it relies on is gone. Nothing of it is seen
                then, and it can be cancelled, unless ``is_done``.
        """
        if not self._is_broken and not self._size and self._entry.undoes is None:
            self.cancel()
            return Changes(0, self.label, {}, {}, {}, frozenset(), {})
        if not self._is_done:
            self.work(self._claims.checks(self.database), lambda check: check())
            self._reach_the_end()
        self._arrive()
        changes = self._arrival.noticed.changes(self.txn, self.label)
        self._end(changes)
        return changes

    def cancel(self) -> None:
        """Takes all of it out again; nothing happens where it is done or over.

        Raises:
            UserError: some of it is in the file still, seen by nobody; the next opening takes it
                out.
        """
        if self._is_done or self._is_over:
            return
        try:
            if not self._is_given_up:
                unfinished.take_out(self.database, self.txn, self.label)
        finally:
            self._end(None)

    def give_up(self) -> None:
        """From whichever thread: it ends at its next slice, and is left in the file as it is.

        Where it is done already, what has not been brought in yet is brought in later.
        """
        self._is_given_up = True

    def _reach_the_end(self) -> None:
        at_once = history.changes_at(self.database, self.txn, self._at_once)
        with self.database.together():
            self._check_goes_on()
            with self._arrival.writing(durable=True):
                self._arrival.bring_in(at_once)
                self._claims.check_meanwhile(self.database)
                self._claims.check_codes(self.database)
                row = {"id": self.txn, "label": self.label, "done": 1, "applied": 0}
                self.database.update(_TXN, [row])
                for replica, rev in {**self.know, self.stamp.replica: self.stamp.rev}.items():
                    history.know(self.database, Stamp(rev, replica))
            self._is_done = True

    def _arrive(self) -> None:
        try:
            # What is left when the project is closed meanwhile comes in on the next opening.
            self._arrival.bring_in_rest(_AT_ONCE, goes_on=lambda *_: not self._is_given_up)
        except UserError as error:
            raise UserError(
                "{label}: this is saved, but not all of it can be shown now. {reason}",
                "Nothing is lost. Close the project when that is settled, and open it again.",
                label=self.label,
                reason=error.what,
            ) from error

    def _end(self, changes: Changes | None) -> None:
        self._is_over = True
        self._ended(changes)

    def _check_goes_on(self) -> None:
        if self._is_given_up:
            raise CancelledError(self.label)
        if self._is_broken or self._is_done or self._is_over:
            raise RuntimeError(f"nothing more can be done in this job: {self.label}")


def _portions(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    portion: list[Edit] = []
    weight = 0
    for edit in edits:
        portion.append(edit)
        weight += len(edit.values.get("text", "")) if isinstance(edit, Create) else 0
        if len(portion) == _EDITS or weight >= _CHARACTERS:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def _gathered(portions: Iterable[_T]) -> Iterator[deque[_T]]:
    waiting: deque[_T] = deque()
    since = perf_counter()
    for portion in portions:
        waiting.append(portion)
        if len(waiting) == _PORTIONS or perf_counter() - since > _SECONDS:
            yield waiting
            waiting, since = deque(), perf_counter()
    if waiting:
        yield waiting
