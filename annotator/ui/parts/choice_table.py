"""A small table in which the choices of a question are written: name, number, when to choose it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.domain.errors import UserError

if TYPE_CHECKING:
    from annotator.domain.questions import Choice
    from annotator.ops.choices import ChoiceDraft

_UID = Qt.ItemDataRole.UserRole
_NAME, _NUMBER, _MEANING = range(3)
_LEAST, _MOST = 3, 8
"""Rows that are seen at least and at most."""

Row = tuple[str, str, str, str]
"""Name, number, when to choose it, and the uid of a choice that is there already."""
_EMPTY: Row = ("", "", "", "")


class ChoiceTable(QTableWidget):
    """One row for each choice, and an empty one for the next.

    Writing begins with F2, a double click or a letter; Enter goes to the row below, Del removes the
    row, Alt and the arrows move it.

    Signals:
        written: what the rows say was changed, row by row as each cell is left.
    """

    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._filling = False
        self._read_only = False
        self.setProperty("look", "choices")
        self.setAccessibleName(_tr("Choices"))
        self.setAccessibleDescription(
            _tr("F2 writes, Del removes the row, Alt and the arrows move it.")
        )
        self.setHorizontalHeaderLabels([_tr("Choice"), _tr("No."), _tr("When")])
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(40)
        for column, mode in (
            (_NAME, QHeaderView.ResizeMode.Stretch),
            (_NUMBER, QHeaderView.ResizeMode.ResizeToContents),
            (_MEANING, QHeaderView.ResizeMode.Stretch),
        ):
            header.setSectionResizeMode(column, mode)
        self.itemChanged.connect(self._changed)
        self.set_read_only(False)
        self.set_choices([])

    def set_read_only(self, on: bool) -> None:
        """Whether it is only shown."""
        triggers = QAbstractItemView.EditTrigger
        writes = triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed
        self._read_only = on
        self.setEditTriggers(triggers.NoEditTriggers if on else writes)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these; a cell that says just that stays as it is, with what is written in it."""
        rows = [
            (one.name, _told(one.value), one.definition, str(one.uid))
            for one in choices
            if not one.is_deleted
        ]
        self._filling = True
        self.setRowCount(min(self.rowCount(), len(rows) + 1))
        while self.rowCount() <= len(rows):
            self._append()
        for place, row in enumerate((*rows, _EMPTY)):
            self._write(place, row)
        self._filling = False
        self._fit()

    @property
    def lacks_names(self) -> bool:
        """Whether a row says something, but not yet what the choice is called."""
        return any(not name for name, *_ in self.rows())

    def rows(self) -> list[Row]:
        """What is written, without the rows that say nothing."""
        return [row for row in map(self._row, range(self.rowCount())) if row != _EMPTY]

    def drafts(self) -> list[ChoiceDraft]:
        """The choices that are written.

        Raises:
            UserError: what stands for a number is none.
        """
        from annotator.ops.choices import ChoiceDraft

        return [
            ChoiceDraft(name, _number(number), meaning, UUID(uid) if uid else None)
            for name, number, meaning, uid in self.rows()
        ]

    def flush(self) -> None:
        """Take what is half written in a cell."""
        editor = QApplication.focusWidget()
        if editor is not None and editor is not self and self.isAncestorOf(editor):
            self.commitData(editor)

    # -- what is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del, and Alt with an arrow, concern the whole row; Enter and Tab go on."""
        if self.state() == QAbstractItemView.State.EditingState:
            # A line that is written hands Enter on to what is around it.
            return
        row, key = self.currentRow(), event.key()
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._read_only:
            self._remove(row)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self._read_only:
            self._move(row, -1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._below(row)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter after a name goes on to the next row, where the next one can be written."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._below(self.currentRow())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A cell is chosen, so that the keys have something to begin with."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentCell(0, _NAME)

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _changed(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        if item.row() == self.rowCount() - 1 and self._row(item.row()) != _EMPTY:
            self._filling = True
            self._append()
            self._filling = False
            self._fit()
        self.written.emit()

    def _remove(self, row: int) -> None:
        if not 0 <= row < self.rowCount() - 1:
            return
        column = self.currentColumn()
        self.removeRow(row)
        self.setCurrentCell(min(row, self.rowCount() - 1), column)
        self._fit()
        self.written.emit()

    def _move(self, row: int, step: int) -> None:
        other = row + step
        if min(row, other) < 0 or max(row, other) >= self.rowCount() - 1:
            return
        self._filling = True
        for column in range(3):
            one, two = self.takeItem(row, column), self.takeItem(other, column)
            self.setItem(row, column, two)
            self.setItem(other, column, one)
        self._filling = False
        self.setCurrentCell(other, self.currentColumn())
        self.written.emit()

    def _below(self, row: int) -> None:
        """Enter on what is written goes to the next one, to be written."""
        place = min(row + 1, self.rowCount() - 1)
        self.setCurrentCell(place, _NAME)
        if not self._read_only and place == self.rowCount() - 1:
            self.editItem(self._cell(place, _NAME))

    # -- rows

    def _append(self) -> None:
        place = self.rowCount()
        self.insertRow(place)
        for column in range(self.columnCount()):
            self.setItem(place, column, QTableWidgetItem())

    def _write(self, place: int, row: Row) -> None:
        for column, text in enumerate(row[:3]):
            cell = self._cell(place, column)
            if cell.text() != text:
                cell.setText(text)
            cell.setToolTip(text)
        self._cell(place, _NAME).setData(_UID, row[3])

    def _row(self, place: int) -> Row:
        texts = (self._cell(place, column).text() for column in range(3))
        name, number, meaning = (" ".join(text.split()) for text in texts)
        return name, number, meaning, self._cell(place, _NAME).data(_UID) or ""

    def _cell(self, place: int, column: int) -> QTableWidgetItem:
        cell = self.item(place, column)
        assert cell is not None
        return cell

    def _fit(self) -> None:
        rows = min(_MOST, max(_LEAST, self.rowCount()))
        height = max(self.rowHeight(0), self.fontMetrics().height() + 8)
        self.setFixedHeight(
            rows * height + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        )


def _told(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace("−", "-").replace(",", "."))
    except ValueError as error:
        raise UserError(
            "“{text}” is no number of a choice.",
            "Nothing was changed. Write such as 2 or -1, or nothing for its place.",
            text=text,
        ) from error


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChoiceTable", text)
