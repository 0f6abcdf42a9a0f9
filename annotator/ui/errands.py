"""What a person does with files: opening and making projects, importing articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from annotator.domain.errors import UserError
from annotator.ui.places.welcome.new_project import NewProjectDialog
from annotator.ui.session import Session
from annotator.ui.widgets.notice import Notice
from annotator.ui.widgets.progress import ProgressLine

SUFFIX = ".annotator"
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

        try:
            project = projects.open_project(path)
            person = people.load_person()
        except UserError as error:
            self.notice.show_error(error)
            return
        self.session.show_project(project, str(person.uid) if person else "")

    def choose_project(self) -> None:
        """Ask for a project file and open it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a project"),
            self._folder(),
            self.tr("Annotator projects (*{suffix});;All files (*)").format(suffix=SUFFIX),
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
        names = [coder.name for coder in coders]
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
        files, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Import articles"),
            self._folder(),
            self.tr("Text files (*.txt);;All files (*)"),
        )
        if files:
            self.import_articles([Path(file) for file in files])

    def choose_folder(self) -> None:
        """Ask for a folder and import its text files."""
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Import a folder of text files"), self._folder()
        )
        if folder:
            self.import_articles([Path(folder)])

    def import_articles(self, paths: list[Path]) -> None:
        """Read files beside the window's work, then take them all in as one step."""
        from annotator.ops import articles

        session = self.session
        project, coder_id = session.project, session.coder_id
        self.progress.begin(self.tr("Importing articles…"))

        def work(progress: Any) -> Any:
            drafts = articles.recognise_all(paths, progress)
            report = articles.import_drafts(project, drafts, coder_id=coder_id, progress=progress)
            return drafts, report

        session.run_in_background(work, self._imported)

    def _imported(self, result: Any) -> None:
        self.progress.end()
        if result is None:
            return
        drafts, report = result
        self.session.announce(report.changes)
        notes = [f"{draft.source_file}: {note}" for draft in drafts for note in draft.notes]
        notes += [
            self.tr("{file} is in the project already and was left out.").format(file=name)
            for name in report.skipped
        ]
        if notes:
            self.notice.show_text("\n".join(notes[:NOTES_SHOWN]))
        created = [i for ids in report.changes.created.values() for i in ids]
        if created:
            self.session.show_article(min(created))
