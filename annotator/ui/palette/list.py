"""The rows of the palette for Qt's list, and how they look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.palette.rows import Row
from annotator.ui.parts.code_marks import SQUARE, key_width, paint_key, paint_square
from annotator.ui.parts.found_letters import fitting
from annotator.ui.session import Session
from annotator.ui.theme import words_font

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_ROW, _CAPTION = 30, 24
_SIDE, _GAP = 12.0, 14.0
_LEAST_NAME = 120.0
"""What is said at the right gives way before less of a name is seen than this."""


class PaletteModel(QAbstractListModel):
    """The rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def add_rows(self, rows: list[Row]) -> None:
        """Show these as well, below the others."""
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows = [*self.rows, *rows]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row in words, or the row itself."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.before + row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.name, row.before.removesuffix(" › "), row.after, row.keys)
            return ", ".join(part for part in parts if part)
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Paints a row: what it is, the letters found in bold, and its keys at the right."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row is higher by its caption."""
        row: Row = index.data(ROW_ROLE)
        return QSize(0, _ROW + (_CAPTION if row.caption else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: Row = index.data(ROW_ROLE)
        theme = self._session.look.theme
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.caption:
            painter.setFont(words_font(12, QFont.Weight.DemiBold))
            painter.setPen(theme.mute)
            above = QRectF(box.left() + _SIDE, box.top() + 2, box.width(), _CAPTION)
            painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, row.caption)
            box.setTop(box.top() + _CAPTION)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        self._paint_row(painter, box.adjusted(_SIDE, 0, -_SIDE, 0), row)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: Row) -> None:
        theme = self._session.look.theme
        middle = box.center().y()
        if row.kind == "code":
            codebook = self._session.codebook
            code = next((one for one in codebook if str(one.uid) == row.id), None)
            if code is not None:
                line = theme.code(codebook.colour(code.id)).line
                paint_square(painter, box.left(), middle, line)
            box.setLeft(box.left() + SQUARE + 9)
        if row.keys:
            chip = box.right() - key_width(row.keys)
            paint_key(painter, chip, middle, row.keys, theme)
            box.setRight(chip - _GAP)
        if row.after:
            self._paint_after(painter, box, row)
        found = row.positions if row.possible else ()
        layout = fitting(row.before, row.name, found, box.width(), theme)
        painter.setPen(theme.ink if row.possible else theme.mute)
        layout.draw(painter, QPointF(box.left(), middle - layout.boundingRect().height() / 2))

    def _paint_after(self, painter: QPainter, box: QRectF, row: Row) -> None:
        """Say what stands at the right, and take its room from the row."""
        font = words_font(12)
        metrics = QFontMetricsF(font)
        room = max(0.0, box.width() - _LEAST_NAME - _GAP)
        name = QFontMetricsF(words_font()).horizontalAdvance(row.before + row.name)
        room = max(room / 2, min(room, box.width() - name - _GAP))
        text = metrics.elidedText(row.after, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(self._session.look.theme.mute)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, right, text)
        box.setRight(box.right() - metrics.horizontalAdvance(text) - _GAP)
