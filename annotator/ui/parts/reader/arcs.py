"""Arcs beside the text for the links of the chosen annotation, with the relation written along."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.parts.reader.measures import Measures

FAR = 200.0
"""Ends further out of sight than this, in pixels, are only known to be above or below."""
_FROM_TEXT = 5.0
_BULGE, _STEP = 9.0, 6.0
_CORNER = 7.0
_ARROW = 4.5
_LEAST_LETTERS = 4
"""A relation cut shorter than this says nothing; the margin says it beside the other's name."""


@dataclass(frozen=True, slots=True)
class Link:
    """A directed relation between two annotations."""

    from_id: int
    to_id: int
    relation: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A link on the viewport: from the row at ``start`` to the row at ``end``.

    ``number`` parts the arcs of one annotation from one another.
    """

    start: float
    end: float
    relation: str
    number: int


def paint_arcs(
    painter: QPainter,
    arcs: list[Arc],
    measures: Measures,
    font: QFont,
    colours: tuple[QColor, QColor],
) -> None:
    """Paint arcs on the side of the paragraph numbers, each with an arrow at its end.

    Args:
        painter: paints on the viewport.
        arcs: what to paint.
        measures: where the column is.
        font: of the relations.
        colours: of the lines, and of the paper.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    side = 1.0 if measures.mirrored else -1.0
    edge = measures.end + _FROM_TEXT if measures.mirrored else measures.text - _FROM_TEXT
    for arc in arcs:
        _paint(painter, arc, edge, side, colours)
    painter.restore()


def _paint(
    painter: QPainter, arc: Arc, edge: float, side: float, colours: tuple[QColor, QColor]
) -> None:
    line = colours[0]
    start, end = arc.start, arc.end
    if abs(end - start) < 2 * _CORNER:
        # Both ends begin on one row: the arc still needs room to turn.
        start, end = start - _CORNER, end + _CORNER
    down = 1.0 if end > start else -1.0
    outer = edge + side * (_BULGE + _STEP * arc.number)
    path = QPainterPath(QPointF(edge, start))
    path.lineTo(outer - side * _CORNER, start)
    path.quadTo(outer, start, outer, start + down * _CORNER)
    path.lineTo(outer, end - down * _CORNER)
    path.quadTo(outer, end, outer - side * _CORNER, end)
    path.lineTo(edge, end)
    painter.setPen(QPen(line, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setBrush(line)
    painter.setPen(Qt.PenStyle.NoPen)
    tip = QPointF(edge, end)
    back = QPointF(edge + side * 1.6 * _ARROW, end)
    half = QPointF(0, _ARROW * 0.8)
    painter.drawPolygon(QPolygonF([tip, back - half, back + half]))
    room = edge - 2 if side < 0 else painter.viewport().width() - edge - 2
    room -= abs(outer - edge)
    _write(
        painter, arc.relation, (outer, (start + end) / 2), abs(end - start), room * side, colours
    )


def _write(
    painter: QPainter,
    relation: str,
    middle: tuple[float, float],
    length: float,
    room: float,
    colours: tuple[QColor, QColor],
) -> None:
    """Write a relation along its arc, turned; where that is too short, level beside it.

    Args:
        painter: paints on the viewport.
        relation: what to write.
        middle: of the arc.
        length: of the arc.
        room: beside the arc; negative where it is at the left.
        colours: of the letters, and of the paper below them.
    """
    line, paper = colours
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(relation) + 4, metrics.height()
    box = QRectF(-width / 2, -height / 2, width, height)
    painter.save()
    painter.translate(*middle)
    if width <= length - 2 * _CORNER:
        painter.rotate(-90)
    else:
        relation = metrics.elidedText(relation, Qt.TextElideMode.ElideRight, abs(room) - 7)
        box.setWidth(metrics.horizontalAdvance(relation) + 4)
        box.moveRight(-3) if room < 0 else box.moveLeft(3)
    if len(relation) > _LEAST_LETTERS:
        painter.fillRect(box, paper)
        painter.setPen(line)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, relation)
    painter.restore()
