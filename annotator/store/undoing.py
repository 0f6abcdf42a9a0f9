"""Taking an entry of the history back: the old values become new changes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.domain.errors import UserError
from annotator.store.fields import field_of
from annotator.store.history import Action
from annotator.store.rules import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.store.history import Entry, FieldsChanged
    from annotator.store.staging import Staging

_REFUSED = {
    Action.UNDO: "{label}: this cannot be undone, others have used it since. {reason}",
    Action.REDO: "{label}: this cannot be done again, others have changed it since. {reason}",
}


def take_back(staging: Staging, done: Sequence[FieldsChanged]) -> None:
    """Gathers what brings back the values from before an entry.

    Args:
        staging: where to gather.
        done: what the entry changed, last change first.

    Raises:
        RefusedError: a field has another value now than the entry gave it.
    """
    staging.load((change.kind, change.record_id) for change in done)
    for change in done:
        if change.before is None or change.after is None:
            staging.write(change.kind, change.record_id, {"deleted": True})
            continue
        record = staging[change.kind, change.record_id]
        for name, given in change.after.items():
            now = field_of(change.kind, name).decode(record.row)
            if now not in (given, change.before[name]):
                raise RefusedError("Its values are other ones now.")
        staging.write(change.kind, change.record_id, change.before)


@contextmanager
def explained(entry: Entry) -> Iterator[None]:
    """Says of a rule that stands in the way what could not be taken back because of it."""
    try:
        yield
    except RefusedError as error:
        raise UserError(
            _REFUSED[entry.action],
            "Nothing was changed. Older steps can be taken back when that is settled."
            if entry.action is Action.UNDO
            else "Nothing was changed.",
            label=entry.label,
            reason=error.what,
        ) from error
