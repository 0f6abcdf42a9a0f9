"""Opening a project file without the window standing still, however much it needs first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.domain.errors import UserError
from annotator.domain.readying import Stage
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.store import Opening, Project


class Opener(QObject):
    """Opens files: at once, or as work beside the window that says what it does."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def open(
        self,
        path: Path,
        opened: Callable[[Project], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Open a file, then call ``opened`` or ``failed``; other work is stopped."""
        from annotator.ops import projects

        self._session.stop_work()
        try:
            opening = projects.begin_opening(path)
            project = None if opening.takes_long else opening.finish()
        except UserError as error:
            failed(error)
            return
        if project is not None:
            opened(project)
            return
        self._session.work.start(
            partial(self._finish, opening, path.name),
            lambda done: failed(done) if isinstance(done, UserError) else opened(done),
            self.tr("Opening “{file}”…").format(file=path.name),
            unwanted=_leave,
        )

    def _finish(self, opening: Opening, file: str, progress: Any) -> Project | UserError:
        under_way = ""

        def tell(stage: Stage, label: str, done: int, total: int) -> bool:
            nonlocal under_way
            doing = self._words(stage).format(file=file, step=label)
            if doing != under_way:
                under_way = doing
                self._session.work.rename(doing)
            return bool(progress(done, total))

        try:
            return opening.finish(tell)
        except UserError as error:
            return error

    def _words(self, stage: Stage) -> str:
        return {
            Stage.KEEPING: self.tr("Opening “{file}”: a copy of it as it was is kept first"),
            Stage.UPDATING: self.tr("Opening “{file}”: it is brought up to date"),
            Stage.TAKING_OUT: self.tr(
                "Opening “{file}”: “{step}” was not finished and is taken out"
            ),
            Stage.BRINGING_IN: self.tr("Opening “{file}”: the rest of “{step}” is brought in"),
        }[stage]


def _leave(done: Project | UserError) -> None:
    if not isinstance(done, UserError):
        done.close()
