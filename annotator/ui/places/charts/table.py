"""The numbers behind the chart, to be read, sorted and copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.ui.places.charts.figure import Figure, Order
from annotator.ui.places.charts.numbers import MEASURES, FrequencyModel
from annotator.ui.places.charts.table_looks import ROW_HEIGHT, NumbersDelegate, NumbersHeader
from annotator.ui.session import Session

CODE_LEAST = 180
"""The column of codes never gets narrower, in pixels; the table scrolls sideways instead."""


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
        self.setItemDelegate(NumbersDelegate(session, self))
        self.setProperty("look", "paper-list")
        self.setAccessibleName(self.tr("Numbers of the chart"))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerWidget(QWidget())
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._fit_codes()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a row chosen, so that the keyboard has somewhere to start."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._numbers.rowCount():
            self.setCurrentIndex(self._numbers.index(0, 0))

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = NumbersHeader(self._session, self)
        self.setHorizontalHeader(header)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(60)
        header.sectionResized.connect(self._fit_codes)
        self.setSortingEnabled(True)

    def _fit_codes(self, *_resized: int) -> None:
        """Give the column of codes what the numbers leave, and never less than names need."""
        header = self.horizontalHeader()
        numbers = sum(header.sectionSize(column) for column in range(1, header.count()))
        wanted = max(CODE_LEAST, self.viewport().width() - numbers)
        if wanted != header.sectionSize(0):
            header.resizeSection(0, wanted)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._telling and current.isValid():
            self.chosen.emit(self._numbers.place(current.row()))
