"""What lists of rows have in common: the ground of a row, and where a line of it goes."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.ui.theme import Theme


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Paint what is behind a row: chosen, pointed at, with the focus or none of these."""
    box = QRectF(option.rect)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, theme.selected)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, theme.chip)
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.hairline)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(theme.accent, 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))


def band(box: QRectF, top: float, height: float) -> QRectF:
    """The part of a row that one line of words takes."""
    return QRectF(box.left(), top, box.width(), height)
