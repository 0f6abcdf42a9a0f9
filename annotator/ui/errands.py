"""What a person does with files: opening and making projects, importing articles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from annotator import paths
from annotator.domain.errors import UserError
from annotator.ui.places.welcome.new_project import NewProjectDialog
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice
from annotator.ui.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from annotator.ops.people import Person
    from annotator.store.project import Project

NOTES_SHOWN = 12


class Errands(QObject):
    """Asks with dialogs over the window, does it, and says what came of it."""

    def __init__(
        self, session: Session, notice: Notice, progress: ProgressLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self.progress = progress
        self._window = window

    # -- projects

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
            self.notice.show_error(error)
            return
        if person is not None and not project.read_only and not _is_sample(project.path):
            self._welcome_coder(project, person)
        self.session.show_project(project, str(person.uid) if person else "")

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
            self._folder(),
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

    def _folder(self) -> str:
        return str(self.session.project.path.parent) if self.session.is_open else str(Path.home())

    # -- articles

    def choose_articles(self) -> None:
        """Ask for text files and import them."""
        files = file_dialogs.open_files(
            self._window,
            self.tr("Import articles"),
            self._folder(),
            self.tr("Text files (*.txt);;All files (*)"),
        )
        if files:
            self.import_articles([Path(file) for file in files])

    def choose_folder(self) -> None:
        """Ask for a folder and import its text files."""
        folder = file_dialogs.choose_folder(
            self._window, self.tr("Import a folder of text files"), self._folder()
        )
        if folder:
            self.import_articles([Path(folder)])

    def import_articles(self, paths: list[Path]) -> None:
        """Read files beside the window's work, then take them all in as one step."""
        from annotator.ops import articles

        session = self.session
        project, coder_id = session.project, session.coder_id
        if session.work.is_busy:
            session.told.emit(self.tr("Another import is under way; wait for it, or cancel it."))
            return
        self.progress.begin(self.tr("Importing articles…"))

        def work(progress: Any) -> Any:
            drafts = articles.recognise_all(paths, progress)
            report = articles.import_drafts(project, drafts, coder_id=coder_id, progress=progress)
            return drafts, report

        session.work.start(work, self._imported)

    def _imported(self, result: Any) -> None:
        drafts, report = result
        self.session.announce(report.changes)
        notes = [f"{draft.source_file}: {note}" for draft in drafts for note in draft.notes]
        notes += [
            self.tr("{file} is in the project already and was left out.").format(file=name)
            for name in report.skipped
        ]
        if notes:
            more = len(notes) - NOTES_SHOWN
            rest = [self.tr("… and {n} more.").format(n=more)] if more > 0 else []
            self.notice.show_text("\n".join([*notes[:NOTES_SHOWN], *rest]))
        created = [i for ids in report.changes.created.values() for i in ids]
        if created:
            self.session.show_article(min(created))


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
