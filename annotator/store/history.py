"""The history: one entry for each action, with what it changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.history import Action
from annotator.domain.records import Stamp, new_uid
from annotator.store.fields import field_of, to_json
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.store.engine import Database
    from annotator.store.staging import Staged, Staging

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_KNOW = TABLES["know"]

_HIGHEST = sa.select(sa.func.max(_TXN.c.id))
_LAST_REV = sa.select(sa.func.max(_KNOW.c.rev))
_KNOWN = sa.select(_KNOW.c.id, _KNOW.c.rev).where(_KNOW.c.replica == given("replica"))
_CHANGES = sa.select(
    _CHANGE.c.position,
    _CHANGE.c.kind,
    _CHANGE.c.record_id,
    _CHANGE.c.before,
    _CHANGE.c.after,
    _CHANGE.c.stamps,
).where(_CHANGE.c.txn_id == given("txn"))
_ALL = _CHANGES.order_by(_CHANGE.c.position.desc())
_LAST = _ALL.where(_CHANGE.c.position < given("before")).limit(given("most"))
_NEXT = (
    _CHANGES.where(_CHANGE.c.position >= given("first"))
    .order_by(_CHANGE.c.position)
    .limit(given("most"))
)
_AT = _CHANGES.where(among(_CHANGE.c.position, "positions")).order_by(_CHANGE.c.position)
_OF_RECORDS = _CHANGES.where(
    _CHANGE.c.kind == given("kind"), among(_CHANGE.c.record_id, "ids")
).order_by(_CHANGE.c.position)
_HOW_MANY = sa.select(sa.func.max(_CHANGE.c.position)).where(_CHANGE.c.txn_id == given("txn"))


MERGE = '{"merge":'
"""How the ``origin`` of a merge begins: its entry is taken back as a whole (``parting``)."""


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
        origin: JSON about what it belongs to, where it is more than itself.
    """

    action: Action
    label: str
    coder_id: int | None
    undoes: int | None = None
    back_to: int | None = None
    id: int = 0
    origin: str | None = None

    @property
    def doing(self) -> str:
        """What is being done, for whoever is told that it could not be saved."""
        named = {Action.UNDO: "Undo: ", Action.REDO: "Redo: "}
        # Going back has a label of its own.
        return f"{named.get(self.action, '') if self.undoes else ''}{self.label}"


@dataclass(frozen=True, slots=True)
class FieldsChanged:
    """What an entry did to one record.

    Attributes:
        before: the former values of the fields; ``None`` where it made the record.
        after: their new values; ``None`` where it made the record and the record lived.
        position: its place among the entry's changes.
        stamps: the stamps of fields that it did not write at the entry's own.
    """

    kind: Kind
    record_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    position: int = 0
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    @property
    def brought_to_life(self) -> bool:
        """Whether there was no such record before, or a deleted one."""
        return self.after is None or self.after.get("deleted") is False


def write(database: Database, entry: Entry, staging: Staging) -> int:
    """Adds an entry and its changes, inside the transaction; its number."""
    number = _add(database, entry, staging.stamp, staging.at, whole=True, origin=entry.origin)
    know(database, staging.stamp)
    note(database, number, 0, changes_in(staging))
    return number


def begin(
    database: Database, entry: Entry, stamp: Stamp, at: int, origin: str | None = None
) -> int:
    """Adds the entry of a long job, inside a transaction; its number.

    Args:
        database: the project.
        entry: what is to be done.
        stamp: of everything that it will write.
        at: when it began.
        origin: JSON about the files that it takes things from.
    """
    return _add(database, entry, stamp, at, whole=False, origin=origin)


def changes_in(records: Iterable[Staged]) -> list[FieldsChanged]:
    """What was done to records, as the history keeps it."""
    return [
        FieldsChanged(record.kind, record.id, None, None)
        if record.fresh
        else FieldsChanged(record.kind, record.id, record.before, record.after)
        for record in records
    ]


def note(database: Database, number: int, first: int, changes: Iterable[FieldsChanged]) -> None:
    """Adds what an entry did, at its places from ``first`` on."""
    rows = [_row(number, position, one) for position, one in enumerate(changes, start=first)]
    database.insert(_CHANGE, rows)


def mark(database: Database, number: int, changes: Iterable[FieldsChanged]) -> None:
    """Adds that an entry touched records, and nothing more of it; at the places that are given."""
    rows = [
        _row(number, one.position, replace(one, before={}, after={}, stamps={})) for one in changes
    ]
    database.insert(_CHANGE, rows)


def _add(
    database: Database,
    entry: Entry,
    stamp: Stamp,
    at: int,
    *,
    whole: bool,
    origin: str | None = None,
) -> int:
    number = (database.value(_HIGHEST) or 0) + 1
    row = {
        "id": number,
        "uid": new_uid().bytes,
        "at": at,
        "rev": stamp.rev,
        "replica": stamp.replica,
        "coder_id": entry.coder_id,
        "action": entry.action,
        "label": entry.label,
        "undoes": entry.undoes,
        "done": int(whole),
        "origin": origin,
        "applied": int(whole),
        "back_to": entry.back_to,
    }
    database.insert(_TXN, [row])
    database.tell(number)
    return number


def last_rev(database: Database) -> int:
    """The highest rev that the file has seen."""
    return database.value(_LAST_REV) or 0


def know(database: Database, stamp: Stamp) -> None:
    """Notes that all changes up to that stamp are in the file."""
    for record_id, rev in database.read(_KNOWN, replica=stamp.replica):
        # What was saved while a long job was under way has later stamps.
        database.update(_KNOW, [{"id": record_id, "rev": max(rev, stamp.rev)}])
        return
    database.insert(_KNOW, [{"replica": stamp.replica, "rev": stamp.rev}])


def size_of(database: Database, number: int) -> int:
    """How many records an entry changed, about."""
    last = database.value(_HOW_MANY, txn=number)
    return 0 if last is None else last + 1


def changes_of(database: Database, number: int) -> list[FieldsChanged]:
    """What an entry changed, last change first."""
    return _told(database.read(_ALL, txn=number))


def last_changes_of(database: Database, number: int, before: int, most: int) -> list[FieldsChanged]:
    """Some of what an entry changed, last change first, from before a place on."""
    return _told(database.read(_LAST, txn=number, before=before, most=most))


def next_changes_of(database: Database, number: int, first: int, most: int) -> list[FieldsChanged]:
    """Some of what an entry changed, in order, from a place on."""
    return _told(database.read(_NEXT, txn=number, first=first, most=most))


def changes_at(database: Database, number: int, positions: Iterable[int]) -> list[FieldsChanged]:
    """What an entry changed at these places, in order."""
    return _told(database.read(_AT, txn=number, positions=listed(positions)))


def changes_to(
    database: Database, number: int, kind: Kind, ids: Iterable[int]
) -> list[FieldsChanged]:
    """What an entry did to these records, in order."""
    return _told(database.read(_OF_RECORDS, txn=number, kind=kind.value, ids=listed(ids)))


def _told(rows: Iterable[Sequence[Any]]) -> list[FieldsChanged]:
    return [
        FieldsChanged(
            Kind(kind),
            record_id,
            _values(kind, before),
            _values(kind, after),
            position,
            {name: Stamp(*at) for name, at in json.loads(stamps or "{}").items()},
        )
        for position, kind, record_id, before, after, stamps in rows
    ]


def _row(number: int, position: int, change: FieldsChanged) -> dict[str, Any]:
    return {
        "txn_id": number,
        "position": position,
        "kind": change.kind.value,
        "record_id": change.record_id,
        "before": _json(change.kind, change.before),
        "after": _json(change.kind, change.after),
        "stamps": to_json({name: [at.rev, at.replica] for name, at in change.stamps.items()})
        if change.stamps
        else None,
    }


def _json(kind: Kind, values: dict[str, Any] | None) -> str | None:
    if values is None:
        return None
    return to_json({name: field_of(kind, name).to_history(value) for name, value in values.items()})


def _values(kind: str, kept: str | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {
        name: field_of(Kind(kind), name).from_history(value)
        for name, value in json.loads(kept).items()
    }
