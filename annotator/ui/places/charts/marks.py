"""The marks of the bar chart: labels, bars and values, painted in whole pixels.

They ask the view box for the rows in sight, so a chart of any length costs what is seen of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from annotator.ui.places.charts.figure import STEP, Figure, Order, Row
from annotator.ui.theme import Theme, ui_font

ROW = 26
"""Height of a row, in pixels."""
BAR = 16
"""Thickness of a bar, in pixels."""
GAP = 10
"""Between a label and its bar, and between a bar and its value."""
INDENT = 16
"""What a label stands in for each level of the codebook."""
LEFT = 24
"""Left of the labels."""
EDGE = 12
"""Right of the values."""
CORNER = 3.0
FOCUS = 3
"""Width of the mark beside the chosen row while keys come here."""
SOFTENED = 0.55
"""How much of its colour the inside of a bar keeps whose code has the hue of the code above."""

_CENTRED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


@dataclass
class Shown:
    """What the items of one chart paint; shared by them."""

    theme: Theme
    figure: Figure | None = None
    current: int = -1
    hovered: int = -1
    focused: bool = False
    font: QFont = field(default_factory=ui_font)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in their order; none before there is a figure."""
        return self.figure.rows if self.figure else ()

    def width(self, text: str) -> float:
        """How wide a text is, in pixels."""
        return QFontMetricsF(self.font).horizontalAdvance(text)

    def band(self, row: int) -> QColor | None:
        """What a row lies on when it is chosen or pointed at."""
        if row == self.current:
            return self.theme.selected
        return self.theme.panel if row == self.hovered else None

    def bar_colours(self, row: Row) -> tuple[QColor, QColor]:
        """The edge and the inside of a bar: both in the code's colour.

        The inside is softened where the colour is only that of the code above.
        """
        line = self.theme.code(row.colour).line if row.colour else self.theme.mute
        if not row.inherited:
            return line, line
        paper, kept = self.theme.paper, SOFTENED
        return line, QColor.fromRgbF(
            line.redF() * kept + paper.redF() * (1 - kept),
            line.greenF() * kept + paper.greenF() * (1 - kept),
            line.blueF() * kept + paper.blueF() * (1 - kept),
        )


class Labels(QGraphicsWidget):
    """The names of the codes, in the column left of the bars."""

    def __init__(self, shown: Shown, view: Any) -> None:
        super().__init__()
        self._shown = shown
        self._view = view

    def wanted_width(self) -> float:
        """The width in which no label is cut."""
        widest = max((self._indent(row) + self._width(row) for row in self._shown.rows), default=0)
        return LEFT + ceil(widest) + GAP

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the labels of the rows in sight."""
        painter.setFont(self._shown.font)
        painter.setClipRect(self.rect())
        for index in _in_sight(self._view, self._shown):
            top = _top(self._view, index)
            band = self._shown.band(index)
            if band:
                painter.fillRect(QRectF(0, top, self.rect().width(), ROW), band)
            if index == self._shown.current and self._shown.focused:
                painter.fillRect(QRectF(0, top, FOCUS, ROW), self._shown.theme.accent)
            self._label(painter, top, self._shown.rows[index])

    def _label(self, painter: QPainter, top: float, row: Row) -> None:
        left = LEFT + self._indent(row)
        room = self.rect().width() - GAP - left
        metrics = QFontMetricsF(self._shown.font)
        before, name = fitted(metrics, self._before(row), row.names[-1], room)
        width = self._shown.width(before)
        if not self._in_tree:
            left += room - width - self._shown.width(name)
        painter.setPen(self._shown.theme.mute)
        painter.drawText(QRectF(left, top, width + 1, ROW), _CENTRED, before)
        painter.setPen(self._shown.theme.ink)
        painter.drawText(QRectF(left + width, top, room + 1, ROW), _CENTRED, name)

    @property
    def _in_tree(self) -> bool:
        """Whether the labels stand in like a tree; else each says what it belongs to."""
        figure = self._shown.figure
        return figure is not None and figure.order is Order.CODEBOOK

    def _indent(self, row: Row) -> float:
        return INDENT * (len(row.names) - 1) if self._in_tree else 0.0

    def _before(self, row: Row) -> str:
        return "" if self._in_tree else "".join(name + STEP for name in row.names[:-1])

    def _width(self, row: Row) -> float:
        return self._shown.width(self._before(row)) + self._shown.width(row.names[-1])


class Bars(QGraphicsItem):
    """The bars with their values, inside the view box and in its pixels."""

    def __init__(self, shown: Shown, view: Any) -> None:
        super().__init__(view)
        self._shown = shown
        self._view = view
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def resized(self) -> None:
        """Tell the scene that the view box has another size."""
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """The whole view box."""
        return QRectF(self._view.rect())

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the bars of the rows in sight."""
        figure = self._shown.figure
        if figure is None:
            return
        painter.setFont(self._shown.font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in _in_sight(self._view, self._shown):
            row = figure.rows[index]
            top = _top(self._view, index)
            self._band(painter, index, top)
            end = self._bar(painter, top, row, figure.value(row))
            painter.setPen(self._shown.theme.ink)
            place = QRectF(end + GAP - 2, top, self.boundingRect().width(), ROW)
            painter.drawText(place, _CENTRED, figure.shown(row))
        painter.setPen(QPen(self._shown.theme.mute, 1))
        painter.drawLine(QPointF(0.5, 0), QPointF(0.5, self.boundingRect().height()))

    def _band(self, painter: QPainter, index: int, top: float) -> None:
        width = self.boundingRect().width()
        band = self._shown.band(index)
        if band:
            painter.fillRect(QRectF(0, top, width, ROW), band)

    def _bar(self, painter: QPainter, top: float, row: Row, value: float) -> float:
        """Paint one bar; returns where it ends."""
        if value <= 0:
            return 0.0
        end = max(2, round(self._view.mapFromView(QPointF(value, 0)).x()))
        edge, inside = self._shown.bar_colours(row)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(inside)
        painter.drawPath(_outline(end, top + (ROW - BAR) / 2))
        return float(end)


def _outline(end: float, top: float) -> QPainterPath:
    """A bar from the baseline on, round at its end alone: in a drawing nothing is clipped.

    Half a pixel in, a line of one pixel is sharp.
    """
    right, upper, lower = end - 0.5, top + 0.5, top + BAR - 0.5
    bend = min(CORNER, right)
    path = QPainterPath(QPointF(0.5, upper))
    path.lineTo(right - bend, upper)
    path.quadTo(right, upper, right, upper + bend)
    path.lineTo(right, lower - bend)
    path.quadTo(right, lower, right - bend, lower)
    path.lineTo(0.5, lower)
    path.closeSubpath()
    return path


def _in_sight(view: Any, shown: Shown) -> range:
    top, bottom = view.viewRange()[1]
    return range(max(0, floor(top)), min(len(shown.rows), ceil(bottom)))


def _top(view: Any, row: int) -> float:
    """Where a row begins, in whole pixels of the view box."""
    return float(round((row - view.viewRange()[1][0]) * ROW))


def fitted(metrics: QFontMetricsF, before: str, name: str, room: float) -> tuple[str, str]:
    """The two parts of a label, cut in the middle where there is no room; the name last."""
    middle = Qt.TextElideMode.ElideMiddle
    left = room - metrics.horizontalAdvance(name)
    if left < metrics.horizontalAdvance(f"m…{STEP}"):
        return "", metrics.elidedText(name, middle, room)
    return metrics.elidedText(before, middle, left), name
