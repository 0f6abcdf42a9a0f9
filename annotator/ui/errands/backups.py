"""What happens with backups: made beside a person's work in silence, restored when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import UserError
from annotator.paths import PROJECT_SUFFIX
from annotator.ui.errands.projects import ProjectErrands
from annotator.ui.places.backups import BackupsDialog
from annotator.ui.session import Session
from annotator.ui.widgets import dates, file_dialogs
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.store.backups import Backup, Reason

AFTER_OPENING_MS = 10_000
"""First one begins to work; then the disk has time."""

WHILE_WORKING_MS = 30 * 60 * 1000


class BackupErrands(QObject):
    """Makes backups on a thread of their own, so that they never wait for an import, nor it."""

    def __init__(
        self,
        session: Session,
        notice: Notice,
        window: QWidget,
        projects: ProjectErrands,
    ) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window
        self._projects = projects
        self._said = False
        self._opened = QTimer(self)
        self._opened.setSingleShot(True)
        self._opened.setInterval(AFTER_OPENING_MS)
        self._opened.timeout.connect(self.after_opening)
        self._working = QTimer(self)
        self._working.setInterval(WHILE_WORKING_MS)
        self._working.timeout.connect(self.while_working)
        session.project_changed.connect(self._project_changed)
        session.keeping.failed.connect(self._not_made)

    # -- made in silence

    def after_opening(self) -> None:
        """Back up if the project was changed and has no backup of the last day."""
        from annotator.ops import backups
        from annotator.store.backups import Reason

        self._keep(Reason.OPENING, backups.DAY)

    def while_working(self) -> None:
        """Back up if something was changed in the last half an hour of work."""
        from annotator.ops import backups
        from annotator.store.backups import Reason

        # The clock of the timer and that of the backups may differ by a little.
        self._keep(Reason.WORK, backups.WORK - 60)

    def _keep(self, reason: Reason, seconds: float) -> None:
        from annotator.ops import backups

        keeping = self.session.keeping
        if not self.session.is_open or self.session.is_copy or keeping.is_busy:
            return
        project = self.session.project

        def work(progress: Any) -> Any:
            if backups.is_due(project, seconds):
                return backups.back_up(project, reason, progress)
            return None

        keeping.start(work, self._made)

    def _made(self, _backup: Any) -> None:
        self._said = False

    def _not_made(self, error: UserError) -> None:
        from annotator.store.failures import CopyCancelledError

        if isinstance(error, CopyCancelledError) or self._said or not self.session.is_open:
            return
        self._said = True
        self.notice.show_error(error)

    def _project_changed(self) -> None:
        self._said = False
        for timer in (self._opened, self._working):
            timer.stop()
            if self.session.is_open and not self.session.is_copy:
                timer.start()

    # -- made when asked for

    def back_up(self) -> None:
        """Make a backup now, beside the work."""
        from annotator.ops import backups
        from annotator.store.backups import Reason

        project, keeping = self.session.project, self.session.keeping
        if keeping.is_busy:
            self.session.told.emit(self.tr("A backup is being made already."))
            return

        def work(progress: Any) -> Any:
            return backups.back_up(project, Reason.ASKED, progress)

        keeping.start(work, lambda _made: self.session.told.emit(self.tr("A backup was made.")))

    # -- restored when asked for

    def restore(self) -> None:
        """Show the backups of the open project, and restore the one that is chosen.

        Where none is open, it is asked which file is meant.
        """
        from annotator.ops import backups, differences

        if self.session.work.is_busy:
            self.session.told.emit(
                self.tr("Something else is under way; wait for it, or cancel it.")
            )
            return
        if not self.session.is_open:
            # One that cannot be opened says so, and offers its backups.
            self._projects.choose_project()
            if not self.session.is_open:
                return
        project = self.session.project
        if self.session.is_copy:
            self.session.told.emit(
                self.tr("This is a copy to read in; restore in the window that has the project.")
            )
            return

        def compare(backup: Backup, progress: Any) -> Any:
            return differences.between(project, backup.path, progress)

        self._choose(project.path, backups.to_restore(project.path, project.uid), compare)

    def restore_damaged(self, path: Path) -> None:
        """Show the backups of a file that cannot be opened, and restore the one that is chosen."""
        from annotator.ops import backups

        self._choose(path, backups.to_restore(path), None)

    def _choose(self, path: Path, made: list[Backup], compare: Any) -> None:
        dialog = BackupsDialog(path, made, compare, self._window)
        accepted = dialog.exec()
        dialog.deleteLater()
        if accepted and dialog.chosen is not None:
            (self._as_copy if dialog.as_copy else self._in_place)(dialog.chosen, path)

    def _in_place(self, backup: Backup, path: Path) -> None:
        from annotator.ops import backups

        if self.session.is_open:
            self._projects.close_project()
        if self.session.is_open:
            return
        self._begin(
            lambda progress: backups.restore(backup.path, path, progress),
            lambda done: self._restored(backup, path, done),
        )

    def _as_copy(self, backup: Backup, path: Path) -> None:
        from annotator.ops import backups

        proposed = path.with_name(f"{path.stem} {dates.day(backup.at)}{PROJECT_SUFFIX}")
        target = file_dialogs.save_file(
            self._window,
            self.tr("Restore as a copy"),
            str(proposed),
            self.tr("Annotator projects (*{suffix})").format(suffix=PROJECT_SUFFIX),
        )
        if target:
            self._begin(
                lambda progress: backups.restore_copy(backup.path, Path(target), progress),
                self._copied,
            )

    def _begin(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        def done(progress: Any) -> Any:
            # What went wrong is told when the project is open again.
            try:
                return work(progress)
            except UserError as error:
                return error

        self.session.work.start(done, then, self.tr("Restoring…"))

    def _restored(self, backup: Backup, path: Path, done: Any) -> None:
        if path.exists():
            self._projects.open_project(path)
        if isinstance(done, UserError):
            self.notice.show_error(done)
            return
        when = dates.moment(backup.at)
        if done.aside is not None:
            self.notice.show_text(
                self.tr(
                    "The backup of {when} was restored. The damaged file that was there is "
                    "“{aside}” now."
                ).format(when=when, aside=done.aside)
            )
        else:
            told = self.tr("The backup of {when} was restored; the project as it was is a backup.")
            self.session.told.emit(told.format(when=when))

    def _copied(self, done: Any) -> None:
        if isinstance(done, UserError):
            self.notice.show_error(done)
        else:
            self._projects.open_project(done)
