"""What a person does with files, over the window: a dialog, the deed, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.ui.commands import Actions
from annotator.ui.errands.articles import ArticleErrands
from annotator.ui.errands.backups import BackupErrands
from annotator.ui.errands.codebooks import CodebookErrands
from annotator.ui.errands.coders import CoderErrands
from annotator.ui.errands.indexing import Indexing
from annotator.ui.errands.projects import ProjectErrands
from annotator.ui.errands.reading import ReadingErrands
from annotator.ui.errands.repairing import RepairErrands
from annotator.ui.errands.rounds import RoundErrands
from annotator.ui.errands.saving import SavingErrands
from annotator.ui.errands.surroundings import Surroundings
from annotator.ui.session import Session
from annotator.ui.widgets.notice import Notice


class Errands:
    """All errands of one window, by what they are about."""

    def __init__(self, session: Session, actions: Actions, notice: Notice, window: QWidget) -> None:
        self.saving = SavingErrands(session, notice, window)
        self.coders = CoderErrands(session, actions, notice, window)
        self.rounds = RoundErrands(session, window)
        self.projects = ProjectErrands(session, notice, self.coders, self.saving, window)
        self.reading = ReadingErrands(session, notice, window, self.projects)
        self.indexing = Indexing(session, window)
        self.surroundings = Surroundings(session, notice, window)
        self.backups = BackupErrands(session, notice, window, self.projects)
        self.repairs = RepairErrands(session, notice, window, self.projects, self.backups)
        self.projects.not_opened.connect(self.repairs.offer)
        self.articles = ArticleErrands(session, notice, window)
        self.codebooks = CodebookErrands(session, notice, window)
        self._session = session

    def save_copy(self) -> None:
        """Ask where, put a copy of the open project there, and go on in it."""
        errand = self.saving if self._session.can_change else self.reading
        errand.save_copy()
