"""How far a coder is with an article, in words and as a small mark whose shape tells it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from annotator.domain.progress import State
from annotator.ui.theme import Theme

SIZE = 9.0
"""Pixels that the mark is wide and high."""


def state_name(state: State) -> str:
    """The state as it stands in the line under the headline."""
    return {
        State.NEW: _tr("new"),
        State.IN_WORK: _tr("in work"),
        State.DONE: _tr("done"),
        State.DISCUSS: _tr("to be discussed"),
    }[state]


def paint_state(painter: QPainter, place: QPointF, state: State, theme: Theme) -> None:
    """Paint the mark with its top left corner there.

    New is an empty ring, in work one that is half full, done a full one, to be discussed a flag.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(place.x() + 0.5, place.y() + 0.5, SIZE - 1, SIZE - 1)
    painter.setPen(QPen(theme.mute, 1.2))
    if state is State.DISCUSS:
        painter.setPen(QPen(theme.warning, 1.4))
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setBrush(theme.warning)
        middle = QPointF(box.right(), box.top() + box.height() * 0.3)
        flag = [box.topLeft(), middle, QPointF(box.left(), box.top() + box.height() * 0.6)]
        painter.drawPolygon(QPolygonF(flag))
    else:
        painter.drawEllipse(box)
        painter.setBrush(theme.mute)
        if state is State.DONE:
            painter.drawEllipse(box)
        elif state is State.IN_WORK:
            # From twelve o'clock, half the way round, in sixteenths of a degree.
            painter.drawPie(box, 90 * 16, 180 * 16)
    painter.restore()


def _tr(text: str) -> str:
    return QCoreApplication.translate("states", text)
