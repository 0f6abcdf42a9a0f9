"""Saves what is written of a code, and sees to it that one visit raises at most one revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.domain.changes import Changes, Kind
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.domain.revisions import Revision
    from annotator.ops.rule_editing import Visit


class RuleVisit(QObject):
    """Everything is saved when it is written; what is written in one field is undone as one.

    Signals:
        revised: something was saved, and the revision of this visit raised, changed or withdrawn
            with it if need be; or the visit ended.
        overtaken: the code was changed by something else than this visit.
    """

    revised = Signal()
    overtaken = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._code_id: int | None = None
        self._visit: Visit | None = None
        self._why, self._same_meaning = "", False
        self._field = ""
        self._first: int | None = None
        self._writing = False
        session.changed.connect(self._follow)

    # -- the visit

    def turn_to(self, code_id: int | None) -> None:
        """Be about this code from now on; what was begun about another one is complete."""
        self._code_id = code_id
        self.end()

    def end(self) -> None:
        """What is written from now on is another visit's."""
        self._visit = None
        self._why, self._same_meaning = "", False
        self.end_series()
        self.revised.emit()

    def end_series(self) -> None:
        """What is written from now on is undone by itself."""
        self._field, self._first = "", None

    @property
    def raised(self) -> Revision | None:
        """The revision that this visit raised."""
        from annotator.ops import rule_editing

        if self._visit is None or not self._session.is_open:
            return None
        return rule_editing.raised_in(self._session.project, self._visit)

    @property
    def is_writing(self) -> bool:
        """Whether what is saved just now was written here."""
        return self._writing

    @property
    def same_meaning(self) -> bool:
        """Whether only the wording is said to change."""
        return self._same_meaning

    # -- writing

    def write(self, field: str, values: Mapping[str, Any]) -> Changes | None:
        """Save values of the code; ``field`` is where they were written."""
        from annotator.ops import rule_editing

        if self._code_id is None or not self._session.is_open:
            return None
        if self._visit is None:
            self._visit = rule_editing.begin_visit(self._session.project, self._code_id)
        return self.run(
            field,
            rule_editing.write_rules,
            self._visit,
            dict(values),
            why=self._why,
            same_meaning=self._same_meaning,
        )

    def run(
        self, field: str, verb: Callable[..., Changes], *args: Any, **kwargs: Any
    ) -> Changes | None:
        """Run a verb about the code; ``field`` is where it was asked for."""
        from annotator.ops import rule_editing

        if field != self._field:
            self._field, self._first = field, None
        if verb is rule_editing.write_rules:
            kwargs["after"] = self._first
        self._writing = True
        changes = self._session.run(verb, *args, coder_id=self._session.coder_id, **kwargs)
        self._writing = False
        if changes is None:
            self._first = None
        elif self._first is None and changes.txn:
            self._first = changes.txn
        self.revised.emit()
        return changes

    def give_reason(self, why: str) -> None:
        """Say why the meaning changes."""
        self._why = why
        self.write("why", {})

    def say_same_meaning(self, same: bool) -> None:
        """Say that only the wording changes, or that the meaning does after all."""
        self._same_meaning = same
        self.write("same", {})

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if self._writing or self._code_id is None:
            return
        of_code = self._code_id in changes.updated.get(Kind.CODE, frozenset())
        if of_code or changes.touches(Kind.REVISION) or changes.touches(Kind.SETTING):
            self.end()
            self.overtaken.emit()
        elif changes.touches(Kind.CODE):
            self.end_series()
            self.overtaken.emit()
        else:
            self.end_series()
