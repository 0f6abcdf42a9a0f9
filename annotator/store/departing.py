"""What came with a merge leaves the tables again, portion by portion, and stays near.

What has left lies in its tables as tombstones, with all that the merge wrote of it, just like a job
that is not done: it can still come back (``come_back``), until it is taken out (``unfinished``).
"""

from __future__ import annotations

from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import history, parting
from annotator.store.notices import Noticed
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_PORTION = 25
"""Changes between two looks at the clock."""

_BEHIND_ALL = 2**31 - 1
_LEFT = sa.select(sa.func.min(_CHANGE.c.position)).where(_CHANGE.c.txn_id == given("undo"))


class Departure:
    """Takes what one merge did out of sight, last change first; goes on where it was broken off.

    Attributes:
        noticed: what there was to be seen of it and is gone, and is so in the file.
    """

    def __init__(self, database: Database, merge: int, undo: int, label: str) -> None:
        """Begins, or goes on.

        Args:
            database: the project.
            merge: the number of the entry that is taken back.
            undo: the number of the entry that takes it back.
            label: what is being done, for messages.
        """
        self.noticed = Noticed()
        self._database = database
        self._merge = merge
        self._undo = undo
        self._label = label
        left = database.value(_LEFT, undo=undo)
        # The entry of the undo says at which places it has been.
        self._before = _BEHIND_ALL if left is None else int(left)

    def leave(
        self,
        seconds: float = inf,
        goes_on: Callable[[int, int], bool] = lambda _done, _total: True,
    ) -> bool:
        """Goes on until all has left.

        Args:
            seconds: how long it may take.
            goes_on: asked after each slice, with how many changes are taken back and how many
                there are.

        Returns:
            Whether it came to the end.

        Raises:
            UserError: it could not be saved; it can be called again.
        """
        until = perf_counter() + seconds
        total = history.size_of(self._database, self._merge)
        while self._leave_some():
            if not goes_on(total - self._before, total) or perf_counter() > until:
                return False
        return True

    def _leave_some(self) -> bool:
        now, before = Noticed(), self._before
        with self._database.writing(self._label, durable=False):
            while some := history.last_changes_of(self._database, self._merge, before, _PORTION):
                parting.depart(self._database, self._undo, some, now)
                before = some[-1].position
                if self._database.turns.is_over:
                    break
        self._before = before
        self.noticed.add_all(now)
        return bool(some)


def come_back(database: Database, merge: int, undo: int, label: str) -> None:
    """What has left comes back: the merge is work that is done, and the undo work that is not.

    Durable when this returns; what is left to do is done by ``unfinished.settle``.

    Raises:
        UserError: it could not be saved.
    """
    with database.writing(label):
        parting.know_again(database, merge)
        database.update(_TXN, [{"id": merge, "done": 1, "applied": 0}])
        database.update(_TXN, [{"id": undo, "done": 0}])
        database.tell(merge)
