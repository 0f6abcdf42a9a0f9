"""Who built what on a step of the history: the later steps that stand in its way."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.store.standing import ACTS, STANDS, going_back
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_CODER = TABLES["coder"]

_INCIDENTAL = frozenset({"deleted", "position"})
"""Fields that say nothing of what a record is: where others moved to, or that it came back."""

_NAMED = 3
"""So many steps are named in a sentence; of the rest it says how many they are."""

_LATER = (
    sa.select(_TXN.c.id, _TXN.c.coder_id, _CODER.c.name, _TXN.c.at, _TXN.c.label, _CHANGE.c.before)
    .select_from(
        _CHANGE.join(_TXN, _TXN.c.id == _CHANGE.c.txn_id).outerjoin(
            _CODER, _CODER.c.id == _TXN.c.coder_id
        )
    )
    .where(
        _CHANGE.c.kind == given("kind"),
        among(_CHANGE.c.record_id, "ids"),
        _CHANGE.c.txn_id > given("since"),
        ACTS,
        STANDS,
    )
    .order_by(_TXN.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Step:
    """A later step of somebody's."""

    id: int
    coder_id: int | None
    coder: str | None
    at: int
    label: str

    def __str__(self) -> str:
        moment = datetime.fromtimestamp(self.at / 1000).strftime("%Y-%m-%d %H:%M")
        return f"{self.label} ({', '.join(filter(None, (self.coder, moment)))})"


def changed_since(
    database: Database, records: Mapping[Kind, Collection[int]], since: int
) -> list[Step]:
    """The standing steps after one that gave these records other values, newest first."""
    return _distinct(_later(database, records, since, made_too=False))


def touched_since(
    database: Database, records: Mapping[Kind, Collection[int]], since: int
) -> list[Step]:
    """The standing steps after one that made or changed these records, newest first."""
    return _distinct(_later(database, records, since, made_too=True))


def told(steps: Collection[Step]) -> str:
    """Steps as the end of a sentence about what is in the way."""
    if not steps:
        return ""
    some = [str(step) for step in list(steps)[:_NAMED]]
    if len(steps) > _NAMED:
        some.append(f"and {len(steps) - _NAMED} more")
    return f"Built on it: {'; '.join(some)}."


def _later(
    database: Database,
    records: Mapping[Kind, Collection[int]],
    since: int,
    *,
    made_too: bool,
) -> Iterator[Step]:
    backs = going_back(database)
    for kind, ids in records.items():
        found = database.read(_LATER, kind=kind.value, ids=listed(ids), since=since, backs=backs)
        for number, coder_id, coder, at, label, before in found:
            changed = {} if before is None else json.loads(before)
            if made_too or (before is not None and changed.keys() - _INCIDENTAL):
                yield Step(number, coder_id, coder, at, label)


def _distinct(steps: Iterator[Step]) -> list[Step]:
    return sorted(set(steps), key=lambda step: -step.id)
