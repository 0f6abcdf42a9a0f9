"""What a person does with articles: importing files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Kind
from annotator.ui.errands.folders import usual_folder
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice

NOTES_SHOWN = 12


class ArticleErrands(QObject):
    """Asks which files, imports them beside the window's work, and says what came of it."""

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window
        self._worked_meanwhile = False
        session.changed.connect(self._note_work)

    def choose_articles(self) -> None:
        """Ask for text files and import them."""
        files = file_dialogs.open_files(
            self._window,
            self.tr("Import articles"),
            usual_folder(self.session),
            self.tr("Text files (*.txt);;All files (*)"),
        )
        if files:
            self.import_articles([Path(file) for file in files])

    def choose_folder(self) -> None:
        """Ask for a folder and import its text files."""
        folder = file_dialogs.choose_folder(
            self._window, self.tr("Import a folder of text files"), usual_folder(self.session)
        )
        if folder:
            self.import_articles([Path(folder)])

    def import_articles(self, paths: list[Path]) -> None:
        """Take files in beside the window's work, all as one step."""
        from annotator.ops import importing

        session = self.session
        project, coder_id = session.project, session.coder_id
        if not session.can_change:
            session.told.emit(self.tr("Nothing can be imported here: this is for reading only."))
            return
        if session.work.is_busy:
            session.told.emit(self.tr("Another import is under way; wait for it, or cancel it."))
            return

        def work(progress: Any) -> Any:
            return importing.import_files(project, paths, coder_id=coder_id, progress=progress)

        self._worked_meanwhile = False
        session.work.start(work, self._imported, self.tr("Importing articles…"))

    def _note_work(self) -> None:
        self._worked_meanwhile = True

    def _imported(self, report: Any) -> None:
        worked_meanwhile = self._worked_meanwhile
        self.session.announce(report.changes)
        notes = [f"{name}: {note}" for name, said in report.notes.items() for note in said]
        notes += [
            self.tr("{file} is in the project already and was left out.").format(file=name)
            for name in report.skipped
        ]
        if notes:
            more = len(notes) - NOTES_SHOWN
            rest = [self.tr("… and {n} more.").format(n=more)] if more > 0 else []
            self.notice.show_text("\n".join([*notes[:NOTES_SHOWN], *rest]))
        created = report.changes.created.get(Kind.ARTICLE)
        # Who has gone on working meanwhile is not taken away from it.
        if created and not worked_meanwhile:
            self.session.show_article(min(created))
