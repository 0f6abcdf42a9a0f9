"""Records of another file come into the tables of this one: what is new, and what is later there.

They keep their own identities and stamps. References travel as uids and become ids here; what is
referred to comes first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.merge import Conflict, Know, later, record_conflicts
from annotator.domain.records import DELETED, Record, Register, Stamp
from annotator.domain.text import canonical, text_sha256
from annotator.store.fields import (
    ANCHOR_COLUMNS,
    FIELDS,
    FIXED,
    Field,
    anchor_in,
    field_of,
    fields_in,
)
from annotator.store.state import (
    TEXT,
    Kept,
    Uids,
    as_record,
    name_of,
    put_stamps,
    references,
    stamps_in,
)
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database
    from annotator.store.staging import Staged, Staging

Coming = Record | Kept
"""A record of another file: by itself, or as it lies in a table there."""

_AT_ONCE = 64
_BY_UID = {
    kind: sa.select(TABLES[kind].c.uid, TABLES[kind].c.id).where(
        TABLES[kind].c.uid.in_([given(f"uid{n}") for n in range(_AT_ONCE)])
    )
    for kind in Kind
}
_NOT_YET = Stamp(-1, "")
"""Before anything that anybody wrote: the stamp of a value that is on its way."""

_NEVER_CHANGES = (Kind.ARTICLE, TEXT)
"""The one register that no table lets change."""

_REFERRED = {other for kind in Kind for _, other in references(kind)}
_FIELDS = {kind: {name_of(one): one for one in FIELDS[kind].values()} for kind in Kind}

WAS = "was:"
"""Before the name of a field: the stamp that it had before. The history keeps it of what came from
another file, so that it can be taken away again; none where there was no such field."""

_SHOWN_CONFLICTS = 1000


@dataclass
class Tally:
    """What a join did, by kind of record.

    Attributes:
        new: how many records came that were not here.
        changed: how many records that were here got values from there.
        deleted: how many records that were here and alive are deleted now.
        conflicts: what both sides wrote without knowing of each other; the first thousand.
        conflict_count: how many there are.
    """

    new: Counter[Kind] = field(default_factory=Counter)
    changed: Counter[Kind] = field(default_factory=Counter)
    deleted: Counter[Kind] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_count: int = 0

    def add(self, found: Iterable[Conflict]) -> None:
        """Keeps conflicts, up to so many."""
        for conflict in found:
            self.conflict_count += 1
            if len(self.conflicts) < _SHOWN_CONFLICTS:
                self.conflicts.append(conflict)


class Joining:
    """Joins portions of another file's records into a project.

    Attributes:
        tally: what was done so far.
    """

    def __init__(
        self, database: Database, my_know: Know, their_know: Know, *, keeps_own: bool = False
    ) -> None:
        self.tally = Tally()
        self._keeps_own = keeps_own
        self._ids = Ids(database)
        self._uids = Uids(database)
        self._my_know = my_know
        self._their_know = their_know

    def known(self, kind: Kind, records: Iterable[Coming]) -> set[UUID]:
        """The uids of those of some records that are here too."""
        return set(self._ids.look_up(kind, records))

    def take(
        self, staging: Staging, kind: Kind, records: Sequence[Coming], texts: Mapping[str, str]
    ) -> None:
        """Gathers what some records change here.

        Args:
            staging: where to gather; it is written before the next call.
            kind: the kind of all these records.
            records: as they are in the other file; whatever one refers to is in the tables or
                comes before it.
            texts: by SHA-256, those of the articles among them that are not here.

        Raises:
            UserError: the other file is damaged.
        """
        known = self._ids.look_up(kind, records)
        self._ids.load(kind, records)
        staging.load((kind, one) for one in known.values())
        self._uids.load(kind, [staging[kind, one].row for one in known.values()])
        with _explained() as at:
            for record in records:
                at.record = record
                if record.uid in known:
                    self._join(staging, staging[kind, known[record.uid]], record)
                else:
                    self._add(staging, kind, record, texts)

    def _add(self, staging: Staging, kind: Kind, coming: Coming, texts: Mapping[str, str]) -> None:
        if kind is Kind.ANNOTATION and isinstance(coming, Kept):
            # There are many, so they are taken as they are.
            row = _copied(coming, self._ids)
            self.tally.new[kind] += not row["deleted"]
            staging.receive(kind, row)
            return
        record = _record(coming)
        row = _row(kind, record, self._ids)
        text = _complete_article(row, record, texts) if kind is Kind.ARTICLE else ""
        self._ids.add(kind, record.uid, staging.receive(kind, row, text))
        self.tally.new[kind] += not record.is_deleted

    def _join(self, staging: Staging, here: Staged, coming: Coming) -> None:
        if isinstance(coming, Kept) and _is_same(here, coming, self._uids):
            return
        record = _record(coming)
        mine = as_record(here.kind, here.row, self._uids.of)
        if mine.registers == record.registers and mine.fixed == record.fixed:
            return
        self.tally.add(record_conflicts(mine, record, self._my_know, self._their_know))
        won = {
            name: register
            for name, register in record.registers.items()
            if self._wins(mine.registers.get(name), register)
            and (here.kind, name) != _NEVER_CHANGES
        }
        if not won:
            return
        fields = {name: _field_named(here.kind, name) for name in won}
        values = {
            one.name: _decoded(one, won[name].value, self._ids) for name, one in fields.items()
        }
        stamps = {one.name: won[name].stamp for name, one in fields.items()}
        former = {
            WAS + one.name: mine.registers[name].stamp
            for name, one in fields.items()
            if name in mine.registers
        }
        staging.join(here.kind, here.id, values, stamps)
        here.stamps.update(former)
        if any(mine.value(name) != register.value for name, register in won.items()):
            gone = not mine.is_deleted and values.get(DELETED, False)
            (self.tally.deleted if gone else self.tally.changed)[here.kind] += 1

    def _wins(self, mine: Register | None, theirs: Register) -> bool:
        if mine is None or (self._keeps_own and mine.stamp == theirs.stamp):
            return mine is None
        return mine != theirs and later(mine, theirs) is theirs


class Ids:
    """The ids here of records of another file, by their uids."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Of what others refer to; annotations, of which there are most, are looked up each time.
        self._known: dict[Kind, dict[str, int]] = {kind: {} for kind in _REFERRED}

    def look_up(self, kind: Kind, records: Iterable[Coming]) -> dict[UUID, int]:
        """The ids of those of some records that are here."""
        return self._read(kind, [record.uid for record in records])

    def load(self, kind: Kind, records: Sequence[Coming]) -> None:
        """Looks up what some records refer to."""
        for name, other in references(kind):
            known = self._known[other]
            wanted = {_referred(coming, name, other) for coming in records}
            missing = [UUID(uid) for uid in wanted - known.keys() if uid is not None]
            known.update((str(uid), one) for uid, one in self._read(other, missing).items())

    def add(self, kind: Kind, uid: UUID, record_id: int) -> None:
        """Notes one that was made just now."""
        if kind in self._known and kind is not Kind.ANNOTATION:
            self._known[kind][str(uid)] = record_id

    def of(self, kind: Kind, uid: str) -> int:
        """The id of a record that is here and was looked up.

        Raises:
            LookupError: it is not.
        """
        return self._known[kind][uid]

    def _read(self, kind: Kind, uids: Sequence[UUID]) -> dict[UUID, int]:
        found: dict[UUID, int] = {}
        for at in range(0, len(uids), _AT_ONCE):
            some = [uid.bytes for uid in uids[at : at + _AT_ONCE]]
            some += some[-1:] * (_AT_ONCE - len(some))
            asked = {f"uid{n}": uid for n, uid in enumerate(some)}
            for uid, record_id in self._database.read(_BY_UID[kind], **asked):
                found[UUID(bytes=uid)] = record_id
        return found


def parents_first(codes: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Codes in an order in which each comes after the one above it.

    Returns:
        The codes in that order, and those of them whose parent comes after them all the same,
        because they form a ring.
    """
    by_uid = {str(code.uid): code for code in codes}
    ordered: dict[str, Record] = {}
    rings: list[Record] = []
    for start in by_uid:
        above: list[str] = []
        at: str | None = start
        while at in by_uid and at not in ordered and at not in above:
            above.append(at)
            at = by_uid[at].value("parent")
        if at in above:
            rings.append(by_uid[above[-1]])
        ordered.update((uid, by_uid[uid]) for uid in reversed(above))
    return list(ordered.values()), rings


def without_parent(code: Record) -> Record:
    """The code as it can be made before its parent is: where it belongs is still to come."""
    return replace(code, registers={**code.registers, "parent": Register(_NOT_YET, None)})


def _record(coming: Coming) -> Record:
    return coming.record() if isinstance(coming, Kept) else coming


def _referred(coming: Coming, name: str, kind: Kind) -> str | None:
    if isinstance(coming, Kept):
        there = coming.row[name]
        return None if there is None else coming.uid_of(kind, there)
    called = name.removesuffix("_id")
    uid: str | None = coming.fixed[called] if called in coming.fixed else coming.value(called)
    return uid


def _is_same(here: Staged, coming: Kept, uids: Uids) -> bool:
    referring = dict(references(here.kind))
    for name, there in coming.row.items():
        mine = here.row[name]
        if name in referring and mine is not None and there is not None:
            same = uids.of(referring[name], mine) == coming.uid_of(referring[name], there)
        else:
            same = mine == there or name in ("id", "created_at")
        if not same:
            return False
    return True


def _copied(coming: Kept, ids: Ids) -> dict[str, Any]:
    """An annotation's row as it is there, with the ids that it has here."""
    row = dict(coming.row)
    if row["ranges"] is not None or not row["start"] < row["end"]:
        anchor_in(*(row[name] for name in ANCHOR_COLUMNS))
    if not isinstance(json.loads(row["quotes"]), list):
        raise ValueError("its quotes are no list")
    if row["attributes"] != "{}":
        fields_in(coming.kind, row)
    stamps_in(row)
    for name, kind in references(coming.kind):
        if row[name] is not None:
            row[name] = ids.of(kind, coming.uid_of(kind, row[name]))
    return row


def _row(kind: Kind, record: Record, ids: Ids) -> dict[str, Any]:
    row: dict[str, Any] = {"uid": record.uid.bytes, "created_at": record.created_at}
    if kind is Kind.ANNOTATION:
        row["attributes"] = "{}"
    for one in FIXED.get(kind, {}).values() if kind is not Kind.ARTICLE else ():
        one.put(row, _decoded(one, record.fixed[name_of(one)], ids))
    names, stamps = _FIELDS[kind], {}
    for name, register in record.registers.items():
        if name == TEXT and kind is Kind.ARTICLE:
            stamps[TEXT] = register.stamp
            continue
        one = names[name] if name in names else field_of(kind, name)
        one.put(row, _decoded(one, register.value, ids))
        stamps[one.name] = register.stamp
    put_stamps(row, stamps)
    return row


def _complete_article(row: dict[str, Any], record: Record, texts: Mapping[str, str]) -> str:
    sha256 = record.value(TEXT)
    text = texts[sha256]
    if text_sha256(text) != sha256 or canonical(text) != text:
        raise ValueError("its text is not the text that was imported")
    row["text_sha256"], row["length"] = bytes.fromhex(sha256), len(text)
    return text


def _field_named(kind: Kind, name: str) -> Field:
    return _FIELDS[kind][name] if name in _FIELDS[kind] else field_of(kind, name)


def _decoded(one: Field, plain: Any, ids: Ids) -> Any:
    if one.refers_to is None:
        return one.from_history(plain)
    return None if plain is None else ids.of(one.refers_to, plain)


class _Place:
    record: Coming | None = None


@contextmanager
def _explained() -> Iterator[_Place]:
    """Says of an error which record of the other file makes no sense."""
    at = _Place()
    try:
        yield at
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        if at.record is None:
            raise
        raise UserError(
            "The other file is damaged: its {kind} {uid} cannot be read ({reason}).",
            "Nothing was changed. Check that file and make it sound first: annotator check.",
            kind=at.record.kind,
            uid=at.record.uid,
            reason=error,
        ) from error
