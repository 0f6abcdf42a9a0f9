"""The drawing of the bar chart, on the screen and in exports: labels, bars and the axis below."""

from __future__ import annotations

from math import ceil, floor, log10

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QGraphicsGridLayout,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from annotator.ui.places.charts.figure import Figure
from annotator.ui.places.charts.marks import EDGE, GAP, ROW, Bars, Labels, Shown
from annotator.ui.theme import Theme, ui_font

AXIS = 50
"""Height of the axis with its title, in pixels."""
TITLE_TOP = 27
ABOVE = 6
"""Above the rows, in pixels."""
TICK_EVERY = 70
"""The numbers of the axis stand at least so far apart, in pixels."""
MOST_TICKS = 9
WIDEST_LABELS = 0.38
"""The part of the width that the labels may take before they are cut."""


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis that is where it says on every device.

    pyqtgraph's paints by way of a picture, which Qt scales where the device has another
    resolution than the screen: the numbers of an exported axis would be wrong.
    """

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint line, ticks and numbers."""
        painter.setFont(self.style["tickFont"])
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            line, ticks, numbers = specs
            # Half a number at the edge would be another number.
            edge = self.size().width()
            whole = [one for one in numbers if one[0].right() <= edge]
            self.drawPicture(painter, line, ticks, whole)


class BarPlot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """A figure, drawn from a row on; the axis is always in sight. Takes no part in what is done.

    Mouse and keys go to the widget it lies in, so that nothing of pyqtgraph's zooms, drags or
    opens a menu.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown = Shown(theme)
        self._offset = 0
        self._view = pg.ViewBox(enableMenu=False, enableMouse=False, invertY=True, defaultPadding=0)
        self._labels = Labels(self.shown, self._view)
        self._bars = Bars(self.shown, self._view)
        self._axis = _Axis("bottom", linkView=self._view)
        self._axis_title = QGraphicsSimpleTextItem(self._axis)
        self._lay_out()
        self.set_theme(theme)
        self._view.sigResized.connect(self._fit)

    def show_figure(self, figure: Figure) -> None:
        """Draw this figure, from its first row on."""
        self.shown.figure = figure
        self.shown.current = self.shown.hovered = -1
        self._offset = 0
        self._axis_title.setText(figure.axis_title)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self.shown.theme = theme
        self.setBackground(theme.paper)
        self._axis.setPen(theme.hairline)
        self._axis.setTickPen(theme.hairline)
        self._axis.setTextPen(theme.mute)
        self._axis_title.setBrush(theme.mute)
        self.redraw()

    def set_offset(self, pixels: int) -> None:
        """Leave out so many pixels of the rows at the top."""
        if pixels != self._offset:
            self._offset = pixels
            self._set_rows()

    def redraw(self) -> None:
        """Draw again after something of ``shown`` changed."""
        self._labels.update()
        self._bars.update()

    @property
    def rows_height(self) -> int:
        """Height of all rows, in pixels."""
        return len(self.shown.rows) * ROW

    @property
    def room(self) -> int:
        """Height that there is for rows, in pixels."""
        return max(1, int(self.height()) - AXIS - ABOVE)

    @property
    def bars_left(self) -> float:
        """Where the bars begin, right of the labels."""
        return float(self._labels.maximumWidth())

    def row_at(self, y: float) -> int:
        """The row at that height of the widget, or -1."""
        row = floor((y - ABOVE + self._offset) / ROW)
        return row if ABOVE <= y < ABOVE + self.room and row < len(self.shown.rows) else -1

    def row_top(self, row: int) -> int:
        """Where a row begins in the widget."""
        return ABOVE + row * ROW - self._offset

    def sizeHint(self) -> QSize:
        """All rows and the axis."""
        return QSize(640, ABOVE + self.rows_height + AXIS)

    def _lay_out(self) -> None:
        layout: QGraphicsGridLayout = self.centralLayout
        layout.setContentsMargins(0, ABOVE, 0, 0)
        layout.setSpacing(0)
        layout.addItem(self._labels, 0, 0)
        layout.addItem(self._view, 0, 1)
        layout.addItem(self._axis, 1, 1)
        layout.setColumnStretchFactor(1, 1)
        layout.setRowStretchFactor(0, 1)
        self._axis.setHeight(AXIS)
        self._axis.setStyle(
            tickLength=5, tickTextOffset=5, tickFont=ui_font(12), hideOverlappingLabels=False
        )
        self._axis_title.setFont(ui_font(12))

    def _fit(self) -> None:
        """Give labels and bars their room, and the axis its numbers."""
        figure = self.shown.figure
        if figure is None:
            return
        most = max(80.0, self.width() * WIDEST_LABELS)
        width = min(self._labels.wanted_width(), floor(most))
        self._labels.setMinimumWidth(width)
        self._labels.setMaximumWidth(width)
        self.centralLayout.activate()
        room = max(self._view.rect().width(), 1.0)
        longest = self._value_of_width(figure, room)
        self._view.setXRange(0, longest, padding=0)
        self._set_rows()
        self._axis.setTicks([_ticks(longest, room, whole=figure.whole_numbers)])
        title = self._axis_title.boundingRect().width()
        self._axis_title.setPos(min(0.0, room - EDGE - title), TITLE_TOP)
        self._bars.resized()
        self.redraw()

    def _set_rows(self) -> None:
        top = self._offset / ROW
        height = max(self._view.rect().height(), 1.0)
        self._view.setYRange(top, top + height / ROW, padding=0)
        self.redraw()

    def _value_of_width(self, figure: Figure, room: float) -> float:
        """The value whose bar would be as long as the room, so that each value has its place."""
        taken = GAP + EDGE
        needed = (
            figure.value(row)
            * room
            / max(room - taken - self.shown.width(figure.shown(row)), room / 4)
            for row in figure.rows
        )
        return max(needed, default=0.0) or 1.0


def _ticks(longest: float, room: float, *, whole: bool) -> list[tuple[float, str]]:
    """Round numbers from 0 on, not too many and as far apart as their texts need."""
    rough = longest * max(TICK_EVERY / room, 1 / MOST_TICKS)
    power = 10.0 ** floor(log10(rough))
    step = next(nice * power for nice in (1, 2, 5, 10) if nice * power >= rough * 0.999)
    if whole:
        step = max(1.0, step)
    digits = max(0, -floor(log10(step) + 1e-9))
    count = ceil(longest / step - 1e-9)
    return [(n * step, f"{n * step:,.{digits}f}") for n in range(count)]
