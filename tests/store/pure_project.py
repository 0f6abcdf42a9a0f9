"""What a project should hold, kept by hand from what was asked of it: records, no tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from annotator.domain.records import DELETED, Record, Register, Stamp, State

Values = dict[str, Any]


@dataclass
class _Done:
    """An action: what each record's fields were before and after; ``None``: it was made."""

    coder: int | None
    is_undo: bool
    changed: dict[UUID, tuple[Values, Values] | None]
    taken_back: bool = False


@dataclass
class PureProject:
    """The records of a project, its actions, and what undo and redo make of them."""

    state: State
    done: list[_Done] = field(default_factory=list)

    def apply(self, coder: int | None, written: dict[UUID, Values | Record], stamp: Stamp) -> None:
        """New records as they are, and new values for old ones."""
        changed: dict[UUID, tuple[Values, Values] | None] = {}
        for uid, values in written.items():
            if isinstance(values, Record):
                changed[uid] = None
                self._put(values)
            else:
                changed[uid] = self._set(uid, values, stamp)
        self._finish(_Done(coder, False, changed), stamp)

    def undo(self, coder: int | None, stamp: Stamp) -> None:
        self._take_back([one for one in self.done if not one.is_undo], coder, stamp, True)

    def redo(self, coder: int | None, stamp: Stamp) -> None:
        self._take_back([one for one in self.done if one.is_undo], coder, stamp, False)

    def _take_back(
        self, among: list[_Done], coder: int | None, stamp: Stamp, is_undo: bool
    ) -> None:
        target = [one for one in among if one.coder == coder and not one.taken_back][-1]
        changed: dict[UUID, tuple[Values, Values] | None] = {}
        for uid, values in target.changed.items():
            before = {DELETED: True} if values is None else values[0]
            changed[uid] = self._set(uid, before, stamp)
        target.taken_back = True
        self._finish(_Done(coder, is_undo, changed), stamp)

    def _set(self, uid: UUID, values: Values, stamp: Stamp) -> tuple[Values, Values]:
        record = self.state.records[uid]
        new = {name: value for name, value in values.items() if record.value(name) != value}
        old = {name: record.value(name) for name in new}
        registers = {name: Register(stamp, value) for name, value in new.items()}
        self._put(Record(uid, record.kind, record.fixed, {**record.registers, **registers}))
        return old, new

    def _put(self, record: Record) -> None:
        records = {**self.state.records, record.uid: record}
        self.state = State(records, self.state.texts, self.state.know)

    def _finish(self, done: _Done, stamp: Stamp) -> None:
        self.done.append(done)
        know = {**self.state.know, stamp.replica: stamp.rev}
        self.state = State(self.state.records, self.state.texts, know)
