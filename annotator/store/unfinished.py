"""Jobs that were left unfinished: taken out of the file again, or brought to their end."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError, StorageError
from annotator.domain.readying import Stage, Telling, go_on
from annotator.domain.records import Stamp
from annotator.store import failures, history
from annotator.store.arriving import Arrival
from annotator.store.departing import Departure
from annotator.store.state import ORDER
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable

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


def size(database: Database) -> int:
    """How many changes unfinished jobs have, about."""
    return sum(history.size_of(database, txn) for txn, *_ in database.read(_UNFINISHED))


def settle(database: Database, seconds: float = inf, tell: Telling = go_on) -> None:
    """Leaves no job unfinished; asks an index that is empty as a rule.

    Args:
        database: the project.
        seconds: how long it may take; the rest is for the next time.
        tell: told after each slice; false to leave the rest for the next time.

    Raises:
        UserError: it could not be saved, or makes no sense any more; nothing unfinished is seen
            by anybody.
        CancelledError: ``tell`` said stop.
    """
    until = perf_counter() + seconds
    for txn, label, done, rev, replica, at in database.read(_UNFINISHED):
        stage = Stage.BRINGING_IN if done else Stage.TAKING_OUT
        goes_on = partial(_ask, tell, stage, label)
        left = until - perf_counter()
        try:
            if done:
                arrival = Arrival(database, txn, label, Stamp(rev, replica), at)
                arrival.bring_in_rest(seconds=left, goes_on=goes_on)
            else:
                take_out(database, txn, label, seconds=left, goes_on=goes_on)
        except (ValueError, KeyError, TypeError) as error:
            # All of it was sound when it was noted.
            raise failures.damaged(database.path) from error


def _ask(tell: Telling, stage: Stage, label: str, done: int, total: int) -> bool:
    if not tell(stage, label, done, total):
        raise CancelledError(label)
    return True


def settle_on_opening(database: Database, tell: Telling) -> None:
    """Leaves no job unfinished, if there is room for that.

    Args:
        database: the project.
        tell: told how far it is; false to stop.

    Raises:
        UserError: what was done cannot be brought in whole, or makes no sense any more.
        CancelledError: ``tell`` said stop.
    """
    try:
        settle(database, tell=tell)
    except StorageError:
        # What is not done is seen by nobody: it can wait, and people can read meanwhile.
        if any(done for _, _, done, *_ in database.read(_UNFINISHED)):
            raise


def take_out(
    database: Database,
    txn: int,
    label: str,
    seconds: float = inf,
    goes_on: Callable[[int, int], bool] = lambda _done, _total: True,
) -> None:
    """Takes a job that is not done out of the file, with all that it made.

    A merge that was done and is being taken back goes the same way, when all of it has left the
    tables; only its entry stays.

    Args:
        database: the project.
        txn: the number of its entry.
        label: what it was to do.
        seconds: how long it may take; what is left is seen by nobody.
        goes_on: asked after each slice, with how many changes are done with and how many there
            are; what is left then is seen by nobody either.

    Raises:
        UserError: it could not be saved.
    """
    until = perf_counter() + seconds
    total = history.size_of(database, txn)
    undo = database.value(_TAKEN_BACK_BY, txn=txn)
    departs = 0
    if undo is not None:
        departs = total
        departure = Departure(database, txn, undo, label)
        if not departure.leave(seconds, lambda done, _total: goes_on(done, 2 * total)):
            return
    is_out, done = False, 0
    while not is_out and perf_counter() < until and goes_on(departs + done, departs + total):
        with database.writing(label, durable=False):
            while not is_out:
                is_out = _take_out_some(database, txn, undo)
                if database.turns.is_over:
                    break
        done = total - (0 if is_out else history.size_of(database, txn))
    if is_out:
        goes_on(departs + total, departs + total)


def _take_out_some(database: Database, txn: int, undo: int | None) -> bool:
    last = history.last_changes_of(database, txn, _AFTER_ALL, _PORTION)
    if not last and undo is None:
        database.run(_DELETE_ENTRY, txn=txn)
        return True
    if not last:
        database.update(_TXN, [{"id": txn, "done": 1}])
        return True
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
