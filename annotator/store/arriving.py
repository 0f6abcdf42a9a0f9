"""What a long job noted comes into the tables: new records to life, changes where nothing is later.

Doing it twice does no harm, so a job whose program ended in the middle is simply done again.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.records import BORN, Stamp
from annotator.store import history
from annotator.store.fields import DELETED
from annotator.store.notices import Noticed
from annotator.store.rows import columns
from annotator.store.staging import Staging, row_stamp
from annotator.store.state import stamps_in
from annotator.store.statements import among, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from annotator.store.engine import Database
    from annotator.store.history import FieldsChanged

_TXN = TABLES["txn"]
_PORTION = 25
"""Changes between two looks at the clock."""

_WHEN = ("id", "rev", "replica", "stamps")
_PLACES = {
    Kind.ANNOTATION: ("article_id", "code_id", "coder_id"),
    Kind.PROGRESS: ("article_id",),
    Kind.ANSWER: ("article_id",),
}
_TOMBSTONES = {
    kind: sa.select(*columns(kind, *_WHEN, *_PLACES.get(kind, ()))).where(
        among(TABLES[kind].c.id, "ids")
    )
    for kind in Kind
}


class Arrival:
    """Brings what one job noted into the tables, portion by portion.

    Attributes:
        noticed: what was done so far, and is in the file.
    """

    def __init__(self, database: Database, txn: int, label: str, stamp: Stamp, at: int) -> None:
        self.noticed = Noticed()
        self._database = database
        self._txn = txn
        self._label = label
        self._stamp = stamp
        self._at = at
        self._next = 0
        self._now = Noticed()

    @contextmanager
    def writing(self, *, durable: bool) -> Iterator[None]:
        """A transaction; what it does is noticed when it is in the file.

        Raises:
            UserError: it could not be saved.
        """
        self._now = Noticed()
        with self._database.writing(self._label, durable=durable):
            yield
        self.noticed.add_all(self._now)

    def bring_in_rest(
        self,
        but: Collection[Kind] = (),
        seconds: float = inf,
        goes_on: Callable[[int, int], bool] = lambda _done, _total: True,
    ) -> bool:
        """Does all that was noted, in order, and says in the entry that it is done.

        Args:
            but: kinds that are there already.
            seconds: how long it may take.
            goes_on: asked after each slice, with how many changes are done and how many there are.

        Returns:
            Whether it came to the end.

        Raises:
            UserError: it could not be saved; it can be called again.
        """
        until = perf_counter() + seconds
        total = history.size_of(self._database, self._txn)
        following: list[FieldsChanged] | None = None
        while following != []:
            if perf_counter() > until or not goes_on(self._next, max(self._next, total)):
                return False
            following = self._bring_in_some(but)
        with self.writing(durable=True):
            self._database.update(_TXN, [{"id": self._txn, "applied": 1}])
            self._database.tell(self._txn)
        return True

    def _bring_in_some(self, but: Collection[Kind]) -> list[FieldsChanged]:
        first = self._next
        with self.writing(durable=False):
            while True:
                some = history.next_changes_of(self._database, self._txn, first, _PORTION)
                self.bring_in([change for change in some if change.kind not in but])
                if not some or self._database.turns.is_over:
                    break
                first = some[-1].position + 1
        self._next = some[-1].position + 1 if some else first
        return some

    def bring_in(self, changes: Sequence[FieldsChanged]) -> None:
        """Does what was noted, in order, in a transaction."""
        made: defaultdict[Kind, dict[int, FieldsChanged]] = defaultdict(dict)
        for change in changes:
            if change.before is None and change.after is None:
                made[change.kind][change.record_id] = change
        for kind, births in made.items():
            self._bring_to_life(kind, births)
        self._change([change for change in changes if change.before is not None])

    def _bring_to_life(self, kind: Kind, births: dict[int, FieldsChanged]) -> None:
        arrived: list[dict[str, Any]] = []
        for row in self._database.read(_TOMBSTONES[kind], ids=listed(births)):
            seen = dict(zip(_WHEN, row, strict=False))
            if self._is_as_born(seen, births[seen["id"]]):
                arrived.append({"id": seen["id"], DELETED.name: 0})
                if kind is Kind.ANNOTATION:
                    self._now.add_arrived_annotation(*row[len(_WHEN) :])
                elif kind in (Kind.PROGRESS, Kind.ANSWER):
                    self._now.add_article(*row[len(_WHEN) :])
        self._database.update(TABLES[kind], arrived)
        self._now.add_arrived(kind, [row["id"] for row in arrived])

    def _is_as_born(self, row: dict[str, Any], birth: FieldsChanged) -> bool:
        # Else it came to life before, and somebody has removed it since.
        deleted = stamps_in(row).get(DELETED.name, row_stamp(row))
        if DELETED.name in birth.stamps:
            return deleted == birth.stamps[DELETED.name]
        return deleted in (self._stamp, BORN)

    def _change(self, noted: Sequence[FieldsChanged]) -> None:
        staging = Staging(self._database, self._stamp, self._at)
        staging.load((change.kind, change.record_id) for change in noted)
        for change in noted:
            staging.join(change.kind, change.record_id, change.after or {}, change.stamps)
        staging.flush()
        for record in staging:
            self._now.add(record)
