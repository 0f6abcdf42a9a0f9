"""A list of codes to choose one from, narrowed down while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QListView, QVBoxLayout, QWidget

from annotator.domain.codebook import Code
from annotator.domain.matching import fold
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.session import Session
from annotator.ui.widgets.filter_field import FilterField

_ROWS, _FEWEST_ROWS = 6, 2
TOP = 0
"""Stands for no code at all: the top level of the codebook."""


class _Codes(QAbstractListModel):
    def __init__(self, session: Session, top: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._top = top
        self.rows: list[tuple[int, str]] = []

    def show(self, rows: list[tuple[int, str]]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        code_id, path = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return path
        if role == Qt.ItemDataRole.DecorationRole and code_id != TOP:
            session = self._session
            return square_icon(session.look.theme.code(session.codebook.colour(code_id)).line)
        return None


class CodeField(QWidget):
    """Chooses a code; the first one that has the words typed is chosen at once.

    Signals:
        chosen: another code is chosen.
        entered: ``Enter`` was pressed.
        unknown: ``Enter`` was pressed on words that no code has.
        nothing: ``Enter`` was pressed on no words, with no code chosen, where ``may_be_empty``.

    Attributes:
        may_be_empty: whether there is something to go on with when nothing is typed.
    """

    chosen = Signal()
    entered = Signal()
    unknown = Signal()
    nothing = Signal()

    def __init__(
        self,
        session: Session,
        name: str,
        may: Callable[[Code], bool],
        *,
        top: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Offers codes.

        Args:
            session: the session.
            name: what is chosen, for those who hear it.
            may: whether a code is offered.
            top: what the top level is called, where that can be chosen too.
            parent: the dialog.
        """
        super().__init__(parent)
        self.may_be_empty = False
        codebook = session.codebook
        self._all = [(TOP, top)] if top else []
        self._all += [
            (code.id, codebook.path(code.id, PATH_SEPARATOR))
            for code in codebook
            if not code.is_deleted and may(code)
        ]
        self._folded = {code_id: fold(path) for code_id, path in self._all}
        self.filter = FilterField(self.tr("Type to find a code…"), name, self)
        self.list_widget = QListView(self)
        self.list_widget.setProperty("look", "rows")
        self.list_widget.setAccessibleName(name)
        self.list_widget.setUniformItemSizes(True)
        self.list_widget.setLayoutMode(QListView.LayoutMode.Batched)
        self._model = _Codes(session, top, self)
        self.list_widget.setModel(self._model)
        row = self.fontMetrics().lineSpacing() + 10
        self.list_widget.setMinimumHeight(row * _FEWEST_ROWS)
        self.list_widget.setMaximumHeight(row * _ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.filter)
        layout.addWidget(self.list_widget)
        self.setFocusProxy(self.filter)
        self.filter.textChanged.connect(self._narrow)
        self.filter.left.connect(self._leave)
        self.filter.escaped.connect(self._close)
        self.list_widget.selectionModel().currentChanged.connect(self._changed)
        self.list_widget.activated.connect(lambda _index: self.entered.emit())
        self._model.show(self._all)

    @property
    def code_id(self) -> int | None:
        """The code that is chosen, ``TOP`` for the top level, ``None`` for nothing."""
        index = self.list_widget.currentIndex()
        return self._model.rows[index.row()][0] if index.isValid() else None

    def choose(self, code_id: int) -> None:
        """Choose a code."""
        for row, (one, _) in enumerate(self._model.rows):
            if one == code_id:
                self.list_widget.setCurrentIndex(self._model.index(row))

    def empty(self) -> None:
        """Nothing is typed, and no code is chosen."""
        self.filter.clear()
        self.list_widget.setCurrentIndex(self._model.index(-1, 0))

    def _narrow(self, words: str) -> None:
        before = self.code_id
        found = self._all
        for word in fold(words).split():
            found = [row for row in found if word in self._folded[row[0]]]
        self._model.show(found)
        rows = [row for row, (one, _) in enumerate(self._model.rows) if one == before]
        first = [0] if words.strip() and self._model.rows else []
        for row in (rows or first)[:1]:
            self.list_widget.setCurrentIndex(self._model.index(row))
        self.chosen.emit()

    def _leave(self, entered: bool) -> None:
        if entered and self.code_id is not None:
            self.entered.emit()
            return
        if entered and self.filter.text().strip() and not self._model.rows:
            self.unknown.emit()
            return
        if entered and self.may_be_empty and not self.filter.text().strip():
            self.nothing.emit()
            return
        self.list_widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.code_id is None and self._model.rows:
            self.list_widget.setCurrentIndex(self._model.index(0))

    def _close(self) -> None:
        """``Esc`` in the empty field leaves the dialog, as anywhere else in it."""
        dialog = self.window()
        if isinstance(dialog, QDialog):
            dialog.reject()

    def _changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit()
