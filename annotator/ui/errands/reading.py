"""A project that can only be read: why that is, and what to do to work on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator import paths
from annotator.domain.errors import UserError
from annotator.ui.errands.projects import ProjectErrands, ReadOnly
from annotator.ui.session import Session
from annotator.ui.widgets import dates, file_dialogs
from annotator.ui.widgets.notice import Notice, Offer

if TYPE_CHECKING:
    from annotator.store import Project

_TOPIC = "reading"


class ReadingErrands(QObject):
    """Says once why nothing can be changed, and takes the ways out of it."""

    def __init__(
        self, session: Session, notice: Notice, window: QWidget, projects: ProjectErrands
    ) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window
        self._projects = projects
        projects.only_read.connect(self._tell)

    def _tell(self, why: ReadOnly, at: int) -> None:
        """Say why the open project can't be changed, and offer what can be done.

        Args:
            why: the reason.
            at: of a copy: when the project was like that, in milliseconds since 1970, UTC.
        """
        session = self.session
        text, offer = self._words(why)
        path = session.copy_of or session.project.path
        told = text.format(file=path, time=dates.moment(at) if at else "")
        self.notice.show_text(told, [offer], _TOPIC)

    def _words(self, why: ReadOnly) -> tuple[str, Offer]:
        if why is ReadOnly.LOOKED_AT:
            return (
                self.tr("You only look at “{file}”: nothing can be changed."),
                (self.tr("Code in it…"), self._open_again),
            )
        if why is ReadOnly.COPY:
            return (
                self.tr(
                    "This is a copy of “{file}” as it was at {time}. It can only be read; what is "
                    "done in the other window does not appear here. To work on the project, close "
                    "it there, then open it here."
                ),
                (self.tr("Open it here"), self._open_again),
            )
        return (
            self.tr(
                "“{file}” can only be read: it, or the folder it is in, is write-protected. To "
                "work on the project, save a copy in a folder of your own."
            ),
            (self.tr("Save a copy…"), self.save_copy),
        )

    def _open_again(self) -> None:
        """Open the project to work on it."""
        path = self.session.copy_of or self.session.project.path
        self.session.close_project()
        self._projects.open_project(path)

    def save_copy(self) -> None:
        """Ask where, put a copy of the project there, and go on in it."""
        path = file_dialogs.save_file(
            self._window,
            self.tr("Save a copy to work in"),
            str(Path.home() / self.session.project.path.name),
            self.tr("Annotator projects (*{suffix})").format(suffix=paths.PROJECT_SUFFIX),
        )
        if path:
            self._copy_to(Path(path))

    def _copy_to(self, path: Path) -> None:
        from annotator.ops import projects

        session = self.session
        if session.work.is_busy:
            session.told.emit(self.tr("One moment: other work is under way. Try again after it."))
            return
        project = session.project
        session.work.start(
            lambda progress: projects.save_copy(project, path, progress),
            self._go_on_in,
            self.tr("Saving a copy…"),
        )

    def _go_on_in(self, copy: Project) -> None:
        """Come into the copy as into any project: who is new in it says whether they code."""
        article, path = self.session.article_id, copy.path
        try:
            self._projects.come_in(copy)
        except UserError as error:
            self.notice.show_error(error)
            return
        if self.session.is_open and self.session.project.path == path:
            self.session.show_article(article)
            self.session.told.emit(self.tr("You go on in “{file}”.").format(file=path.name))
