"""What a person does when the disk is in the way of saving: try again, or save a copy elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator import paths
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.store import Project

_TOPIC = "unsaved"


class SavingErrands(QObject):
    """Says what is not saved, and lets nobody leave it by mistake."""

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window
        self._said = False
        session.unsaved_changed.connect(self._tell)

    def _tell(self) -> None:
        waiting = self.session.unsaved
        if waiting is not None:
            self._said = True
            self.notice.show_error(
                waiting.error,
                [
                    (self.tr("Retry"), self.retry),
                    (self.tr("Save a copy elsewhere…"), self.save_copy),
                ],
                _TOPIC,
            )
        elif self._said:
            self._said = False
            self.notice.withdraw(_TOPIC)

    def retry(self) -> None:
        """Try again what could not be saved."""
        if self.session.retry():
            self.session.told.emit(self.tr("Everything is saved."))

    def save_copy(self) -> None:
        """Ask where, put a copy of the project there, save in it what waits, and go on in it."""
        old = self.session.project.path
        path = file_dialogs.save_file(
            self._window,
            self.tr("Save a copy elsewhere"),
            str(Path.home() / old.name),
            self.tr("Annotator projects (*{suffix})").format(suffix=paths.PROJECT_SUFFIX),
        )
        if path:
            self.go_on_in_copy(Path(path))

    def go_on_in_copy(self, path: Path) -> None:
        """Put a copy of the project at ``path``, save in it what waits, and go on in it."""
        from annotator.ops import projects

        session = self.session
        if session.work.is_busy:
            session.told.emit(self.tr("One moment: other work is under way. Try again after it."))
            return
        project = session.project
        session.work.start(
            lambda progress: projects.save_copy(project, path, progress),
            self._move_to,
            self.tr("Saving a copy…"),
        )

    def _move_to(self, copy: Project) -> None:
        session = self.session
        wishes = session.unsaved.wishes if session.unsaved else ()
        article, coder = session.article_id, session.coder
        session.show_project(copy, str(coder.uid) if coder else "")
        session.show_article(article)
        for wish in wishes:
            session.run(wish.verb, *wish.args, **wish.kwargs)
        if session.unsaved is None:
            text = self.tr("Everything is saved in “{file}”. You go on in it.")
            self.notice.show_text(text.format(file=copy.path))

    def may_leave(self) -> bool:
        """Whether the project can be closed: nothing is lost by it, or the person gives it up."""
        return self._may_stop_work() and self._may_lose_changes()

    def _may_stop_work(self) -> bool:
        """Whether nothing long is under way, or the person wants it to be cancelled."""
        work = self.session.work
        if not work.is_busy or not work.doing:
            # What people are not to see, they are not asked about.
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.session.project.path.name if self.session.is_open else "Annotator")
        box.setText(self.tr("This is still under way: {work}").format(work=work.doing))
        box.setInformativeText(
            self.tr("Cancelled, it leaves nothing half done: the project is as it was before.")
        )
        wait = box.addButton(self.tr("Wait"), QMessageBox.ButtonRole.RejectRole)
        cancel = box.addButton(
            self.tr("Cancel it and close"), QMessageBox.ButtonRole.DestructiveRole
        )
        box.setDefaultButton(wait)
        box.setEscapeButton(wait)
        box.exec()
        return box.clickedButton() is cancel

    def _may_lose_changes(self) -> bool:
        waiting = None if self.session.retry() else self.session.unsaved
        if waiting is None:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.session.project.path.name)
        number = len(waiting.wishes)
        box.setText(
            self.tr("The last change is not saved.")
            if number == 1
            else self.tr("The last {n} changes are not saved.").format(n=number)
        )
        box.setInformativeText(self.notice.words(waiting.error))
        accept, destroy = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole
        copy = box.addButton(self.tr("Save a copy elsewhere…"), accept)
        lose = box.addButton(self.tr("Close and lose them"), destroy)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(copy)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is copy:
            self.save_copy()
        return box.clickedButton() is lose
