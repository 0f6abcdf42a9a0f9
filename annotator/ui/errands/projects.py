"""What a person does with projects: opening and making them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator import paths
from annotator.domain.errors import CancelledError, UserError
from annotator.ui import doorbell
from annotator.ui.errands.coders import CoderErrands, Coming
from annotator.ui.errands.folders import usual_folder
from annotator.ui.errands.opening import Opener
from annotator.ui.errands.saving import SavingErrands
from annotator.ui.places.welcome.new_project import NewProjectDialog
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice, in_few

if TYPE_CHECKING:
    from annotator.ops.people import Person
    from annotator.store.project import Project


class ReadOnly(Enum):
    """Why a project is open for reading only."""

    LOOKED_AT = auto()
    """The person chose to look."""
    PROTECTED = auto()
    """The file or its folder may not be written."""
    COPY = auto()
    """It is a copy of what is open elsewhere."""


class ProjectErrands(QObject):
    """Asks with dialogs over the window, does it, and says what came of it.

    Signals:
        not_opened: a file cannot be opened; carries its path and the ``UserError``.
        only_read: a project was opened that can't be changed; carries why (``ReadOnly``) and, of
            a copy, when it was like that, in milliseconds since 1970, UTC.
    """

    not_opened = Signal(object, object)
    only_read = Signal(object, object)

    def __init__(
        self,
        session: Session,
        notice: Notice,
        coders: CoderErrands,
        saving: SavingErrands,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._saving = saving
        self.session = session
        self.notice = notice
        self.coders = coders
        self._window = window
        self._opener = Opener(session, self)

    def open_project(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Open a project file; a message says why when it can't be.

        Where it needs something long first, that is done beside the window. ``then`` is called
        when it is open, or will not be.
        """
        if self.session.is_open and self.session.project.path == path.absolute():
            self.session.told.emit(self.tr("This project is open here already."))
            return
        person = self._may_open()
        if person is None:
            then()
            return

        def opened(project: Project) -> None:
            try:
                self._come_in(project, person)
            except UserError as error:
                self._not_opened(path, error)
            then()

        def failed(error: UserError) -> None:
            self._not_opened(path, error)
            then()

        self._opener.open(path, opened, failed)

    def _may_open(self) -> Person | None:
        """Whoever is here, unless the project that is open is not to be left."""
        if not self._saving.may_leave():
            return None
        try:
            return self.coders.person()
        except UserError as error:
            self.notice.show_error(error)
            return None

    def come_in(self, project: Project) -> None:
        """Show an open project to whoever is here, as they come into it; or close it again.

        Raises:
            UserError: nobody knows who is here, or the project cannot be shown.
        """
        person = self.coders.person()
        if person is None:
            project.close()
        else:
            self._come_in(project, person)

    def _come_in(self, project: Project, person: Person) -> None:
        from annotator.ops import projects

        coming = Coming.KNOWN
        if is_sample(project.path):
            self.coders.sit_down(project, person)
        else:
            coming = self.coders.welcome(project, person)
        if coming in (Coming.LOOKS, Coming.LEFT):
            project.close()
        if coming is Coming.LEFT:
            return
        if coming is Coming.LOOKS:
            project = projects.open_project(project.path, read_only=True)
        self.session.show_project(project, str(person.uid))
        if coming is Coming.JOINED:
            self.coders.tell_hidden()
        elif project.read_only:
            looks = coming is Coming.LOOKS
            self.only_read.emit(ReadOnly.LOOKED_AT if looks else ReadOnly.PROTECTED, 0)

    def _not_opened(self, path: Path, error: UserError) -> None:
        from annotator.store.failures import OpenElsewhereError

        if isinstance(error, CancelledError):
            self.notice.show_error(error)
        elif isinstance(error, OpenElsewhereError):
            self._offer_copy(path, error)
        else:
            self.not_opened.emit(path, error)

    def _offer_copy(self, path: Path, error: UserError) -> None:
        """Another program has the project: go to its window, or look at a copy."""
        there = doorbell.answers(path)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle(path.name)
        box.setText(QCoreApplication.translate("errors", error.template).format(**error.details))
        box.setInformativeText(
            self.tr(
                "One window at a time can change a project. A read-only copy shows it as it was "
                "when the other window last paused."
            )
        )
        accept, reject = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.RejectRole
        show = box.addButton(self.tr("Show that window"), accept) if there else None
        copy = box.addButton(self.tr("Open a read-only copy"), accept)
        box.addButton(self.tr("Cancel"), reject)
        box.setDefaultButton(show or copy)
        box.exec()
        if show is not None and box.clickedButton() is show:
            if doorbell.ring(path) and not self.session.is_open:
                self._window.close()
        elif box.clickedButton() is copy:
            self._open_copy(path)

    def _open_copy(self, path: Path) -> None:
        from annotator.ops import projects

        try:
            project, at = projects.open_last_checkpoint(path)
        except UserError as error:
            self.notice.show_error(error)
            return
        self.session.show_project(project, copy_of=path)
        self.only_read.emit(ReadOnly.COPY, at)

    def choose_project(self) -> None:
        """Ask for a project file and open it."""
        path = file_dialogs.open_file(
            self._window,
            self.tr("Open a project"),
            usual_folder(self.session),
            self.tr("Annotator projects (*{suffix});;All files (*)").format(
                suffix=paths.PROJECT_SUFFIX
            ),
        )
        if path:
            self.open_project(Path(path))

    def new_project(self) -> None:
        """Ask what a new project needs, make it and open it."""
        from annotator.ops import people, projects

        if not self._saving.may_leave():
            return
        try:
            person = people.load_person()
            dialog = NewProjectDialog(person.name if person else "", self._window)
            self._offer_schemes(dialog)
            if not dialog.exec():
                return
            coder = person or people.save_person(dialog.coder)
            scheme = projects.scheme_named(dialog.chosen_scheme)
            project = projects.create_project(dialog.path, dialog.name, coder, scheme)
        except UserError as error:
            self.notice.show_error(error)
            return
        self.session.show_project(project, str(coder.uid))
        if scheme is not None and scheme.notes:
            self.notice.show_text(in_few(scheme.notes))

    def _offer_schemes(self, dialog: NewProjectDialog) -> None:
        """Read them beside the window; the dialog proposes the starter until then."""
        from annotator.ops import schemes

        found: list[schemes.Shipped] = []

        def show(done: bool) -> None:
            if done and dialog.isVisible():
                dialog.show_schemes(found)

        self.session.background.do(lambda _goes_on: found.extend(schemes.shipped()), show)

    def open_sample(self) -> None:
        """Make a fresh copy of the sample project and open it."""
        from annotator.ops import sample

        if not self._saving.may_leave():
            return
        try:
            person = self.coders.person()
            if person is None:
                return
            project = sample.create_sample(sample.fresh_path())
        except UserError as error:
            self.notice.show_error(error)
            return
        self.coders.sit_down(project, person)
        self.session.show_project(project, str(person.uid))

    def close_project(self) -> None:
        """Close the project; not before somebody has seen what is not saved."""
        if self._saving.may_leave():
            self.session.close_project()


def is_sample(path: Path) -> bool:
    """Whether it is a copy of the sample project: nobody else's, so nobody is asked."""
    return path.is_relative_to(paths.data_dir())
