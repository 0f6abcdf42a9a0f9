"""Copies of a project that people edit and exchange, for the tests of merging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from annotator.domain.changes import Kind
from annotator.domain.merge import merge
from annotator.domain.records import BORN, Record, Register, Stamp, State


def uid(name: str) -> UUID:
    """The identity with that name; identities are sorted as their names are."""
    return UUID(bytes=name.encode().ljust(16, b"\0"))


def ref(name: str) -> str:
    """A reference to it."""
    return str(uid(name))


def anchor(start: int, end: int, *more: tuple[int, int], text: str = "t1") -> dict[str, Any]:
    """A place in a text, as it stands in a register."""
    ranges = [[start, end], *(list(each) for each in more)]
    return {"text_sha256": text, "ranges": ranges, "quotes": ["…"] * len(ranges)}


class Replica:
    """One machine's copy of a project: every action writes under the next ``rev``."""

    def __init__(self, name: str, state: State | None = None) -> None:
        self.name = name
        self.state = state or State()

    def fork(self, name: str) -> Replica:
        """A copy of the file on another machine."""
        return Replica(name, self.state)

    def create(
        self, kind: str, which: str, fixed: dict[str, Any] | None = None, /, **values: Any
    ) -> None:
        self._write(kind, uid(which), fixed or {}, {"deleted": False, **values}, self._tick())

    def bear(self, kind: str, which: str, /, **values: Any) -> None:
        """Makes a record as a shipped scheme does: before any edit."""
        if uid(which) not in self.state.records:
            self._write(kind, uid(which), {}, {"deleted": False, **values}, BORN)

    def code(self, which: str, /, **values: Any) -> None:
        self.create(Kind.CODE, which, **{"name": which, **values})

    def article(self, name: str, text: str = "t1", **values: Any) -> None:
        self.create(Kind.ARTICLE, name, text=text, **values)
        self._keep_text(text)

    def annotate(
        self,
        name: str,
        *,
        article: str = "D1",
        coder: str = "K1",
        code: str = "C1",
        at: dict[str, Any] | None = None,
        in_round: str = "R1",
        **values: Any,
    ) -> None:
        fixed = {"article": ref(article), "coder": ref(coder), "round": ref(in_round)}
        values = {"anchor": at or anchor(0, 5), "code": ref(code), **values}
        self.create(Kind.ANNOTATION, name, fixed, **values)

    def set(self, which: str, /, **values: Any) -> None:
        record = self.state.records[uid(which)]
        self._write(record.kind, record.uid, dict(record.fixed), values, self._tick())

    def correct(self, name: str, text: str) -> None:
        """Gives an article another text."""
        self.set(name, text=text)
        self._keep_text(text)

    def delete(self, name: str) -> None:
        self.set(name, deleted=True)

    def take(self, other: State) -> None:
        self.state = merge(self.state, other)

    def without(self, *names: str) -> State:
        """A part of the project, handed on without some records."""
        gone = {uid(name) for name in names}
        kept = {one: record for one, record in self.state.records.items() if one not in gone}
        return State(kept, self.state.texts, self.state.know, complete=False)

    def _keep_text(self, text: str) -> None:
        self.state = merge(self.state, State(texts={text: f"the words of {text}"}))

    def _tick(self) -> Stamp:
        stamp = Stamp(self.state.rev + 1, self.name)
        self.state = merge(self.state, State(know={self.name: stamp.rev}))
        return stamp

    def _write(
        self, kind: str, which: UUID, fixed: dict[str, Any], values: dict[str, Any], stamp: Stamp
    ) -> None:
        written = {field: Register(stamp, value) for field, value in values.items()}
        known = self.state.records.get(which)
        registers = {**(known.registers if known else {}), **written}
        records = {**self.state.records, which: Record(which, kind, fixed, registers)}
        self.state = State(records, self.state.texts, self.state.know)


def merged(*replicas: Replica) -> State:
    """What everybody has when all have exchanged everything."""
    state = State()
    for replica in replicas:
        state = merge(state, replica.state)
    return state
