"""What happens when a project file is damaged: looked at after an unclean end, recovered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import DamagedError, UserError
from annotator.paths import PROJECT_SUFFIX
from annotator.ui.errands.backups import BackupErrands
from annotator.ui.errands.projects import ProjectErrands
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.notice import Notice, Offer
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.domain.finds import Find
    from annotator.ops.repairing import Recovered

AFTER_OPENING_MS = 2_000
"""First one begins to work; then there is time for a look at the file."""

_SHOWN = 4
"""Sentences of what is lost that the message says; the page has all of them."""


class RepairErrands(QObject):
    """Says that a file is damaged, and makes a sound one of it.

    Signals:
        recovered: a copy was made and is open; carries what came of it.
        looked: a project that was not closed properly has been looked at.
    """

    recovered = Signal(object)
    looked = Signal()

    def __init__(
        self,
        session: Session,
        notice: Notice,
        window: QWidget,
        projects: ProjectErrands,
        backups: BackupErrands,
    ) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window
        self._projects = projects
        self._backups = backups
        self._looking = Work(self)
        self._looking.failed.connect(self._not_looked)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_OPENING_MS)
        self._soon.timeout.connect(self.look)
        session.project_changed.connect(self._project_changed)
        session.closing.connect(self._looking.drop)

    # -- said

    def offer(self, path: Path, error: UserError) -> None:
        """Say why a project cannot be opened, and what can be done."""
        self.notice.show_error(error, self.offers(path.absolute(), error))

    def offers(self, path: Path, error: UserError) -> list[Offer]:
        """The buttons beside an error about a project file."""
        from annotator.ops import backups

        offered: list[Offer] = []
        if isinstance(error, DamagedError):
            offered.append((self.tr("Recover &into a copy…"), partial(self.recover, path)))
        is_open = self.session.is_open and self.session.project.path == path
        if backups.to_restore(path, self.session.project.uid if is_open else None):
            restore = partial(self._restore, path)
            offered.append((self.tr("Re&store a backup…"), restore))
        return offered

    def _restore(self, path: Path) -> None:
        if self.session.is_open and self.session.project.path == path:
            self._backups.restore()
        else:
            self._backups.restore_damaged(path)

    # -- looked at after an unclean end

    def _project_changed(self) -> None:
        self._soon.stop()
        if self.session.is_open and not self.session.is_copy and self.session.project.ended_badly:
            self._soon.start()

    def look(self) -> None:
        """Look at the structure of the open file, beside the work; only damage is told."""
        if self.session.is_open and not self._looking.is_busy:
            self._looking.start(self.session.project.quick_check, self._looked)

    def _looked(self, finds: list[Find]) -> None:
        if finds:
            from annotator.store.failures import damaged

            self.offer(self.session.project.path, damaged(self.session.project.path))
        self.looked.emit()

    def _not_looked(self, error: UserError) -> None:
        if isinstance(error, DamagedError) and self.session.is_open:
            self.offer(self.session.project.path, error)

    # -- recovered

    def recover_open(self) -> None:
        """Recover the open project into a copy."""
        self.recover(self.session.project.path)

    def recover(self, path: Path) -> None:
        """Ask where, make a sound project of what can be read, and open it."""
        if self.session.work.is_busy:
            self.session.told.emit(
                self.tr("Something else is under way; wait for it, or cancel it.")
            )
            return
        target = file_dialogs.save_file(
            self._window,
            self.tr("Recover into a copy"),
            str(
                path.with_name(self.tr("{name} recovered").format(name=path.stem) + PROJECT_SUFFIX)
            ),
            self.tr("Annotator projects (*{suffix})").format(suffix=PROJECT_SUFFIX),
        )
        if target:
            self._recover_into(path, Path(target))

    def _recover_into(self, path: Path, target: Path) -> None:
        from annotator.ops import repairing

        # What is open is written; what is recovered must stand still.
        was_open = self.session.is_open and self.session.project.path == path
        if was_open:
            self._projects.close_project()
            if self.session.is_open:
                return

        def work(progress: Any) -> Recovered | UserError:
            # What went wrong is told when the project is open again.
            try:
                return repairing.repair(path, target, progress)
            except UserError as error:
                return error

        def then(done: Recovered | UserError) -> None:
            if isinstance(done, UserError):
                self._not_recovered(path if was_open else None, done)
            else:
                self._recovered(done)

        self.session.work.start(work, then, self.tr("Recovering…"))

    def _not_recovered(self, was_open: Path | None, error: UserError) -> None:
        if was_open is not None and not self.session.is_open:
            self._projects.open_project(was_open)
        self.notice.show_error(error)

    def _recovered(self, done: Recovered) -> None:
        self._projects.open_project(done.path)
        words = [
            self.tr("“{file}” was recovered from “{source}”, which is as it was: keep it.").format(
                file=done.path.name, source=done.source.name
            )
        ]
        if done.backup is not None:
            words.append(self.tr("What could be read was merged into the newest sound backup."))
        lost = [*done.lost, *done.changed, *(find.words for find in done.finds)]
        words += lost[:_SHOWN] or [self.tr("Nothing is known to be lost.")]
        if len(lost) > _SHOWN:
            words.append(self.tr("… and {n} more").format(n=len(lost) - _SHOWN))
        self.notice.show_text(
            "\n".join(words), [(self.tr("Show the report"), lambda: self.recovered.emit(done))]
        )
