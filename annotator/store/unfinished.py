"""Jobs that were left unfinished: taken out of the file again, or brought to their end."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import StorageError
from annotator.domain.records import Stamp
from annotator.store import failures, history, parting
from annotator.store.arriving import Arrival
from annotator.store.notices import Noticed
from annotator.store.state import ORDER
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES, UNFINISHED

if TYPE_CHECKING:
    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_TEXT = TABLES["article_text"]

_PORTION = 25
"""Changes between two looks at the clock."""

_AFTER_ALL = 2**31 - 1

_UNFINISHED = sa.select(
    _TXN.c.id, _TXN.c.label, _TXN.c.done, _TXN.c.rev, _TXN.c.replica, _TXN.c.at
).where(UNFINISHED)
_DELETE = {kind: sa.delete(TABLES[kind]).where(among(TABLES[kind].c.id, "ids")) for kind in Kind}
_DELETE_TEXTS = sa.delete(_TEXT).where(among(_TEXT.c.article_id, "ids"))
_DELETE_CHANGES = sa.delete(_CHANGE).where(
    _CHANGE.c.txn_id == given("txn"), _CHANGE.c.position >= given("first")
)
_DELETE_ENTRY = sa.delete(_TXN).where(_TXN.c.id == given("txn"))
_TAKEN_BACK_BY = sa.select(_TXN.c.id).where(_TXN.c.undoes == given("txn")).limit(1)


def settle(database: Database, seconds: float = inf) -> None:
    """Leaves no job unfinished; asks an index that is empty as a rule.

    Args:
        database: the project.
        seconds: how long it may take; the rest is for the next time.

    Raises:
        UserError: it could not be saved, or makes no sense any more; nothing unfinished is seen
            by anybody.
    """
    until = perf_counter() + seconds
    for txn, label, done, rev, replica, at in database.read(_UNFINISHED):
        left = until - perf_counter()
        try:
            if done:
                Arrival(database, txn, label, Stamp(rev, replica), at).bring_in_rest(seconds=left)
            else:
                take_out(database, txn, label, seconds=left)
        except (ValueError, KeyError, TypeError) as error:
            # All of it was sound when it was noted.
            raise failures.damaged(database.path) from error


def settle_on_opening(database: Database) -> None:
    """Leaves no job unfinished, if there is room for that.

    Raises:
        UserError: what was done cannot be brought in whole, or makes no sense any more.
    """
    try:
        settle(database)
    except StorageError:
        # What is not done is seen by nobody: it can wait, and people can read meanwhile.
        if any(done for _, _, done, *_ in database.read(_UNFINISHED)):
            raise


def take_out(database: Database, txn: int, label: str, seconds: float = inf) -> Noticed:
    """Takes a job that is not done out of the file, with all that it made.

    A merge that was done and is being taken back goes the same way; only its entry stays.

    Args:
        database: the project.
        txn: the number of its entry.
        label: what it was to do.
        seconds: how long it may take; what is left is seen by nobody.

    Returns:
        What there was to be seen of it and is gone.

    Raises:
        UserError: it could not be saved.
    """
    until = perf_counter() + seconds
    noticed = Noticed()
    is_out = False
    while not is_out and perf_counter() < until:
        with database.writing(label, durable=False):
            while not is_out:
                is_out = _take_out_some(database, txn, noticed)
                if database.turns.is_over:
                    break
    return noticed


def _take_out_some(database: Database, txn: int, noticed: Noticed) -> bool:
    last = history.last_changes_of(database, txn, _AFTER_ALL, _PORTION)
    undo = database.value(_TAKEN_BACK_BY, txn=txn)
    if not last and undo is None:
        database.run(_DELETE_ENTRY, txn=txn)
        return True
    if not last:
        database.update(_TXN, [{"id": txn, "done": 1}])
        return True
    if undo is not None:
        parting.take_out(database, undo, last, noticed)
    made: defaultdict[Kind, list[int]] = defaultdict(list)
    for change in last:
        if change.before is None:
            made[change.kind].append(change.record_id)
    for kind in reversed(ORDER):
        if kind is Kind.ARTICLE:
            database.run(_DELETE_TEXTS, ids=listed(made[kind]))
        if made[kind]:
            database.run(_DELETE[kind], ids=listed(made[kind]))
    database.run(_DELETE_CHANGES, txn=txn, first=last[-1].position)
    return False
