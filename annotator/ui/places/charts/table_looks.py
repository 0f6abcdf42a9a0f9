"""What the table of numbers looks like: its head and its cells."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.ui.parts.code_marks import SQUARE, paint_square
from annotator.ui.places.charts import numbers
from annotator.ui.places.charts.figure import STEP, Row
from annotator.ui.places.charts.marks import fitted
from annotator.ui.session import Session
from annotator.ui.theme import ui_font

ROW_HEIGHT = 28
HEAD_HEIGHT = 30
LEFT = 24
"""Left of the codes, as of everything in the place."""
EDGE = 14
"""Left and right of what stands in a cell, in pixels."""
ARROW = 3.5
"""Half the width of the mark of the column that is sorted by."""

Index = QModelIndex | QPersistentModelIndex


class NumbersHeader(QHeaderView):
    """The names of the columns over what stands in them, with room for the mark of sorting."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session
        self._metrics = QFontMetricsF(ui_font(12))
        self.setSectionsClickable(True)
        self.setFixedHeight(HEAD_HEIGHT)

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: N802 - Qt's name
        """Room for the name, the mark and the air round them."""
        width = self._metrics.horizontalAdvance(self._name(section)) + 4 * ARROW
        return QSize(ceil(width) + (EDGE if section else LEFT) + EDGE, HEAD_HEIGHT)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:  # noqa: N802
        """Paint one name."""
        theme = self._session.look.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.panel)
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.hairline)
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        painter.setPen(theme.ink if sorted_by else theme.mute)
        painter.setFont(ui_font(12))
        inner = QRectF(box).adjusted(EDGE if section else LEFT, 0, -EDGE, -1)
        painter.drawText(inner, numbers.RIGHT if section else numbers.LEFT, self._name(section))
        if sorted_by:
            width = self._metrics.horizontalAdvance(self._name(section)) + 2 * ARROW + 1
            middle = inner.right() - width if section else inner.left() + width
            self._mark(painter, QPointF(middle, inner.center().y()))
        painter.restore()

    def _mark(self, painter: QPainter, middle: QPointF) -> None:
        down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        tip = ARROW / 2 if down else -ARROW / 2
        painter.setPen(QPen(self._session.look.theme.mute, 1.4))
        points = (QPointF(-ARROW, -tip), QPointF(0, tip), QPointF(ARROW, -tip))
        painter.drawPolyline([middle + point for point in points])

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()))


class NumbersDelegate(QStyledItemDelegate):
    """A row between hairlines: the code beside its square, numbers under one another."""

    def __init__(self, session: Session, table: QTableView) -> None:
        super().__init__(table)
        self._session = session
        self._table = table
        self._metrics = QFontMetricsF(ui_font())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the text and the air round it."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        return QSize(round(self._metrics.horizontalAdvance(text)) + 2 * EDGE, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        painter.save()
        painter.setFont(ui_font())
        box = QRectF(option.rect)
        self._ground(painter, box, option.state, index)
        inner = box.adjusted(EDGE if index.column() else LEFT, 0, -EDGE, -1)
        if index.column():
            painter.setPen(self._session.look.theme.ink)
            painter.drawText(inner, numbers.RIGHT, str(index.data(Qt.ItemDataRole.DisplayRole)))
        else:
            self._code(painter, inner, index.data(numbers.FrequencyModel.ROW))
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, index: Index
    ) -> None:
        theme = self._session.look.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.panel)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.hairline)
        current = self._table.currentIndex().row() == index.row()
        if not index.column() and current and self._table.hasFocus():
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), theme.accent)

    def _code(self, painter: QPainter, inner: QRectF, row: Row) -> None:
        theme = self._session.look.theme
        colour = theme.code(row.colour).line if row.colour else theme.mute
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_square(painter, inner.left(), inner.center().y(), colour)
        left = inner.left() + SQUARE + 8
        room = inner.right() - left
        path = "".join(name + STEP for name in row.names[:-1])
        before, name = fitted(self._metrics, path, row.names[-1], room)
        painter.setPen(theme.mute)
        painter.drawText(QRectF(left, inner.top(), room, inner.height()), numbers.LEFT, before)
        left += self._metrics.horizontalAdvance(before)
        painter.setPen(theme.ink)
        painter.drawText(QRectF(left, inner.top(), room, inner.height()), numbers.LEFT, name)
