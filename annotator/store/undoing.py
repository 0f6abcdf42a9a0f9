"""Taking an entry of the history back: the old values become new changes."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import StepRefusedError
from annotator.domain.history import Action
from annotator.store import building
from annotator.store.fields import field_of
from annotator.store.rules import RefusedError
from annotator.store.statements import among, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.store.engine import Database
    from annotator.store.history import Entry, FieldsChanged
    from annotator.store.staging import Staging

_THERE = {
    kind: sa.select(TABLES[kind].c.id).where(among(TABLES[kind].c.id, "ids")) for kind in Kind
}
_REFUSED = {
    Action.DO: "{label}: this can't be done, later steps of others stand in the way. {reason}",
    Action.UNDO: "{label}: this can't be undone, other steps have built on it since. {reason}",
    Action.REDO: "{label}: this can't be done again, other steps have changed it since. {reason}",
}


def take_back(
    database: Database, staging: Staging, target: Entry, done: Sequence[FieldsChanged]
) -> None:
    """Gathers what brings back the values from before an entry.

    Args:
        database: the project.
        staging: where to gather.
        target: the entry.
        done: what it changed, or a part of that, last change first.

    Raises:
        RefusedError: a field has another value now than the entry gave it, a record that the
            entry made has been changed since, or something is not there any more.
    """
    refuse_gone(database, ((change.kind, change.record_id, change.before or {}) for change in done))
    staging.load((change.kind, change.record_id) for change in done)
    _refuse_changed(database, staging, target, done)
    for change in done:
        if change.before is None or change.after is None:
            staging.write(change.kind, change.record_id, {"deleted": True})
            continue
        record = staging[change.kind, change.record_id]
        for name, given in change.after.items():
            now = field_of(change.kind, name).decode(record.row)
            if now not in (given, change.before[name]):
                raise RefusedError(
                    "Its values are other ones now.", records=(change.kind, [change.record_id])
                )
        staging.write(change.kind, change.record_id, change.before)


def refuse_gone(database: Database, records: Iterable[tuple[Kind, int, Mapping[str, Any]]]) -> None:
    """Refuses to bring back what is in the file no more: a merge brought it, and was undone.

    Args:
        database: the project.
        records: kind, id, and the values that the record is to have.

    Raises:
        RefusedError: a record is not there, or one that its values refer to.
    """
    wanted: defaultdict[Kind, set[int]] = defaultdict(set)
    for kind, record_id, values in records:
        wanted[kind].add(record_id)
        for name, value in values.items():
            refers_to = field_of(kind, name).refers_to
            if refers_to is not None and value is not None:
                wanted[refers_to].add(value)
    for kind, ids in wanted.items():
        if len(database.column(_THERE[kind], ids=listed(ids))) < len(ids):
            raise RefusedError("It needs what came with a merge that has been undone.")


@contextmanager
def explained(database: Database, entry: Entry, since: int) -> Iterator[None]:
    """Says of a rule that stands in the way what could not be done because of it, and who did that.

    Args:
        database: the project.
        entry: what is being written.
        since: the entry that is taken back, or the first of them.
    """
    try:
        yield
    except RefusedError as error:
        steps = []
        if error.records is not None:
            kind, ids = error.records
            steps = building.touched_since(database, {kind: ids}, since)
        if entry.back_to is not None:
            # One's own are taken back with it.
            steps = [step for step in steps if step.coder_id != entry.coder_id]
        raise StepRefusedError(
            _REFUSED[entry.action] + (" {steps}" if steps else ""),
            "Nothing was changed. Take back first what was built on it, or choose another step "
            "in the history.",
            step=entry.undoes or 0,
            can_pass_over=entry.action is Action.UNDO,
            label=entry.label,
            reason=error.what,
            steps=building.told(steps),
        ) from error


def _refuse_changed(
    database: Database, staging: Staging, target: Entry, done: Sequence[FieldsChanged]
) -> None:
    """What an entry brought to life is not taken away from under what was made of it since."""
    alive: defaultdict[Kind, list[int]] = defaultdict(list)
    for change in done:
        if change.brought_to_life and staging[change.kind, change.record_id].is_live:
            alive[change.kind].append(change.record_id)
    steps = building.changed_since(database, alive, target.id)
    if target.action is Action.UNDO:
        # What one did before that removal may have been done again since: in its turn.
        steps = [step for step in steps if step.coder_id != target.coder_id]
    if steps:
        kind, ids = next(iter(alive.items()))
        raise RefusedError("It has been changed.", records=(kind, ids))
