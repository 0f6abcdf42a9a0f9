"""The history: one entry for each action, with what it changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.history import Action
from annotator.domain.records import Stamp, new_uid
from annotator.store.fields import field_of, to_json
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database
    from annotator.store.staging import Staged, Staging

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_KNOW = TABLES["know"]

_HIGHEST = sa.select(sa.func.max(_TXN.c.id))
_LAST_REV = sa.select(sa.func.max(_KNOW.c.rev))
_KNOWN = sa.select(_KNOW.c.id).where(_KNOW.c.replica == given("replica"))
_CHANGES = (
    sa.select(_CHANGE.c.kind, _CHANGE.c.record_id, _CHANGE.c.before, _CHANGE.c.after)
    .where(_CHANGE.c.txn_id == given("txn"))
    .order_by(_CHANGE.c.position.desc())
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history, as it is written or found.

    Attributes:
        action: what kind of entry.
        label: the action in plain words; an undo has the label of what it takes back.
        coder_id: who did it.
        undoes: the entry that it takes back.
        back_to: where it goes back to a point: the first of the coder's entries that it takes back.
        id: its number, 0 while it is not written.
    """

    action: Action
    label: str
    coder_id: int | None
    undoes: int | None = None
    back_to: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class FieldsChanged:
    """What an entry did to one record: both ``None`` where it made the record."""

    kind: Kind
    record_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def brought_to_life(self) -> bool:
        """Whether there was no such record before, or a deleted one."""
        return self.after is None or self.after.get("deleted") is False


def write(database: Database, entry: Entry, staging: Staging) -> int:
    """Adds an entry and its changes, inside the transaction; its number."""
    number = (database.value(_HIGHEST) or 0) + 1
    row = {
        "id": number,
        "uid": new_uid().bytes,
        "at": staging.at,
        "rev": staging.stamp.rev,
        "replica": staging.stamp.replica,
        "coder_id": entry.coder_id,
        "action": entry.action,
        "label": entry.label,
        "undoes": entry.undoes,
        "done": 1,
        "origin": None,
        "applied": 1,
        "back_to": entry.back_to,
    }
    database.insert(_TXN, [row])
    _know(database, staging.stamp)
    database.tell(number)
    database.insert(_CHANGE, [_change(number, n, record) for n, record in enumerate(staging)])
    return number


def last_rev(database: Database) -> int:
    """The highest rev that the file has seen."""
    return database.value(_LAST_REV) or 0


def _know(database: Database, stamp: Stamp) -> None:
    known = database.value(_KNOWN, replica=stamp.replica)
    if known is None:
        database.insert(_KNOW, [{"replica": stamp.replica, "rev": stamp.rev}])
    else:
        database.update(_KNOW, [{"id": known, "rev": stamp.rev}])


def changes_of(database: Database, number: int) -> list[FieldsChanged]:
    """What an entry changed, last change first."""
    return [
        FieldsChanged(Kind(kind), record_id, _values(kind, before), _values(kind, after))
        for kind, record_id, before, after in database.read(_CHANGES, txn=number)
    ]


def _change(number: int, position: int, record: Staged) -> dict[str, Any]:
    return {
        "txn_id": number,
        "position": position,
        "kind": record.kind.value,
        "record_id": record.id,
        "before": None if record.fresh else _json(record.kind, record.before),
        "after": None if record.fresh else _json(record.kind, record.after),
        "stamps": None,
    }


def _json(kind: Kind, values: dict[str, Any]) -> str:
    return to_json({name: field_of(kind, name).to_history(value) for name, value in values.items()})


def _values(kind: str, kept: str | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {
        name: field_of(Kind(kind), name).from_history(value)
        for name, value in json.loads(kept).items()
    }
