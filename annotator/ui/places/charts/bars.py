"""The bar chart as a control: it scrolls, and its rows are chosen by mouse and keys."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from annotator.ui.places.charts.figure import Figure, Measure, Row, articles, number, shown
from annotator.ui.places.charts.marks import ROW
from annotator.ui.places.charts.plot import ABOVE, AXIS, BarPlot
from annotator.ui.theme import Theme

LEAST_ROWS = 4
"""The chart never gets lower than this many rows."""


class BarChart(QWidget):
    """Horizontal bars, one for each code.

    Signals:
        chosen: a person chose a row (its index).
        entered: a person wants to go on to what is behind the chosen row.
    """

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Chart"))
        self.plot = BarPlot(theme, self)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.plot, 1)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, AXIS)
        beside.addWidget(self._bar)
        layout.addLayout(beside)
        self._bar.valueChanged.connect(self.plot.set_offset)
        self._bar.setSingleStep(ROW)
        self._bar.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(ABOVE + LEAST_ROWS * ROW + AXIS)

    def show_figure(self, figure: Figure) -> None:
        """Show this figure; no row of it is chosen."""
        self.plot.show_figure(figure)
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.spoken)
        self._bar.setValue(0)
        self._measure()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Show it in these colours."""
        self.plot.set_theme(theme)

    @property
    def current(self) -> int:
        """The chosen row, or -1."""
        return self.plot.shown.current

    def set_current(self, row: int) -> None:
        """Choose a row without telling, and bring it into sight."""
        self.plot.shown.current = row
        if row >= 0:
            self._bring_into_sight(row)
        self.plot.redraw()

    def row_centre(self, row: int) -> QPoint:
        """The middle of a row, where a click chooses it."""
        return QPoint(self.plot.width() // 2, self.plot.row_top(row) + ROW // 2)

    def sizeHint(self) -> QSize:
        """All rows and the axis."""
        return self.plot.sizeHint()

    # -- what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as there are rows."""
        super().resizeEvent(event)
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        row = self.plot.row_at(event.position().y())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on to what is behind the row under the pointer."""
        if self.plot.row_at(event.position().y()) >= 0:
            self.entered.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row a click would choose."""
        self._hover(self.plot.row_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._bar.event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys come here, with a row chosen to start from."""
        super().focusInEvent(event)
        self._focused(on=True)
        if self.current < 0 and self.plot.shown.rows:
            self._choose(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        super().focusOutEvent(event)
        self._focused(on=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by arrows, Home, End and the page keys; Enter goes on."""
        last = len(self.plot.shown.rows) - 1
        page = max(1, self.plot.room // ROW - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -last - 1,
            Qt.Key.Key_End: last + 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and last >= 0:
            self._choose(min(max(self.current + step, 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    # -- in here

    def _choose(self, row: int) -> None:
        if row != self.current:
            self.set_current(row)
            self.chosen.emit(row)

    def _hover(self, row: int) -> None:
        if row != self.plot.shown.hovered:
            self.plot.shown.hovered = row
            hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            self.setCursor(hand if row >= 0 else arrow)
            self.setToolTip(self._tip(self.plot.shown.rows[row]) if row >= 0 else "")
            self.plot.redraw()

    def _focused(self, *, on: bool) -> None:
        self.plot.shown.focused = on
        self.plot.redraw()

    def _measure(self) -> None:
        room = self.plot.room
        self._bar.setPageStep(room)
        self._bar.setRange(0, max(0, self.plot.rows_height - room))
        self._bar.setVisible(self._bar.maximum() > 0)

    def _bring_into_sight(self, row: int) -> None:
        top, room = row * ROW, self.plot.room
        lowest = max(0, top + ROW - room)
        self._bar.setValue(min(max(self._bar.value(), lowest), top))

    def _tip(self, row: Row) -> str:
        found = row.frequency
        lines = [
            row.path,
            self.tr("{n} annotations in {articles} ({share}%)").format(
                n=number(found.annotations),
                articles=articles(found.articles),
                share=shown(Measure.SHARE, found),
            ),
            self.tr("{rate} per 1,000 words").format(rate=shown(Measure.PER_1000, found)),
        ]
        return "<p style='white-space:pre'>" + html.escape("\n".join(lines)) + "</p>"
