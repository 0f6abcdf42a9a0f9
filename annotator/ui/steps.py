"""Undo, redo and going back, as the window asks for them: long ones beside it, and shown where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.domain.changes import Changes
from annotator.domain.errors import UserError
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.store.project import Project


class Steps(QObject):
    """Takes steps of a project's history back and forth, long ones as work beside the window.

    Signals:
        taken: a step was; carries its ``Changes`` and a sentence about it.
        failed: a ``UserError`` to be shown.
        told: a sentence for the status line.
    """

    taken = Signal(object, str)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._passed_over: set[int] = set()

    def forget_passed_over(self) -> None:
        """Somebody did something else: the next undo begins with the latest step again."""
        self._passed_over.clear()

    def undo_label(self, project: Project, coder_id: int) -> str | None:
        """What ``undo`` would take back, in plain words."""
        return project.undo_label(coder_id, but=self._passed_over)

    def undo(self, project: Project, coder_id: int, entry: int | None) -> None:
        """Undo the coder's latest step, or another one of theirs."""
        but = self._passed_over
        self._take(
            partial(project.undo, coder_id, entry, but=but),
            self.tr("Undone: {step}"),
            self.tr("Undoing…"),
            partial(project.undo_takes_long, coder_id, entry, but=but),
        )

    def pass_over(self, refused: int) -> None:
        """Leave out a step that could not be undone."""
        self._passed_over.add(refused)

    def redo(self, project: Project, coder_id: int, entry: int | None) -> None:
        """Do again what was undone last, or another undone step."""
        self._take(
            partial(project.redo, coder_id, entry),
            self.tr("Done again: {step}"),
            self.tr("Doing again…"),
            partial(project.redo_takes_long, coder_id, entry),
        )

    def go_back(self, project: Project, coder_id: int, entry: int) -> None:
        """Take back all that the coder did from an entry of the history on."""
        from annotator.ops import returning

        asked = (project, entry, coder_id)
        takes_long = partial(returning.is_large, *asked)
        self._take(partial(returning.go_back, *asked), "{step}", self.tr("Going back…"), takes_long)

    def _take(
        self,
        step: Callable[..., Changes | None],
        saying: str,
        doing: str,
        takes_long: Callable[[], bool],
    ) -> None:
        try:
            if not takes_long():
                self._tell(saying, step())
            elif self._work.is_busy:
                self.told.emit(self.tr("Other work is under way; wait for it, or cancel it."))
            else:
                told = partial(self._tell, saying)
                self._work.start(lambda progress: step(go_on=progress), told, doing)
        except UserError as error:
            self.failed.emit(error)

    def _tell(self, saying: str, changes: Changes | None) -> None:
        if changes is not None:
            self.taken.emit(changes, saying.format(step=changes.label))
