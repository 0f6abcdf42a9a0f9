"""Steps that belong together: each is saved when it is done, and they are undone as one.

A later one says in ``origin`` which was the first. The entry that takes all of them back undoes the
last and says in ``back_to`` which was the first; from then on none of them stands any more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.history import Action
from annotator.store import standing
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database
    from annotator.store.history import Entry

_TXN, _CHANGE = TABLES["txn"], TABLES["change"]
_SERIES = '{"series": %d}'
_ORIGIN = sa.select(_TXN.c.origin).where(_TXN.c.id == given("id"))
_LATER = (_TXN.c.origin == given("origin"), _TXN.c.id > given("first"), _TXN.c.id <= given("last"))
_HOW_MANY = sa.select(sa.func.count()).where(*_LATER)
_CODED = (
    sa.select(sa.func.count())
    .select_from(_CHANGE)
    .where(_CHANGE.c.txn_id == given("first"), _CHANGE.c.kind == Kind.ANNOTATION.value)
)
_MADE = (
    sa.select(sa.func.count())
    .select_from(_CHANGE.join(_TXN, _CHANGE.c.txn_id == _TXN.c.id))
    .where(
        *_LATER,
        _CHANGE.c.kind == Kind.ANNOTATION.value,
        _CHANGE.c.before.is_(None),
        _CHANGE.c.after.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Series:
    """A series that can be undone.

    Attributes:
        first: its first entry.
        last: its last one.
        label: what was done, in plain words.
    """

    first: int
    last: int
    label: str


def origin(first: int) -> str:
    """What a later entry of a series has as its origin."""
    return _SERIES % first


def goes_on(database: Database, coder_id: int | None, first: int) -> bool:
    """Whether what the coder did last is that entry, or goes on from it: so that more can."""
    last = standing.to_undo(database, coder_id)
    return last is not None and first in (last.id, _first(database, last))


def to_undo(database: Database, coder_id: int | None, target: Entry | None) -> Series | None:
    """The series that a coder's newest step is the end of, if it is of one.

    Args:
        database: the project.
        coder_id: whose.
        target: what would be undone.
    """
    if target is None or target.action is not Action.DO:
        return None
    first = _first(database, target)
    if first is None:
        return None
    newest = standing.to_undo(database, coder_id)
    # Where later steps are passed over, what stands since the first is not the series alone.
    if newest is None or newest.id != target.id:
        return None
    begun = standing.entry(database, first)
    if begun is None:
        return None
    which = {"origin": origin(first), "first": first, "last": target.id}
    # One step may have tagged many places.
    more = max(database.value(how_many, **which) for how_many in (_HOW_MANY, _MADE))
    steps = "more step" if more == 1 else "more steps"
    like = "more like it" if database.value(_CODED, first=first) else steps
    return Series(first, target.id, f"{begun.label}, and {more} {like}")


def first_of(origin: str | None) -> int | None:
    """The first entry of the series that an entry with that origin goes on from."""
    first = json.loads(origin or "{}").get("series")
    return first if isinstance(first, int) else None


def _first(database: Database, entry: Entry) -> int | None:
    return first_of(database.value(_ORIGIN, id=entry.id))
