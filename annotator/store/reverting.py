"""Taking a large entry of the history back: a long job too, in short transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.errors import CancelledError
from annotator.store import history, undoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.store.history import Entry, FieldsChanged
    from annotator.store.jobs import Job

_PORTION = 25
"""Changes that are taken back at a time."""


def take_back(job: Job, target: Entry, go_on: Callable[[int, int], bool] | None = None) -> None:
    """Notes what brings back the values from before an entry.

    Args:
        job: where to note it.
        target: the entry.
        go_on: called with how many changes are taken back and how many there are.

    Raises:
        RefusedError: what the entry did has been changed since.
        CancelledError: ``go_on`` said stop.
    """

    def write(done: Sequence[FieldsChanged]) -> None:
        notes = job.notes()
        undoing.take_back(job.database, notes, target, done)
        job.note(notes)

    job.work(_portions(job, target, go_on), write)


def _portions(
    job: Job, target: Entry, go_on: Callable[[int, int], bool] | None
) -> Iterator[list[FieldsChanged]]:
    many = history.size_of(job.database, target.id)
    left = many
    while True:
        if go_on and not go_on(many - left, many):
            raise CancelledError(target.label)
        portion = history.last_changes_of(job.database, target.id, left, _PORTION)
        if not portion:
            return
        left = portion[-1].position
        yield portion
