"""What a person does with articles: importing files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.ui.errands.folders import usual_folder
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice
from annotator.ui.widgets.progress import ProgressLine

NOTES_SHOWN = 12


class ArticleErrands(QObject):
    """Asks which files, imports them beside the window's work, and says what came of it."""

    def __init__(
        self, session: Session, notice: Notice, progress: ProgressLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self.progress = progress
        self._window = window

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
