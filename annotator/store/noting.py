"""What a long job does while it is under way: new records as tombstones, all else only noted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.store import history
from annotator.store.fields import DELETED, field_of
from annotator.store.staging import Staging
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from annotator.domain.records import Stamp
    from annotator.store.engine import Database

_ID_OF = {
    kind: sa.select(TABLES[kind].c.id).where(TABLES[kind].c.uid == given("uid")) for kind in Kind
}


class Notes(Staging):
    """The edits of one portion of a job.

    Attributes:
        known: which of its records the job had made or changed before; they are seen as it left
            them, not as they are in their tables.
    """

    def __init__(self, database: Database, stamp: Stamp, at: int, txn: int) -> None:
        super().__init__(database, stamp, at)
        self.known: set[tuple[Kind, int]] = set()
        self._txn = txn

    def load(self, which: Iterable[tuple[Kind, int]]) -> None:
        """Reads the records that are to be changed, as the job left them.

        Raises:
            ValueError: one of them does not exist.
        """
        wanted: defaultdict[Kind, set[int]] = defaultdict(set)
        for kind, record_id in which:
            wanted[kind].add(record_id)
        super().load((kind, one) for kind, ids in wanted.items() for one in ids)
        for kind, ids in wanted.items():
            for change in history.changes_to(self._database, self._txn, kind, ids):
                self._see(change)

    def flush(self) -> None:
        """Writes what is new as tombstones, inside a transaction; the rest is only noted."""
        made: defaultdict[Kind, list[dict[str, Any]]] = defaultdict(list)
        for record in self:
            if record.fresh:
                made[record.kind].append({**record.row, DELETED.name: 1})
        self._insert(made)

    def _see(self, change: history.FieldsChanged) -> None:
        record = self[change.kind, change.record_id]
        # What another file has deleted comes deleted, and says so.
        born = {DELETED.name: False}
        values = change.after or born if change.before is None else change.after or {}
        for name, value in values.items():
            field_of(change.kind, name).put(record.row, value)
        record.was_live = record.is_live
        self.known.add((change.kind, change.record_id))

    def _id_of(self, kind: Kind, uid: UUID) -> int | None:
        made = super()._id_of(kind, uid)
        if made is not None:
            return made
        for record_id in self._database.column(_ID_OF[kind], uid=uid.bytes):
            if history.changes_to(self._database, self._txn, kind, [record_id]):
                return int(record_id)
        return None
