"""Joining the records of two project files, and saying where people wrote the same thing apart.

Of two values of a field the later one stays, whatever the order in which files meet: joining is
commutative, associative and idempotent, so all machines end with the same records. Nobody is
asked anything; ``conflicts`` tells afterwards what was decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from annotator.domain.records import BORN, DELETED, Record, Register, Stamp, State

Know = Mapping[str, int]
"""For each replica the highest ``rev`` of its writes that a file has seen."""

_ABSENT = Register(BORN, None)


class Why(StrEnum):
    """Why something that a merge decided is worth showing."""

    WRITTEN_APART = "written apart"
    DELETED_AND_EDITED = "deleted and edited"
    SAME_STAMP = "same stamp"
    FIXED_PART = "fixed part"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that two sides wrote without knowing of each other.

    Attributes:
        uid: the record.
        kind: what kind of record it is.
        why: ``WRITTEN_APART``: both gave a field a value. ``DELETED_AND_EDITED``: one side
            deleted the record, the other wrote a field, which is kept inside the deleted record.
            ``SAME_STAMP``: two values under one stamp, so one file is a copy that uses the
            other's replica name. ``FIXED_PART``: a record that isn't the same one: damage.
        field: the field; for ``FIXED_PART`` empty.
        mine: what one side has; for ``DELETED_AND_EDITED`` its ``deleted`` where it deleted.
        theirs: what the other side has.
        kept: what stays.
    """

    uid: UUID
    kind: str
    why: Why
    field: str
    mine: Register
    theirs: Register
    kept: Register


def canonical_json(value: Any) -> str:
    """The one way to write a value as JSON: keys sorted, no blanks, all scripts as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def merge(a: State, b: State) -> State:
    """Everything that is in one of two states, of each field the later value."""
    records = dict(a.records)
    for uid, record in b.records.items():
        known = records.get(uid)
        records[uid] = record if known is None else join(known, record)
    return State(records, {**a.texts, **b.texts}, _joined_know(a, b), a.complete or b.complete)


def join(a: Record, b: Record) -> Record:
    """One record out of two copies of it."""
    registers = dict(a.registers)
    for name, register in b.registers.items():
        known = registers.get(name)
        registers[name] = register if known is None else later(known, register)
    base = max(a, b, key=identity)
    created_at = min(a.created_at, b.created_at)
    return Record(a.uid, base.kind, base.fixed, registers, created_at)


def later(a: Register, b: Register) -> Register:
    """The later of two values; with one stamp, the one whose canonical JSON is larger."""
    if a.stamp != b.stamp:
        return a if a.stamp > b.stamp else b
    return max(a, b, key=lambda register: canonical_json(register.value))


def identity(record: Record) -> str:
    """What must be the same in every copy of a record, as canonical JSON."""
    return canonical_json([record.kind, record.fixed])


def joined_know(a: Know, b: Know) -> dict[str, int]:
    """What is known when both is known."""
    return {name: max(a.get(name, 0), b.get(name, 0)) for name in a.keys() | b.keys()}


def conflicts(mine: State, theirs: State) -> list[Conflict]:
    """What both sides wrote without knowing of each other, by record and field."""
    found: list[Conflict] = []
    for uid in sorted(mine.records.keys() & theirs.records.keys()):
        found += record_conflicts(mine.records[uid], theirs.records[uid], mine.know, theirs.know)
    return found


def record_conflicts(
    mine: Record, theirs: Record, my_know: Know, their_know: Know
) -> Iterator[Conflict]:
    """The conflicts of one record that both sides have.

    Args:
        mine: the record on one side.
        theirs: the same record on the other.
        my_know: what the one side has seen of all replicas.
        their_know: what the other side has.
    """
    if identity(mine) != identity(theirs):
        one, other = (Register(BORN, identity(each)) for each in (mine, theirs))
        yield Conflict(mine.uid, mine.kind, Why.FIXED_PART, "", one, other, later(one, other))
    for name in sorted(mine.registers.keys() & theirs.registers.keys()):
        one, other = mine.registers[name], theirs.registers[name]
        why = _conflict(one, other, my_know, their_know)
        if why is not None:
            yield Conflict(mine.uid, mine.kind, why, name, one, other, later(one, other))
    if mine.is_deleted != theirs.is_deleted:
        yield from _deleted_and_edited(mine, theirs, my_know, their_know)


def _conflict(one: Register, other: Register, my_know: Know, their_know: Know) -> Why | None:
    if canonical_json(one.value) == canonical_json(other.value):
        return None
    if one.stamp == other.stamp:
        return Why.SAME_STAMP if one.stamp != BORN else Why.WRITTEN_APART
    seen = _has_seen(my_know, other.stamp) or _has_seen(their_know, one.stamp)
    return None if seen else Why.WRITTEN_APART


def _deleted_and_edited(
    mine: Record, theirs: Record, my_know: Know, their_know: Know
) -> Iterator[Conflict]:
    dead, edited = (mine, theirs) if mine.is_deleted else (theirs, mine)
    dead_know, edited_know = (my_know, their_know) if dead is mine else (their_know, my_know)
    deletion = dead.registers[DELETED]
    if _has_seen(edited_know, deletion.stamp):
        return
    for name in sorted(edited.registers.keys() - {DELETED}):
        edit, known = edited.registers[name], dead.registers.get(name, _ABSENT)
        if edit.value != known.value and not _has_seen(dead_know, edit.stamp):
            sides = (deletion, edit) if dead is mine else (edit, deletion)
            kept = later(deletion, edited.registers.get(DELETED, _ABSENT))
            yield Conflict(mine.uid, mine.kind, Why.DELETED_AND_EDITED, name, *sides, kept)


def _joined_know(a: State, b: State) -> Know:
    # A part of a project says nothing of what else its maker had seen.
    if a.complete != b.complete:
        return dict(a.know if a.complete else b.know)
    return joined_know(a.know, b.know)


def _has_seen(know: Know, stamp: Stamp) -> bool:
    return know.get(stamp.replica, 0) >= stamp.rev
