"""What a person does with projects: opening, making, choosing who codes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from annotator import paths
from annotator.domain.errors import UserError
from annotator.ui import doorbell
from annotator.ui.errands.folders import usual_folder
from annotator.ui.places.welcome.new_project import NewProjectDialog
from annotator.ui.session import Session
from annotator.ui.widgets import dates, file_dialogs
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.ops.people import Person
    from annotator.store.project import Project


class ProjectErrands(QObject):
    """Asks with dialogs over the window, does it, and says what came of it."""

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window

    def open_project(self, path: Path) -> None:
        """Open a project file; a message says why when it can't be."""
        from annotator.ops import people, projects

        if self.session.is_open and self.session.project.path == path.absolute():
            self.session.told.emit(self.tr("This project is open here already."))
            return
        try:
            person = people.load_person()
            project = projects.open_project(path)
        except UserError as error:
            self._not_opened(path, error)
            return
        if person is not None and not project.read_only and not _is_sample(project.path):
            self._welcome_coder(project, person)
        self.session.show_project(project, str(person.uid) if person else "")

    def _not_opened(self, path: Path, error: UserError) -> None:
        from annotator.store.failures import OpenElsewhereError

        if isinstance(error, OpenElsewhereError):
            self._offer_copy(path, error)
        else:
            self.notice.show_error(error)

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
        self.session.show_project(project, is_copy=True)
        self.notice.show_text(
            self.tr(
                "This is a copy of “{file}” as it was at {time}. It can only be read; what is "
                "done in the other window does not appear here."
            ).format(file=path, time=dates.moment(at))
        )

    def _welcome_coder(self, project: Project, person: Person) -> None:
        """Whoever is new in a project says whether they code in it, or look as somebody else."""
        from annotator.ops import people

        coders = project.queries.coders()
        if any(coder.uid == person.uid for coder in coders):
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(project.path.name)
        box.setText(self.tr("You have not coded in this project yet, {me}.").format(me=person.name))
        known = ", ".join(coder.name for coder in coders)
        box.setInformativeText(
            self.tr("Its coders are: {known}. Their annotations stay theirs.").format(known=known)
        )
        join = box.addButton(
            self.tr("Code as {me}").format(me=person.name), QMessageBox.ButtonRole.AcceptRole
        )
        look = self.tr("Go on as {other}").format(other=coders[0].name if coders else "?")
        box.addButton(look, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(join)
        box.exec()
        if box.clickedButton() is join:
            me = people.join(project, person)
            self.session.settings.set_place(f"{project.uid}/coder", str(me.uid))

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

        try:
            person = people.load_person()
            dialog = NewProjectDialog(person.name if person else "", self._window)
            if not dialog.exec():
                return
            coder = (
                people.person_named(dialog.coder) if person else people.save_person(dialog.coder)
            )
            project = projects.create_project(dialog.path, dialog.name, coder)
        except UserError as error:
            self.notice.show_error(error)
            return
        self.session.show_project(project, str(coder.uid))

    def open_sample(self) -> None:
        """Make a fresh copy of the sample project and open it."""
        from annotator.ops import sample

        try:
            project = sample.create_sample(sample.fresh_path())
        except UserError as error:
            self.notice.show_error(error)
            return
        self.session.show_project(project)

    def choose_coder(self) -> None:
        """Ask whose annotations are shown and made."""
        session = self.session
        coders = session.project.queries.coders()
        names = _told_apart([coder.name for coder in coders])
        at_work = next((n for n, c in enumerate(coders) if c.id == session.coder_id), 0)
        name, chosen = QInputDialog.getItem(
            self._window,
            self.tr("Coder"),
            self.tr("Whose annotations are shown and made:"),
            names,
            at_work,
            editable=False,
        )
        if chosen:
            session.choose_coder(coders[names.index(name)])


def _is_sample(path: Path) -> bool:
    """Whether it is a copy of the sample project: one looks round in it as Ana."""
    return path.is_relative_to(paths.data_dir())


def _told_apart(names: list[str]) -> list[str]:
    """The names, the second of two equal ones with its number."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
