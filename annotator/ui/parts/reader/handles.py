"""The handles at both ends of the chosen annotation: where they stand, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_STEM = 2.0
_REACH = 4.0
"""How many pixels beside a handle still mean it."""


class End(StrEnum):
    """Which end of an annotation."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Handle:
    """A handle on the viewport: a stem at the edge of the words, with a knob.

    ``stem`` is the edge, as high as the line; the knob stands above it at the start and below it
    at the end.
    """

    annotation_id: int
    end: End
    stem: QRectF
    radius: float

    @property
    def knob(self) -> QPointF:
        """The middle of the knob."""
        x = self.stem.center().x()
        if self.end is End.START:
            return QPointF(x, self.stem.top() - self.radius + 1)
        return QPointF(x, self.stem.bottom() + self.radius - 1)

    def holds(self, point: QPointF) -> bool:
        """Whether a press at that point takes hold of it."""
        reach = self.radius + _REACH
        on_knob = (point - self.knob).manhattanLength() <= 1.5 * reach
        return on_knob or self.stem.adjusted(-_REACH, 0, _REACH, 0).contains(point)


def handle(annotation_id: int, end: End, x: float, line: QRectF, pixels: int) -> Handle:
    """The handle at ``x`` of a line of the viewport, for text of that size."""
    stem = QRectF(x - _STEM / 2, line.top(), _STEM, line.height())
    return Handle(annotation_id, end, stem, max(4.0, pixels / 5))


def paint_handles(painter: QPainter, handles: list[Handle], colour: QColor, paper: QColor) -> None:
    """Paint handles over the text; a rim of paper parts them from the underlines."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for each in handles:
        painter.fillRect(each.stem, colour)
        painter.setPen(QPen(paper, 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(each.knob, each.radius, each.radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.restore()
