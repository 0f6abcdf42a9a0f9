"""Taking a merge back, here alone: what came with it goes, as if it had never been received.

Nothing is stamped and no tombstone is left, or the others would lose their work at the next
merge. What was received vanishes, fields go back to their former values and stamps, and so does
what is known of other replicas. So it is refused once something was built on it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.records import BORN, Stamp
from annotator.store import history
from annotator.store.fields import AttributeValue, field_of, to_json
from annotator.store.joining import WAS
from annotator.store.rules import RefusedError
from annotator.store.staging import Staged, Staging
from annotator.store.state import references
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.domain.merge import Know
    from annotator.store.engine import Database
    from annotator.store.history import Entry, FieldsChanged
    from annotator.store.notices import Noticed

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_KNOW = TABLES["know"]
_MEMO = TABLES["memo"]

_ORIGIN = sa.select(_TXN.c.origin).where(_TXN.c.id == given("txn"))
_KNOWN = sa.select(_KNOW.c.id, _KNOW.c.replica, _KNOW.c.rev)
_FORGET = sa.delete(_KNOW).where(_KNOW.c.id == given("id"))
_CODERS_SINCE = (
    sa.select(_TXN.c.coder_id)
    .where(_TXN.c.id > given("txn"), _TXN.c.coder_id.is_not(None))
    .distinct()
)
_SINCE = (
    sa.select(
        _CHANGE.c.txn_id, _CHANGE.c.position, _CHANGE.c.kind, _CHANGE.c.record_id, _CHANGE.c.after
    )
    .where(
        sa.tuple_(_CHANGE.c.txn_id, _CHANGE.c.position) > sa.tuple_(given("txn"), given("position"))
    )
    .order_by(_CHANGE.c.txn_id, _CHANGE.c.position)
    .limit(given("most"))
)
_REFERRING = {
    kind: sa.select(*(TABLES[kind].c[name] for name, _ in references(kind))).where(
        TABLES[kind].c.id == given("id")
    )
    for kind in Kind
    if references(kind)
}
_ABOUT = sa.select(_MEMO.c.about_kind, _MEMO.c.about_uid).where(_MEMO.c.id == given("id"))
_ID_OF = {
    kind: sa.select(TABLES[kind].c.id).where(TABLES[kind].c.uid == given("uid")) for kind in Kind
}

_PORTION = 500
_BEHIND_ALL = 2**31 - 1


def origin(know: Know, known: Know, about: Mapping[str, Any]) -> str:
    """What the entry of a merge says of where it took things from, as JSON.

    Args:
        know: what the other file has seen of each replica.
        known: what this one had seen before.
        about: whatever else should be in the history about the other file.
    """
    raised = {
        replica: [known.get(replica), rev]
        for replica, rev in sorted(know.items())
        if rev > known.get(replica, 0)
    }
    return to_json({"merge": dict(about), "know": raised})


def merge_at(database: Database, txn: int) -> dict[str, Any] | None:
    """What the entry of a merge says; ``None`` where it is an entry of another kind."""
    kept = database.value(_ORIGIN, txn=txn)
    return json.loads(kept) if kept is not None and kept.startswith(history.MERGE) else None


def refuse_if_built_on(database: Database, txn: int) -> None:
    """Looks at all that was done since a merge.

    Raises:
        RefusedError: something was built on what it brought.
    """
    brought = Brought(database, txn)
    for coder in database.column(_CODERS_SINCE, txn=txn):
        if brought.made(Kind.CODER, coder):
            raise RefusedError("A coder who came with it has worked here since.")
    for kind, record_id, after in _since(database, txn):
        if brought.made(kind, record_id) or brought.fields(kind, record_id) & after:
            raise RefusedError("It has been changed.", records=(kind, [record_id]))
        for other, referred in _referred(database, kind, record_id):
            if brought.made(other, referred):
                raise RefusedError("It is in use.", records=(kind, [record_id]))


class Brought:
    """What a merge did to records that are asked for."""

    def __init__(self, database: Database, txn: int) -> None:
        self._database = database
        self._txn = txn
        self._known: dict[tuple[Kind, int], list[FieldsChanged]] = {}

    def made(self, kind: Kind, record_id: int) -> bool:
        """Whether it brought the record."""
        return any(change.before is None for change in self._changes(kind, record_id))

    def fields(self, kind: Kind, record_id: int) -> set[str]:
        """Which fields of a record it gave a value."""
        return {name for one in self._changes(kind, record_id) for name in one.after or {}}

    def _changes(self, kind: Kind, record_id: int) -> list[FieldsChanged]:
        which = kind, record_id
        if which not in self._known:
            self._known[which] = history.changes_to(self._database, self._txn, kind, [record_id])
        return self._known[which]


def begin(database: Database, entry: Entry, stamp: Stamp, at: int) -> int:
    """Adds the entry that takes a merge back, in a transaction; its number.

    From here on the merge is work that is to be taken out of the file, whatever happens.
    """
    said = merge_at(database, entry.undoes or 0) or {"know": {}}
    number = history.write(database, entry, Staging(database, stamp, at))
    for record_id, replica, rev in database.read(_KNOWN):
        before, after = said["know"].get(replica, (None, None))
        if rev == after:
            _know_again(database, record_id, before)
    database.update(_TXN, [{"id": entry.undoes, "done": 0}])
    return number


def know_again(database: Database, merge: int) -> None:
    """What the other file had seen is known again, in a transaction: the merge stays after all."""
    said = merge_at(database, merge) or {"know": {}}
    for replica, (_before, after) in said["know"].items():
        history.know(database, Stamp(after, replica))


def depart(database: Database, undo: int, changes: list[FieldsChanged], noticed: Noticed) -> None:
    """Takes some of what a merge did out of sight, last change first.

    Args:
        database: the project, in a transaction.
        undo: the entry that takes the merge back.
        changes: what is taken away.
        noticed: who is told.
    """
    # Nothing is stamped: every field that is written gets the stamp that it had.
    staging = Staging(database, BORN, 0)
    staging.load((change.kind, change.record_id) for change in changes)
    gone: defaultdict[Kind, list[dict[str, int]]] = defaultdict(list)
    for change in changes:
        record = staging[change.kind, change.record_id]
        if change.before is None:
            record.row["deleted"] = 1
            noticed.add(record)
            gone[change.kind].append({"id": change.record_id, "deleted": 1})
        for name in change.after or {} if change.before is not None else ():
            if record.stamp_of(name) == change.stamps.get(name):
                _restore_field(record, name, change)
    staging.flush()
    for kind, rows in gone.items():
        database.update(TABLES[kind], rows)
    for record in staging:
        noticed.add(record)
    history.mark(database, undo, changes)


def _restore_field(record: Staged, name: str, change: FieldsChanged) -> None:
    one, before = field_of(record.kind, name), (change.before or {})[name]
    record.before.setdefault(name, one.decode(record.row))
    record.after[name] = before
    if isinstance(one, AttributeValue) and WAS + name not in change.stamps:
        one.drop(record.row)
    else:
        one.put(record.row, before)
        record.stamps[name] = change.stamps[WAS + name]


def _know_again(database: Database, record_id: int, rev: int | None) -> None:
    if rev is None:
        database.run(_FORGET, id=record_id)
    else:
        database.update(_KNOW, [{"id": record_id, "rev": rev}])


def _since(database: Database, txn: int) -> Iterator[tuple[Kind, int, set[str]]]:
    position = _BEHIND_ALL
    while rows := database.read(_SINCE, txn=txn, position=position, most=_PORTION):
        txn, position = rows[-1][:2]
        for _, _, kind, record_id, after in rows:
            yield Kind(kind), record_id, set(json.loads(after)) if after else set()


def _referred(database: Database, kind: Kind, record_id: int) -> Iterator[tuple[Kind, int]]:
    if kind in _REFERRING:
        for row in database.read(_REFERRING[kind], id=record_id):
            for (_, other), referred in zip(references(kind), row, strict=True):
                if referred is not None:
                    yield other, referred
    if kind is Kind.MEMO:
        for about, uid in database.read(_ABOUT, id=record_id):
            yield from _of_uid(database, about, uid)


def referred_by(database: Database, record: Staged) -> Iterator[tuple[Kind, int]]:
    """The records that one refers to which somebody is about to save."""
    for name, kind in references(record.kind):
        if record.row[name] is not None:
            yield kind, record.row[name]
    if record.kind is Kind.MEMO:
        yield from _of_uid(database, record.row["about_kind"], record.row["about_uid"])


def _of_uid(database: Database, kind: str, uid: bytes) -> Iterator[tuple[Kind, int]]:
    for record_id in database.column(_ID_OF[Kind(kind)], uid=uid):
        yield Kind(kind), record_id
