"""What columns are filled with: annotations and articles, read a slice at a time.

No slice takes longer than a frame, so that saves go on beside the filling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.store import columns, failures
from annotator.store.rows import columns as columns_of
from annotator.store.snapshots import Stamp
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from annotator.store.engine import Database

SLICE = 2000
"""Rows that are read at a time."""

_BEHIND_ALL = 2**62
"""A position behind all changes of an entry."""

_TXN, _CHANGE = TABLES["txn"], TABLES["change"]
_FIELDS = {Kind.ARTICLE: columns.ARTICLE, Kind.ANNOTATION: columns.ANNOTATION}


def _rows(kind: Kind) -> sa.Select[Any]:
    return sa.select(*columns_of(kind, "id", *_FIELDS[kind]))


_NEXT = {
    kind: _rows(kind)
    .where(TABLES[kind].c.id > given("after"))
    .order_by(TABLES[kind].c.id)
    .limit(SLICE)
    for kind in _FIELDS
}
_THESE = {kind: _rows(kind).where(among(TABLES[kind].c.id, "ids")) for kind in _FIELDS}
_LAST = sa.select(_TXN.c.id, _TXN.c.uid).order_by(_TXN.c.id.desc()).limit(1)
_UID = sa.select(_TXN.c.uid).where(_TXN.c.id == given("txn"))
_UNFINISHED = sa.select(_TXN.c.id).where(UNFINISHED).limit(1)
_CHANGED_SINCE = (
    sa.select(_CHANGE.c.txn_id, _CHANGE.c.position, _CHANGE.c.kind, _CHANGE.c.record_id)
    .where(
        sa.tuple_(_CHANGE.c.txn_id, _CHANGE.c.position) > sa.tuple_(given("txn"), given("position"))
    )
    .order_by(_CHANGE.c.txn_id, _CHANGE.c.position)
    .limit(SLICE)
)


def put_all(database: Database, into: columns.Columns) -> Iterator[None]:
    """Puts everything in; after each slice others get their turn.

    Raises:
        UserError: the file cannot be read, or is damaged.
    """
    for kind in _FIELDS:
        after = 0
        while True:
            with database.together():
                rows = database.read(_NEXT[kind], after=after)
                _put(database, into, kind, (), rows)
            if not rows:
                break
            after = rows[-1][0]
            yield


def put_these(database: Database, into: columns.Columns, kind: Kind, ids: Collection[int]) -> None:
    """Puts records in as they are now, ``SLICE`` of them at most.

    Raises:
        UserError: the file cannot be read, or is damaged.
    """
    _put(database, into, kind, ids, database.read(_THESE[kind], ids=listed(ids)))


def changed_since(database: Database, txn: int) -> Iterator[dict[Kind, set[int]]]:
    """Ids of what entries of the history after that one changed, a slice at a time."""
    position = _BEHIND_ALL
    while True:
        rows = database.read(_CHANGED_SINCE, txn=txn, position=position)
        if not rows:
            return
        yield {
            kind: {record for _, _, changed, record in rows if changed == kind} for kind in _FIELDS
        }
        txn, position = rows[-1][:2]


def last_stamp(database: Database) -> Stamp | None:
    """The last entry of the history; ``None`` while a long job is under way.

    What such a job will do belongs to an entry that is there already.
    """
    if database.value(_UNFINISHED) is not None:
        return None
    ((txn, uid),) = database.read(_LAST)
    return Stamp(txn, uid.hex())


def has(database: Database, stamp: Stamp) -> bool:
    """Whether this file's history has that entry."""
    uid = database.value(_UID, txn=stamp.txn)
    return uid is not None and uid.hex() == stamp.uid


def _put(
    database: Database,
    into: columns.Columns,
    kind: Kind,
    asked: Collection[int],
    rows: list[Any],
) -> None:
    put = into.put_articles if kind is Kind.ARTICLE else into.put_annotations
    try:
        put(asked, rows)
    except (OverflowError, TypeError, ValueError) as error:
        # Flipped bytes that SQLite does not notice make impossible numbers.
        raise failures.damaged(database.path) from error
