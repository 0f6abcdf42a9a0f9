"""The numbers behind the chart, to be read, sorted and copied."""

from __future__ import annotations

import html
from collections.abc import Iterable
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.ui.parts.code_marks import SQUARE, paint_square
from annotator.ui.places.charts.figure import STEP, VALUES, Figure, Measure, Order, Row, shown
from annotator.ui.places.charts.marks import fitted
from annotator.ui.session import Session
from annotator.ui.theme import ui_font

MEASURES = (Measure.ANNOTATIONS, Measure.ARTICLES, Measure.SHARE, Measure.PER_1000)
"""The columns after the first, which is the code."""
ROW_HEIGHT = 28
HEAD_HEIGHT = 30
LEFT = 24
"""Left of the codes, as of everything in the place."""
EDGE = 14
"""Left and right of what stands in a cell, in pixels."""
ARROW = 3.5
"""Half the width of the mark of the column that is sorted by."""

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FrequencyModel(QAbstractTableModel):
    """The rows of a figure in an order of its own; each knows its place in the figure."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._order: list[int] = []

    def show(self, rows: tuple[Row, ...]) -> None:
        """Have these rows, in this order."""
        self.beginResetModel()
        self._rows = rows
        self._order = list(range(len(rows)))
        self.endResetModel()

    def place(self, row: int) -> int:
        """Where a row stands in the figure."""
        return self._order[row]

    def row_of(self, place: int) -> int:
        """In which row something of the figure stands; -1 for none."""
        return self._order.index(place) if place in self._order else -1

    def headers(self) -> list[str]:
        """The names of the columns."""
        return [
            self.tr("code"),
            self.tr("annotations"),
            self.tr("articles"),
            self.tr("% of articles"),
            self.tr("per 1,000 words"),
        ]

    def tab_separated(self, rows: Iterable[int]) -> str:
        """Rows under the header, for spreadsheets: no signs between thousands."""
        lines = [self.headers()]
        for row in rows:
            one = self._rows[self._order[row]]
            numbers = [shown(measure, one.frequency).replace(",", "") for measure in MEASURES]
            lines.append([one.path, *numbers])
        return "".join("\t".join(line) + "\n" for line in lines)

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each code."""
        return 0 if parent and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The code and its numbers."""
        return 0 if parent and parent.isValid() else 1 + len(MEASURES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The path of the code, and numbers as the chart shows them."""
        row = self._rows[self._order[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            column = index.column()
            return shown(MEASURES[column - 1], row.frequency) if column else row.path
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return f"<qt>{html.escape(row.path)}</qt>"
        return row if role == self.ROW else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns; numbers are sorted from the largest on first."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headers()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if section else Qt.SortOrder.AscendingOrder
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows stay as in the figure. Column -1 is the figure's order."""
        self.layoutAboutToBeChanged.emit()
        before = self._order
        backwards = order is Qt.SortOrder.DescendingOrder
        places = list(range(len(self._rows)))
        if column == 0:
            places.sort(key=lambda place: self._rows[place].path.casefold(), reverse=backwards)
        elif column > 0:
            value = VALUES[MEASURES[column - 1]]
            places.sort(key=lambda place: value(self._rows[place].frequency), reverse=backwards)
        self._order = places
        after = {place: row for row, place in enumerate(places)}
        old = self.persistentIndexList()
        new = [self.index(after[before[one.row()]], one.column()) for one in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()


class FrequencyTable(QTableView):
    """The table beside the chart.

    Signals:
        chosen: a person chose a row; carries its place in the figure.
        entered: a person wants to go on to what is behind the chosen row.
    """

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = FrequencyModel(self)
        self._telling = True
        self.setModel(self._numbers)
        self.setItemDelegate(_FrequencyDelegate(session, self))
        self.setProperty("look", "paper-list")
        self.setAccessibleName(self.tr("Numbers of the chart"))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.entered.emit())
        session.look.changed.connect(self.viewport().update)

    def show_figure(self, figure: Figure, *, keep_order: bool) -> None:
        """Show the figure's numbers, sorted as the chart is or as they were before."""
        header = self.horizontalHeader()
        section, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        if not keep_order:
            by_value = figure.order is Order.VALUE
            section = 1 + MEASURES.index(figure.measure) if by_value else -1
            order = Qt.SortOrder.DescendingOrder
        self._telling = False
        self._numbers.show(figure.rows)
        header.setSortIndicator(section, order)
        self._numbers.sort(section, order)
        self._telling = True

    def set_current(self, place: int) -> None:
        """Choose what stands at that place of the figure, without telling."""
        row = self._numbers.row_of(place)
        self._telling = False
        if row != self.currentIndex().row():
            self.setCurrentIndex(self._numbers.index(row, 0))
        self._telling = True

    def copy(self, *, everything: bool = False) -> None:
        """Copy the rows that are selected, or all, with the header."""
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        every = range(self._numbers.rowCount())
        rows = [row for row in every if everything or row in selected]
        QGuiApplication.clipboard().setText(self._numbers.tab_separated(rows))

    def event(self, event: QEvent) -> bool:
        """Keep the key of copying, which the window would take for the article."""
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; ``Enter`` goes on to the passages."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a row chosen, so that the keyboard has somewhere to start."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._numbers.rowCount():
            self.setCurrentIndex(self._numbers.index(0, 0))

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = _Header(self._session, self)
        self.setHorizontalHeader(header)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        self.setSortingEnabled(True)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._telling and current.isValid():
            self.chosen.emit(self._numbers.place(current.row()))


class _Header(QHeaderView):
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
        painter.drawText(inner, _RIGHT if section else _LEFT, self._name(section))
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


class _FrequencyDelegate(QStyledItemDelegate):
    """A row between hairlines: the code beside its square, numbers under one another."""

    def __init__(self, session: Session, table: FrequencyTable) -> None:
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
            painter.drawText(inner, _RIGHT, str(index.data(Qt.ItemDataRole.DisplayRole)))
        else:
            self._code(painter, inner, index.data(FrequencyModel.ROW))
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
        painter.drawText(QRectF(left, inner.top(), room, inner.height()), _LEFT, before)
        left += self._metrics.horizontalAdvance(before)
        painter.setPen(theme.ink)
        painter.drawText(QRectF(left, inner.top(), room, inner.height()), _LEFT, name)
