"""Choosing a backup: what restoring it would mean is shown before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError
from annotator.ui.places.backups.list import DIFFERS, BackupsModel
from annotator.ui.widgets import dates
from annotator.ui.work import Progress, Work

if TYPE_CHECKING:
    from annotator.store.backups import Backup
    from annotator.store.differences import Differences

Compare = Callable[["Backup", Progress], "Differences | None"]
"""What differs in a backup; ``None`` where the project cannot be read."""

_SHOWN = 200


class BackupsDialog(QDialog):
    """Lists backups and says of the chosen one what differs.

    Attributes:
        chosen: the backup to restore.
        as_copy: whether as a project of its own.
    """

    def __init__(
        self,
        path: Path,
        backups: Sequence[Backup],
        compare: Compare | None,
        parent: QWidget | None = None,
    ) -> None:
        """Makes the dialog.

        Args:
            path: the project file.
            backups: the file's own first, each kind newest first.
            compare: what differs in one, called beside the window's work; None where the project
                cannot be opened.
            parent: the window.
        """
        from annotator.ops.backups import REASONS

        super().__init__(parent)
        self.chosen: Backup | None = None
        self.as_copy = False
        self._compare = compare
        self._known: dict[int, list[str]] = {}
        self._harmless: set[int] = set()
        self._work = Work(self)
        self._work.failed.connect(self._not_compared)
        self._comparing = -1
        whens = [dates.moment(one.at) for one in backups]
        whys = [
            _why(QCoreApplication.translate("backups", REASONS[one.reason]), one, path)
            for one in backups
        ]
        self._model = BackupsModel(backups, whens, whys)
        self._list = self._make_list()
        self._lead = QLabel(self._about(path))
        self._title = QLabel()
        self._text = QPlainTextEdit()
        self._restore = QPushButton(self.tr("&Restore"))
        self._copy = QPushButton(self.tr("Restore as a &copy…"))
        self._folder = QPushButton(self.tr("Open the &folder"))
        self._close = QPushButton(self.tr("Cancel"))
        self._lay_out(path)
        self._connect()
        if backups:
            self._list.setCurrentIndex(self._model.index(0, 0))
            self._list.setFocus()
        else:
            self._close.setFocus()

    def _about(self, path: Path) -> str:
        if not self._model.backups:
            return self.tr(
                "There are no backups of {file} yet. One is made when a project is opened that "
                "was changed, and every 30 minutes of work."
            ).format(file=path.name)
        if not path.exists():
            return self.tr(
                "{file} is not there any more. Restoring puts a copy of the backup in its place."
            ).format(file=path.name)
        if self._compare is None:
            return self.tr(
                "{file} cannot be opened as it is. Restoring puts it aside under another name, "
                "as it is, and a copy of the backup in its place."
            ).format(file=path.name)
        return self.tr(
            "Restoring brings {file} back to a backup. As it is now it becomes a backup itself, "
            "so you can come back to it."
        ).format(file=path.name)

    def _make_list(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self._model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setProperty("look", "rows")
        view.setAccessibleName(self.tr("Backups"))
        header = view.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(DIFFERS, QHeaderView.ResizeMode.Stretch)
        view.setColumnHidden(DIFFERS, self._compare is None)
        return view

    def _lay_out(self, path: Path) -> None:
        self.setWindowTitle(self.tr("Backups of {file}").format(file=path.name))
        self.resize(QSize(840, 580).boundedTo(self.screen().availableSize() * 0.92))
        self._lead.setWordWrap(True)
        self._title.setProperty("look", "heading")
        self._text.setReadOnly(True)
        self._text.setProperty("look", "field")
        self._text.setAccessibleName(self.tr("What restoring would mean"))
        self._text.setTabChangesFocus(True)
        self._close.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._folder)
        row.addStretch(1)
        for button in (self._close, self._copy, self._restore):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._lead)
        column.addWidget(self._list, 3)
        column.addWidget(self._title)
        column.addWidget(self._text, 2)
        column.addLayout(row)
        there = bool(self._model.backups)
        for widget in (self._list, self._title, self._text, self._folder):
            widget.setVisible(there)
        for button in (self._restore, self._copy):
            button.setVisible(there)
        if not there:
            self._close.setText(self.tr("Close"))
            self.setFixedSize(520, column.heightForWidth(520))

    def _connect(self) -> None:
        self._list.selectionModel().currentRowChanged.connect(lambda *_: self._select())
        self._list.doubleClicked.connect(lambda _index: self._go_to_restore())
        self._list.installEventFilter(self)
        self._restore.clicked.connect(lambda: self._choose(as_copy=False))
        self._copy.clicked.connect(lambda: self._choose(as_copy=True))
        self._folder.clicked.connect(self._open_folder)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self._stop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return in the list goes to the button first where restoring takes something away."""
        is_return = (
            watched is self._list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if is_return:
            self._go_to_restore()
        return is_return or super().eventFilter(watched, event)

    def _go_to_restore(self) -> None:
        if self._row() in self._harmless:
            self._restore.click()
        else:
            self._restore.setFocus()

    # -- what differs

    def _row(self) -> int:
        return self._list.currentIndex().row()

    def _select(self) -> None:
        self._show()
        row = self._row()
        if self._compare is None or row in self._known:
            return
        if self._work.is_busy and self._comparing != row:
            # The chosen one first; the other is compared again later.
            self._work.cancel()
        else:
            self._next()

    def _next(self) -> None:
        """Compare the chosen backup, then the others."""
        if self._work.is_busy or self._compare is None:
            return
        rows = [self._row(), *range(len(self._model.backups))]
        missing = next((row for row in rows if row >= 0 and row not in self._known), None)
        if missing is None:
            return
        self._comparing = missing
        compare, backup = self._compare, self._model.backups[missing]
        self._work.start(lambda progress: compare(backup, progress), partial(self._found, missing))

    def _found(self, row: int, found: Differences | None) -> None:
        from annotator.ops import differences

        if found is not None:
            short = [_in_words(told) for told in differences.summary(found)]
            nothing = self.tr("Nothing differs.")
            if differences.only_adds(found):
                self._harmless.add(row)
            self._model.tell(row, ", ".join(short) or nothing)
            self._keep(row, differences.in_words(found) if found else [nothing])

    def _not_compared(self, error: UserError) -> None:
        from annotator.ops.differences import NotComparableError
        from annotator.store.differences import ComparisonCancelledError
        from annotator.store.failures import CopyCancelledError

        if isinstance(error, ComparisonCancelledError | CopyCancelledError):
            self._next()
            return
        if isinstance(error, NotComparableError):
            self._model.tell(self._comparing, self.tr("cannot be compared"))
            self._lead.setText(
                self.tr(
                    "This project is damaged. Restoring puts its file aside under another name, as "
                    "it is, and a copy of the backup in its place."
                )
            )
        else:
            self._model.tell(self._comparing, self.tr("cannot be read"))
        self._keep(self._comparing, [error.what, error.way_out])

    def _keep(self, row: int, lines: list[str]) -> None:
        self._known[row] = lines
        self._show()
        self._next()

    def _show(self) -> None:
        row = self._row()
        lines = self._known.get(row)
        if row < 0:
            return
        when = self._model.index(row, 0).data()
        self._title.setText(self.tr("Restoring the backup of {when} would mean").format(when=when))
        if self._compare is None:
            lines = [self.tr("The project as it is cannot be read, so nothing can be compared.")]
        ready = lines is not None
        self._text.setPlainText("\n".join(lines[:_SHOWN]) if lines else self.tr("Comparing…"))
        self._restore.setEnabled(ready)
        (self._restore if row in self._harmless else self._close).setDefault(True)
        self._copy.setEnabled(True)

    def _stop(self) -> None:
        self._compare = None
        self._work.shut_down()

    # -- what comes of it

    def _choose(self, *, as_copy: bool) -> None:
        self.chosen, self.as_copy = self._model.backups[self._row()], as_copy
        self.accept()

    def _open_folder(self) -> None:
        folder = self._model.backups[max(0, self._row())].path.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _in_words(told: tuple[str, int]) -> str:
    template, n = told
    return QCoreApplication.translate("backups", template).format(n=f"{n:,}")


def _why(reason: str, backup: Backup, path: Path) -> str:
    """The reason, and of which file where it is another copy of the project."""
    elsewhere: Any = backup.origin
    return reason if elsewhere == path else f"{reason} ({elsewhere.name or '?'})"
