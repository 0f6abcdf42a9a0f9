"""What a long job relies on and what it takes away, checked against what others do meanwhile.

A job's records are in no table as they will be, so the rules for ordinary transactions cannot be
asked about them before it ends. What they need to know is gathered here while the job goes on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Changes, Kind
from annotator.store import rules
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotator.store.engine import Database
    from annotator.store.noting import Notes
    from annotator.store.staging import Staged, Staging

_CHANGE = TABLES["change"]
_FEW = 50
"""Records that are looked at in one go."""

_REFERRING = {
    kind: sa.select(*(TABLES[kind].c[column] for column in references)).where(
        among(TABLES[kind].c.id, "ids"), TABLES[kind].c.deleted == LIVE
    )
    for kind, references in rules.REFERENCES.items()
}


def _used_besides(by: Kind, column: str) -> sa.Select[Any]:
    user = TABLES[by].c
    is_noted = (
        sa.select(_CHANGE.c.position)
        .where(
            _CHANGE.c.kind == given("by"),
            _CHANGE.c.record_id == user.id,
            _CHANGE.c.txn_id == given("txn"),
        )
        .exists()
    )
    return (
        sa.select(user[column], sa.func.count())
        .where(among(user[column], "ids"), user.deleted == LIVE, ~is_noted)
        .group_by(user[column])
        .limit(1)
    )


_USED_BESIDES = {(used, by, column): _used_besides(by, column) for used, by, column in rules.USES}
"""How many records need something that the job takes away, and are not the job's business."""

_Ids = defaultdict[Kind, set[int]]


class Claims:
    """What one job relies on and takes away."""

    def __init__(self, txn: int) -> None:
        self._txn = txn
        self._codes_moved: set[int] = set()
        self._codes_named: set[int] = set()
        self._uses: defaultdict[Kind, Counter[int]] = defaultdict(Counter)
        self._comes: _Ids = defaultdict(set)
        self._goes: _Ids = defaultdict(set)
        self._removed_meanwhile: _Ids = defaultdict(set)
        self._touched_meanwhile: _Ids = defaultdict(set)

    def add(self, notes: Notes) -> None:
        """The job has noted this too."""
        for record in notes:
            if record.was_live and (record.kind, record.id) in notes.known:
                for kind, used in _references(record, before=True):
                    self._uses[kind][used] -= 1
            if record.is_live:
                for kind, used in _references(record):
                    self._uses[kind][used] += 1
            if record.kind in rules.USED:
                self._follow(record)

    def meanwhile(self, changes: Changes) -> None:
        """Somebody else has saved this while the job was under way."""
        for kind, ids in changes.removed.items():
            self._removed_meanwhile[kind] |= ids
        for some in (changes.created, changes.updated):
            for kind in some.keys() & _REFERRING.keys():
                self._touched_meanwhile[kind] |= some[kind]

    def checks(self, database: Database) -> Iterator[Callable[[], None]]:
        """What is to be checked when the job has noted everything, in short parts."""
        for kind, uses in self._uses.items():
            wanted = {one for one, times in uses.items() if times > 0}
            yield partial(rules.refuse_lost, database, kind, wanted & self._goes[kind])
            for some in _few(wanted - self._comes[kind]):
                yield partial(rules.refuse_deleted, database, kind, some)
        for kind, gone in self._goes.items():
            for some in _few(gone):
                yield partial(self._refuse_used, database, kind, some)

    def check_meanwhile(self, database: Database) -> None:
        """What others have done since does not stand in the way either.

        Raises:
            RefusedError: it does.
        """
        for kind, removed in self._removed_meanwhile.items():
            wanted = {one for one in removed if self._uses[kind][one] > 0}
            rules.refuse_deleted(database, kind, wanted - self._comes[kind])
        for kind, ids in self._touched_meanwhile.items():
            names = rules.REFERENCES[kind].values()
            for row in database.read(_REFERRING[kind], ids=listed(ids)):
                for referred, one in zip(names, row, strict=True):
                    if one in self._goes[referred]:
                        rules.refuse_used(database, referred, one, 1, kind)

    def check_codes(self, database: Database) -> None:
        """The codebook is sound now that the job's codes are in their table.

        Raises:
            RefusedError: it is not.
        """
        gone = self._goes[Kind.CODE]
        rules.refuse_above(database, gone)
        rules.check_codebook(database, self._codes_moved - gone, self._codes_named - gone)

    def check_other(self, database: Database, staging: Staging) -> None:
        """While the job comes into the tables, others must not undermine it.

        Raises:
            RefusedError: they use what it takes away, or remove what it uses.
        """
        for record in staging:
            if record.is_live:
                for kind, used in _references(record):
                    if used in self._goes[kind]:
                        rules.refuse_lost(database, kind, {used})
            elif record.was_live and self._uses[record.kind][record.id] > 0:
                times = self._uses[record.kind][record.id]
                rules.refuse_used(database, record.kind, record.id, times)

    def _follow(self, record: Staged) -> None:
        if record.kind is Kind.CODE:
            self._follow_code(record)
        if record.is_live and not record.was_live:
            self._comes[record.kind].add(record.id)
            self._goes[record.kind].discard(record.id)
        elif record.was_live and not record.is_live:
            self._goes[record.kind].add(record.id)
            self._comes[record.kind].discard(record.id)

    def _follow_code(self, code: Staged) -> None:
        if "parent_id" in code.after:
            self._codes_moved.add(code.id)
        if code.fresh or not rules.IDENTIFYING.isdisjoint(code.after):
            self._codes_named.add(code.id)

    def _refuse_used(self, database: Database, kind: Kind, ids: set[int]) -> None:
        for (used, by, _), besides in _USED_BESIDES.items():
            if used is kind:
                others = database.read(besides, ids=listed(ids), txn=self._txn, by=by.value)
                for one, times in others:
                    rules.refuse_used(database, kind, one, times, by)


def _references(record: Staged, *, before: bool = False) -> Iterator[tuple[Kind, int]]:
    for column, kind in rules.REFERENCES.get(record.kind, {}).items():
        used = record.was(column) if before else record.row[column]
        if used is not None:
            yield kind, used


def _few(ids: Iterable[int]) -> Iterator[set[int]]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), _FEW):
        yield set(ordered[at : at + _FEW])
